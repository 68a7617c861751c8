//! What may be tried only so often: what can be guessed, and what sends mail.
//!
//! ```text
//! let key = Key { address, name: Some(email) };
//! app.limits.attempt(Attempt::SignIn, key)?;
//! …the password is right…
//! app.limits.succeeded(Attempt::SignIn, key);
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
    /// A one-time code of a mail, by its id where it is one of ours.
    Code,
    /// A code on paper, which is right or leads nowhere.
    Verification,
    /// The secret or assertion of a client, by the client's id.
    ClientToken,
    /// Asking for an account, by e-mail address: a mail is sent, whatever comes of it.
    Register,
    /// Asking for a new password or another mail, by e-mail address.
    Reset,
    /// Asking for personal links, by e-mail address.
    PersonalLinks,
    /// Inviting somebody, by their e-mail address: whoever invites is known, so that it does not
    /// count from where they do.
    Invitation,
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

    /// Takes one of the mails that somebody who is known may have sent to the e-mail address `to`.
    ///
    /// # Errors
    /// Where there are none left.
    pub fn mail_to(&self, what: Attempt, to: &str) -> Result<(), RetryAfter> {
        let address = IpAddr::from([0, 0, 0, 0]);
        self.attempt(what, Key { address, name: Some(to) })
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
        matches!(self, Self::Register | Self::Reset | Self::PersonalLinks | Self::Invitation)
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
        let from = (what != Attempt::Invitation).then(|| (&of.address, self.key((what, address))));
        named.into_iter().flatten().chain(from).collect()
    }
}
