//! What handlers take from a request. The names are those that the document's generator knows.

use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use leerkring_domain::kernel::access::{Scope, SignIn};
use leerkring_domain::kernel::{Actor, Id, Language, Reason, text};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::body_kind::BodyKind;
use super::contract::Operation;
use super::json;
use super::kinds::AnswerKind;
use crate::app::App;
use crate::error::{Error, HttpError, Part, Violation};
use crate::tokens::Identity;
use crate::work::{Caller, Idempotency};

/// What the gate found out about a request before its handler runs.
#[derive(Debug, Clone)]
pub struct Passport {
    pub request_id: Uuid,
    pub language: Language,
    pub actor: Option<Actor>,
    /// Who somebody without an account is at a trusted issuer.
    pub identity: Option<Identity>,
    /// The sign-in that the token is of.
    pub sign_in: Option<Id<SignIn>>,
    pub operation: &'static Operation,
    /// The kind of answer that they want.
    pub wanted: AnswerKind,
}

/// The largest JSON body, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;
/// How long a body may take to arrive.
const BODY_PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn passport(request: &HttpRequest) -> Result<Passport, Error> {
    let found = request.extensions().get::<Passport>().cloned();
    found.ok_or_else(|| Error::Bug("a request came past the gate".into()))
}

/// Whoever reads: a visitor or somebody signed in.
#[derive(Debug, Clone)]
pub struct Reader {
    pub scope: Scope,
    pub actor: Option<Actor>,
    pub language: Language,
}

impl FromRequest for Reader {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(passport(request).map(|passport| Self {
            scope: Scope::of(passport.actor.as_ref()),
            actor: passport.actor,
            language: passport.language,
        }))
    }
}

/// Somebody signed in who changes something.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Caller);

impl SignedIn {
    pub fn scope(&self) -> Scope {
        Scope::of(Some(&self.0.actor))
    }
}

impl FromRequest for SignedIn {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(passport(request).and_then(|passport| {
            let actor = passport.actor.ok_or(HttpError::Unauthenticated)?;
            Ok(Self(Caller {
                actor,
                sign_in: passport.sign_in,
                language: passport.language,
                request_id: passport.request_id,
                operation: passport.operation.access.operation,
                idempotency: None,
            }))
        }))
    }
}

/// A JSON body that is as the document says; where nothing is required, none counts as an empty object.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = body(&request, payload, BODY_LIMIT).await?;
            let passport = passport(&request)?;
            let (value, whole) = if bytes.is_empty() && passport.operation.body_is_optional {
                (Value::Object(Map::new()), Ok(()))
            } else if BodyKind::Json.is_sent_in(&request) {
                json::read(&bytes).map_err(|wrong| all(Part::Body, wrong))?
            } else {
                return Err(HttpError::UnsupportedMediaType(BodyKind::Json.media_type()).into());
            };
            let mut wrong = passport.operation.check_body(&value);
            if wrong.is_empty() {
                wrong.extend(whole.err());
            }
            if !wrong.is_empty() {
                return Err(all(Part::Body, wrong));
            }
            remember_body(&request, &value);
            typed(value, Part::Body).map(Self)
        })
    }
}

/// A body of another kind, as its bytes.
#[derive(Debug)]
pub struct Bytes(pub Vec<u8>);

/// The largest file, in bytes.
pub const FILE_LIMIT: usize = 8 * 1024 * 1024;

impl FromRequest for Bytes {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = body(&request, payload, FILE_LIMIT).await?;
            request.extensions_mut().insert(BodySeen(bytes.clone()));
            Ok(Self(bytes))
        })
    }
}

pub(super) async fn body(
    request: &HttpRequest,
    mut payload: Payload,
    limit: usize,
) -> Result<Vec<u8>, Error> {
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| limit < length) {
        return Err(HttpError::TooLarge(limit).into());
    }
    let arriving = async {
        let mut bytes = Vec::new();
        while let Some(chunk) = payload.next().await {
            let Ok(chunk) = chunk else {
                let sentence = text("de inhoud brak af", "the body broke off");
                return Err(Error::invalid(Part::Body, Reason::new("cut-off", sentence).at("")));
            };
            if limit < bytes.len() + chunk.len() {
                return Err(HttpError::TooLarge(limit).into());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    };
    let arrived = tokio::time::timeout(BODY_PATIENCE, arriving).await;
    arrived.unwrap_or_else(|_| Err(HttpError::BodyTooSlow.into()))
}

/// The body as it was read, for the fingerprint of a repeatable request.
#[derive(Debug)]
struct BodySeen(Vec<u8>);

pub(super) fn remember_body(request: &HttpRequest, value: &Value) {
    request.extensions_mut().insert(BodySeen(canonical(value).to_string().into_bytes()));
}

/// The same value with its fields in the order of their names.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(name, _)| *name);
            sorted.into_iter().map(|(name, value)| (name.clone(), canonical(value))).collect()
        }
        Value::Array(items) => items.iter().map(canonical).collect(),
        other => other.clone(),
    }
}

pub(super) fn all(part: Part, reasons: Vec<Reason>) -> Error {
    Error::Invalid(reasons.into_iter().map(|reason| Violation { part, reason }).collect())
}

