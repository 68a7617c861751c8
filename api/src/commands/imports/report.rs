//! What an import says about itself.

use leerkring_domain::boards::Fate;
use leerkring_domain::kernel::code::word;
use leerkring_domain::kernel::{Text, text};
use serde::{Deserialize, Serialize};

use super::sentences;
use crate::duo::{FileKind, Reading, RefusedRow, Unreadable};

/// More rows than this are not listed one by one; the counts say all.
pub const MOST_LISTED: usize = 1_000;

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub summary: Summary,
    pub findings: Findings,
}

/// What came of a file, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Nothing where the file as a whole could not be read.
    pub file: Option<File>,
    pub counts: Counts,
    /// Whether the register is now as the file has it.
    pub applied: bool,
    /// Why nothing of the file was applied.
    pub refusal: Option<Finding>,
}

/// What the file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    #[serde(with = "word")]
    pub kind: FileKind,
    pub encoding: String,
    pub separator: String,
}

/// How many rows met which fate. `added + changed + unchanged + historic + noted + refused` is
/// `rows`; what is closed has no row, and what is opened again is among the changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub rows: usize,
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// Right rows about an older year than the newest in the file.
    pub historic: usize,
    /// Rows that point at something the register does not have; they were passed over.
    pub noted: usize,
    pub refused: usize,
    /// Boards, schools or partnerships that the file no longer names.
    pub closed: usize,
    /// Those that were closed and are in the file again.
    pub reopened: usize,
    /// Links between schools and regions that were added or removed with it.
    pub region_links: usize,
}

/// What there is to say about single rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    pub refused: Vec<Finding>,
    pub noted: Vec<Finding>,
}

/// What is the matter with a row, or with the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The line of the file, from 1; nothing where it is about the whole file.
    pub line: Option<usize>,
    /// The column as the file calls it.
    pub column: Option<String>,
    pub value: String,
    pub code: String,
    pub nl: String,
    pub en: String,
}

impl Finding {
    fn of_file(code: &str, said: Text) -> Self {
        Self {
            line: None,
            column: None,
            value: String::new(),
            code: code.to_owned(),
            nl: said.nl,
            en: said.en,
        }
    }

    /// What is the matter with the row on `line`.
    pub fn of_row(line: usize, column: Option<&str>, value: &str, code: &str, said: Text) -> Self {
        Self {
            line: Some(line),
            column: column.map(str::to_owned),
            value: value.to_owned(),
            ..Self::of_file(code, said)
        }
    }

    pub fn text(&self) -> Text {
        text(self.nl.as_str(), self.en.as_str())
    }
}

impl From<RefusedRow> for Finding {
    fn from(row: RefusedRow) -> Self {
        let said = sentences::reason(&row.reason);
        Self::of_row(row.line, row.column.as_deref(), &row.value, row.reason.code(), said)
    }
}

impl Report {
    /// The report on a file that could not be read.
    pub fn unreadable(unreadable: &Unreadable) -> Self {
        let said = sentences::unreadable(unreadable);
        let refusal = Some(Finding::of_file(unreadable.code(), said));
        let summary = Summary { refusal, ..Summary::default() };
        Self { summary, findings: Findings::default() }
    }

    /// The report on a file whose rows have yet to meet their fate.
    pub(super) fn begun(reading: &mut Reading) -> Self {
        let file = File {
            kind: reading.kind,
            encoding: reading.encoding.name().to_owned(),
            separator: reading.separator.character().to_string(),
        };
        let counts = Counts {
            rows: reading.rows,
            historic: reading.content.historic(),
            ..Counts::default()
        };
        let summary = Summary { file: Some(file), counts, ..Summary::default() };
        let mut report = Self { summary, findings: Findings::default() };
        for row in std::mem::take(&mut reading.refused) {
            report.refuse(row.into());
        }
        report
    }

    /// Whether the file was refused as a whole.
    pub fn is_refused(&self) -> bool {
        self.summary.refusal.is_some()
    }

    pub(super) fn count(&mut self, fate: Fate) {
        let counts = &mut self.summary.counts;
        match fate {
            Fate::Added => counts.added += 1,
            Fate::Changed => counts.changed += 1,
            Fate::Unchanged => counts.unchanged += 1,
        }
    }

    pub(super) fn refuse(&mut self, finding: Finding) {
        self.summary.counts.refused += 1;
        if self.findings.refused.len() < MOST_LISTED {
            self.findings.refused.push(finding);
        }
    }

    pub(super) fn note(&mut self, finding: Finding) {
        self.summary.counts.noted += 1;
        if self.findings.noted.len() < MOST_LISTED {
            self.findings.noted.push(finding);
        }
    }

    /// Refuses the file where rows of it were refused.
    pub(super) fn refuse_for_rows(&mut self) {
        let refused = self.summary.counts.refused;
        if 0 < refused {
            let said = text(
                format!("{refused} regel(s) zijn niet in orde; niets van het bestand is verwerkt"),
                format!("{refused} row(s) are not right; nothing of the file was applied"),
            );
            self.summary.refusal = Some(Finding::of_file("refused-rows", said));
        }
    }

    /// Refuses a file that looks cut off: it would close `closing` of the `known`.
    pub(super) fn refuse_mass_closing(&mut self, known: usize, closing: usize) {
        let said = text(
            format!(
                "{closing} van de {known} staan niet meer in dit bestand en zouden worden opgeheven; is het \
                 bestand afgebroken? Zo niet, importeer het dan met allowMassClosing"
            ),
            format!(
                "{closing} of the {known} are missing from this file and would be closed; was the file \
                 cut off? If not, import it with allowMassClosing"
            ),
        );
        self.summary.refusal = Some(Finding::of_file("mass-closing", said));
    }
}
