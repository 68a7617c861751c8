//! Cohorts. The row carries the seats given out, and is locked to give out more.

mod listing;
mod naming;

pub use listing::{CohortOrder, Filter, list};
pub use naming::{Named, Setting, Settings, settings};

use leerkring_domain::boards::search_key;
use leerkring_domain::cohorts::{
    Cohort, CohortStatus, Minimum, OfferRule, Plan, SeatCount, WaitingList,
};
use leerkring_domain::kernel::{Code, Id, Instant, Period, RegionKey, Scope};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::Programme;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::codes::{self, from_db, to_db};
use crate::programmes::{offered_by, visible as visible_programmes};
use crate::registrations::lapsed_seats;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{cohorts, programmes};
use crate::versioned::hit;

impl TryFrom<cohorts::Model> for Cohort {
    type Error = StoreError;

    fn try_from(row: cohorts::Model) -> Stored<Self> {
        let window =
            Period::new(row.opens_at, row.closes_at).ok_or(StoreError::Corrupt("cohort"))?;
        let region = row.region_scheme.zip(row.region_code);
        Ok(Self {
            id: row.id.into(),
            programme: row.programme_id.into(),
            plan: Plan {
                name: row.name,
                region: region.map(|(scheme, code)| RegionKey { scheme, code }),
                capacity: from_db(row.capacity),
                seats_per_board: row.seats_per_board.map(from_db),
                several_per_board: row.several_per_board,
                window,
                waiting_list: match (row.has_waiting_list, row.most_waiting) {
                    (false, _) => WaitingList::None,
                    (true, None) => WaitingList::Unlimited,
                    (true, Some(most)) => WaitingList::Most(from_db(most)),
                },
                offers: OfferRule {
                    hours: from_db(row.offer_hours),
                    skip_larger_teams: row.skip_larger_teams,
                },
                minimum: row.minimum_participants.zip(row.decide_by).map(
                    |(participants, decide_by)| Minimum {
                        participants: from_db(participants),
                        decide_by,
                    },
                ),
                free_cancellation_until: row.free_cancellation_until,
                place: row.place,
                facilitator: row.facilitator,
            },
            status: codes::read(&row.status, "cohort")?,
            verdict: row.verdict.map(|word| codes::read(&word, "cohort")).transpose()?,
            seats: SeatCount {
                taken: from_db(row.seats_taken),
                waiting_teams: from_db(row.waiting_teams),
                passed_over: from_db(row.passed_over_teams),
                last_arrival: row.last_arrival,
                next_lapse: row.next_lapse_at,
            },
            span: row.starts_at.zip(row.ends_at).and_then(|(start, end)| Period::new(start, end)),
            last_starts_at: row.last_starts_at,
            version: row.version,
        })
    }
}

/// Everything but the seats, which only [`store_seats`] writes.
fn row(cohort: &Cohort) -> cohorts::ActiveModel {
    let plan = &cohort.plan;
    let (has_waiting_list, most_waiting) = match plan.waiting_list {
        WaitingList::None => (false, None),
        WaitingList::Unlimited => (true, None),
        WaitingList::Most(most) => (true, Some(to_db(most))),
    };
    cohorts::ActiveModel {
        id: Set(cohort.id.uuid()),
        programme_id: Set(cohort.programme.uuid()),
        name: Set(plan.name.clone()),
        search_key: Set(search_key(&plan.name)),
        region_scheme: Set(plan.region.as_ref().map(|region| region.scheme.clone())),
        region_code: Set(plan.region.as_ref().map(|region| region.code.clone())),
        capacity: Set(to_db(plan.capacity)),
        seats_per_board: Set(plan.seats_per_board.map(to_db)),
        several_per_board: Set(plan.several_per_board),
        opens_at: Set(plan.window.start),
        closes_at: Set(plan.window.end),
        has_waiting_list: Set(has_waiting_list),
        most_waiting: Set(most_waiting),
        offer_hours: Set(to_db(plan.offers.hours)),
        skip_larger_teams: Set(plan.offers.skip_larger_teams),
        minimum_participants: Set(plan.minimum.map(|minimum| to_db(minimum.participants))),
        decide_by: Set(plan.minimum.map(|minimum| minimum.decide_by)),
        free_cancellation_until: Set(plan.free_cancellation_until),
        place: Set(plan.place.clone()),
        facilitator: Set(plan.facilitator.clone()),
        status: Set(cohort.status.code().to_owned()),
        verdict: Set(cohort.verdict.map(|verdict| verdict.code().to_owned())),
        starts_at: Set(cohort.span.map(|span| span.start)),
        last_starts_at: Set(cohort.last_starts_at),
        ends_at: Set(cohort.span.map(|span| span.end)),
        version: Set(cohort.version),
        ..cohorts::ActiveModel::default()
    }
}

/// What `scope` sees: published cohorts of visible programmes, and all of its own.
fn visible(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let in_programmes = |condition: Condition| {
        cohorts::Column::ProgrammeId.in_subquery(
            Query::select()
                .column(programmes::Column::Id)
                .from(programmes::Entity)
                .cond_where(condition)
                .to_owned(),
        )
    };
    let public = Condition::all()
        .add(cohorts::Column::Status.ne(CohortStatus::Draft.code()))
        .add(in_programmes(visible_programmes(&Scope::default())));
    Condition::any().add(public).add(own(scope))
}

/// What the organisers of `scope` organise, as lead or partner.
pub(crate) fn own(scope: &Scope) -> Expr {
    cohorts::Column::ProgrammeId.in_subquery(offered_by(&scope.organisers))
}

/// The cohort with this id, if `scope` sees it.
pub async fn find(db: &impl ConnectionTrait, id: Id<Cohort>, scope: &Scope) -> Stored<Cohort> {
    let row = cohorts::Entity::find_by_id(id.uuid()).filter(visible(scope)).one(db).await?;
    row.ok_or(StoreError::Missing("cohort"))?.try_into()
}

