//! Comma-separated values (RFC 4180): UTF-8 with a mark, by which spreadsheets know that it is, and
//! no words that a spreadsheet takes for a formula.

use std::borrow::Cow;

use chrono::SecondsFormat;

use super::{Cell, Head, TableError};

#[derive(Debug)]
pub(super) struct CsvTable(csv::Writer<Vec<u8>>);

impl CsvTable {
    pub fn begin(head: &Head<'_>) -> Result<Self, TableError> {
        let mut writer = writer("\u{FEFF}".as_bytes().to_vec());
        writer.write_record(head.columns.iter().map(|column| safe(&column.name).into_owned()))?;
        Ok(Self(writer))
    }

    pub fn row(&mut self, cells: &[Cell]) -> Result<(), TableError> {
        Ok(self.0.write_record(cells.iter().map(field))?)
    }

    pub fn take(&mut self) -> Result<Vec<u8>, TableError> {
        let full = std::mem::replace(&mut self.0, writer(Vec::new()));
        Ok(full.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
    }
}

fn writer(start: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(start)
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) | Cell::Word(text, _) => safe(text).into_owned(),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Euros(cents) => euros(*cents),
        Cell::Day(day) => day.to_string(),
        Cell::Time(time) => time.format("%H:%M:%S").to_string(),
        Cell::Instant(instant) => instant.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        Cell::YesNo(is_so) => is_so.to_string(),
    }
}

/// Euros and cents for programs: `1210.00`.
pub(super) fn euros(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// Text with an apostrophe wherever a spreadsheet would see the beginning of a formula: at its start,
/// and behind what some spreadsheets take for the end of a cell (a semicolon where that is the
/// separator of lists, a tab, a line break).
fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(begins_formula) {
        return Cow::Borrowed(text);
    }
    let (mut safe, mut at_start) = (String::with_capacity(text.len() + 1), true);
    for letter in text.chars() {
        if at_start && begins_formula(letter) {
            safe.push('\'');
        }
        safe.push(letter);
        at_start = matches!(letter, ';' | '\t' | '\r' | '\n') || (at_start && letter == '"');
    }
    Cow::Owned(safe)
}

/// Also in the width of East Asian signs, which spreadsheets read alike.
fn begins_formula(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use leerkring_domain::kernel::Language;

    use super::super::{Column, Form, column, whole};
    use super::*;

    const COLUMNS: [Column; 2] = [column("name", "naam", 20), column("fee", "bijdrage", 10)];

    fn csv(cells: &[Cell; 2]) -> String {
        let head = Head { title: "Tabel", columns: &COLUMNS, language: Language::Dutch };
        let written = whole(Form::Csv, &head, [cells.to_vec()]).unwrap();
        let text = String::from_utf8(written).unwrap();
        text.strip_prefix("\u{FEFF}name,fee\r\n").unwrap().to_owned()
    }

    #[test]
    fn no_words_of_people_are_taken_for_a_formula() {
        for text in ["=1+1", "+31", "-2", "@SUM(A1)", "\t1", "\r1", "＝1"] {
            assert_eq!(safe(text), format!("'{text}"));
        }
        assert_eq!(safe("\t=1"), "'\t'=1");
        assert_eq!(safe("Stichting =1"), "Stichting =1");
        assert_eq!(safe("\"=1"), "\"'=1");
    }

    #[test]
    fn nor_are_they_where_a_semicolon_or_a_line_break_ends_a_cell() {
        assert_eq!(safe("a;=1+1"), "a;'=1+1");
        assert_eq!(safe("a\n-1; -2"), "a\n'-1; -2");
    }

    #[test]
    fn numbers_are_numbers_also_below_zero() {
        assert_eq!(csv(&["Zoë".into(), Cell::Euros(-121_050)]), "Zoë,-1210.50\r\n");
        assert_eq!(csv(&[Cell::Whole(-3), Cell::number("-0.5")]), "-3,-0.5\r\n");
    }

    #[test]
    fn what_divides_cells_stands_in_quotes() {
        assert_eq!(csv(&["a,b".into(), "c\"d".into()]), "\"a,b\",\"c\"\"d\"\r\n");
    }

    #[test]
    fn values_have_the_forms_of_the_api() {
        let (day, time) = ("2026-09-16".parse().unwrap(), "09:00:00".parse().unwrap());
        assert_eq!(csv(&[Cell::Day(day), Cell::Time(time)]), "2026-09-16,09:00:00\r\n");
        let instant = "2026-09-16T07:00:00Z".parse().unwrap();
        assert_eq!(csv(&[Cell::Instant(instant), Cell::Nothing]), "2026-09-16T07:00:00Z,\r\n");
    }
}
