//! What happens to a registration after it was made: changes and endings.

use super::{Details, Registration, RegistrationStatus};
use crate::cohorts::Cohort;
use crate::kernel::{Instant, Refusal, text};

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
        let is = self.status.in_words();
        let sentence = text(
            format!("de aanmelding {}; dit is voor bevestigde teams", is.nl),
            format!("the registration {}; this is for confirmed teams", is.en),
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
        let is = self.status.in_words();
        Refusal::conflict(
            "wrong-status",
            text(
                format!("de aanmelding {}; dit kan dan niet", is.nl),
                format!("the registration {}; this is not possible then", is.en),
            ),
        )
    }
}
