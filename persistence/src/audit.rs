//! The audit log: written with what it tells about, read as the history of an object or entry by
//! entry, sealed as a chain.

pub mod chain;
mod list;

pub use list::{Filter, find, list};

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use leerkring_domain::audit::Entry;
use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::{Place, Principal};
use leerkring_domain::registrations::NEEDS_READ;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::store::{MOST_ROWS, Stored, Tx};
use crate::tables::audit_entries;

/// Something that happened to an object, as its history tells it.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub what: String,
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
}

const PLATFORM: &str = "platform";
const ORGANISER: &str = "organiser";
const BOARD: &str = "board";

/// The most of an object's history that is read at once.
pub const MOST: u64 = 100;

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

/// What happened to `subject`, oldest first. Who was refused or read what is no part of it:
/// that may be much.
pub async fn history(db: &impl ConnectionTrait, subject: Uuid) -> Stored<Vec<Recorded>> {
    let rows = audit_entries::Entity::find()
        .filter(audit_entries::Column::SubjectId.eq(subject))
        .filter(audit_entries::Column::Code.is_null())
        .filter(audit_entries::Column::What.ne(NEEDS_READ))
        .order_by_asc(audit_entries::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Recorded { what: row.what, at: row.at, reason: row.reason })
        .collect())
}
