//! The audit log: who did or was refused what, on what, when, for which request.

use std::borrow::Cow;

use uuid::Uuid;

use crate::kernel::access::Principal;
use crate::kernel::event::{Author, Concerning, Object};
use crate::kernel::{Event, Id, Instant};

/// One entry of the audit log. But for the reason it holds ids and words only: nothing of it has
/// to be erased with a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: Id<Entry>,
    pub at: Instant,
    /// Nobody where the server did it by itself, or before somebody was known.
    pub principal: Option<Principal>,
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
    pub concerning: Concerning,
}

impl Entry {
    /// The entry of an event.
    pub fn of(event: Event, author: Author, id: Id<Self>, at: Instant) -> Self {
        Self {
            id,
            at,
            principal: author.principal,
            request_id: author.request_id,
            operation: Cow::Borrowed(author.operation),
            what: Cow::Borrowed(event.what),
            subject: event.subject,
            code: None,
            reason: event.reason,
            changed: event.changed.into_iter().map(Cow::Borrowed).collect(),
            concerning: event.concerning,
        }
    }
}
