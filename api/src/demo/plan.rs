//! The offer's days, planned anew from today: the pattern of the past, never in it.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use leerkring_domain::holidays::public_holiday;
use leerkring_domain::kernel::civil::{CivilMoment, Resolved};
use leerkring_domain::kernel::{Instant, Period};

use super::catalogue::Registration;

/// How long from today the first session is at least.
const LEAD_WEEKS: u64 = 6;

fn weeks(count: u64) -> Days {
    Days::new(7 * count)
}

/// The days of a programme's cohorts again: the same weekdays, and the same number of weeks
/// between the sessions of a cohort and between the cohorts, as far as no holiday is in the way.
pub(super) fn again(history: &[Vec<NaiveDate>], today: NaiveDate) -> Vec<Vec<NaiveDate>> {
    let Some(first) = history.iter().flatten().min() else { return Vec::new() };
    let days_ago = (today + weeks(LEAD_WEEKS)).signed_duration_since(*first).num_days();
    let shift = weeks(u64::try_from(days_ago).unwrap_or(0).div_ceil(7));
    let moved = |dates: &Vec<NaiveDate>| dates.iter().map(|date| *date + shift).collect();
    history.iter().map(|dates| around_holidays(moved(dates))).collect()
}

/// How a cohort that the catalogue gives no dates meets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Series {
    pub weekday: Weekday,
    /// Weeks after the earliest possible one.
    pub begins_after: u64,
    pub sessions: u8,
    pub weeks_between: u64,
}

impl Series {
    pub(super) fn days(self, today: NaiveDate) -> Vec<NaiveDate> {
        let earliest = today + weeks(LEAD_WEEKS + self.begins_after);
        let until = (7 + self.weekday.num_days_from_monday()
            - earliest.weekday().num_days_from_monday())
            % 7;
        let first = earliest + Days::new(until.into());
        let day = |session: u8| first + weeks(u64::from(session) * self.weeks_between);
        around_holidays((0..self.sessions).map(day).collect())
    }
}

/// Moves a day that is a public holiday, and with it those after it, by a week.
fn around_holidays(days: Vec<NaiveDate>) -> Vec<NaiveDate> {
    let mut later = 0;
    let moved = days.into_iter().map(|day| {
        while public_holiday(day + weeks(later)).is_some() {
            later += 1;
        }
        day + weeks(later)
    });
    moved.collect()
}

/// How many weeks ago the days of a cohort were that has been.
const HELD_WEEKS_AGO: [u64; 4] = [14, 12, 10, 8];

/// The Wednesdays of a cohort that has been.
pub(super) fn held(today: NaiveDate) -> Vec<NaiveDate> {
    let wednesday = today - Days::new(today.weekday().num_days_from_sunday().into()) + Days::new(3);
    around_holidays(HELD_WEEKS_AGO.map(|ago| wednesday - weeks(ago)).to_vec())
}

/// When teams can register for a cohort whose first session is on `first`, or could.
pub(super) fn window(
    registration: Registration,
    today: NaiveDate,
    first: NaiveDate,
) -> Option<Period> {
    let (opens, closes) = match registration {
        _ if first < today => (first - weeks(LEAD_WEEKS), first - weeks(1)),
        Registration::Closed => (today - weeks(LEAD_WEEKS), today - Days::new(1)),
        Registration::Open => (today - weeks(2), first - weeks(1)),
        Registration::Announced => (today + weeks(2), first - weeks(1)),
    };
    Period::new(at(opens, 9)?, at(closes, 17)?)
}

fn at(on: NaiveDate, hour: u32) -> Option<Instant> {
    let moment = CivilMoment { on, at: NaiveTime::from_hms_opt(hour, 0, 0)? };
    match moment.resolve() {
        Resolved::Once(instant) | Resolved::FirstOfTwo(instant) => Some(instant),
        Resolved::Skipped => None,
    }
}

