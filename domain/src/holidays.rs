//! Days on which a session is unusual: public holidays and school holidays.
//!
//! Source of the public holidays: Algemene termijnenwet, article 3, with Liberation Day every year.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::kernel::{Text, text};

/// The public holiday on `day`, by name, if it is one.
pub fn public_holiday(day: NaiveDate) -> Option<Text> {
    fixed_holiday(day).or_else(|| moving_holiday(day))
}

fn fixed_holiday(day: NaiveDate) -> Option<Text> {
    if day == kings_day(day.year())? {
        return Some(text("Koningsdag", "King's Day"));
    }
    match (day.month(), day.day()) {
        (1, 1) => Some(text("nieuwjaarsdag", "New Year's Day")),
        (5, 5) => Some(text("Bevrijdingsdag", "Liberation Day")),
        (12, 25) => Some(text("eerste kerstdag", "Christmas Day")),
        (12, 26) => Some(text("tweede kerstdag", "Boxing Day")),
        _ => None,
    }
}

/// 27 April, or the day before where that is a Sunday.
fn kings_day(year: i32) -> Option<NaiveDate> {
    let day = NaiveDate::from_ymd_opt(year, 4, 27)?;
    if day.weekday() == Weekday::Sun { day.pred_opt() } else { Some(day) }
}

fn moving_holiday(day: NaiveDate) -> Option<Text> {
    let easter = easter(day.year())?;
    let after = |days| easter.checked_add_days(Days::new(days));
    match day {
        _ if Some(day) == easter.checked_sub_days(Days::new(2)) => {
            Some(text("Goede Vrijdag", "Good Friday"))
        }
        _ if day == easter => Some(text("eerste paasdag", "Easter Sunday")),
        _ if Some(day) == after(1) => Some(text("tweede paasdag", "Easter Monday")),
        _ if Some(day) == after(39) => Some(text("Hemelvaartsdag", "Ascension Day")),
        _ if Some(day) == after(49) => Some(text("eerste pinksterdag", "Whit Sunday")),
        _ if Some(day) == after(50) => Some(text("tweede pinksterdag", "Whit Monday")),
        _ => None,
    }
}

/// Easter Sunday of `year` (Gregorian calendar, the method of Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year % 19;
    let (century, in_century) = (year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    let (month, day) = (u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?);
    NaiveDate::from_ymd_opt(year, month, day)
}

/// A school holiday in one of the three regions that the law spreads them over, or in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolHoliday {
    /// As the regulation calls it: `herfst`, `kerst`, `voorjaar`, `mei`, `zomer`.
    pub name: String,
    /// `noord`, `midden`, `zuid` or `alle`.
    pub region: String,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
}

impl SchoolHoliday {
    /// Whether it holds on `day` in one of `regions` (`noord`, `midden`, `zuid`).
    pub fn holds(&self, day: NaiveDate, regions: &[&str]) -> bool {
        self.first_on <= day
            && day <= self.last_on
            && (self.region == "alle" || regions.contains(&self.region.as_str()))
    }
}

/// The school-holiday regions that a province lies in.
///
/// Source: Regeling vaststelling schoolvakanties, article 2; Gelderland, Utrecht, Flevoland and
/// Noord-Brabant are divided, so both of their regions are named.
pub fn school_holiday_regions(province: &str) -> &'static [&'static str] {
    match province.to_lowercase().replace('-', " ").as_str() {
        "groningen" | "drenthe" | "friesland" | "fryslân" | "overijssel" | "noord holland" => {
            &["noord"]
        }
        "flevoland" => &["noord", "midden"],
        "zuid holland" => &["midden"],
        "utrecht" => &["midden", "noord"],
        "gelderland" => &["midden", "noord", "zuid"],
        "noord brabant" => &["zuid", "midden"],
        "zeeland" | "limburg" => &["zuid"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for date in ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"] {
            assert_eq!(easter(day(date).year()), Some(day(date)));
        }
    }

    #[test]
    fn the_public_holidays_of_2026_are_known() {
        let named: Vec<String> = NaiveDate::iter_days(&day("2026-01-01"))
            .take(365)
            .filter(|date| public_holiday(*date).is_some())
            .map(|date| date.to_string())
            .collect();
        let expected = [
            "2026-01-01",
            "2026-04-03",
            "2026-04-05",
            "2026-04-06",
            "2026-04-27",
            "2026-05-05",
            "2026-05-14",
            "2026-05-24",
            "2026-05-25",
            "2026-12-25",
            "2026-12-26",
        ];
        assert_eq!(named, expected);
    }

    #[test]
    fn kings_day_moves_to_saturday_when_it_is_a_sunday() {
        assert_eq!(public_holiday(day("2025-04-26")).unwrap().en, "King's Day");
        assert_eq!(public_holiday(day("2025-04-27")), None);
    }

    #[test]
    fn a_school_holiday_holds_in_its_region_only() {
        let holiday = SchoolHoliday {
            name: "zomer".into(),
            region: "noord".into(),
            first_on: day("2018-07-21"),
            last_on: day("2018-09-02"),
        };
        assert!(holiday.holds(day("2018-09-02"), school_holiday_regions("Drenthe")));
        assert!(!holiday.holds(day("2018-09-02"), school_holiday_regions("Limburg")));
        assert!(!holiday.holds(day("2018-09-03"), school_holiday_regions("Drenthe")));
    }
}
