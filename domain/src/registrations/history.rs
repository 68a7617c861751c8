//! The history of a registration, as its board and its organiser read it.

use crate::kernel::access::{self, Actor, RoleKind, Who};
use crate::kernel::{Code, Text, text};

/// On whose side something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Board,
    Organiser,
    /// The server by itself, by the clock and the rules.
    Server,
}

impl Code for Side {
    const ALL: &'static [Self] = &[Self::Board, Self::Organiser, Self::Server];

    fn code(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Organiser => "organiser",
            Self::Server => "server",
        }
    }
}

impl Side {
    /// The side that an operation is for: whoever did it acted for that side.
    pub fn of(operation: &str) -> Self {
        match access::of(operation).map(|access| access.who) {
            Some(Who::AnyOf(kinds)) if kinds.contains(&RoleKind::BoardEditor) => Self::Board,
            Some(Who::AnyOf(kinds)) if kinds.contains(&RoleKind::OrganiserEditor) => {
                Self::Organiser
            }
            _ => Self::Server,
        }
    }

    /// Whether a reader sees who it was: colleagues do, the other side sees the organisation.
    pub fn is_named_to(self, reader: &Actor, acts_for_board: Acts) -> bool {
        match self {
            Self::Server => false,
            _ if reader.is_administrator() => true,
            Self::Board => acts_for_board == Acts::ForBoard,
            Self::Organiser => acts_for_board == Acts::ForOrganiser,
        }
    }
}

/// For whom a reader acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acts {
    ForBoard,
    ForOrganiser,
}

/// What may happen, with a sentence for it in both languages.
const SENTENCES: &[(&str, &str, &str)] = &[
    ("registration-made", "De aanmelding is gedaan.", "The registration was made."),
    ("registration-changed", "De gegevens zijn gewijzigd.", "The details were changed."),
    ("registration-confirmed", "De aanmelding is bevestigd.", "The registration was confirmed."),
    (
        "registration-waitlisted",
        "Het team kwam op de wachtlijst.",
        "The team was put on the waiting list.",
    ),
    ("registration-offered", "Het team kreeg plaatsen aangeboden.", "The team was offered seats."),
    (
        "offer-shortened",
        "Het aanbod eindigt eerder, bij de start van de eerste bijeenkomst.",
        "The offer ends earlier, when the first session starts.",
    ),
    ("registration-accepted", "Het aanbod is aangenomen.", "The offer was accepted."),
    ("registration-declined", "Het aanbod is afgeslagen.", "The offer was declined."),
    ("registration-lapsed", "Het aanbod is vervallen.", "The offer lapsed."),
    (
        "registration-overtaken",
        "Een kleiner team kreeg plaatsen waarin dit team niet paste.",
        "A smaller team was offered seats that this team did not fit in.",
    ),
    (
        "registration-passed-over",
        "Het team is overgeslagen: het voldoet nu niet aan de voorwaarden.",
        "The team was passed over: it does not meet the conditions now.",
    ),
    (
        "registration-rejected",
        "De aanmelding is niet gekozen.",
        "The registration was not selected.",
    ),
    ("registration-withdrawn", "Het team is teruggetrokken.", "The team was withdrawn."),
    ("registration-cancelled", "De groep gaat niet door.", "The cohort does not take place."),
    ("registration-completed", "Het programma is voltooid.", "The programme was completed."),
    ("participant-replaced", "Een deelnemer is vervangen.", "A participant was replaced."),
    ("intake-booked", "Het intakegesprek is geboekt.", "The intake was booked."),
    ("intake-moved", "Het intakegesprek is verplaatst.", "The intake was moved."),
    ("intake-cancelled", "Het intakegesprek is afgezegd.", "The intake was cancelled."),
    ("needs-changed", "De behoeften zijn gewijzigd.", "The needs were changed."),
];

/// What happened, as a sentence. What it does not know it calls a change.
pub fn sentence(what: &str) -> Text {
    let known = SENTENCES.iter().find(|(word, ..)| *word == what);
    let (nl, en) = known
        .map_or(("De aanmelding is gewijzigd.", "The registration was changed."), |(_, nl, en)| {
            (*nl, *en)
        });
    text(nl, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_is_that_of_the_operation() {
        assert_eq!(Side::of("registerTeam"), Side::Board);
        assert_eq!(Side::of("acceptOffer"), Side::Board);
        assert_eq!(Side::of("offerSeats"), Side::Organiser);
        assert_eq!(Side::of("cancelCohort"), Side::Organiser);
        assert_eq!(Side::of("settle-offers"), Side::Server);
    }
}
