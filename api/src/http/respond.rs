//! Answers over HTTP.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_domain::kernel::Language;
use leerkring_domain::kernel::access::Needed;
use leerkring_domain::privacy::RECENTLY;
use uuid::Uuid;

use super::kinds::AnswerKind;
use crate::error::{Error, HttpError};
use crate::limits::RetryAfter;
use crate::problem::{self, Problem};
use crate::reply::Reply;

/// What a handler returns.
pub type Answer = Result<Reply, Error>;

/// Beside an answer that is a refusal: why, for the audit log.
#[derive(Debug, Clone, Copy)]
pub struct RefusedWith(pub &'static str);

impl Responder for Reply {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let differs = self.public || self.kind != AnswerKind::Json;
        let this = if differs { self.with_body_in_etag() } else { self };
        this.respond(request)
    }
}

impl Reply {
    /// What is derived from the clock and the seats changes without a new version, and another kind
    /// of answer has other bytes: the `ETag` of such an answer is the version and, behind a dash, a
    /// hash of the body.
    pub fn with_body_in_etag(self) -> Self {
        let hash = digest::digest(&digest::SHA256, &self.body);
        let hash = URL_SAFE_NO_PAD.encode(hash.as_ref().get(..9).unwrap_or_default());
        let version = self.etag.as_deref().map_or("0", |etag| etag.trim_matches('"'));
        Self { etag: Some(format!("\"{version}-{hash}\"")), ..self }
    }

    fn respond(self, request: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status);
        if let Some(code) = self.refused {
            response.extensions_mut().insert(RefusedWith(code));
        }
        if let Some(location) = &self.location {
            response.insert_header((header::LOCATION, location.as_str()));
        }
        if let Some(etag) = &self.etag {
            response.insert_header((header::ETAG, etag.as_str()));
        }
        if let Some(language) = &self.language {
            response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
        }
        if self.replayed {
            response.insert_header(("idempotent-replayed", "true"));
        }
        if let Some(next) = &self.next {
            response.insert_header((header::LINK, link(request, next)));
        }
        if let Some(name) = &self.file_name {
            let disposition = format!("attachment; filename=\"{name}\"");
            response.insert_header((header::CONTENT_DISPOSITION, disposition));
        }
        if self.public && !request.headers().contains_key(header::AUTHORIZATION) {
            response.insert_header((header::CACHE_CONTROL, "public, max-age=5"));
        }
        if let Some(seconds) = self.private_for {
            let private = format!("private, max-age={seconds}");
            response.insert_header((header::CACHE_CONTROL, private));
        }
        if self.is_unchanged_for(request) {
            return response.status(StatusCode::NOT_MODIFIED).finish();
        }
        if status.is_client_error() || status.is_server_error() {
            response.content_type("application/problem+json");
        } else if status != StatusCode::NO_CONTENT {
            response.content_type(self.kind.content_type());
        }
        response.body(self.body)
    }

    fn is_unchanged_for(&self, request: &HttpRequest) -> bool {
        self.status == 200 && self.etag.as_deref().is_some_and(|etag| is_known(request, etag))
    }
}

/// Whether whoever asks has what `etag` names.
pub fn is_known(request: &HttpRequest, etag: &str) -> bool {
    let known = request.headers().get(header::IF_NONE_MATCH);
    let known = known.and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').map(str::trim).any(|tag| tag == etag || tag == "*")
}

/// The address of the next page: this one with another cursor.
fn link(request: &HttpRequest, next: &str) -> String {
    let others = request.query_string().split('&');
    let others = others.filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
    let query: Vec<&str> = others.collect();
    let query = query.iter().fold(String::new(), |query, pair| query + pair + "&");
    format!("<{}?{query}cursor={next}>; rel=\"next\"", request.path())
}

/// The framework only carries an error to the gate, which turns it into its problem.
impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// The problem that `error` is, as the answer to a request.
pub fn problem_response(
    public_url: &str,
    language: Language,
    request_id: Uuid,
    error: &Error,
) -> HttpResponse {
    respond(&problem::problem(public_url, language, request_id, error), language, error)
}

/// The same for somebody who goes by the words of OAuth.
pub fn oauth_problem_response(
    public_url: &str,
    language: Language,
    request_id: Uuid,
    error: &Error,
) -> HttpResponse {
    let problem = problem::problem(public_url, language, request_id, error).in_oauth();
    respond(&problem, language, error)
}

fn respond(problem: &Problem, language: Language, error: &Error) -> HttpResponse {
    log(error, problem);
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response
        .content_type("application/problem+json")
        .insert_header((header::CONTENT_LANGUAGE, language.tag()));
    match error {
        Error::Http(
            HttpError::Unauthenticated | HttpError::WrongCredentials | HttpError::SignInOver,
        ) => {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"leerkring\""));
        }
        Error::Http(HttpError::InvalidToken) => {
            let challenge = "Bearer realm=\"leerkring\", error=\"invalid_token\"";
            response.insert_header((header::WWW_AUTHENTICATE, challenge));
        }
        Error::Http(HttpError::Forbidden(Needed::Scope(scope))) => {
            let challenge = format!(
                "Bearer realm=\"leerkring\", error=\"insufficient_scope\", scope=\"{scope}\""
            );
            response.insert_header((header::WWW_AUTHENTICATE, challenge));
        }
        Error::Http(HttpError::SignInTooOld) => {
            // In the words of RFC 9470, by which a client knows how to have somebody sign in anew.
            let seconds = RECENTLY.num_seconds();
            let challenge = format!(
                "Bearer realm=\"leerkring\", error=\"insufficient_user_authentication\", \
                 error_description=\"sign in again\", max_age=\"{seconds}\""
            );
            response.insert_header((header::WWW_AUTHENTICATE, challenge));
        }
        Error::Http(HttpError::WrongClient) => {
            response.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"leerkring\""));
        }
        Error::Http(HttpError::MethodNotAllowed(allowed)) => {
            response.insert_header((header::ALLOW, allowed.as_str()));
        }
        Error::Http(HttpError::TooLarge(_) | HttpError::BodyTooSlow) => {
            // What is left of the body is not read: the connection cannot be used again.
            response.force_close();
        }
        Error::Http(HttpError::TooMany(RetryAfter(seconds))) => {
            response.insert_header((header::RETRY_AFTER, *seconds));
        }
        _ if status == StatusCode::SERVICE_UNAVAILABLE => {
            response.insert_header((header::RETRY_AFTER, "2"));
        }
        _ => {}
    }
    response.body(serde_json::to_string(problem).unwrap_or_default())
}

fn log(error: &Error, problem: &Problem) {
    let source = std::error::Error::source(error).map(ToString::to_string);
    match problem.status {
        500 => tracing::error!(instance = problem.instance, %error, source, "internal error"),
        503 => tracing::warn!(instance = problem.instance, %error, source, "not available"),
        _ => tracing::debug!(instance = problem.instance, code = problem.code, "refused"),
    }
}

/// The header that names the version of the API which answered.
pub fn api_version() -> (HeaderName, HeaderValue) {
    let version = HeaderValue::from_static(env!("CARGO_PKG_VERSION"));
    (HeaderName::from_static("api-version"), version)
}
