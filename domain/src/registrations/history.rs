//! The history of a registration, as its board and its organiser read it.

use crate::kernel::access::{self, Actor, Place, RoleKind, Who};
use crate::kernel::{Code, Text, text};

/// On whose side something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Board,
    Organiser,
    /// Who runs the platform, for nobody else.
    Platform,
    /// The server by itself, by the clock and the rules.
    Server,
}

impl Code for Side {
    const ALL: &'static [Self] = &[Self::Board, Self::Organiser, Self::Platform, Self::Server];

    fn code(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Organiser => "organiser",
            Self::Platform => "platform",
            Self::Server => "server",
        }
    }
}

impl Side {
    /// The side on which somebody acts for a place.
    pub fn at(place: Place) -> Self {
        match place {
            Place::Board(_) => Self::Board,
            Place::Organiser(_) => Self::Organiser,
            Place::Platform => Self::Platform,
        }
    }

    /// The side that an operation is for: what is known of entries of before it was kept for which
    /// place somebody acted, and what the server does by itself.
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
            Self::Server | Self::Platform => reader.is_administrator(),
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
    ("registration-withdrawn", "De aanmelding is ingetrokken.", "The registration was withdrawn."),
    ("registration-cancelled", "De groep gaat niet door.", "The cohort does not take place."),
    ("registration-completed", "Het programma is voltooid.", "The programme was completed."),
    ("participant-replaced", "Een deelnemer is vervangen.", "A participant was replaced."),
    ("participant-removed", "Een deelnemer is afgemeld.", "A participant was taken out."),
    ("intake-booked", "Het intakegesprek is geboekt.", "The intake was booked."),
    ("intake-moved", "Het intakegesprek is verplaatst.", "The intake was moved."),
    ("intake-cancelled", "Het intakegesprek is afgezegd.", "The intake was cancelled."),
    ("needs-changed", "De behoeften zijn gewijzigd.", "The needs were changed."),
];

/// What happened on whose side, as a sentence. What it does not know it calls a change.
pub fn sentence(what: &str, side: Side) -> Text {
    let by_hand = matches!(side, Side::Organiser | Side::Platform);
    if what == "registration-overtaken" && by_hand {
        return text(
            "De organisator bood plaatsen aan een team achter dit team aan.",
            "The organiser offered seats to a team behind this one.",
        );
    }
    let known = SENTENCES.iter().find(|(word, ..)| *word == what);
    let (nl, en) = known
        .map_or(("De aanmelding is gewijzigd.", "The registration was changed."), |(_, nl, en)| {
            (*nl, *en)
        });
    text(nl, en)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::Id;
    use crate::kernel::access::{Role, User};

    #[test]
    fn the_side_is_that_of_the_place_for_which_somebody_acts() {
        assert_eq!(Side::at(Place::Board(Uuid::nil().into())), Side::Board);
        assert_eq!(Side::at(Place::Organiser(Uuid::nil().into())), Side::Organiser);
        assert_eq!(Side::at(Place::Platform), Side::Platform);
    }

    #[test]
    fn who_runs_the_platform_is_named_to_nobody_else() {
        let user: Id<User> = Uuid::nil().into();
        let administrator = Actor::person(user, vec![Role::Administrator]);
        let editor = Actor::person(user, vec![Role::BoardEditor(Uuid::nil().into())]);
        assert!(Side::Platform.is_named_to(&administrator, Acts::ForOrganiser));
        assert!(!Side::Platform.is_named_to(&editor, Acts::ForBoard));
        assert!(Side::Board.is_named_to(&editor, Acts::ForBoard));
        assert!(!Side::Organiser.is_named_to(&editor, Acts::ForBoard));
    }

    #[test]
    fn being_overtaken_by_the_rule_is_something_else_than_by_hand() {
        let said = |side| sentence("registration-overtaken", side).en;
        assert!(said(Side::Server).contains("did not fit in"));
        for hand in [Side::Organiser, Side::Platform] {
            assert!(said(hand).starts_with("The organiser offered"));
        }
    }

    #[test]
    fn without_a_place_the_side_is_that_of_the_operation() {
        assert_eq!(Side::of("registerTeam"), Side::Board);
        assert_eq!(Side::of("acceptOffer"), Side::Board);
        assert_eq!(Side::of("offerSeats"), Side::Organiser);
        assert_eq!(Side::of("cancelCohort"), Side::Organiser);
        assert_eq!(Side::of("settle-offers"), Side::Server);
    }
}
