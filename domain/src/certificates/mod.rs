//! Certificates: what somebody completed, said once and never changed.
//!
//! Source: product rules "certificate" and "Attendance and completion". Everything that stands on a
//! certificate is a copy of what was so when it was issued; what turns out to be wrong is revoked
//! and issued anew, under another number.

mod code;
mod content;
mod issuing;

pub use code::VerificationCode;
pub use content::{Content, Signatory};
pub use issuing::{Candidate, Issued, Ruling, all_take_part, has_ended};

use chrono::NaiveDate;

use crate::boards::Board;
use crate::cohorts::Cohort;
use crate::kernel::civil::in_words;
use crate::kernel::event::{Concerning, Subject};
use crate::kernel::{Code, EmailAddress, Id, Instant, Number, Refusal, text};
use crate::organisers::Organiser;
use crate::privacy::ERASED_NAME;
use crate::registrations::{Participant, Registration};

/// A certificate of one participant for one cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub id: Id<Certificate>,
    pub number: Number,
    pub code: VerificationCode,
    /// Who issued it: the lead of the programme.
    pub organiser: Id<Organiser>,
    pub board: Id<Board>,
    pub cohort: Id<Cohort>,
    pub registration: Id<Registration>,
    pub participant: Id<Participant>,
    pub holder: Holder,
    pub issued_at: Instant,
    /// The day in the Netherlands on which it was issued.
    pub issued_on: NaiveDate,
    pub content: Content,
    /// The revoked one that it stands in the place of.
    pub replaces: Option<Id<Certificate>>,
    pub revoked: Option<Revocation>,
    pub version: i64,
}

/// Whose it is, as they were called when it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub name: String,
    pub email: EmailAddress,
}

/// That a certificate holds no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    pub at: Instant,
    /// Told to everybody who verifies it; nothing once it was erased.
    pub reason: Option<String>,
}

/// Whether a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateStatus {
    Valid,
    Revoked,
}

impl Code for CertificateStatus {
    const ALL: &'static [Self] = &[Self::Valid, Self::Revoked];

    fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Revoked => "revoked",
        }
    }
}

impl Subject for Certificate {
    const KIND: &'static str = "certificate";
}

impl Certificate {
    pub fn status(&self) -> CertificateStatus {
        match self.revoked {
            None => CertificateStatus::Valid,
            Some(_) => CertificateStatus::Revoked,
        }
    }

    /// Whom it concerns: who issued it, and the board whose participant has it.
    pub fn concerning(&self) -> Concerning {
        (self.organiser, self.board).into()
    }

    /// Whether nobody is known any more whose it is.
    pub fn is_erased(&self) -> bool {
        self.holder.name == ERASED_NAME
    }

    /// The certificate that holds no more, for `reason`.
    ///
    /// # Errors
    /// `already-revoked` says since when.
    pub fn revoke(self, reason: String, now: Instant) -> Result<Self, Refusal> {
        if let Some(revoked) = &self.revoked {
            let since = in_words(revoked.at);
            let sentence = text(
                format!("dit certificaat is ingetrokken op {}", since.nl),
                format!("this certificate was revoked on {}", since.en),
            );
            return Err(Refusal::conflict("already-revoked", sentence));
        }
        let revoked = Some(Revocation { at: now, reason: Some(reason) });
        Ok(Self { revoked, version: self.version + 1, ..self })
    }

    /// # Errors
    /// `holder-erased`: without a name there is nothing to hang up.
    pub fn with_a_holder(self) -> Result<Self, Refusal> {
        if self.is_erased() {
            let sentence = text(
                "de gegevens van de houder zijn gewist; dit certificaat is er niet meer op papier",
                "the holder's data were erased; there is no paper of this certificate any more",
            );
            return Err(Refusal::conflict("holder-erased", sentence));
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests;
