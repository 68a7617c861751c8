//! Europe/Amsterdam as a calendar explains it to programs that do not know the name.

use super::ical::Writer;

/// The name of the zone in which sessions are planned.
pub(super) const NAME: &str = "Europe/Amsterdam";

/// The rules since 1996: the clock goes forward on the last Sunday of March and back on that of
/// October, both at 01:00 UTC.
const LINES: &[(&str, &str)] = &[
    ("BEGIN", "VTIMEZONE"),
    ("TZID", NAME),
    ("X-LIC-LOCATION", NAME),
    ("BEGIN", "DAYLIGHT"),
    ("TZOFFSETFROM", "+0100"),
    ("TZOFFSETTO", "+0200"),
    ("TZNAME", "CEST"),
    ("DTSTART", "19960331T020000"),
    ("RRULE", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    ("END", "DAYLIGHT"),
    ("BEGIN", "STANDARD"),
    ("TZOFFSETFROM", "+0200"),
    ("TZOFFSETTO", "+0100"),
    ("TZNAME", "CET"),
    ("DTSTART", "19961027T030000"),
    ("RRULE", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    ("END", "STANDARD"),
    ("END", "VTIMEZONE"),
];

pub(super) fn write(writer: &mut Writer) {
    for (name, value) in LINES {
        writer.line(name, value);
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
    use leerkring_domain::kernel::civil::civil;

    use super::*;

    /// What the rule with this month says: its last Sunday, at the time at which the rule begins.
    fn change(year: i32, month: u32, begins: &str) -> NaiveDateTime {
        let begins = NaiveDateTime::parse_from_str(begins, "%Y%m%dT%H%M%S").unwrap();
        let day = NaiveDate::from_ymd_opt(year, month, 31).unwrap();
        let sunday = day.week(Weekday::Sun).first_day();
        assert!(sunday.month() == month && begins.date().weekday() == Weekday::Sun);
        sunday.and_time(begins.time())
    }

    fn value(of: &str, name: &str) -> &'static str {
        let from = LINES.iter().skip_while(|line| **line != ("BEGIN", of));
        from.clone().find(|(it, _)| *it == name).unwrap().1
    }

    /// Both sides of every change, by the rules here and by the zone that the server goes by.
    #[test]
    fn the_rules_are_those_of_the_zone_for_a_hundred_years() {
        for year in 1997..2097 {
            for (part, month, before) in [("DAYLIGHT", 3, 1), ("STANDARD", 10, 2)] {
                let at = change(year, month, value(part, "DTSTART"));
                let instant = (at - TimeDelta::hours(before)).and_utc();
                let offset = |at| {
                    let local = civil(at);
                    local.on.and_time(local.at) - at.naive_utc()
                };
                let hours = |offset: &str| TimeDelta::hours(offset[1..3].parse().unwrap());
                let (from, to) = (value(part, "TZOFFSETFROM"), value(part, "TZOFFSETTO"));
                assert_eq!(offset(instant - TimeDelta::seconds(1)), hours(from), "{year}");
                assert_eq!(offset(instant), hours(to), "{year}");
            }
        }
    }

    #[test]
    fn the_rules_begin_on_a_day_that_they_name_themselves() {
        for (part, month) in [("DAYLIGHT", 3), ("STANDARD", 10)] {
            let begins = value(part, "DTSTART");
            let first = change(1996, month, begins).format("%Y%m%dT%H%M%S").to_string();
            assert_eq!(first, begins);
        }
    }
}
