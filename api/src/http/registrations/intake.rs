//! The intake of a team over HTTP: booking, moving, cancelling.

use std::sync::Arc;

use actix_web::post;
use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shown;
use super::wire::RegistrationView;
use crate::app::App;
use crate::commands::intake as commands;
use crate::http::extract::{Json, Path, Repeatable, SignedIn};
use crate::http::operations::Operations;
use crate::http::respond::Answer;

pub fn routes(config: &mut Operations) {
    config.service(book_intake).service(move_intake).service(cancel_intake);
}

/// A slot to book.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChosenSlot {
    pub intake_slot_id: Uuid,
}

/// Book an intake
///
/// For the board of a confirmed registration, where the programme asks for an intake; until the slot
/// closes. Of two who book one slot at once one has it, and the other is told `slot-taken`. The
/// contact and the participants get a letter.
#[utoipa::path(tag = "intake", operation_id = "bookIntake",
    responses((status = 200, description = "The registration with its intake",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/intake/_book")]
pub async fn book_intake(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    body: Json<ChosenSlot>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let slot = body.0.intake_slot_id.into();
    app.once(caller, move |work| {
        Box::pin(async move {
            let booked = commands::book(work, &actor, registration.0.into(), slot).await?;
            Ok(shown(booked, language))
        })
    })
    .await
}

/// Move an intake
///
/// For the board: another slot takes the place of the one that was booked, which comes free in the
/// same step. Where the other is taken, the team keeps the one it has. Both must not have closed.
#[utoipa::path(tag = "intake", operation_id = "moveIntake",
    responses((status = 200, description = "The registration with its intake",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/intake/_move")]
pub async fn move_intake(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    body: Json<ChosenSlot>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let slot = body.0.intake_slot_id.into();
    app.once(caller, move |work| {
        Box::pin(async move {
            let moved = commands::change(work, &actor, registration.0.into(), slot).await?;
            Ok(shown(moved, language))
        })
    })
    .await
}

/// Cancel an intake
///
/// For the board, until the slot closes. It comes free at once, and the team can book another.
#[utoipa::path(tag = "intake", operation_id = "cancelIntake",
    responses((status = 200, description = "The registration without an intake",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/intake/_cancel")]
pub async fn cancel_intake(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    app.once(caller, move |work| {
        Box::pin(async move {
            let cancelled = commands::cancel(work, &actor, registration.0.into()).await?;
            Ok(shown(cancelled, language))
        })
    })
    .await
}
