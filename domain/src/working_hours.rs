//! When somebody can be expected to answer: the organiser's working hours, and never at night.
//!
//! Source: product rules "Waiting list". A deadline moves to a later moment only, so that nobody
//! gets less time than promised.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};

use serde::{Deserialize, Serialize};

use crate::holidays::public_holiday;
use crate::kernel::civil::{CivilMoment, Resolved, civil};
use crate::kernel::{Instant, Refusal, text};

/// The days and the hours on which an organiser works, on the clock in Europe/Amsterdam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingHours {
    /// In the order of the week, each once.
    pub days: Vec<Weekday>,
    pub from: NaiveTime,
    pub until: NaiveTime,
}

impl WorkingHours {
    /// # Errors
    /// `ends-before-start` and `no-working-day`, at their fields; `hours-at-night` where no offer could
    /// end in them.
    pub fn new(mut days: Vec<Weekday>, from: NaiveTime, until: NaiveTime) -> Result<Self, Refusal> {
        days.sort_by_key(Weekday::num_days_from_monday);
        days.dedup();
        if days.is_empty() {
            let sentence = text("noem minstens één werkdag", "name at least one working day");
            return Err(Refusal::invalid("/workingHours/days", "no-working-day", sentence));
        }
        if until <= from {
            let sentence = text(
                format!("de werkdag begint pas om {from}"),
                format!("the working day starts at {from} only"),
            );
            return Err(Refusal::invalid("/workingHours/endTime", "ends-before-start", sentence));
        }
        if until <= morning() || evening() <= from {
            let sentence = text(
                "een aanbod eindigt nooit tussen 22:00 en 08:00; noem werktijden overdag",
                "no offer ends between 22:00 and 08:00; name working hours by day",
            );
            return Err(Refusal::invalid("/workingHours", "hours-at-night", sentence));
        }
        Ok(Self { days, from, until })
    }

    fn works_on(&self, day: NaiveDate) -> bool {
        self.days.contains(&day.weekday()) && public_holiday(day).is_none()
    }

    /// The first moment in working hours at or after `moment`.
    fn next(&self, moment: CivilMoment) -> CivilMoment {
        if self.works_on(moment.on) && moment.at <= self.until {
            return CivilMoment { at: moment.at.max(self.from), ..moment };
        }
        let mut later = moment.on.iter_days().skip(1).take(MOST_DAYS);
        let on = later.find(|day| self.works_on(*day)).unwrap_or(moment.on);
        CivilMoment { on, at: self.from }
    }
}

/// No week has so many holidays that a working day is further away.
const MOST_DAYS: usize = 60;

/// When the night ends and begins.
fn morning() -> NaiveTime {
    NaiveTime::MIN + TimeDelta::hours(8)
}

fn evening() -> NaiveTime {
    NaiveTime::MIN + TimeDelta::hours(22)
}

/// The first moment at or after `moment` that is not at night.
fn by_day(moment: CivilMoment) -> CivilMoment {
    if moment.at < morning() {
        return CivilMoment { at: morning(), ..moment };
    }
    if evening() < moment.at {
        let on = moment.on.succ_opt().unwrap_or(moment.on);
        return CivilMoment { on, at: morning() };
    }
    moment
}

/// Until when a team that is offered seats at `now` may answer: `hours` later, moved on to working
/// hours where there are any, never at night; and never later than `latest`, which may shorten it.
pub fn answer_until(
    now: Instant,
    hours: u32,
    working: Option<&WorkingHours>,
    latest: Option<Instant>,
) -> Instant {
    let promised = now + TimeDelta::hours(hours.into());
    let mut moment = civil(promised);
    // By day may be before work, and work may begin by night: what satisfies both stays.
    for _ in 0..4 {
        let moved = by_day(working.map_or(moment, |working| working.next(moment)));
        if moved == moment {
            break;
        }
        moment = moved;
    }
    let answer = if moment == civil(promised) { promised } else { instant(moment, promised) };
    latest.map_or(answer, |latest| answer.min(latest))
}

