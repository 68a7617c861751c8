//! Codes that open something once: they stand in the links of mails and nowhere else.
//!
//! What is kept is only that a code exists; its text is computed from the id with a key of the
//! server's when the mail is sent, so that whoever reads the database can use none.

use chrono::TimeDelta;
use uuid::Uuid;

use crate::kernel::{Code, Id, Instant, Refusal, text};

/// What a code opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Accepts an invitation to a role.
    Invitation,
    /// Shows that mail to an address reaches the person who gave it.
    Confirm,
    /// Chooses a new password.
    Reset,
}

impl Code for Purpose {
    const ALL: &'static [Self] = &[Self::Invitation, Self::Confirm, Self::Reset];

    fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Confirm => "confirm",
            Self::Reset => "reset",
        }
    }
}

impl Purpose {
    /// How long a code is good: the more it opens, the shorter.
    pub fn lifetime(self) -> TimeDelta {
        match self {
            Self::Invitation => TimeDelta::days(14),
            Self::Confirm => TimeDelta::days(1),
            Self::Reset => TimeDelta::hours(1),
        }
    }
}

/// A code that is good once, until it expires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeCode {
    pub id: Id<OneTimeCode>,
    pub purpose: Purpose,
    /// What it opens: an invitation, an account.
    pub subject: Uuid,
    pub expires_at: Instant,
}

impl OneTimeCode {
    /// A code made at `now`, good for as long as its purpose allows.
    pub fn new(id: Id<Self>, purpose: Purpose, subject: Uuid, now: Instant) -> Self {
        Self { id, purpose, subject, expires_at: now + purpose.lifetime() }
    }
}

/// The one refusal of a code that was never made, was used, was replaced, has expired, or opens
/// what is no longer to be had.
pub fn not_usable() -> Refusal {
    let sentence = text(
        "deze link werkt niet (meer): hij is al gebruikt, vervangen of verlopen; vraag een nieuwe",
        "this link does not work (any more): it was used, replaced or has expired; ask for a new one",
    );
    Refusal::conflict("code-not-usable", sentence)
}
