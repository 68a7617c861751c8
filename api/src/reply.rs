//! Answers as values, so that they can be kept and given again.

mod kind;

use std::fmt;

use leerkring_domain::kernel::{Language, Refusal, text};
use leerkring_persistence::idempotency::Outcome;
use serde::Serialize;

pub use self::kind::AnswerKind;

/// An answer to a request, without a word of the framework.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub location: Option<String>,
    pub etag: Option<String>,
    /// Set where texts for people are in the body.
    pub language: Option<String>,
    pub kind: AnswerKind,
    pub body: Vec<u8>,
    /// Under what name a browser keeps it, where it is a file.
    pub file_name: Option<String>,
    /// Whether this answer was given before.
    pub replayed: bool,
    /// The cursor of the next page, where this is a page of a list.
    pub next: Option<String>,
    /// Whether anybody may keep it for a moment; its `ETag` then covers the body too.
    pub public: bool,
    /// For how many seconds whoever asked may keep it, and nobody between.
    pub private_for: Option<u32>,
    /// Whether something secret is in it: then it is given once, and never kept.
    pub secret: bool,
    /// What a repeated request is answered in the place of something secret.
    pub shown_once: Option<Refusal>,
    /// Why this is a refusal, as the problem's word, the first time that it is given.
    pub refused: Option<&'static str>,
}

/// Without the body, in which there may be anything.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({}, {:?}, {} bytes)", self.status, self.kind, self.body.len())
    }
}

impl Reply {
    /// 200 with `view` and, where it has one, its `ETag`.
    pub fn ok(view: &impl Serialize, etag: Option<String>) -> Self {
        Self::new(200, view, etag)
    }

    /// 201 with the `view` of what came into being at `location`.
    pub fn created(location: String, view: &impl Serialize, etag: String) -> Self {
        Self { location: Some(location), ..Self::new(201, view, Some(etag)) }
    }

    /// 202 for work that goes on, to be followed at `location`.
    pub fn accepted(location: String, view: &impl Serialize) -> Self {
        Self { location: Some(location), ..Self::new(202, view, None) }
    }

    /// 204.
    pub fn nothing() -> Self {
        Self {
            status: 204,
            location: None,
            etag: None,
            language: None,
            kind: AnswerKind::Json,
            body: Vec::new(),
            file_name: None,
            replayed: false,
            next: None,
            public: false,
            private_for: None,
            secret: false,
            shown_once: None,
            refused: None,
        }
    }

    /// 200 with bytes of another kind than JSON.
    pub fn file(kind: AnswerKind, bytes: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, kind, body: bytes.into(), ..Self::nothing() }
    }

    /// A file that a browser keeps under this name: letters, digits, `.`, `-` and `_`.
    pub fn named(self, file_name: impl Into<String>) -> Self {
        Self { file_name: Some(file_name.into()), ..self }
    }

    /// An answer with something secret in it.
    pub fn secret(status: u16, view: &impl Serialize) -> Self {
        Self { secret: true, ..Self::new(status, view, None) }
    }

    /// The same where the request may be repeated: that does nothing more, and is told what it made.
    pub fn once_for(self, made: impl fmt::Display) -> Self {
        let sentence = text(
            format!(
                "dit verzoek maakte al {made}; het geheim daarvan is toen getoond, dit ene keer"
            ),
            format!("this request made {made} already; its secret was shown then, that once"),
        );
        let refusal = Refusal::conflict("secret-shown-once", sentence);
        Self { shown_once: Some(refusal), ..self }
    }

    /// An answer that reads the same for everybody without a token.
    pub fn public(self) -> Self {
        Self { public: true, ..self }
    }

    /// An answer that whoever asked may keep for some seconds, and nobody between.
    pub fn private_for(self, seconds: u32) -> Self {
        Self { private_for: Some(seconds), ..self }
    }

    /// An answer with texts in `language`.
    pub fn in_language(self, language: Language) -> Self {
        Self { language: Some(language.tag().to_owned()), ..self }
    }

    pub fn new(status: u16, view: &impl Serialize, etag: Option<String>) -> Self {
        match serde_json::to_vec(view) {
            Ok(body) => Self { status, etag, body, ..Self::nothing() },
            // Views are structs of strings and numbers; what cannot be written is a bug of ours.
            Err(_) => Self { status: 500, ..Self::nothing() },
        }
    }
}

impl Reply {
    /// The answer as it is kept under a key.
    pub fn outcome(&self, fingerprint: String) -> Outcome {
        Outcome {
            fingerprint,
            status: self.status,
            location: self.location.clone(),
            etag: self.etag.clone(),
            language: self.language.clone(),
            body: String::from_utf8_lossy(&self.body).into_owned(),
        }
    }
}

impl From<Outcome> for Reply {
    fn from(outcome: Outcome) -> Self {
        Self {
            status: outcome.status,
            location: outcome.location,
            etag: outcome.etag,
            language: outcome.language,
            body: outcome.body.into_bytes(),
            replayed: true,
            ..Self::nothing()
        }
    }
}

/// The strong `ETag` of a version.
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}
