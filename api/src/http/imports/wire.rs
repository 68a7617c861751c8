//! What an import job is made of over HTTP.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::Language;
use leerkring_persistence::imports::{Job, State};
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::commands::imports::{Counts, Finding, Findings, Summary, title};
use crate::duo::FileKind;
use crate::error::Error;
use crate::http::extract::FILE_LIMIT;
use crate::http::wire::Word;

/// A CSV file.
#[derive(Debug)]
pub struct CsvFile;

impl PartialSchema for CsvFile {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A CSV file as DUO published it, in its own encoding"))
            .max_length(Some(FILE_LIMIT))
            .into()
    }
}

impl ToSchema for CsvFile {
    fn name() -> Cow<'static, str> {
        "CsvFile".into()
    }
}

type StateWord = Word<State>;
type FileKindWord = Word<FileKind>;

/// An import of a file: what was asked for, how far it is, what came of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportView {
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub file_name: String,
    /// Whether it only tells what the file would do.
    pub dry_run: bool,
    /// Whether the file may close many of those that the register has.
    pub allow_mass_closing: bool,
    /// `refused` for what is wrong with the file, `failed` for trouble of the server.
    #[schema(inline)]
    pub state: StateWord,
    pub requested_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    /// How much is done while it runs, where the server that answers is the one that runs it.
    pub progress: Option<ProgressView>,
    /// What came of it, once it is finished.
    pub report: Option<ReportView>,
}

/// How much of an import is done.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProgressView {
    #[schema(minimum = 0)]
    pub done: u64,
    #[schema(minimum = 0)]
    pub total: u64,
}

/// What came of a file. `added + changed + unchanged + historic + noted + refused` is `rows`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    /// What the file is about; null where that could not be told.
    #[schema(inline)]
    pub kind: Option<FileKindWord>,
    /// What to call such a file.
    #[schema(max_length = 200)]
    pub title: Option<String>,
    #[schema(max_length = 40)]
    pub encoding: Option<String>,
    #[schema(max_length = 1)]
    pub separator: Option<String>,
    /// Whether the register is now as the file has it: not after a dry run or a refusal.
    pub applied: bool,
    #[schema(minimum = 0)]
    pub rows: usize,
    #[schema(minimum = 0)]
    pub added: usize,
    #[schema(minimum = 0)]
    pub changed: usize,
    #[schema(minimum = 0)]
    pub unchanged: usize,
    /// Right rows about an older year than the newest in the file.
    #[schema(minimum = 0)]
    pub historic: usize,
    /// Rows that point at something the register does not have; they were passed over.
    #[schema(minimum = 0)]
    pub noted: usize,
    #[schema(minimum = 0)]
    pub refused: usize,
    /// Boards, schools or partnerships that the file no longer names.
    #[schema(minimum = 0)]
    pub closed: usize,
    /// Those that were closed and are in the file again.
    #[schema(minimum = 0)]
    pub reopened: usize,
    /// Links between schools and regions that were added or removed with it.
    #[schema(minimum = 0)]
    pub region_links: usize,
    /// Why nothing of the file was applied.
    pub refusal: Option<RefusalView>,
}

/// Why nothing of a file was applied.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RefusalView {
    #[schema(max_length = 60)]
    pub code: String,
    #[schema(max_length = 4000)]
    pub detail: String,
}

/// What is the matter with a row.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RowView {
    /// The line of the file; the header is on line 1.
    #[schema(minimum = 1)]
    pub line: usize,
    /// The column as the file calls it; null where it is about the whole row.
    #[schema(max_length = 200)]
    pub column: Option<String>,
    /// What stands there, shortened.
    #[schema(max_length = 200)]
    pub value: String,
    #[schema(max_length = 60)]
    pub code: String,
    #[schema(max_length = 4000)]
    pub detail: String,
}

/// An import of a file, with what there is to say about its rows.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportDetailView {
    #[serde(flatten)]
    pub import: ImportView,
    /// The rows that were refused, at most 1,000; the report counts them all.
    #[schema(max_items = 1000)]
    pub refused_rows: Vec<RowView>,
    /// The rows that were passed over, at most 1,000; the report counts them all.
    #[schema(max_items = 1000)]
    pub noted_rows: Vec<RowView>,
}

impl ImportView {
    /// # Errors
    /// A report that the code did not write.
    pub fn new(app: &App, job: Job, language: Language) -> Result<Self, Error> {
        let summary: Option<Summary> = job.report.map(read).transpose()?;
        let progress = app.imports.progress(job.id);
        let progress = progress.filter(|_| job.state == State::Running);
        Ok(Self {
            id: job.id.uuid(),
            file_name: job.file_name,
            dry_run: job.dry_run,
            allow_mass_closing: job.allow_mass_closing,
            state: Word(job.state),
            requested_at: job.requested_at,
            finished_at: job.finished_at,
            progress: progress.map(|(done, total)| ProgressView { done, total }),
            report: summary.map(|summary| ReportView::new(summary, language)),
        })
    }
}

impl ImportDetailView {
    /// # Errors
    /// A report that the code did not write.
    pub fn new(
        app: &App,
        job: Job,
        findings: Option<serde_json::Value>,
        language: Language,
    ) -> Result<Self, Error> {
        let findings: Findings = findings.map(read).transpose()?.unwrap_or_default();
        let rows =
            |rows: Vec<Finding>| rows.into_iter().map(|row| RowView::new(row, language)).collect();
        Ok(Self {
            import: ImportView::new(app, job, language)?,
            refused_rows: rows(findings.refused),
            noted_rows: rows(findings.noted),
        })
    }
}

impl ReportView {
    fn new(summary: Summary, language: Language) -> Self {
        let Counts {
            rows,
            added,
            changed,
            unchanged,
            historic,
            noted,
            refused,
            closed,
            reopened,
            region_links,
        } = summary.counts;
        let kind = summary.file.as_ref().map(|file| file.kind);
        let (encoding, separator) = summary.file.map(|it| (it.encoding, it.separator)).unzip();
        Self {
            kind: kind.map(Word),
            title: kind.map(|kind| title(kind).in_language(language).to_owned()),
            encoding,
            separator,
            applied: summary.applied,
            rows,
            added,
            changed,
            unchanged,
            historic,
            noted,
            refused,
            closed,
            reopened,
            region_links,
            refusal: summary.refusal.map(|refusal| RefusalView {
                detail: refusal.text().in_language(language).to_owned(),
                code: refusal.code,
            }),
        }
    }
}

impl RowView {
    fn new(finding: Finding, language: Language) -> Self {
        Self {
            detail: finding.text().in_language(language).to_owned(),
            line: finding.line.unwrap_or(1),
            column: finding.column,
            value: finding.value,
            code: finding.code,
        }
    }
}

fn read<T: DeserializeOwned>(json: serde_json::Value) -> Result<T, Error> {
    serde_json::from_value(json).map_err(|error| Error::Bug(format!("an import's report: {error}")))
}
