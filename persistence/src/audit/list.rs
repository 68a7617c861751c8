//! Entries as they are read, the newest first. Every filter but the result has an index, in which
//! entries stand by id; the id of an entry begins with its instant.

use std::borrow::Cow;

use leerkring_domain::audit::{Entry, Outcome};
use leerkring_domain::boards::Board;
use leerkring_domain::kernel::access::{Client, Principal, User};
use leerkring_domain::kernel::event::{Concerning, Object, Subject};
use leerkring_domain::kernel::{Id, Instant, Scope};
use leerkring_domain::organisers::Organiser;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::{Builder, Uuid};

use super::acting_for;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored};
use crate::tables::audit_entries::{Column, Entity, Model};

/// What the list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub from: Option<Instant>,
    /// Entries before this instant.
    pub until: Option<Instant>,
    pub principal: Option<Uuid>,
    pub operation: Option<String>,
    pub what: Option<String>,
    pub subject: Option<Uuid>,
    pub request: Option<Uuid>,
    pub outcome: Option<Outcome>,
    pub organiser: Option<Id<Organiser>>,
    pub board: Option<Id<Board>>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        let outcome = self.outcome.map(|outcome| match outcome {
            Outcome::Done => Column::Code.is_null(),
            Outcome::Refused => Column::Code.is_not_null(),
        });
        Condition::all()
            .add_option(self.from.map(|from| Column::Id.gte(first_at(from))))
            .add_option(self.until.map(|until| Column::Id.lt(first_at(until))))
            .add_option(self.principal.map(|id| Column::PrincipalId.eq(id)))
            .add_option(self.operation.map(|operation| Column::Operation.eq(operation)))
            .add_option(self.what.map(|what| Column::What.eq(what)))
            .add_option(self.subject.map(|id| Column::SubjectId.eq(id)))
            .add_option(self.request.map(|id| Column::RequestId.eq(id)))
            .add_option(outcome)
            .add_option(self.organiser.map(|id| Column::OrganiserId.eq(id.uuid())))
            .add_option(self.board.map(|id| Column::BoardId.eq(id.uuid())))
    }
}

/// The least id that an entry of `instant` or later can have: entries are of whole milliseconds.
fn first_at(instant: Instant) -> Uuid {
    let whole = instant.timestamp_subsec_nanos().is_multiple_of(1_000_000);
    let millis = instant.timestamp_millis().saturating_add(i64::from(!whole));
    let millis = u64::try_from(millis).unwrap_or(0).min((1 << 48) - 1);
    Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

/// Whose entries they are: plain conditions, one for each index, so that the database goes to the
/// entries of an organisation that has few.
fn within(scope: &Scope) -> Condition {
    let any = Condition::any();
    match (scope.organisers.as_slice(), scope.boards.as_slice()) {
        _ if scope.everything => Condition::all(),
        ([], []) => any.add(Column::Id.is_in(std::iter::empty::<Uuid>())),
        (organisers, []) => any.add(is_one_of(Column::OrganiserId, organisers)),
        ([], boards) => any.add(is_one_of(Column::BoardId, boards)),
        (organisers, boards) => any
            .add(is_one_of(Column::OrganiserId, organisers))
            .add(is_one_of(Column::BoardId, boards)),
    }
}

fn is_one_of<T>(column: Column, ids: &[Id<T>]) -> Expr {
    column.is_in(ids.iter().map(|id| id.uuid()))
}

/// A page of the entries that concern `scope`, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Entry>> {
    let key = Key::descending(Column::Id);
    let select = Entity::find().filter(within(scope)).filter(filter.into_condition());
    fetch(db, select, key, request).await?.try_map(Entry::try_from)
}

/// The entry with this id, if it concerns `scope`.
pub async fn find(db: &impl ConnectionTrait, id: Id<Entry>, scope: &Scope) -> Stored<Entry> {
    let row = Entity::find_by_id(id.uuid()).filter(within(scope)).one(db).await?;
    row.ok_or(StoreError::Missing("audit entry"))?.try_into()
}

impl TryFrom<Model> for Entry {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        let acting_for = acting_for(&row);
        let subject = row.subject_kind.zip(row.subject_id);
        let changed: Vec<String> = match row.changed {
            Some(changed) => serde_json::from_value(changed)
                .map_err(|_| StoreError::Corrupt("what an audit entry says has changed"))?,
            None => Vec::new(),
        };
        Ok(Self {
            id: row.id.into(),
            at: row.at,
            acting_for,
            principal: principal(row.principal_kind.as_deref().zip(row.principal_id))?,
            request_id: row.request_id,
            operation: Cow::Owned(row.operation),
            what: Cow::Owned(row.what),
            subject: subject.map(|(kind, id)| Object { kind: Cow::Owned(kind), id }),
            code: row.code.map(Cow::Owned),
            reason: row.reason,
            rows: row.row_count.and_then(|rows| u64::try_from(rows).ok()),
            changed: changed.into_iter().map(Cow::Owned).collect(),
            concerning: Concerning {
                organiser: row.organiser_id.map(Id::from),
                board: row.board_id.map(Id::from),
            },
        })
    }
}

fn principal(kind_and_id: Option<(&str, Uuid)>) -> Stored<Option<Principal>> {
    match kind_and_id {
        None => Ok(None),
        Some((User::KIND, id)) => Ok(Some(Principal::User(id.into()))),
        Some((Client::KIND, id)) => Ok(Some(Principal::Client(id.into()))),
        Some(_) => Err(StoreError::Corrupt("who an audit entry names")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Uuid {
        first_at(text.parse().unwrap())
    }

    #[test]
    fn the_first_id_of_an_instant_is_not_before_it() {
        assert!(at("2026-07-01T10:00:00Z") < at("2026-07-01T10:00:00.001Z"));
        assert_eq!(at("2026-07-01T10:00:00.0001Z"), at("2026-07-01T10:00:00.001Z"));
        assert_eq!(at("1969-12-31T23:59:59Z"), at("1970-01-01T00:00:00Z"));
        let end = first_at(Instant::MAX_UTC);
        assert!(at("2026-07-01T10:00:00Z") < end && end.get_version_num() == 7);
    }
}
