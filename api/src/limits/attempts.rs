//! What may be tried only so often: what can be guessed, and what sends mail.
//!
//! ```text
//! app.limits.attempt(Attempt::SignIn, Key { address, name: Some(email) })?;
//! …the password is right…
//! app.limits.succeeded(Attempt::SignIn, Key { address, name: Some(email) });
//! ```
//!
//! An attempt is taken before the work and given back after a success: a thousand at once do not
//! slip through while the first is still being looked at.

use std::net::IpAddr;

use super::policy::Policy;
use super::{Limits, Rules, network};

/// What is tried. Each has counters of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attempt {
    /// A password, by e-mail address.
    SignIn,
    /// A refresh token, by its sign-in.
    Refresh,
    /// A one-time code of a mail, by what it is for.
    Code,
    /// The secret or assertion of a client, by the client's id.
    ClientToken,
    /// Asking for an account, by e-mail address: a mail is sent, whatever comes of it.
    Register,
    /// Asking for a new password or another mail, by e-mail address.
    Reset,
}

/// Who tries: from where and, where that is known, for which account or client.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    pub address: IpAddr,
    pub name: Option<&'a str>,
}

/// Too many attempts: in how many seconds there is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub u64);

impl Limits {
    /// Takes one of the attempts that `key` has left.
    ///
    /// # Errors
    /// Where there are none left: nothing was taken, and nothing may be done.
    pub fn attempt(&self, what: Attempt, key: Key<'_>) -> Result<(), RetryAfter> {
        let Some(rules) = &self.0 else { return Ok(()) };
        let taken = rules.steps(what, key);
        for (index, (policy, hash)) in taken.iter().enumerate() {
            if let Err(standing) = policy.take(*hash) {
                for (policy, hash) in taken.iter().take(index) {
                    policy.give_back(*hash);
                }
                metrics::counter!("attempts_refused_total").increment(1);
                return Err(RetryAfter(standing.seconds));
            }
        }
        Ok(())
    }

    /// The attempt succeeded. Where only failures count, it is given back.
    pub fn succeeded(&self, what: Attempt, key: Key<'_>) {
        let Some(rules) = &self.0 else { return };
        if what.sends_mail() {
            return;
        }
        for (policy, hash) in rules.steps(what, key) {
            policy.give_back(hash);
        }
    }
}

impl Attempt {
    fn sends_mail(self) -> bool {
        matches!(self, Self::Register | Self::Reset)
    }
}

impl Rules {
    /// The allowances that an attempt takes from, the narrowest first.
    fn steps(&self, what: Attempt, key: Key<'_>) -> Vec<(&Policy, u64)> {
        let of = if what.sends_mail() { &self.mails } else { &self.failures };
        let address = network(key.address);
        let named = key.name.map(|name| {
            let name = name.trim().to_lowercase();
            let both = self.key((what, address, &name));
            [(&of.both, both), (&of.name, self.key((what, &name)))]
        });
        named.into_iter().flatten().chain([(&of.address, self.key((what, address)))]).collect()
    }
}
