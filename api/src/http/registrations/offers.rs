//! Offers over HTTP: what a board answers, and what an organiser offers by hand.

use std::sync::Arc;

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::shown;
use super::wire::{Because, RegistrationView};
use crate::app::App;
use crate::commands::registrations::offers as commands;
use crate::http::cohorts::WithReason;
use crate::http::extract::{Json, Path, Repeatable, SignedIn};
use crate::http::operations::Operations;
use crate::http::respond::Answer;
use crate::problem;

pub fn routes(config: &mut Operations) {
    config.service(accept_offer).service(decline_offer).service(offer_seats);
}

/// Accept an offer
///
/// For the registration's board, until `offerUntilAt`: `offer-lapsed` after it, also where nobody
/// has noticed yet. The registration is `confirmed`, if it still meets every condition but the window
/// and the seats. Otherwise the refusal names what is not met, the offer is over (`lapsed`) and the
/// seats are offered to the next team in the same step.
#[utoipa::path(tag = "registrations", operation_id = "acceptOffer",
    responses((status = 200, description = "The registration, confirmed",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/_accept")]
pub async fn accept_offer(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (asked, inner) = (caller.clone(), app.clone());
    app.once(caller, move |work| {
        Box::pin(async move {
            let accepted = commands::accept(work, &asked.actor, registration.0.into()).await?;
            Ok(match accepted {
                Ok(registered) => shown(registered, asked.language),
                Err(refusal) => problem::reply(&inner, &asked, &refusal.into()),
            })
        })
    })
    .await
}

/// Decline an offer
///
/// For the registration's board, until `offerUntilAt`. It ends the registration; the seats are
/// offered to the next team in the same step.
#[utoipa::path(tag = "registrations", operation_id = "declineOffer",
    responses((status = 200, description = "The registration, declined",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/_decline")]
pub async fn decline_offer(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let reason = body.0.reason.map(String::from);
    app.once(caller, move |work| {
        Box::pin(async move {
            let id = registration.0.into();
            Ok(shown(commands::decline(work, &actor, id, reason).await?, language))
        })
    })
    .await
}

/// Offer seats by hand
///
/// For the cohort's organisers: to a team that waits, whoever waits before it, with a reason for
/// the history, of those before it too (`registration-overtaken`). Every condition is checked as for the head of the list; the team has to fit in the
/// free seats (`full` otherwise).
#[utoipa::path(tag = "registrations", operation_id = "offerSeats",
    responses((status = 200, description = "The registration, offered",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/_offer")]
pub async fn offer_seats(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    body: Json<Because>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let reason = body.0.reason.into();
    app.once(caller, move |work| {
        Box::pin(async move {
            let id = registration.0.into();
            Ok(shown(commands::offer(work, &actor, id, reason).await?, language))
        })
    })
    .await
}
