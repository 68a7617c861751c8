//! Workbooks (Office Open XML, ECMA-376), written row by row: a sheet is compressed as it grows, and
//! what names the sheets is written when it is known which there are. A sheet has a head that stays
//! in sight, columns that fit, and a filter. No text is a formula here, whatever it begins with.

mod parts;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{NaiveDateTime, NaiveTime, Timelike};
use leerkring_domain::kernel::Language;
use leerkring_domain::kernel::civil::civil;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use self::parts::{Look, Sheet};
use super::csv::euros;
use super::{Cell, Head, TableError};

/// The most rows that programs read from a sheet; what is more goes on on the next one.
const MOST_ROWS: u32 = 1_048_576;
/// The most characters that they read from a cell.
const LONGEST_TEXT: usize = 32_767;
/// The longest name of a sheet.
const LONGEST_NAME: usize = 31;

/// Where the compressor writes to, and from where it is taken.
#[derive(Debug, Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Debug)]
pub(super) struct Workbook {
    zip: ZipWriter<StreamWriter<Pipe>>,
    pipe: Pipe,
    title: String,
    language: Language,
    /// The names and the widths of the columns.
    columns: Vec<(String, u16)>,
    /// Those that are full.
    sheets: Vec<Sheet>,
    /// How many rows the sheet has that is being written, with its head.
    rows: u32,
    most_rows: u32,
}

impl Workbook {
    pub fn begin(head: &Head<'_>) -> Result<Self, TableError> {
        Self::with_sheets_of(MOST_ROWS, head)
    }

    fn with_sheets_of(most_rows: u32, head: &Head<'_>) -> Result<Self, TableError> {
        let pipe = Pipe::default();
        let columns = head.columns.iter();
        let mut workbook = Self {
            zip: ZipWriter::new_stream(pipe.clone()),
            pipe,
            title: sheet_name(head.title),
            language: head.language,
            columns: columns.map(|it| (it.called(head.language), it.width)).collect(),
            sheets: Vec::new(),
            rows: 0,
            most_rows,
        };
        workbook.part("[Content_Types].xml", parts::CONTENT_TYPES)?;
        workbook.part("_rels/.rels", parts::RELATIONSHIPS)?;
        workbook.part("xl/styles.xml", parts::STYLES)?;
        workbook.begin_sheet()?;
        Ok(workbook)
    }

