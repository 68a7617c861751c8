//! The waiting list of a cohort, and the offers that are outstanding.

use std::collections::HashMap;

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Code, Id, Instant};
use leerkring_domain::registrations::{Registration, RegistrationStatus};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::with_people;
use crate::codes::from_db;
use crate::store::{Stored, Tx};
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
    let mut positions = HashMap::new();
    for registration in registrations.iter().filter(|registration| registration.waits()) {
        let ahead = Entity::find()
            .filter(Column::CohortId.eq(registration.cohort.uuid()))
            .filter(Column::Status.eq(RegistrationStatus::Waitlisted.code()))
            .filter(Column::Arrival.lt(registration.arrival))
            .count(db)
            .await?;
        positions.insert(registration.id, ahead + 1);
    }
    Ok(positions)
}
