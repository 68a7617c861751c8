//! The gate that every request to `/v1` passes, in one order: which operation, who asks, may they,
//! may they again, is the body of the right kind; and on the way out, the headers every answer
//! carries.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use leerkring_domain::kernel::Language;
use leerkring_domain::kernel::access::Who;
use leerkring_persistence::StoreError;
use uuid::Uuid;

use super::bearer::{Asker, Permitted, asker};
use super::contract::{Contract, Operation};
use super::edge;
use super::extract::{self, Passport};
use super::kinds::{self, AnswerKind};
use super::refusals::{self, Asked};
use super::respond::{api_version, oauth_problem_response, problem_response};
use crate::app::App;
use crate::error::{Error, HttpError};

/// Lets a request in or answers it with its problem, and dresses every answer.
pub async fn pass(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let watch = Stopwatch::now();
    let Some(app) = request.app_data::<Data<Arc<App>>>().map(|app| app.as_ref().clone()) else {
        return Err(actix_web::error::ErrorInternalServerError("no App in the server"));
    };
    let language = language(request.request());
    let request_id = request_id(&app, request.request());
    let method = request.method().clone();
    if method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let reads = request.method() == Method::GET;
    let admitted = patiently(admit(&app, &request, language, request_id)).await;
    let response = match admitted {
        Ok(passport) => {
            request.extensions_mut().insert(passport);
            let answer = next.call(request);
            let answered = if reads {
                let given_up = GivenUp { app: app.clone(), language, request_id };
                tokio::time::timeout(PATIENCE, answer).await.map_err(|_| given_up)?
            } else {
                answer.await
            };
            answered?.map_into_boxed_body()
        }
        Err(error) => {
            let refused = refused(request.request(), &app, (language, request_id), &error);
            request.into_response(refused)
        }
    };
    refusals::note(&app, &response);
    let response = with_problem(response, &app, language, request_id);
    let response = dressed(response, request_id);
    observe(&response, &method, watch, request_id);
    Ok(response)
}

/// How long the database may take to say who somebody is, and to answer a read.
const PATIENCE: Duration = Duration::from_secs(3);

async fn patiently<T>(answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let answered = tokio::time::timeout(PATIENCE, answer).await;
    answered.unwrap_or_else(|_| Err(StoreError::Busy.into()))
}

/// A read that took too long. It can be given up at any time; what writes ends by itself
/// (`work::soon`). The request went with the read, so the answer is made without it.
#[derive(Debug)]
struct GivenUp {
    app: Arc<App>,
    language: Language,
    request_id: Uuid,
}

impl fmt::Display for GivenUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a read took too long")
    }
}

impl ResponseError for GivenUp {
    fn error_response(&self) -> HttpResponse {
        let error = Error::from(HttpError::TookTooLong);
        let mut response =
            problem_response(&self.app.public_url, self.language, self.request_id, &error);
        dress(response.headers_mut(), self.request_id);
        response
    }
}

/// An error that a handler or an extractor returned becomes its problem here.
fn with_problem(
    response: ServiceResponse<BoxBody>,
    app: &App,
    language: Language,
    request_id: Uuid,
) -> ServiceResponse<BoxBody> {
    let Some(error) = response.response().error() else { return response };
    let unexpected = Error::Bug(format!("the framework says: {error}"));
    let error = error.as_error::<Error>().unwrap_or(&unexpected);
    let problem = refused(response.request(), app, (language, request_id), error);
    response.into_response(problem)
}

/// The problem as the answer to a request, also in the words of OAuth where those are spoken.
fn refused(
    request: &HttpRequest,
    app: &App,
    (language, request_id): (Language, Uuid),
    error: &Error,
) -> HttpResponse {
    if !operation(request).is_ok_and(Operation::speaks_oauth) {
        return problem_response(&app.public_url, language, request_id, error);
    }
    let mut response = oauth_problem_response(&app.public_url, language, request_id, error);
    let challenged = response.headers().contains_key(header::WWW_AUTHENTICATE);
    if challenged && request.headers().contains_key("sec-fetch-mode") {
        // A page such as Swagger UI asks: at `Basic` its browser would open a window of its own
        // that asks for a password, and the page would wait for it.
        let bearer = HeaderValue::from_static("Bearer realm=\"leerkring\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
    }
    response
}

async fn admit(
    app: &App,
    request: &ServiceRequest,
    language: Language,
    request_id: Uuid,
) -> Result<Passport, Error> {
    let operation = operation(request.request())?;
    let asker = match operation.access.who {
        Who::OwnProof => Asker::Visitor,
        _ => asker(app, request.request()).await?,
    };
    if let Asker::Known(actor, _) = &asker
        && !operation.access.admits(actor)
    {
        let refused = Asked { request: request.request(), request_id, operation };
        refusals::enter(app, actor, refused, "forbidden");
    }
    let Permitted { actor, sign_in, identity } = asker.permitted(operation.access)?;
    if let Some(actor) = &actor {
        edge::count_principal(app, request.request(), actor.principal.uuid())?;
    }
    check_body_type(operation, request.request())?;
    let wanted = wanted(operation, request.request())?;
    if !operation.takes_query() {
        extract::read_query(operation, request.query_string())?;
    }
    Ok(Passport { request_id, language, actor, identity, sign_in, operation, wanted })
}

fn operation(request: &HttpRequest) -> Result<&'static Operation, Error> {
    let contract = *request
        .app_data::<&'static Contract>()
        .ok_or_else(|| Error::Bug("no contract in the server".into()))?;
    let pattern = request.match_pattern().ok_or(HttpError::NoSuchPath)?;
    let methods = contract.at(&pattern).ok_or(HttpError::NoSuchPath)?;
    methods.get(request.method().as_str()).ok_or_else(|| {
        let mut allowed: Vec<&str> = methods.keys().map(String::as_str).collect();
        if allowed.contains(&"GET") {
            allowed.push("HEAD");
        }
        HttpError::MethodNotAllowed(allowed.join(", ")).into()
    })
}

