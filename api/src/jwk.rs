//! Public keys as JSON Web Keys (RFC 7517).

use aws_lc_rs::digest;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, ParsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use leerkring_domain::clients::KeyAlgorithm;
use serde::Deserialize;

/// A public key as somebody gives it. Nothing of it is believed before [`Jwk::verifying`].
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Jwk {
    pub kid: Option<String>,
    pub kty: String,
    pub r#use: Option<String>,
    pub key_ops: Option<Vec<String>>,
    pub alg: Option<String>,
    pub crv: Option<String>,
    pub n: Option<String>,
    pub e: Option<String>,
    pub x: Option<String>,
    pub y: Option<String>,
}

/// How a key signs that has this algorithm.
pub fn signs_with(algorithm: KeyAlgorithm) -> Algorithm {
    match algorithm {
        KeyAlgorithm::Rs256 => Algorithm::RS256,
        KeyAlgorithm::Ps256 => Algorithm::PS256,
        KeyAlgorithm::Es256 => Algorithm::ES256,
        KeyAlgorithm::Es384 => Algorithm::ES384,
        KeyAlgorithm::EdDsa => Algorithm::EdDSA,
    }
}

impl Jwk {
    /// Whether it may be used to check what was signed.
    pub fn is_for_signatures(&self) -> bool {
        self.r#use.as_deref().is_none_or(|it| it == "sig")
            && self.key_ops.as_ref().is_none_or(|all| all.iter().any(|it| it == "verify"))
    }

    /// The length of an RSA key's modulus; nothing for others.
    pub fn modulus_bytes(&self) -> usize {
        bytes(self.n.as_ref()).map_or(0, |modulus| modulus.len())
    }

    /// What checks signatures of `algorithm`, where the key is a good one for it.
    pub fn verifying(&self, algorithm: Algorithm) -> Option<DecodingKey> {
        let point = || Some([vec![4], bytes(self.x.as_ref())?, bytes(self.y.as_ref())?].concat());
        match (algorithm, self.kty.as_str(), self.crv.as_deref()) {
            (Algorithm::RS256 | Algorithm::PS256, "RSA", _) => {
                let (n, e) = (bytes(self.n.as_ref())?, bytes(self.e.as_ref())?);
                // From 2048 to 8192 bits; smaller ones can be broken.
                let fits = (256..=1024).contains(&n.len());
                fits.then(|| DecodingKey::from_rsa_raw_components(&n, &e))
            }
            (Algorithm::ES256, "EC", Some("P-256")) => {
                ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point()?).ok()?;
                DecodingKey::from_ec_components(self.x.as_deref()?, self.y.as_deref()?).ok()
            }
            (Algorithm::ES384, "EC", Some("P-384")) => {
                ParsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point()?).ok()?;
                DecodingKey::from_ec_components(self.x.as_deref()?, self.y.as_deref()?).ok()
            }
            (Algorithm::EdDSA, "OKP", Some("Ed25519")) => {
                ParsedPublicKey::new(&ED25519, bytes(self.x.as_ref())?).ok()?;
                DecodingKey::from_ed_components(self.x.as_deref()?).ok()
            }
            _ => None,
        }
    }

    /// The members that make the key, in the order of their names (RFC 7638, section 3.2).
    pub fn canonical(&self) -> String {
        let members = [
            ("crv", self.crv.as_deref()),
            ("e", self.e.as_deref()),
            ("kty", Some(self.kty.as_str())),
            ("n", self.n.as_deref()),
            ("x", self.x.as_deref()),
            ("y", self.y.as_deref()),
        ];
        let given = members.into_iter().filter_map(|(name, value)| Some((name, value?.into())));
        serde_json::Value::Object(given.map(|(name, value)| (name.to_owned(), value)).collect())
            .to_string()
    }

    /// The name that a key has by itself (RFC 7638).
    pub fn thumbprint(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, self.canonical().as_bytes()))
    }
}

fn bytes(part: Option<&String>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbprint_is_that_of_the_standard() {
        // RFC 7638, section 3.1.
        let jwk: Jwk = serde_json::from_str(
            r#"{"kty":"RSA","alg":"RS256","kid":"2011-04-29","e":"AQAB","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}"#,
        )
        .unwrap();
        assert_eq!(jwk.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert_eq!(jwk.modulus_bytes(), 256);
        assert!(jwk.verifying(Algorithm::PS256).is_some() && jwk.is_for_signatures());
        assert!(jwk.verifying(Algorithm::ES256).is_none());
        assert!(jwk.verifying(Algorithm::HS256).is_none());
    }
}
