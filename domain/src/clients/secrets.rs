//! Secrets of clients: two at a time, so that one takes the place of the other without a pause.

use chrono::TimeDelta;

use super::Client;
use crate::kernel::event::Subject;
use crate::kernel::{Id, Instant, Refusal, text};

/// The most that a client has at a time.
pub const MOST: usize = 2;
/// How long one lasts at most.
pub const LONGEST: TimeDelta = TimeDelta::days(731);
/// How long one lasts where nobody says.
const USUAL: TimeDelta = TimeDelta::days(365);

/// A secret of a client; its text is known to nobody but the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientSecret {
    pub id: Id<ClientSecret>,
    pub client: Id<Client>,
    pub created_at: Instant,
    pub expires_at: Instant,
    /// When a token was last given for it.
    pub last_used_at: Option<Instant>,
}

impl Subject for ClientSecret {
    const KIND: &'static str = "client-secret";
}

impl ClientSecret {
    /// Whether it still opens anything.
    pub fn is_good(&self, now: Instant) -> bool {
        now < self.expires_at
    }
}

impl Client {
    /// A secret more beside `those`.
    ///
    /// # Errors
    /// `client-ended`, `too-many-secrets`; `too-early` and `too-late` for its end.
    pub fn add_secret(
        &self,
        id: Id<ClientSecret>,
        expires_at: Option<Instant>,
        those: &[ClientSecret],
        now: Instant,
    ) -> Result<ClientSecret, Refusal> {
        self.goes_on()?;
        let expires_at = expires_at.unwrap_or(now + USUAL);
        if expires_at <= now {
            let sentence = text("dit is al geweest", "this is past already");
            return Err(Refusal::invalid("/expiresAt", "too-early", sentence));
        }
        if now + LONGEST < expires_at {
            let sentence = text(
                "een geheim duurt hoogstens twee jaar; vervang het daarna",
                "a secret lasts two years at most; replace it after that",
            );
            return Err(Refusal::invalid("/expiresAt", "too-late", sentence));
        }
        if MOST <= those.iter().filter(|secret| secret.is_good(now)).count() {
            let sentence = text(
                format!("een client heeft hoogstens {MOST} geheimen; trek er eerst een in"),
                format!("a client has at most {MOST} secrets; revoke one of them first"),
            );
            return Err(Refusal::conflict("too-many-secrets", sentence));
        }
        let client = self.id;
        Ok(ClientSecret { id, client, created_at: now, expires_at, last_used_at: None })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::access::Place;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn add(those: &[ClientSecret], expires_at: Option<&str>) -> Result<ClientSecret, &'static str> {
        let client = Client {
            id: Id::from(Uuid::from_u128(1)),
            name: "Personeelssysteem".to_owned(),
            place: Place::Board(Id::from(Uuid::from_u128(2))),
            scopes: Vec::new(),
            created_at: at("2026-07-01T10:00:00Z"),
            blocked_at: None,
            ended_at: None,
            version: 1,
        };
        let id = Id::from(Uuid::from_u128(3));
        let now = at("2026-07-01T10:00:00Z");
        let added = client.add_secret(id, expires_at.map(at), those, now);
        added.map_err(|refusal| refusal.reasons[0].code)
    }

    #[test]
    fn a_secret_lasts_a_year_where_nobody_says_and_two_at_most() {
        assert_eq!(add(&[], None).unwrap().expires_at, at("2027-07-01T10:00:00Z"));
        assert!(add(&[], Some("2028-07-01T10:00:00Z")).is_ok());
        assert_eq!(add(&[], Some("2028-07-01T10:00:01Z")), Err("too-late"));
        assert_eq!(add(&[], Some("2026-07-01T10:00:00Z")), Err("too-early"));
    }

    #[test]
    fn a_client_has_two_secrets_at_a_time_so_that_one_can_take_the_place_of_the_other() {
        let (good, over) = (add(&[], None).unwrap(), add(&[], None).unwrap());
        let over = ClientSecret { expires_at: at("2026-07-01T10:00:00Z"), ..over };
        assert!(!over.is_good(at("2026-07-01T10:00:00Z")));
        assert!(add(&[good.clone(), over], None).is_ok());
        assert_eq!(add(&[good.clone(), good], None), Err("too-many-secrets"));
    }
}
