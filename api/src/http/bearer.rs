//! Who asks: whoever a good token in `Authorization` stands for, as the database knows them now.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use leerkring_domain::kernel::access::{Access, SignIn, Who};
use leerkring_domain::kernel::{Actor, Id, Instant};
use leerkring_persistence::{clients, identities, users};

use crate::app::App;
use crate::error::{Error, HttpError};
use crate::tokens::{self, Bearer, Identity};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    /// Somebody without a token.
    Visitor,
    /// Somebody with the sign-in that the token is of.
    Known(Actor, Option<Id<SignIn>>),
    /// Somebody whom a trusted issuer knows and we do not.
    Stranger(Identity),
}

/// Who asks: a token that is not good is refused, also where none is asked.
pub async fn asker(app: &App, request: &HttpRequest) -> Result<Asker, Error> {
    let Some(token) = token(request)? else { return Ok(Asker::Visitor) };
    let (db, now) = (app.store.reader(), app.now());
    let (actor, sign_in) = match tokens::verify(app, token) {
        Some(Bearer::User { user, sign_in }) if sign_in.is_some() || app.development => {
            (users::actor(db, user, sign_in, now).await?, sign_in)
        }
        Some(Bearer::Identity(identity)) => {
            match identities::find(db, &identity.issuer, &identity.subject).await? {
                Some(user) => (users::actor(db, user, None, now).await?, None),
                None => return Ok(Asker::Stranger(identity)),
            }
        }
        Some(Bearer::Machine { client, proof, scopes }) => {
            let actor = clients::actor(db, client, proof, now).await?;
            (actor.map(|actor| actor.narrowed(&scopes)), None)
        }
        Some(Bearer::User { .. }) | None => (None, None),
    };
    let known = actor.map(|actor| Asker::Known(actor, sign_in));
    known.ok_or_else(|| HttpError::InvalidToken.into())
}

/// The token that a request came with.
fn token(request: &HttpRequest) -> Result<Option<&str>, HttpError> {
    let mut headers = request.headers().get_all(header::AUTHORIZATION);
    let Some(value) = headers.next() else { return Ok(None) };
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    token.filter(|_| headers.next().is_none()).ok_or(HttpError::InvalidToken).map(Some)
}

/// When whoever asks signed in, as far as their token says.
#[derive(Debug, Clone, Copy)]
pub struct SignedInAt(pub Option<Instant>);

impl FromRequest for SignedInAt {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(app) = request.app_data::<Data<Arc<App>>>() else {
            return ready(Err(Error::Bug("no App in the server".into())));
        };
        let token = token(request).map_err(Error::from);
        ready(token.map(|token| Self(token.and_then(|token| tokens::signed_in_at(app, token)))))
    }
}

/// As whom a request is done: nobody in particular, or somebody.
#[derive(Debug, Default)]
pub struct Permitted {
    pub actor: Option<Actor>,
    /// The sign-in that the token is of.
    pub sign_in: Option<Id<SignIn>>,
    /// Who somebody without an account is at a trusted issuer.
    pub identity: Option<Identity>,
}

impl From<(Actor, Option<Id<SignIn>>)> for Permitted {
    fn from((actor, sign_in): (Actor, Option<Id<SignIn>>)) -> Self {
        Self { actor: Some(actor), sign_in, identity: None }
    }
}

impl Asker {
    /// As whom the request is done; where anybody may, a machine without the scope and somebody
    /// without an account are visitors.
    pub fn permitted(self, access: &Access) -> Result<Permitted, Error> {
        match (access.who, self) {
            (Who::Public, Self::Known(actor, sign_in)) if access.is_in_scope(&actor) => {
                Ok((actor, sign_in).into())
            }
            (Who::OwnProof, _) | (Who::Public, Self::Visitor | Self::Known(..)) => {
                Ok(Permitted::default())
            }
            (Who::Public, Self::Stranger(identity)) => {
                Ok(Permitted { identity: Some(identity), ..Permitted::default() })
            }
            (_, Self::Visitor) => Err(HttpError::Unauthenticated.into()),
            (_, Self::Known(actor, sign_in)) if access.admits(&actor) => {
                Ok((actor, sign_in).into())
            }
            (_, Self::Known(actor, _)) => {
                Err(HttpError::Forbidden(access.needed_by(&actor)).into())
            }
            (_, Self::Stranger(_)) => Err(HttpError::NoAccount.into()),
        }
    }
}