/// Locks the cohort until the transaction ends, so that what is counted after this stays true.
pub async fn lock(tx: &Tx, id: Id<Cohort>, scope: &Scope) -> Stored<Cohort> {
    let row = cohorts::Entity::find_by_id(id.uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?;
    row.ok_or(StoreError::Missing("cohort"))?.try_into()
}

pub async fn insert(tx: &Tx, cohort: &Cohort) -> Stored<()> {
    let row = cohorts::ActiveModel {
        seats_taken: Set(0),
        waiting_teams: Set(0),
        passed_over_teams: Set(0),
        last_arrival: Set(0),
        ..row(cohort)
    };
    cohorts::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed cohort over the version before it.
pub async fn update(tx: &Tx, cohort: &Cohort) -> Stored<()> {
    let result = cohorts::Entity::update_many()
        .set(row(cohort))
        .filter(cohorts::Column::Id.eq(cohort.id.uuid()))
        .filter(cohorts::Column::Version.eq(cohort.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

/// Stores the seats of a cohort that this transaction has locked.
pub async fn store_seats(tx: &Tx, cohort: &Cohort) -> Stored<()> {
    let seats = cohorts::ActiveModel {
        seats_taken: Set(to_db(cohort.seats.taken)),
        waiting_teams: Set(to_db(cohort.seats.waiting_teams)),
        passed_over_teams: Set(to_db(cohort.seats.passed_over)),
        last_arrival: Set(cohort.seats.last_arrival),
        next_lapse_at: Set(cohort.seats.next_lapse),
        ..cohorts::ActiveModel::default()
    };
    let result = cohorts::Entity::update_many()
        .set(seats)
        .filter(cohorts::Column::Id.eq(cohort.id.uuid()))
        .exec(tx)
        .await?;
    hit(&result)
}

/// The names of the cohorts of `programme` that were not cancelled and have not ended at `now`.
pub async fn not_ended(
    db: &impl ConnectionTrait,
    programme: Id<Programme>,
    now: Instant,
) -> Stored<Vec<String>> {
    let ended = Condition::any()
        .add(cohorts::Column::EndsAt.is_null())
        .add(cohorts::Column::EndsAt.gt(now));
    let names = cohorts::Entity::find()
        .select_only()
        .column(cohorts::Column::Name)
        .filter(cohorts::Column::ProgrammeId.eq(programme.uuid()))
        .filter(cohorts::Column::Status.eq(CohortStatus::Published.code()))
        .filter(ended)
        .order_by_asc(cohorts::Column::Id)
        .limit(20)
        .into_tuple()
        .all(db)
        .await?;
    Ok(names)
}

/// Whether one of `organisers` organises this cohort.
pub async fn organised_by(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
    organisers: &[Id<Organiser>],
) -> Stored<bool> {
    let scope = Scope { organisers: organisers.to_vec(), ..Scope::default() };
    let found = cohorts::Entity::find_by_id(cohort.uuid()).filter(own(&scope)).one(db).await?;
    Ok(found.is_some())
}

/// The cohort as it is at `now`: see [`all_as_of`].
pub async fn as_of(db: &impl ConnectionTrait, cohort: Cohort, now: Instant) -> Stored<Cohort> {
    let mut one = all_as_of(db, vec![cohort], now).await?;
    one.pop().ok_or(StoreError::Missing("cohort"))
}

/// These cohorts as they are at `now`: the seats of offers that have lapsed are free, also where
/// nobody has written it down yet.
pub async fn all_as_of(
    db: &impl ConnectionTrait,
    mut cohorts: Vec<Cohort>,
    now: Instant,
) -> Stored<Vec<Cohort>> {
    let due = |cohort: &&Cohort| cohort.seats.next_lapse.is_some_and(|lapse| lapse <= now);
    let ids: Vec<_> = cohorts.iter().filter(due).map(|cohort| cohort.id).collect();
    if ids.is_empty() {
        return Ok(cohorts);
    }
    let lapsed = lapsed_seats(db, &ids, now).await?;
    for cohort in &mut cohorts {
        let free = lapsed.get(&cohort.id).copied().unwrap_or_default();
        cohort.seats.taken = cohort.seats.taken.saturating_sub(free);
    }
    Ok(cohorts)
}

/// The cohorts in which an offer may have lapsed by `now`, or seats are free while teams wait.
pub async fn to_look_at(db: &impl ConnectionTrait, now: Instant) -> Stored<Vec<Id<Cohort>>> {
    let seats_taken = Expr::col(cohorts::Column::SeatsTaken);
    let waits = Condition::all()
        .add(cohorts::Column::Status.eq(CohortStatus::Published.code()))
        .add(cohorts::Column::StartsAt.gt(now))
        .add(cohorts::Column::WaitingTeams.gt(0))
        .add(seats_taken.lt(Expr::col(cohorts::Column::Capacity)));
    let ids: Vec<uuid::Uuid> = cohorts::Entity::find()
        .select_only()
        .column(cohorts::Column::Id)
        .filter(Condition::any().add(cohorts::Column::NextLapseAt.lte(now)).add(waits))
        .order_by_asc(cohorts::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(Id::from).collect())
}

/// When the next offer of any cohort may lapse.
pub async fn next_lapse(db: &impl ConnectionTrait) -> Stored<Option<Instant>> {
    let next: Option<Option<Instant>> = cohorts::Entity::find()
        .select_only()
        .column(cohorts::Column::NextLapseAt)
        .filter(cohorts::Column::NextLapseAt.is_not_null())
        .order_by_asc(cohorts::Column::NextLapseAt)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(next.flatten())
}
