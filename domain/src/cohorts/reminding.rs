//! When people are reminded of a session: a week before it and a day before it, at its own time on
//! the clock.

use chrono::{Days, TimeDelta};

use super::Session;
use crate::kernel::civil::Resolved;
use crate::kernel::{CivilMoment, Code, Instant};

/// How long before a session people are reminded of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    Week,
    Day,
}

impl Code for Lead {
    const ALL: &'static [Self] = &[Self::Week, Self::Day];

    fn code(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Day => "day",
        }
    }
}

impl Lead {
    pub fn days(self) -> u8 {
        match self {
            Self::Week => 7,
            Self::Day => 1,
        }
    }
}

/// The starts for which people were reminded: a session that is moved has another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reminded {
    pub week_for: Option<Instant>,
    pub day_for: Option<Instant>,
}

impl Session {
    /// The instant of a reminder. Who is confirmed later knows the days from the confirmation.
    pub fn reminder_at(&self, lead: Lead) -> Instant {
        let days = lead.days();
        let on = self.on.checked_sub_days(Days::new(days.into())).unwrap_or(self.on);
        match (CivilMoment { on, at: self.starts }).resolve() {
            Resolved::Once(instant) | Resolved::FirstOfTwo(instant) => instant,
            Resolved::Skipped => self.period.start - TimeDelta::days(days.into()),
        }
    }

    /// The reminder that is due at `now`: none twice for the same start, none after it, and of
    /// what was missed only the last.
    pub fn reminder_due(&self, now: Instant) -> Option<Lead> {
        let start = self.period.start;
        if !self.is_held() || start <= now {
            return None;
        }
        let (lead, given) = if self.reminder_at(Lead::Day) <= now {
            (Lead::Day, self.reminded.day_for)
        } else {
            (Lead::Week, self.reminded.week_for)
        };
        (self.reminder_at(lead) <= now && given != Some(start)).then_some(lead)
    }

    /// The session after that reminder was written.
    pub fn reminded_of(self, lead: Lead) -> Self {
        let start = Some(self.period.start);
        let reminded = match lead {
            Lead::Week => Reminded { week_for: start, ..self.reminded },
            Lead::Day => Reminded { day_for: start, ..self.reminded },
        };
        Self { reminded, ..self }
    }

    /// The session after everybody was told of its start: where it is less than a week away, that
    /// letter stands for the first reminder.
    pub(super) fn told(self, now: Instant) -> Self {
        if self.reminder_at(Lead::Week) <= now { self.reminded_of(Lead::Week) } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::super::session::tests::planned;
    use super::super::tests::cohort;
    use super::super::{Cohort, CohortStatus, NewSession};
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn session() -> Session {
        planned("2026-09-16", "09:00:00", "17:00:00").unwrap()
    }

    fn moved(old: &Session, on: &str, now: &str) -> Session {
        let group = Cohort { status: CohortStatus::Published, ..cohort() };
        let new = NewSession {
            on: on.parse().unwrap(),
            starts: old.starts,
            ends: old.ends,
            place: old.place.clone(),
            theme: None,
            agenda: Vec::new(),
            breakouts: Vec::new(),
            expected: vec![],
        };
        old.change(new, &group, at(now)).unwrap()
    }

    #[test]
    fn each_reminder_is_due_from_its_instant_and_once() {
        let session = session();
        assert_eq!(session.reminder_due(at("2026-09-09T06:59:59Z")), None);
        assert_eq!(session.reminder_due(at("2026-09-09T07:00:00Z")), Some(Lead::Week));
        let session = session.reminded_of(Lead::Week);
        assert_eq!(session.reminder_due(at("2026-09-15T06:59:59Z")), None);
        assert_eq!(session.reminder_due(at("2026-09-15T07:00:00Z")), Some(Lead::Day));
        let session = session.reminded_of(Lead::Day);
        assert_eq!(session.reminder_due(at("2026-09-15T08:00:00Z")), None);
    }

    #[test]
    fn of_what_was_missed_only_the_last_is_due_and_nothing_after_the_start() {
        assert_eq!(session().reminder_due(at("2026-09-15T12:00:00Z")), Some(Lead::Day));
        assert_eq!(session().reminder_due(at("2026-09-16T07:00:00Z")), None);
    }

    #[test]
    fn a_week_before_is_at_the_same_time_on_the_clock_also_when_the_clock_changes() {
        let session = planned("2026-10-28", "09:00:00", "17:00:00").unwrap();
        assert_eq!(session.reminder_at(Lead::Week), at("2026-10-21T07:00:00Z"));
        assert_eq!(session.period.start, at("2026-10-28T08:00:00Z"));
        let skipped = planned("2027-03-29", "02:30:00", "04:00:00").unwrap();
        assert_eq!(skipped.reminder_at(Lead::Day), at("2027-03-28T00:30:00Z"));
    }

    #[test]
    fn a_session_that_was_moved_later_is_told_of_again() {
        let reminded = session().reminded_of(Lead::Week).reminded_of(Lead::Day);
        let later = moved(&reminded, "2026-09-30", "2026-09-15T12:00:00Z");
        assert_eq!(later.reminder_due(at("2026-09-15T12:00:00Z")), None);
        assert_eq!(later.reminder_due(at("2026-09-23T07:00:00Z")), Some(Lead::Week));
        let later = later.reminded_of(Lead::Week);
        assert_eq!(later.reminder_due(at("2026-09-29T07:00:00Z")), Some(Lead::Day));
    }

    #[test]
    fn a_session_that_was_moved_into_the_week_before_it_has_only_the_last_reminder() {
        let soon = moved(&session(), "2026-09-08", "2026-09-05T12:00:00Z");
        assert_eq!(soon.reminder_due(at("2026-09-05T12:00:00Z")), None);
        assert_eq!(soon.reminder_due(at("2026-09-07T07:00:00Z")), Some(Lead::Day));
        let at_once = moved(&session(), "2026-09-06", "2026-09-05T12:00:00Z");
        assert_eq!(at_once.reminder_due(at("2026-09-05T12:00:00Z")), Some(Lead::Day));
    }

    #[test]
    fn nobody_is_reminded_of_a_session_that_was_cancelled() {
        let group = Cohort { status: CohortStatus::Published, ..cohort() };
        let now = at("2026-09-01T00:00:00Z");
        let cancelled = session().cancel("ziek".into(), &group, now).unwrap();
        assert_eq!(cancelled.reminder_due(at("2026-09-15T12:00:00Z")), None);
    }
}