/// The instant of a civil moment; an hour later where the clock skips it.
fn instant(moment: CivilMoment, fallback: Instant) -> Instant {
    let later = CivilMoment { at: moment.at + TimeDelta::hours(1), ..moment };
    let found = [moment, later].into_iter().find_map(|moment| match moment.resolve() {
        Resolved::Once(instant) | Resolved::FirstOfTwo(instant) => Some(instant),
        Resolved::Skipped => None,
    });
    found.unwrap_or(fallback)
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::strategy::Strategy;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    fn office() -> WorkingHours {
        use Weekday::{Fri, Mon, Thu, Tue, Wed};
        WorkingHours::new(vec![Fri, Mon, Tue, Wed, Thu, Mon], time("09:00:00"), time("17:00:00"))
            .unwrap()
    }

    #[test]
    fn an_offer_by_day_ends_to_the_minute_as_promised() {
        let now = at("2026-07-01T10:17:00Z");
        assert_eq!(answer_until(now, 72, None, None), at("2026-07-04T10:17:00Z"));
    }

    #[test]
    fn an_offer_never_ends_at_night_but_the_morning_after() {
        let late = at("2026-07-01T20:00:00.001Z");
        assert_eq!(answer_until(late, 24, None, None), at("2026-07-03T06:00:00Z"));
        let early = at("2026-07-01T01:00:00Z");
        assert_eq!(answer_until(early, 24, None, None), at("2026-07-02T06:00:00Z"));
        let evening = at("2026-07-01T20:00:00Z");
        assert_eq!(answer_until(evening, 24, None, None), at("2026-07-02T20:00:00Z"));
    }

    #[test]
    fn with_working_hours_it_ends_on_a_working_day() {
        // Wednesday + 72 hours is a Saturday; the next working day is Monday.
        let now = at("2026-07-01T10:00:00Z");
        assert_eq!(answer_until(now, 72, Some(&office()), None), at("2026-07-06T07:00:00Z"));
        // Friday at noon + 72 hours is a Monday at noon.
        let friday = at("2026-07-03T10:00:00Z");
        assert_eq!(answer_until(friday, 72, Some(&office()), None), at("2026-07-06T10:00:00Z"));
    }

    #[test]
    fn a_public_holiday_is_no_working_day() {
        // Easter Monday is 6 April 2026; Good Friday 3 April.
        let now = at("2026-03-31T10:00:00Z");
        assert_eq!(answer_until(now, 72, Some(&office()), None), at("2026-04-07T07:00:00Z"));
    }

    #[test]
    fn hours_wholly_at_night_that_were_stored_before_end_no_offer_at_night() {
        let (from, until) = (time("04:00:00"), time("07:00:00"));
        let bakers = WorkingHours { days: vec![Weekday::Mon], from, until };
        let until = answer_until(at("2026-07-01T10:00:00Z"), 72, Some(&bakers), None);
        let local = civil(until);
        assert!(morning() <= local.at && local.at <= evening());
        assert!(at("2026-07-04T10:00:00Z") <= until);
    }

    #[test]
    fn only_the_first_session_may_shorten_what_was_promised() {
        let (now, first) = (at("2026-09-15T10:00:00Z"), at("2026-09-16T07:00:00Z"));
        assert_eq!(answer_until(now, 72, Some(&office()), Some(first)), first);
    }

    #[test]
    fn working_hours_have_a_day_and_end_after_they_start() {
        let none = WorkingHours::new(Vec::new(), time("09:00:00"), time("17:00:00"));
        assert_eq!(none.unwrap_err().code(), "no-working-day");
        let turned = WorkingHours::new(vec![Weekday::Mon], time("17:00:00"), time("09:00:00"));
        assert_eq!(turned.unwrap_err().code(), "ends-before-start");
        assert_eq!(office().days.len(), 5);
    }

    #[test]
    fn working_hours_in_which_no_offer_can_end_are_refused() {
        let hours = |from, until| WorkingHours::new(vec![Weekday::Mon], time(from), time(until));
        for (from, until) in
            [("04:00:00", "07:00:00"), ("05:00:00", "08:00:00"), ("22:00:00", "23:30:00")]
        {
            assert_eq!(hours(from, until).unwrap_err().code(), "hours-at-night", "{from}-{until}");
        }
        for (from, until) in [("04:00:00", "08:01:00"), ("21:59:00", "23:30:00")] {
            assert!(hours(from, until).is_ok(), "{from}-{until}");
        }
    }

    proptest::proptest! {
        #[test]
        fn an_offer_ends_by_day_and_in_whatever_working_hours_there_may_be(
            minutes in 0i64..(366 * 24 * 60),
            hours in 1u32..400,
            day in 0u8..7,
            (start, length) in (0u32..1439).prop_flat_map(|start| (proptest::strategy::Just(start), 1..1440 - start)),
        ) {
            let days = vec![Weekday::try_from(day).unwrap()];
            let at_minute = |minute: u32| NaiveTime::MIN + TimeDelta::minutes(minute.into());
            let (from, until) = (at_minute(start), at_minute(start + length));
            if let Ok(working) = WorkingHours::new(days, from, until) {
                let now = at("2026-01-01T00:00:00Z") + TimeDelta::minutes(minutes);
                let answer = answer_until(now, hours, Some(&working), None);
                let local = civil(answer);
                proptest::prop_assert!(now + TimeDelta::hours(hours.into()) <= answer);
                proptest::prop_assert!(morning() <= local.at && local.at <= evening(), "{local:?}");
                proptest::prop_assert!(from <= local.at && local.at <= until, "{local:?}");
                proptest::prop_assert!(working.works_on(local.on));
            }
        }

        #[test]
        fn nobody_gets_less_time_than_promised_and_nothing_ends_at_night(
            minutes in 0i64..(366 * 24 * 60),
            hours in 1u32..400,
            works in proptest::bool::ANY,
        ) {
            let now = at("2026-01-01T00:00:00Z") + TimeDelta::minutes(minutes);
            let office = office();
            let until = answer_until(now, hours, works.then_some(&office), None);
            proptest::prop_assert!(now + TimeDelta::hours(hours.into()) <= until);
            let local = civil(until);
            proptest::prop_assert!(morning() <= local.at && local.at <= evening());
            proptest::prop_assert!(!works || office.works_on(local.on));
        }
    }
}
