//! Machine clients: programs that act for one organisation, within scopes. They show who they are
//! with a secret or with a signature; what they may is held here and read at every request.

mod assertion;
mod keys;
mod secrets;

pub use assertion::{Assertion, LONGEST as LONGEST_ASSERTION};
pub use keys::{ClientKey, KeyAlgorithm, KeyShape, MOST as MOST_KEYS, not_admitted};
pub use secrets::{ClientSecret, LONGEST as LONGEST_SECRET, MOST as MOST_SECRETS};

use chrono::TimeDelta;

use crate::kernel::access::{Place, Role, scopes};
use crate::kernel::event::differing;
use crate::kernel::{Id, Instant, Refusal, text};

/// How long an access token of a client is good.
pub const ACCESS: TimeDelta = TimeDelta::minutes(15);
/// The most clients that act for one organisation at a time.
pub const MOST: u64 = 20;

/// A program that acts for one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub id: Id<Client>,
    pub name: String,
    /// The organiser or the board that it acts for.
    pub place: Place,
    /// What it may do there, in the order of their names.
    pub scopes: Vec<String>,
    pub created_at: Instant,
    /// Since when it is kept out.
    pub blocked_at: Option<Instant>,
    /// When it ended, for good.
    pub ended_at: Option<Instant>,
    pub version: i64,
}

/// A client to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClient {
    pub name: String,
    pub place: Place,
    pub scopes: Vec<String>,
}

impl Client {
    /// A client of an organisation that has `others` already.
    ///
    /// # Errors
    /// `too-many-clients`; `unknown-word` for a scope that there is not.
    pub fn create(
        id: Id<Self>,
        new: NewClient,
        others: u64,
        now: Instant,
    ) -> Result<Self, Refusal> {
        if MOST <= others {
            let sentence = text(
                format!("een organisatie heeft hoogstens {MOST} clients; beëindig er eerst een"),
                format!("an organisation has at most {MOST} clients; end one of them first"),
            );
            return Err(Refusal::conflict("too-many-clients", sentence));
        }
        let NewClient { name, place, scopes } = new;
        let scopes = known(scopes)?;
        let (blocked_at, ended_at) = (None, None);
        Ok(Self { id, name, place, scopes, created_at: now, blocked_at, ended_at, version: 1 })
    }

    /// Takes another name, or other scopes.
    ///
    /// # Errors
    /// `client-ended`; `unknown-word` for a scope that there is not.
    pub fn change(
        self,
        name: Option<String>,
        scopes: Option<Vec<String>>,
    ) -> Result<Self, Refusal> {
        self.goes_on()?;
        let scopes = scopes.map(known).transpose()?;
        Ok(Self {
            name: name.unwrap_or(self.name),
            scopes: scopes.unwrap_or(self.scopes),
            version: self.version + 1,
            ..self
        })
    }

    /// The fields that `new` has otherwise, as the API calls them.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self { id: _, name, place: _, scopes, created_at: _, .. } = self;
        differing([
            ("name", *name != new.name),
            ("scopes", *scopes != new.scopes),
            ("blockedAt", self.blocked_at != new.blocked_at),
            ("endedAt", self.ended_at != new.ended_at),
        ])
    }

    /// Keeps it out.
    ///
    /// # Errors
    /// `client-ended`, `already-blocked`.
    pub fn block(self, now: Instant) -> Result<Self, Refusal> {
        self.goes_on()?;
        if self.blocked_at.is_some() {
            let sentence =
                text("deze client is al geblokkeerd", "this client has been blocked before");
            return Err(Refusal::conflict("already-blocked", sentence));
        }
        Ok(Self { blocked_at: Some(now), version: self.version + 1, ..self })
    }

    /// Lets it in again.
    ///
    /// # Errors
    /// `client-ended`, `not-blocked`.
    pub fn unblock(self) -> Result<Self, Refusal> {
        self.goes_on()?;
        if self.blocked_at.is_none() {
            let sentence = text("deze client is niet geblokkeerd", "this client is not blocked");
            return Err(Refusal::conflict("not-blocked", sentence));
        }
        Ok(Self { blocked_at: None, version: self.version + 1, ..self })
    }

    /// Ends it for good.
    ///
    /// # Errors
    /// `client-ended`.
    pub fn end(self, now: Instant) -> Result<Self, Refusal> {
        self.goes_on()?;
        Ok(Self { ended_at: Some(now), version: self.version + 1, ..self })
    }

    /// Whether anything about it may still change.
    ///
    /// # Errors
    /// `client-ended`.
    pub fn goes_on(&self) -> Result<(), Refusal> {
        if self.ended_at.is_none() {
            return Ok(());
        }
        let sentence = text(
            "deze client is beëindigd; maak een nieuwe",
            "this client has ended; create another one",
        );
        Err(Refusal::conflict("client-ended", sentence))
    }

    /// Whether it may act now.
    pub fn acts(&self) -> bool {
        self.blocked_at.is_none() && self.ended_at.is_none()
    }

    /// What it is where it acts: an editor there, never an administrator.
    pub fn role(&self) -> Option<Role> {
        match self.place {
            Place::Platform => None,
            Place::Organiser(organiser) => Some(Role::OrganiserEditor(organiser)),
            Place::Board(board) => Some(Role::BoardEditor(board)),
        }
    }

    /// The scopes of a token for which `asked` was asked, separated by spaces; all of them where
    /// nothing was asked. Nothing where it asks for one that the client does not have.
    pub fn granted(&self, asked: Option<&str>) -> Option<Vec<String>> {
        let Some(asked) = asked else { return Some(self.scopes.clone()) };
        let mut granted: Vec<String> = asked.split(' ').map(str::to_owned).collect();
        granted.sort_unstable();
        granted.dedup();
        granted.iter().all(|scope| self.scopes.contains(scope)).then_some(granted)
    }
}

