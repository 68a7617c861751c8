//! A key that signs access tokens or credentials (ES256).

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use aws_lc_rs::{digest, error::Unspecified};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde_json::{Value, json};

/// A key pair, ready for use.
pub struct SigningKey {
    /// Names the key in a token's head: the thumbprint of its public part (RFC 7638).
    pub kid: String,
    pub signing: EncodingKey,
    pub verifying: DecodingKey,
    x: String,
    y: String,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.kid)
    }
}

/// A new private key, as PKCS#8.
pub fn generate() -> Result<Vec<u8>, Unspecified> {
    let random = SystemRandom::new();
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)?;
    Ok(der.as_ref().to_owned())
}

impl SigningKey {
    /// The pair of the private key `der`, which is PKCS#8.
    pub fn from_der(der: &[u8]) -> Option<Self> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).ok()?;
        // An uncompressed point: one byte that says so, x and y.
        let (x, y) = pair.public_key().as_ref().get(1..)?.split_at_checked(32)?;
        let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
        let verifying = DecodingKey::from_ec_components(&x, &y).ok()?;
        let required = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let thumbprint = digest::digest(&digest::SHA256, required.as_bytes());
        let kid = URL_SAFE_NO_PAD.encode(thumbprint.as_ref());
        Some(Self { kid, signing: EncodingKey::from_ec_der(der), verifying, x, y })
    }

    /// The public part, as a JSON Web Key.
    pub fn public(&self) -> Value {
        json!({
            "kty": "EC", "crv": "P-256", "x": self.x, "y": self.y,
            "use": "sig", "alg": "ES256", "kid": self.kid,
        })
    }
}
