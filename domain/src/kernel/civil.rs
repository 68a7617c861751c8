//! Civil time of the Netherlands and the instants it stands for.
//!
//! A person types a date and a time on the clock in the room; the server compares instants.
//! Source: product rules "Dates"; the changeovers are those of the IANA zone Europe/Amsterdam.

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveTime, SubsecRound, TimeZone, Utc, Weekday,
};
use chrono_tz::Europe::Amsterdam;

/// A moment in UTC, to the millisecond.
pub type Instant = DateTime<Utc>;

/// A date and a time on a clock in Europe/Amsterdam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CivilMoment {
    pub on: NaiveDate,
    pub at: NaiveTime,
}

/// What a civil moment stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    Once(Instant),
    /// The clock shows this time twice that night: the first is meant.
    FirstOfTwo(Instant),
    /// The clock skips this time that night.
    Skipped,
}

impl CivilMoment {
    pub fn resolve(self) -> Resolved {
        match Amsterdam.from_local_datetime(&self.on.and_time(self.at)) {
            LocalResult::Single(moment) => Resolved::Once(moment.with_timezone(&Utc)),
            LocalResult::Ambiguous(first, _) => Resolved::FirstOfTwo(first.with_timezone(&Utc)),
            LocalResult::None => Resolved::Skipped,
        }
    }
}

/// The civil moment at which `instant` happens.
pub fn civil(instant: Instant) -> CivilMoment {
    let local = instant.with_timezone(&Amsterdam).naive_local();
    CivilMoment { on: local.date(), at: local.time() }
}

/// The date in the Netherlands at `instant`.
pub fn today(instant: Instant) -> NaiveDate {
    civil(instant).on
}

/// When `day` begins in the Netherlands.
pub fn start_of_day(day: NaiveDate) -> Instant {
    let midnight = CivilMoment { on: day, at: NaiveTime::MIN };
    match midnight.resolve() {
        Resolved::Once(at) | Resolved::FirstOfTwo(at) => at,
        Resolved::Skipped => day.and_time(NaiveTime::MIN).and_utc(),
    }
}

/// `instant` without what is smaller than a millisecond, which no table and no answer keeps.
pub fn to_milliseconds(instant: Instant) -> Instant {
    instant.trunc_subsecs(3)
}

/// `day` as people read it: `16 September 2026`.
pub fn day_in_words(day: NaiveDate) -> super::Text {
    const NL: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let month: usize = day.format("%-m").to_string().parse().unwrap_or(1);
    let name = NL.get(month.saturating_sub(1)).copied().unwrap_or_default();
    super::text(
        format!("{} {name} {}", day.format("%-d"), day.format("%Y")),
        day.format("%-d %B %Y").to_string(),
    )
}

/// `day` with its name: `Wednesday 16 September 2026`.
pub fn weekday_in_words(day: NaiveDate) -> super::Text {
    let name = match day.weekday() {
        Weekday::Mon => "maandag",
        Weekday::Tue => "dinsdag",
        Weekday::Wed => "woensdag",
        Weekday::Thu => "donderdag",
        Weekday::Fri => "vrijdag",
        Weekday::Sat => "zaterdag",
        Weekday::Sun => "zondag",
    };
    let words = day_in_words(day);
    super::text(format!("{name} {}", words.nl), format!("{} {}", day.format("%A"), words.en))
}

/// Two days as people read them, with what they share said once: `16 September – 11 November 2026`.
pub fn span_in_words(first: NaiveDate, last: NaiveDate) -> super::Text {
    let (one, other) = (day_in_words(first), day_in_words(last));
    if first == last {
        return one;
    }
    let same_year = first.format("%Y").to_string() == last.format("%Y").to_string();
    let between = |one: &str, other: &str| {
        let one = one.rsplit_once(' ').filter(|_| same_year).map_or(one, |(day, _)| day);
        format!("{one} – {other}")
    };
    super::text(between(&one.nl, &other.nl), between(&one.en, &other.en))
}

/// `instant` as people read it in the Netherlands, for sentences: `16 September 2026 at 09:00`.
pub fn in_words(instant: Instant) -> super::Text {
    let local = civil(instant);
    let (day, time) = (day_in_words(local.on), local.at.format("%H:%M"));
    super::text(format!("{} om {time}", day.nl), format!("{} at {time}", day.en))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(on: &str, at: &str) -> CivilMoment {
        CivilMoment { on: on.parse().unwrap(), at: at.parse().unwrap() }
    }

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn nine_in_the_morning_is_seven_utc_in_summer_and_eight_in_winter() {
        let summer = moment("2020-09-16", "09:00:00").resolve();
        let winter = moment("2020-10-28", "09:00:00").resolve();
        assert_eq!(summer, Resolved::Once(instant("2020-09-16T07:00:00Z")));
        assert_eq!(winter, Resolved::Once(instant("2020-10-28T08:00:00Z")));
    }

    #[test]
    fn the_hour_that_spring_skips_does_not_exist() {
        assert_eq!(moment("2027-03-28", "02:30:00").resolve(), Resolved::Skipped);
        assert_ne!(moment("2027-03-28", "03:00:00").resolve(), Resolved::Skipped);
    }

    #[test]
    fn the_hour_that_autumn_repeats_means_the_first() {
        let first = Resolved::FirstOfTwo(instant("2026-10-25T00:30:00Z"));
        assert_eq!(moment("2026-10-25", "02:30:00").resolve(), first);
    }

    #[test]
    fn the_year_of_two_days_is_said_once_where_it_is_the_same() {
        let words = |first: &str, last: &str| {
            let words = span_in_words(first.parse().unwrap(), last.parse().unwrap());
            (words.nl, words.en)
        };
        let autumn = words("2026-09-16", "2026-11-11");
        assert_eq!(autumn.0, "16 september – 11 november 2026");
        assert_eq!(autumn.1, "16 September – 11 November 2026");
        assert_eq!(words("2026-12-16", "2027-01-20").0, "16 december 2026 – 20 januari 2027");
        assert_eq!(words("2026-12-16", "2026-12-16").1, "16 December 2026");
    }

    #[test]
    fn an_instant_reads_as_the_clock_in_the_room() {
        let words = in_words(instant("2026-09-16T07:00:00Z"));
        assert_eq!(words.nl, "16 september 2026 om 09:00");
        assert_eq!(words.en, "16 September 2026 at 09:00");
    }
}