/// The scopes in order, each once.
fn known(mut given: Vec<String>) -> Result<Vec<String>, Refusal> {
    let known = scopes();
    if let Some(unknown) = given.iter().find(|scope| !known.contains(&scope.as_str())) {
        let sentence = text(
            format!("{unknown} is geen scope die een machine kan hebben"),
            format!("{unknown} is no scope that a machine can have"),
        );
        return Err(Refusal::invalid("/scopes", "unknown-word", sentence));
    }
    given.sort_unstable();
    given.dedup();
    Ok(given)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn now() -> Instant {
        "2026-07-01T10:00:00Z".parse().unwrap()
    }

    fn create(scopes: &[&str], others: u64) -> Result<Client, Refusal> {
        let place = Place::Board(Id::from(Uuid::from_u128(2)));
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        let new = NewClient { name: "Personeelssysteem".to_owned(), place, scopes };
        Client::create(Id::from(Uuid::from_u128(1)), new, others, now())
    }

    fn client() -> Client {
        create(&["registrations:write", "registrations:read", "boards:read"], 0).unwrap()
    }

    fn code<T: std::fmt::Debug>(refused: Result<T, Refusal>) -> &'static str {
        refused.unwrap_err().code()
    }

    #[test]
    fn a_client_acts_as_an_editor_of_its_organisation_and_nothing_more() {
        let role = client().role().unwrap();
        assert_eq!(role, Role::BoardEditor(Id::from(Uuid::from_u128(2))));
        assert!(!role.administers());
    }

    #[test]
    fn scopes_are_those_of_the_table_each_once_in_order() {
        let client = create(&["registrations:read", "boards:read", "boards:read"], 0).unwrap();
        assert_eq!(client.scopes, ["boards:read", "registrations:read"]);
        assert_eq!(create(&[], 0).unwrap().scopes, [""; 0]);
        for beyond in ["clients:write", "roles:write", "registrations", "*", ""] {
            assert_eq!(code(create(&[beyond], 0)), "unknown-word", "{beyond}");
            let changed = client.clone().change(None, Some(vec![beyond.to_owned()]));
            assert_eq!(code(changed), "unknown-word");
        }
    }

    #[test]
    fn an_organisation_has_twenty_clients_at_most() {
        assert!(create(&[], 19).is_ok());
        assert_eq!(code(create(&[], 20)), "too-many-clients");
    }

    #[test]
    fn a_token_has_the_scopes_that_were_asked_for_or_all() {
        let client = client();
        let granted = |asked| client.granted(asked);
        assert_eq!(granted(None).unwrap().len(), 3);
        assert_eq!(granted(Some("boards:read")).unwrap(), ["boards:read"]);
        let twice = granted(Some("registrations:read boards:read boards:read")).unwrap();
        assert_eq!(twice, ["boards:read", "registrations:read"]);
        for beyond in ["programmes:read", "boards:read programmes:write", "boards", "boards:read "]
        {
            assert_eq!(granted(Some(beyond)), None, "{beyond}");
        }
    }

    #[test]
    fn a_blocked_client_does_not_act_until_it_is_unblocked() {
        let blocked = client().block(now()).unwrap();
        assert!(!blocked.acts());
        assert_eq!(code(blocked.clone().block(now())), "already-blocked");
        assert!(blocked.unblock().unwrap().acts());
        assert_eq!(code(client().unblock()), "not-blocked");
    }

    #[test]
    fn what_ended_stays_so() {
        let ended = client().end(now()).unwrap();
        assert!(!ended.acts());
        for refused in [
            ended.clone().end(now()),
            ended.clone().block(now()),
            ended.clone().unblock(),
            ended.clone().change(Some("Anders".to_owned()), None),
        ] {
            assert_eq!(code(refused), "client-ended");
        }
    }

    #[test]
    fn a_change_names_its_fields() {
        let client = client();
        let renamed = client.clone().change(Some("Anders".to_owned()), None).unwrap();
        assert_eq!(client.changes(&renamed), ["name"]);
        assert_eq!(renamed.version, 2);
        let narrowed = client.clone().change(None, Some(Vec::new())).unwrap();
        assert_eq!(client.changes(&narrowed), ["scopes"]);
        assert_eq!(client.changes(&client.clone().block(now()).unwrap()), ["blockedAt"]);
    }
}
