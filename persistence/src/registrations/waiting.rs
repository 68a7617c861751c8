//! The waiting list of a cohort, and the offers that are outstanding.

use std::collections::HashMap;

use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Code, Id, Instant};
use leerkring_domain::registrations::{Registration, RegistrationStatus};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use uuid::Uuid;

use super::with_people;
use crate::codes::from_db;
use crate::store::{MOST_ROWS, Stored, Tx};
use crate::tables::registrations::{Column, Entity};

/// Whether a registration is in this status at `now`: an offer lapses at its instant, also where
/// nobody has written it down yet.
pub(crate) fn is_at(status: RegistrationStatus, now: Instant) -> Condition {
    let stored = Condition::all().add(Column::Status.eq(status.code()));
    match status {
        RegistrationStatus::Offered => stored.add(Column::OfferUntil.gt(now)),
        RegistrationStatus::Lapsed => Condition::any().add(stored).add(lapsed_by(now)),
        _ => stored,
    }
}

/// An offer that has lapsed and is still written down as one.
pub(crate) fn lapsed_by(now: Instant) -> Condition {
    Condition::all()
        .add(Column::Status.eq(RegistrationStatus::Offered.code()))
        .add(Column::OfferUntil.lte(now))
}

fn of(cohort: Id<Cohort>) -> Select<Entity> {
    Entity::find().filter(Column::CohortId.eq(cohort.uuid())).order_by_asc(Column::Arrival)
}

/// The next `most` teams in the waiting list of a locked cohort, behind the arrival `after`.
pub async fn in_line(
    tx: &Tx,
    cohort: Id<Cohort>,
    after: i64,
    most: u64,
) -> Stored<Vec<Registration>> {
    let rows = of(cohort)
        .filter(Column::Status.eq(RegistrationStatus::Waitlisted.code()))
        .filter(Column::Arrival.gt(after))
        .limit(most)
        .all(tx)
        .await?;
    with_people(tx, rows).await
}

/// The teams that wait in a locked cohort before the arrival `before`, with their boards.
pub async fn ahead_of(
    tx: &Tx,
    cohort: Id<Cohort>,
    before: i64,
) -> Stored<Vec<(Id<Registration>, Id<Board>)>> {
    let rows: Vec<(Uuid, Uuid)> = of(cohort)
        .select_only()
        .columns([Column::Id, Column::BoardId])
        .filter(Column::Status.eq(RegistrationStatus::Waitlisted.code()))
        .filter(Column::Arrival.lt(before))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|(id, board)| (id.into(), board.into())).collect())
}

/// The outstanding offers of a locked cohort.
pub async fn offered(tx: &Tx, cohort: Id<Cohort>) -> Stored<Vec<Registration>> {
    let rows =
        of(cohort).filter(Column::Status.eq(RegistrationStatus::Offered.code())).all(tx).await?;
    with_people(tx, rows).await
}

/// The offers of a locked cohort that have lapsed by `now`.
pub async fn offered_until(tx: &Tx, cohort: Id<Cohort>, now: Instant) -> Stored<Vec<Registration>> {
    let rows = of(cohort).filter(lapsed_by(now)).all(tx).await?;
    with_people(tx, rows).await
}

/// When the next offer of a locked cohort lapses.
pub async fn next_lapse(tx: &Tx, cohort: Id<Cohort>) -> Stored<Option<Instant>> {
    let next: Option<Option<Instant>> = Entity::find()
        .select_only()
        .column(Column::OfferUntil)
        .filter(Column::CohortId.eq(cohort.uuid()))
        .filter(Column::Status.eq(RegistrationStatus::Offered.code()))
        .order_by_asc(Column::OfferUntil)
        .limit(1)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(next.flatten())
}

/// The registrations of a locked cohort among these, whatever their status.
pub async fn of_cohort(
    tx: &Tx,
    cohort: Id<Cohort>,
    ids: &[Id<Registration>],
) -> Stored<Vec<Registration>> {
    let ids = ids.iter().map(|id| id.uuid());
    let rows = of(cohort).filter(Column::Id.is_in(ids)).all(tx).await?;
    with_people(tx, rows).await
}

/// The teams that withdrew from a locked cohort.
pub async fn withdrawn(tx: &Tx, cohort: Id<Cohort>) -> Stored<Vec<Registration>> {
    let rows =
        of(cohort).filter(Column::Status.eq(RegistrationStatus::Withdrawn.code())).all(tx).await?;
    with_people(tx, rows).await
}

/// The seats of offers that have lapsed by `now`, by cohort: they are free, though their rows have
/// not been written yet.
pub async fn lapsed_seats(
    db: &impl ConnectionTrait,
    cohorts: &[Id<Cohort>],
    now: Instant,
) -> Stored<HashMap<Id<Cohort>, u32>> {
    let rows: Vec<(Uuid, i32)> = Entity::find()
        .select_only()
        .column(Column::CohortId)
        .column(Column::Size)
        .filter(Column::CohortId.is_in(cohorts.iter().map(|id| id.uuid())))
        .filter(lapsed_by(now))
        .into_tuple()
        .all(db)
        .await?;
    let mut seats = HashMap::new();
    for (cohort, size) in rows {
        *seats.entry(cohort.into()).or_default() += from_db(size);
    }
    Ok(seats)
}

/// Where waiting registrations stand in the lists of their cohorts, 1 for the head.
pub async fn positions(
    db: &impl ConnectionTrait,
    registrations: &[Registration],
) -> Stored<HashMap<Id<Registration>, u64>> {
    let waiting = registrations.iter().filter(|registration| registration.waits());
    let waiting: Vec<_> = waiting.map(|registration| registration.id.uuid()).collect();
    let mut positions = HashMap::new();
    for some in waiting.chunks(MOST_ROWS) {
        let rows: Vec<(Uuid, i64)> = Entity::find()
            .select_only()
            .column(Column::Id)
            .expr_as(ahead(), "ahead")
            .filter(Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        let position = |ahead: i64| u64::try_from(ahead).unwrap_or_default() + 1;
        positions.extend(rows.into_iter().map(|(id, ahead)| (id.into(), position(ahead))));
    }
    Ok(positions)
}

/// How many wait before a registration in the list of its cohort.
fn ahead() -> Expr {
    let earlier = Alias::new("earlier");
    let of = |column: Column| Expr::col((earlier.clone(), column));
    let count = Query::select()
        .expr(of(Column::Id).count())
        .from_as(Entity, earlier.clone())
        .and_where(of(Column::CohortId).equals((Entity, Column::CohortId)))
        .and_where(of(Column::Status).eq(RegistrationStatus::Waitlisted.code()))
        .and_where(of(Column::Arrival).lt(Expr::col((Entity, Column::Arrival))))
        .to_owned();
    Expr::SubQuery(None, Box::new(count.into()))
}
