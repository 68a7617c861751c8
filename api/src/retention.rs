//! How long data about people is kept here: the terms, by the settings.

use leerkring_domain::kernel::Instant;
use leerkring_domain::privacy::{Span, Term};
use serde::{Deserialize, Serialize};

/// The settings under `[retention]`; `docs/privacy.md` explains them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub needs_days: u32,
    pub people_months: u32,
    pub members_months: u32,
    pub certificates_months: u32,
    pub invoices_years: u32,
    pub invitations_days: u32,
    pub sign_ins_days: u32,
    pub codes_days: u32,
    pub letters_days: u32,
    pub import_findings_days: u32,
    pub audit_reasons_months: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            needs_days: 30,
            people_months: 24,
            members_months: 24,
            certificates_months: 120,
            invoices_years: LEAST_INVOICES_YEARS,
            invitations_days: 90,
            sign_ins_days: 90,
            codes_days: 7,
            letters_days: 30,
            import_findings_days: 365,
            audit_reasons_months: 24,
        }
    }
}

/// The law asks to keep what was booked for seven years after the year (article 52 AWR).
pub const LEAST_INVOICES_YEARS: u32 = 7;

/// How long an answer is kept for a repeated request. Clients count on it: it is no setting.
const ANSWERS: Span = Span::Hours(72);

impl Settings {
    /// How long what is under `term` is kept.
    pub fn span(&self, term: Term) -> Span {
        match term {
            Term::Needs => Span::Days(self.needs_days),
            Term::People => Span::Months(self.people_months),
            Term::Members => Span::Months(self.members_months),
            Term::Certificates => Span::Months(self.certificates_months),
            Term::Invoices => Span::BookYears(self.invoices_years),
            Term::Invitations => Span::Days(self.invitations_days),
            Term::SignIns => Span::Days(self.sign_ins_days),
            Term::Codes => Span::Days(self.codes_days),
            Term::Letters => Span::Days(self.letters_days),
            Term::Answers => ANSWERS,
            Term::Findings => Span::Days(self.import_findings_days),
            Term::Reasons => Span::Months(self.audit_reasons_months),
        }
    }

    /// What ended before this is past `term` at `now`.
    pub fn before(&self, term: Term, now: Instant) -> Instant {
        self.span(term).before(now)
    }
}
