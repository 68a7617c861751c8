//! What happened, as every unit of work records it.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::Event;
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
    if events.is_empty() {
        return Ok(());
    }
    let rows = events.into_iter().map(|NewEvent { id, actor, event }| events::ActiveModel {
        id: Set(id),
        what: Set(event.what.to_owned()),
        subject: Set(event.subject),
        at: Set(at),
        actor: Set(actor),
        reason: Set(event.reason),
    });
    events::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The history of `subject`, oldest first.
pub async fn of(db: &impl ConnectionTrait, subject: Uuid) -> Stored<Vec<Recorded>> {
    let rows = events::Entity::find()
        .filter(events::Column::Subject.eq(subject))
        .order_by_asc(events::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Recorded { what: row.what, at: row.at, reason: row.reason })
        .collect())
}
