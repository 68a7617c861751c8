//! What people are told about the sessions of a cohort: that they change, and that they are near.

use serde::{Deserialize, Serialize};

use super::words::Words;
use super::{Meeting, Reader};
use crate::cohorts::{Cohort, Lead, Session};
use crate::kernel::{Id, Instant, Text, text};
use crate::registrations::{Registration, RegistrationStatus};

/// What has become of sessions of a cohort, in one letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsChanged {
    pub registration: Id<Registration>,
    pub reader: Reader,
    /// Where the reader's team stands.
    #[serde(with = "crate::kernel::code::word")]
    pub status: RegistrationStatus,
    pub cohort_id: Id<Cohort>,
    pub programme: String,
    pub cohort: String,
    pub changes: Vec<SessionChange>,
}

/// What has become of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionChange {
    pub session: Id<Session>,
    pub change: Change,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Change {
    Added { now: Meeting },
    Changed { before: Meeting, now: Meeting, link_changed: bool },
    Cancelled { before: Meeting, reason: Option<String> },
}

/// Sessions are given with the address at which people meet: see [`Session::placed_in`].
impl SessionChange {
    /// A session that was added.
    pub fn added(session: &Session) -> Self {
        Self { session: session.id, change: Change::Added { now: session.into() } }
    }

    /// What people have to know of `old` that has become `new`: another time or place, or that it
    /// is off. A theme or an agenda is read where it stands.
    pub fn between(old: &Session, new: &Session) -> Option<Self> {
        let (before, now) = (Meeting::from(old), Meeting::from(new));
        let link_changed = old.place.meeting_link != new.place.meeting_link;
        let change = match &new.cancelled {
            Some(cancelled) => Change::Cancelled { before, reason: cancelled.reason.clone() },
            None if link_changed || !before.is_where_and_when(&now) => {
                Change::Changed { before, now, link_changed }
            }
            None => return None,
        };
        Some(Self { session: new.id, change })
    }

    /// Whether it also matters to who has no seat yet: a link does not.
    pub fn matters_to_all(&self) -> bool {
        match &self.change {
            Change::Changed { before, now, .. } => !before.is_where_and_when(now),
            Change::Added { .. } | Change::Cancelled { .. } => true,
        }
    }

    fn subject(&self) -> Text {
        match &self.change {
            Change::Added { .. } => text("Extra bijeenkomst", "Session added"),
            Change::Cancelled { .. } => text("Bijeenkomst afgelast", "Session cancelled"),
            Change::Changed { before, now, .. } if before.is_when(now) => {
                text("Bijeenkomst gewijzigd", "Session changed")
            }
            Change::Changed { .. } => text("Bijeenkomst verplaatst", "Session moved"),
        }
    }

    /// What a team in this state is told: only who has seats sees the link.
    fn sentences(&self, status: RegistrationStatus) -> Vec<Text> {
        match &self.change {
            Change::Added { now } => {
                let now = now.in_words();
                vec![text(
                    format!("Er is een bijeenkomst bij gekomen: {}.", now.nl),
                    format!("A session was added: {}.", now.en),
                )]
            }
            Change::Cancelled { before, reason } => cancelled(before, reason.as_deref()),
            Change::Changed { before, now, link_changed } => {
                let moved = (!before.is_where_and_when(now)).then(|| moved(before, now));
                let link = (*link_changed && status.takes_part()).then(|| link(now));
                moved.into_iter().flatten().chain(link).collect()
            }
        }
    }

    fn useful_until(&self) -> Instant {
        match &self.change {
            Change::Added { now } => now.ends_at,
            Change::Cancelled { before, .. } => before.ends_at,
            Change::Changed { before, now, .. } => before.ends_at.max(now.ends_at),
        }
    }
}

fn cancelled(before: &Meeting, reason: Option<&str>) -> Vec<Text> {
    let was = before.in_words();
    let off = text(
        format!("Deze bijeenkomst gaat niet door: {}.", was.nl),
        format!("This session does not take place: {}.", was.en),
    );
    let why = reason.map(|reason| {
        text(format!("Toelichting: {reason}"), format!("The reason given: {reason}"))
    });
    std::iter::once(off).chain(why).collect()
}

