//! School holidays by region.

use chrono::NaiveDate;
use leerkring_domain::boards::SchoolHolidayRecord;
use leerkring_domain::holidays::SchoolHoliday;

use super::rows::{Refusal, Row, Table};
use super::{Line, Reason, Unreadable};

pub(super) const COLUMNS: &[&str] = &["school_year", "holiday", "region", "start", "end"];

const HOLIDAYS: [(&str, &str); 5] = [
    ("herfst", "herfst"),
    ("kerst", "kerst"),
    ("voorjaar", "voorjaar"),
    ("mei", "mei"),
    ("zomer", "zomer"),
];

const REGIONS: [(&str, &str); 4] =
    [("alle", "alle"), ("noord", "noord"), ("midden", "midden"), ("zuid", "zuid")];

/// A holiday stands once for each school year and region.
pub(super) fn read(table: &mut Table) -> Result<Vec<Line<SchoolHolidayRecord>>, Unreadable> {
    table.read(holiday, |record| {
        let holiday = &record.holiday;
        (record.school_year.clone(), holiday.name.clone(), holiday.region.clone())
    })
}

fn holiday(row: &Row) -> Result<SchoolHolidayRecord, Refusal> {
    let school_year = row.identifier("school_year")?;
    let holiday = SchoolHoliday {
        name: row.one_of("holiday", &HOLIDAYS)?.to_owned(),
        region: row.one_of("region", &REGIONS)?.to_owned(),
        first_on: date(row, "start")?,
        last_on: date(row, "end")?,
    };
    if holiday.last_on < holiday.first_on {
        return Err(row.contradicts("end", "start"));
    }
    Ok(SchoolHolidayRecord { school_year, holiday })
}

/// Year, month and day with all their digits.
fn date(row: &Row, column: &'static str) -> Result<NaiveDate, Refusal> {
    let field = row.field(column);
    if field.is_empty() {
        return Err(row.refuse(column, Reason::MissingValue));
    }
    let whole = Some(field).filter(|field| field.len() == 10);
    let date = whole.and_then(|field| NaiveDate::parse_from_str(field, "%Y-%m-%d").ok());
    date.ok_or_else(|| row.refuse(column, Reason::NoDate))
}

#[cfg(test)]
mod tests {
    use super::super::{Content, read};

    #[test]
    fn holidays_are_read_and_dates_that_do_not_exist_refused() {
        let file = "school_year;holiday;region;start;end\n2016-2017;kerst;alle;2016-12-24;2017-01-08\n2016-2017;mei;alle;2017-02-29;2017-04-30\n2016-2017;zomer;noord;2017-07-22;2017-07-03\n2016-2018;zomer;zuid;2017-07-22;2017-09-03\n2016-2017;zomer;oost;2017-07-22;2017-09-03\n2016-2017;zomer;zuid;22-7-2017;2017-09-03\n";
        let reading = read(file.as_bytes()).unwrap();
        let Content::SchoolHolidays(holidays) = &reading.content else { panic!() };
        assert_eq!(holidays[0].record.holiday.last_on.to_string(), "2017-01-08");
        let refused: Vec<(usize, &str)> =
            reading.refused.iter().map(|row| (row.line, row.reason.code())).collect();
        let expected = [
            (3, "no-date"),
            (4, "contradiction"),
            (5, "malformed-value"),
            (6, "unknown-value"),
            (7, "no-date"),
        ];
        assert_eq!(refused, expected);
    }
}
