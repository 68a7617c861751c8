//! What a unit of work has to say about itself: the history of an object is its events.

use uuid::Uuid;

/// Something that happened to an object, recorded in the transaction that made it happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened, as a past participle after the object: `registration-withdrawn`.
    pub what: &'static str,
    /// The object it happened to.
    pub subject: Uuid,
    /// Why, in the words of who did it, where they gave any.
    pub reason: Option<String>,
}

impl Event {
    pub fn new(what: &'static str, subject: impl Into<Uuid>) -> Self {
        Self { what, subject: subject.into(), reason: None }
    }

    pub fn because(self, reason: Option<String>) -> Self {
        Self { reason, ..self }
    }
}
