//! What happened, as every unit of work records it.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::Event;
use leerkring_domain::registrations::NEEDS_READ;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::store::{Stored, Tx};
use crate::tables::events;

/// An event as it is read back.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub what: String,
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
}

/// The most rows that are written at once: databases bound the parameters of a statement.
const MOST_ROWS: usize = 1_000;

/// The most events of one object that are read at once.
pub const MOST: u64 = 100;

/// An event to write down: its id and who made it happen.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub id: Uuid,
    pub actor: Option<Uuid>,
    pub event: Event,
}

/// Writes down events in the transaction that made them happen.
pub async fn insert_all(tx: &Tx, events: Vec<NewEvent>, at: DateTime<Utc>) -> Stored<()> {
    let mut rows = events.into_iter().map(|NewEvent { id, actor, event }| events::ActiveModel {
        id: Set(id),
        what: Set(event.what.to_owned()),
        subject: Set(event.subject),
        at: Set(at),
        actor: Set(actor),
        reason: Set(event.reason),
    });
    loop {
        let chunk: Vec<_> = rows.by_ref().take(MOST_ROWS).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        events::Entity::insert_many(chunk).exec_without_returning(tx).await?;
    }
}

/// The history of `subject`, oldest first. Who read what is no part of it: readings may be many.
pub async fn of(db: &impl ConnectionTrait, subject: Uuid) -> Stored<Vec<Recorded>> {
    let rows = events::Entity::find()
        .filter(events::Column::Subject.eq(subject))
        .filter(events::Column::What.ne(NEEDS_READ))
        .order_by_asc(events::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Recorded { what: row.what, at: row.at, reason: row.reason })
        .collect())
}
