//! What participants need. Only what is asked here loads it; registrations know whether there is
//! any, and nothing more.

use std::collections::{HashMap, HashSet};

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Code, Id};
use leerkring_domain::registrations::{
    GivenNeeds, Needs, Participant, Registration, RegistrationStatus,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::page::{Key, Page, PageRequest, fetch};
use crate::participants::of_teams;
use crate::store::{Stored, Tx};
use crate::tables::{boards, participant_needs, participants, registrations};

/// A participant with what they need.
#[derive(Debug, Clone)]
pub struct ParticipantNeeds {
    pub participant: Id<Participant>,
    pub registration: Id<Registration>,
    pub name: String,
    pub role: String,
    /// Nothing where none were given.
    pub needs: Option<Needs>,
}

/// A participant with needs, as whoever prepares a session wants to know them.
#[derive(Debug, Clone)]
pub struct CohortNeeds {
    pub board_name: String,
    pub person: ParticipantNeeds,
}

/// Whether needs are known of the participant whose row is looked at, without loading them.
pub(crate) fn known() -> Expr {
    Expr::exists(
        Query::select()
            .expr(Expr::val(1))
            .from(participant_needs::Entity)
            .and_where(
                Expr::col((participant_needs::Entity, participant_needs::Column::ParticipantId))
                    .equals((participants::Entity, participants::Column::Id)),
            )
            .to_owned(),
    )
}

/// Of which of these participants needs are known, without loading them.
pub(crate) async fn known_of(db: &impl ConnectionTrait, people: &[Uuid]) -> Stored<HashSet<Uuid>> {
    let known: Vec<Uuid> = participant_needs::Entity::find()
        .select_only()
        .column(participant_needs::Column::ParticipantId)
        .filter(participant_needs::Column::ParticipantId.is_in(people.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(known.into_iter().collect())
}

/// Keeps the needs that were given.
pub async fn insert_all(tx: &Tx, given: Vec<GivenNeeds>) -> Stored<()> {
    if given.is_empty() {
        return Ok(());
    }
    let rows = given.into_iter().map(|given| participant_needs::ActiveModel {
        participant_id: Set(given.participant.uuid()),
        diet: Set(given.needs.diet().map(str::to_owned)),
        access: Set(given.needs.access().map(str::to_owned)),
    });
    participant_needs::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The needs of one participant, to be corrected.
pub async fn of(tx: &Tx, participant: Id<Participant>) -> Stored<Option<Needs>> {
    let row = participant_needs::Entity::find_by_id(participant.uuid()).one(tx).await?;
    Ok(row.and_then(needs))
}

/// Keeps these needs of a participant instead of those that were known.
pub async fn replace(tx: &Tx, participant: Id<Participant>, new: Option<Needs>) -> Stored<()> {
    participant_needs::Entity::delete_by_id(participant.uuid()).exec(tx).await?;
    insert_all(tx, new.into_iter().map(|needs| GivenNeeds { participant, needs }).collect()).await
}

/// Forgets the needs of everybody in these registrations.
pub(crate) async fn forget(tx: &Tx, registrations: &[Uuid]) -> Stored<()> {
    let people = Query::select()
        .column(participants::Column::Id)
        .from(participants::Entity)
        .and_where(participants::Column::RegistrationId.is_in(registrations.iter().copied()))
        .to_owned();
    participant_needs::Entity::delete_many()
        .filter(participant_needs::Column::ParticipantId.in_subquery(people))
        .exec(tx)
        .await?;
    Ok(())
}

/// Everybody in a registration with what they need, in their order.
pub async fn in_registration(
    db: &impl ConnectionTrait,
    registration: Id<Registration>,
) -> Stored<Vec<ParticipantNeeds>> {
    let rows = participants::Entity::find()
        .filter(participants::Column::RegistrationId.eq(registration.uuid()))
        .filter(participants::Column::Position.gte(0))
        .find_also_related(participant_needs::Entity)
        .order_by_asc(participants::Column::Position)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(person, held)| with_needs(person, held.and_then(needs))).collect())
}

/// A page of those who take part in a cohort and need something.
pub async fn in_cohort(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
    request: &PageRequest,
) -> Stored<Page<CohortNeeds>> {
    let key = Key::ascending(participants::Column::Id);
    let select = of_teams(expected(cohort)).filter(Condition::all().add(known()));
    let page = fetch(db, select, key, request).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|person| person.id).collect();
    let mut held = of_all(db, &ids).await?;
    let names = board_names(db, page.items.iter().map(|person| person.registration_id)).await?;
    Ok(page.map(|person| CohortNeeds {
        board_name: names.get(&person.registration_id).cloned().unwrap_or_default(),
        person: {
            let needs = held.remove(&person.id);
            with_needs(person, needs)
        },
    }))
}

/// The registrations of a cohort whose participants are expected.
fn expected(cohort: Id<Cohort>) -> SelectStatement {
    let expected = RegistrationStatus::ALL
        .iter()
        .filter(|status| status.takes_seats())
        .map(|status| status.code());
    Query::select()
        .column(registrations::Column::Id)
        .from(registrations::Entity)
        .and_where(registrations::Column::CohortId.eq(cohort.uuid()))
        .and_where(registrations::Column::Status.is_in(expected))
        .to_owned()
}

async fn of_all(db: &impl ConnectionTrait, people: &[Uuid]) -> Stored<HashMap<Uuid, Needs>> {
    let rows = participant_needs::Entity::find()
        .filter(participant_needs::Column::ParticipantId.is_in(people.iter().copied()))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.participant_id, needs(row)?))).collect())
}

/// The names of the boards that registered, by registration.
pub(crate) async fn board_names(
    db: &impl ConnectionTrait,
    of: impl Iterator<Item = Uuid>,
) -> Stored<HashMap<Uuid, String>> {
    let rows: Vec<(Uuid, String)> = registrations::Entity::find()
        .select_only()
        .column(registrations::Column::Id)
        .column(boards::Column::Name)
        .join(
            sea_orm::JoinType::InnerJoin,
            registrations::Entity::belongs_to(boards::Entity)
                .from(registrations::Column::BoardId)
                .to(boards::Column::Id)
                .into(),
        )
        .filter(registrations::Column::Id.is_in(of))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

fn needs(row: participant_needs::Model) -> Option<Needs> {
    Needs::new(row.diet, row.access)
}

fn with_needs(person: participants::Model, needs: Option<Needs>) -> ParticipantNeeds {
    ParticipantNeeds {
        participant: person.id.into(),
        registration: person.registration_id.into(),
        name: person.name,
        role: person.role,
        needs,
    }
}
