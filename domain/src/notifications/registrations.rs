//! What the people of a registration are told about it.

use serde::{Deserialize, Serialize};

use super::appointments::{self, Appointment};
use super::words::Words;
use super::{Meeting, Reader, offers, participants};
use crate::cohorts::Session;
use crate::kernel::civil::in_words;
use crate::kernel::{Id, Instant, Text, text};
use crate::registrations::{Participant, Registration};

/// What came of a registration, with what is said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationNews {
    pub registration: Id<Registration>,
    /// Letters that were written before there was another reader are to the contact.
    #[serde(default)]
    pub reader: Reader,
    pub programme: String,
    pub cohort: String,
    /// When the first session starts.
    pub starts_at: Option<Instant>,
    /// Why, in the words of the organiser.
    pub reason: Option<String>,
    pub news: News,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum News {
    /// The organiser will choose.
    Submitted,
    Confirmed,
    Waitlisted {
        position: u64,
    },
    Offered {
        seats: u32,
        until: Instant,
    },
    Lapsed {
        at: Instant,
    },
    Rejected,
    Cancelled,
    /// It would have been offered seats, but does not meet these conditions any more.
    PassedOver {
        conditions: Vec<Condition>,
    },
    /// The cohort takes place.
    Goes,
    /// The board took the team back.
    Withdrawn,
    /// The board did not want the seats that it was offered.
    Declined,
    /// The reader takes the place of another participant.
    Joined,
    /// The reader is in the team no more, and another may take the place.
    Left,
    /// A participant of the team takes the place of another; whether both are told. Who they are
    /// stands in no letter to others: it could not be erased there.
    Replaced {
        told: bool,
    },
    /// The link that this participant had is not good any more; there is another.
    PersonalLink,
    IntakeBooked {
        appointment: Appointment,
    },
    IntakeMoved {
        appointment: Appointment,
        from: Instant,
    },
    /// It is not held; the team books another.
    IntakeCancelled {
        at: Instant,
        /// When the first session starts now, where it was moved before the end of the intake.
        #[serde(default)]
        first: Option<Instant>,
    },
    /// The organiser gave a participant a place in a breakout.
    BreakoutPlaced {
        breakout: String,
        at: Instant,
    },
    /// The board accepted an offer, but does not meet these conditions any more.
    OfferVoid {
        conditions: Vec<Condition>,
    },
    /// A participant was taken out of the team, which is so large now.
    Smaller {
        role: String,
        size: u32,
    },
}

/// An unmet condition, as a sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    nl: String,
    en: String,
}

impl Condition {
    /// As a line of a list.
    pub(super) fn line(&self) -> Text {
        text(format!("– {}", self.nl), format!("– {}", self.en))
    }
}

impl From<Text> for Condition {
    fn from(text: Text) -> Self {
        Self { nl: text.nl, en: text.en }
    }
}

impl RegistrationNews {
    pub fn because(self, reason: Option<String>) -> Self {
        Self { reason, ..self }
    }

    /// After this nobody is helped by the letter: an offer has lapsed, a moment has passed.
    pub(super) fn useful_until(&self) -> Option<Instant> {
        match self.news {
            News::Offered { until, .. } => Some(until),
            News::IntakeBooked { ref appointment } | News::IntakeMoved { ref appointment, .. } => {
                Some(appointment.starts_at)
            }
            News::BreakoutPlaced { at, .. } => Some(at),
            _ => None,
        }
    }

    /// Whether participants are told, who then read on behind their personal link.
    pub(super) fn is_for_participants(&self) -> bool {
        matches!(self.news, News::Confirmed | News::Goes | News::Joined | News::PersonalLink)
    }

    /// Whether it makes that the sessions stand otherwise in calendars than before.
    pub(super) fn has_dates(&self) -> bool {
        matches!(
            self.news,
            News::Confirmed
                | News::Goes
                | News::Joined
                | News::Left
                | News::Withdrawn
                | News::Cancelled
        )
    }

