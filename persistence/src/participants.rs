//! Those who are expected in a cohort, whoever registered them.

use std::collections::HashMap;

use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Code, EmailAddress, Id, Instant};
use leerkring_domain::registrations::{Participant, Registration, RegistrationStatus};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, Select,
};
use uuid::Uuid;

use crate::codes;
use crate::needs;
use crate::page::{By, Key, Page, PageRequest, Sort, fetch};
use crate::registrations::{board_key as board_of_registration, is_at};
use crate::store::{StoreError, Stored};
use crate::tables::{boards, participants, registrations};

/// Somebody in a cohort, with the team that they are of.
#[derive(Debug, Clone)]
pub struct InCohort {
    pub participant: Participant,
    pub registration: Id<Registration>,
    pub status: RegistrationStatus,
    pub board: Id<Board>,
    pub board_number: String,
    pub board_name: String,
}

/// What a list of participants can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParticipantOrder {
    /// When they were registered.
    RegisteredAt,
    /// Their name, without regard to case and accents.
    Name,
    /// The name of their board, without regard to case, accents and abbreviations.
    BoardName,
}

impl Code for ParticipantOrder {
    const ALL: &'static [Self] = &[Self::RegisteredAt, Self::Name, Self::BoardName];

    fn code(self) -> &'static str {
        match self {
            Self::RegisteredAt => "registeredAt",
            Self::Name => "name",
            Self::BoardName => "boardName",
        }
    }
}

impl Default for Sort<ParticipantOrder> {
    fn default() -> Self {
        Self::ascending(ParticipantOrder::RegisteredAt)
    }
}

/// Whom of a cohort one asks for, and how they are sorted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Left out: whoever is expected, with a seat or with one on offer.
    pub status: Option<RegistrationStatus>,
    pub board: Option<Id<Board>>,
    pub role: Option<String>,
    pub sort: Sort<ParticipantOrder>,
}

/// The statuses of those who are expected.
const EXPECTED: [RegistrationStatus; 3] =
    [RegistrationStatus::Confirmed, RegistrationStatus::Offered, RegistrationStatus::Completed];

impl Filter {
    fn teams(&self, cohort: Id<Cohort>, now: Instant) -> SelectStatement {
        let statuses = self.status.map_or_else(|| EXPECTED.to_vec(), |status| vec![status]);
        let standing =
            statuses.into_iter().fold(Condition::any(), |any, status| any.add(is_at(status, now)));
        let board = self.board.map(|id| registrations::Column::BoardId.eq(id.uuid()));
        Query::select()
            .column(registrations::Column::Id)
            .from(registrations::Entity)
            .and_where(registrations::Column::CohortId.eq(cohort.uuid()))
            .cond_where(Condition::all().add(standing).add_option(board))
            .to_owned()
    }
}

/// The people of these registrations, but those in whose place somebody else came.
pub(crate) fn of_teams(registrations: SelectStatement) -> Select<participants::Entity> {
    participants::Entity::find()
        .filter(participants::Column::RegistrationId.in_subquery(registrations))
        .filter(participants::Column::Position.gte(0))
}

/// By what boards are sorted, of the board of a participant.
fn board_key() -> Expr {
    let team = (registrations::Entity, registrations::Column::Id);
    let key = Query::select()
        .expr(board_of_registration())
        .from(registrations::Entity)
        .and_where(
            Expr::col(team).equals((participants::Entity, participants::Column::RegistrationId)),
        )
        .to_owned();
    Expr::SubQuery(None, Box::new(key.into()))
}

/// A page of the people in a cohort.
pub async fn list(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
    (filter, now): (&Filter, Instant),
    request: &PageRequest,
) -> Stored<Page<InCohort>> {
    let by = match filter.sort.by {
        ParticipantOrder::RegisteredAt => By::Id,
        ParticipantOrder::Name => By::Text(Expr::col(participants::Column::SearchKey)),
        ParticipantOrder::BoardName => By::Text(board_key()),
    };
    let key = Key::sorted(by, filter.sort.direction, participants::Column::Id);
    let role = filter.role.as_ref().map(|role| participants::Column::Role.eq(role.as_str()));
    let select = of_teams(filter.teams(cohort, now)).filter(Condition::all().add_option(role));
    let page = fetch(db, select, key, request).await?;
    let teams = teams(db, &page.items).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|person| person.id).collect();
    let needy = needs::known_of(db, &ids).await?;
    page.try_map(|person| {
        let team = teams.get(&person.registration_id);
        let team = team.ok_or(StoreError::Corrupt("participant"))?;
        let status: RegistrationStatus = codes::read(&team.status, "registration")?;
        let lapsed = status == RegistrationStatus::Offered
            && team.offer_until.is_some_and(|until| until <= now);
        Ok(InCohort {
            registration: person.registration_id.into(),
            status: if lapsed { RegistrationStatus::Lapsed } else { status },
            board: team.board_id.into(),
            board_number: team.number.clone(),
            board_name: team.name.clone(),
            participant: Participant {
                needs_known: needy.contains(&person.id),
                id: person.id.into(),
                name: person.name,
                email: EmailAddress::new(&person.email),
                role: person.role,
            },
        })
    })
}

/// A registration with its board.
#[derive(FromQueryResult)]
struct Team {
    id: Uuid,
    status: String,
    offer_until: Option<Instant>,
    board_id: Uuid,
    number: String,
    name: String,
}

async fn teams(
    db: &impl ConnectionTrait,
    people: &[participants::Model],
) -> Stored<HashMap<Uuid, Team>> {
    let to_board = registrations::Entity::belongs_to(boards::Entity)
        .from(registrations::Column::BoardId)
        .to(boards::Column::Id);
    let teams = registrations::Entity::find()
        .select_only()
        .columns([
            registrations::Column::Id,
            registrations::Column::Status,
            registrations::Column::OfferUntil,
            registrations::Column::BoardId,
        ])
        .columns([boards::Column::Number, boards::Column::Name])
        .join(JoinType::InnerJoin, to_board.into())
        .filter(registrations::Column::Id.is_in(people.iter().map(|it| it.registration_id)))
        .into_model::<Team>()
        .all(db)
        .await?;
    Ok(teams.into_iter().map(|team| (team.id, team)).collect())
}
