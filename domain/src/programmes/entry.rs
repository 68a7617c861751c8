//! The self-assessment that a board hands in before a programme starts.

use chrono::{NaiveDate, NaiveTime};

use crate::kernel::civil::{CivilMoment, Resolved, today};
use crate::kernel::{Code, Id, Instant};
use crate::questionnaires::Questionnaire;
use crate::responses::Response;

/// Which questionnaire a board answers, and from which day on a response counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryAssessment {
    pub questionnaire: Id<Questionnaire>,
    pub since_on: NaiveDate,
}

/// The latest response that a board submitted about itself as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedIn {
    pub response: Id<Response>,
    pub at: Instant,
}

impl HandedIn {
    /// The day on which it was submitted.
    pub fn on(&self) -> NaiveDate {
        today(self.at)
    }
}

/// How a board stands that has to hand one in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryStanding {
    pub asked: EntryAssessment,
    /// Nothing while it is missing.
    pub handed_in: Option<HandedIn>,
}

/// Whether the self-assessment was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandingIn {
    Missing,
    Submitted,
}

impl Code for HandingIn {
    const ALL: &'static [Self] = &[Self::Missing, Self::Submitted];

    fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Submitted => "submitted",
        }
    }
}

impl EntryAssessment {
    /// The instant from which on a response counts.
    pub fn since(&self) -> Instant {
        let midnight = CivilMoment { on: self.since_on, at: NaiveTime::MIN };
        match midnight.resolve() {
            Resolved::Once(instant) | Resolved::FirstOfTwo(instant) => instant,
            Resolved::Skipped => self.since_on.and_time(NaiveTime::MIN).and_utc(),
        }
    }

    /// How a board stands of which this is the latest response.
    pub fn standing(self, latest: Option<HandedIn>) -> EntryStanding {
        let handed_in = latest.filter(|latest| self.since() <= latest.at);
        EntryStanding { asked: self, handed_in }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn handed_in(at: &str) -> Option<HandedIn> {
        let asked = EntryAssessment {
            questionnaire: Uuid::nil().into(),
            since_on: "2026-09-01".parse().unwrap(),
        };
        let latest = HandedIn { response: Uuid::nil().into(), at: at.parse().unwrap() };
        assert_eq!(asked.standing(None).handed_in, None);
        asked.standing(Some(latest)).handed_in
    }

    #[test]
    fn a_response_counts_from_midnight_in_the_netherlands_on() {
        assert_eq!(handed_in("2026-08-31T21:59:59Z"), None);
        let first = handed_in("2026-08-31T22:00:00Z").unwrap();
        assert_eq!(first.on().to_string(), "2026-09-01");
    }
}
