//! People with an account, and the roles they hold.

use crate::boards::{MOST_SEARCH_WORDS, words};
use crate::kernel::access::{Role, RoleKind};
use crate::kernel::event::{Subject, differing};
use crate::kernel::{EmailAddress, Id, Instant, Language, Refusal, text};

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: Id<User>,
    pub name: String,
    pub email: EmailAddress,
    /// The language of mail to this person.
    pub language: Language,
    pub created_at: Instant,
    /// When it was shown that mail to the address reaches this person.
    pub confirmed_at: Option<Instant>,
    /// Since when this person is kept out.
    pub blocked_at: Option<Instant>,
    /// The address this person asked to have instead, until it is confirmed.
    pub new_email: Option<EmailAddress>,
    pub version: i64,
}

impl User {
    /// A person who came at `now` and whose address is yet to be confirmed.
    pub fn new(id: Id<User>, name: String, email: EmailAddress, now: Instant) -> Self {
        Self {
            id,
            name,
            email,
            language: Language::default(),
            created_at: now,
            confirmed_at: None,
            blocked_at: None,
            new_email: None,
            version: 1,
        }
    }

    /// The same person, whose address is known to be theirs.
    pub fn confirmed(self, now: Instant) -> Self {
        Self { confirmed_at: self.confirmed_at.or(Some(now)), ..self }
    }

    /// Takes another name or language.
    pub fn change(self, name: Option<String>, language: Option<Language>) -> Self {
        Self {
            name: name.unwrap_or(self.name),
            language: language.unwrap_or(self.language),
            version: self.version + 1,
            ..self
        }
    }

    /// Asks for another address, which takes the place of this one once it is confirmed.
    ///
    /// # Errors
    /// `same-address`.
    pub fn ask_for(self, email: EmailAddress) -> Result<Self, Refusal> {
        if email.key() == self.email.key() {
            let sentence = text("dit is uw adres al", "this is your address already");
            return Err(Refusal::conflict("same-address", sentence));
        }
        Ok(Self { new_email: Some(email), version: self.version + 1, ..self })
    }

    /// Goes on with the address that was asked for, which is known to be theirs; nothing where none
    /// was.
    pub fn move_address(self, now: Instant) -> Option<Self> {
        let email = self.new_email?;
        let version = self.version + 1;
        Some(Self { email, new_email: None, confirmed_at: Some(now), version, ..self })
    }

    /// Stays at the address they have.
    pub fn keep_address(self) -> Self {
        match self.new_email {
            None => self,
            Some(_) => Self { new_email: None, version: self.version + 1, ..self },
        }
    }

    /// The fields that `new` has otherwise, as the API calls them.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self {
            id: _,
            name,
            email,
            language,
            created_at: _,
            confirmed_at,
            blocked_at,
            new_email,
            version: _,
        } = self;
        differing([
            ("name", *name != new.name),
            ("email", *email != new.email),
            ("language", *language != new.language),
            ("confirmedAt", *confirmed_at != new.confirmed_at),
            ("blockedAt", *blocked_at != new.blocked_at),
            ("newEmail", *new_email != new.new_email),
        ])
    }

    /// Keeps this person out.
    ///
    /// # Errors
    /// `own-account` where somebody blocks themselves; `already-blocked`.
    pub fn block(self, by: Option<Id<User>>, now: Instant) -> Result<Self, Refusal> {
        if by == Some(self.id) {
            let sentence = text(
                "uzelf kunt u niet blokkeren; een andere beheerder kan dat",
                "you cannot block yourself; another administrator can",
            );
            return Err(Refusal::conflict("own-account", sentence));
        }
        if let Some(since) = self.blocked_at {
            let since = crate::kernel::civil::in_words(since);
            let sentence = text(
                format!("dit account is al geblokkeerd sinds {}", since.nl),
                format!("this account has been blocked since {}", since.en),
            );
            return Err(Refusal::conflict("already-blocked", sentence));
        }
        Ok(Self { blocked_at: Some(now), version: self.version + 1, ..self })
    }

    /// Lets this person in again.
    ///
    /// # Errors
    /// `not-blocked`.
    pub fn unblock(self) -> Result<Self, Refusal> {
        if self.blocked_at.is_none() {
            let sentence = text("dit account is niet geblokkeerd", "this account is not blocked");
            return Err(Refusal::conflict("not-blocked", sentence));
        }
        Ok(Self { blocked_at: None, version: self.version + 1, ..self })
    }

    /// What this person is found by: the words of the name and of the address.
    pub fn search_key(&self) -> String {
        [words(&self.name), words(self.email.as_str())].concat().join(" ")
    }
}

/// What people are sorted by: the words of the name, without regard to case and accents.
pub fn name_key(name: &str) -> String {
    words(name).join(" ")
}

/// The words of a query for people, or parts of them.
pub fn search_words(query: &str) -> Vec<String> {
    words(query).into_iter().take(MOST_SEARCH_WORDS).collect()
}

impl Subject for RoleHeld {
    const KIND: &'static str = "role";
}

/// A role that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleHeld {
    pub id: Id<RoleHeld>,
    pub user: Id<User>,
    pub role: Role,
    pub given_at: Instant,
    /// Who gave it; nobody where it came with the installation.
    pub given_by: Option<Id<User>>,
    pub version: i64,
}

