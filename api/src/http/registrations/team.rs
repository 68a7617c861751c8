//! Who is in a team, over HTTP.

use std::sync::Arc;

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::shown;
use super::wire::{NewParticipant, RegistrationView};
use crate::app::App;
use crate::commands::registrations::team as commands;
use crate::http::cohorts::WithReason;
use crate::http::extract::{Json, Path, Repeatable, SignedIn};
use crate::http::operations::Operations;
use crate::http::respond::Answer;

pub fn routes(config: &mut Operations) {
    config.service(replace_participant).service(remove_participant);
}

/// Replace a participant
///
/// For the board, by somebody of the same role, until the last session starts. Whoever comes meets
/// what is asked of a person that is registered: membership where persons are members, a role in the
/// audience, once in the cohort. The seat stays. What is known of the needs of who leaves is deleted.
#[utoipa::path(tag = "registrations", operation_id = "replaceParticipant",
    responses((status = 200, description = "The registration with the new participant",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/participants/{participantId}/_replace")]
pub async fn replace_participant(
    app: Data<Arc<App>>,
    who: SignedIn,
    path: Path<(Uuid, Uuid)>,
    body: Json<NewParticipant>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let ((registration, participant), new) = (path.0, body.0);
    app.once(caller, move |work| {
        Box::pin(async move {
            let named = |id| new.participant(id);
            let (id, old) = (registration.into(), participant.into());
            let replaced = commands::replace(work, &actor, id, old, named).await?;
            Ok(shown(replaced, language))
        })
    })
    .await
}

/// Remove a participant
///
/// For the board, until the first session starts: the team becomes smaller, if it still is one by the
/// programme's rule (`team-too-small`, `role-missing`); the last ones are withdrawn with their
/// registration. The seat comes free at once, or is offered to the waiting list in the same step. A
/// team that waits keeps its place. Before the cohort's free-cancellation date a fee that counts
/// participants is taken back by a credit note, and asked anew for those who are left.
#[utoipa::path(tag = "registrations", operation_id = "removeParticipant",
    responses((status = 200, description = "The registration without the participant",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/participants/{participantId}/_remove")]
pub async fn remove_participant(
    app: Data<Arc<App>>,
    who: SignedIn,
    path: Path<(Uuid, Uuid)>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let ((registration, participant), reason) = (path.0, body.0.reason.map(String::from));
    app.once(caller, move |work| {
        Box::pin(async move {
            let (id, left) = (registration.into(), participant.into());
            let smaller = commands::remove(work, &actor, id, left, reason).await?;
            Ok(shown(smaller, language))
        })
    })
    .await
}
