//! The audit log: what a server needs to keep it.

use leerkring_domain::audit::Entry;
use leerkring_domain::kernel::{Author, Event, Instant};

use crate::app::{Ids, SystemIds};

/// Where a server makes its entries.
#[derive(Debug, Default)]
pub struct AuditLog {
    /// Ids of their own: what is recorded beside shifts no id that somebody counts on.
    ids: SystemIds,
}

impl AuditLog {
    /// The entry of an event.
    pub fn entry(&self, event: Event, author: Author, now: Instant) -> Entry {
        Entry::of(event, author, self.ids.next(now).into(), now)
    }
}
