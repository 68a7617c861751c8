//! How often somebody may ask: in all, and for what costs much or invites guessing.
//!
//! What was used is counted in this process only; several servers each give the whole allowance.

mod allowance;
mod attempts;
mod policy;
mod settings;
mod shelf;

pub use allowance::Allowance;
pub use attempts::{Attempt, Key, RetryAfter};
pub use policy::Standing;
pub use settings::Settings;

use std::hash::{BuildHasher, Hash, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use self::policy::Policy;
use crate::app::Clock;

/// What somebody does with a request; each has an allowance of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Reading,
    Writing,
}

/// The allowances of this server; none where limits are switched off.
#[derive(Debug)]
pub struct Limits(Option<Rules>);

#[derive(Debug)]
struct Rules {
    /// Keys are hashed with a secret of this process: no address or name is kept, and nobody can
    /// choose two that meet.
    hasher: RandomState,
    address: ByManner,
    principal: ByManner,
    failures: Triple,
    mails: Triple,
}

#[derive(Debug)]
struct ByManner {
    reading: Policy,
    writing: Policy,
}

/// Allowances for attempts: from one address for one name, from an address, for a name.
#[derive(Debug)]
struct Triple {
    both: Policy,
    address: Policy,
    name: Policy,
}

const MINUTE: Duration = Duration::from_mins(1);
const TEN_MINUTES: Duration = Duration::from_mins(10);
const HOUR: Duration = Duration::from_hours(1);

impl Limits {
    pub fn new(settings: &Settings, clock: &Arc<dyn Clock>) -> Self {
        let policy = |name, most: NonZeroU32, window| Policy::new(name, most, window, clock);
        let by_manner = |(read_name, reads), (write_name, writes)| ByManner {
            reading: policy(read_name, reads, MINUTE),
            writing: policy(write_name, writes, MINUTE),
        };
        let triple = |window, [both, address, name]: [NonZeroU32; 3]| Triple {
            both: policy("attempts", both, window),
            address: policy("attempts", address, window),
            name: policy("attempts", name, window),
        };
        let (of, mails) = (settings, settings.mails_per_account);
        let failures = [of.failures, of.failures_per_address, of.failures_per_account];
        Self(settings.enabled.then(|| Rules {
            hasher: RandomState::new(),
            address: by_manner(
                ("address-reads", of.reads_per_address),
                ("address-writes", of.writes_per_address),
            ),
            principal: by_manner(
                ("reads", of.reads_per_principal),
                ("writes", of.writes_per_principal),
            ),
            failures: triple(TEN_MINUTES, failures),
            mails: triple(HOUR, [mails, of.mails_per_address, mails]),
        }))
    }

    /// Counts a request from an address.
    ///
    /// # Errors
    /// Where the address used its allowance up.
    pub fn from_address(
        &self,
        address: IpAddr,
        manner: Manner,
    ) -> Result<Option<Standing>, Standing> {
        let Some(rules) = &self.0 else { return Ok(None) };
        rules.address.of(manner).take(rules.key(network(address))).map(Some)
    }

    /// Counts a request of somebody signed in, whoever or whatever that is.
    ///
    /// # Errors
    /// Where they used their allowance up.
    pub fn of_principal(
        &self,
        principal: Uuid,
        manner: Manner,
    ) -> Result<Option<Standing>, Standing> {
        let Some(rules) = &self.0 else { return Ok(None) };
        rules.principal.of(manner).take(rules.key(principal)).map(Some)
    }

    /// Forgets everybody whose allowance is whole again.
    pub fn forget_idle(&self) {
        for policy in self.0.iter().flat_map(Rules::policies) {
            policy.forget_idle();
        }
    }
}

impl Rules {
    fn key(&self, of: impl Hash) -> u64 {
        self.hasher.hash_one(of)
    }

    fn policies(&self) -> impl Iterator<Item = &Policy> {
        let requests = [&self.address, &self.principal].map(|it| [&it.reading, &it.writing]);
        let attempts = [&self.failures, &self.mails].map(|it| [&it.both, &it.address, &it.name]);
        requests.into_iter().flatten().chain(attempts.into_iter().flatten())
    }
}

impl ByManner {
    fn of(&self, manner: Manner) -> &Policy {
        match manner {
            Manner::Reading => &self.reading,
            Manner::Writing => &self.writing,
        }
    }
}

/// What counts as one address: an IPv6 network of 64 bits is what one customer is given.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = address.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests;
