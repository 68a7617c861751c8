//! What a team is told about its intake, and a participant about a breakout.

use serde::{Deserialize, Serialize};

use super::registrations::Said;
use crate::intake::{IntakeMode, IntakeSlot};
use crate::kernel::civil::in_words;
use crate::kernel::{Instant, Text, text};

/// An intake, as it stood when it was told of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Appointment {
    pub starts_at: Instant,
    pub minutes: u32,
    #[serde(with = "crate::kernel::code::word")]
    pub mode: IntakeMode,
    pub meeting_link: Option<String>,
    pub interviewer: String,
}

impl From<&IntakeSlot> for Appointment {
    fn from(slot: &IntakeSlot) -> Self {
        Self {
            starts_at: slot.period.start,
            minutes: slot.minutes(),
            mode: slot.talk.mode,
            meeting_link: slot.talk.meeting_link.clone(),
            interviewer: slot.talk.interviewer.clone(),
        }
    }
}

impl Appointment {
    /// When, with whom and how.
    fn lines(&self) -> Vec<Text> {
        let (starts, minutes, who) = (in_words(self.starts_at), self.minutes, &self.interviewer);
        let when = text(
            format!("Het gesprek is op {}, met {who}, en duurt {minutes} minuten.", starts.nl),
            format!("The call is on {}, with {who}, and takes {minutes} minutes.", starts.en),
        );
        let how = match &self.meeting_link {
            Some(link) => text(
                format!("U spreekt elkaar online: {link}"),
                format!("You speak online: {link}"),
            ),
            None => text(
                "U wordt gebeld. Zorg dat het telefoonnummer van de contactpersoon klopt.",
                "You will be called. See to it that the telephone number of the contact is right.",
            ),
        };
        vec![when, how]
    }
}

pub(super) fn booked(appointment: &Appointment) -> Said {
    (text("Intakegesprek geboekt", "Intake booked"), appointment.lines())
}

pub(super) fn moved(appointment: &Appointment, from: Instant) -> Said {
    let from = in_words(from);
    let line = text(
        format!("Het intakegesprek van {} is verplaatst.", from.nl),
        format!("The intake of {} was moved.", from.en),
    );
    let lines = std::iter::once(line).chain(appointment.lines()).collect();
    (text("Intakegesprek verplaatst", "Intake moved"), lines)
}

/// `first` is when the first session starts now, where that is why.
pub(super) fn cancelled(at: Instant, first: Option<Instant>) -> Said {
    let at = in_words(at);
    let line = text(
        format!(
            "Het intakegesprek van {} gaat niet door. Kies een ander moment; u houdt uw plaatsen.",
            at.nl
        ),
        format!(
            "The intake of {} does not take place. Choose another slot; you keep your seats.",
            at.en
        ),
    );
    let why = first.map(|first| {
        let first = in_words(first);
        text(
            format!("De eerste bijeenkomst begint nu al op {}, eerder dan dat.", first.nl),
            format!("The first session starts on {} now, which is before it.", first.en),
        )
    });
    let lines = std::iter::once(line).chain(why).collect();
    (text("Intakegesprek vervalt", "Intake cancelled"), lines)
}

pub(super) fn placed(breakout: &str, at: Instant) -> Said {
    let at = in_words(at);
    let line = text(
        format!("Voor de bijeenkomst van {} bent u ingedeeld in de deelsessie: {breakout}.", at.nl),
        format!("For the session of {} you have a place in the breakout: {breakout}.", at.en),
    );
    (text("Uw deelsessie", "Your breakout"), vec![line])
}
