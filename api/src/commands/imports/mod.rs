//! DUO's files into the register: read, compared, judged, written. All of a file or nothing.

mod areas;
mod boards;
mod draft;
mod jobs;
mod partnerships;
mod places;
mod report;
mod schools;
mod sentences;

use std::sync::Arc;

use leerkring_domain::kernel::Code;
use leerkring_persistence::register;

pub use jobs::{ImportSignal, NewImport, run_jobs, run_waiting, start};
pub use report::{Counts, File, Finding, Findings, MOST_LISTED, Report, Summary};
pub use sentences::title;

use crate::app::App;
use crate::duo::{self, Content, FileKind, Reading};
use crate::error::Error;
use crate::work::{Author, Work};
use draft::Draft;

/// How to import a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Tells what would be done and does nothing.
    pub dry_run: bool,
    /// Applies the file also if it closes many of those that the register has.
    pub allow_mass_closing: bool,
}

/// Is told how much is done, of how much.
pub type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// Imports one file: all of it, or nothing where anything of it is refused.
///
/// # Errors
/// Trouble with the database. What is wrong with the file stands in the report.
pub async fn import(
    app: &Arc<App>,
    content: Vec<u8>,
    options: Options,
    progress: Progress,
) -> Result<Report, Error> {
    match read(content).await? {
        Err(report) => Ok(report),
        Ok(reading) => {
            app.work(Author::server("import"), move |work| {
                Box::pin(async move { apply(work, reading, options, &progress).await })
            })
            .await
        }
    }
}

/// Puts files in the order in which they build on each other; those that are none come last.
pub fn order<T>(files: Vec<T>, content: impl Fn(&T) -> &[u8]) -> Vec<T> {
    let place = |file: &T| {
        let kind = duo::kind(content(file)).ok();
        kind.and_then(|kind| FileKind::ALL.iter().position(|known| *known == kind))
            .unwrap_or(FileKind::ALL.len())
    };
    let mut placed: Vec<(usize, T)> = files.into_iter().map(|file| (place(&file), file)).collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, file)| file).collect()
}

/// Reads a file away from the threads that serve.
async fn read(content: Vec<u8>) -> Result<Result<Reading, Report>, Error> {
    let reading = tokio::task::spawn_blocking(move || duo::read(&content)).await;
    let reading = reading.map_err(|error| Error::Bug(format!("reading a file ended: {error}")))?;
    Ok(reading.map_err(|unreadable| Report::unreadable(&unreadable)))
}

async fn apply(
    work: &mut Work,
    mut reading: Reading,
    options: Options,
    progress: &Progress,
) -> Result<Report, Error> {
    register::take_turn(&work.tx).await?;
    let mut draft = Draft::new(Report::begun(&mut reading));
    compare(work, reading, &mut draft).await?;
    draft.judge(options.allow_mass_closing);
    if draft.report.is_refused() || options.dry_run {
        return Ok(draft.report);
    }
    draft.write(work, progress).await
}

async fn compare(work: &Work, reading: Reading, draft: &mut Draft) -> Result<(), Error> {
    let kind = reading.kind;
    match reading.content {
        Content::Boards(rows) => boards::recorded(work, &rows, draft).await,
        Content::BoardSizes { sizes, mixes, .. } => {
            draft.mixes = mixes;
            boards::counted(work, &sizes, draft).await
        }
        Content::Schools(rows) => {
            schools::recorded(work, kind, &rows, &reading.named_regions, draft).await
        }
        Content::Partnerships(rows) => partnerships::recorded(work, &rows, draft).await,
        Content::LegalBodies(rows) => partnerships::legal_bodies(work, &rows, draft).await,
        Content::PartnershipLocations(rows) => partnerships::locations(work, &rows, draft).await,
        Content::Regions(rows) => areas::rpa(work, &rows, draft).await,
        Content::MunicipalityRegions(rows) => areas::labour_market(work, &rows, draft).await,
        Content::PostcodePartnerships(rows) => areas::postcodes(work, &rows, draft).await,
        Content::SchoolHolidays(rows) => areas::holidays(work, &rows, draft).await,
    }
}
