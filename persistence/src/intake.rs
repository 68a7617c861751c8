//! Intake slots. A slot is given out while its cohort's row is locked.

use std::collections::HashMap;

use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::{Cohort, CohortStatus};
use leerkring_domain::intake::{Booking, IntakeSlot, Openings, Talk};
use leerkring_domain::kernel::{Code, Id, Instant, Period};
use leerkring_domain::programmes::Programme;
use leerkring_domain::registrations::Registration;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::page::{Page, PageRequest, Position};
use crate::store::{MOST_ROWS, StoreError, Stored, Tx};
use crate::tables::intake_slots::{ActiveModel, Column, Entity, Model};
use crate::tables::{cohorts, registrations};
use crate::versioned::hit;
use crate::{codes, needs};

impl TryFrom<Model> for IntakeSlot {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        let booking = row.registration_id.zip(row.booked_at);
        Ok(Self {
            id: row.id.into(),
            cohort: row.cohort_id.into(),
            on: row.held_on,
            starts: row.start_time,
            period: Period::new(row.starts_at, row.ends_at)
                .ok_or(StoreError::Corrupt("intake slot"))?,
            closes_at: row.closes_at,
            talk: Talk {
                mode: codes::read(&row.mode, "intake slot")?,
                meeting_link: row.meeting_link,
                interviewer: row.interviewer,
            },
            booking: booking
                .map(|(registration, at)| Booking { registration: registration.into(), at }),
            version: row.version,
        })
    }
}

fn row(slot: &IntakeSlot) -> ActiveModel {
    ActiveModel {
        id: Set(slot.id.uuid()),
        held_on: Set(slot.on),
        start_time: Set(slot.starts),
        starts_at: Set(slot.period.start),
        ends_at: Set(slot.period.end),
        closes_at: Set(slot.closes_at),
        mode: Set(slot.talk.mode.code().to_owned()),
        meeting_link: Set(slot.talk.meeting_link.clone()),
        interviewer: Set(slot.talk.interviewer.clone()),
        booked_at: Set(slot.booking.map(|booking| booking.at)),
        version: Set(slot.version),
        cohort_id: Set(slot.cohort.uuid()),
        registration_id: Set(slot.booking.map(|booking| booking.registration.uuid())),
    }
}

fn slots(rows: Vec<Model>) -> Stored<Vec<IntakeSlot>> {
    rows.into_iter().map(IntakeSlot::try_from).collect()
}

/// The slots of a cohort as somebody looks at them.
#[derive(Debug, Clone)]
pub struct Seen {
    pub by: SeenBy,
    /// Which are free; nothing where none can be booked.
    pub openings: Option<Openings>,
}

/// Who looks at what is of a cohort.
#[derive(Debug, Clone)]
pub enum SeenBy {
    /// Who organises it, and sees all.
    Organiser,
    /// These boards: they see their own, and what is free.
    Boards(Vec<Id<Board>>),
}

/// Which of the slots that somebody sees are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    All,
    Free,
}

impl Seen {
    fn condition(&self) -> Condition {
        let SeenBy::Boards(boards) = &self.by else { return Condition::all() };
        let own = Query::select()
            .column(registrations::Column::Id)
            .from(registrations::Entity)
            .and_where(registrations::Column::BoardId.is_in(boards.iter().map(|id| id.uuid())))
            .to_owned();
        Condition::any().add(self.free()).add(Column::RegistrationId.in_subquery(own))
    }

    fn free(&self) -> Condition {
        let none = || Condition::all().add(Column::Id.is_in(Vec::<Uuid>::new()));
        self.openings.map_or_else(none, free)
    }
}

/// What [`Openings::has`] says, asked of the database. A slot closes when it starts or before.
fn free(Openings { at, starts_at }: Openings) -> Condition {
    Condition::all()
        .add(Column::RegistrationId.is_null())
        .add(Column::ClosesAt.gt(at))
        .add_option(starts_at.map(|starts_at| Column::EndsAt.lte(starts_at)))
}

/// A page of the slots of a cohort that somebody sees, in time order.
pub async fn list(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
    (seen, listed): (&Seen, Listed),
    request: &PageRequest,
) -> Stored<Page<IntakeSlot>> {
    let narrowed = match listed {
        Listed::All => Condition::all(),
        Listed::Free => seen.free(),
    };
    let mut select = Entity::find()
        .filter(Column::CohortId.eq(cohort.uuid()))
        .filter(seen.condition())
        .filter(narrowed);
    let total = if request.count { Some(select.clone().count(db).await?) } else { None };
    if let Some(Position { key, id }) = &request.after {
        let at: Instant = key.parse().map_err(|_| StoreError::Corrupt("a place in a list"))?;
        let same = Condition::all().add(Column::StartsAt.eq(at)).add(Column::Id.gt(*id));
        select = select.filter(Condition::any().add(Column::StartsAt.gt(at)).add(same));
    }
    let select = select.order_by_asc(Column::StartsAt).order_by_asc(Column::Id);
    let mut items = slots(select.limit(request.limit + 1).all(db).await?)?;
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let more = limit < items.len();
    items.truncate(limit);
    let position =
        |slot: &IntakeSlot| Position { key: slot.period.start.to_rfc3339(), id: slot.id.uuid() };
    let next = items.last().filter(|_| more).map(position);
    Ok(Page { items, next, total })
}

