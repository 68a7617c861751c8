//! The audit log: written with what it tells about, read entry by entry, sealed as a chain.

pub mod chain;
mod list;

pub use list::{Filter, find, list};

use std::borrow::Cow;

use leerkring_domain::audit::Entry;
use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::{Place, Principal};
use sea_orm::{EntityTrait, Set};
use uuid::Uuid;

use crate::store::{MOST_ROWS, Stored, Tx};
use crate::tables::audit_entries;

const PLATFORM: &str = "platform";
const ORGANISER: &str = "organiser";
const BOARD: &str = "board";

/// Writes entries in the transaction that did what they tell.
pub async fn insert_all(tx: &Tx, entries: Vec<Entry>) -> Stored<()> {
    let mut rows = entries.into_iter().map(row);
    loop {
        let chunk: Vec<_> = rows.by_ref().take(MOST_ROWS).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        audit_entries::Entity::insert_many(chunk).exec_without_returning(tx).await?;
    }
}

fn row(entry: Entry) -> audit_entries::ActiveModel {
    let (subject_kind, subject_id) =
        entry.subject.map(|subject| (subject.kind.into_owned(), subject.id)).unzip();
    let (principal_kind, principal_id) = entry.principal.map(kind_and_id).unzip();
    let (acting_kind, acting_id) = entry.acting_for.map(acting).unzip();
    let changed = (!entry.changed.is_empty()).then(|| serde_json::json!(entry.changed));
    audit_entries::ActiveModel {
        id: Set(entry.id.uuid()),
        at: Set(entry.at),
        principal_kind: Set(principal_kind.map(str::to_owned)),
        principal_id: Set(principal_id),
        request_id: Set(entry.request_id),
        operation: Set(entry.operation.into_owned()),
        what: Set(entry.what.into_owned()),
        subject_kind: Set(subject_kind),
        subject_id: Set(subject_id),
        code: Set(entry.code.map(Cow::into_owned)),
        reason: Set(entry.reason),
        changed: Set(changed),
        row_count: Set(entry.rows.map(|rows| i64::try_from(rows).unwrap_or(i64::MAX))),
        organiser_id: Set(entry.concerning.organiser.map(Id::uuid)),
        board_id: Set(entry.concerning.board.map(Id::uuid)),
        acting_kind: Set(acting_kind.map(str::to_owned)),
        acting_id: Set(acting_id.flatten()),
        ..audit_entries::ActiveModel::default()
    }
}

/// A place as rows hold it.
fn acting(place: Place) -> (&'static str, Option<Uuid>) {
    match place {
        Place::Platform => (PLATFORM, None),
        Place::Organiser(organiser) => (ORGANISER, Some(organiser.uuid())),
        Place::Board(board) => (BOARD, Some(board.uuid())),
    }
}

/// For which place the principal of an entry acted, where that is known.
pub(crate) fn acting_for(row: &audit_entries::Model) -> Option<Place> {
    match (row.acting_kind.as_deref()?, row.acting_id) {
        (PLATFORM, _) => Some(Place::Platform),
        (ORGANISER, Some(id)) => Some(Place::Organiser(id.into())),
        (BOARD, Some(id)) => Some(Place::Board(id.into())),
        _ => None,
    }
}

fn kind_and_id(principal: Principal) -> (&'static str, Uuid) {
    (principal.kind(), principal.uuid())
}
