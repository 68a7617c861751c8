//! Credentials, signed: as JSON Web Tokens that anybody verifies.

use std::sync::Arc;

use jsonwebtoken::{Algorithm, Header, encode};
use leerkring_domain::certificates::Certificate;
use serde_json::Value;

use super::{credential, key_address};
use crate::app::App;
use crate::commands::keys::credential_signer;
use crate::error::Error;

/// The certificate as a signed Open Badge. Its head says `JWT` and nothing else that a verifier would
/// have to believe (Open Badges 3.0, section 8.2.2).
pub async fn file(app: &Arc<App>, certificate: &Certificate) -> Result<String, Error> {
    let badge = credential(certificate, &app.public_url);
    sign(app, Header::new(Algorithm::ES256), &badge).await
}

/// A signed credential that is no badge: its head says what it is, so that nothing else that we sign
/// is taken for it (Securing Verifiable Credentials using JOSE and COSE, section 3.1.1).
pub async fn credential_file(app: &Arc<App>, credential: &Value) -> Result<String, Error> {
    let header = Header {
        typ: Some("vc+jwt".to_owned()),
        cty: Some("vc".to_owned()),
        ..Header::new(Algorithm::ES256)
    };
    sign(app, header, credential).await
}

/// Signs a credential. The head names the address of the key.
async fn sign(app: &Arc<App>, header: Header, credential: &Value) -> Result<String, Error> {
    let key = credential_signer(app).await?;
    let header = Header { kid: Some(key_address(&app.public_url, &key.kid)), ..header };
    encode(&header, credential, &key.signing)
        .map_err(|error| Error::Bug(format!("a credential cannot be signed: {error}")))
}
