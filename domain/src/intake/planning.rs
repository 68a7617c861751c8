//! Whether planned slots can stand in their cohort, beside those that there are.

use super::{IntakeSlot, MOST_AT_ONCE, Openings};
use crate::kernel::{Instant, Kind, Reason, Refusal, text};

/// The most slots that a cohort has.
pub const MOST_IN_COHORT: usize = 1_000;
/// The most reasons that one refusal names.
const MOST_NAMED: usize = 20;

/// Whether `planned` may be published in a cohort with these `openings`. Beside them stand the
/// `others` of the programme's cohorts, and `present` of this one.
///
/// # Errors
/// `too-many-slots`; or, of each slot all that stands against it, `slot-in-the-past`,
/// `slot-after-start` and `interviewer-busy`.
pub fn publishable(
    planned: &[IntakeSlot],
    openings: &Openings,
    (others, present): (&[IntakeSlot], usize),
) -> Result<(), Refusal> {
    if MOST_IN_COHORT < present + planned.len() {
        let sentence = text(
            format!("een groep heeft hoogstens {MOST_IN_COHORT} momenten, {MOST_AT_ONCE} per keer"),
            format!("a cohort has {MOST_IN_COHORT} slots at most, {MOST_AT_ONCE} at once"),
        );
        return Err(Refusal::conflict("too-many-slots", sentence));
    }
    let reasons = planned.iter().flat_map(|slot| {
        let (past, late) = (in_the_past(slot, openings.at), slot.after_start(openings.starts_at));
        [past, late, busy(slot, others)].into_iter().flatten()
    });
    Refusal::unless_empty(Kind::Conflict, reasons.take(MOST_NAMED).collect())
}

pub(super) fn intake_not_asked() -> Refusal {
    let sentence =
        text("het programma vraagt geen intakegesprek", "the programme does not ask for an intake");
    Refusal::conflict("intake-not-asked", sentence)
}

fn in_the_past(slot: &IntakeSlot, now: Instant) -> Option<Reason> {
    let starts = slot.in_words();
    (slot.period.start <= now).then(|| {
        let sentence = text(
            format!("het moment van {} is al geweest", starts.nl),
            format!("the slot of {} is in the past", starts.en),
        );
        Reason::new("slot-in-the-past", sentence)
    })
}

impl IntakeSlot {
    /// An intake is over when the first session starts.
    pub(super) fn after_start(&self, first_session: Option<Instant>) -> Option<Reason> {
        let starts = self.in_words();
        (first_session? < self.period.end).then(|| {
            let sentence = text(
                format!("het moment van {} is niet voorbij voor de eerste bijeenkomst", starts.nl),
                format!("the slot of {} does not end before the first session", starts.en),
            );
            Reason::new("slot-after-start", sentence)
        })
    }
}

fn busy(slot: &IntakeSlot, others: &[IntakeSlot]) -> Option<Reason> {
    let overlaps =
        |other: &&IntakeSlot| other.talk.is_with(&slot.talk) && other.period.overlaps(&slot.period);
    let other = others.iter().find(overlaps)?;
    let (who, starts, taken) = (&slot.talk.interviewer, slot.in_words(), other.in_words());
    let sentence = text(
        format!(
            "{who} heeft op {} al een moment, dat overlapt met dat van {}",
            taken.nl, starts.nl
        ),
        format!("{who} has a slot on {}, which overlaps that of {}", taken.en, starts.en),
    );
    Some(Reason::new("interviewer-busy", sentence))
}
