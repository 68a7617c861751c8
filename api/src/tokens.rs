//! Access tokens: signed by us, checked in full. A token says who somebody is, never what they may.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use chrono::Duration;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{Id, Instant};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::keys::Keys;

/// The audience of every token: this API.
pub const AUDIENCE: &str = "leerkring";

/// The media type of an access token (RFC 9068).
const TYPE: &str = "at+jwt";

/// How far clocks may differ.
const LEEWAY_SECONDS: i64 = 5;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
}

/// For whom a token is signed, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    pub user: Id<User>,
    /// The id of the token itself.
    pub id: Uuid,
    pub from: Instant,
    pub lifetime: Duration,
}

/// Signs a token.
///
/// # Errors
/// Only where the key cannot sign.
pub fn issue(
    keys: &Keys,
    issuer: &str,
    grant: Grant,
) -> Result<String, jsonwebtoken::errors::Error> {
    let mut header = Header::new(Algorithm::ES256);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(keys.key_id.clone());
    let claims = Claims {
        iss: issuer.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: grant.user.uuid(),
        iat: grant.from.timestamp(),
        nbf: grant.from.timestamp(),
        exp: (grant.from + grant.lifetime).timestamp(),
        jti: grant.id,
    };
    encode(&header, &claims, &keys.signing)
}

/// The longest life of a token that is believed: nobody signs for years.
const LONGEST: Duration = Duration::days(366);

/// Tokens whose signature was found good: verifying it again costs more than all else about a
/// read. Their times are looked at every time.
#[derive(Debug, Default)]
pub struct Verified(RwLock<HashMap<String, Claims>>);

/// The most tokens that are remembered; then memory starts anew.
const REMEMBERED: usize = 10_000;

impl Verified {
    /// Whom `token` stands for at `now`; nothing where anything about it is not as it must be.
    pub fn verify(&self, keys: &Keys, issuer: &str, token: &str, now: Instant) -> Option<Id<User>> {
        let remembered = {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            known.get(token).cloned()
        };
        let claims = match remembered {
            Some(claims) => claims,
            None => self.remember(token, claims(keys, issuer, token)?),
        };
        holds(&claims, now.timestamp()).then(|| claims.sub.into())
    }

    fn remember(&self, token: &str, claims: Claims) -> Claims {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(token.to_owned(), claims.clone());
        claims
    }
}

/// What a token says, if we signed it for this API.
fn claims(keys: &Keys, issuer: &str, token: &str) -> Option<Claims> {
    let header = decode_header(token).ok()?;
    let is_ours = header.kid.as_deref() == Some(keys.key_id.as_str())
        && header.alg == Algorithm::ES256
        && header.typ.as_deref() == Some(TYPE)
        && header.jku.is_none()
        && header.jwk.is_none()
        && header.x5u.is_none()
        && header.x5c.is_none();
    if !is_ours || has_critical_extensions(token) {
        return None;
    }
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    // The clock is ours: times are looked at by `holds`.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    Some(decode::<Claims>(token, &keys.verifying, &validation).ok()?.claims)
}

/// Whether the times of a token, which may be any numbers, fit `now`.
fn holds(claims: &Claims, now: i64) -> bool {
    let (early, late) = (now.saturating_sub(LEEWAY_SECONDS), now.saturating_add(LEEWAY_SECONDS));
    early < claims.exp
        && claims.nbf <= late
        && claims.iat <= late
        && claims.exp.saturating_sub(claims.iat) <= LONGEST.num_seconds()
}

/// A token that says "understand this or refuse me" is refused: we understand no extension.
fn has_critical_extensions(token: &str) -> bool {
    use base64::Engine;
    let head = token.split('.').next().unwrap_or_default();
    let json = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(head).ok();
    let head: Option<serde_json::Value> = json.and_then(|json| serde_json::from_slice(&json).ok());
    head.is_none_or(|head| head.get("crit").is_some())
}
