//! A refusal is a value: what is refused, why (every reason), and in both languages.

use uuid::Uuid;

use super::text::Text;

/// How a refusal reads to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What was sent cannot be meant: the client has to send something else (400).
    Invalid,
    /// What was asked is well-formed, but the rules or the state do not allow it (409).
    Conflict,
    /// The object may be seen, but not acted on by this person (403).
    Forbidden,
}

/// One reason for a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// A stable word for programs, documented as a problem type.
    pub code: &'static str,
    /// The JSON Pointer of the field it is about, if it is about one.
    pub location: Option<String>,
    /// The id of what is there already, where that is the reason.
    pub existing: Option<Uuid>,
    pub text: Text,
}

impl Reason {
    pub fn new(code: &'static str, text: Text) -> Self {
        Self { code, location: None, existing: None, text }
    }

    /// The same reason, because of what is there already.
    pub fn because_of(self, existing: Uuid) -> Self {
        Self { existing: Some(existing), ..self }
    }

    /// The same reason, about the field at this JSON Pointer.
    pub fn at(self, location: impl Into<String>) -> Self {
        Self { location: Some(location.into()), ..self }
    }
}

/// A request is refused, for at least one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub kind: Kind,
    pub reasons: Vec<Reason>,
}

impl Refusal {
    pub fn conflict(code: &'static str, text: Text) -> Self {
        Self { kind: Kind::Conflict, reasons: vec![Reason::new(code, text)] }
    }

    /// A conflict with what is there already.
    pub fn existing(code: &'static str, text: Text, id: Uuid) -> Self {
        Self { kind: Kind::Conflict, reasons: vec![Reason::new(code, text).because_of(id)] }
    }

    pub fn forbidden(code: &'static str, text: Text) -> Self {
        Self { kind: Kind::Forbidden, reasons: vec![Reason::new(code, text)] }
    }

    pub fn invalid(location: impl Into<String>, code: &'static str, text: Text) -> Self {
        Self { kind: Kind::Invalid, reasons: vec![Reason::new(code, text).at(location)] }
    }

    /// Refuses with all `reasons`; no reason, no refusal.
    pub fn unless_empty(kind: Kind, reasons: Vec<Reason>) -> Result<(), Self> {
        if reasons.is_empty() { Ok(()) } else { Err(Self { kind, reasons }) }
    }

    /// The same refusal of something that stands at `parent`: a JSON Pointer.
    pub fn within(mut self, parent: &str) -> Self {
        for location in self.reasons.iter_mut().filter_map(|reason| reason.location.as_mut()) {
            location.insert_str(0, parent);
        }
        self
    }

    /// The word of the first reason: the order of reasons is part of the contract.
    pub fn code(&self) -> &'static str {
        self.reasons.first().map_or("refused", |reason| reason.code)
    }
}
