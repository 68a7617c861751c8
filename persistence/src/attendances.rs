//! Attendances: what was marked of participants at sessions, and the facts of completion.

mod marking;

pub use marking::{Listed, forget_presence, list, roll, store};

use std::collections::HashMap;

use leerkring_domain::attendances::{Attendance, Attendee, Course, Mark};
use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::{Cohort, Session};
use leerkring_domain::kernel::{EmailAddress, Id};
use leerkring_domain::programmes::{Programme, Rules};
use leerkring_domain::registrations::{Participant, Registration};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::codes;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::participants::of_teams;
use crate::registrations::{taking_part, taking_part_in};
use crate::store::{StoreError, Stored};
use crate::tables::{attendances, participants, programmes, registrations, sessions};

impl TryFrom<attendances::Model> for Attendance {
    type Error = StoreError;

    fn try_from(row: attendances::Model) -> Stored<Self> {
        let kind = codes::read(&row.mark, "attendance")?;
        let times = row.from_time.zip(row.until_time);
        Ok(Self {
            participant: row.participant_id.into(),
            session: row.session_id.into(),
            mark: Mark::of(kind, times).ok_or(StoreError::Corrupt("attendance"))?,
            version: row.version,
            marked_at: row.marked_at,
        })
    }
}

/// What completion in a cohort goes by.
pub async fn course(
    db: &impl ConnectionTrait,
    programme: Id<Programme>,
    cohort: Id<Cohort>,
) -> Stored<Course> {
    let rules: Option<serde_json::Value> = programmes::Entity::find_by_id(programme.uuid())
        .select_only()
        .column(programmes::Column::Rules)
        .into_tuple()
        .one(db)
        .await?;
    let rules = rules.ok_or(StoreError::Missing("programme"))?;
    let rules = codes::from_json::<Rules>(rules, "programme")?;
    Ok(Course { rules, sessions: crate::sessions::of(db, &[cohort]).await? })
}

/// Everybody who takes part in a cohort, with their marks.
pub async fn attendees(db: &impl ConnectionTrait, cohort: Id<Cohort>) -> Stored<Vec<Attendee>> {
    Ok(attendees_in(db, &[cohort]).await?.remove(&cohort).unwrap_or_default())
}

/// The same of a few cohorts: three statements, however many there are.
pub(crate) async fn attendees_in(
    db: &impl ConnectionTrait,
    cohorts: &[Id<Cohort>],
) -> Stored<HashMap<Id<Cohort>, Vec<Attendee>>> {
    let ids = || cohorts.iter().map(|cohort| cohort.uuid());
    let people =
        of_teams(taking_part_in(cohorts)).order_by_asc(participants::Column::Id).all(db).await?;
    let held = Query::select()
        .column(sessions::Column::Id)
        .from(sessions::Entity)
        .and_where(sessions::Column::CohortId.is_in(ids()))
        .to_owned();
    let marks = attendances::Entity::find()
        .filter(attendances::Column::SessionId.in_subquery(held))
        .all(db)
        .await?;
    let there = Condition::all().add(registrations::Column::CohortId.is_in(ids()));
    let boards = boards(db, there).await?;
    let of: Vec<Uuid> = people.iter().map(|person| person.cohort_id).collect();
    let mut by_cohort: HashMap<_, Vec<_>> = HashMap::new();
    for (cohort, attendee) in of.into_iter().zip(assembled(people, marks, &boards)?) {
        by_cohort.entry(cohort.into()).or_default().push(attendee);
    }
    Ok(by_cohort)
}

/// A page of everybody who takes part in a cohort, with their marks.
pub async fn attendees_page(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
    request: &PageRequest,
) -> Stored<Page<Attendee>> {
    let key = Key::ascending(participants::Column::Id);
    let select = of_teams(taking_part(cohort));
    let page = fetch(db, select, key, request).await?;
    Ok(Page { items: with_marks(db, page.items).await?, next: page.next, total: page.total })
}

/// Everybody in these registrations, whatever their status, with their marks.
pub async fn attendees_of(
    db: &impl ConnectionTrait,
    registrations: &[Id<Registration>],
) -> Stored<Vec<Attendee>> {
    let ids = registrations.iter().map(|registration| registration.uuid());
    let people = participants::Entity::find()
        .filter(participants::Column::RegistrationId.is_in(ids))
        .filter(participants::Column::Position.gte(0))
        .order_by_asc(participants::Column::RegistrationId)
        .order_by_asc(participants::Column::Position)
        .all(db)
        .await?;
    with_marks(db, people).await
}

/// These few people with their marks.
async fn with_marks(
    db: &impl ConnectionTrait,
    people: Vec<participants::Model>,
) -> Stored<Vec<Attendee>> {
    let ids = people.iter().map(|person| person.id);
    let marks = attendances::Entity::find()
        .filter(attendances::Column::ParticipantId.is_in(ids))
        .all(db)
        .await?;
    let theirs = registrations::Column::Id.is_in(people.iter().map(|it| it.registration_id));
    let boards = boards(db, Condition::all().add(theirs)).await?;
    assembled(people, marks, &boards)
}

type Boards = HashMap<Uuid, Id<Board>>;

async fn boards(db: &impl ConnectionTrait, which: Condition) -> Stored<Boards> {
    let rows: Vec<(Uuid, Uuid)> = registrations::Entity::find()
        .select_only()
        .columns([registrations::Column::Id, registrations::Column::BoardId])
        .filter(which)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(registration, board)| (registration, board.into())).collect())
}

fn assembled(
    people: Vec<participants::Model>,
    marks: Vec<attendances::Model>,
    boards: &Boards,
) -> Stored<Vec<Attendee>> {
    let mut by_person: HashMap<Uuid, HashMap<Id<Session>, Attendance>> = HashMap::new();
    for mark in marks {
        let mark = Attendance::try_from(mark)?;
        by_person.entry(mark.participant.uuid()).or_default().insert(mark.session, mark);
    }
    let attendee = |person: participants::Model| {
        let board = boards.get(&person.registration_id).copied();
        Ok(Attendee {
            registration: person.registration_id.into(),
            board: board.ok_or(StoreError::Corrupt("participant"))?,
            joined_at: person.joined_at,
            attendances: by_person.remove(&person.id).unwrap_or_default(),
            participant: Participant {
                id: person.id.into(),
                name: person.name,
                email: EmailAddress::new(&person.email),
                role: person.role,
                needs_known: false,
            },
        })
    };
    people.into_iter().map(attendee).collect()
}
