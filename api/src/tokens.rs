//! Access tokens: signed by us or by an issuer that is trusted, checked in full. A token says who
//! somebody is, never what they may.

pub mod assertion;
mod foreign;
mod head;
mod own;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use leerkring_domain::kernel::access::{Client, SignIn, User};
use leerkring_domain::kernel::{EmailAddress, Id, Instant};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub use self::own::{AUDIENCE, Grant, IssueError, MachineGrant, issue, issue_to_machine};

use crate::app::App;
use crate::issuers::Issuer;
use crate::issuers::keys::TrustedKey;
use crate::keys::signing::SigningKey;

/// How far clocks may differ.
pub const LEEWAY: Duration = Duration::seconds(5);

/// The longest life of a token that is believed. It is also how long a key of ours is believed
/// after it signed for the last time.
pub const LONGEST: Duration = Duration::hours(24);

/// Whom a good token stands for. What they may is asked of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearer {
    User {
        user: Id<User>,
        sign_in: Option<Id<SignIn>>,
    },
    /// A machine with the secret or the key that it showed, and what the token opens at most.
    Machine {
        client: Id<Client>,
        proof: Uuid,
        scopes: Vec<String>,
    },
    Identity(Identity),
}

/// Who somebody is at an issuer that is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    /// The issuer's name for the person, which it never gives to another.
    pub subject: String,
    /// The e-mail address, where the issuer says that it is the person's.
    pub verified_email: Option<EmailAddress>,
    pub name: Option<String>,
}

/// Tokens whose signature was found good: verifying it again costs more than all else about a
/// read. Their times and their key are looked at every time.
#[derive(Debug, Default)]
pub struct Verified(RwLock<HashMap<String, Good>>);

/// The most tokens that are remembered; then memory starts anew.
const REMEMBERED: usize = 10_000;

/// What a token with a good signature says.
#[derive(Debug, Clone)]
struct Good {
    bearer: Bearer,
    times: Times,
    by: By,
}

/// By whose key.
#[derive(Debug, Clone)]
enum By {
    Us(Arc<SigningKey>),
    Issuer(Arc<Issuer>, Arc<TrustedKey>),
}

/// From when until when, in seconds; they may be any numbers.
#[derive(Debug, Clone, Copy)]
struct Times {
    iat: i64,
    nbf: i64,
    exp: i64,
    /// When the person showed who they are, where the token says so.
    signed_in: Option<i64>,
}

impl Times {
    fn hold(self, now: i64) -> bool {
        let leeway = LEEWAY.num_seconds();
        let (early, late) = (now.saturating_sub(leeway), now.saturating_add(leeway));
        early < self.exp
            && self.nbf <= late
            && self.iat <= late
            && self.exp.saturating_sub(self.iat) <= LONGEST.num_seconds()
    }
}

/// Whom `token` stands for now; nothing where anything about it is not as it must be.
pub fn verify(app: &App, token: &str) -> Option<Bearer> {
    let now = app.now();
    let good = match app.verified.find(token) {
        Some(good) => good,
        None => app.verified.remember(token, read(app, token, now)?),
    };
    let believed = match &good.by {
        By::Us(key) => app.keys.ring().verifier(&key.kid, now).is_some(),
        By::Issuer(issuer, key) => issuer.has(key),
    };
    (believed && good.times.hold(now.timestamp())).then_some(good.bearer)
}

/// When whoever has this token showed who they are, as far as it says: with their password or
/// whatever their issuer asks, not by renewing a token.
pub fn signed_in_at(app: &App, token: &str) -> Option<Instant> {
    let good = app.verified.find(token).or_else(|| read(app, token, app.now()))?;
    Instant::from_timestamp(good.times.signed_in?, 0)
}

/// What a token says that nobody verified before: whom to ask for the key is all that is believed
/// of it beforehand.
fn read(app: &App, token: &str, now: Instant) -> Option<Good> {
    #[derive(Deserialize)]
    struct Named {
        iss: String,
    }
    let iss = part::<Named>(token, 1)?.iss;
    if iss == app.public_url {
        own::read(&app.keys.ring(), &iss, token, now)
    } else {
        foreign::read(app.issuers.find(&iss)?, token)
    }
}

/// A part of a token as JSON; nothing of it is verified.
fn part<T: DeserializeOwned>(token: &str, index: usize) -> Option<T> {
    let part = URL_SAFE_NO_PAD.decode(token.split('.').nth(index)?).ok()?;
    serde_json::from_slice(&part).ok()
}

impl Verified {
    fn find(&self, token: &str) -> Option<Good> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
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
