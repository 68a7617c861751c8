//! Tokens of issuers that are trusted.

use std::sync::Arc;

use jsonwebtoken::{Algorithm, Validation, decode};
use leerkring_domain::kernel::EmailAddress;
use serde::Deserialize;
use serde_json::Value;

use super::{Bearer, By, Good, Identity, Times, head};
use crate::issuers::Issuer;

/// The longest subject (OpenID Connect Core, section 2).
const LONGEST_SUBJECT: usize = 255;
/// The longest name that is taken over, and the longest address (RFC 5321, section 4.5.3.1.3).
const LONGEST_NAME: usize = 200;
const LONGEST_ADDRESS: usize = 254;

/// What is read of a token. What it says about the person beyond who they are may be missing or
/// strange, and is then left out.
#[derive(Debug, Clone, Deserialize)]
struct Claims {
    sub: String,
    iat: i64,
    /// Most issuers leave it out (RFC 9068 does not ask for it): then it is `iat`.
    nbf: Option<i64>,
    exp: i64,
    /// When the person signed in (RFC 9068, section 2.2.1). Tokens are renewed without the person:
    /// `iat` tells it only where this is left out.
    auth_time: Option<Value>,
    email: Option<Value>,
    email_verified: Option<Value>,
    name: Option<Value>,
}

/// What a token says, if `issuer` signed it for this API.
pub(super) fn read(issuer: &Arc<Issuer>, token: &str) -> Option<Good> {
    let (head, settings) = (head::read(token)?, &issuer.settings);
    let algorithm = Algorithm::from(settings.algorithm);
    if head.algorithm != algorithm || !is_type(&head.kind?, &settings.token_type) {
        return None;
    }
    let key = issuer.key(&head.kid)?;
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[&settings.issuer]);
    validation.set_audience(&[&settings.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // The clock is ours: times are looked at by `Times`.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let claims = decode::<Claims>(token, &key.verifying, &validation).ok()?.claims;
    let times = Times {
        iat: claims.iat,
        nbf: claims.nbf.unwrap_or(claims.iat),
        exp: claims.exp,
        signed_in: claims.signed_in(),
    };
    let identity = claims.identity(&settings.issuer)?;
    Some(Good { bearer: Bearer::Identity(identity), times, by: By::Issuer(issuer.clone(), key) })
}

/// Whether a token's type is the one expected: in any case, and with `application/` left out or
/// not (RFC 7515, section 4.1.9).
fn is_type(given: &str, expected: &str) -> bool {
    let short = |kind: &str| {
        let kind = kind.to_ascii_lowercase();
        kind.strip_prefix("application/").unwrap_or(&kind).to_owned()
    };
    short(given) == short(expected)
}

impl Claims {
    /// What cannot be read tells nothing.
    fn signed_in(&self) -> Option<i64> {
        self.auth_time.as_ref().map_or(Some(self.iat), Value::as_i64)
    }

    fn identity(self, issuer: &str) -> Option<Identity> {
        if self.sub.is_empty() || self.sub.len() > LONGEST_SUBJECT || !is_plain(&self.sub) {
            return None;
        }
        let verified = self.email_verified == Some(Value::Bool(true));
        let email = self.email.as_ref().and_then(Value::as_str).filter(|_| verified);
        let email = email.filter(|it| it.contains('@') && is_short(it, LONGEST_ADDRESS));
        let name = self.name.as_ref().and_then(Value::as_str).map(str::trim);
        let name = name.filter(|it| is_short(it, LONGEST_NAME));
        Some(Identity {
            issuer: issuer.to_owned(),
            verified_email: email.map(EmailAddress::new),
            name: name.map(ToOwned::to_owned),
            subject: self.sub,
        })
    }
}

fn is_short(text: &str, longest: usize) -> bool {
    !text.is_empty() && text.chars().count() <= longest && is_plain(text)
}

fn is_plain(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(told: &Value) -> Option<Claims> {
        let mut all = json!({ "sub": "jan", "iat": 1, "exp": 2 });
        for (name, value) in told.as_object().unwrap() {
            all[name] = value.clone();
        }
        serde_json::from_value(all).ok()
    }

    fn identity(told: &Value) -> Option<Identity> {
        claims(told)?.identity("https://login.example.nl")
    }

    #[test]
    fn who_renews_a_token_signed_in_when_the_issuer_says_so() {
        let signed_in = |told: Value| claims(&told).unwrap().signed_in();
        assert_eq!(signed_in(json!({ "iat": 70 })), Some(70));
        assert_eq!(signed_in(json!({ "iat": 70, "auth_time": 7 })), Some(7));
        assert_eq!(signed_in(json!({ "iat": 70, "auth_time": "now" })), None);
    }

    #[test]
    fn a_type_is_the_same_in_any_case_with_or_without_application() {
        assert!(is_type("application/AT+JWT", "at+jwt"));
        assert!(is_type("at+jwt", "application/at+jwt"));
        assert!(!is_type("JWT", "at+jwt"));
        assert!(!is_type("application/application/at+jwt", "at+jwt"));
    }

    #[test]
    fn an_address_counts_only_where_the_issuer_verified_it() {
        let email = |verified: Value| {
            let told = json!({ "email": "jan@example.nl", "email_verified": verified });
            identity(&told).unwrap().verified_email.map(|it| it.to_string())
        };
        assert_eq!(email(json!(true)).as_deref(), Some("jan@example.nl"));
        for not in [json!(false), json!("true"), json!(1), json!(null)] {
            assert_eq!(email(not), None);
        }
        let strange = json!({ "email": ["jan@example.nl"], "email_verified": true, "name": 7 });
        let strange = identity(&strange).unwrap();
        assert_eq!((strange.verified_email, strange.name), (None, None));
    }

    #[test]
    fn a_subject_is_a_text_of_at_most_255_bytes() {
        assert_eq!(identity(&json!({})).unwrap().subject, "jan");
        for not in [json!(""), json!("x".repeat(256)), json!("a\u{0}b"), json!(7), json!(null)] {
            assert_eq!(identity(&json!({ "sub": not })), None);
        }
    }
}
