//! Participants by their personal links.

use leerkring_domain::kernel::{EmailAddress, Id, Scope};
use leerkring_domain::participations::Participation;
use leerkring_domain::privacy::ERASED_DOMAIN;
use leerkring_domain::registrations::{Participant, Registration};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::codes::{from_db, to_db};
use crate::registrations;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::participants::{Column, Entity};

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

/// Lets a new personal link take the place of the one that a participant has.
pub async fn renew_link(tx: &Tx, participant: Id<Participant>) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::LinkEdition, Expr::col(Column::LinkEdition).add(1))
        .filter(Column::Id.eq(participant.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