fn moved(before: &Meeting, now: &Meeting) -> Vec<Text> {
    let (was, is) = (before.in_words(), now.in_words());
    vec![
        text(format!("De bijeenkomst was: {}.", was.nl), format!("The session was: {}.", was.en)),
        text(format!("Die is nu: {}.", is.nl), format!("It is now: {}.", is.en)),
    ]
}

fn link(now: &Meeting) -> Text {
    let is = now.in_words();
    text(
        format!("De link om online mee te doen is gewijzigd ({}): zie uw agenda.", is.nl),
        format!("The link for taking part online was changed ({}): see your calendar.", is.en),
    )
}

impl SessionsChanged {
    /// After the sessions nobody is helped by it.
    pub(super) fn useful_until(&self) -> Option<Instant> {
        self.changes.iter().map(SessionChange::useful_until).max()
    }

    pub(super) fn words(&self) -> Words {
        let subject = match self.changes.as_slice() {
            [one] => one.subject(),
            _ => text("Bijeenkomsten gewijzigd", "Sessions changed"),
        };
        let before = self.changes.iter().flat_map(|change| change.sentences(self.status));
        let name = format!("{} – {}", self.programme, self.cohort);
        let of = text(format!("Het gaat om {name}."), format!("It is about {name}."));
        Words {
            subject: text(format!("{}: {name}", subject.nl), format!("{}: {name}", subject.en)),
            before: before.chain([of]).chain(self.standing()).collect(),
            button: None,
            after: self.reader.signature(self.registration),
        }
    }

    /// What it means to the contact, who answers for a team.
    fn standing(&self) -> Option<Text> {
        match (self.reader, self.status) {
            (Reader::Participant(_), _) => None,
            (Reader::Contact, RegistrationStatus::Confirmed) => Some(text(
                "De deelnemers van uw team krijgen dit bericht ook.",
                "The participants of your team get this message too.",
            )),
            (Reader::Contact, _) => Some(text(
                "Uw team is aangemeld en heeft nog geen vaste plaats; de deelnemers krijgen geen \
                 bericht.",
                "Your team is registered and has no seats yet; its participants are not told.",
            )),
        }
    }
}

/// That a session is near.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionReminder {
    pub registration: Id<Registration>,
    pub reader: Reader,
    pub session: Id<Session>,
    pub cohort_id: Id<Cohort>,
    pub programme: String,
    pub cohort: String,
    /// The start that it reminds of; a session that has another by now is told of otherwise.
    pub starts_at: Instant,
    #[serde(with = "crate::kernel::code::word")]
    pub lead: Lead,
}

impl SessionReminder {
    /// The session is looked up when the letter is sent: so its link stands in no outbox.
    pub(super) fn words(&self, sessions: &[Session]) -> Words {
        let name = format!("{} – {}", self.programme, self.cohort);
        let mut before = vec![text(
            format!("Binnenkort is er een bijeenkomst van {name}:"),
            format!("A session of {name} is coming up:"),
        )];
        for session in sessions {
            let meeting = Meeting::from(session);
            let is = meeting.in_words();
            before.push(text(format!("– {}", is.nl), format!("– {}", is.en)));
            before.extend(meeting.theme_in_words());
            before.extend(session.place.meeting_link.as_ref().map(|link| {
                text(format!("Online meedoen: {link}"), format!("Taking part online: {link}"))
            }));
        }
        Words {
            subject: text(format!("Herinnering: {name}"), format!("Reminder: {name}")),
            before,
            button: None,
            after: self.reader.signature(self.registration),
        }
    }
}

/// Said where sessions go along as a file.
pub(super) fn file_for_calendar() -> Text {
    text(
        "Open het bijgevoegde bestand om uw agenda bij te werken.",
        "Open the attached file to bring your calendar up to date.",
    )
}

#[cfg(test)]
mod tests;
