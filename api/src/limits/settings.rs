//! The settings under `[limits]`.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

/// How much is allowed. The defaults are far above what a person at a front-end does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Whether anything is limited at all: off for measurements only.
    pub enabled: bool,
    /// Reads a minute from one address, signed in or not.
    pub reads_per_address: NonZeroU32,
    /// Writes a minute from one address.
    pub writes_per_address: NonZeroU32,
    /// Reads a minute of one user or client.
    pub reads_per_principal: NonZeroU32,
    /// Writes a minute of one user or client.
    pub writes_per_principal: NonZeroU32,
    /// Failures in ten minutes from one address for one account or client.
    pub failures: NonZeroU32,
    /// Failures in ten minutes from one address, for any account.
    pub failures_per_address: NonZeroU32,
    /// Failures in ten minutes for one account or client, from anywhere.
    pub failures_per_account: NonZeroU32,
    /// Requests in an hour from one address for what sends mail.
    pub mails_per_address: NonZeroU32,
    /// Requests in an hour for what sends mail to one e-mail address.
    pub mails_per_account: NonZeroU32,
}

const fn number(number: u32) -> NonZeroU32 {
    NonZeroU32::MIN.saturating_add(number - 1)
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            enabled: true,
            reads_per_address: number(6000),
            writes_per_address: number(1200),
            reads_per_principal: number(1200),
            writes_per_principal: number(300),
            failures: number(10),
            failures_per_address: number(50),
            failures_per_account: number(100),
            mails_per_address: number(30),
            mails_per_account: number(5),
        }
    }
}
