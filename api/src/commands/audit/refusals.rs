//! What was refused, as entries. They are written behind the answer, many at once: nobody who is
//! refused waits for the disk, nor fills it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use leerkring_domain::audit::{Entry, Refused};
use leerkring_domain::kernel::access::Principal;
use leerkring_domain::kernel::{Author, Event, Instant};
use leerkring_persistence::{StoreError, audit};
use tokio::sync::{Mutex as Turn, Notify};

use super::AuditLog;
use crate::app::{App, Clock};
use crate::error::Error;
use crate::limits::Allowance;

/// How many refusals of one person or machine, or about one account, are entered in an hour.
const OF_EACH: u32 = 60;
/// How many are entered in an hour by one server: a day's worth takes less than 100 MB.
const OF_ALL: u32 = 6_000;
const HOUR: Duration = Duration::from_hours(1);
/// How many wait to be written at most.
const MOST: usize = 1_000;
/// How long a refusal waits for others to be written with.
const SOON: Duration = Duration::from_millis(500);
/// How often the log says that refusals were left out.
const EVERY: TimeDelta = TimeDelta::minutes(1);
/// After how long writing is tried again.
const PATIENCE: Duration = Duration::from_secs(5);

/// Refusals on their way into the log.
#[derive(Debug)]
pub(super) struct Refusals {
    allowance: Allowance,
    waiting: Mutex<Waiting>,
    coming: Notify,
    /// Held while some are being written: whoever stops waits for them.
    turn: Turn<()>,
}

#[derive(Debug, Default)]
struct Waiting {
    entries: Vec<Entry>,
    /// How many came for which there was no allowance or no place since the log last said so.
    left_out: u64,
    said_at: Option<Instant>,
}

impl Refusals {
    pub(super) fn new(clock: &Arc<dyn Clock>) -> Self {
        Self {
            allowance: Allowance::new([OF_EACH, OF_ALL], HOUR, clock),
            waiting: Mutex::default(),
            coming: Notify::new(),
            turn: Turn::default(),
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn forget_idle(&self) {
        self.allowance.forget_idle();
    }
}

impl AuditLog {
    /// Enters that something was refused, unless too much was.
    pub fn refuse(&self, refused: Refused, author: Author, now: Instant) {
        let about = refused.subject.as_ref().map(|subject| subject.id);
        let whose = author.principal.map(Principal::uuid).or(about);
        let allowed = self.refusals.allowance.take(whose);
        let mut waiting = self.refusals.waiting();
        if allowed && waiting.entries.len() < MOST {
            waiting.entries.push(Entry::of_refusal(refused, author, self.id(now), now));
        } else {
            waiting.left_out += 1;
            metrics::counter!("audit_refusals_left_out_total").increment(1);
        }
        drop(waiting);
        self.refusals.coming.notify_one();
    }

    /// What is to be written now.
    fn due(&self, now: Instant) -> Vec<Entry> {
        let mut waiting = self.refusals.waiting();
        let mut due = std::mem::take(&mut waiting.entries);
        let says = waiting.said_at.is_none_or(|said| said + EVERY <= now);
        if 0 < waiting.left_out && says {
            let refusals = std::mem::take(&mut waiting.left_out);
            waiting.said_at = Some(now);
            tracing::warn!(refusals, "refusals were left out of the audit log: too many");
            let event = Event::of_the_platform("refusals-left-out");
            due.push(self.entry(event, Author::server("record-refusals"), now));
        }
        due
    }

    /// Puts back what could not be written.
    fn put_back(&self, mut entries: Vec<Entry>) {
        let mut waiting = self.refusals.waiting();
        entries.append(&mut waiting.entries);
        waiting.left_out += u64::try_from(entries.len().saturating_sub(MOST)).unwrap_or(0);
        entries.truncate(MOST);
        waiting.entries = entries;
    }
}

/// Writes down refusals as they come, until the process ends.
pub async fn run(app: Arc<App>) {
    loop {
        app.audit.refusals.coming.notified().await;
        tokio::time::sleep(SOON).await;
        while let Err(error) = record(&app).await {
            tracing::warn!(%error, "refusals wait to be entered in the audit log");
            tokio::time::sleep(PATIENCE).await;
        }
    }
}

/// Writes down the refusals that wait.
///
/// # Errors
/// Trouble with the database; then they go on waiting.
pub async fn record(app: &Arc<App>) -> Result<(), Error> {
    let _turn = app.audit.refusals.turn.lock().await;
    let due = app.audit.due(app.now());
    if due.is_empty() {
        return Ok(());
    }
    let entries = due.clone();
    let written = app.work(Author::server("record-refusals"), |work| {
        Box::pin(async move { Ok(audit::insert_all(&work.tx, entries).await?) })
    });
    match written.await {
        // An earlier attempt of which nothing was heard had succeeded.
        Ok(()) | Err(Error::Store(StoreError::Taken)) => Ok(()),
        Err(error) => {
            app.audit.put_back(due);
            Err(error)
        }
    }
}
