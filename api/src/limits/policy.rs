//! One allowance: so many in so long, for each key. A request a moment is given back as time
//! passes (GCRA), so that nobody waits for the end of a window.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock as _, Reference as _};
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::{Quota, RateLimiter};

use super::shelf::Shelf;
use crate::app::Clock;

/// An allowance and who used how much of it.
#[derive(Debug)]
pub(super) struct Policy {
    name: &'static str,
    most: NonZeroU32,
    window: Duration,
    /// After how long one comes back.
    interval: Duration,
    shelf: Shelf,
    limiter: RateLimiter<u64, Shelf, Ticks, StateInformationMiddleware>,
}

/// The clock of the app, as the limiter reads it.
#[derive(Debug, Clone)]
struct Ticks(Arc<dyn Clock>);

impl governor::clock::Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::new(u64::try_from(self.0.elapsed().as_nanos()).unwrap_or(u64::MAX))
    }
}

impl Policy {
    pub(super) fn new(
        name: &'static str,
        most: NonZeroU32,
        window: Duration,
        clock: &Arc<dyn Clock>,
    ) -> Self {
        let interval = (window / most.get()).max(Duration::from_nanos(1));
        let quota = Quota::with_period(interval).unwrap_or(Quota::per_second(most));
        let (shelf, clock) = (Shelf::default(), Ticks(clock.clone()));
        let limiter = RateLimiter::new(quota.allow_burst(most), shelf.clone(), clock);
        Self { name, most, window, interval, shelf, limiter }
    }

    /// Takes one of what `key` may have.
    pub(super) fn take(&self, key: u64) -> Result<Standing, Standing> {
        match self.limiter.check_key(&key) {
            Ok(state) => {
                let left = state.remaining_burst_capacity();
                let used = self.most.get().saturating_sub(left);
                Ok(self.standing(left, self.interval.saturating_mul(used)))
            }
            Err(refused) => {
                let wait = refused.earliest_possible().duration_since(self.limiter.clock().now());
                Err(self.standing(0, wait.into()))
            }
        }
    }

    /// Gives one back to `key`.
    pub(super) fn give_back(&self, key: u64) {
        self.shelf.lower(key, self.interval);
    }

    pub(super) fn forget_idle(&self) {
        self.limiter.retain_recent();
    }

    fn standing(&self, left: u32, until: Duration) -> Standing {
        Standing {
            policy: self.name,
            most: self.most.get(),
            window: self.window.as_secs(),
            left,
            seconds: seconds(until),
        }
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.limiter.len()
    }
}

/// Whole seconds, rounded up; never nothing.
fn seconds(duration: Duration) -> u64 {
    let partly = u64::from(0 < duration.subsec_nanos());
    (duration.as_secs() + partly).max(1)
}

/// How somebody stands with one allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    policy: &'static str,
    most: u32,
    /// In seconds.
    window: u64,
    pub left: u32,
    /// Until the allowance is whole again; where it is used up, until the next one is given.
    pub seconds: u64,
}

impl Standing {
    /// The policy as `RateLimit-Policy` says it.
    pub fn policy(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(|f| write!(f, "\"{}\";q={};w={}", self.policy, self.most, self.window))
    }

    /// What is left of it, as `RateLimit` says it.
    pub fn limit(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(|f| write!(f, "\"{}\";r={};t={}", self.policy, self.left, self.seconds))
    }
}
