//! Organisers (sector bodies that run the offer) and the members they have.

use chrono::NaiveDate;

use crate::boards::Board;
use crate::invoices::Invoicing;
use crate::kernel::event::{Concerning, Subject, differing};
use crate::kernel::{Code, EmailAddress, Id, Refusal, text};
use crate::working_hours::WorkingHours;

/// A sector organisation that offers programmes, or a partner in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organiser {
    pub id: Id<Organiser>,
    /// A short word for addresses and commands, unique: `po-raad`.
    pub slug: String,
    pub name: String,
    pub members: Members,
    pub website: Option<String>,
    /// Where those who have a question write to: answers to letters go there.
    pub contact_email: Option<EmailAddress>,
    /// When boards can be expected to reach it: offers end within these hours.
    pub working_hours: Option<WorkingHours>,
    /// What it says on its invoices.
    pub invoicing: Invoicing,
    pub version: i64,
}

impl Subject for Organiser {
    const KIND: &'static str = "organiser";
}

impl Organiser {
    /// The fields that `new` has otherwise, as the API calls them.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self { id: _, slug, name, members, website, contact_email, .. } = self;
        let Self { working_hours, invoicing, .. } = self;
        let own = differing([
            ("slug", *slug != new.slug),
            ("name", *name != new.name),
            ("members", *members != new.members),
            ("website", *website != new.website),
            ("contactEmail", *contact_email != new.contact_email),
            ("workingHours", *working_hours != new.working_hours),
        ]);
        [own, invoicing.changes(&new.invoicing)].concat()
    }
}

/// Who can be a member of an organiser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {
    None,
    Boards,
    Persons,
}

impl Code for Members {
    const ALL: &'static [Self] = &[Self::None, Self::Boards, Self::Persons];

    fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Boards => "boards",
            Self::Persons => "persons",
        }
    }
}

/// A board or a person that is a member of an organiser, under a number unique with that organiser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub id: Id<Membership>,
    pub organiser: Id<Organiser>,
    pub member: Member,
    pub number: String,
    pub from_on: NaiveDate,
    /// The last day of the membership, if it ends.
    pub until_on: Option<NaiveDate>,
    pub version: i64,
}

/// Who holds a membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Member {
    Board(Id<Board>),
    Person { name: String, email: EmailAddress },
}

impl Members {
    /// Whether an organiser with these members can have `member`.
    ///
    /// # Errors
    /// `wrong-member`, naming who can be one.
    pub fn admit(self, member: &Member) -> Result<(), Refusal> {
        match (self, member) {
            (Self::Boards, Member::Board(_)) | (Self::Persons, Member::Person { .. }) => Ok(()),
            _ => {
                let (nl, en) = match self {
                    Self::None => ("geen leden", "no members"),
                    Self::Boards => ("besturen als lid", "boards as members"),
                    Self::Persons => ("personen als lid", "persons as members"),
                };
                Err(Refusal::conflict(
                    "wrong-member",
                    text(
                        format!("deze organisator heeft {nl}"),
                        format!("this organiser has {en}"),
                    ),
                ))
            }
        }
    }
}

impl Subject for Membership {
    const KIND: &'static str = "membership";
}

impl Membership {
    /// Whom it concerns: the organiser and, where a board is the member, that board.
    pub fn concerning(&self) -> Concerning {
        match self.member {
            Member::Board(board) => (self.organiser, board).into(),
            Member::Person { .. } => self.organiser.into(),
        }
    }

    /// The fields that `new` has otherwise, as the API calls them.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self { id: _, organiser: _, member: _, number, from_on, until_on, version: _ } = self;
        differing([
            ("number", *number != new.number),
            ("fromOn", *from_on != new.from_on),
            ("untilOn", *until_on != new.until_on),
        ])
    }

    /// Ends the membership after `until_on`, or lets it run on.
    ///
    /// # Errors
    /// `ends-before-start`.
    pub fn end(self, until_on: Option<NaiveDate>) -> Result<Self, Refusal> {
        let from = self.from_on;
        if until_on.is_some_and(|until| until < from) {
            return Err(Refusal::invalid(
                "/untilOn",
                "ends-before-start",
                text(
                    format!("het lidmaatschap begint pas op {from}"),
                    format!("the membership starts on {from} only"),
                ),
            ));
        }
        Ok(Self { until_on, version: self.version + 1, ..self })
    }

    /// Whether the board is a member on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|last| day <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn membership(from_on: &str, until_on: Option<&str>) -> Membership {
        Membership {
            id: Id::from(uuid::Uuid::nil()),
            organiser: Id::from(uuid::Uuid::nil()),
            member: Member::Board(Id::from(uuid::Uuid::nil())),
            number: "1".into(),
            from_on: from_on.parse().unwrap(),
            until_on: until_on.map(|day| day.parse().unwrap()),
            version: 1,
        }
    }

    #[test]
    fn a_membership_holds_from_its_first_until_its_last_day() {
        let holds =
            |day: &str| membership("2026-01-01", Some("2026-12-31")).holds_on(day.parse().unwrap());
        assert!(!holds("2025-12-31"));
        assert!(holds("2026-01-01") && holds("2026-12-31"));
        assert!(!holds("2027-01-01"));
        assert!(membership("2026-01-01", None).holds_on("2099-01-01".parse().unwrap()));
    }

    #[test]
    fn what_differs_is_named_as_the_api_calls_it() {
        let old = membership("2026-01-01", None);
        let new = Membership { until_on: Some("2026-12-31".parse().unwrap()), ..old.clone() };
        assert_eq!(old.changes(&new), ["untilOn"]);
        assert!(old.changes(&Membership { version: 2, ..old.clone() }).is_empty());
    }

    #[test]
    fn a_membership_does_not_end_before_it_starts() {
        let refused = membership("2026-01-01", None).end(Some("2025-01-01".parse().unwrap()));
        assert_eq!(refused.unwrap_err().code(), "ends-before-start");
    }

    #[test]
    fn an_organiser_of_boards_has_no_persons_as_members() {
        let person = Member::Person { name: "A".into(), email: EmailAddress::new("a@example.nl") };
        assert_eq!(Members::Boards.admit(&person).unwrap_err().code(), "wrong-member");
        assert!(Members::Persons.admit(&person).is_ok());
    }
}
