//! Roles that are offered by e-mail, until somebody accepts or they are withdrawn.
//!
//! An invitation is good as long as whoever sent it may give the role: with their own role their
//! open invitations lapse, until somebody who may sends them again.

use crate::kernel::access::User;
use crate::kernel::event::Subject;
use crate::kernel::{Code, EmailAddress, Id, Instant, Language, Refusal, Role, text};
use crate::one_time_codes::Purpose;

/// The most invitations of one place that are open at once: enough for everybody who works there,
/// too few to write to half the country.
pub const MOST_OPEN: u64 = 200;

/// A role that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: Id<Invitation>,
    pub role: Role,
    pub email: EmailAddress,
    /// How whoever invites calls whoever is invited.
    pub name: Option<String>,
    /// The language of the letter.
    pub language: Language,
    pub created_at: Instant,
    /// Who sent it last; nobody where it was sent from the command line.
    pub invited_by: Option<Id<User>>,
    pub sent_at: Instant,
    pub expires_at: Instant,
    pub ended: Option<End>,
    pub version: i64,
}

impl Subject for Invitation {
    const KIND: &'static str = "invitation";
}

/// How an invitation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Accepted { at: Instant, by: Id<User> },
    Withdrawn { at: Instant },
}

/// Whether whoever sent an invitation may still give its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    InCharge,
    Gone,
}

/// What an invitation is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Open,
    Accepted,
    Withdrawn,
    /// Nobody accepted it in time.
    Expired,
    /// Whoever sent it may no longer give the role.
    Lapsed,
}

impl Code for State {
    const ALL: &'static [Self] =
        &[Self::Open, Self::Accepted, Self::Withdrawn, Self::Expired, Self::Lapsed];

    fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Lapsed => "lapsed",
        }
    }
}

/// What is offered, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub role: Role,
    pub email: EmailAddress,
    pub name: Option<String>,
    pub language: Language,
}

/// What a place has already that bears on an offer there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether somebody with this address holds a role there.
    pub holds_role: bool,
    /// Whether an invitation to this address is open there.
    pub is_invited: bool,
    /// How many invitations of the place are open.
    pub open: u64,
}

impl Offer {
    /// Sends the offer.
    ///
    /// # Errors
    /// `role-held`, `already-invited`, `too-many-invitations`.
    pub fn send(
        self,
        id: Id<Invitation>,
        by: Option<Id<User>>,
        standing: Standing,
        now: Instant,
    ) -> Result<Invitation, Refusal> {
        if standing.holds_role {
            return Err(role_held());
        }
        if standing.is_invited {
            let sentence = text(
                "dit adres is hier al uitgenodigd; verstuur die uitnodiging opnieuw of trek haar in",
                "this address is invited here already; send that invitation again or withdraw it",
            );
            return Err(Refusal::conflict("already-invited", sentence));
        }
        if MOST_OPEN <= standing.open {
            let sentence = text(
                format!("er staan al {MOST_OPEN} uitnodigingen open; trek er eerst een in"),
                format!("there are {MOST_OPEN} open invitations already; withdraw one first"),
            );
            return Err(Refusal::conflict("too-many-invitations", sentence));
        }
        let Self { role, email, name, language } = self;
        Ok(Invitation {
            id,
            role,
            email: EmailAddress::new(&email.key()),
            name,
            language,
            created_at: now,
            invited_by: by,
            sent_at: now,
            expires_at: now + Purpose::Invitation.lifetime(),
            ended: None,
            version: 1,
        })
    }
}

impl Invitation {
    pub fn state(&self, sender: Sender, now: Instant) -> State {
        match (self.ended, sender) {
            (Some(End::Accepted { .. }), _) => State::Accepted,
            (Some(End::Withdrawn { .. }), _) => State::Withdrawn,
            (None, _) if self.expires_at <= now => State::Expired,
            (None, Sender::Gone) => State::Lapsed,
            (None, Sender::InCharge) => State::Open,
        }
    }

    /// Sends it once more, in the name of whoever does so, for as long as the first time.
    ///
    /// # Errors
    /// `invitation-over`; `role-held` where somebody with its address got a role there since.
    pub fn send_again(
        self,
        by: Option<Id<User>>,
        holds_role: bool,
        now: Instant,
    ) -> Result<Self, Refusal> {
        self.goes_on()?;
        if holds_role {
            return Err(role_held());
        }
        let expires_at = now + Purpose::Invitation.lifetime();
        Ok(Self { invited_by: by, sent_at: now, expires_at, version: self.version + 1, ..self })
    }

    /// Takes it back.
    ///
    /// # Errors
    /// `invitation-over`.
    pub fn withdraw(self, now: Instant) -> Result<Self, Refusal> {
        self.goes_on()?;
        Ok(self.end(End::Withdrawn { at: now }))
    }

