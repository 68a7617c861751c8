//! Problem details (RFC 9457) for every error there is.

mod catalogue;
mod oauth;

pub use catalogue::{Entry, entries, entry};

use leerkring_domain::kernel::{Kind, Language, Reason, Refusal, Text, text};
use leerkring_persistence::StoreError;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::error::{Error, HttpError, Violation};
use crate::limits::RetryAfter;
use crate::reply::Reply;
use crate::work::Caller;

/// What went wrong, for people (in Dutch or English) and for programs (`code`).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The address of the page that explains this kind of problem.
    #[serde(rename = "type")]
    #[schema(max_length = 2048, pattern = "^https?://")]
    pub kind: String,
    #[schema(max_length = 200)]
    pub title: String,
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    #[schema(max_length = 4000)]
    pub detail: String,
    /// Names this occurrence: the request's id.
    #[schema(max_length = 60, pattern = "^urn:uuid:")]
    pub instance: String,
    /// The word that programs go by; new words may come.
    #[schema(max_length = 60)]
    pub code: String,
    /// Everything that is wrong with the request, each with its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000, required = false)]
    pub errors: Vec<InputError>,
    /// Every reason for a refusal, the first of which gave `code`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000, required = false)]
    pub reasons: Vec<RefusalReason>,
    /// The word of OAuth for `code` (RFC 6749, section 5.2); only where a token was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60, nullable = false)]
    pub error: Option<&'static str>,
    /// The problem in English, in the characters that OAuth admits; only beside `error`.
    #[serde(rename = "error_description", skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4000, nullable = false)]
    pub error_description: Option<String>,
}

/// One thing that is wrong with the request.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InputError {
    /// The part of the request: `body`, `query`, `path` or `header`.
    #[serde(rename = "in")]
    #[schema(max_length = 10)]
    pub part: String,
    /// A JSON Pointer into the body, or the name of a parameter.
    #[schema(max_length = 2048)]
    pub location: String,
    #[schema(max_length = 60)]
    pub code: String,
    #[schema(max_length = 4000)]
    pub detail: String,
}

/// One reason for a refusal.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RefusalReason {
    #[schema(max_length = 60)]
    pub code: String,
    #[schema(max_length = 4000)]
    pub detail: String,
    /// A JSON Pointer into the body, where the reason is about one field.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2048, nullable = false)]
    pub location: Option<String>,
    /// The id of what is there already, where that is the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub existing_id: Option<Uuid>,
}

impl From<(&Reason, Language)> for RefusalReason {
    fn from((reason, language): (&Reason, Language)) -> Self {
        Self {
            code: reason.code.to_owned(),
            detail: reason.text.in_language(language).to_owned(),
            location: reason.location.clone(),
            existing_id: reason.existing,
        }
    }
}

impl RefusalReason {
    /// The reasons of a refusal that is no answer of its own, such as that of one row of many.
    pub fn all(refusal: &Refusal, language: Language) -> Vec<Self> {
        refusal.reasons.iter().map(|reason| Self::from((reason, language))).collect()
    }
}

/// The problem as an answer to `caller`.
pub fn reply(app: &App, caller: &Caller, error: &Error) -> Reply {
    let problem = problem(&app.public_url, caller.language, caller.request_id, error);
    let reply = Reply::new(problem.status, &problem, None).in_language(caller.language);
    Reply { refused: Some(headline(error).0), ..reply }
}

/// The problem that `error` is.
pub fn problem(public_url: &str, language: Language, request_id: Uuid, error: &Error) -> Problem {
    let (code, detail) = headline(error);
    let entry = entry(code);
    let (errors, reasons) = lists(error, language);
    Problem {
        kind: format!("{public_url}/problems/{}", entry.code),
        title: entry.title().in_language(language).to_owned(),
        status: entry.status,
        detail: detail.unwrap_or_else(|| entry.text()).in_language(language).to_owned(),
        instance: format!("urn:uuid:{request_id}"),
        code: entry.code.to_owned(),
        errors,
        reasons,
        error: None,
        error_description: None,
    }
}

fn lists(error: &Error, language: Language) -> (Vec<InputError>, Vec<RefusalReason>) {
    match error {
        Error::Invalid(violations) => {
            (violations.iter().map(|it| input_error(it, language)).collect(), Vec::new())
        }
        Error::Refused(refusal) if refusal.kind == Kind::Invalid => {
            let violations = refusal.reasons.iter().map(|reason| {
                let part = crate::error::Part::Body;
                input_error(&Violation { part, reason: reason.clone() }, language)
            });
            (violations.collect(), Vec::new())
        }
        Error::Refused(refusal) => {
            let reasons = refusal.reasons.iter();
            (Vec::new(), reasons.map(|reason| RefusalReason::from((reason, language))).collect())
        }
        _ => (Vec::new(), Vec::new()),
    }
}

