//! Which slots a team can book: one rule, by which they are booked and listed.

use super::IntakeSlot;
use super::planning::intake_not_asked;
use crate::cohorts::Cohort;
use crate::kernel::{Instant, Kind, Refusal, civil, text};

/// Which slots of a cohort a confirmed team can book at an instant: those that nobody has, that
/// have not closed, and that are over when the first session starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Openings {
    pub at: Instant,
    /// When the first session starts, wherever it was moved to.
    pub starts_at: Option<Instant>,
}

impl Openings {
    /// Those of a cohort, `asks` telling whether its programme asks for an intake.
    ///
    /// # Errors
    /// `intake-not-asked`, `cancelled`, `started`: then no slot can be booked.
    pub fn of((cohort, asks): (&Cohort, bool), at: Instant) -> Result<Self, Refusal> {
        if !asks {
            return Err(intake_not_asked());
        }
        cohort.not_cancelled()?;
        cohort.not_started(at)?;
        Ok(Self { at, starts_at: cohort.span.map(|span| span.start) })
    }

    /// Whether a team can book this slot.
    pub fn has(&self, slot: &IntakeSlot) -> bool {
        self.check(slot).is_ok()
    }

    /// # Errors
    /// `slot-taken`; `slot-started`, `slot-closed`; `slot-after-start` where the first session was
    /// moved before it.
    pub(super) fn check(&self, slot: &IntakeSlot) -> Result<(), Refusal> {
        if slot.booking.is_some() {
            let starts = slot.in_words();
            let sentence = text(
                format!("het moment van {} is al bezet; kies een ander", starts.nl),
                format!("the slot of {} is taken; choose another", starts.en),
            );
            return Err(Refusal::conflict("slot-taken", sentence));
        }
        slot.still_open(self.at)?;
        let reasons = slot.after_start(self.starts_at).into_iter().collect();
        Refusal::unless_empty(Kind::Conflict, reasons)
    }
}

impl IntakeSlot {
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

    /// # Errors
    /// `slot-started`, `slot-closed`.
    pub(super) fn still_open(&self, now: Instant) -> Result<(), Refusal> {
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
