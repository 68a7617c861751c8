//! Intake slots: appointments before the start of a cohort, of which a confirmed team books one.
//!
//! A slot belongs to a cohort, so that one lock decides about the slot and about the registration
//! that takes it. Source: product rules "Before the start".

mod booking;
mod openings;
mod planning;
mod releasing;
mod series;
#[cfg(test)]
mod tests;

use chrono::{NaiveDate, NaiveTime};

pub use booking::{IntakeState, may_have_intake};
pub use openings::Openings;
pub use planning::{MOST_IN_COHORT, publishable};
pub use releasing::released_warning;
pub use series::{Days, MOST_AT_ONCE, Planned, Series, Skipped};

use crate::cohorts::Cohort;
use crate::kernel::event::Subject;
use crate::kernel::{Code, Id, Instant, Period, Text, civil};
use crate::registrations::Registration;

/// An appointment that a team can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeSlot {
    pub id: Id<IntakeSlot>,
    pub cohort: Id<Cohort>,
    pub on: NaiveDate,
    pub starts: NaiveTime,
    /// The instants from its start for as long as it takes.
    pub period: Period,
    /// Until when a board books it, moves away from it and cancels it by itself.
    pub closes_at: Instant,
    pub talk: Talk,
    pub booking: Option<Booking>,
    pub version: i64,
}

/// How and with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    pub mode: IntakeMode,
    /// Shown to whoever booked the slot, and to the organisers.
    pub meeting_link: Option<String>,
    pub interviewer: String,
}

/// Who has a slot, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booking {
    pub registration: Id<Registration>,
    pub at: Instant,
}

/// How a team and an interviewer speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntakeMode {
    Telephone,
    Online,
}

impl Code for IntakeMode {
    const ALL: &'static [Self] = &[Self::Telephone, Self::Online];

    fn code(self) -> &'static str {
        match self {
            Self::Telephone => "telephone",
            Self::Online => "online",
        }
    }
}

impl Subject for IntakeSlot {
    const KIND: &'static str = "intake-slot";
}

impl Talk {
    /// Whether it is the same person that speaks, however their name is written.
    fn is_with(&self, other: &Self) -> bool {
        self.interviewer.to_lowercase() == other.interviewer.to_lowercase()
    }
}

impl IntakeSlot {
    pub fn minutes(&self) -> u32 {
        let minutes = (self.period.end - self.period.start).num_minutes();
        u32::try_from(minutes).unwrap_or_default()
    }

    pub fn in_words(&self) -> Text {
        civil::in_words(self.period.start)
    }

    pub fn is_of(&self, registration: Id<Registration>) -> bool {
        self.booking.is_some_and(|booking| booking.registration == registration)
    }
}
