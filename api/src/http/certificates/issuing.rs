//! Issuing certificates over HTTP.

use std::sync::Arc;

use actix_web::post;
use actix_web::web::Data;
use leerkring_domain::attendances::Missing;
use leerkring_domain::kernel::{Code, Id, Language};
use leerkring_domain::registrations::Participant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::wire::SignatoryView;
use crate::app::App;
use crate::commands::certificates::{self as commands, Issuance, Outcome, Request};
use crate::http::extract::{Json, Path, Repeatable, SignedIn};
use crate::http::respond::Answer;
use crate::http::wire::{Line, Word};
use crate::problem::RefusalReason;
use crate::reply::Reply;

/// For whom certificates are asked, and who signs them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CertificateRequest {
    /// Only for these; left out, for everybody in a confirmed registration.
    #[schema(min_items = 1, max_items = 100)]
    pub participant_ids: Option<Vec<Uuid>>,
    /// The `next` of the answer before this one, in a cohort of more than 500.
    pub after_participant_id: Option<Uuid>,
    /// Where they are signed.
    #[schema(inline)]
    pub place: Option<Line>,
    /// Left out, the organiser signs by its name.
    pub signatory: Option<SignatoryView>,
}

impl From<CertificateRequest> for Request {
    fn from(request: CertificateRequest) -> Self {
        let ids = request.participant_ids.unwrap_or_default();
        Self {
            participants: ids.into_iter().map(Id::from).collect(),
            after: request.after_participant_id.map(Id::from),
            place: request.place.map(Into::into),
            signatory: request.signatory.map(Into::into),
        }
    }
}

/// What came of it for a participant, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuanceOutcome {
    Issued,
    Already,
    NotMet,
}

impl Code for IssuanceOutcome {
    const ALL: &'static [Self] = &[Self::Issued, Self::Already, Self::NotMet];

    fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Already => "already",
            Self::NotMet => "not-met",
        }
    }
}

pub type IssuanceOutcomeWord = Word<IssuanceOutcome>;

/// What came of it for each participant, in the order in which they registered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssuanceView {
    #[schema(max_items = 500)]
    pub rows: Vec<IssuanceRow>,
    /// Where there are more: what to send as `afterParticipantId` next.
    pub next: Option<Uuid>,
}

/// What came of it for one participant.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssuanceRow {
    pub participant_id: Uuid,
    /// `already`: there was one that holds; nothing was done.
    #[schema(inline)]
    pub outcome: IssuanceOutcomeWord,
    /// The certificate that there is now.
    pub certificate_id: Option<Uuid>,
    /// What is missing where completion is not met.
    #[schema(max_items = 1000)]
    pub missing: Vec<RefusalReason>,
}

impl IssuanceView {
    fn new(issuance: Issuance, language: Language) -> Self {
        let rows = issuance.rows.into_iter().map(|row| IssuanceRow::new(row, language));
        Self { rows: rows.collect(), next: issuance.next.map(Id::uuid) }
    }
}

impl IssuanceRow {
    fn new((participant, outcome): (Id<Participant>, Outcome), language: Language) -> Self {
        let (outcome, certificate, missing) = match outcome {
            Outcome::Issued(id) => (IssuanceOutcome::Issued, Some(id), Vec::new()),
            Outcome::Already(id) => (IssuanceOutcome::Already, Some(id), Vec::new()),
            Outcome::NotMet(missing) => (IssuanceOutcome::NotMet, None, missing),
        };
        let reason = |missing: Missing| RefusalReason {
            code: missing.code.to_owned(),
            detail: missing.text.in_language(language).to_owned(),
            location: None,
            existing_id: None,
        };
        Self {
            participant_id: participant.uuid(),
            outcome: Word(outcome),
            certificate_id: certificate.map(Id::uuid),
            missing: missing.into_iter().map(reason).collect(),
        }
    }
}

/// Issue certificates
///
/// For the cohort's organisers, once its last session is over: gives a certificate to everybody who
/// completed it and has none, and says of everybody else what is missing. Each holder gets it by
/// mail. Doing it again issues nothing twice; after a certificate was revoked it issues another,
/// under a new number. Refused with `not-ended`, `cancelled`, or `not-in-cohort`.
#[utoipa::path(tag = "certificates", operation_id = "issueCertificates",
    responses((status = 200, description = "What came of it for each participant",
        body = IssuanceView)))]
#[post("/cohorts/{cohortId}/certificates/_issue")]
pub async fn issue_certificates(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    body: Json<CertificateRequest>,
    key: Repeatable,
) -> Answer {
    let (caller, request) = (who.repeating(key), body.0.into());
    let (actor, language) = (caller.actor.clone(), caller.language);
    app.once(caller, move |work| {
        Box::pin(async move {
            let issuance = commands::issue(work, &actor, cohort.0.into(), request).await?;
            Ok(Reply::ok(&IssuanceView::new(issuance, language), None).in_language(language))
        })
    })
    .await
}
