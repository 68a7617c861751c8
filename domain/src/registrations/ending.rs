//! What happens to a registration after it was made: changes, replacements, endings.

use super::admission::already_in_cohort;
use super::already_replaced;
use super::{Details, Participant, Registration, RegistrationStatus};
use crate::cohorts::Cohort;
use crate::kernel::{Code, Id, Instant, Kind, Reason, Refusal, text};

impl Registration {
    /// The board takes its team back. Its seats come free; its arrival stays what it was.
    ///
    /// # Errors
    /// `started` once the first session has started; `wrong-status` from a state that has ended.
    pub fn withdraw(self, cohort: &Cohort, now: Instant) -> Result<Self, Refusal> {
        cohort.not_started(now)?;
        self.become_status(RegistrationStatus::Withdrawn, now)
    }

    /// The organiser cancelled the cohort.
    ///
    /// # Errors
    /// `wrong-status` from a state that has ended.
    pub fn cancel(self, now: Instant) -> Result<Self, Refusal> {
        self.become_status(RegistrationStatus::Cancelled, now)
    }

    /// Somebody of the team has completed the programme. Its seats stay taken.
    ///
    /// # Errors
    /// `wrong-status` for whoever did not take part.
    pub fn complete(self, now: Instant) -> Result<Self, Refusal> {
        self.become_status(RegistrationStatus::Completed, now)
    }

    /// Takes other details.
    ///
    /// # Errors
    /// `wrong-status` once the registration has ended.
    pub fn change(self, details: Details) -> Result<Self, Refusal> {
        self.still_live()?;
        Ok(Self { details, version: self.version + 1, ..self })
    }

    /// # Errors
    /// `wrong-status` once the registration has ended.
    pub fn still_live(&self) -> Result<(), Refusal> {
        if self.status.is_live() { Ok(()) } else { Err(self.wrong_status()) }
    }

    /// # Errors
    /// `not-confirmed`, with the status it has.
    pub fn confirmed_only(&self) -> Result<(), Refusal> {
        if self.status == RegistrationStatus::Confirmed {
            return Ok(());
        }
        let is = self.status.code();
        let sentence = text(
            format!("de aanmelding heeft de status {is}; dit is voor bevestigde teams"),
            format!("the registration is {is}; this is for confirmed teams"),
        );
        Err(Refusal::conflict("not-confirmed", sentence))
    }

    pub(super) fn become_status(
        self,
        next: RegistrationStatus,
        now: Instant,
    ) -> Result<Self, Refusal> {
        if self.status.may_become(next) {
            Ok(self.moved_to(next, now))
        } else {
            Err(self.wrong_status())
        }
    }

    pub(super) fn moved_to(self, next: RegistrationStatus, now: Instant) -> Self {
        let mut participants = self.participants;
        for person in participants.iter_mut().filter(|_| next.fell_away()) {
            person.needs_known = false;
        }
        let version = self.version + 1;
        let offer_until = None;
        Self { participants, status: next, status_since: now, offer_until, version, ..self }
    }

    pub(super) fn wrong_status(&self) -> Refusal {
        let is = self.status.code();
        Refusal::conflict(
            "wrong-status",
            text(
                format!("de aanmelding heeft de status {is}; dit kan dan niet meer"),
                format!("the registration is {is}; this is not possible any more"),
            ),
        )
    }
}

/// Somebody who takes the place of a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Who leaves.
    pub old: Id<Participant>,
    pub new: Participant,
    /// Whether the new person stands in the cohort already, apart from the one who leaves.
    pub present: bool,
}

impl Registration {
    /// Puts somebody else in the place of a participant.
    ///
    /// # Errors
    /// `wrong-status` once the registration has ended, `last-session-started`,
    /// `already-replaced`; `other-role` and `participant-already-in-cohort`, both if both.
    pub fn replace(
        self,
        cohort: &Cohort,
        replacement: Replacement,
        now: Instant,
    ) -> Result<Self, Refusal> {
        let Replacement { old, new, present } = replacement;
        self.still_live()?;
        if cohort.last_starts_at.is_some_and(|starts| starts <= now) {
            return Err(Refusal::conflict(
                "last-session-started",
                text(
                    "de laatste bijeenkomst is begonnen; vervangen kan niet meer",
                    "the last session has started; nobody can be replaced any more",
                ),
            ));
        }
        let mut participants = self.participants;
        let Some(seat) = participants.iter_mut().find(|participant| participant.id == old) else {
            return Err(already_replaced());
        };
        let other_role = (seat.role != new.role).then(|| other_role(&seat.role));
        let present = present.then(|| already_in_cohort().at("/email"));
        Refusal::unless_empty(Kind::Conflict, other_role.into_iter().chain(present).collect())?;
        *seat = new;
        Ok(Self { participants, version: self.version + 1, ..self })
    }
}

fn other_role(role: &str) -> Reason {
    let sentence = text(
        format!("de vervanger heeft dezelfde rol: {role}"),
        format!("the replacement has the same role: {role}"),
    );
    Reason::new("other-role", sentence).at("/role")
}
