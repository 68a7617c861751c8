//! F9: the whole register into an empty SQLite file.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use leerkring_tests::app::Directory;
use leerkring_tests::processes::command;

use crate::Settings;
use crate::place::memory;
use crate::register::push;
use crate::report::{Row, mebibytes, median};

pub fn run(settings: &Settings, rows: &mut Vec<Row>) {
    if !settings.wants(&["F9"]) {
        return;
    }
    let files = files();
    let runs: Vec<(Duration, u32)> = (0..settings.rounds).map(|_| import(&files)).collect();
    let seconds: Vec<f64> = runs.iter().map(|(took, _)| took.as_secs_f64()).collect();
    let peak = runs.iter().map(|(_, peak)| *peak).max().unwrap_or(0);
    let longest = seconds.iter().copied().fold(0.0, f64::max);
    push(
        rows,
        Row {
            figure: "F9".to_owned(),
            work: format!("import of {} files of DUO into an empty SQLite file", files.len()),
            ours: format!(
                "{:.2} s (longest {longest:.2} s), peak {}",
                median(&seconds),
                mebibytes(peak)
            ),
            beside: "—".to_owned(),
            ratio: "—".to_owned(),
            goal: "< 5 s, < 100 MiB".to_owned(),
        },
    );
}

/// All files that come with the project, or those in the directory that `BENCH_DUO` names.
fn files() -> Vec<PathBuf> {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../api/data/duo");
    let directory = std::env::var_os("BENCH_DUO").map_or_else(|| PathBuf::from(own), PathBuf::from);
    let entries = std::fs::read_dir(&directory)
        .unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let paths = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "csv")).collect();
    files.sort();
    files
}

/// How long an import takes, with the most memory it used.
fn import(files: &[PathBuf]) -> (Duration, u32) {
    let directory = Directory::new();
    let mut command = command(directory.path());
    command.args(["import", "duo"]).args(files).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut peak = 0;
    loop {
        peak = peak.max(memory(child.id()).1);
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "the import failed");
            return (start.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}