    /// Accepts it, where `holds_role` says whether they hold a role at its place.
    ///
    /// # Errors
    /// `code-not-usable` where it is not open; `role-held`.
    pub fn accept(
        self,
        by: Id<User>,
        (sender, holds_role): (Sender, bool),
        now: Instant,
    ) -> Result<Self, Refusal> {
        if self.state(sender, now) != State::Open {
            return Err(crate::one_time_codes::not_usable());
        }
        if holds_role {
            return Err(role_held());
        }
        Ok(self.end(End::Accepted { at: now, by }))
    }

    fn end(self, end: End) -> Self {
        Self { ended: Some(end), version: self.version + 1, ..self }
    }

    fn goes_on(&self) -> Result<(), Refusal> {
        let sentence = match self.ended {
            None => return Ok(()),
            Some(End::Accepted { .. }) => {
                text("deze uitnodiging is al aangenomen", "this invitation was accepted already")
            }
            Some(End::Withdrawn { .. }) => {
                text("deze uitnodiging is ingetrokken", "this invitation was withdrawn")
            }
        };
        Err(Refusal::conflict("invitation-over", sentence))
    }
}

fn role_held() -> Refusal {
    let sentence = text(
        "deze persoon heeft daar al een rol; een beheerder kan die wijzigen",
        "this person holds a role there already; an administrator can change it",
    );
    Refusal::conflict("role-held", sentence)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const FREE: Standing = Standing { holds_role: false, is_invited: false, open: 0 };

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn now() -> Instant {
        at("2026-07-01T10:00:00Z")
    }

    fn user(number: u128) -> Id<User> {
        Uuid::from_u128(number).into()
    }

    fn offer() -> Offer {
        Offer {
            role: Role::BoardEditor(Uuid::from_u128(3).into()),
            email: EmailAddress::new("noor@example.nl"),
            name: None,
            language: Language::Dutch,
        }
    }

    fn sent() -> Invitation {
        offer().send(Uuid::from_u128(1).into(), Some(user(2)), FREE, now()).unwrap()
    }

    fn refused(standing: Standing) -> &'static str {
        offer().send(Uuid::from_u128(1).into(), None, standing, now()).unwrap_err().code()
    }

    #[test]
    fn nobody_is_invited_twice_or_to_where_they_are_or_by_the_hundreds() {
        assert_eq!(refused(Standing { holds_role: true, ..FREE }), "role-held");
        assert_eq!(refused(Standing { is_invited: true, ..FREE }), "already-invited");
        assert_eq!(refused(Standing { open: 200, ..FREE }), "too-many-invitations");
        let standing = Standing { open: 199, ..FREE };
        assert!(offer().send(Uuid::from_u128(1).into(), None, standing, now()).is_ok());
    }

    #[test]
    fn an_invitation_is_open_for_fourteen_days_while_its_sender_is_in_charge() {
        let (sent, last) = (sent(), at("2026-07-15T09:59:59.999Z"));
        assert_eq!(sent.state(Sender::InCharge, last), State::Open);
        assert_eq!(sent.state(Sender::InCharge, at("2026-07-15T10:00:00Z")), State::Expired);
        assert_eq!(sent.state(Sender::Gone, last), State::Lapsed);
        let refused = sent.clone().accept(user(4), (Sender::Gone, false), last).unwrap_err();
        assert_eq!(refused.code(), "code-not-usable");
        let refused = sent.accept(user(4), (Sender::InCharge, true), last).unwrap_err();
        assert_eq!(refused.code(), "role-held");
    }

    #[test]
    fn what_was_sent_again_is_good_anew_in_the_name_of_who_did_so() {
        let later = at("2026-07-20T10:00:00Z");
        let again = sent().send_again(Some(user(9)), false, later).unwrap();
        assert_eq!((again.invited_by, again.sent_at, again.version), (Some(user(9)), later, 2));
        assert_eq!(again.created_at, now());
        assert_eq!(again.state(Sender::InCharge, at("2026-08-03T09:00:00Z")), State::Open);
        assert_eq!(sent().send_again(None, true, later).unwrap_err().code(), "role-held");
    }

    #[test]
    fn what_is_over_stays_over() {
        let accepted = sent().accept(user(4), (Sender::InCharge, false), now()).unwrap();
        let withdrawn = sent().withdraw(now()).unwrap();
        for (over, state) in [(accepted, State::Accepted), (withdrawn, State::Withdrawn)] {
            assert_eq!(over.state(Sender::Gone, at("2027-01-01T00:00:00Z")), state);
            let again = over.clone().send_again(None, false, now()).unwrap_err();
            assert_eq!(again.code(), "invitation-over");
            assert_eq!(over.clone().withdraw(now()).unwrap_err().code(), "invitation-over");
            let accept = over.accept(user(5), (Sender::InCharge, false), now()).unwrap_err();
            assert_eq!(accept.code(), "code-not-usable");
        }
    }
}
