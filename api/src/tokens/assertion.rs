//! What clients sign to show who they are (RFC 7523): read with that client's keys only.

use chrono::DateTime;
use jsonwebtoken::{Validation, decode};
use leerkring_domain::clients::{Assertion, Client};
use leerkring_domain::kernel::{Id, Instant};
use leerkring_persistence::clients::KnownKey;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{head, part};
use crate::jwk::{self, Jwk};

/// The types an assertion may say it is. Most libraries say `JWT` or nothing; who says something
/// else means something else.
const TYPES: [&str; 2] = ["jwt", "client-authentication+jwt"];

/// The longest name of an assertion.
const LONGEST_JTI: usize = 255;

#[derive(Debug, Clone, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Value,
    exp: i64,
    iat: Option<i64>,
    nbf: Option<i64>,
    jti: String,
}

/// Whose an assertion says it is. Nothing of it is verified: it only says whose keys to look for.
pub fn client_of(assertion: &str) -> Option<Id<Client>> {
    #[derive(Deserialize)]
    struct Named {
        sub: String,
    }
    part::<Named>(assertion, 1)?.sub.parse::<Uuid>().ok().map(Id::from)
}

/// What an assertion says, and the key of `keys` that signed it.
pub fn read<'a>(keys: &'a [KnownKey], assertion: &str) -> Option<(&'a KnownKey, Assertion)> {
    let head = head::read(assertion)?;
    let kind = head.kind.map(|kind| kind.to_ascii_lowercase());
    if kind.is_some_and(|kind| !TYPES.contains(&kind.as_str())) {
        return None;
    }
    let known = keys.iter().find(|known| known.key.kid == head.kid)?;
    let algorithm = jwk::signs_with(known.key.algorithm);
    if head.algorithm != algorithm {
        return None;
    }
    let jwk: Jwk = serde_json::from_str(&known.jwk).ok()?;
    let mut validation = Validation::new(algorithm);
    // What it says is looked at by the domain.
    validation.set_required_spec_claims::<&str>(&[]);
    validation.validate_aud = false;
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let verifying = jwk.verifying(algorithm)?;
    let claims = decode::<Claims>(assertion, &verifying, &validation).ok()?.claims;
    Some((known, claims.assertion()?))
}

impl Claims {
    fn assertion(self) -> Option<Assertion> {
        let audience = match &self.aud {
            Value::Array(all) if all.len() == 1 => all.first()?.as_str()?,
            one => one.as_str()?,
        };
        let audience = audience.to_owned();
        let is_plain = self.jti.len() <= LONGEST_JTI && !self.jti.chars().any(char::is_control);
        is_plain.then_some(())?;
        let instant = |seconds: Option<i64>| match seconds {
            None => Some(None),
            Some(seconds) => instant(seconds).map(Some),
        };
        Some(Assertion {
            issued_at: instant(self.iat)?,
            not_before: instant(self.nbf)?,
            expires_at: DateTime::from_timestamp(self.exp, 0)?,
            issuer: self.iss,
            subject: self.sub,
            audience,
            jti: self.jti,
        })
    }
}

fn instant(seconds: i64) -> Option<Instant> {
    DateTime::from_timestamp(seconds, 0)
}
