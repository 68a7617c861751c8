//! What participants need: sensitive, so it stands apart from everything else about them.
//!
//! A registration knows only whether needs were given. Their text passes from the board that gives
//! them to the organiser that reads them, and is part of no registration, answer, event or log.

use std::fmt;

use super::{Participant, Registration};
use crate::cohorts::Cohort;
use crate::kernel::{Id, Instant, Refusal, text};

/// The event of somebody who read needs; it belongs to the audit, not to a registration's history.
pub const NEEDS_READ: &str = "needs-read";

/// A diet, an access need, or both.
#[derive(Clone, PartialEq, Eq)]
pub struct Needs {
    diet: Option<String>,
    access: Option<String>,
}

/// Health and belief show in needs: no log line shows them.
impl fmt::Debug for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Needs(…)")
    }
}

impl Needs {
    /// What was said; nothing where neither was.
    pub fn new(diet: Option<String>, access: Option<String>) -> Option<Self> {
        (diet.is_some() || access.is_some()).then_some(Self { diet, access })
    }

    pub fn diet(&self) -> Option<&str> {
        self.diet.as_deref()
    }

    pub fn access(&self) -> Option<&str> {
        self.access.as_deref()
    }

    /// Whether something is said here that `old` did not say.
    fn adds_to(&self, old: Option<&Self>) -> bool {
        let adds = |field: fn(&Self) -> Option<&str>| {
            field(self).is_some() && field(self) != old.and_then(field)
        };
        adds(Self::diet) || adds(Self::access)
    }
}

/// The needs of somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenNeeds {
    pub participant: Id<Participant>,
    pub needs: Needs,
}

/// The board says something else about what a participant needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub participant: Id<Participant>,
    pub old: Option<Needs>,
    pub new: Option<Needs>,
}

impl Registration {
    /// Takes other needs for a participant. Needs are taken away at any time; they are given as
    /// long as they serve something.
    ///
    /// # Errors
    /// `already-replaced`; for new needs also `wrong-status` once the registration has ended and
    /// `last-session-started`.
    pub fn correct_needs(
        self,
        cohort: &Cohort,
        correction: &Correction,
        now: Instant,
    ) -> Result<Self, Refusal> {
        if correction.new.as_ref().is_some_and(|new| new.adds_to(correction.old.as_ref())) {
            self.still_live()?;
            refuse_after_last_session(cohort, now)?;
        }
        let mut participants = self.participants;
        let person = participants.iter_mut().find(|person| person.id == correction.participant);
        person.ok_or_else(already_replaced)?.needs_known = correction.new.is_some();
        Ok(Self { participants, version: self.version + 1, ..self })
    }
}

fn refuse_after_last_session(cohort: &Cohort, now: Instant) -> Result<(), Refusal> {
    if cohort.last_starts_at.is_none_or(|starts| now < starts) {
        return Ok(());
    }
    let sentence = text(
        "de laatste bijeenkomst is begonnen; wensen dienen nergens meer voor",
        "the last session has started; needs serve nothing any more",
    );
    Err(Refusal::conflict("last-session-started", sentence))
}

pub(crate) fn already_replaced() -> Refusal {
    let sentence = text(
        "deze deelnemer is al vervangen of afgemeld",
        "this participant was replaced or taken out already",
    );
    Refusal::conflict("already-replaced", sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(diet: &str, access: &str) -> Option<Needs> {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Needs::new(said(diet), said(access))
    }

    #[test]
    fn nothing_said_is_no_needs() {
        assert_eq!(needs("", ""), None);
    }

    #[test]
    fn needs_are_not_shown_in_a_log() {
        let shown = format!("{:?}", needs("halal", "rolstoel"));
        assert!(!shown.contains("halal") && !shown.contains("rolstoel"), "{shown}");
    }

    #[test]
    fn what_is_taken_away_adds_nothing() {
        let (both, diet) = (needs("halal", "lift"), needs("halal", ""));
        let adds = |new: &Option<Needs>, old: &Option<Needs>| {
            new.as_ref().is_some_and(|new| new.adds_to(old.as_ref()))
        };
        assert!(!adds(&diet, &both) && !adds(&None, &both) && !adds(&both, &both));
        assert!(adds(&both, &diet) && adds(&diet, &None));
        assert!(adds(&needs("vegan", ""), &both));
    }
}
