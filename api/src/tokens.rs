//! Access tokens: signed by us, checked in full. A token says who somebody is, never what they may.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::Duration;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use leerkring_domain::kernel::access::{Client, Principal, SignIn, User};
use leerkring_domain::kernel::{Id, Instant};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::keys::Keys;
use crate::keys::ring::Ring;
use crate::keys::signing::SigningKey;

/// The audience of every token: this API.
pub const AUDIENCE: &str = "leerkring";

/// The media type of an access token (RFC 9068).
const TYPE: &str = "at+jwt";

/// How far clocks may differ.
pub const LEEWAY: Duration = Duration::seconds(5);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    /// The machine, where it is one (RFC 9068): the same as `sub`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_id: Option<Uuid>,
    /// The sign-in with which the token ends, where a person has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<Uuid>,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
}

impl Claims {
    fn bearer(&self) -> Option<Bearer> {
        match (self.client_id, self.sid) {
            (None, sid) => Some(Bearer::User { user: self.sub.into(), sign_in: sid.map(Id::from) }),
            (Some(client), None) if client == self.sub => Some(Bearer::Client(client.into())),
            (Some(_), _) => None,
        }
    }
}

/// For whom a token is signed, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    pub principal: Principal,
    /// The sign-in with which the token ends.
    pub sign_in: Option<Id<SignIn>>,
    /// The id of the token itself.
    pub id: Uuid,
    pub from: Instant,
    pub lifetime: Duration,
}

/// Whom a good token stands for. What they may is asked of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearer {
    User { user: Id<User>, sign_in: Option<Id<SignIn>> },
    Client(Id<Client>),
}

/// Why a token could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    #[error("there is no key to sign with")]
    NoKey,
    #[error("the key does not sign: {0}")]
    Unsigned(#[from] jsonwebtoken::errors::Error),
}

/// Signs a token.
pub fn issue(keys: &Keys, issuer: &str, grant: Grant) -> Result<String, IssueError> {
    let ring = keys.ring();
    let key = ring.signer(grant.from).ok_or(IssueError::NoKey)?;
    let mut header = Header::new(Algorithm::ES256);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(key.kid.clone());
    let claims = Claims {
        iss: issuer.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: grant.principal.uuid(),
        client_id: match grant.principal {
            Principal::Client(client) => Some(client.uuid()),
            Principal::User(_) => None,
        },
        sid: grant.sign_in.map(Id::uuid),
        iat: grant.from.timestamp(),
        nbf: grant.from.timestamp(),
        exp: (grant.from + grant.lifetime).timestamp(),
        jti: grant.id,
    };
    Ok(encode(&header, &claims, &key.signing)?)
}

/// The longest life of a token that is believed. It is also how long a key is believed after it
/// signed for the last time.
pub const LONGEST: Duration = Duration::hours(24);

/// Tokens whose signature was found good: verifying it again costs more than all else about a
/// read. Their times and their key are looked at every time.
#[derive(Debug, Default)]
pub struct Verified(RwLock<HashMap<String, Good>>);

/// What a token says, and by which key.
#[derive(Debug, Clone)]
struct Good {
    claims: Claims,
    key: Arc<SigningKey>,
}

/// The most tokens that are remembered; then memory starts anew.
const REMEMBERED: usize = 10_000;

impl Verified {
    /// Whom `token` stands for at `now`; nothing where anything about it is not as it must be.
    pub fn verify(&self, keys: &Keys, issuer: &str, token: &str, now: Instant) -> Option<Bearer> {
        let ring = keys.ring();
        let remembered = {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            known.get(token).cloned()
        };
        let good = match remembered {
            Some(good) => good,
            None => self.remember(token, claims(&ring, issuer, token, now)?),
        };
        let believed = ring.verifier(&good.key.kid, now).is_some();
        if !believed || !holds(&good.claims, now.timestamp()) {
            return None;
        }
        good.claims.bearer()
    }

    fn remember(&self, token: &str, good: Good) -> Good {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(token.to_owned(), good.clone());
        good
    }
}

/// What a token says, if we signed it for this API.
fn claims(ring: &Ring, issuer: &str, token: &str, now: Instant) -> Option<Good> {
    let header = decode_header(token).ok()?;
    let key = ring.verifier(header.kid.as_deref()?, now)?;
    let is_ours = header.alg == Algorithm::ES256
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
    let claims = decode::<Claims>(token, &key.verifying, &validation).ok()?.claims;
    Some(Good { claims, key: key.clone() })
}

/// Whether the times of a token, which may be any numbers, fit `now`.
fn holds(claims: &Claims, now: i64) -> bool {
    let leeway = LEEWAY.num_seconds();
    let (early, late) = (now.saturating_sub(leeway), now.saturating_add(leeway));
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
