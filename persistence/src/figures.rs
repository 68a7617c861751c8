//! The figures of an organiser: counted by the database for many cohorts at once, in a handful of
//! statements however many there are.

use std::collections::{HashMap, HashSet};

use leerkring_domain::attendances::{Attendee, Course};
use leerkring_domain::boards::{Board, Sector};
use leerkring_domain::cohorts::{Cohort, CohortStatus, Session};
use leerkring_domain::figures::Tally;
use leerkring_domain::kernel::{Code, Id, Instant};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::{Programme, Rules};
use leerkring_domain::registrations::RegistrationStatus;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::codes::{self, from_db};
use crate::programmes::offered_by;
use crate::registrations::{lapsed_by, statuses_taking_part};
use crate::store::{StoreError, Stored};
use crate::tables::{attendances, boards, cohorts, programmes, registrations, sessions};

/// Of which cohorts figures are asked: one, those of a programme, those of what an organiser offers.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    Cohort(Id<Cohort>),
    Programme(Id<Programme>),
    /// As lead or partner.
    Organiser(Id<Organiser>),
}

/// The same, of those cohorts that start in a span: from one instant on, and before another. Drafts
/// are none of them.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub of: Of,
    pub span: (Option<Instant>, Option<Instant>),
}

impl Asked {
    /// Whenever they start.
    pub fn all(of: Of) -> Self {
        Self { of, span: (None, None) }
    }

    fn condition(self) -> Condition {
        let which = match self.of {
            Of::Cohort(id) => cohorts::Column::Id.eq(id.uuid()),
            Of::Programme(id) => cohorts::Column::ProgrammeId.eq(id.uuid()),
            Of::Organiser(id) => cohorts::Column::ProgrammeId.in_subquery(offered_by(&[id])),
        };
        let (from, until) = self.span;
        Condition::all()
            .add(which)
            .add(cohorts::Column::Status.ne(CohortStatus::Draft.code()))
            .add_option(from.map(|from| cohorts::Column::StartsAt.gte(from)))
            .add_option(until.map(|until| cohorts::Column::StartsAt.lt(until)))
    }

    /// The ids of these cohorts.
    fn ids(self) -> SelectStatement {
        Query::select()
            .column(cohorts::Column::Id)
            .from(cohorts::Entity)
            .cond_where(self.condition())
            .to_owned()
    }
}

/// A cohort that is held or was to be, with the programme that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub id: Id<Cohort>,
    pub name: String,
    pub programme: Id<Programme>,
    pub programme_title: String,
    /// None where it is cancelled.
    pub capacity: u32,
    pub starts_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct HeldRow {
    id: Uuid,
    name: String,
    status: String,
    capacity: i32,
    starts_at: Option<Instant>,
    programme_id: Uuid,
    title: String,
}

/// These cohorts, those that start first first.
pub async fn cohorts_of(db: &impl ConnectionTrait, asked: &Asked) -> Stored<Vec<Held>> {
    let to_programme = cohorts::Entity::belongs_to(programmes::Entity)
        .from(cohorts::Column::ProgrammeId)
        .to(programmes::Column::Id);
    let rows = cohorts::Entity::find()
        .select_only()
        .columns([
            cohorts::Column::Id,
            cohorts::Column::Name,
            cohorts::Column::Status,
            cohorts::Column::Capacity,
            cohorts::Column::StartsAt,
            cohorts::Column::ProgrammeId,
        ])
        .column(programmes::Column::Title)
        .join(JoinType::InnerJoin, to_programme.into())
        .filter(asked.condition())
        .order_by_asc(cohorts::Column::StartsAt)
        .order_by_asc(cohorts::Column::Id)
        .into_model::<HeldRow>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Held::from).collect())
}

impl From<HeldRow> for Held {
    fn from(row: HeldRow) -> Self {
        let is_held = row.status != CohortStatus::Cancelled.code();
        Self {
            id: row.id.into(),
            name: row.name,
            programme: row.programme_id.into(),
            programme_title: row.title,
            capacity: if is_held { from_db(row.capacity) } else { 0 },
            starts_at: row.starts_at,
        }
    }
}

/// How many registrations of each cohort are in which status at `now`.
pub async fn tallies(
    db: &impl ConnectionTrait,
    asked: &Asked,
    now: Instant,
) -> Stored<Vec<(Id<Cohort>, RegistrationStatus, Tally)>> {
    use registrations::Column;
    let status = CaseStatement::new()
        .case(lapsed_by(now), Expr::val(RegistrationStatus::Lapsed.code()))
        .finally(Expr::col(Column::Status));
    let rows: Vec<(Uuid, String, i64, i64)> = registrations::Entity::find()
        .select_only()
        .column(Column::CohortId)
        .column_as(Expr::Case(Box::new(status)), "standing")
        .column_as(Column::Id.count(), "teams")
        .column_as(Column::Size.sum(), "people")
        .filter(Column::CohortId.in_subquery(asked.ids()))
        .group_by(Column::CohortId)
        .group_by(Expr::col("standing"))
        .into_tuple()
        .all(db)
        .await?;
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    rows.into_iter()
        .map(|(cohort, status, teams, people)| {
            let tally = Tally { teams: count(teams), participants: count(people) };
            Ok((cohort.into(), codes::read(&status, "registration")?, tally))
        })
        .collect()
}

/// A board with people who take part in one of these cohorts.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Reached {
    pub board_id: Uuid,
    pub number: String,
    in_po: bool,
    in_vo: bool,
    in_mbo: bool,
}

