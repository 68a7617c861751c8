//! `leerkring import`: files into the register, with a bar to watch and an account to read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use crate::app::App;
use crate::commands::imports::{Finding, Options, Progress, Report, import, order, title};

/// How many findings of a kind are printed for a file.
const PRINTED: usize = 20;

/// Imports the files in the order in which they build on each other.
///
/// # Errors
/// A sentence with the files that were refused or could not be read.
pub async fn run(app: &Arc<App>, paths: &[PathBuf], options: Options) -> Result<(), String> {
    let mut files = Vec::new();
    for path in paths {
        let bytes = std::fs::read(path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        files.push((path.clone(), bytes));
    }
    let mut refused = Vec::new();
    for (path, bytes) in order(files, |(_, bytes)| bytes.as_slice()) {
        let bar = bar(&path);
        let shown = bar.clone();
        let progress: Progress = Arc::new(move |done, all| {
            shown.set_length(all);
            shown.set_position(done);
        });
        let report = import(app, bytes, options, progress).await;
        bar.finish_and_clear();
        let report = report.map_err(|error| format!("{}: {error}", path.display()))?;
        print(&path, &report, options.dry_run);
        if report.is_refused() {
            refused.push(path.display().to_string());
        }
    }
    if refused.is_empty() {
        return Ok(());
    }
    Err(format!("refused, and nothing of it applied: {}", refused.join(", ")))
}

fn bar(path: &Path) -> ProgressBar {
    let bar = ProgressBar::new(0).with_message(path.display().to_string());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn print(path: &Path, report: &Report, dry_run: bool) {
    let summary = &report.summary;
    let what = match &summary.file {
        Some(file) => format!("{}, {}, '{}'", title(file.kind).en, file.encoding, file.separator),
        None => "not readable".to_owned(),
    };
    println!("{} ({what})", path.display());
    let counts = &summary.counts;
    println!(
        "  {} rows: {} added, {} changed, {} unchanged, {} of earlier years, {} noted, {} refused",
        counts.rows,
        counts.added,
        counts.changed,
        counts.unchanged,
        counts.historic,
        counts.noted,
        counts.refused
    );
    if counts.closed + counts.reopened > 0 {
        println!("  {} closed, {} opened again", counts.closed, counts.reopened);
    }
    if let Some(refusal) = &summary.refusal {
        println!("  refused: {}", refusal.en);
    }
    list("refused", &report.findings.refused);
    list("noted", &report.findings.noted);
    if dry_run && !report.is_refused() {
        println!("  a dry run: nothing was changed");
    }
}

fn list(what: &str, findings: &[Finding]) {
    for finding in findings.iter().take(PRINTED) {
        let line = finding.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        println!("  {what}: {line}{}", finding.en);
    }
    if PRINTED < findings.len() {
        println!("  … and {} more {what}", findings.len() - PRINTED);
    }
}
