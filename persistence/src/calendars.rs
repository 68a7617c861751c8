//! Calendars that people made.

use leerkring_domain::calendars::{Calendar, CalendarOf};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{Id, Instant};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set,
};

use crate::codes::{from_db, to_db};
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::calendars::{ActiveModel, Column, Entity, Model};

impl TryFrom<Model> for Calendar {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        let of = match (row.board_id, row.organiser_id, row.cohort_id) {
            (Some(board), None, None) => CalendarOf::Board(board.into()),
            (None, Some(organiser), None) => CalendarOf::Organiser(organiser.into()),
            (None, None, Some(cohort)) => CalendarOf::Cohort(cohort.into()),
            _ => return Err(StoreError::Corrupt("calendar")),
        };
        Ok(Self {
            id: row.id.into(),
            owner: row.user_id.into(),
            of,
            edition: from_db(row.edition),
            created_at: row.created_at,
            last_read_at: row.last_read_at,
        })
    }
}

fn row(calendar: &Calendar) -> ActiveModel {
    let (board, organiser, cohort) = match calendar.of {
        CalendarOf::Board(board) => (Some(board.uuid()), None, None),
        CalendarOf::Organiser(organiser) => (None, Some(organiser.uuid()), None),
        CalendarOf::Cohort(cohort) => (None, None, Some(cohort.uuid())),
    };
    ActiveModel {
        id: Set(calendar.id.uuid()),
        edition: Set(to_db(calendar.edition)),
        created_at: Set(calendar.created_at),
        last_read_at: Set(calendar.last_read_at),
        user_id: Set(calendar.owner.uuid()),
        board_id: Set(board),
        organiser_id: Set(organiser),
        cohort_id: Set(cohort),
    }
}

const MISSING: StoreError = StoreError::Missing("calendar");

/// A page of the calendars that `owner` made, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    owner: Id<User>,
    request: &PageRequest,
) -> Stored<Page<Calendar>> {
    let key = Key::descending(Column::Id);
    let select = Entity::find().filter(Column::UserId.eq(owner.uuid()));
    fetch(db, select, key, request).await?.try_map(Calendar::try_from)
}

/// The calendar with this id, if `owner` made it.
pub async fn find(
    db: &impl ConnectionTrait,
    id: Id<Calendar>,
    owner: Id<User>,
) -> Stored<Calendar> {
    let row = Entity::find_by_id(id.uuid()).filter(Column::UserId.eq(owner.uuid())).one(db).await?;
    row.ok_or(MISSING)?.try_into()
}

/// Locks the calendar until the transaction ends, if `owner` made it.
pub async fn lock(tx: &Tx, id: Id<Calendar>, owner: Id<User>) -> Stored<Calendar> {
    let own = Entity::find_by_id(id.uuid()).filter(Column::UserId.eq(owner.uuid()));
    own.lock_exclusive().one(tx).await?.ok_or(MISSING)?.try_into()
}

/// The calendar of which this edition of its address is good.
pub async fn opened(db: &impl ConnectionTrait, id: Id<Calendar>, edition: u32) -> Stored<Calendar> {
    let good = Entity::find_by_id(id.uuid()).filter(Column::Edition.eq(to_db(edition)));
    good.one(db).await?.ok_or(MISSING)?.try_into()
}

/// How many calendars `owner` has.
pub async fn count_of(db: &impl ConnectionTrait, owner: Id<User>) -> Stored<u64> {
    Ok(Entity::find().filter(Column::UserId.eq(owner.uuid())).count(db).await?)
}

pub async fn insert(tx: &Tx, calendar: &Calendar) -> Stored<()> {
    Entity::insert(row(calendar)).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a calendar that this transaction has locked.
pub async fn update(tx: &Tx, calendar: &Calendar) -> Stored<()> {
    let stored = Entity::update_many().set(row(calendar));
    stored.filter(Column::Id.eq(calendar.id.uuid())).exec(tx).await?;
    Ok(())
}

/// Removes the calendar, and with it the meaning of its address.
pub async fn delete(tx: &Tx, calendar: &Calendar) -> Stored<()> {
    Entity::delete_by_id(calendar.id.uuid()).exec(tx).await?;
    Ok(())
}

/// Notes that the calendar was read.
pub async fn note_read(tx: &Tx, id: Id<Calendar>, now: Instant) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::LastReadAt, Expr::value(now))
        .filter(Column::Id.eq(id.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
