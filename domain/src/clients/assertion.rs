//! What a client signs to show who it is (RFC 7523, section 3).

use chrono::TimeDelta;

use super::Client;
use crate::kernel::{Id, Instant};

/// How long one may be good: it is made for one request, and remembered until its end.
pub const LONGEST: TimeDelta = TimeDelta::minutes(5);

/// What an assertion says; its signature was found good before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    pub issuer: String,
    pub subject: String,
    /// Whom it is for: one only, so that nobody else can use what was meant for them too.
    pub audience: String,
    pub expires_at: Instant,
    pub issued_at: Option<Instant>,
    pub not_before: Option<Instant>,
    /// What makes it good once.
    pub jti: String,
}

impl Assertion {
    /// Whether `client` may show who it is with this at `now`, where we are known under the names
    /// `ours` and clocks differ by `leeway` at most.
    pub fn holds(
        &self,
        client: Id<Client>,
        ours: &[&str],
        now: Instant,
        leeway: TimeDelta,
    ) -> bool {
        let id = client.to_string();
        let begun = |since: Option<Instant>| since.is_none_or(|since| since <= now + leeway);
        self.issuer == id
            && self.subject == id
            && ours.contains(&self.audience.as_str())
            && now - leeway < self.expires_at
            && self.expires_at <= now + LONGEST + leeway
            && begun(self.issued_at)
            && begun(self.not_before)
            && !self.jti.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const OURS: [&str; 2] = ["https://leerkring.nl", "https://leerkring.nl/v1/oauth/token"];

    fn at(time: &str) -> Instant {
        format!("2026-07-01T{time}Z").parse().unwrap()
    }

    fn client() -> Id<Client> {
        Id::from(Uuid::from_u128(1))
    }

    fn good() -> Assertion {
        Assertion {
            issuer: client().to_string(),
            subject: client().to_string(),
            audience: OURS[0].to_owned(),
            expires_at: at("10:01:00"),
            issued_at: Some(at("10:00:00")),
            not_before: None,
            jti: "once".to_owned(),
        }
    }

    fn holds(assertion: &Assertion) -> bool {
        assertion.holds(client(), &OURS, at("10:00:00"), TimeDelta::seconds(5))
    }

    #[test]
    fn a_client_speaks_for_itself_and_to_us() {
        assert!(holds(&good()));
        assert!(holds(&Assertion { audience: OURS[1].to_owned(), ..good() }));
        let other = Uuid::from_u128(2).to_string();
        assert!(!holds(&Assertion { issuer: other.clone(), ..good() }));
        assert!(!holds(&Assertion { subject: other, ..good() }));
        assert!(!holds(&Assertion { audience: "https://evil.example".to_owned(), ..good() }));
        assert!(!holds(&Assertion { audience: "https://leerkring.nl/".to_owned(), ..good() }));
        assert!(!holds(&Assertion { jti: String::new(), ..good() }));
    }

    #[test]
    fn an_assertion_is_good_for_five_minutes_at_most() {
        let ends = |time| holds(&Assertion { expires_at: at(time), ..good() });
        assert!(ends("09:59:56") && ends("10:05:05"));
        assert!(!ends("09:59:55") && !ends("10:05:06"));
        let in_ten_years = "2036-07-01T10:00:00Z".parse().unwrap();
        assert!(!holds(&Assertion { expires_at: in_ten_years, ..good() }));
    }

    #[test]
    fn an_assertion_of_the_future_is_not_good_yet() {
        assert!(holds(&Assertion { issued_at: None, ..good() }));
        for (time, good_now) in [("10:00:05", true), ("10:00:06", false)] {
            assert_eq!(holds(&Assertion { issued_at: Some(at(time)), ..good() }), good_now);
            assert_eq!(holds(&Assertion { not_before: Some(at(time)), ..good() }), good_now);
        }
    }
}