/// The cohort of the slot with this id; whether either may be seen is another matter.
pub async fn cohort_of(db: &impl ConnectionTrait, id: Id<IntakeSlot>) -> Stored<Id<Cohort>> {
    let row = Entity::find_by_id(id.uuid()).one(db).await?;
    Ok(row.ok_or(StoreError::Missing("intake slot"))?.cohort_id.into())
}

/// The slot with this id, if it is seen.
pub async fn find(
    db: &impl ConnectionTrait,
    id: Id<IntakeSlot>,
    seen: &Seen,
) -> Stored<IntakeSlot> {
    let row = Entity::find_by_id(id.uuid()).filter(seen.condition()).one(db).await?;
    row.ok_or(StoreError::Missing("intake slot"))?.try_into()
}

/// The slot with this id, if the cohort has it.
pub async fn in_cohort(
    tx: &Tx,
    cohort: Id<Cohort>,
    id: Id<IntakeSlot>,
) -> Stored<Option<IntakeSlot>> {
    let of = Entity::find_by_id(id.uuid()).filter(Column::CohortId.eq(cohort.uuid()));
    of.one(tx).await?.map(IntakeSlot::try_from).transpose()
}

/// The slots that these registrations have.
pub async fn of_registrations(
    db: &impl ConnectionTrait,
    ids: &[Id<Registration>],
) -> Stored<HashMap<Id<Registration>, IntakeSlot>> {
    let of = Column::RegistrationId.is_in(ids.iter().map(|id| id.uuid()));
    let booked = slots(Entity::find().filter(of).all(db).await?)?;
    let by = |slot: IntakeSlot| Some((slot.booking?.registration, slot));
    Ok(booked.into_iter().filter_map(by).collect())
}

/// The slots of all cohorts of a programme that overlap `span`, but of those that were cancelled.
pub async fn around(tx: &Tx, programme: Id<Programme>, span: Period) -> Stored<Vec<IntakeSlot>> {
    let of_programme = Query::select()
        .column(cohorts::Column::Id)
        .from(cohorts::Entity)
        .and_where(cohorts::Column::ProgrammeId.eq(programme.uuid()))
        .and_where(cohorts::Column::Status.ne(CohortStatus::Cancelled.code()))
        .to_owned();
    let rows = Entity::find()
        .filter(Column::CohortId.in_subquery(of_programme))
        .filter(Column::StartsAt.lt(span.end))
        .filter(Column::EndsAt.gt(span.start))
        .all(tx)
        .await?;
    slots(rows)
}

/// The slots of a locked cohort that teams have and that end after `first`.
pub async fn booked_beyond(tx: &Tx, cohort: Id<Cohort>, first: Instant) -> Stored<Vec<IntakeSlot>> {
    let rows = Entity::find()
        .filter(Column::CohortId.eq(cohort.uuid()))
        .filter(Column::RegistrationId.is_not_null())
        .filter(Column::EndsAt.gt(first))
        .order_by_asc(Column::StartsAt)
        .all(tx)
        .await?;
    slots(rows)
}

/// How many slots of a cohort can be booked.
pub async fn count_free(tx: &Tx, cohort: Id<Cohort>, openings: Openings) -> Stored<usize> {
    let of_cohort = Entity::find().filter(Column::CohortId.eq(cohort.uuid()));
    let count = of_cohort.filter(free(openings)).count(tx).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// How many slots a cohort has.
pub async fn count(tx: &Tx, cohort: Id<Cohort>) -> Stored<usize> {
    let count = Entity::find().filter(Column::CohortId.eq(cohort.uuid())).count(tx).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

pub async fn insert_all(tx: &Tx, list: &[IntakeSlot]) -> Stored<()> {
    for some in list.chunks(MOST_ROWS) {
        Entity::insert_many(some.iter().map(row)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Stores a changed slot over the version before it.
pub async fn update(tx: &Tx, slot: &IntakeSlot) -> Stored<()> {
    let result = Entity::update_many()
        .set(row(slot))
        .filter(Column::Id.eq(slot.id.uuid()))
        .filter(Column::Version.eq(slot.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

/// Removes the slot as it was read.
pub async fn delete(tx: &Tx, slot: &IntakeSlot) -> Stored<()> {
    let result = Entity::delete_many()
        .filter(Column::Id.eq(slot.id.uuid()))
        .filter(Column::Version.eq(slot.version))
        .exec(tx)
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Frees the slots of registrations that fell away, where they are still to come.
pub(crate) async fn release(tx: &Tx, registrations: &[Uuid], now: Instant) -> Stored<()> {
    Entity::update_many()
        .set(ActiveModel {
            registration_id: Set(None),
            booked_at: Set(None),
            ..ActiveModel::default()
        })
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::RegistrationId.is_in(registrations.iter().copied()))
        .filter(Column::StartsAt.gt(now))
        .exec(tx)
        .await?;
    Ok(())
}

/// The names of the boards that have these slots, by registration.
pub async fn board_names(
    db: &impl ConnectionTrait,
    slots: &[IntakeSlot],
) -> Stored<HashMap<Id<Registration>, String>> {
    let booked = slots.iter().filter_map(|slot| Some(slot.booking?.registration.uuid()));
    let names = needs::board_names(db, booked).await?;
    Ok(names.into_iter().map(|(registration, name)| (registration.into(), name)).collect())
}