impl Reached {
    pub fn id(&self) -> Id<Board> {
        self.board_id.into()
    }

    pub fn sectors(&self) -> Vec<Sector> {
        let all = [(self.in_po, Sector::Po), (self.in_vo, Sector::Vo), (self.in_mbo, Sector::Mbo)];
        all.into_iter().filter_map(|(is_in, sector)| is_in.then_some(sector)).collect()
    }
}

/// The boards with people who take part in one of these cohorts, each once.
pub async fn reached(db: &impl ConnectionTrait, asked: &Asked) -> Stored<Vec<Reached>> {
    let to_board = registrations::Entity::belongs_to(boards::Entity)
        .from(registrations::Column::BoardId)
        .to(boards::Column::Id);
    Ok(registrations::Entity::find()
        .select_only()
        .distinct()
        .column(registrations::Column::BoardId)
        .columns([
            boards::Column::Number,
            boards::Column::InPo,
            boards::Column::InVo,
            boards::Column::InMbo,
        ])
        .join(JoinType::InnerJoin, to_board.into())
        .filter(registrations::Column::CohortId.in_subquery(asked.ids()))
        .filter(registrations::Column::Status.is_in(statuses_taking_part()))
        .order_by_asc(registrations::Column::BoardId)
        .into_model::<Reached>()
        .all(db)
        .await?)
}

const WEEK: u32 = 7 * 24 * 3_600;
const HOUR: u32 = 3_600;
/// The first Sunday of 1970 at 22:00 UTC: in summer a Monday begins then in the Netherlands, in winter
/// an hour later.
const EARLIEST_MONDAY: u32 = (3 * 24 + 22) * 3_600;

/// How many registrations of these cohorts were made in a week, with an instant of that week; at most
/// two rows a week, because of the hour that is of one week in summer and of another in winter.
pub async fn weeks(db: &impl ConnectionTrait, asked: &Asked) -> Stored<Vec<(Instant, u64)>> {
    use registrations::Column;
    let seconds = match db.get_database_backend() {
        DbBackend::Sqlite => "CAST(strftime('%s', registered_at) AS INTEGER)",
        _ => "CAST(floor(extract(epoch FROM registered_at)) AS BIGINT)",
    };
    let since = format!("({seconds} - {EARLIEST_MONDAY})");
    let rows: Vec<(Instant, i64)> = registrations::Entity::find()
        .select_only()
        .column_as(Column::RegisteredAt.min(), "an_instant")
        .column_as(Column::Id.count(), "registrations")
        .filter(Column::CohortId.in_subquery(asked.ids()))
        .group_by(Expr::cust(format!("{since} / {WEEK}")))
        .group_by(Expr::cust(format!("{since} % {WEEK} < {HOUR}")))
        .into_tuple()
        .all(db)
        .await?;
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    Ok(rows.into_iter().map(|(at, registrations)| (at, count(registrations))).collect())
}

/// Those of these cohorts of whose people anything was marked.
pub async fn marked(db: &impl ConnectionTrait, asked: &Asked) -> Stored<HashSet<Id<Cohort>>> {
    let mark = Query::select()
        .expr(Expr::val(1))
        .from(attendances::Entity)
        .and_where(
            Expr::col((attendances::Entity, attendances::Column::SessionId))
                .equals((sessions::Entity, sessions::Column::Id)),
        )
        .to_owned();
    let rows: Vec<Uuid> = sessions::Entity::find()
        .select_only()
        .distinct()
        .column(sessions::Column::CohortId)
        .filter(sessions::Column::CohortId.in_subquery(asked.ids()))
        .filter(Expr::exists(mark))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Id::from).collect())
}

/// Who takes part in these few cohorts, with what was marked of them.
pub async fn attended(
    db: &impl ConnectionTrait,
    some: &[&Held],
) -> Stored<Vec<(Id<Cohort>, Course, Vec<Attendee>)>> {
    let ids: Vec<Id<Cohort>> = some.iter().map(|cohort| cohort.id).collect();
    let mut people = crate::attendances::attendees_in(db, &ids).await?;
    let mut sessions: HashMap<Id<Cohort>, Vec<Session>> = HashMap::new();
    for session in crate::sessions::of(db, &ids).await? {
        sessions.entry(session.cohort).or_default().push(session);
    }
    let rules = rules(db, some).await?;
    let attended = some.iter().map(|cohort| {
        let rules = rules.get(&cohort.programme).cloned();
        let course = Course {
            rules: rules.ok_or(StoreError::Missing("programme"))?,
            sessions: sessions.remove(&cohort.id).unwrap_or_default(),
        };
        Ok((cohort.id, course, people.remove(&cohort.id).unwrap_or_default()))
    });
    attended.collect()
}

async fn rules(db: &impl ConnectionTrait, some: &[&Held]) -> Stored<HashMap<Id<Programme>, Rules>> {
    let rows: Vec<(Uuid, serde_json::Value)> = programmes::Entity::find()
        .select_only()
        .columns([programmes::Column::Id, programmes::Column::Rules])
        .filter(programmes::Column::Id.is_in(some.iter().map(|it| it.programme.uuid())))
        .into_tuple()
        .all(db)
        .await?;
    let read = |(id, json): (Uuid, _)| Ok((id.into(), codes::from_json(json, "programme")?));
    rows.into_iter().map(read).collect()
}
