//! What reading a file yields.

use leerkring_domain::boards::{
    BoardRecord, BoardSizeRecord, LegalBodyRecord, Malformed, MunicipalityRegionRecord,
    PartnershipLocationRecord, PartnershipRecord, PostcodePartnershipRecord, RegionRecord,
    SchoolHolidayRecord, SchoolRecord,
};
use leerkring_domain::function_mix::Mix;

use super::{Encoding, FileKind, Separator};

/// A file that was read. `content.len() + content.historic() + refused.len()` is `rows`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub kind: FileKind,
    pub encoding: Encoding,
    pub separator: Separator,
    /// Rows below the header; blank lines are no rows.
    pub rows: usize,
    pub content: Content,
    /// The regions that rows about something else name, each once, at its first line.
    pub named_regions: Vec<Line<RegionRecord>>,
    pub refused: Vec<RefusedRow>,
}

/// The rows that were read, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Boards(Vec<Line<BoardRecord>>),
    Schools(Vec<Line<SchoolRecord>>),
    Partnerships(Vec<Line<PartnershipRecord>>),
    PartnershipLocations(Vec<Line<PartnershipLocationRecord>>),
    LegalBodies(Vec<Line<LegalBodyRecord>>),
    BoardSizes {
        /// The newest year of the file (1 October); none if every row was refused.
        year: Option<u16>,
        /// The rows of that year.
        sizes: Vec<Line<BoardSizeRecord>>,
        /// How many right rows are about an older year.
        historic: usize,
        /// The function mix of every right row, whatever its year.
        mixes: Vec<Mix>,
    },
    Regions(Vec<Line<RegionRecord>>),
    MunicipalityRegions(Vec<Line<MunicipalityRegionRecord>>),
    PostcodePartnerships(Vec<Line<PostcodePartnershipRecord>>),
    SchoolHolidays(Vec<Line<SchoolHolidayRecord>>),
}

/// A row and the line of the file that it starts on; the first line is 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<T> {
    pub line: usize,
    pub record: T,
}

/// A row that was not read, for the first reason found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The line of the file that the row starts on; the first line is 1.
    pub line: usize,
    /// The column as the file calls it; none where the whole row is at fault.
    pub column: Option<String>,
    /// What stands there, at most 40 characters of it, without control characters.
    pub value: String,
    pub reason: Reason,
}

/// Why a row was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error(
        "the row has {found} fields where the header has {wanted}: part of it is missing, or a separator is one too many"
    )]
    CutRow { found: usize, wanted: usize },
    #[error("the value runs on over the next rows: a quotation mark is missing or one too many")]
    OpenQuotation,
    #[error("a value is missing")]
    MissingValue,
    #[error("{0}")]
    Malformed(Malformed),
    #[error("the value is none of {known}")]
    UnknownWord { known: String },
    #[error("there is no such date; a date is written 2026-08-31")]
    NoDate,
    #[error("the value is longer than {most} characters")]
    TooLong { most: usize },
    #[error("the text is garbled: the file was saved in another encoding than it was read in")]
    Garbled,
    #[error("the value contradicts column {column}")]
    Contradiction { column: String },
    #[error("line {first_line} is about the same")]
    Duplicate { first_line: usize },
}

impl Reading {
    /// How many rows were read, historic ones not counted.
    pub fn accepted(&self) -> usize {
        self.content.len()
    }
}

impl Content {
    /// How many rows were read, historic ones not counted.
    pub fn len(&self) -> usize {
        match self {
            Self::Boards(rows) => rows.len(),
            Self::Schools(rows) => rows.len(),
            Self::Partnerships(rows) => rows.len(),
            Self::PartnershipLocations(rows) => rows.len(),
            Self::LegalBodies(rows) => rows.len(),
            Self::BoardSizes { sizes, .. } => sizes.len(),
            Self::Regions(rows) => rows.len(),
            Self::MunicipalityRegions(rows) => rows.len(),
            Self::PostcodePartnerships(rows) => rows.len(),
            Self::SchoolHolidays(rows) => rows.len(),
        }
    }

    /// Whether no row was read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many right rows were passed over because the file has newer ones.
    pub fn historic(&self) -> usize {
        match self {
            Self::BoardSizes { historic, .. } => *historic,
            _ => 0,
        }
    }
}

impl Reason {
    /// The reason as a word that does not change.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CutRow { .. } => "cut-row",
            Self::OpenQuotation => "open-quotation",
            Self::MissingValue => "missing-value",
            Self::Malformed(_) => "malformed-value",
            Self::UnknownWord { .. } => "unknown-value",
            Self::NoDate => "no-date",
            Self::TooLong { .. } => "value-too-long",
            Self::Garbled => "garbled-text",
            Self::Contradiction { .. } => "contradiction",
            Self::Duplicate { .. } => "duplicate-row",
        }
    }
}
