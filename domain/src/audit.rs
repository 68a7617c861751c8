//! The audit log: who did or was refused what, on what, when, for which request.

use std::borrow::Cow;

use uuid::Uuid;

use crate::kernel::access::{Place, Principal};
use crate::kernel::event::{Author, Concerning, Object};
use crate::kernel::{Code, Event, Id, Instant};

/// What an entry says where something was refused: the operation tells what was asked.
const REFUSED: &str = "refused";

/// What came of what somebody asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Refused,
}

impl Code for Outcome {
    const ALL: &'static [Self] = &[Self::Done, Self::Refused];

    fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// Something that was refused to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The object that they asked about.
    pub subject: Option<Object>,
    /// Why, as the problem's word.
    pub code: &'static str,
    pub concerning: Concerning,
}

/// One entry of the audit log. But for the reason it holds ids and words only: nothing of it has
/// to be erased with a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: Id<Entry>,
    pub at: Instant,
    /// Nobody where the server did it by itself, or before somebody was known.
    pub principal: Option<Principal>,
    /// For which place the principal acted, where that is known.
    pub acting_for: Option<Place>,
    pub request_id: Option<Uuid>,
    /// The `operationId`, or the name of a job or a command.
    pub operation: Cow<'static, str>,
    pub what: Cow<'static, str>,
    pub subject: Option<Object>,
    /// Why it was refused, as the problem's word; nothing where it was done.
    pub code: Option<Cow<'static, str>>,
    /// The words of who did it; may be erased.
    pub reason: Option<String>,
    /// The fields that have another value now, as the API calls them.
    pub changed: Vec<Cow<'static, str>>,
    /// How many rows were taken, where a table about people was.
    pub rows: Option<u64>,
    pub concerning: Concerning,
}

impl Entry {
    /// The entry of an event, written down at `now`.
    pub fn of(event: Event, author: Author, id: Id<Self>, now: Instant) -> Self {
        Self {
            id,
            at: event.at.unwrap_or(now),
            principal: author.principal,
            acting_for: author.acting_for,
            request_id: author.request_id,
            operation: Cow::Borrowed(author.operation),
            what: Cow::Borrowed(event.what),
            subject: event.subject,
            code: None,
            reason: event.reason,
            changed: event.changed.into_iter().map(Cow::Borrowed).collect(),
            rows: event.rows,
            concerning: event.concerning,
        }
    }
    /// The entry of a refusal. It holds no word of whoever asked.
    pub fn of_refusal(refused: Refused, author: Author, id: Id<Self>, at: Instant) -> Self {
        let event = Event {
            subject: refused.subject,
            concerning: refused.concerning,
            ..Event::of_the_platform(REFUSED)
        };
        Self { code: Some(Cow::Borrowed(refused.code)), ..Self::of(event, author, id, at) }
    }

    /// What came of it.
    pub fn outcome(&self) -> Outcome {
        if self.code.is_some() { Outcome::Refused } else { Outcome::Done }
    }
}