/// What the document admits and the type does not is a difference between the two, told as input.
pub(super) fn typed<T: DeserializeOwned>(value: Value, part: Part) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|error| {
        let sentence = text(format!("niet leesbaar: {error}"), format!("not readable: {error}"));
        Error::invalid(part, Reason::new("invalid", sentence).at(""))
    })
}

/// The query, as the document says.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(query(request).map(Self))
    }
}

fn query<T: DeserializeOwned>(request: &HttpRequest) -> Result<T, Error> {
    let operation = passport(request)?.operation;
    typed(read_query(operation, request.query_string())?, Part::Query)
}

/// A query as the document says.
pub(super) fn read_query(operation: &Operation, query: &str) -> Result<Value, Error> {
    operation.read_query(pairs(query)?).map_err(|wrong| all(Part::Query, wrong))
}

fn pairs(query: &str) -> Result<Vec<(String, String)>, Error> {
    let pairs = super::form::pairs(query).ok_or_else(|| {
        let sentence = text("de query is niet leesbaar", "the query is not readable");
        Error::invalid(Part::Query, Reason::new("not-a-query", sentence).at(""))
    })?;
    let deceiving = pairs.iter().find(|(_, value)| value.chars().any(json::deceives));
    match deceiving {
        None => Ok(pairs),
        Some((name, _)) => {
            let sentence =
                text("een teken hierin is niet toegestaan", "a character in it is not allowed");
            Err(Error::invalid(Part::Query, Reason::new("character", sentence).at(name)))
        }
    }
}

/// The parameters of the path.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = actix_web::web::Path::<T>::from_request(request, &mut Payload::None);
        ready(read.into_inner().map(|path| Self(path.into_inner())).map_err(|_| {
            let wrong = request
                .match_info()
                .iter()
                .filter(|(_, value)| Uuid::parse_str(value).is_err())
                .map(|(name, _)| {
                    let sentence = text("geen id (UUID)", "not an id (UUID)");
                    Reason::new("wrong-form", sentence).at(name)
                })
                .collect();
            all(Part::Path, wrong)
        }))
    }
}

/// The version that the client saw and means to change. It is missed only once the object was
/// found, because what does not exist comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(Option<i64>);

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get("if-match").and_then(|value| value.to_str().ok());
        ready(header.map(version).transpose().map(Self))
    }
}

fn version(tag: &str) -> Result<i64, Error> {
    let inner = tag.trim().strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    let version = inner.and_then(|tag| tag.split('-').next()).and_then(|tag| tag.parse().ok());
    version.ok_or_else(|| {
        let sentence = text("geen ETag van ons, zoals \"3\"", "not an ETag of ours, such as \"3\"");
        Error::invalid(Part::Header, Reason::new("wrong-form", sentence).at("If-Match"))
    })
}

impl IfMatch {
    /// The object is as the client saw it.
    ///
    /// # Errors
    /// Without `If-Match`, and stale where the object was changed after that.
    pub fn meets(self, version: i64) -> Result<(), Error> {
        match self.0 {
            None => Err(HttpError::PreconditionRequired.into()),
            Some(seen) if seen == version => Ok(()),
            Some(_) => Err(leerkring_persistence::StoreError::Stale.into()),
        }
    }
}

/// The key under which a request may be repeated. What the request was is asked when the handler
/// runs, because the body arrives later than the head.
#[derive(Debug, Clone)]
pub struct Repeatable {
    key: Option<String>,
    request: HttpRequest,
}

impl FromRequest for Repeatable {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get("idempotency-key");
        let key = header.map(|header| key(header.to_str().unwrap_or_default())).transpose();
        ready(key.map(|key| Self { key, request: request.clone() }))
    }
}

fn key(text_of_key: &str) -> Result<String, Error> {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte);
    if (16..=128).contains(&text_of_key.len()) && text_of_key.bytes().all(known) {
        return Ok(text_of_key.to_owned());
    }
    let sentence = text(
        "een sleutel heeft 16 tot 128 tekens uit A-Z a-z 0-9 . _ : -",
        "a key has 16 to 128 characters of A-Z a-z 0-9 . _ : -",
    );
    Err(Error::invalid(Part::Header, Reason::new("wrong-form", sentence).at("Idempotency-Key")))
}

impl Repeatable {
    fn idempotency(self) -> Option<Idempotency> {
        let (key, request) = (self.key?, self.request);
        let app = request.app_data::<actix_web::web::Data<Arc<App>>>()?;
        let extensions = request.extensions();
        let body = extensions.get::<BodySeen>().map_or(&[][..], |seen| seen.0.as_slice());
        let fingerprint = app.keys.fingerprint(&[
            request.method().as_str().as_bytes(),
            request.path().as_bytes(),
            request.query_string().as_bytes(),
            body,
        ]);
        Some(Idempotency { key, fingerprint })
    }
}

impl SignedIn {
    /// The caller of a request that may be repeated.
    pub fn repeating(self, repeatable: Repeatable) -> Caller {
        Caller { idempotency: repeatable.idempotency(), ..self.0 }
    }
}
