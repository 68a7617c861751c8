//! Lists of cohorts: those of a programme, and those of all programmes narrowed to what is asked.

use leerkring_domain::cohorts::{Cohort, CohortStatus, Phase};
use leerkring_domain::kernel::{Code, Id, Instant, RegionKey, Scope};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::Programme;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Value};

use super::visible;
use crate::page::{By, Key, Page, PageRequest, Sort, fetch};
use crate::programmes::offered_by;
use crate::registrations::lapsed_by;
use crate::store::Stored;
use crate::tables::cohorts::{Column, Entity};
use crate::tables::{cohorts, registrations};

/// What a list of cohorts can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CohortOrder {
    /// When it was made.
    CreatedAt,
    /// When its first session starts; those without a session come last.
    StartsAt,
    /// What it is called, without regard to case and accents.
    Name,
}

impl Code for CohortOrder {
    const ALL: &'static [Self] = &[Self::CreatedAt, Self::StartsAt, Self::Name];

    fn code(self) -> &'static str {
        match self {
            Self::CreatedAt => "createdAt",
            Self::StartsAt => "startsAt",
            Self::Name => "name",
        }
    }
}

impl Default for Sort<CohortOrder> {
    fn default() -> Self {
        Self::ascending(CohortOrder::CreatedAt)
    }
}

/// What a list of cohorts is narrowed to, and how it is sorted.
#[derive(Debug, Clone)]
pub struct Filter {
    pub programme: Option<Id<Programme>>,
    /// That organises the programme, as lead or partner.
    pub organiser: Option<Id<Organiser>>,
    pub region: Option<RegionKey>,
    pub phase: Option<Phase>,
    /// Whether a team can register.
    pub open: Option<bool>,
    /// The first session starts at this instant or later.
    pub from: Option<Instant>,
    /// The first session starts before this instant.
    pub until: Option<Instant>,
    pub sort: Sort<CohortOrder>,
    /// By which clock phases are told.
    pub now: Instant,
}

impl Filter {
    /// Everything, as it is at `now`.
    pub fn at(now: Instant) -> Self {
        let (programme, organiser, region) = (None, None, None);
        let (phase, open, from, until) = (None, None, None, None);
        let sort = Sort::default();
        Self { programme, organiser, region, phase, open, from, until, sort, now }
    }

    fn into_condition(self) -> Condition {
        let now = self.now;
        let open =
            self.open.map(|open| if open { can_register(now) } else { can_register(now).not() });
        let region = self.region.map(|region| {
            Condition::all()
                .add(Column::RegionScheme.eq(region.scheme))
                .add(Column::RegionCode.eq(region.code))
        });
        Condition::all()
            .add_option(self.programme.map(|id| Column::ProgrammeId.eq(id.uuid())))
            .add_option(self.organiser.map(|id| Column::ProgrammeId.in_subquery(offered_by(&[id]))))
            .add_option(region)
            .add_option(self.phase.map(|phase| is_in(phase, now)))
            .add_option(open)
            .add_option(self.from.map(|from| Column::StartsAt.gte(from)))
            .add_option(self.until.map(|until| Column::StartsAt.lt(until)))
    }
}

/// Where cohorts without a session stand among those with one.
const NEVER: Instant = Instant::from_timestamp_nanos(9_000_000_000_000_000_000);

/// A page of the cohorts that `scope` sees.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Cohort>> {
    let by = match filter.sort.by {
        CohortOrder::CreatedAt => By::Id,
        CohortOrder::StartsAt => By::Instant(column(Column::StartsAt).if_null(Value::from(NEVER))),
        CohortOrder::Name => By::Text(column(Column::SearchKey)),
    };
    let key = Key::sorted(by, filter.sort.direction, Column::Id);
    let select = Entity::find().filter(visible(scope)).filter(filter.into_condition());
    fetch(db, select, key, request).await?.try_map(Cohort::try_from)
}

fn published() -> Condition {
    Condition::all().add(Column::Status.eq(CohortStatus::Published.code()))
}

fn not_started(now: Instant) -> Condition {
    Condition::any().add(Column::StartsAt.is_null()).add(Column::StartsAt.gt(now))
}

/// Published, before the first session, within the window.
fn can_come(now: Instant) -> Condition {
    published().add(not_started(now)).add(Column::OpensAt.lte(now)).add(Column::ClosesAt.gt(now))
}

/// As [`Cohort::closed_because`] says nothing of it.
fn can_register(now: Instant) -> Condition {
    can_come(now).add(Condition::any().add(has_seats(now)).add(has_room()))
}

/// As [`Cohort::phase`] tells it.
fn is_in(phase: Phase, now: Instant) -> Condition {
    match phase {
        Phase::Cancelled => Condition::all().add(Column::Status.eq(CohortStatus::Cancelled.code())),
        Phase::Completed => published().add(Column::EndsAt.lte(now)),
        Phase::Running => published().add(Column::StartsAt.lte(now)).add(Column::EndsAt.gt(now)),
        Phase::Announced => published().add(not_started(now)).add(Column::OpensAt.gt(now)),
        Phase::Closed => published().add(not_started(now)).add(Column::ClosesAt.lte(now)),
        Phase::Open => can_come(now).add(has_seats(now)),
        Phase::WaitingList => can_come(now).add(has_seats(now).not()).add(has_room()),
        Phase::Full => can_come(now).add(has_seats(now).not()).add(has_room().not()),
    }
}

fn column(column: Column) -> Expr {
    Expr::col((cohorts::Entity, column))
}

/// The teams that go before whoever comes now.
fn teams_in_line() -> Expr {
    column(Column::WaitingTeams).sub(column(Column::PassedOverTeams))
}

/// Nobody is in line, and a seat is free: also one whose offer has lapsed while nobody has written
/// it down yet.
fn has_seats(now: Instant) -> Condition {
    let lapsed = Query::select()
        .expr(Func::coalesce([
            Expr::col((registrations::Entity, registrations::Column::Size)).sum(),
            Expr::val(0),
        ]))
        .from(registrations::Entity)
        .and_where(
            Expr::col((registrations::Entity, registrations::Column::CohortId))
                .equals((cohorts::Entity, Column::Id)),
        )
        .cond_where(lapsed_by(now))
        .to_owned();
    let lapsed = CaseStatement::new()
        .case(Column::NextLapseAt.lte(now), Expr::SubQuery(None, Box::new(lapsed.into())))
        .finally(0);
    let free = column(Column::Capacity).sub(column(Column::SeatsTaken)).add(lapsed);
    Condition::all().add(teams_in_line().lte(0)).add(free.gt(0))
}

/// One more team may wait.
fn has_room() -> Condition {
    let more = Condition::any()
        .add(Column::MostWaiting.is_null())
        .add(teams_in_line().lt(column(Column::MostWaiting)));
    Condition::all().add(Column::HasWaitingList.eq(true)).add(more)
}
