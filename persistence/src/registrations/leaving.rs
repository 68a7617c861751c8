//! What goes with a team that falls away, and with a participant who is replaced.

use leerkring_domain::kernel::{Id, Instant};
use leerkring_domain::registrations::{Participant, Registration};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use uuid::Uuid;

use crate::store::{Stored, Tx};
use crate::tables::participants;
use crate::{breakouts, intake, needs};

/// Needs are forgotten, and what was to come is for others: the intake, seats in breakouts.
pub(super) async fn teams(tx: &Tx, registrations: &[&Registration]) -> Stored<()> {
    let Some(now) = registrations.iter().map(|it| it.status_since).max() else { return Ok(()) };
    let ids: Vec<Uuid> = registrations.iter().map(|it| it.id.uuid()).collect();
    needs::forget(tx, &ids).await?;
    intake::release(tx, &ids, now).await?;
    breakouts::release(tx, people(participants::Column::RegistrationId.is_in(ids)), now).await
}

/// The same for one participant: who comes in their place chooses for themselves.
pub(super) async fn one(tx: &Tx, participant: Id<Participant>, now: Instant) -> Stored<()> {
    needs::replace(tx, participant, None).await?;
    breakouts::release(tx, people(participants::Column::Id.eq(participant.uuid())), now).await
}

fn people(which: Expr) -> SelectStatement {
    Query::select()
        .column(participants::Column::Id)
        .from(participants::Entity)
        .and_where(which)
        .to_owned()
}
