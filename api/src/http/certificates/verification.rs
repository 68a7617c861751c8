//! Verifying a certificate over HTTP: whoever has its code reads what stands on it.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use leerkring_domain::certificates::{Certificate, VerificationCode};
use leerkring_domain::kernel::{Reason, text};
use leerkring_persistence::{StoreError, certificates};
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::{CertificateContentView, CertificateStatusWord};
use crate::app::App;
use crate::error::{Error, Part};
use crate::http::anybody::Anybody;
use crate::http::extract::Path;
use crate::http::respond::Answer;
use crate::http::wire::Word;
use crate::limits::{Attempt, Key};
use crate::reply::Reply;

/// Whether a certificate holds, and what stands on it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerificationView {
    #[schema(inline)]
    pub status: CertificateStatusWord,
    #[schema(max_length = 60)]
    pub code: String,
    #[schema(max_length = 60)]
    pub number: String,
    /// The name of the holder as it was then.
    #[schema(max_length = 200)]
    pub name: String,
    #[serde(flatten)]
    pub content: CertificateContentView,
    pub revoked_at: Option<DateTime<Utc>>,
    /// Null while it is valid, and where the reason was erased: `revokedAt` tells them apart.
    #[schema(max_length = 1000)]
    pub revoked_because: Option<String>,
}

impl From<Certificate> for VerificationView {
    fn from(certificate: Certificate) -> Self {
        let status = Word(certificate.status());
        let (revoked_at, revoked_because) =
            certificate.revoked.map_or((None, None), |it| (Some(it.at), it.reason));
        Self {
            status,
            code: certificate.code.to_string(),
            number: certificate.number.text,
            name: certificate.holder.name,
            content: CertificateContentView::new(certificate.content, certificate.issued_on),
            revoked_at,
            revoked_because,
        }
    }
}

/// Verify a certificate
///
/// With the code that stands on it, in groups or not, in whatever case: whether it holds, and what
/// stands on it, to be held beside the paper. A code that is no certificate's is 404; codes that
/// lead nowhere may be tried only so often.
#[utoipa::path(tag = "certificates", operation_id = "getVerification",
    params(("code" = String, Path, min_length = 1, max_length = 60,
        description = "The code on the certificate, such as `7K3M-9QXT-0D5V-AF2E`")),
    responses((status = 200, description = "What stands on it", body = VerificationView)))]
#[get("/verifications/{code}")]
pub async fn get_verification(app: Data<Arc<App>>, who: Anybody, code: Path<String>) -> Answer {
    let found = find(&app, who.address, &code.0).await?;
    Ok(Reply::ok(&VerificationView::from(found), None).public())
}

/// The certificate with this code, for somebody at `address`; only codes that lead nowhere count
/// against them.
pub async fn find(app: &App, address: IpAddr, code: &str) -> Result<Certificate, Error> {
    let code = VerificationCode::parse(code).ok_or_else(|| {
        let sentence = text(
            "dit is geen code van een certificaat: die heeft 16 letters en cijfers",
            "this is no code of a certificate: that has 16 letters and digits",
        );
        Error::invalid(Part::Path, Reason::new("wrong-form", sentence).at("code"))
    })?;
    let key = Key { address, name: None };
    app.limits.attempt(Attempt::Verification, key)?;
    let found = certificates::by_code(app.store.reader(), &code).await;
    if !matches!(found, Err(StoreError::Missing(_))) {
        app.limits.succeeded(Attempt::Verification, key);
    }
    Ok(found?)
}
