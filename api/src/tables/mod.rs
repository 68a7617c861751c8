//! Tables: what stands in columns and rows, written as CSV or as a workbook (XLSX).
//!
//! ```
//! # use leerkring::tables::{Cell, Column, Form, Head, Writer, column};
//! # use leerkring_domain::kernel::Language;
//! const COLUMNS: [Column; 2] = [column("name", "naam", 30), column("seats", "plaatsen", 10)];
//! let head = Head { title: "Groepen", columns: &COLUMNS, language: Language::Dutch };
//! let mut writer = Writer::begin(Form::Csv, &head)?;
//! writer.row(&["Groep Midden".into(), Cell::Whole(24)])?;
//! let ready: Vec<u8> = writer.take()?;
//! let rest: Vec<u8> = writer.finish()?;
//! # assert_eq!([ready, rest].concat(), "\u{FEFF}name,seats\r\nGroep Midden,24\r\n".as_bytes());
//! # Ok::<(), leerkring::tables::TableError>(())
//! ```
//!
//! A writer holds what was written since the last [`Writer::take`] and nothing else, so that a table
//! of any length takes no more memory than the rows that are written at once. CSV is for programs:
//! columns have the names of the API, values its forms. XLSX is for people: columns have words of
//! their language, days and amounts are days and numbers, instants are on the Dutch clock.

mod cell;
mod csv;
mod xlsx;

use std::borrow::Cow;

use leerkring_domain::kernel::Language;

pub use cell::Cell;

use self::csv::CsvTable;
use self::xlsx::Workbook;

/// A column: its name in the API, what people call it, and how many characters wide it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: Cow<'static, str>,
    pub dutch: Cow<'static, str>,
    /// In English; left out, its name in words.
    pub english: Option<Cow<'static, str>>,
    pub width: u16,
}

pub const fn column(name: &'static str, dutch: &'static str, width: u16) -> Column {
    Column { name: Cow::Borrowed(name), dutch: Cow::Borrowed(dutch), english: None, width }
}

impl Column {
    /// What people call it.
    fn called(&self, language: Language) -> String {
        match language {
            Language::Dutch => capitalised(&self.dutch),
            Language::English => match &self.english {
                Some(english) => capitalised(english),
                None => capitalised(&in_words(&self.name)),
            },
        }
    }
}

fn in_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The cells of a row, one for each column.
pub type Row = Vec<Cell>;

/// What a table is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Csv,
    Xlsx,
}

/// What stands above the rows.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The name of the sheet in a workbook.
    pub title: &'a str,
    pub columns: &'a [Column],
    pub language: Language,
}

/// Why a table cannot be written: a bug, since nothing is written but to memory.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error("a table cannot be written: {0}")]
    Csv(#[from] ::csv::Error),
    #[error("a workbook cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    #[error("a workbook cannot be written: {0}")]
    Xlsx(#[from] std::io::Error),
}

/// A table in the making.
#[derive(Debug)]
pub struct Writer(Made);

#[derive(Debug)]
enum Made {
    Csv(Box<CsvTable>),
    Xlsx(Box<Workbook>),
}

impl Writer {
    /// Writes the head.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin(form: Form, head: &Head<'_>) -> Result<Self, TableError> {
        Ok(Self(match form {
            Form::Csv => Made::Csv(Box::new(CsvTable::begin(head)?)),
            Form::Xlsx => Made::Xlsx(Box::new(Workbook::begin(head)?)),
        }))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// It cannot be written, or has another number of cells than there are columns.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), TableError> {
        match &mut self.0 {
            Made::Csv(table) => table.row(cells),
            Made::Xlsx(workbook) => workbook.row(cells),
        }
    }

    /// The bytes that are ready and were not taken before; there may be none.
    ///
    /// # Errors
    /// What was written before cannot be brought out.
    pub fn take(&mut self) -> Result<Vec<u8>, TableError> {
        match &mut self.0 {
            Made::Csv(table) => table.take(),
            Made::Xlsx(workbook) => Ok(workbook.take()),
        }
    }

    /// The last bytes.
    ///
    /// # Errors
    /// The end cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, TableError> {
        match self.0 {
            Made::Csv(mut table) => table.take(),
            Made::Xlsx(workbook) => workbook.finish(),
        }
    }
}

/// A table of which all rows are there, in one piece.
///
/// # Errors
/// It cannot be written.
pub fn whole(
    form: Form,
    head: &Head<'_>,
    rows: impl IntoIterator<Item = Row>,
) -> Result<Vec<u8>, TableError> {
    let mut writer = Writer::begin(form, head)?;
    for row in rows {
        writer.row(&row)?;
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_the_api_reads_as_words() {
        let column = column("boardNumber", "bestuursnummer", 10);
        assert_eq!(column.called(Language::English), "Board number");
        assert_eq!(column.called(Language::Dutch), "Bestuursnummer");
    }
}
