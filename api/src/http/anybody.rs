//! What handlers take from a request that brings a proof of its own, such as a password or a code.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use leerkring_domain::kernel::Language;

use super::address::Address;
use super::extract::{Passport, passport};
use crate::app::App;
use crate::commands::invitations::Comer;
use crate::error::{Error, HttpError};
use crate::limits::{Attempt, Key};
use crate::work::Author;

/// Somebody of whom nothing is known but what they send and where from.
#[derive(Debug, Clone, Copy)]
pub struct Anybody {
    /// In whose name something is done for them: nobody's, until their proof is looked at.
    pub author: Author,
    pub language: Language,
    pub address: IpAddr,
}

impl Anybody {
    pub(super) fn new(request: &HttpRequest, passport: &Passport) -> Result<Self, Error> {
        let address = request.extensions().get::<Address>().map(|address| address.ip);
        Ok(Self {
            author: Author {
                request_id: Some(passport.request_id),
                ..Author::server(passport.operation.access.operation)
            },
            language: passport.language,
            address: address.ok_or_else(|| Error::Bug("a request came past the edge".into()))?,
        })
    }

    /// Takes one of the mails that may be asked for `name`, an e-mail address.
    pub fn asks_for_mail(&self, app: &App, what: Attempt, name: &str) -> Result<(), Error> {
        let key = Key { address: self.address, name: Some(name) };
        Ok(app.limits.attempt(what, key)?)
    }

    /// Lets `proof` be tried as often as the limits allow; only what is a wrong guess counts.
    pub async fn tries<T>(
        &self,
        app: &App,
        (what, name): (Attempt, Option<&str>),
        proof: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let key = Key { address: self.address, name };
        app.limits.attempt(what, key)?;
        let tried = proof.await;
        if !tried.as_ref().is_err_and(is_wrong_guess) {
            app.limits.succeeded(what, key);
        }
        tried
    }
}

fn is_wrong_guess(error: &Error) -> bool {
    match error {
        Error::Http(error) => {
            matches!(error, HttpError::WrongCredentials | HttpError::SignInOver)
        }
        Error::Refused(refusal) => matches!(refusal.code(), "code-not-usable" | "wrong-password"),
        _ => false,
    }
}

impl FromRequest for Anybody {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(passport(request).and_then(|passport| Self::new(request, &passport)))
    }
}

/// Somebody with a code of a mail, and with a token or without.
#[derive(Debug, Clone)]
pub struct Guest {
    pub anybody: Anybody,
    pub comer: Comer,
}

impl FromRequest for Guest {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(passport(request).and_then(|passport| {
            let anybody = Anybody::new(request, &passport)?;
            let user = passport.actor.and_then(|actor| actor.user());
            let comer = match (user, passport.identity) {
                (Some(user), _) => Comer::Person(user),
                (None, Some(identity)) => Comer::Stranger(identity),
                (None, None) => Comer::Visitor,
            };
            Ok(Self { anybody, comer })
        }))
    }
}
