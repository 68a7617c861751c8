//! A slot is taken by at most one registration: booking, moving, giving back.

use super::{Booking, IntakeSlot, Openings};
use crate::cohorts::Cohort;
use crate::kernel::{Code, Instant, Refusal};
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

/// What this team can book, `asks` telling whether its programme asks for an intake. What is wrong
/// with the cohort is said first: it ended the registration too.
///
/// # Errors
/// Those of [`Openings::of`]; `not-confirmed`.
pub fn may_have_intake(
    asked: (&Cohort, bool),
    registration: &Registration,
    now: Instant,
) -> Result<Openings, Refusal> {
    let openings = Openings::of(asked, now)?;
    registration.confirmed_only()?;
    Ok(openings)
}

impl IntakeSlot {
    /// The registration takes the slot.
    ///
    /// # Errors
    /// `slot-taken`; `slot-started`, `slot-closed`; `slot-after-start` where the first session was
    /// moved before it.
    pub fn book(self, registration: &Registration, openings: &Openings) -> Result<Self, Refusal> {
        openings.check(&self)?;
        let booking = Some(Booking { registration: registration.id, at: openings.at });
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
}