    pub fn row(&mut self, cells: &[Cell]) -> Result<(), TableError> {
        if self.rows == self.most_rows {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        let look = |cell: &Cell| match cell {
            Cell::Day(_) => Look::Day,
            Cell::Instant(_) => Look::Instant,
            Cell::Time(_) => Look::Time,
            Cell::Euros(_) => Look::Euros,
            Cell::Number(number) if 2 < number.scale() => Look::Rounded,
            _ => Look::Plain,
        };
        self.write_row(cells.iter().map(|cell| (look(cell), cell)))
    }

    pub fn take(&mut self) -> Vec<u8> {
        self.pipe.take()
    }

    pub fn finish(mut self) -> Result<Vec<u8>, TableError> {
        self.end_sheet()?;
        let (workbook, count) = (parts::workbook(&self.sheets), self.sheets.len());
        self.part("xl/workbook.xml", &workbook)?;
        self.part("xl/_rels/workbook.xml.rels", &parts::workbook_relationships(count))?;
        self.zip.finish()?;
        Ok(self.pipe.take())
    }

    fn part(&mut self, name: &str, content: &str) -> Result<(), TableError> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options)?;
        Ok(self.zip.write_all(content.as_bytes())?)
    }

    fn begin_sheet(&mut self) -> Result<(), TableError> {
        let mut start = String::from(concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
            r#"<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2""#,
            r#" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>"#
        ));
        for (number, (_, width)) in (1_usize..).zip(&self.columns) {
            // Writing to a String cannot fail.
            let _ = write!(
                start,
                r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#
            );
        }
        start.push_str("</cols><sheetData>");
        self.part(&format!("xl/worksheets/sheet{}.xml", self.sheets.len() + 1), &start)?;
        self.rows = 0;
        let names: Vec<Cell> = self.columns.iter().map(|(name, _)| name.as_str().into()).collect();
        self.write_row(names.iter().map(|name| (Look::Head, name)))
    }

    fn end_sheet(&mut self) -> Result<(), TableError> {
        let (last, rows) = (letters(self.columns.len().max(1)), self.rows);
        let end = format!("</sheetData><autoFilter ref=\"A1:{last}{rows}\"/></worksheet>");
        self.zip.write_all(end.as_bytes())?;
        let name = match self.sheets.len() {
            0 => self.title.clone(),
            before => format!("{} {}", self.title, before + 1),
        };
        self.sheets.push(Sheet { name: escaped(&name), area: format!("$A$1:${last}${rows}") });
        Ok(())
    }

    /// The cell as people read it.
    fn said<'a>(&self, cell: &'a Cell) -> Cow<'a, Cell> {
        match cell {
            Cell::Word(_, words) => Cow::Owned(words.in_language(self.language).into()),
            other => Cow::Borrowed(other),
        }
    }

    fn write_row<'a>(
        &mut self,
        cells: impl Iterator<Item = (Look, &'a Cell)>,
    ) -> Result<(), TableError> {
        self.rows += 1;
        let number = self.rows;
        let mut row = format!("<row r=\"{number}\">");
        for (place, (look, cell)) in (1..).zip(cells) {
            let at = format!("{}{number}", letters(place));
            put(&mut row, &at, look, &self.said(cell));
        }
        row.push_str("</row>");
        Ok(self.zip.write_all(row.as_bytes())?)
    }
}

/// A cell at its place; one with nothing in it is left out.
fn put(row: &mut String, at: &str, look: Look, cell: &Cell) {
    let style = style(look);
    let value = match cell {
        Cell::Nothing => return,
        Cell::Text(text) | Cell::Word(text, _) => {
            let text = escaped(&shortened(text));
            let _ = write!(
                row,
                "<c r=\"{at}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
            );
            return;
        }
        Cell::YesNo(is_so) => {
            let _ = write!(row, "<c r=\"{at}\"{style} t=\"b\"><v>{}</v></c>", u8::from(*is_so));
            return;
        }
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Euros(cents) => euros(*cents),
        Cell::Day(day) => days(day.and_time(NaiveTime::MIN)),
        Cell::Time(time) => part_of_day(*time).to_string(),
        Cell::Instant(instant) => {
            let local = civil(*instant);
            days(local.on.and_time(local.at))
        }
    };
    let _ = write!(row, "<c r=\"{at}\"{style}><v>{value}</v></c>");
}

fn style(look: Look) -> &'static str {
    match look {
        Look::Plain => "",
        Look::Head => " s=\"1\"",
        Look::Day => " s=\"2\"",
        Look::Instant => " s=\"3\"",
        Look::Time => " s=\"4\"",
        Look::Euros => " s=\"5\"",
        Look::Rounded => " s=\"6\"",
    }
}

/// Days since the last but one of 1899, as all spreadsheets count them.
fn days(moment: NaiveDateTime) -> String {
    let zero = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    let days = moment.date().signed_duration_since(zero).num_days();
    let part = format!("{:.8}", part_of_day(moment.time()));
    match part.trim_start_matches('0').trim_end_matches('0') {
        "." => days.to_string(),
        part => format!("{days}{part}"),
    }
}

fn part_of_day(time: NaiveTime) -> f64 {
    f64::from(time.num_seconds_from_midnight()) / 86_400.0
}

