//! Stays of people at the API: begun with a password, kept up with refresh tokens that are good
//! once, ended at once.
//!
//! A refresh token says which sign-in it keeps up and how often that was done before: its
//! generation. Only the newest is good. Whoever uses an older one is not alone with it, so that
//! nobody can be told apart from a thief, and the sign-in ends (RFC 9700, 4.14.2).

use chrono::TimeDelta;

use crate::kernel::access::User;
use crate::kernel::{Code, Id, Instant};

/// How long an access token is good.
pub const ACCESS: TimeDelta = TimeDelta::minutes(10);
/// How long a sign-in goes on without being kept up.
pub const IDLE: TimeDelta = TimeDelta::days(30);
/// How long it goes on at all.
pub const WHOLE: TimeDelta = TimeDelta::days(90);
/// How long the token before the newest gives the newest again: whoever lost the answer, or asked
/// from two windows at once, is no thief.
pub const REPEAT: TimeDelta = TimeDelta::seconds(10);

/// A person's stay at the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    pub id: Id<SignIn>,
    pub user: Id<User>,
    pub begun_at: Instant,
    /// That of the newest refresh token.
    pub generation: u32,
    /// When the newest refresh token was made.
    pub renewed_at: Instant,
    pub expires_at: Instant,
    pub ended: Option<End>,
}

/// When a sign-in was ended, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    pub at: Instant,
    pub because: Because,
}

/// Why a sign-in was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    SignedOut,
    /// A refresh token was used that was not good any more.
    TokenReused,
    PasswordChanged,
}

impl Code for Because {
    const ALL: &'static [Self] = &[Self::SignedOut, Self::TokenReused, Self::PasswordChanged];

    fn code(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::TokenReused => "token-reused",
            Self::PasswordChanged => "password-changed",
        }
    }
}

/// What a refresh token gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refreshed {
    /// The next token: the sign-in as it has to become, if no other request is first.
    Renewed(SignIn),
    /// The newest token, which whoever asks ought to have already.
    Again,
    /// Nothing, and the sign-in has to end.
    Reused,
    /// Nothing: the sign-in is over.
    Over,
}

impl SignIn {
    pub fn begin(id: Id<Self>, user: Id<User>, now: Instant) -> Self {
        Self {
            id,
            user,
            begun_at: now,
            generation: 0,
            renewed_at: now,
            expires_at: now + IDLE,
            ended: None,
        }
    }

    pub fn goes_on(&self, now: Instant) -> bool {
        self.ended.is_none() && now < self.expires_at
    }

    /// What the token of `generation` gives.
    pub fn refresh(&self, generation: u32, now: Instant) -> Refreshed {
        if !self.goes_on(now) {
            return Refreshed::Over;
        }
        if generation == self.generation {
            return Refreshed::Renewed(Self {
                generation: generation.saturating_add(1),
                renewed_at: now,
                expires_at: (now + IDLE).min(self.begun_at + WHOLE),
                ..self.clone()
            });
        }
        // Another server's clock may be a little ahead: then it was renewed just now.
        if generation.saturating_add(1) == self.generation && now <= self.renewed_at + REPEAT {
            Refreshed::Again
        } else {
            Refreshed::Reused
        }
    }

    /// When an access token given at `now` ends.
    pub fn access_until(&self, now: Instant) -> Instant {
        (now + ACCESS).min(self.expires_at)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn begun() -> SignIn {
        let user = Id::from(Uuid::from_u128(2));
        SignIn::begin(Id::from(Uuid::from_u128(1)), user, at("2026-07-01T10:00:00Z"))
    }

    fn renewed(sign_in: &SignIn, generation: u32, now: &str) -> SignIn {
        match sign_in.refresh(generation, at(now)) {
            Refreshed::Renewed(next) => next,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_newest_token_gives_the_next_and_thirty_days_more() {
        let next = renewed(&begun(), 0, "2026-07-11T10:00:00Z");
        assert_eq!((next.generation, next.renewed_at), (1, at("2026-07-11T10:00:00Z")));
        assert_eq!(next.expires_at, at("2026-08-10T10:00:00Z"));
        assert_eq!(next.begun_at, at("2026-07-01T10:00:00Z"));
    }

    #[test]
    fn a_sign_in_that_nobody_keeps_up_ends_after_thirty_days() {
        let begun = begun();
        assert_eq!(begun.refresh(0, at("2026-07-31T10:00:00Z")), Refreshed::Over);
        renewed(&begun, 0, "2026-07-31T09:59:59.999Z");
    }

    #[test]
    fn a_sign_in_ends_after_ninety_days_however_often_it_is_kept_up() {
        let mut sign_in = begun();
        for (generation, day) in ["07-30", "08-28", "09-26"].into_iter().enumerate() {
            let generation = u32::try_from(generation).unwrap();
            sign_in = renewed(&sign_in, generation, &format!("2026-{day}T10:00:00Z"));
        }
        assert_eq!(sign_in.expires_at, at("2026-09-29T10:00:00Z"));
        assert_eq!(sign_in.refresh(3, at("2026-09-29T10:00:00Z")), Refreshed::Over);
    }

    #[test]
    fn the_token_before_gives_the_same_again_for_ten_seconds() {
        let next = renewed(&begun(), 0, "2026-07-01T11:00:00Z");
        assert_eq!(next.refresh(0, at("2026-07-01T11:00:00Z")), Refreshed::Again);
        assert_eq!(next.refresh(0, at("2026-07-01T11:00:10Z")), Refreshed::Again);
        assert_eq!(next.refresh(0, at("2026-07-01T10:59:59Z")), Refreshed::Again);
        assert_eq!(next.refresh(0, at("2026-07-01T11:00:10.001Z")), Refreshed::Reused);
    }

    #[test]
    fn the_token_before_is_reused_once_its_successor_was_used() {
        let next = renewed(&begun(), 0, "2026-07-01T11:00:00Z");
        let after = renewed(&next, 1, "2026-07-01T11:00:01Z");
        assert_eq!(after.refresh(0, at("2026-07-01T11:00:02Z")), Refreshed::Reused);
        assert_eq!(after.refresh(1, at("2026-07-01T11:00:02Z")), Refreshed::Again);
    }

    #[test]
    fn an_ended_sign_in_gives_nothing() {
        let end = End { at: at("2026-07-01T10:30:00Z"), because: Because::SignedOut };
        let ended = SignIn { ended: Some(end), ..begun() };
        for generation in [0, 1] {
            assert_eq!(ended.refresh(generation, at("2026-07-01T10:30:00Z")), Refreshed::Over);
        }
    }

    #[test]
    fn an_access_token_is_good_for_ten_minutes_and_no_longer_than_its_sign_in() {
        let begun = begun();
        assert_eq!(begun.access_until(at("2026-07-01T10:00:00Z")), at("2026-07-01T10:10:00Z"));
        assert_eq!(begun.access_until(at("2026-07-31T09:55:00Z")), at("2026-07-31T10:00:00Z"));
    }
}
