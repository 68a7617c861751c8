//! The audit log: its entries are made here, sealed, verified and, in the end, cut off.

pub mod cut;
pub mod refusals;
pub mod seal;
pub mod verify;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use leerkring_domain::audit::Entry;
use leerkring_domain::kernel::{Author, Event, Id, Instant};

use self::refusals::Refusals;
use crate::app::{Clock, Ids, counted};

/// Where a server makes its entries.
#[derive(Debug)]
pub struct AuditLog {
    /// Ids of their own: what is recorded beside shifts no id that somebody counts on.
    next: AtomicU64,
    refusals: Refusals,
}

impl AuditLog {
    pub fn new(ids: &Arc<dyn Ids>, clock: &Arc<dyn Clock>) -> Self {
        Self { next: AtomicU64::new(ids.first_entry()), refusals: Refusals::new(clock) }
    }

    /// The entry of an event.
    pub fn entry(&self, event: Event, author: Author, now: Instant) -> Entry {
        Entry::of(event, author, self.id(now), now)
    }

    /// Forgets who was refused nothing for a while.
    pub fn forget_idle(&self) {
        self.refusals.forget_idle();
    }

    /// An id that begins with its instant, whatever came before: entries are found by their time
    /// in the order of their ids.
    fn id(&self, now: Instant) -> Id<Entry> {
        counted(now, self.next.fetch_add(1, Ordering::Relaxed)).into()
    }
}
