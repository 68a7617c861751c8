//! When a cohort's registrations can be completed.

use super::Course;
use crate::cohorts::{Cohort, CohortStatus};
use crate::kernel::{Instant, Kind, Reason, Refusal, text};

impl Course {
    /// Whether the registrations of `cohort` can be completed at `now`.
    ///
    /// # Errors
    /// `wrong-status` for a cohort that is not published, `not-ended` before its last session
    /// ends, `no-completion-rule`; all that hold.
    pub fn can_be_completed(&self, cohort: &Cohort, now: Instant) -> Result<(), Refusal> {
        let mut reasons = Vec::new();
        if cohort.status != CohortStatus::Published {
            let is = cohort.status.in_words();
            let sentence = text(
                format!("de groep is {}; er is niets te voltooien", is.nl),
                format!("the cohort is {}; there is nothing to complete", is.en),
            );
            reasons.push(Reason::new("wrong-status", sentence));
        }
        if cohort.span.is_none_or(|span| now < span.end) {
            let sentence = text(
                "de laatste bijeenkomst is nog niet geweest",
                "the last session has yet to end",
            );
            reasons.push(Reason::new("not-ended", sentence));
        }
        if self.rules.completion.is_none() {
            let sentence = text(
                "het programma zegt niet bij welk deel van de bijeenkomsten het voltooid is",
                "the programme does not say what share of the sessions completes it",
            );
            reasons.push(Reason::new("no-completion-rule", sentence));
        }
        Refusal::unless_empty(Kind::Conflict, reasons)
    }
}
