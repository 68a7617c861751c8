//! The figures of an organiser: counted by the database for many cohorts at once, in a handful of
//! statements however many there are.

use std::collections::HashMap;

use leerkring_domain::attendances::{Attendance, Attendee, Course};
use leerkring_domain::boards::{Board, Sector};
use leerkring_domain::cohorts::{Cohort, CohortStatus};
use leerkring_domain::figures::Tally;
use leerkring_domain::kernel::{Code, EmailAddress, Id, Instant};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::{Programme, Rules};
use leerkring_domain::registrations::{Participant, RegistrationStatus};
use sea_orm::sea_query::{CaseStatement, Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::codes::{self, from_db};
use crate::registrations::lapsed_by;
use crate::store::{StoreError, Stored};
use crate::tables::{
    attendances, boards, cohorts, participants, programme_organisers, programmes, registrations,
};

/// Of which cohorts figures are asked: those that start in a span, of one programme, of what an
/// organiser offers, or one.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    Cohort(Id<Cohort>),
    Programme(Id<Programme>),
    /// As lead or partner.
    Organiser(Id<Organiser>),
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

/// The cohorts that are no drafts, those that start first first. Of an organiser those that start
/// from the one instant on and before the other.
pub async fn cohorts_of(
    db: &impl ConnectionTrait,
    of: Of,
    (from, until): (Option<Instant>, Option<Instant>),
) -> Stored<Vec<Held>> {
    let to_programme = cohorts::Entity::belongs_to(programmes::Entity)
        .from(cohorts::Column::ProgrammeId)
        .to(programmes::Column::Id);
    let which = match of {
        Of::Cohort(id) => cohorts::Column::Id.eq(id.uuid()),
        Of::Programme(id) => cohorts::Column::ProgrammeId.eq(id.uuid()),
        Of::Organiser(id) => cohorts::Column::ProgrammeId.in_subquery(offered_by(id)),
    };
    let span = Condition::all()
        .add_option(from.map(|from| cohorts::Column::StartsAt.gte(from)))
        .add_option(until.map(|until| cohorts::Column::StartsAt.lt(until)));
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
        .filter(which)
        .filter(span)
        .filter(cohorts::Column::Status.ne(CohortStatus::Draft.code()))
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

fn offered_by(organiser: Id<Organiser>) -> SelectStatement {
    Query::select()
        .column(programme_organisers::Column::ProgrammeId)
        .from(programme_organisers::Entity)
        .and_where(programme_organisers::Column::OrganiserId.eq(organiser.uuid()))
        .to_owned()
}

/// How many registrations of each cohort are in which status at `now`.
pub async fn tallies(
    db: &impl ConnectionTrait,
    cohorts: &[Id<Cohort>],
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
        .filter(Column::CohortId.is_in(cohorts.iter().map(|id| id.uuid())))
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

fn taking_part() -> [&'static str; 2] {
    [RegistrationStatus::Confirmed.code(), RegistrationStatus::Completed.code()]
}

/// The boards with people who take part in one of these cohorts, each once.
pub async fn reached(db: &impl ConnectionTrait, cohorts: &[Id<Cohort>]) -> Stored<Vec<Reached>> {
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
        .filter(registrations::Column::CohortId.is_in(cohorts.iter().map(|id| id.uuid())))
        .filter(registrations::Column::Status.is_in(taking_part()))
        .order_by_asc(registrations::Column::BoardId)
        .into_model::<Reached>()
        .all(db)
        .await?)
}

/// When the registrations of these cohorts were made, whatever became of them.
pub async fn registered_at(
    db: &impl ConnectionTrait,
    cohorts: &[Id<Cohort>],
) -> Stored<Vec<Instant>> {
    Ok(registrations::Entity::find()
        .select_only()
        .column(registrations::Column::RegisteredAt)
        .filter(registrations::Column::CohortId.is_in(cohorts.iter().map(|id| id.uuid())))
        .into_tuple()
        .all(db)
        .await?)
}

/// Who takes part in these cohorts, with what was marked of them; nobody where nothing was marked.
pub async fn turnouts(
    db: &impl ConnectionTrait,
    held: &[Held],
) -> Stored<Vec<(Id<Cohort>, Course, Vec<Attendee>)>> {
    let asked: Vec<Id<Cohort>> = held.iter().map(|cohort| cohort.id).collect();
    let sessions = crate::sessions::of(db, &asked).await?;
    let marks = attendances::Entity::find()
        .filter(attendances::Column::SessionId.is_in(sessions.iter().map(|it| it.id.uuid())))
        .all(db)
        .await?;
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    let mut people = attendees(db, &asked, marks).await?;
    let rules = rules(db, held).await?;
    let mut turnouts = Vec::new();
    for cohort in held {
        let Some(people) = people.remove(&cohort.id.uuid()) else { continue };
        let rules = rules.get(&cohort.programme).cloned();
        let rules = rules.ok_or(StoreError::Missing("programme"))?;
        let own = sessions.iter().filter(|session| session.cohort == cohort.id);
        let course = Course { rules, sessions: own.cloned().collect() };
        turnouts.push((cohort.id, course, people));
    }
    Ok(turnouts)
}

async fn rules(db: &impl ConnectionTrait, held: &[Held]) -> Stored<HashMap<Id<Programme>, Rules>> {
    let rows: Vec<(Uuid, serde_json::Value)> = programmes::Entity::find()
        .select_only()
        .columns([programmes::Column::Id, programmes::Column::Rules])
        .filter(programmes::Column::Id.is_in(held.iter().map(|it| it.programme.uuid())))
        .into_tuple()
        .all(db)
        .await?;
    let read = |(id, json): (Uuid, _)| Ok((id.into(), codes::from_json(json, "programme")?));
    rows.into_iter().map(read).collect()
}

/// The people by their cohort.
async fn attendees(
    db: &impl ConnectionTrait,
    cohorts: &[Id<Cohort>],
    marks: Vec<attendances::Model>,
) -> Stored<HashMap<Uuid, Vec<Attendee>>> {
    let of_team = participants::Entity::belongs_to(registrations::Entity)
        .from(participants::Column::RegistrationId)
        .to(registrations::Column::Id);
    let rows: Vec<(participants::Model, Option<registrations::Model>)> =
        participants::Entity::find()
            .join(JoinType::InnerJoin, of_team.into())
            .select_also(registrations::Entity)
            .filter(participants::Column::CohortId.is_in(cohorts.iter().map(|id| id.uuid())))
            .filter(participants::Column::Position.gte(0))
            .filter(registrations::Column::Status.is_in(taking_part()))
            .all(db)
            .await?;
    let mut by_person: HashMap<Uuid, HashMap<_, Attendance>> = HashMap::new();
    for mark in marks {
        let mark = Attendance::try_from(mark)?;
        by_person.entry(mark.participant.uuid()).or_default().insert(mark.session, mark);
    }
    let mut people: HashMap<Uuid, Vec<Attendee>> = HashMap::new();
    for (person, team) in rows {
        let team = team.ok_or(StoreError::Corrupt("participant"))?;
        people.entry(person.cohort_id).or_default().push(Attendee {
            registration: person.registration_id.into(),
            board: team.board_id.into(),
            joined_at: person.joined_at,
            attendances: by_person.remove(&person.id).unwrap_or_default(),
            participant: Participant {
                id: person.id.into(),
                name: person.name,
                email: EmailAddress::new(&person.email),
                role: person.role,
                needs_known: false,
            },
        });
    }
    Ok(people)
}