fn input_error(violation: &Violation, language: Language) -> InputError {
    let reason = &violation.reason;
    InputError {
        part: violation.part.word().to_owned(),
        location: reason.location.clone().unwrap_or_default(),
        code: reason.code.to_owned(),
        detail: reason.text.in_language(language).to_owned(),
    }
}

/// The word of the problem and, where it says more than its page, its sentence.
fn headline(error: &Error) -> (&'static str, Option<Text>) {
    match error {
        Error::Invalid(_) => ("invalid-request", None),
        Error::Refused(refusal) if refusal.kind == Kind::Invalid => ("invalid-request", None),
        Error::Refused(refusal) => (refusal.code(), Some(sentences(&refusal.reasons))),
        Error::Store(StoreError::Missing(_)) => ("not-found", None),
        Error::Store(StoreError::Stale) => ("stale", None),
        Error::Store(StoreError::Taken) => ("taken", None),
        Error::Store(
            StoreError::Busy | StoreError::Undone | StoreError::Full(_) | StoreError::Away(_),
        ) => ("unavailable", None),
        Error::OutcomeUnknown(_) => ("outcome-unknown", None),
        Error::Http(error) => http_headline(error),
        Error::Store(StoreError::Corrupt(_) | StoreError::Database(_)) | Error::Bug(_) => {
            ("internal-error", None)
        }
    }
}

fn http_headline(error: &HttpError) -> (&'static str, Option<Text>) {
    match error {
        HttpError::NoSuchPath => ("no-such-path", None),
        HttpError::MethodNotAllowed(allowed) => (
            "method-not-allowed",
            Some(text(
                format!("dit adres kent alleen {allowed}"),
                format!("this address knows {allowed} only"),
            )),
        ),
        HttpError::Unauthenticated | HttpError::InvalidToken => ("unauthenticated", None),
        HttpError::WrongCredentials => ("wrong-credentials", None),
        HttpError::SignInOver => ("sign-in-over", None),
        HttpError::SignInTooOld => ("sign-in-too-old", None),
        HttpError::WrongClient => ("wrong-client", None),
        HttpError::UnsupportedGrant => ("unsupported-grant-type", None),
        HttpError::InvalidScope => ("invalid-scope", None),
        HttpError::Forbidden(needed) => ("forbidden", Some(needed.in_words())),
        HttpError::NoAccount => ("no-account", None),
        HttpError::NotAcceptable(offered) => (
            "not-acceptable",
            Some(text(
                format!("het antwoord is er alleen als {offered}"),
                format!("the answer is given as {offered} only"),
            )),
        ),
        HttpError::UnsupportedMediaType(expected) => (
            "unsupported-media-type",
            Some(text(
                format!("stuur Content-Type: {expected}"),
                format!("send Content-Type: {expected}"),
            )),
        ),
        HttpError::UnsupportedEncoding => ("unsupported-encoding", None),
        HttpError::TooLarge(limit) => (
            "too-large",
            Some(text(
                format!("de inhoud is hoogstens {limit} bytes"),
                format!("the body is at most {limit} bytes"),
            )),
        ),
        HttpError::BodyTooSlow => ("body-too-slow", None),
        HttpError::PreconditionRequired => ("precondition-required", None),
        HttpError::TooMany(RetryAfter(seconds)) => (
            "too-many-requests",
            Some(text(
                format!("te veel verzoeken; probeer het over {seconds} s opnieuw"),
                format!("too many requests; try again in {seconds} s"),
            )),
        ),
        HttpError::KeyReused => ("idempotency-key-reused", None),
        HttpError::TookTooLong => (
            "unavailable",
            Some(text(
                "dit lezen duurde te lang en is afgebroken; vraag minder of probeer het zo opnieuw",
                "this reading took too long and was given up; ask for less or try again soon",
            )),
        ),
        HttpError::Overloaded => ("unavailable", None),
        HttpError::InProgress => ("request-in-progress", None),
    }
}

fn sentences(reasons: &[Reason]) -> Text {
    let join = |of: fn(&Text) -> &str| {
        let mut said: Vec<&str> = Vec::new();
        for sentence in reasons.iter().map(|reason| of(&reason.text)) {
            if !said.contains(&sentence) {
                said.push(sentence);
            }
        }
        said.join("; ")
    };
    text(join(|text| &text.nl), join(|text| &text.en))
}
