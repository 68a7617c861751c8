//! Tables that people make in a spreadsheet: CSV in either encoding, with commas or semicolons, Dutch
//! or English names of columns, and every fault told with its line and column.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};
use leerkring_domain::kernel::{Code, Reason, Refusal, Text, text};

use crate::decimals;
use crate::duo::{self, Unreadable};
use crate::error::{Error, Part, Violation};

/// The most faults that are told at once.
const MOST_FAULTS: usize = 100;
/// The longest value, in characters.
const LONGEST: usize = 200;

/// A column, by the name that the API gives it and by what people call it.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub dutch: &'static str,
    pub needed: bool,
}

/// A column that has to be there.
pub const fn needed(name: &'static str, dutch: &'static str) -> Column {
    Column { name, dutch, needed: true }
}

/// A column that may be left out.
pub const fn optional(name: &'static str, dutch: &'static str) -> Column {
    Column { name, dutch, needed: false }
}

/// A row, as far as it could be split into columns.
#[derive(Debug)]
pub struct Row {
    fields: HashMap<&'static str, String>,
    faults: Vec<Reason>,
}

impl Row {
    /// What stands in a column; nothing where it is blank.
    pub fn text(&self, column: &str) -> Option<&str> {
        self.fields.get(column).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Notes what is wrong with a column.
    pub fn fault(&mut self, column: &str, code: &'static str, sentence: Text) {
        self.faults.push(Reason::new(code, sentence).at(format!("/{column}")));
    }

    /// Notes every reason of a refusal, at its own column.
    pub fn refused(&mut self, refusal: Refusal) {
        self.faults.extend(refusal.reasons);
    }

    /// What `read` makes of a column that may not be blank.
    pub fn needed<T>(
        &mut self,
        column: &'static str,
        wanted: &Text,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        if self.text(column).is_none() {
            self.fault(column, "missing", text("ontbreekt", "is missing"));
            return None;
        }
        self.optional(column, wanted, read)
    }

    /// What `read` makes of a column; nothing where it is blank.
    pub fn optional<T>(
        &mut self,
        column: &'static str,
        wanted: &Text,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.text(column)?.to_owned();
        let found = read(&value);
        if found.is_none() {
            let shown: String = value.chars().take(40).collect();
            let sentence = text(
                format!("“{shown}” is niet leesbaar: {}", wanted.nl),
                format!("“{shown}” cannot be read: {}", wanted.en),
            );
            self.fault(column, "wrong-form", sentence);
        }
        found
    }

    /// A word of a closed list.
    pub fn word<T: Code>(&mut self, column: &'static str) -> Option<T> {
        let words: Vec<&str> = T::ALL.iter().map(|value| value.code()).collect();
        let wanted =
            text(format!("een van {}", words.join(", ")), format!("one of {}", words.join(", ")));
        self.needed(column, &wanted, |value| T::from_code(&value.to_lowercase()))
    }
}

/// A decimal number, with a point or a comma.
pub fn a_number() -> Text {
    text("een getal, zoals 25,5", "a number, such as 25.5")
}

/// A calendar day, as 2026-08-31 or 31-8-2026.
pub fn a_day() -> Text {
    text("een dag, zoals 31-8-2026", "a day, such as 2026-08-31")
}

/// Reads a day as the API or a Dutch spreadsheet writes it.
pub fn day(value: &str) -> Option<chrono::NaiveDate> {
    let read = |form: &&str| chrono::NaiveDate::parse_from_str(value, form).ok();
    ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"].iter().find_map(read)
}

/// The hundredths of a number.
pub fn hundredths(value: &str) -> Option<i64> {
    decimals::hundredths(value)
}

/// Reads all rows of a file, or says everything that is wrong with it: nothing of a file with a
/// fault is taken.
///
/// # Errors
/// Faults in the file as a whole, or else those of the rows, each at `/line/column`.
pub fn read<T>(
    bytes: &[u8],
    columns: &[Column],
    most: usize,
    mut parse: impl FnMut(&mut Row) -> Option<T>,
) -> Result<Vec<T>, Error> {
    let (text_of_file, _) = duo::decode(bytes).map_err(|fault| whole(&fault))?;
    let mut reader = ReaderBuilder::new()
        .delimiter(duo::separator(&text_of_file).byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(text_of_file.as_bytes());
    let mut records = reader.records();
    let broken = || whole(&Unreadable::NotCsv { what: "a broken file" });
    let names = records.next().ok_or_else(broken)?.map_err(|_| broken())?;
    let header = header(&names, columns)?;
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for record in records {
        let record = record.map_err(|_| broken())?;
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if read.len() == most {
            return Err(Error::invalid(Part::Body, too_many(most)));
        }
        let line = record.position().map_or(0, csv::Position::line);
        let mut row = split(&record, &header);
        let parsed = parse(&mut row);
        let located = row.faults.into_iter().map(|reason| {
            let column = reason.location.clone().unwrap_or_default();
            Violation { part: Part::Body, reason: reason.at(format!("/{line}{column}")) }
        });
        faults.extend(located);
        read.extend(parsed);
        if MOST_FAULTS <= faults.len() {
            break;
        }
    }
    if faults.is_empty() && read.is_empty() {
        return Err(whole(&Unreadable::Empty));
    }
    faults.truncate(MOST_FAULTS);
    if faults.is_empty() { Ok(read) } else { Err(Error::Invalid(faults)) }
}

/// Which column stands where.
fn header(names: &StringRecord, columns: &[Column]) -> Result<Vec<Option<&'static str>>, Error> {
    let fits =
        |column: &Column, name: &str| plain(column.name) == name || plain(column.dutch) == name;
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for name in names {
        let column = columns.iter().find(|column| fits(column, &plain(name)));
        match column {
            Some(column) if found.contains(&Some(column.name)) => faults.push(fault(
                column.name,
                "repeated-column",
                text("deze kolom staat er twee keer", "this column stands twice"),
            )),
            Some(column) => found.push(Some(column.name)),
            None if plain(name).is_empty() => found.push(None),
            None => faults.push(fault(
                &name.chars().take(40).collect::<String>(),
                "unknown-column",
                text("deze kolom is niet bekend", "this column is not known"),
            )),
        }
    }
    let missing = columns.iter().filter(|it| it.needed && !found.contains(&Some(it.name)));
    faults.extend(missing.map(|column| {
        fault(column.name, "missing-column", text("deze kolom ontbreekt", "this column is missing"))
    }));
    if faults.is_empty() { Ok(found) } else { Err(Error::Invalid(faults)) }
}

fn fault(column: &str, code: &'static str, sentence: Text) -> Violation {
    Violation { part: Part::Body, reason: Reason::new(code, sentence).at(format!("/1/{column}")) }
}

fn plain(name: &str) -> String {
    let matters = |letter: &char| letter.is_alphanumeric();
    name.chars().filter(matters).flat_map(char::to_lowercase).collect()
}

fn split(record: &StringRecord, header: &[Option<&'static str>]) -> Row {
    let mut row = Row { fields: HashMap::new(), faults: Vec::new() };
    if header.len() < record.len() {
        let sentence = text(
            "de rij heeft meer velden dan er kolommen zijn",
            "the row has more fields than there are columns",
        );
        row.faults.push(Reason::new("cut-row", sentence).at(""));
    }
    for (name, value) in header.iter().zip(record) {
        let Some(name) = name else { continue };
        let value = value.trim();
        if LONGEST < value.chars().count() || value.chars().any(char::is_control) {
            row.fault(name, "wrong-form", text("geen leesbare tekst", "no readable text"));
        } else {
            row.fields.insert(name, value.to_owned());
        }
    }
    row
}

fn too_many(most: usize) -> Reason {
    let sentence = text(
        format!("hoogstens {most} rijen per bestand"),
        format!("at most {most} rows in a file"),
    );
    Reason::new("too-many-rows", sentence).at("")
}

fn whole(fault: &Unreadable) -> Error {
    let sentence = text(
        format!("het bestand is niet leesbaar: {fault}"),
        format!("the file cannot be read: {fault}"),
    );
    Error::invalid(Part::Body, Reason::new("unreadable-file", sentence).at(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] =
        &[needed("hoursPerWeek", "uren per week"), optional("fromOn", "vanaf")];

    type Rows = Vec<(i64, Option<chrono::NaiveDate>)>;

    fn rows(file: &[u8]) -> Result<Rows, Vec<(String, &'static str)>> {
        let parse = |row: &mut Row| {
            let hours = row.needed("hoursPerWeek", &a_number(), hundredths);
            let from = row.optional("fromOn", &a_day(), day);
            Some((hours?, from))
        };
        read(file, COLUMNS, 3, parse).map_err(|error| match error {
            Error::Invalid(faults) => faults
                .into_iter()
                .map(|it| (it.reason.location.unwrap_or_default(), it.reason.code))
                .collect(),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn a_dutch_spreadsheet_and_an_english_one_are_read_alike() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 8, 31);
        let dutch = rows(b"Uren per week;Vanaf\r\n25,5;31-8-2026\r\n;\r\n").unwrap();
        assert_eq!(dutch, [(2550, day)]);
        assert_eq!(rows(b"\xEF\xBB\xBFhoursPerWeek,fromOn\n25.5,2026-08-31\n").unwrap(), dutch);
    }

    #[test]
    fn every_fault_is_told_with_its_line_and_column() {
        let faults = rows(b"uren per week;vanaf\nveel;31-8-2026\n;32-8-2026\n1;;3\n").unwrap_err();
        let expected = [
            ("/2/hoursPerWeek", "wrong-form"),
            ("/3/hoursPerWeek", "missing"),
            ("/3/fromOn", "wrong-form"),
            ("/4", "cut-row"),
        ];
        assert_eq!(faults, expected.map(|(at, code)| (at.to_owned(), code)));
    }

    #[test]
    fn columns_that_are_missing_unknown_or_repeated_are_named() {
        let codes = |file: &[u8]| rows(file).unwrap_err();
        assert_eq!(codes(b"vanaf\n2026-01-01"), [("/1/hoursPerWeek".to_owned(), "missing-column")]);
        let faults = codes(b"uren per week;naam\n1;Piet");
        assert_eq!(faults, [("/1/naam".to_owned(), "unknown-column")]);
        assert_eq!(codes(b"uren per week;hoursPerWeek\n1;1")[0].1, "repeated-column");
    }

    #[test]
    fn too_many_rows_and_no_rows_are_refused() {
        assert_eq!(rows(b"uren per week\n1\n1\n1\n1\n").unwrap_err()[0].1, "too-many-rows");
        assert_eq!(rows(b"uren per week\n\n").unwrap_err()[0].1, "unreadable-file");
        assert_eq!(rows(b"").unwrap_err()[0].1, "unreadable-file");
    }
}
