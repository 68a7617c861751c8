//! What handlers take from a request that comes without a token, but with a proof of its own.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::extract::passport;
use crate::error::Error;
use crate::work::Author;

/// Somebody of whom nothing is known but what they send.
#[derive(Debug, Clone, Copy)]
pub struct Anybody {
    /// In whose name something is done for them: nobody's, until their proof is looked at.
    pub author: Author,
}

impl FromRequest for Anybody {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(passport(request).map(|passport| Self {
            author: Author {
                principal: None,
                request_id: Some(passport.request_id),
                operation: passport.operation.get().map_or("", |it| it.access.operation),
            },
        }))
    }
}
