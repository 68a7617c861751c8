//! Calendars for calendar programs: the sessions of a board, an organiser, a cohort or a
//! participant, under an address that nobody guesses and that can be revoked.
//!
//! Source: "Calendar feeds" in the product's page on notifications, and "What everyone can see".

mod entries;
mod shown;
mod words;

pub use entries::{Entry, EntryState, Group, Standing, Viewer};
pub use words::{name_of_board, name_of_group};

use chrono::TimeDelta;

use crate::boards::Board;
use crate::cohorts::Cohort;
use crate::kernel::access::User;
use crate::kernel::event::Subject;
use crate::kernel::{Id, Instant, Refusal, text};
use crate::organisers::Organiser;
use crate::secret_addresses::{Opening, SecretAddress};

/// How many calendars one person has at most.
pub const MOST_CALENDARS: u64 = 20;
/// How many entries a calendar holds at most; the latest are kept.
pub const MOST_ENTRIES: usize = 2_000;
/// How long after its end a cohort stays in calendars.
pub const KEPT_FOR: TimeDelta = TimeDelta::days(365);
/// How long those whose registration fell away read that the sessions are not theirs any more.
pub const GONE_FOR: TimeDelta = TimeDelta::days(30);
/// How often it is noted that a calendar was read.
const NOTED_EVERY: TimeDelta = TimeDelta::days(1);

/// A calendar that somebody made. It is read as long as they hold the role that it shows things to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    pub id: Id<Calendar>,
    pub owner: Id<User>,
    pub of: CalendarOf,
    /// The edition of its address that is good.
    pub edition: u32,
    pub created_at: Instant,
    /// When it was read last, to a day.
    pub last_read_at: Option<Instant>,
}

/// Whose sessions a calendar shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarOf {
    /// Those for which the board registered a team.
    Board(Id<Board>),
    /// Those of all that the organiser organises.
    Organiser(Id<Organiser>),
    /// Those of one cohort, as its organisers see it.
    Cohort(Id<Cohort>),
}

impl Subject for Calendar {
    const KIND: &'static str = "calendar";
}

impl Calendar {
    /// A new calendar of `owner`, who has `others` already.
    ///
    /// # Errors
    /// `too-many-calendars`.
    pub fn create(
        id: Id<Self>,
        owner: Id<User>,
        of: CalendarOf,
        others: u64,
        now: Instant,
    ) -> Result<Self, Refusal> {
        if MOST_CALENDARS <= others {
            let sentence = text(
                format!("u hebt al {others} agenda's; trek er een in"),
                format!("you have {others} calendars already; revoke one"),
            );
            return Err(Refusal::conflict("too-many-calendars", sentence));
        }
        Ok(Self { id, owner, of, edition: 1, created_at: now, last_read_at: None })
    }

    /// The same under another address: the one before is not good any more.
    pub fn renewed(self) -> Self {
        Self { edition: self.edition + 1, ..self }
    }

    pub fn address(&self) -> SecretAddress {
        let (id, edition) = (self.id.uuid(), self.edition);
        SecretAddress { opening: Opening::Calendar, id, edition }
    }

    /// Whether it is time to note that it is read.
    pub fn is_worth_noting(&self, now: Instant) -> bool {
        self.last_read_at.is_none_or(|at| at + NOTED_EVERY <= now)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn nil<T>() -> Id<T> {
        Id::from(Uuid::nil())
    }

    fn now() -> Instant {
        "2026-07-01T10:00:00Z".parse().unwrap()
    }

    fn made(others: u64) -> Result<Calendar, Refusal> {
        Calendar::create(nil(), nil(), CalendarOf::Board(nil()), others, now())
    }

    #[test]
    fn nobody_has_more_than_twenty_calendars() {
        assert!(made(19).is_ok());
        assert_eq!(made(20).unwrap_err().code(), "too-many-calendars");
    }

    #[test]
    fn a_calendar_that_is_renewed_has_another_address() {
        let made = made(0).unwrap();
        assert_ne!(made.clone().renewed().address(), made.address());
    }

    #[test]
    fn reading_is_noted_once_a_day() {
        let made = made(0).unwrap();
        assert!(made.is_worth_noting(now()));
        let read = Calendar { last_read_at: Some(now()), ..made };
        assert!(!read.is_worth_noting(now() + TimeDelta::hours(23)));
        assert!(read.is_worth_noting(now() + TimeDelta::hours(24)));
    }
}
