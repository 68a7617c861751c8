//! Selection over HTTP: the organiser decides about teams that were submitted.

use std::sync::Arc;

use actix_web::post;
use actix_web::web::Data;
use leerkring_domain::kernel::Language;
use leerkring_domain::registrations::Decision;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shown;
use super::wire::{Because, RegistrationView, StatusWord};
use crate::app::App;
use crate::commands::registrations::selection::{self as commands, Decided, Ruled};
use crate::http::cohorts::WithReason;
use crate::http::extract::{Json, Path, Repeatable, SignedIn};
use crate::http::operations::Operations;
use crate::http::respond::Answer;
use crate::http::wire::{Text, Word};
use crate::problem::RefusalReason;
use crate::reply::Reply;
use crate::work::Caller;

pub fn routes(config: &mut Operations) {
    config
        .service(confirm_registration)
        .service(waitlist_registration)
        .service(reject_registration)
        .service(decide_registrations);
}

/// Confirm a submitted registration
///
/// For the cohort's organisers. It takes seats under the same rules as registering does, but for
/// the window; `full` where the whole team does not fit, or the free seats belong to who waits.
#[utoipa::path(tag = "registrations", operation_id = "confirmRegistration",
    responses((status = 200, description = "The registration, confirmed",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/_confirm")]
pub async fn confirm_registration(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let reason = body.0.reason.map(String::from);
    decide(&app, who.repeating(key), registration.0, (Decision::Confirm, reason)).await
}

/// Put a submitted registration on the waiting list
///
/// For the cohort's organisers. Its place is that of its arrival; seats that are free are offered
/// to the list in the same step. `no-waiting-list` where the cohort has none.
#[utoipa::path(tag = "registrations", operation_id = "waitlistRegistration",
    responses((status = 200, description = "The registration, waitlisted or offered seats",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/_waitlist")]
pub async fn waitlist_registration(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let reason = body.0.reason.map(String::from);
    decide(&app, who.repeating(key), registration.0, (Decision::Waitlist, reason)).await
}

/// Reject a submitted registration
///
/// For the cohort's organisers, with a reason that the board reads.
#[utoipa::path(tag = "registrations", operation_id = "rejectRegistration",
    responses((status = 200, description = "The registration, rejected",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/_reject")]
pub async fn reject_registration(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    body: Json<Because>,
    key: Repeatable,
) -> Answer {
    let reason = Some(body.0.reason.into());
    decide(&app, who.repeating(key), registration.0, (Decision::Reject, reason)).await
}

async fn decide(
    app: &Arc<App>,
    caller: Caller,
    registration: Uuid,
    (decision, reason): (Decision, Option<String>),
) -> Answer {
    let (actor, language) = (caller.actor.clone(), caller.language);
    let decided = Decided { registration: registration.into(), decision, reason };
    app.once(caller, move |work| {
        Box::pin(async move { Ok(shown(commands::decide(work, &actor, decided).await?, language)) })
    })
    .await
}

pub type DecisionWord = Word<Decision>;

/// Decisions about registrations of one cohort.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Decisions {
    /// Decided about in this order.
    #[schema(min_items = 1, max_items = 100)]
    pub rows: Vec<DecisionRow>,
}

/// A decision about one registration.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionRow {
    pub registration_id: Uuid,
    #[schema(inline)]
    pub decision: DecisionWord,
    /// Needed to reject.
    #[schema(inline)]
    pub reason: Option<Text<1, 500>>,
}

/// What came of each decision, in the order of the rows.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionsView {
    #[schema(max_items = 100)]
    pub rows: Vec<DecidedView>,
}

/// What came of one decision.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecidedView {
    pub registration_id: Uuid,
    /// Whether it was done; otherwise the registration is as it was.
    pub done: bool,
    /// Where the registration stands now; null where it was not done.
    #[schema(inline)]
    pub status: Option<StatusWord>,
    /// Why it was not done, as in a problem's `reasons`.
    #[schema(max_items = 50)]
    pub reasons: Vec<RefusalReason>,
}

impl DecidedView {
    fn new((id, ruling): Ruled, language: Language) -> Self {
        let status = ruling.as_ref().ok().map(|now| Word(now.registration.status));
        let reasons = ruling.err().map(|refusal| RefusalReason::all(&refusal, language));
        Self {
            registration_id: id.uuid(),
            done: status.is_some(),
            status,
            reasons: reasons.unwrap_or_default(),
        }
    }
}

/// Decide about many registrations
///
/// For the cohort's organisers: confirms, waitlists and rejects in the order of the rows, each by
/// itself: what one row is refused for leaves the others as they are. Seats that are left over are
/// offered to the waiting list after the last row.
#[utoipa::path(tag = "registrations", operation_id = "decideRegistrations",
    responses((status = 200, description = "What came of each row", body = DecisionsView)))]
#[post("/cohorts/{cohortId}/registrations/_decide")]
pub async fn decide_registrations(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    body: Json<Decisions>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let rows = body.0.rows.into_iter().map(|row| Decided {
        registration: row.registration_id.into(),
        decision: row.decision.0,
        reason: row.reason.map(String::from),
    });
    let rows: Vec<_> = rows.collect();
    app.once(caller, move |work| {
        Box::pin(async move {
            let ruled = commands::decide_all(work, &actor, cohort.0.into(), rows).await?;
            let rows = ruled.into_iter().map(|row| DecidedView::new(row, language)).collect();
            Ok(Reply::ok(&DecisionsView { rows }, None).in_language(language))
        })
    })
    .await
}
