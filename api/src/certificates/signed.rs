//! Credentials, signed: as JSON Web Tokens that anybody verifies.

use std::sync::Arc;

use jsonwebtoken::{Algorithm, Header, encode};
use leerkring_domain::certificates::Certificate;
use serde_json::Value;

use super::{credential, key_address};
use crate::app::App;
use crate::commands::keys::credential_signer;
use crate::error::Error;

/// The certificate as a signed Open Badge.
pub async fn file(app: &Arc<App>, certificate: &Certificate) -> Result<String, Error> {
    sign(app, &credential(certificate, &app.public_url)).await
}

/// Signs a credential. The head names the address of the key, and nothing that a verifier would
/// have to believe (Open Badges 3.0, section 8.2.2).
pub async fn sign(app: &Arc<App>, credential: &Value) -> Result<String, Error> {
    let key = credential_signer(app).await?;
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(key_address(&app.public_url, &key.kid));
    encode(&header, credential, &key.signing)
        .map_err(|error| Error::Bug(format!("a credential cannot be signed: {error}")))
}
