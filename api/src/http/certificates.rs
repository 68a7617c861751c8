//! Certificates over HTTP.

mod issuing;
mod table;
mod verification;
mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::kernel::{Id, Scope};
use leerkring_persistence::ConnectionTrait;
use leerkring_persistence::certificates::{self, Filter};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

pub use verification::find as verified;

use super::extract::{Json, Path, Query, Reader, Repeatable, SignedIn};
use super::kinds::{AnswerKind, Binary, SignedCredential, Wanted};
use super::narrowing::{Named, Narrowed, narrowed};
use super::operations::Operations;
use super::page::PageView;
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Export, Listing};
use super::wire::BoardRef;
use crate::app::App;
use crate::certificates::{file, file_name, paper};
use crate::commands::certificates as commands;
use crate::error::Error;
use crate::reply::{Reply, etag};
use wire::{CertificateRevoked, CertificateStatusWord, CertificateView};

pub fn routes(config: &mut Operations) {
    config
        .service(list_certificates)
        .service(get_certificate)
        .service(revoke_certificate)
        .service(issuing::issue_certificates)
        .service(verification::get_verification);
}

/// What the list is narrowed to, and which page of it.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct CertificateFilter {
    /// Only those that hold, or hold no more.
    #[param(inline)]
    pub status: Option<CertificateStatusWord>,
    /// Issued by this organiser.
    pub organiser_id: Option<Uuid>,
    /// Of participants of this board: its id or its five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
    /// For this cohort.
    pub cohort_id: Option<Uuid>,
    /// Of this participant.
    pub participant_id: Option<Uuid>,
}

impl CertificateFilter {
    async fn narrowed(self, db: &impl ConnectionTrait, scope: &Scope) -> Result<Filter, Error> {
        let named = Named {
            board: self.board_id,
            organiser: self.organiser_id,
            cohort: self.cohort_id,
            ..Named::default()
        };
        let Narrowed { board, organiser, cohort, .. } = narrowed(db, scope, named).await?;
        Ok(Filter {
            status: self.status.map(|word| word.0),
            organiser,
            board,
            cohort,
            participant: self.participant_id.map(Id::from),
        })
    }
}

/// List certificates
///
/// The newest first: for organisers those of their cohorts, for a board those of its participants. A
/// table of them is told to the audit log, with the number of rows.
#[utoipa::path(tag = "certificates", operation_id = "listCertificates",
    params(Paged<CertificateFilter>),
    responses((status = 200, description = "A page of certificates", content(
        (PageView<CertificateView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/certificates")]
pub async fn list_certificates(
    app: Data<Arc<App>>,
    who: SignedIn,
    query: Query<Paged<CertificateFilter>>,
    wanted: Wanted,
) -> Listing {
    let With { own, shared: paging } = query.0;
    let (db, scope, language) = (app.store.reader(), who.scope(), who.0.language);
    let filter = own.narrowed(db, &scope).await?;
    let export = Export::new("certificates-exported", who.0);
    let export = export.narrowed_to(db, filter.cohort).await?;
    let asked = Asked::new("certificates", wanted, paging, language).told(export);
    tables::list(&app, asked, async move |app, request| {
        let db = app.store.reader();
        let page = certificates::list(db, &scope, filter.clone(), &request).await?;
        Ok(page.map(|certificate| CertificateView::new(certificate, &app.public_url)))
    })
    .await
}

/// Get a certificate
///
/// For the cohort's organisers and the participant's board. As PDF it is what was sent, to be hung
/// up; as `application/vc+jwt` it is a signed Open Badge 3.0. Of both there are none any more
/// (`holder-erased`) once the holder's data were erased.
#[utoipa::path(tag = "certificates", operation_id = "getCertificate",
    responses((status = 200, description = "The certificate", content(
        (CertificateView = "application/json"),
        (Binary = "application/pdf"),
        (SignedCredential = "application/vc+jwt"))),
        (status = 409, description = "There is nothing to hang up")))]
#[get("/certificates/{certificateId}")]
pub async fn get_certificate(
    app: Data<Arc<App>>,
    reader: Reader,
    certificate: Path<Uuid>,
    wanted: Wanted,
) -> Answer {
    let db = app.store.reader();
    let found = certificates::find(db, certificate.0.into(), &reader.scope).await?;
    match wanted.0 {
        AnswerKind::Pdf => {
            let (found, public_url) = (found.with_a_holder()?, app.public_url.clone());
            let name = file_name(&found, "pdf");
            let made = actix_web::web::block(move || paper(&found, &public_url)).await;
            let made = made.map_err(|error| Error::Bug(error.to_string()))?;
            let pdf = made.map_err(|error| Error::Bug(error.to_string()))?;
            Ok(Reply::file(AnswerKind::Pdf, pdf).named(name))
        }
        AnswerKind::Credential => {
            let found = found.with_a_holder()?;
            let name = file_name(&found, "jwt");
            Ok(Reply::file(AnswerKind::Credential, file(&app, &found).await?).named(name))
        }
        _ => {
            let etag = etag(found.version);
            Ok(Reply::ok(&CertificateView::new(found, &app.public_url), Some(etag)))
        }
    }
}

/// Revoke a certificate
///
/// For the cohort's organisers, where it should not have been issued or says something wrong. The
/// holder is told by mail; whoever verifies it reads the reason. The participant can be issued
/// another one after it. Refused with `already-revoked`.
#[utoipa::path(tag = "certificates", operation_id = "revokeCertificate",
    responses((status = 200, description = "The certificate, revoked", body = CertificateView)))]
#[post("/certificates/{certificateId}/_revoke")]
pub async fn revoke_certificate(
    app: Data<Arc<App>>,
    who: SignedIn,
    certificate: Path<Uuid>,
    body: Json<CertificateRevoked>,
    key: Repeatable,
) -> Answer {
    let (caller, reason) = (who.repeating(key), body.0.reason.into());
    let (actor, public_url) = (caller.actor.clone(), app.public_url.clone());
    app.once(caller, move |work| {
        Box::pin(async move {
            let id = certificate.0.into();
            let revoked = commands::revoke(work, &actor, id, reason).await?;
            let etag = etag(revoked.version);
            Ok(Reply::ok(&CertificateView::new(revoked, &public_url), Some(etag)))
        })
    })
    .await
}
