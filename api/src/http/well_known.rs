//! What others have to know to believe our tokens or to get one, at the places where they look
//! (RFC 7517, RFC 8414).

use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_domain::clients::KeyAlgorithm;
use leerkring_domain::kernel::Code;
use serde_json::{Map, Value, json};

use super::docs::read;
use super::respond::{api_version, is_known};
use crate::app::App;

/// How long anybody may keep the list of keys: shorter than a new key waits before it signs.
const KEPT: &str = "public, max-age=60";

/// What this server says about itself as an issuer.
#[derive(Debug)]
pub struct Metadata(String);

impl Metadata {
    /// Only what `document` has: where it has no operation that gives tokens, nothing about it.
    pub fn new(document: &Value, public_url: &str) -> Self {
        let mut metadata = Map::new();
        let mut say = |name: &str, value: Value| _ = metadata.insert(name.to_owned(), value);
        say("issuer", json!(public_url));
        say("jwks_uri", json!(format!("{public_url}/.well-known/jwks.json")));
        say("response_types_supported", json!([]));
        say("service_documentation", json!(format!("{public_url}/docs/")));
        say("ui_locales_supported", json!(["nl", "en"]));
        if document.pointer("/paths/~1oauth~1token").is_some() {
            let scopes = document
                .pointer("/components/securitySchemes/client/flows/clientCredentials/scopes")
                .and_then(Value::as_object)
                .map(|scopes| scopes.keys().map(String::as_str).collect::<Vec<_>>())
                .unwrap_or_default();
            let algorithms: Vec<_> = KeyAlgorithm::ALL.iter().map(|it| it.code()).collect();
            let methods = ["private_key_jwt", "client_secret_basic", "client_secret_post"];
            say("token_endpoint", json!(format!("{public_url}/v1/oauth/token")));
            say("grant_types_supported", json!(["client_credentials"]));
            say("token_endpoint_auth_methods_supported", json!(methods));
            say("token_endpoint_auth_signing_alg_values_supported", json!(algorithms));
            say("scopes_supported", json!(scopes));
        } else {
            say("grant_types_supported", json!([]));
        }
        Self(Value::Object(metadata).to_string())
    }
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/.well-known/jwks.json", read().to(jwks))
        .route("/.well-known/oauth-authorization-server", read().to(metadata))
        .route("/.well-known/openid-configuration", read().to(metadata));
}

async fn jwks(request: HttpRequest, app: Data<Arc<App>>) -> HttpResponse {
    let ring = app.keys.ring();
    let keys: Vec<Value> = ring.published(app.now()).map(|key| key.public()).collect();
    answer(&request, "application/jwk-set+json", json!({ "keys": keys }).to_string())
}

async fn metadata(request: HttpRequest, metadata: Data<Metadata>) -> HttpResponse {
    answer(&request, "application/json", metadata.0.clone())
}

fn answer(request: &HttpRequest, content_type: &str, body: String) -> HttpResponse {
    let hash = digest::digest(&digest::SHA256, body.as_bytes());
    let hash = URL_SAFE_NO_PAD.encode(hash.as_ref().get(..9).unwrap_or_default());
    let etag = format!("\"{hash}\"");
    let mut response = HttpResponse::Ok();
    response
        .insert_header(api_version())
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((header::CACHE_CONTROL, KEPT))
        .insert_header((header::ETAG, etag.as_str()));
    if is_known(request, &etag) {
        return response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
    }
    response.content_type(content_type).body(body)
}