impl RoleHeld {
    /// The fields that `new` has otherwise, as the API calls them.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self { id: _, user: _, role, given_at: _, given_by: _, version: _ } = self;
        differing([("role", *role != new.role)])
    }

    /// Becomes a role of another kind at the same place, where `others` are the administrators who
    /// stay.
    ///
    /// # Errors
    /// `wrong-place` where no role of this kind is held there; `last-administrator`.
    pub fn change(self, kind: RoleKind, others: u64) -> Result<Self, Refusal> {
        let role = Role::at(kind, self.role.place()).ok_or_else(wrong_place)?;
        if !role.administers() {
            self.keeps_an_administrator(others)?;
        }
        Ok(Self { role, version: self.version + 1, ..self })
    }

    /// Whether it can end, where `others` are the administrators who stay.
    ///
    /// # Errors
    /// `last-administrator`.
    pub fn end(&self, others: u64) -> Result<(), Refusal> {
        self.keeps_an_administrator(others)
    }

    fn keeps_an_administrator(&self, others: u64) -> Result<(), Refusal> {
        if self.role.administers() && others == 0 { Err(last_administrator()) } else { Ok(()) }
    }
}

/// The refusal of a role at a place that knows no such role.
pub fn wrong_place() -> Refusal {
    let sentence = text(
        "deze rol bestaat hier niet: een organisator heeft organiser-administrator en \
         organiser-editor, een bestuur board-administrator en board-editor, het platform \
         administrator",
        "there is no such role here: an organiser has organiser-administrator and \
         organiser-editor, a board board-administrator and board-editor, the platform \
         administrator",
    );
    Refusal::invalid("/role", "wrong-place", sentence)
}

/// The refusal of what would leave a place without an administrator.
pub fn last_administrator() -> Refusal {
    let sentence = text(
        "dit is de laatste beheerder; maak eerst iemand anders beheerder",
        "this is the last administrator; make somebody else an administrator first",
    );
    Refusal::conflict("last-administrator", sentence)
}

/// The refusal of somebody who does not manage the people of a place.
pub fn not_the_administrator() -> Refusal {
    let sentence = text(
        "u beheert de mensen daar niet; een beheerder van die plek kan dit",
        "you do not manage the people there; an administrator of that place can do this",
    );
    Refusal::forbidden("not-the-administrator", sentence)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn now() -> Instant {
        "2026-07-01T10:00:00Z".parse().unwrap()
    }

    fn user(number: u128) -> User {
        let email = EmailAddress::new("Noor.de.Wit@Example.nl");
        User::new(Uuid::from_u128(number).into(), "Noor de Wit-Élan".into(), email, now())
    }

    fn held(role: Role) -> RoleHeld {
        RoleHeld {
            id: Uuid::from_u128(1).into(),
            user: Uuid::from_u128(2).into(),
            role,
            given_at: now(),
            given_by: None,
            version: 1,
        }
    }

    fn board() -> Id<crate::boards::Board> {
        Uuid::from_u128(3).into()
    }

    #[test]
    fn nobody_blocks_themselves_or_somebody_twice() {
        let one = user(1);
        assert_eq!(one.clone().block(Some(one.id), now()).unwrap_err().code(), "own-account");
        let blocked = one.block(Some(user(2).id), now()).unwrap();
        assert_eq!((blocked.blocked_at, blocked.version), (Some(now()), 2));
        assert_eq!(blocked.clone().block(None, now()).unwrap_err().code(), "already-blocked");
        let back = blocked.unblock().unwrap();
        assert_eq!(back.unblock().unwrap_err().code(), "not-blocked");
    }

    #[test]
    fn another_address_counts_once_it_is_confirmed() {
        let asked = user(1).ask_for(EmailAddress::new("noor@example.com")).unwrap();
        assert_eq!((asked.email.as_str(), asked.version), ("Noor.de.Wit@Example.nl", 2));
        let moved = asked.clone().move_address(now()).unwrap();
        assert_eq!((moved.email.as_str(), moved.new_email.as_ref()), ("noor@example.com", None));
        assert_eq!(user(1).changes(&moved), ["email", "confirmedAt"]);
        let kept = asked.keep_address();
        assert_eq!((kept.email.key(), kept.new_email.clone()), (user(1).email.key(), None));
        assert_eq!(kept.move_address(now()), None);
        let same = user(1).ask_for(EmailAddress::new("noor.de.wit@example.nl")).unwrap_err();
        assert_eq!(same.code(), "same-address");
        assert_eq!(user(1).keep_address().version, 1);
    }

    #[test]
    fn a_person_is_found_by_parts_of_name_and_address() {
        let key = user(1).search_key();
        for query in ["wit", "ELAN", "noor.de.wit@example.nl", "élan example"] {
            assert!(search_words(query).iter().all(|word| key.contains(word.as_str())), "{query}");
        }
        assert!(search_words("%_").is_empty());
    }

    #[test]
    fn the_last_administrator_of_a_place_stays_one() {
        for role in [
            Role::Administrator,
            Role::BoardAdministrator(board()),
            Role::OrganiserAdministrator(Uuid::nil().into()),
        ] {
            assert_eq!(held(role).end(0).unwrap_err().code(), "last-administrator");
            assert!(held(role).end(1).is_ok());
        }
        assert!(held(Role::BoardEditor(board())).end(0).is_ok());
        let last = held(Role::BoardAdministrator(board()));
        let refused = last.clone().change(RoleKind::BoardEditor, 0).unwrap_err();
        assert_eq!(refused.code(), "last-administrator");
        let changed = last.clone().change(RoleKind::BoardEditor, 1).unwrap();
        assert_eq!((changed.role, changed.version), (Role::BoardEditor(board()), 2));
        assert!(last.change(RoleKind::BoardAdministrator, 0).is_ok());
    }

    #[test]
    fn a_role_stays_where_it_is_held() {
        for kind in [RoleKind::OrganiserEditor, RoleKind::Administrator] {
            let refused = held(Role::BoardEditor(board())).change(kind, 1).unwrap_err();
            assert_eq!(refused.code(), "wrong-place");
        }
    }
}
