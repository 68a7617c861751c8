//! The public keys of an issuer, of which only those are taken that fit its algorithm (RFC 7517).

use std::sync::Arc;

use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use serde_json::Value;

use super::settings::IssuerAlgorithm;
use crate::jwk::Jwk;

/// A key with which an issuer signs.
#[derive(Debug)]
pub struct TrustedKey {
    pub kid: String,
    pub verifying: DecodingKey,
    /// What it was read from: as long as that is the same, it is the same key.
    jwk: Value,
}

/// The document at an issuer's address.
#[derive(Debug, Deserialize)]
struct Document {
    keys: Vec<Value>,
}

/// The keys in `body` for `algorithm`; those in `known` that are still there stay the same values.
/// Where two have one name, nobody knows which is meant, and neither is taken.
pub fn read(
    body: &[u8],
    algorithm: IssuerAlgorithm,
    known: &[Arc<TrustedKey>],
) -> Result<Vec<Arc<TrustedKey>>, serde_json::Error> {
    let document: Document = serde_json::from_slice(body)?;
    let keys: Vec<Arc<TrustedKey>> = document
        .keys
        .into_iter()
        .filter_map(|jwk| match known.iter().find(|key| key.jwk == jwk) {
            Some(key) => Some(key.clone()),
            None => key(jwk, algorithm).map(Arc::new),
        })
        .collect();
    let named = |kid: &str| keys.iter().filter(|key| key.kid == kid).count();
    Ok(keys.iter().filter(|key| named(&key.kid) == 1).cloned().collect())
}

fn key(value: Value, algorithm: IssuerAlgorithm) -> Option<TrustedKey> {
    let jwk: Jwk = serde_json::from_value(value.clone()).ok()?;
    let word = serde_json::to_value(algorithm).ok()?;
    let fits = jwk.is_for_signatures() && jwk.alg.as_deref().is_none_or(|it| word == it);
    let verifying = jwk.verifying(algorithm.into()).filter(|_| fits)?;
    Some(TrustedKey { kid: jwk.kid?, verifying, jwk: value })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The key of RFC 7517, appendix A.1.
    fn ec() -> Value {
        json!({
            "kty": "EC", "crv": "P-256", "kid": "1",
            "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
        })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut jwk = ec();
        jwk[name] = value;
        jwk
    }

    fn names(keys: &[Value]) -> Vec<String> {
        let body = json!({ "keys": keys }).to_string();
        let keys = read(body.as_bytes(), IssuerAlgorithm::Es256, &[]).unwrap();
        keys.iter().map(|key| key.kid.clone()).collect()
    }

    #[test]
    fn keys_that_do_not_fit_are_passed_over() {
        let others = [
            with("use", json!("enc")),
            with("key_ops", json!(["sign"])),
            with("alg", json!("ES384")),
            with("crv", json!("P-384")),
            with("kty", json!("RSA")),
            with("kty", json!("AKP")),
            with("x", json!("AQAB")),
            with("y", json!("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4")),
            with("kid", json!(7)),
            json!({ "kty": "oct", "kid": "2", "k": "AQAB" }),
            json!("no key"),
        ];
        assert_eq!(names(&others), [""; 0]);
        let good = with("kid", json!("good"));
        assert_eq!(names(&[&others[..], &[good]].concat()), ["good"]);
        for (name, value) in [("use", "sig"), ("alg", "ES256"), ("x5t", "whatever")] {
            assert_eq!(names(&[with(name, json!(value))]), ["1"]);
        }
    }

    #[test]
    fn of_two_keys_with_one_name_neither_is_taken() {
        assert_eq!(names(&[ec(), with("use", json!("sig")), with("kid", json!("2"))]), ["2"]);
    }

    #[test]
    fn a_key_that_is_still_there_stays_the_same_value() {
        let body = json!({ "keys": [ec()] }).to_string();
        let first = read(body.as_bytes(), IssuerAlgorithm::Es256, &[]).unwrap();
        let again = read(body.as_bytes(), IssuerAlgorithm::Es256, &first).unwrap();
        assert!(Arc::ptr_eq(&first[0], &again[0]));
        assert!(read(b"{}", IssuerAlgorithm::Es256, &first).is_err());
    }
}
