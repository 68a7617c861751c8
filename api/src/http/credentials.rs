//! What outsiders fetch to verify a credential of ours: the key that signed it, who its issuer is,
//! what was revoked. The addresses stand in credentials that people keep for years: they stay.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header;
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use leerkring_persistence::{StoreError, certificates, organisers};
use serde_json::Value;
use uuid::Uuid;

use super::docs::read;
use super::gate::{dress, language, request_id};
use super::respond::problem_response;
use crate::app::App;
use crate::certificates::{KEPT_SECONDS, credential_file, issuer_profile, status_list};
use crate::error::Error;

/// How long the database may take.
const PATIENCE: Duration = Duration::from_secs(3);

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/credentials/keys/{kid}", read().to(key))
        .route("/credentials/issuers/{organiserId}", read().to(issuer))
        .route("/credentials/revocations/{organiserId}/{year}", read().to(revocations));
}

async fn key(request: HttpRequest, app: Data<Arc<App>>, kid: Path<String>) -> HttpResponse {
    let ring = app.keys.credentials();
    match ring.verifier(&kid, app.now()) {
        Some(key) => {
            document("application/jwk+json", "public, max-age=60", key.public().to_string())
        }
        None => refused(&request, &app, &StoreError::Missing("key").into()),
    }
}

async fn issuer(request: HttpRequest, app: Data<Arc<App>>, id: Path<Uuid>) -> HttpResponse {
    let found = patiently(organisers::find(app.store.reader(), (*id).into())).await;
    match found {
        Ok(organiser) => {
            let profile = issuer_profile(&app.public_url, organiser.id, &organiser);
            document("application/json", "public, max-age=300", profile.to_string())
        }
        Err(error) => refused(&request, &app, &error),
    }
}

/// Known for every organiser, and for every year: a list in which nothing is revoked tells as much.
async fn revocations(
    request: HttpRequest,
    app: Data<Arc<App>>,
    path: Path<(Uuid, i32)>,
) -> HttpResponse {
    let (organiser, year) = path.into_inner();
    let list = async {
        let db = app.store.reader();
        let organiser = patiently(organisers::find(db, organiser.into())).await?.id;
        let revoked = patiently(certificates::revoked_places(db, organiser, year)).await?;
        let list: Value = status_list(&app.public_url, (organiser, year), &revoked, app.now());
        credential_file(&app, &list).await
    };
    match list.await {
        Ok(signed) => {
            let kept = format!("public, max-age={KEPT_SECONDS}");
            document("application/vc+jwt", &kept, signed)
        }
        Err(error) => refused(&request, &app, &error),
    }
}

async fn patiently<T>(found: impl Future<Output = Result<T, StoreError>>) -> Result<T, Error> {
    let found = tokio::time::timeout(PATIENCE, found).await;
    Ok(found.unwrap_or(Err(StoreError::Busy))?)
}

fn document(kind: &str, kept: &str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((header::CACHE_CONTROL, kept))
        .content_type(kind)
        .body(body)
}

fn refused(request: &HttpRequest, app: &App, error: &Error) -> HttpResponse {
    let id = request_id(app, request);
    let mut response = problem_response(&app.public_url, language(request), id, error);
    dress(response.headers_mut(), id);
    response
}
