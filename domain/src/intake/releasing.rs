//! Slots fall free where the first session is moved before their end.

use super::IntakeSlot;
use crate::kernel::{Instant, Reason, text};

impl IntakeSlot {
    /// The slot without its booking, where it is still to come and would not end before the first
    /// session, which starts at `first`.
    pub fn released(self, first: Instant, now: Instant) -> Option<Self> {
        let late = now < self.period.start && first < self.period.end;
        self.booking.filter(|_| late)?;
        Some(Self { booking: None, version: self.version + 1, ..self })
    }
}

/// What whoever moved the session is told: how many teams have to book anew, and how many slots are
/// left for them.
pub fn released_warning(teams: usize, left: usize) -> Reason {
    let mut sentence = text(
        format!(
            "intakegesprekken die niet voorbij zijn voor de nieuwe start zijn vervallen: {teams}. Wie \
             ze had, heeft bericht gekregen en boekt een ander moment; daarvan zijn er {left} vrij."
        ),
        format!(
            "intakes that do not end before the new start were cancelled: {teams}. Who had them was \
             told and books another slot; {left} of those are free."
        ),
    );
    if left < teams {
        sentence.nl.push_str(" Publiceer er meer.");
        sentence.en.push_str(" Publish more of them.");
    }
    Reason::new("intakes-cancelled", sentence)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::intake::{Booking, IntakeMode, Talk};
    use crate::kernel::{Id, Period};

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    /// Half an hour from nine on, 1 September 2026.
    fn slot(booked: bool) -> IntakeSlot {
        let registration = Id::from(Uuid::from_u128(7));
        let booking = Booking { registration, at: at("2026-07-01T10:00:00Z") };
        let talk =
            Talk { mode: IntakeMode::Telephone, meeting_link: None, interviewer: "Noor".into() };
        IntakeSlot {
            id: Id::from(Uuid::from_u128(1)),
            cohort: Id::from(Uuid::from_u128(2)),
            on: "2026-09-01".parse().unwrap(),
            starts: "09:00:00".parse().unwrap(),
            period: Period::new(at("2026-09-01T07:00:00Z"), at("2026-09-01T07:30:00Z")).unwrap(),
            closes_at: at("2026-08-31T07:00:00Z"),
            talk,
            booking: Some(booking).filter(|_| booked),
            version: 3,
        }
    }

    #[test]
    fn an_intake_that_would_not_be_over_when_the_first_session_starts_falls_free() {
        let now = at("2026-08-01T10:00:00Z");
        let first = at("2026-09-01T07:29:00Z");
        let released = slot(true).released(first, now).unwrap();
        assert_eq!((released.booking, released.version), (None, 4));
        assert_eq!(slot(true).released(at("2026-09-01T07:30:00Z"), now), None, "it ends in time");
        assert_eq!(slot(false).released(first, now), None, "nobody has it");
        assert_eq!(slot(true).released(first, at("2026-09-01T07:00:00Z")), None, "it has begun");
    }

    #[test]
    fn whoever_moved_the_session_reads_whether_there_are_slots_enough() {
        let (few, enough) = (released_warning(2, 1), released_warning(2, 2));
        assert!(
            few.text.en.contains("cancelled: 2") && few.text.en.ends_with("Publish more of them.")
        );
        assert!(enough.text.nl.ends_with("2 vrij."));
    }
}
