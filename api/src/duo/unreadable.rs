//! Why a file as a whole cannot be read, and what to do about it.

use std::fmt::Write;

use leerkring_domain::kernel::Code;

use super::FileKind;
use super::sniff::LARGEST_BYTES;

/// More rows than this are not read; the largest file of DUO's set has 18,590.
pub const MOST_ROWS: usize = 100_000;

/// A file that is none of the files that can be read. Nothing of it is used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is empty; download it again")]
    Empty,
    #[error(
        "the file has {bytes} bytes, more than the {LARGEST_BYTES} that are accepted; is it one of DUO's CSV files?"
    )]
    TooLarge { bytes: usize },
    #[error("the file has more than {MOST_ROWS} rows; is it one of DUO's CSV files?")]
    TooManyRows,
    #[error("this is {what}, not a CSV file; send DUO's CSV file as it was published")]
    NotCsv { what: &'static str },
    #[error(
        "the file is in UTF-16 (Excel's \"Unicode text\"); save it as \"CSV UTF-8\" or send DUO's own file"
    )]
    Utf16,
    #[error(
        "the file is in UTF-8, but line {line} is not; send DUO's own file, not one that was edited in two programs"
    )]
    BrokenUtf8 { line: usize },
    #[error("no known file has this header; its columns are {}; known are: {}", listed(.found), kinds())]
    UnknownHeader { found: Vec<String> },
    #[error("this looks like {}, but the header lacks the column{} {}; send the file as DUO published it", .kind.title(), plural(.columns), listed(.columns))]
    MissingColumns { kind: FileKind, columns: Vec<String> },
    #[error("this looks like {}, but the header has the column {column} twice; remove the wrong one", .kind.title())]
    RepeatedColumn { kind: FileKind, column: String },
    #[error("this is the header of {} without any row below it; download the file again", .kind.title())]
    NoRows { kind: FileKind },
}

impl Unreadable {
    /// The reason as a word that does not change.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty-file",
            Self::TooLarge { .. } => "file-too-large",
            Self::TooManyRows => "too-many-rows",
            Self::NotCsv { .. } => "not-csv",
            Self::Utf16 => "utf-16",
            Self::BrokenUtf8 { .. } => "broken-utf-8",
            Self::UnknownHeader { .. } => "unknown-header",
            Self::MissingColumns { .. } => "missing-columns",
            Self::RepeatedColumn { .. } => "repeated-column",
            Self::NoRows { .. } => "no-rows",
        }
    }
}

fn plural(columns: &[String]) -> &'static str {
    if columns.len() == 1 { "" } else { "s" }
}

fn listed(columns: &[String]) -> String {
    const MOST: usize = 12;
    let mut list = columns.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if MOST < columns.len() {
        // Writing to a String cannot fail.
        let _ = write!(list, " and {} more", columns.len() - MOST);
    }
    list
}

fn kinds() -> String {
    FileKind::ALL.iter().map(|kind| kind.title()).collect::<Vec<_>>().join("; ")
}
