//! Who asks: whoever a good token in `Authorization` stands for, as the database knows them now.

use actix_web::HttpRequest;
use actix_web::http::header;
use leerkring_domain::kernel::Actor;
use leerkring_domain::kernel::access::{Access, Who};
use leerkring_persistence::{identities, users};

use crate::app::App;
use crate::error::{Error, HttpError};
use crate::tokens::{self, Bearer, Identity};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    /// Somebody without a token.
    Visitor,
    Known(Actor),
    /// Somebody whom a trusted issuer knows and we do not.
    Stranger(Identity),
}

/// Who asks: a token that is not good is refused, also where none is asked.
pub async fn asker(app: &App, request: &HttpRequest) -> Result<Asker, Error> {
    let mut headers = request.headers().get_all(header::AUTHORIZATION);
    let Some(value) = headers.next() else { return Ok(Asker::Visitor) };
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let token = token.filter(|_| headers.next().is_none()).ok_or(HttpError::Unauthenticated)?;
    let (db, now) = (app.store.reader(), app.now());
    let actor = match tokens::verify(app, token) {
        Some(Bearer::User { user, sign_in }) => users::actor(db, user, sign_in, now).await?,
        Some(Bearer::Identity(identity)) => {
            match identities::find(db, &identity.issuer, &identity.subject).await? {
                Some(user) => users::actor(db, user, None, now).await?,
                None => return Ok(Asker::Stranger(identity)),
            }
        }
        Some(Bearer::Client(_)) | None => None,
    };
    actor.map(Asker::Known).ok_or_else(|| HttpError::Unauthenticated.into())
}

impl Asker {
    /// As whom the request is done; where anybody may, a machine without the scope and somebody
    /// without an account are visitors.
    pub fn permitted(self, access: &Access) -> Result<(Option<Actor>, Option<Identity>), Error> {
        match (access.who, self) {
            (Who::Public, Self::Visitor) => Ok((None, None)),
            (Who::Public, Self::Known(actor)) => {
                Ok((Some(actor).filter(|actor| access.is_in_scope(actor)), None))
            }
            (Who::Public, Self::Stranger(identity)) => Ok((None, Some(identity))),
            (_, Self::Visitor) => Err(HttpError::Unauthenticated.into()),
            (_, Self::Known(actor)) if access.admits(&actor) => Ok((Some(actor), None)),
            (_, Self::Known(_)) => Err(HttpError::Forbidden.into()),
            (_, Self::Stranger(_)) => Err(HttpError::NoAccount.into()),
        }
    }
}
