//! What somebody known was refused, for the audit log: by the table of who may do what, or by the
//! rules. What they sent stays out of it but for the id in the path.

use std::borrow::Cow;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::{HttpMessage, HttpRequest};
use leerkring_domain::audit::Refused;
use leerkring_domain::kernel::event::Object;
use leerkring_domain::kernel::{Actor, Author, Concerning, Kind};
use uuid::Uuid;

use super::contract::Operation;
use super::extract::Passport;
use super::respond::RefusedWith;
use crate::app::App;
use crate::error::{Error, HttpError};

/// A request as its refusal names it.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub request: &'a HttpRequest,
    pub request_id: Uuid,
    pub operation: &'static Operation,
}

/// Enters the refusal that `response` is, if it is one.
pub fn note(app: &App, response: &ServiceResponse<BoxBody>) {
    let Some(code) = code(response) else { return };
    let request = response.request();
    let Some(passport) = request.extensions().get::<Passport>().cloned() else { return };
    let Passport { request_id, operation, .. } = passport;
    let Some(actor) = &passport.actor else { return };
    enter(app, actor, Asked { request, request_id, operation }, code);
}

fn code(response: &ServiceResponse<BoxBody>) -> Option<&'static str> {
    let response = response.response();
    if let Some(RefusedWith(code)) = response.extensions().get() {
        return Some(code);
    }
    match response.error()?.as_error::<Error>()? {
        Error::Refused(refusal) if refusal.kind != Kind::Invalid => Some(refusal.code()),
        Error::Http(HttpError::Forbidden(_)) => Some("forbidden"),
        _ => None,
    }
}

/// Enters that `actor` was refused what they asked.
pub fn enter(app: &App, actor: &Actor, asked: Asked<'_>, code: &'static str) {
    let author = Author::of(actor, asked.request_id, asked.operation.access.operation);
    // Somebody of several organisations may have asked for any of them.
    let concerning = actor.only_place().map_or_else(Concerning::default, Concerning::from);
    let subject = subject(&asked.operation.pattern, asked.request.path());
    app.audit.refuse(Refused { subject, code, concerning }, author, app.now());
}

/// The object that a path is about: its first id, called as the path's pattern calls it.
fn subject(pattern: &str, path: &str) -> Option<Object> {
    pattern.split('/').zip(path.split('/')).find_map(|(name, id)| {
        let name = name.strip_prefix('{')?.strip_suffix("Id}")?;
        let id = Uuid::parse_str(id).ok()?;
        Some(Object { kind: Cow::Owned(in_kebab_case(name)), id })
    })
}

fn in_kebab_case(name: &str) -> String {
    name.chars().fold(String::new(), |mut words, letter| {
        if letter.is_ascii_uppercase() {
            words.push('-');
        }
        words.push(letter.to_ascii_lowercase());
        words
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_of_a_path_is_called_as_its_events_are() {
        let id = Uuid::from_u128(7);
        let found = subject("/v1/sign-ins/{signInId}/_end", &format!("/v1/sign-ins/{id}/_end"));
        assert_eq!(found, Some(Object { kind: "sign-in".into(), id }));
        assert_eq!(subject("/v1/boards/{boardId}", "/v1/boards/41441"), None);
        assert_eq!(subject("/v1/users", "/v1/users"), None);
    }
}