#[cfg(test)]
mod tests {
    use leerkring_domain::kernel::civil;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn course() -> Vec<Vec<NaiveDate>> {
        let dates = |texts: [&str; 4]| texts.map(day).to_vec();
        vec![
            dates(["2020-09-16", "2020-10-07", "2020-10-28", "2020-11-11"]),
            dates(["2020-10-09", "2020-11-04", "2020-11-18", "2020-12-09"]),
            dates(["2020-12-16", "2021-01-20", "2021-02-10", "2021-03-03"]),
        ]
    }

    fn network() -> Series {
        let weekday = Weekday::Thu;
        Series { weekday, begins_after: 1, sessions: 4, weeks_between: 4 }
    }

    /// Every day of three years: the calendar's turns, a leap day, an early and a late Easter.
    fn todays() -> impl Iterator<Item = NaiveDate> {
        day("2026-01-01").iter_days().take(3 * 365)
    }

    fn planned(today: NaiveDate) -> Vec<Vec<NaiveDate>> {
        let mut all = again(&course(), today);
        all.push(network().days(today));
        all
    }

    #[test]
    fn every_day_is_six_weeks_away_or_more_and_no_public_holiday() {
        for today in todays() {
            for date in planned(today).concat() {
                assert!(today + Days::new(42) <= date, "{today}: {date}");
                assert_eq!(public_holiday(date), None, "{today}: {date}");
            }
        }
    }

    #[test]
    fn the_weekdays_and_the_weeks_between_are_those_of_the_past() {
        for today in todays() {
            for (old, new) in course().iter().zip(again(&course(), today)) {
                assert_eq!(old.len(), new.len());
                for (old, new) in old.windows(2).zip(new.windows(2)) {
                    assert_eq!(old[0].weekday(), new[0].weekday());
                    let more = (new[1] - new[0]) - (old[1] - old[0]);
                    assert!([0, 7, 14].contains(&more.num_days()), "{today}: {more}");
                }
            }
        }
    }

    #[test]
    fn without_a_holiday_in_the_way_the_pattern_is_the_same_to_the_day() {
        let new = again(&course(), day("2026-08-01"));
        assert_eq!(new[0], ["2026-09-16", "2026-10-07", "2026-10-28", "2026-11-11"].map(day));
        assert_eq!(new[1], ["2026-10-09", "2026-11-04", "2026-11-18", "2026-12-09"].map(day));
    }

    #[test]
    fn the_first_day_comes_within_the_week_that_it_may() {
        for today in todays() {
            let first = again(&course(), today).concat().into_iter().min().unwrap();
            assert!(first < today + Days::new(42 + 7 + 14), "{today}: {first}");
        }
    }

    #[test]
    fn a_holiday_pushes_the_days_after_it_too() {
        let days = ["2026-12-18", "2026-12-25", "2027-01-08"].map(day).to_vec();
        let moved = around_holidays(days);
        assert_eq!(moved, ["2026-12-18", "2027-01-08", "2027-01-22"].map(day));
    }

    #[test]
    fn a_window_fits_what_it_is_called_and_closes_before_the_first_session() {
        for today in todays() {
            let (begins, ends) = (at(today, 0).unwrap(), at(today + Days::new(1), 0).unwrap());
            for dates in planned(today) {
                let first = at(dates[0], 9).unwrap();
                let closed = window(Registration::Closed, today, dates[0]).unwrap();
                assert!(
                    closed.end < begins && civil::civil(closed.end).on == today.pred_opt().unwrap()
                );
                let open = window(Registration::Open, today, dates[0]).unwrap();
                assert!(open.start < begins && ends < open.end && open.end < first);
                let announced = window(Registration::Announced, today, dates[0]).unwrap();
                assert!(ends < announced.start && announced.end < first);
            }
        }
    }

    #[test]
    fn what_has_been_was_on_four_days_and_is_over() {
        for today in todays() {
            let days = held(today);
            assert!(days.is_sorted() && days.last().unwrap() < &today, "{today}: {days:?}");
            assert!(days.iter().all(|day| public_holiday(*day).is_none()));
            let window = window(Registration::Closed, today, days[0]).unwrap();
            assert!(window.end < at(days[0], 0).unwrap());
        }
    }

    #[test]
    fn without_a_past_there_is_nothing_to_repeat() {
        assert!(again(&[], day("2026-01-01")).is_empty());
    }
}
