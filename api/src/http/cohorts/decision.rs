//! Go or no go over HTTP.

use std::sync::Arc;

use actix_web::post;
use actix_web::web::Data;
use leerkring_domain::cohorts::Verdict;
use leerkring_domain::kernel::{Reason, text};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shown;
use super::wire::CohortView;
use crate::app::App;
use crate::commands::cohorts as commands;
use crate::error::{Error, Part};
use crate::http::extract::{Json, Path, Repeatable, SignedIn};
use crate::http::operations::Operations;
use crate::http::respond::Answer;
use crate::http::wire::{Text, Word};

pub fn routes(config: &mut Operations) {
    config.service(decide_cohort);
}

pub type VerdictWord = Word<Verdict>;

/// Whether a cohort takes place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CohortDecision {
    #[schema(inline)]
    pub verdict: VerdictWord,
    /// Needed for `no-go`: everybody is told.
    #[schema(inline)]
    pub reason: Option<Text<1, 500>>,
}

/// Decide go or no-go
///
/// For the organisers of a cohort with a `minimum`, once, until the first session starts. `go`
/// tells the confirmed that it takes place; `no-go` cancels the cohort and its registrations, with
/// the reason.
#[utoipa::path(tag = "cohorts", operation_id = "decideCohort",
    responses((status = 200, description = "The cohort as it is now", body = CohortView)))]
#[post("/cohorts/{cohortId}/_decide")]
pub async fn decide_cohort(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    body: Json<CohortDecision>,
    key: Repeatable,
) -> Answer {
    let (verdict, reason) = (body.0.verdict.0, body.0.reason.map(String::from));
    if verdict == Verdict::NoGo && reason.is_none() {
        let sentence = text("geef een reden voor een no-go", "give a reason for a no-go");
        let reason = Reason::new("reason-required", sentence).at("/reason");
        return Err(Error::invalid(Part::Body, reason));
    }
    let caller = who.repeating(key);
    let (actor, language, inner) = (caller.actor.clone(), caller.language, app.clone());
    app.once(caller, move |work| {
        Box::pin(async move {
            let id = cohort.0.into();
            let decided = commands::decide(work, &actor, id, (verdict, reason)).await?;
            shown(&inner, &work.tx, decided, language).await
        })
    })
    .await
}
