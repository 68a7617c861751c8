//! What can go wrong with a request: the client's errors, ours, and the database's.

use leerkring_domain::kernel::access::Needed;
use leerkring_domain::kernel::{Reason, Refusal};
use leerkring_persistence::StoreError;

use crate::limits::RetryAfter;

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules refuse it.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// The request itself is wrong; every violation with its place.
    #[error("the request is not valid")]
    Invalid(Vec<Violation>),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The commit was sent and its answer never came.
    #[error("the outcome is unknown")]
    OutcomeUnknown(#[source] StoreError),
    /// Something about the request that HTTP has a status for.
    #[error("{0:?}")]
    Http(HttpError),
    /// A bug.
    #[error("{0}")]
    Bug(String),
}

/// The refusals that HTTP itself knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpError {
    NoSuchPath,
    MethodNotAllowed(String),
    Unauthenticated,
    /// A token that is not good; why is not told.
    InvalidToken,
    /// An address and a password with which nobody signs in.
    WrongCredentials,
    /// A refresh token of a sign-in that is over, or of none.
    SignInOver,
    /// Somebody without a password here has to show again who they are.
    SignInTooOld,
    /// No client, or none that shows that it is the one it says.
    WrongClient,
    /// A way to get a token that there is not.
    UnsupportedGrant,
    /// A scope that the client does not have.
    InvalidScope,
    /// With what is lacking.
    Forbidden(Needed),
    NoAccount,
    /// With the kinds that there are.
    NotAcceptable(String),
    UnsupportedMediaType(&'static str),
    UnsupportedEncoding,
    TooLarge(usize),
    BodyTooSlow,
    PreconditionRequired,
    KeyReused,
    /// A read that took longer than anybody waits.
    TookTooLong,
    /// Too many wait for the same thing.
    Overloaded,
    TooMany(RetryAfter),
    InProgress,
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub part: Part,
    pub reason: Reason,
}

/// The part of a request that a violation is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Body,
    Query,
    Path,
    Header,
}

impl Part {
    /// The part that a location is in: pointers are into the body, names are of the query.
    pub fn of(location: &str) -> Self {
        if location.starts_with('/') { Self::Body } else { Self::Query }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Query => "query",
            Self::Path => "path",
            Self::Header => "header",
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<HttpError> for Error {
    fn from(error: HttpError) -> Self {
        Self::Http(error)
    }
}

impl From<RetryAfter> for Error {
    fn from(after: RetryAfter) -> Self {
        HttpError::TooMany(after).into()
    }
}

impl Error {
    /// One violation.
    pub fn invalid(part: Part, reason: Reason) -> Self {
        Self::Invalid(vec![Violation { part, reason }])
    }
}