    /// The same for a participant. Why a board withdraws its team is between it and the contact.
    pub fn to_participant(&self, participant: Id<Participant>) -> Self {
        let shared = |_: &String| !matches!(self.news, News::Withdrawn);
        let reason = self.reason.clone().filter(shared);
        Self { reader: Reader::Participant(participant), reason, ..self.clone() }
    }

    /// Whether the days are told: to those who take part.
    pub(super) fn shows_sessions(&self) -> bool {
        matches!(self.news, News::Confirmed | News::Goes | News::Joined)
    }

    pub(super) fn words(&self, sessions: &[Session]) -> Words {
        let name = format!("{} – {}", self.programme, self.cohort);
        let (subject, mut before) = self.said();
        let subject = text(format!("{}: {name}", subject.nl), format!("{}: {name}", subject.en));
        before.extend(self.explanation());
        before.extend(self.days(sessions));
        Words { subject, before, button: None, after: self.reader.signature(self.registration) }
    }

    fn said(&self) -> Said {
        let to_participant = match self.reader {
            Reader::Participant(_) => participants::said(&self.news),
            Reader::Contact => None,
        };
        to_participant.unwrap_or_else(|| self.said_to_team())
    }

    fn said_to_team(&self) -> Said {
        match &self.news {
            News::Submitted => submitted(),
            News::Confirmed => confirmed(),
            News::Waitlisted { position } => waitlisted(*position),
            News::Offered { seats, until } => offered(*seats, *until),
            News::Lapsed { at } => offers::lapsed(*at),
            News::Rejected => rejected(),
            News::Cancelled => cancelled(),
            News::PassedOver { conditions } => passed_over(conditions),
            News::Goes => goes(),
            News::PersonalLink => participants::personal_link(),
            News::Withdrawn => withdrawn(),
            News::Declined => declined(),
            News::Joined => participants::joined(),
            News::Left => participants::left(),
            News::Replaced { told } => participants::replaced(*told),
            News::IntakeBooked { appointment } => appointments::booked(appointment),
            News::IntakeMoved { appointment, from } => appointments::moved(appointment, *from),
            News::IntakeCancelled { at, first } => appointments::cancelled(*at, *first),
            News::BreakoutPlaced { breakout, at } => appointments::placed(breakout, *at),
            News::OfferVoid { conditions } => offers::void(conditions),
            News::Smaller { role, size } => participants::smaller(role, *size),
        }
    }

    fn explanation(&self) -> Option<Text> {
        let reason = self.reason.as_ref()?;
        Some(text(format!("Toelichting: {reason}"), format!("The reason given: {reason}")))
    }

    /// The days for those who take part; when it begins for those who may.
    fn days(&self, sessions: &[Session]) -> Vec<Text> {
        if sessions.is_empty() {
            return self.starts().into_iter().collect();
        }
        let line = |session: &Session| {
            let meeting = Meeting::from(session).in_words();
            text(format!("– {}", meeting.nl), format!("– {}", meeting.en))
        };
        let heading = text("De bijeenkomsten:", "The sessions:");
        std::iter::once(heading).chain(sessions.iter().map(line)).collect()
    }

    fn starts(&self) -> Option<Text> {
        let starts = in_words(self.starts_at?);
        match self.news {
            News::Offered { .. } | News::Confirmed | News::Goes | News::Joined => Some(text(
                format!("De eerste bijeenkomst begint op {}.", starts.nl),
                format!("The first session starts on {}.", starts.en),
            )),
            News::Cancelled | News::Withdrawn | News::Left => Some(text(
                format!("De eerste bijeenkomst stond gepland op {}.", starts.nl),
                format!("The first session was planned for {}.", starts.en),
            )),
            _ => None,
        }
    }
}

/// A subject and what is said first.
pub(super) type Said = (Text, Vec<Text>);

fn submitted() -> Said {
    let subject = text("Aanmelding ontvangen", "Registration received");
    let line = text(
        "Uw aanmelding is ontvangen. De organisator kiest wie er meedoet; u krijgt daarover bericht.",
        "Your registration was received. The organiser chooses who takes part and will tell you.",
    );
    (subject, vec![line])
}

