//! Registrations: a board's team in a cohort.
//!
//! [`Admission::conditions`] is the list of what must hold; the eligibility of a board and the
//! ruling on a registration both read it. Source: product rules "Team", "Audience", "Seats",
//! "Admission", "Waiting list".

mod admission;
mod changes;
mod condition;
mod ending;
mod history;
mod moves;
mod needs;
mod next_steps;
mod offers;
mod promotion;
mod roles;
mod selection;
mod standing;
mod team;

pub use admission::{Admission, BoardStanding, Cover, CoveredBy};
pub use condition::Condition;
pub use history::{Acts, Side, sentence};
pub use moves::Move;
pub(crate) use needs::already_replaced;
pub use needs::{Correction, GivenNeeds, NEEDS_READ, Needs};
pub use next_steps::{NextStep, Preparations};
pub use offers::{Accepted, MOST_OVERTAKINGS, Waiting};
pub use promotion::{Promoted, Walk};
pub use roles::role_in_words;
pub use selection::Decision;
pub use team::Replacement;

use crate::boards::Board;
use crate::cohorts::Cohort;
use crate::kernel::{Code, EmailAddress, Id, Instant, Language};

/// One board's team in one cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    pub id: Id<Registration>,
    pub cohort: Id<Cohort>,
    pub board: Id<Board>,
    /// The order of arrival in the cohort: 1 for the first that was accepted. Never changes.
    pub arrival: i64,
    pub details: Details,
    pub participants: Vec<Participant>,
    pub status: RegistrationStatus,
    pub registered_at: Instant,
    /// When it reached the status it has.
    pub status_since: Instant,
    /// In which its people are written to.
    pub language: Language,
    /// Until when the board may answer, while seats are offered to it.
    pub offer_until: Option<Instant>,
    pub waiting: Waiting,
    pub version: i64,
}

/// What the board may change about a registration at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    pub contact: Contact,
    pub motivation: Option<String>,
    /// What the board wants to read on its invoice.
    pub invoice_reference: Option<String>,
}

/// Whom the organiser asks about the registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub email: EmailAddress,
    pub phone: Option<String>,
}

/// A person in a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub id: Id<Participant>,
    pub name: String,
    pub email: EmailAddress,
    pub role: String,
    /// Whether [`Needs`] were given for them. What they are stands apart.
    pub needs_known: bool,
}

/// A team that asks for seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub board: Id<Board>,
    pub details: Details,
    pub participants: Vec<Participant>,
    /// In which its people are written to.
    pub language: Language,
}

/// Where a registration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegistrationStatus {
    Submitted,
    Confirmed,
    Waitlisted,
    Offered,
    Rejected,
    Withdrawn,
    Declined,
    Lapsed,
    Cancelled,
    Completed,
}

use RegistrationStatus::{
    Cancelled, Completed, Confirmed, Declined, Lapsed, Offered, Rejected, Submitted, Waitlisted,
    Withdrawn,
};

impl Code for RegistrationStatus {
    const ALL: &'static [Self] = &[
        Submitted, Confirmed, Waitlisted, Offered, Rejected, Withdrawn, Declined, Lapsed,
        Cancelled, Completed,
    ];

    fn code(self) -> &'static str {
        match self {
            Submitted => "submitted",
            Confirmed => "confirmed",
            Waitlisted => "waitlisted",
            Offered => "offered",
            Rejected => "rejected",
            Withdrawn => "withdrawn",
            Declined => "declined",
            Lapsed => "lapsed",
            Cancelled => "cancelled",
            Completed => "completed",
        }
    }
}

impl RegistrationStatus {
    /// The moves that the product knows; all others are refused with the state it is in.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Submitted, Confirmed | Waitlisted | Rejected | Withdrawn | Cancelled)
                | (Waitlisted, Offered | Withdrawn | Cancelled)
                | (Offered, Confirmed | Declined | Lapsed | Withdrawn | Cancelled)
                | (Confirmed, Withdrawn | Cancelled | Completed)
        )
    }

    /// Whether the registration still counts for its board and its persons.
    pub fn is_live(self) -> bool {
        matches!(self, Submitted | Confirmed | Waitlisted | Offered)
    }

    /// Whether its participants hold seats.
    pub fn takes_seats(self) -> bool {
        matches!(self, Confirmed | Offered | Completed)
    }

    /// Whether its participants take part, or did until the end.
    pub fn takes_part(self) -> bool {
        matches!(self, Confirmed | Completed)
    }

    /// Whether its participants will not take part: then nothing is prepared for them.
    pub fn fell_away(self) -> bool {
        matches!(self, Rejected | Withdrawn | Declined | Lapsed | Cancelled)
    }

    /// The states that count as live, for queries.
    pub fn live() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|status| status.is_live())
    }
}

impl Registration {
    /// The seats it holds now.
    pub fn seats(&self) -> u32 {
        if self.status.takes_seats() { self.size() } else { 0 }
    }

    /// Whether it stands in the waiting list.
    pub fn waits(&self) -> bool {
        self.status == RegistrationStatus::Waitlisted
    }

    /// How many participants the team has.
    pub fn size(&self) -> u32 {
        u32::try_from(self.participants.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A confirmed team of one, told apart by a number.
    pub(crate) fn registration(number: u128) -> Registration {
        let id = uuid::Uuid::from_u128(number);
        let email = EmailAddress::new(&format!("deelnemer{number}@example.nl"));
        let contact = Contact { name: "Noor".into(), email: email.clone(), phone: None };
        let (name, role) = ("Sam".to_owned(), "teacher".to_owned());
        let at: Instant = "2026-07-01T10:00:00Z".parse().unwrap();
        Registration {
            id: id.into(),
            cohort: uuid::Uuid::from_u128(1).into(),
            board: id.into(),
            arrival: 1,
            details: Details { contact, motivation: None, invoice_reference: None },
            participants: vec![Participant {
                id: id.into(),
                name,
                email,
                role,
                needs_known: false,
            }],
            status: Confirmed,
            registered_at: at,
            status_since: at,
            language: Language::Dutch,
            offer_until: None,
            waiting: Waiting::default(),
            version: 1,
        }
    }

    #[test]
    fn the_moves_are_those_of_the_product_page() {
        let moves: Vec<(RegistrationStatus, Vec<RegistrationStatus>)> = vec![
            (Submitted, vec![Confirmed, Waitlisted, Rejected, Withdrawn, Cancelled]),
            (Waitlisted, vec![Offered, Withdrawn, Cancelled]),
            (Offered, vec![Confirmed, Declined, Lapsed, Withdrawn, Cancelled]),
            (Confirmed, vec![Withdrawn, Cancelled, Completed]),
        ];
        for from in RegistrationStatus::ALL {
            let known = moves.iter().find(|(state, _)| state == from);
            for to in RegistrationStatus::ALL {
                let allowed = known.is_some_and(|(_, next)| next.contains(to));
                assert_eq!(from.may_become(*to), allowed, "{from:?} to {to:?}");
            }
        }
    }

    #[test]
    fn who_takes_part_and_who_is_offered_seats_hold_them() {
        let holding: Vec<_> =
            RegistrationStatus::ALL.iter().filter(|status| status.takes_seats()).collect();
        assert_eq!(holding, [&Confirmed, &Offered, &Completed]);
    }
}