/// What a column is called in a sheet: A to Z, AA, AB …
fn letters(place: usize) -> String {
    let mut letters = Vec::new();
    let mut left = place;
    while 0 < left {
        let letter = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

fn sheet_name(title: &str) -> String {
    let known = |letter: &char| !"[]:*?/\\".contains(*letter);
    // Room for a number behind it.
    title.chars().filter(known).take(LONGEST_NAME - 4).collect()
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}

/// Text in XML, without what XML cannot say; `_x0041_` would be read as a sign that is written so.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("_x", "_x005F_x").chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(letter),
            '\r' => escaped.push_str("&#13;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use leerkring_domain::kernel::text;

    use super::super::{Column, column};
    use super::*;

    static COLUMNS: [Column; 2] = [column("name", "naam", 20), column("heldOn", "dag", 12)];

    fn head() -> Head<'static> {
        Head { title: "Groep A/B: dagen", columns: &COLUMNS, language: Language::Dutch }
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        roxmltree::Document::parse(&text).unwrap();
        text
    }

    #[test]
    fn what_is_written_is_taken_piece_by_piece_and_makes_a_whole() {
        let mut workbook = Workbook::begin(&head()).unwrap();
        let mut bytes = workbook.take();
        for number in 1..=5_000_u32 {
            // Differs from row to row, so that it cannot all be kept back to be compressed better.
            let name = format!("Zoë & <Ĳsbrand> {:08x}", number.wrapping_mul(2_654_435_761));
            workbook.row(&[name.into(), Cell::Nothing]).unwrap();
            bytes.extend(workbook.take());
        }
        let before = bytes.len();
        bytes.extend(workbook.finish().unwrap());
        assert!(bytes.len() - before < before);
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<t xml:space=\"preserve\">Zoë &amp; &lt;Ĳsbrand&gt; 9e3779b1</t>"));
        assert!(sheet.ends_with("<autoFilter ref=\"A1:B5001\"/></worksheet>"));
        assert!(part(&bytes, "xl/workbook.xml").contains("'Groep AB dagen'!$A$1:$B$5001"));
    }

    #[test]
    fn a_sheet_that_is_full_goes_on_on_the_next_one_under_the_same_head() {
        let mut workbook = Workbook::with_sheets_of(3, &head()).unwrap();
        for name in ["a", "b", "c"] {
            workbook.row(&[name.into(), Cell::Nothing]).unwrap();
        }
        let bytes = workbook.finish().unwrap();
        let second = part(&bytes, "xl/worksheets/sheet2.xml");
        assert!(second.contains(">Naam</t>") && second.contains(">c</t>"), "{second}");
        assert!(part(&bytes, "xl/workbook.xml").contains("name=\"Groep AB dagen 2\""));
        assert!(part(&bytes, "xl/_rels/workbook.xml.rels").contains("worksheets/sheet2.xml"));
    }

    #[test]
    fn days_are_numbers_and_instants_stand_on_the_dutch_clock() {
        assert_eq!(days("2026-09-16T00:00:00".parse().unwrap()), "46281");
        let mut row = String::new();
        put(&mut row, "A1", Look::Instant, &Cell::Instant("2026-09-16T10:00:00Z".parse().unwrap()));
        assert_eq!(row, "<c r=\"A1\" s=\"3\"><v>46281.5</v></c>");
    }

    #[test]
    fn words_are_those_of_people_and_long_decimals_are_shown_short() {
        let mut workbook = Workbook::begin(&head()).unwrap();
        let met = Cell::Word("met".to_owned(), text("gehaald", "met"));
        workbook.row(&[met, Cell::number("12.3456789")]).unwrap();
        let sheet = part(&workbook.finish().unwrap(), "xl/worksheets/sheet1.xml");
        assert!(sheet.contains(">gehaald</t>"), "{sheet}");
        assert!(sheet.contains("<c r=\"B2\" s=\"6\"><v>12.3456789</v></c>"), "{sheet}");
    }

    #[test]
    fn columns_have_letters() {
        let names: Vec<String> = [1, 26, 27, 52, 703].map(letters).to_vec();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "AAA"]);
    }

    #[test]
    fn text_that_looks_like_an_escaped_sign_stays_text() {
        assert_eq!(escaped("a_x0041_b\u{7}"), "a_x005F_x0041_b");
    }
}
