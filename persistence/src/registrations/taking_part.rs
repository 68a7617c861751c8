//! Who takes part: the people of registrations that are confirmed or completed.

use std::collections::HashMap;

use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::{BoardMost, Cohort};
use leerkring_domain::kernel::{Code, Id};
use leerkring_domain::registrations::RegistrationStatus;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::codes::{self, from_db};
use crate::store::{Stored, Tx};
use crate::tables::registrations;

/// In which statuses a registration's people take part.
pub(crate) fn statuses_taking_part() -> impl Iterator<Item = &'static str> {
    let all = RegistrationStatus::ALL.iter();
    all.filter(|status| status.takes_part()).map(|status| status.code())
}

/// The registrations whose participants take part.
pub(crate) fn taking_part_anywhere() -> SelectStatement {
    Query::select()
        .column(registrations::Column::Id)
        .from(registrations::Entity)
        .and_where(registrations::Column::Status.is_in(statuses_taking_part()))
        .to_owned()
}

/// The registrations of a cohort whose participants take part.
pub(crate) fn taking_part(cohort: Id<Cohort>) -> SelectStatement {
    taking_part_in(&[cohort])
}

/// The same of several cohorts.
pub(crate) fn taking_part_in(cohorts: &[Id<Cohort>]) -> SelectStatement {
    taking_part_anywhere()
        .and_where(registrations::Column::CohortId.is_in(cohorts.iter().map(|id| id.uuid())))
        .to_owned()
}

/// Whether one of these boards has people who take part in `cohort`.
pub async fn takes_part(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
    boards: &[Id<Board>],
) -> Stored<bool> {
    if boards.is_empty() {
        return Ok(false);
    }
    let theirs = registrations::Entity::find()
        .filter(registrations::Column::CohortId.eq(cohort.uuid()))
        .filter(registrations::Column::BoardId.is_in(boards.iter().map(|id| id.uuid())))
        .filter(registrations::Column::Status.is_in(statuses_taking_part()))
        .limit(1)
        .all(db)
        .await?;
    Ok(!theirs.is_empty())
}

/// The most that one board has in a locked cohort.
pub async fn most_of_one_board(tx: &Tx, cohort: Id<Cohort>) -> Stored<BoardMost> {
    let rows: Vec<(Uuid, String, i32)> = registrations::Entity::find()
        .select_only()
        .columns([
            registrations::Column::BoardId,
            registrations::Column::Status,
            registrations::Column::Size,
        ])
        .filter(registrations::Column::CohortId.eq(cohort.uuid()))
        .into_tuple()
        .all(tx)
        .await?;
    let mut boards: HashMap<Uuid, BoardMost> = HashMap::new();
    for (board, status, size) in rows {
        let status: RegistrationStatus = codes::read(&status, "registration")?;
        let has = boards.entry(board).or_default();
        has.seats += if status.takes_seats() { from_db(size) } else { 0 };
        has.live_registrations += u32::from(status.is_live());
    }
    Ok(boards.into_values().fold(BoardMost::default(), BoardMost::or))
}