fn confirmed() -> Said {
    let subject = text("Aanmelding bevestigd", "Registration confirmed");
    let line = text(
        "De aanmelding is bevestigd: er zijn plaatsen voor het hele team.",
        "The registration is confirmed: there are seats for the whole team.",
    );
    (subject, vec![line])
}

fn waitlisted(position: u64) -> Said {
    let subject = text("Plaats op de wachtlijst", "Place on the waiting list");
    let line = text(
        format!(
            "Er is nu geen plaats voor het hele team. Het staat op plaats {position} van de \
             wachtlijst. Komen er plaatsen vrij, dan krijgt u een aanbod, op volgorde van aanmelding."
        ),
        format!(
            "There are no seats for the whole team now. It is number {position} on the waiting \
             list. When seats come free you are offered them, in the order of registering."
        ),
    );
    (subject, vec![line])
}

fn offered(seats: u32, until: Instant) -> Said {
    let until = in_words(until);
    let subject = text("Er is plaats voor uw team", "There are seats for your team");
    let free = match seats {
        1 => text(
            "Er is 1 plaats voor uw team vrijgekomen. Die is voor u gereserveerd",
            "1 seat has come free for your team. It is kept for you",
        ),
        _ => text(
            format!(
                "Er zijn {seats} plaatsen voor uw team vrijgekomen. Ze zijn voor u gereserveerd"
            ),
            format!("{seats} seats have come free for your team. They are kept for you"),
        ),
    };
    let line = text(
        format!(
            "{} tot {}. Neem het aanbod vóór dat moment aan, of sla het af, op de plek waar u het \
             team hebt aangemeld; daarna vervalt het en is de volgende op de wachtlijst aan de beurt.",
            free.nl, until.nl
        ),
        format!(
            "{} until {}. Accept the offer before that, or decline it, in the place where you \
             registered the team; after it the offer lapses and the next on the waiting list gets a \
             turn.",
            free.en, until.en
        ),
    );
    (subject, vec![line])
}

fn rejected() -> Said {
    let subject = text("Aanmelding niet gekozen", "Registration not selected");
    let line = text(
        "De organisator heeft uw aanmelding niet gekozen.",
        "The organiser did not select your registration.",
    );
    (subject, vec![line])
}

fn cancelled() -> Said {
    let subject = text("Gaat niet door", "Cancelled");
    let line = text(
        "De groep gaat niet door. De aanmelding is daarmee geannuleerd.",
        "The cohort does not take place. The registration is cancelled with it.",
    );
    (subject, vec![line])
}

fn passed_over(conditions: &[Condition]) -> Said {
    let subject = text("Overgeslagen op de wachtlijst", "Passed over on the waiting list");
    let line = text(
        "Er kwamen plaatsen vrij, maar uw team voldoet niet meer aan de voorwaarden. U houdt uw \
         plaats op de wachtlijst en komt weer aan de beurt zodra u er wel aan voldoet.",
        "Seats came free, but your team does not meet the conditions any more. You keep your place \
         on the waiting list and get a turn again once you meet them.",
    );
    (subject, std::iter::once(line).chain(conditions.iter().map(Condition::line)).collect())
}

fn goes() -> Said {
    let subject = text("Gaat door", "Takes place");
    let line = text("De groep gaat door.", "The cohort takes place.");
    (subject, vec![line])
}

fn withdrawn() -> Said {
    let subject = text("Aanmelding ingetrokken", "Registration withdrawn");
    let line = text(
        "De aanmelding is ingetrokken. Had uw team plaatsen, dan zijn die nu weer vrij voor anderen.",
        "The registration was withdrawn. If your team had seats, these are free for others now.",
    );
    (subject, vec![line])
}

fn declined() -> Said {
    let subject = text("Aanbod afgeslagen", "Offer declined");
    let line = text(
        "Het aanbod is afgeslagen. De aanmelding is daarmee beëindigd.",
        "The offer was declined. This ended the registration.",
    );
    (subject, vec![line])
}

#[cfg(test)]
mod tests;
