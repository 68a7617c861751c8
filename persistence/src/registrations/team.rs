//! Who is in a team: somebody takes another's place, or leaves it empty.

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{EmailAddress, Id, Instant};
use leerkring_domain::registrations::{Participant, Registration};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::{leaving, participant_row, update};
use crate::store::{Stored, Tx};
use crate::tables::participants;

/// Whether somebody with this id stood in the registration, now or before.
pub async fn has_known(
    db: &impl ConnectionTrait,
    registration: Id<Registration>,
    participant: Id<Participant>,
) -> Stored<bool> {
    let known = participants::Entity::find_by_id(participant.uuid())
        .filter(participants::Column::RegistrationId.eq(registration.uuid()))
        .count(db)
        .await?;
    Ok(known > 0)
}

/// Whether a person stands in a cohort, apart from the participant `but`.
pub async fn is_present(
    tx: &Tx,
    cohort: Id<Cohort>,
    person: &EmailAddress,
    but: Id<Participant>,
) -> Stored<bool> {
    let present = participants::Entity::find()
        .filter(participants::Column::CohortId.eq(cohort.uuid()))
        .filter(participants::Column::EmailKey.eq(person.key()))
        .filter(Expr::col(participants::Column::Active))
        .filter(participants::Column::Id.ne(but.uuid()))
        .count(tx)
        .await?;
    Ok(present > 0)
}

/// Stores that `old` left and `new` stands in that place. Who left keeps a row without a place.
pub async fn replace_participant(
    tx: &Tx,
    registration: &Registration,
    (old, new): (Id<Participant>, &Participant),
    now: Instant,
) -> Stored<()> {
    leave(tx, old, now).await?;
    let place = registration.participants.iter().position(|person| person.id == new.id);
    let place = place.and_then(|place| i32::try_from(place).ok()).unwrap_or_default();
    let row = participants::ActiveModel {
        joined_at: Set(Some(now)),
        ..participant_row(registration, new, place)
    };
    participants::Entity::insert(row).exec_without_returning(tx).await?;
    update(tx, registration).await
}

/// Stores that somebody left and nobody stands in that place: those behind it move up.
pub async fn remove_participant(
    tx: &Tx,
    registration: &Registration,
    who: Id<Participant>,
    now: Instant,
) -> Stored<()> {
    leave(tx, who, now).await?;
    for (person, position) in registration.participants.iter().zip(0..) {
        participants::Entity::update_many()
            .col_expr(participants::Column::Position, Expr::value(position))
            .filter(participants::Column::Id.eq(person.id.uuid()))
            .filter(participants::Column::Position.ne(position))
            .exec(tx)
            .await?;
    }
    update(tx, registration).await
}

/// Who left keeps a row without a place, and nothing that was to come.
async fn leave(tx: &Tx, who: Id<Participant>, now: Instant) -> Stored<()> {
    let left = participants::ActiveModel {
        active: Set(false),
        position: Set(-1),
        ..participants::ActiveModel::default()
    };
    participants::Entity::update_many()
        .set(left)
        .filter(participants::Column::Id.eq(who.uuid()))
        .exec(tx)
        .await?;
    leaving::one(tx, who, now).await
}
