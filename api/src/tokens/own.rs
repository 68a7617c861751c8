//! Tokens that we sign.

use chrono::Duration;
use jsonwebtoken::{Algorithm, Header, Validation, decode, encode};
use leerkring_domain::clients::ACCESS;
use leerkring_domain::kernel::access::{Client, Principal, SignIn};
use leerkring_domain::kernel::{Id, Instant};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{Bearer, By, Good, Times, head};
use crate::keys::Keys;
use crate::keys::ring::Ring;

/// The audience of every token: this API.
pub const AUDIENCE: &str = "leerkring";

/// The media type of an access token (RFC 9068).
const TYPE: &str = "at+jwt";

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    /// The machine, where it is one (RFC 9068): the same as `sub`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_id: Option<Uuid>,
    /// What it may open at most, separated by spaces (RFC 9068). It counts for machines only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<Value>,
    /// The secret or the key with which a machine's token ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proof: Option<Uuid>,
    /// The sign-in with which the token ends, where a person has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<Uuid>,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
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

/// Why a token could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    #[error("there is no key to sign with")]
    NoKey,
    #[error("the key does not sign: {0}")]
    Unsigned(#[from] jsonwebtoken::errors::Error),
}

/// For which machine a token is signed.
#[derive(Debug, Clone, Copy)]
pub struct MachineGrant<'a> {
    pub client: Id<Client>,
    /// The secret or the key with which the token ends.
    pub proof: Uuid,
    /// What the token opens at most.
    pub scopes: &'a [String],
    /// The id of the token itself.
    pub id: Uuid,
    pub from: Instant,
}

/// Signs a token.
pub fn issue(keys: &Keys, issuer: &str, grant: Grant) -> Result<String, IssueError> {
    let client = match grant.principal {
        Principal::Client(client) => Some(client.uuid()),
        Principal::User(_) => None,
    };
    let claims = Claims {
        client_id: client,
        sid: grant.sign_in.map(Id::uuid),
        exp: (grant.from + grant.lifetime).timestamp(),
        ..Claims::new(issuer, grant.principal.uuid(), grant.id, grant.from)
    };
    sign(keys, &claims, grant.from)
}

/// Signs a token for a machine, for as long as those live.
pub fn issue_to_machine(
    keys: &Keys,
    issuer: &str,
    grant: MachineGrant<'_>,
) -> Result<String, IssueError> {
    let client = grant.client.uuid();
    let claims = Claims {
        client_id: Some(client),
        scope: Some(grant.scopes.join(" ").into()),
        proof: Some(grant.proof),
        exp: (grant.from + ACCESS).timestamp(),
        ..Claims::new(issuer, client, grant.id, grant.from)
    };
    sign(keys, &claims, grant.from)
}

fn sign(keys: &Keys, claims: &Claims, now: Instant) -> Result<String, IssueError> {
    let ring = keys.ring();
    let key = ring.signer(now).ok_or(IssueError::NoKey)?;
    let mut header = Header::new(Algorithm::ES256);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(key.kid.clone());
    Ok(encode(&header, claims, &key.signing)?)
}

impl Claims {
    fn new(issuer: &str, sub: Uuid, jti: Uuid, from: Instant) -> Self {
        let now = from.timestamp();
        Self {
            iss: issuer.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub,
            client_id: None,
            scope: None,
            proof: None,
            sid: None,
            iat: now,
            nbf: now,
            exp: now,
            jti,
        }
    }

    fn bearer(&self) -> Option<Bearer> {
        match (self.client_id, self.sid) {
            (None, sid) => Some(Bearer::User { user: self.sub.into(), sign_in: sid.map(Id::from) }),
            (Some(client), None) if client == self.sub => {
                let scopes = self.scope.as_ref().and_then(Value::as_str)?;
                let scopes = scopes.split_whitespace().map(str::to_owned).collect();
                Some(Bearer::Machine { client: client.into(), proof: self.proof?, scopes })
            }
            (Some(_), _) => None,
        }
    }
}

/// What a token says, if we signed it for this API.
pub(super) fn read(ring: &Ring, issuer: &str, token: &str, now: Instant) -> Option<Good> {
    let head = head::read(token)?;
    let key = ring.verifier(&head.kid, now)?;
    if head.algorithm != Algorithm::ES256 || head.kind.as_deref() != Some(TYPE) {
        return None;
    }
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    // The clock is ours: times are looked at by `Times`.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let claims = decode::<Claims>(token, &key.verifying, &validation).ok()?.claims;
    Some(Good {
        bearer: claims.bearer()?,
        times: Times {
            iat: claims.iat,
            nbf: claims.nbf,
            exp: claims.exp,
            // Tokens of a sign-in are renewed without the person.
            signed_in: claims.sid.is_none().then_some(claims.iat),
        },
        by: By::Us(key.clone()),
    })
}