fn check_body_type(operation: &Operation, request: &HttpRequest) -> Result<(), Error> {
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        return Err(HttpError::UnsupportedEncoding.into());
    }
    let says_nothing = !request.headers().contains_key(header::CONTENT_TYPE)
        || request.headers().get(header::CONTENT_LENGTH).is_some_and(|length| length == "0");
    if operation.body_is_optional && says_nothing {
        // What comes after all is looked at where it is read.
        return Ok(());
    }
    if let Some(kind) = operation.body_kind.filter(|kind| !kind.is_sent_in(request)) {
        return Err(HttpError::UnsupportedMediaType(kind.media_type()).into());
    }
    Ok(())
}

/// The kind in which the answer is wanted. Several headers count as one list (RFC 9110).
fn wanted(operation: &Operation, request: &HttpRequest) -> Result<AnswerKind, Error> {
    let offered = operation.answers.as_slice();
    let accepted = request.headers().get_all(header::ACCEPT).filter_map(|it| it.to_str().ok());
    let accepted = accepted.collect::<Vec<_>>().join(",");
    let accepted = if accepted.is_empty() { "*/*" } else { &accepted };
    let chosen = kinds::choose(offered, accepted);
    chosen.ok_or_else(|| HttpError::NotAcceptable(kinds::in_words(offered)).into())
}

/// The language of texts: Dutch, unless English is preferred.
pub fn language(request: &HttpRequest) -> Language {
    let header = request.headers().get(header::ACCEPT_LANGUAGE);
    let header = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (0.0_f32, Language::Dutch);
    for range in header.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts
            .find_map(|part| part.strip_prefix("q="))
            .map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        let language = match tag.split('-').next() {
            Some("nl") => Language::Dutch,
            Some("en") => Language::English,
            _ => continue,
        };
        if best.0 < weight {
            best = (weight, language);
        }
    }
    best.1
}

/// The request's id: the one a proxy gave it, if that is a UUID, or a new one.
pub fn request_id(app: &App, request: &HttpRequest) -> Uuid {
    let given = request.headers().get("x-request-id").and_then(|value| value.to_str().ok());
    given.and_then(|given| Uuid::parse_str(given).ok()).unwrap_or_else(|| app.ids.next(app.now()))
}

fn dressed(mut response: ServiceResponse<BoxBody>, request_id: Uuid) -> ServiceResponse<BoxBody> {
    dress(response.headers_mut(), request_id);
    response
}

/// The headers that every answer carries; what does not say that it may be kept may not.
pub fn dress(headers: &mut HeaderMap, request_id: Uuid) {
    let (name, value) = api_version();
    headers.insert(name, value);
    if let Ok(value) = HeaderValue::from_str(&request_id.to_string()) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    headers
        .append(header::VARY, HeaderValue::from_static("accept, accept-language, authorization"));
}

fn observe(
    response: &ServiceResponse<BoxBody>,
    method: &Method,
    watch: Stopwatch,
    request_id: Uuid,
) {
    let operation = response.request().extensions().get::<Passport>().map(|it| it.operation);
    let operation = operation.map_or("none", |operation| operation.access.operation);
    let (status, elapsed) = (response.status().as_u16(), watch.elapsed());
    metrics::histogram!("http_request_seconds", "operation" => operation)
        .record(elapsed.as_secs_f64());
    metrics::counter!(
        "http_requests_total",
        "operation" => operation,
        "status" => status.to_string()
    )
    .increment(1);
    let milliseconds = elapsed.as_millis();
    tracing::info!(
        request.id = %request_id,
        operation,
        %method,
        status,
        milliseconds,
        "request"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn language_of(accepted: &str) -> Language {
        let request = TestRequest::default().insert_header(("accept-language", accepted));
        language(&request.to_http_request())
    }

    #[test]
    fn dutch_comes_first_unless_english_is_preferred() {
        assert_eq!(language_of(""), Language::Dutch);
        assert_eq!(language_of("fr"), Language::Dutch);
        assert_eq!(language_of("en-GB,nl;q=0.5"), Language::English);
        assert_eq!(language_of("en;q=0.3, nl;q=0.8"), Language::Dutch);
        assert_eq!(language_of("nl,en"), Language::Dutch);
    }
}
