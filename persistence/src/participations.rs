//! Participants by their personal links.

use leerkring_domain::calendars::KEPT_FOR;
use leerkring_domain::kernel::{EmailAddress, Id, Instant, Scope};
use leerkring_domain::participations::Participation;
use leerkring_domain::privacy::ERASED_DOMAIN;
use leerkring_domain::registrations::{Participant, Registration};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::codes::{from_db, to_db};
use crate::registrations::{self, taking_part_anywhere};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::participants::{Column, Entity};
use crate::tables::{cohorts, programmes};

/// The participant whose personal link has this edition, as they stand now. Who was replaced or
/// erased has none any more.
pub async fn opened(
    db: &impl ConnectionTrait,
    participant: Id<Participant>,
    edition: u32,
) -> Stored<Participation> {
    let missing = || StoreError::Missing("participation");
    let registration: Option<Uuid> = Entity::find_by_id(participant.uuid())
        .select_only()
        .column(Column::RegistrationId)
        .filter(Column::LinkEdition.eq(to_db(edition)))
        .filter(Column::Position.gte(0))
        .filter(Column::Email.not_like(format!("%@{ERASED_DOMAIN}")))
        .into_tuple()
        .one(db)
        .await?;
    let registration = registration.ok_or_else(missing)?;
    let everything = Scope { everything: true, ..Scope::default() };
    let registration = registrations::find(db, registration.into(), &everything).await?;
    let mut people = registration.participants.iter();
    let participant = people.find(|it| it.id == participant).cloned().ok_or_else(missing)?;
    Ok(Participation { participant, registration, edition })
}

/// The participant of a registration with this address, and which edition of their personal link is
/// good.
pub async fn with_address(
    db: &impl ConnectionTrait,
    registration: Id<Registration>,
    address: &EmailAddress,
) -> Stored<Option<(Id<Participant>, u32)>> {
    let found: Option<(Uuid, i32)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::LinkEdition])
        .filter(Column::RegistrationId.eq(registration.uuid()))
        .filter(Column::EmailKey.eq(address.key()))
        .filter(Column::Position.gte(0))
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.map(|(id, edition)| (id.into(), from_db(edition))))
}

/// The most that one address is told to take part in; the latest.
const MOST: u64 = 10;

/// Something that somebody takes part in, and which edition of their link to it is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenPart {
    pub participant: Id<Participant>,
    pub edition: u32,
    pub programme: String,
    pub cohort: String,
}

/// What somebody with this address takes part in at `now`, or did as lately as calendars show it.
pub async fn of_address(
    db: &impl ConnectionTrait,
    address: &EmailAddress,
    now: Instant,
) -> Stored<Vec<TakenPart>> {
    let cohort = Entity::belongs_to(cohorts::Entity).from(Column::CohortId).to(cohorts::Column::Id);
    let programme = cohorts::Entity::belongs_to(programmes::Entity)
        .from(cohorts::Column::ProgrammeId)
        .to(programmes::Column::Id);
    let found: Vec<(Uuid, i32, String, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::LinkEdition])
        .column(programmes::Column::Title)
        .column(cohorts::Column::Name)
        .join(JoinType::InnerJoin, cohort.into())
        .join(JoinType::InnerJoin, programme.into())
        .filter(Column::EmailKey.eq(address.key()))
        .filter(Column::Position.gte(0))
        .filter(Column::RegistrationId.in_subquery(taking_part_anywhere()))
        .filter(cohorts::Column::EndsAt.gt(now - KEPT_FOR))
        .order_by_desc(Column::Id)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    let taken = |(id, edition, programme, cohort): (Uuid, i32, String, String)| TakenPart {
        participant: id.into(),
        edition: from_db(edition),
        programme,
        cohort,
    };
    Ok(found.into_iter().map(taken).collect())
}

/// Lets a new personal link take the place of the one that a participant has.
pub async fn renew_link(tx: &Tx, participant: Id<Participant>) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::LinkEdition, Expr::col(Column::LinkEdition).add(1))
        .filter(Column::Id.eq(participant.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
