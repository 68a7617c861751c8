//! What was removed after its term: one run a day, whose row is the turn of whoever does it.

use chrono::{DateTime, NaiveDate, Utc};
use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::event::Subject;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use serde::{Deserialize, Serialize};

use crate::codes::{from_json, to_json};
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::retention_runs::{ActiveModel, Column, Entity, Model};

impl Subject for Run {
    const KIND: &'static str = "retention-run";
}

/// What was removed on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub id: Id<Run>,
    pub held_on: NaiveDate,
    pub begun_at: DateTime<Utc>,
    /// Nothing while it goes on, or where whoever did it stopped.
    pub finished_at: Option<DateTime<Utc>>,
    pub removed: Vec<Removed>,
}

/// How much was removed under a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    pub term: String,
    pub count: u64,
}

impl TryFrom<Model> for Run {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            held_on: row.held_on,
            begun_at: row.begun_at,
            finished_at: row.finished_at,
            removed: from_json(row.removed, "retention run")?,
        })
    }
}

/// A page of the runs, the newest first.
pub async fn list(db: &impl ConnectionTrait, request: &PageRequest) -> Stored<Page<Run>> {
    let key = Key::descending(Column::Id);
    fetch(db, Entity::find(), key, request).await?.try_map(Run::try_from)
}

/// The run of a day, if it was begun.
pub async fn on(db: &impl ConnectionTrait, day: NaiveDate) -> Stored<Option<Run>> {
    let row = Entity::find().filter(Column::HeldOn.eq(day)).one(db).await?;
    row.map(Run::try_from).transpose()
}

/// Takes the run of `run`'s day: begins it, or takes it over from whoever let the lease run out.
/// Nothing where another has it or it is done.
pub async fn claim(tx: &Tx, run: Run, leased_until: DateTime<Utc>) -> Stored<Option<Run>> {
    let Some(begun) = on(tx, run.held_on).await? else {
        let row = ActiveModel {
            id: Set(run.id.uuid()),
            held_on: Set(run.held_on),
            begun_at: Set(run.begun_at),
            leased_until: Set(leased_until),
            finished_at: Set(None),
            removed: Set(to_json(&run.removed, "retention run")?),
        };
        return match Entity::insert(row).exec_without_returning(tx).await.map_err(Into::into) {
            Ok(_) => Ok(Some(run)),
            Err(StoreError::Taken) => Ok(None),
            Err(error) => Err(error),
        };
    };
    let taken = Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(leased_until))
        .filter(Column::Id.eq(begun.id.uuid()))
        .filter(Column::FinishedAt.is_null())
        .filter(Column::LeasedUntil.lt(run.begun_at))
        .exec(tx)
        .await?;
    Ok((taken.rows_affected == 1).then_some(begun))
}

/// Writes down what a run removed so far, and that it is done.
pub async fn note(tx: &Tx, run: &Run, leased_until: DateTime<Utc>) -> Stored<()> {
    let changed = ActiveModel {
        leased_until: Set(leased_until),
        finished_at: Set(run.finished_at),
        removed: Set(to_json(&run.removed, "retention run")?),
        ..ActiveModel::default()
    };
    Entity::update_many().set(changed).filter(Column::Id.eq(run.id.uuid())).exec(tx).await?;
    Ok(())
}
