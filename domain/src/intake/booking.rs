//! A slot is taken by at most one registration: booking, moving, giving back.

use super::planning::intake_not_asked;
use super::{Booking, IntakeSlot};
use crate::cohorts::Cohort;
use crate::kernel::{Code, Instant, Kind, Refusal, civil, text};
use crate::registrations::Registration;

/// Where the intake of a team stands at an instant. Never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntakeState {
    /// None is booked.
    Open,
    Booked,
    /// Its moment has passed.
    Held,
}

impl Code for IntakeState {
    const ALL: &'static [Self] = &[Self::Open, Self::Booked, Self::Held];

    fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Booked => "booked",
            Self::Held => "held",
        }
    }
}

impl IntakeState {
    pub fn at(slot: Option<&IntakeSlot>, now: Instant) -> Self {
        match slot {
            None => Self::Open,
            Some(slot) if slot.period.end <= now => Self::Held,
            Some(_) => Self::Booked,
        }
    }
}

/// Whether this team can have an intake, `asks` telling whether its programme asks for one.
///
/// # Errors
/// `intake-not-asked`, `not-confirmed`, `started`.
pub fn may_have_intake(
    (cohort, asks): (&Cohort, bool),
    registration: &Registration,
    now: Instant,
) -> Result<(), Refusal> {
    if !asks {
        return Err(intake_not_asked());
    }
    registration.confirmed_only()?;
    cohort.not_started(now)
}

impl IntakeSlot {
    /// The registration takes the slot.
    ///
    /// # Errors
    /// `slot-taken`; `slot-started`, `slot-closed`; `slot-after-start` where the first session was
    /// moved before it.
    pub fn book(
        self,
        registration: &Registration,
        cohort: &Cohort,
        now: Instant,
    ) -> Result<Self, Refusal> {
        if self.booking.is_some() {
            let starts = self.in_words();
            let sentence = text(
                format!("het moment van {} is al bezet; kies een ander", starts.nl),
                format!("the slot of {} is taken; choose another", starts.en),
            );
            return Err(Refusal::conflict("slot-taken", sentence));
        }
        self.still_open(now)?;
        if let Some(reason) = self.after_start(cohort) {
            return Err(Refusal { kind: Kind::Conflict, reasons: vec![reason] });
        }
        let booking = Some(Booking { registration: registration.id, at: now });
        Ok(Self { booking, version: self.version + 1, ..self })
    }

    /// The board gives the slot back.
    ///
    /// # Errors
    /// `slot-started`, `slot-closed`.
    pub fn give_back(self, now: Instant) -> Result<Self, Refusal> {
        self.still_open(now)?;
        Ok(Self { booking: None, version: self.version + 1, ..self })
    }

    /// # Errors
    /// `slot-started` once it has.
    pub fn not_started(&self, now: Instant) -> Result<(), Refusal> {
        if now < self.period.start {
            return Ok(());
        }
        let started = self.in_words();
        let sentence = text(
            format!("het gesprek is begonnen op {}", started.nl),
            format!("the call started on {}", started.en),
        );
        Err(Refusal::conflict("slot-started", sentence))
    }

    fn still_open(&self, now: Instant) -> Result<(), Refusal> {
        self.not_started(now)?;
        if now < self.closes_at {
            return Ok(());
        }
        let closed = civil::in_words(self.closes_at);
        let sentence = text(
            format!("dit kan sinds {} niet meer; vraag het de organisator", closed.nl),
            format!("this is not possible since {}; ask the organiser", closed.en),
        );
        Err(Refusal::conflict("slot-closed", sentence))
    }
}
