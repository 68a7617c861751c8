//! An allowance that always holds: so many for each, and so many for all together.

use std::hash::{BuildHasher, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use super::policy::Policy;
use crate::app::Clock;

/// Who used how much of what.
#[derive(Debug)]
pub struct Allowance {
    hasher: RandomState,
    each: Policy,
    all: Policy,
}

impl Allowance {
    /// So many for each and for all in `window`; they come back evenly.
    pub fn new([each, all]: [u32; 2], window: Duration, clock: &Arc<dyn Clock>) -> Self {
        let policy = |most| {
            let most = NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN);
            Policy::new("allowance", most, window, clock)
        };
        Self { hasher: RandomState::new(), each: policy(each), all: policy(all) }
    }

    /// Takes one for `whose`; false where nothing is left.
    pub fn take(&self, whose: impl Hash) -> bool {
        self.each.take(self.hasher.hash_one(whose)).is_ok() && self.all.take(0).is_ok()
    }

    /// Forgets everybody whose allowance is whole again.
    pub fn forget_idle(&self) {
        self.each.forget_idle();
    }
}
