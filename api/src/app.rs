//! What a running server has: its database, its clock, its ids, its keys.

use std::fmt::Debug;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant as Stopwatch};

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::{digest, rand};
use chrono::Utc;
use leerkring_domain::job_quota::FullTimeWeek;
use leerkring_domain::kernel::Instant;
use leerkring_domain::kernel::civil::to_milliseconds;
use leerkring_persistence::Store;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use uuid::{Builder, ContextV7, Timestamp, Uuid};

use crate::commands::audit::AuditLog;
use crate::commands::imports::ImportSignal;
use crate::commands::line::Lines;
use crate::erasures::ErasureList;
use crate::issuers::Issuers;
use crate::keys::Keys;
use crate::limits::Limits;
use crate::mail::Mailer;
use crate::passwords::Passwords;
use crate::retention;
use crate::tokens::Verified;

/// Everything that commands and handlers share.
#[derive(Debug)]
pub struct App {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub keys: Keys,
    /// Those whose tokens are believed besides our own.
    pub issuers: Issuers,
    /// Where passwords are hashed.
    pub passwords: Passwords,
    /// Tokens that were found good before.
    pub verified: Verified,
    /// Whether a token without a sign-in is believed, as `leerkring token` and the demo sign them.
    pub development: bool,
    /// Where clients reach this server, without a slash at the end.
    pub public_url: String,
    /// Where units of work run: it outlives the threads that serve.
    pub runtime: Handle,
    /// The teams that wait for their cohort's turn.
    pub lines: Lines,
    /// Wakes whoever waits for the next offer to lapse.
    pub offers: Notify,
    /// How often somebody may ask.
    pub limits: Limits,
    /// Wakes the runner of imports.
    pub imports: ImportSignal,
    /// Makes the entries of the audit log.
    pub audit: AuditLog,
    /// How many hours a week are one FTE.
    pub full_time_week: FullTimeWeek,
    /// Sends what waits in the outbox.
    pub mail: Mailer,
    /// How long data about people is kept.
    pub retention: retention::Settings,
    /// Who was erased, outside the database.
    pub erasures: ErasureList,
}

impl App {
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
}

/// Where `now` comes from.
pub trait Clock: Debug + Send + Sync {
    /// The instant, to the millisecond.
    fn now(&self) -> Instant;

    /// How long this process runs: it never goes back, also where somebody sets the clock.
    fn elapsed(&self) -> Duration {
        static START: LazyLock<Stopwatch> = LazyLock::new(Stopwatch::now);
        START.elapsed()
    }
}

/// Where new ids come from.
pub trait Ids: Debug + Send + Sync {
    /// A UUIDv7 for something that comes into being at `now`, larger than those given before.
    fn next(&self, now: Instant) -> Uuid;

    /// From where the audit log of this process counts its entries.
    fn first_entry(&self) -> u64;

    /// Bytes that nobody guesses, for a code by which something is found.
    fn lot(&self) -> Result<[u8; 10], Unspecified>;
}

/// What an app takes from outside.
#[derive(Debug, Clone)]
pub struct Sources {
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
}

impl Default for Sources {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), ids: Arc::new(SystemIds::default()) }
    }
}

/// The clock of the machine.
#[derive(Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    fn now(&self) -> Instant {
        to_milliseconds(Utc::now())
    }
}

/// Random ids that rise within this process, also within a millisecond.
#[derive(Debug, Default)]
pub struct SystemIds {
    context: Mutex<ContextV7>,
}

impl Ids for SystemIds {
    fn next(&self, now: Instant) -> Uuid {
        let (seconds, nanoseconds) = parts(now);
        let context = self.context.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Uuid::new_v7(Timestamp::from_unix(&*context, seconds, nanoseconds))
    }

    /// By chance, so that no two processes meet; with room to count on in the bits of an id.
    fn first_entry(&self) -> u64 {
        RandomState::new().hash_one(()) & (u64::MAX >> 3)
    }

    fn lot(&self) -> Result<[u8; 10], Unspecified> {
        let mut bytes = [0; 10];
        rand::fill(&mut bytes)?;
        Ok(bytes)
    }
}

fn parts(now: Instant) -> (u64, u32) {
    (u64::try_from(now.timestamp()).unwrap_or(0), now.timestamp_subsec_nanos())
}

/// Ids that are the same in every run: for the demo and for tests.
#[derive(Debug)]
pub struct CountingIds {
    millis: u64,
    next: Mutex<u64>,
}

impl CountingIds {
    /// Counts from 1, as if everything came into being at `instant`.
    pub fn from(instant: Instant) -> Self {
        let millis = u64::try_from(instant.timestamp_millis()).unwrap_or(0);
        Self { millis, next: Mutex::new(1) }
    }
}

impl Ids for CountingIds {
    fn next(&self, _: Instant) -> Uuid {
        let mut next = self.next.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = *next;
        *next += 1;
        id_at(self.millis, count)
    }

    fn first_entry(&self) -> u64 {
        1
    }

    /// Made of the next count, so that examples show codes that work in every demo.
    fn lot(&self) -> Result<[u8; 10], Unspecified> {
        let next = self.next(Instant::default());
        let hash = digest::digest(&digest::SHA256, next.as_bytes());
        hash.as_ref().first_chunk().copied().ok_or(Unspecified)
    }
}

/// The id of something that comes into being at `now` as the `count`th.
pub fn counted(now: Instant, count: u64) -> Uuid {
    id_at(u64::try_from(now.timestamp_millis()).unwrap_or(0), count)
}

fn id_at(millis: u64, count: u64) -> Uuid {
    let mut bytes = [0; 10];
    for (byte, source) in bytes.iter_mut().skip(2).zip(count.to_be_bytes()) {
        *byte = source;
    }
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_also_within_a_millisecond() {
        let (ids, now) = (SystemIds::default(), SystemClock.now());
        let given: Vec<Uuid> = (0..1000).map(|_| ids.next(now)).collect();
        assert!(given.is_sorted_by(|one, two| one < two));
    }

    #[test]
    fn counting_ids_are_the_same_in_every_run() {
        let now = SystemClock.now();
        let (one, two) = (CountingIds::from(now), CountingIds::from(now));
        let given: Vec<Uuid> = (0..300).map(|_| one.next(now)).collect();
        assert!(given.iter().all(|id| *id == two.next(now) && id.get_version_num() == 7));
        assert!(given.is_sorted_by(|one, two| one < two));
    }
}
