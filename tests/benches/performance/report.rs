//! The table: on the screen, and in docs/performance.md between two marks.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use leerkring::app::{Clock, SystemClock};

/// One line of the table.
#[derive(Debug)]
pub struct Row {
    /// `F1` to `F12`, with a letter where a goal has several lines.
    pub figure: String,
    pub work: String,
    pub ours: String,
    pub beside: String,
    pub ratio: String,
    pub goal: String,
}

/// Figures that were taken in turns: ours, then what stands beside us.
#[derive(Debug, Default)]
pub struct Turns {
    pub ours: Vec<f64>,
    /// What the server's processor time was for one answer, in microseconds.
    pub costs: Vec<f64>,
    pub beside: Vec<f64>,
}

impl Turns {
    /// The median of the ratios, with the smallest and the largest.
    pub fn ratio(&self) -> String {
        let pairs = self.ours.iter().zip(&self.beside);
        let ratios: Vec<f64> = pairs.map(|(ours, beside)| ours / beside).collect();
        format!("**{:.2}** ({})", median(&ratios), spread(&ratios))
    }
}

pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_owned();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn spread(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(0.0, f64::max);
    format!("{least:.2}–{most:.2}")
}

/// A rate of ours for the table, with what one answer costs the server.
pub fn rate_with_cost(turns: &Turns) -> String {
    format!("{}, {:.0} µs of processor time each", rate(&turns.ours), median(&turns.costs))
}

/// A rate for the table.
pub fn rate(values: &[f64]) -> String {
    format!("{:.0}/s", median(values))
}

pub fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

pub fn mebibytes(kibibytes: u32) -> String {
    format!("{:.1} MiB", f64::from(kibibytes) / 1024.0)
}

const HEAD: &str = "| | work | ours | beside it | ratio, median (spread) | goal | taken |\n\
                    | --- | --- | --- | --- | --- | --- | --- |\n";
const BEGIN: &str = "<!-- figures: written by cargo bench -->";
const END: &str = "<!-- end of figures -->";

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/performance.md")
}

/// Prints a line as soon as it is known.
pub fn print(row: &Row) {
    println!("{}", line(row, ""));
}

fn line(row: &Row, taken: &str) -> String {
    let Row { figure, work, ours, beside, ratio, goal } = row;
    format!("| {figure} | {work} | {ours} | {beside} | {ratio} | {goal} | {taken} |")
}

/// Puts these lines in the place of those of the same figures; all others stay.
pub fn write(rows: &[Row]) {
    let page = page();
    let text = std::fs::read_to_string(&page).unwrap_or_else(|_| format!("{BEGIN}\n{END}\n"));
    let (before, rest) = text.split_once(BEGIN).expect("the mark before the figures");
    let (old, after) = rest.split_once(END).expect("the mark behind the figures");
    let mut lines: BTreeMap<(u32, String), String> = BTreeMap::new();
    for line in old.lines().filter(|line| line.starts_with("| F")) {
        lines.insert(key(line), line.to_owned());
    }
    let taken = SystemClock.now().format("%Y-%m-%d %H:%M UTC").to_string();
    for row in rows {
        let line = line(row, &taken);
        lines.insert(key(&line), line);
    }
    let mut figures = format!("{BEGIN}\n\n{}\n{HEAD}", machine());
    for line in lines.values() {
        writeln!(figures, "{line}").expect("memory");
    }
    std::fs::write(page, format!("{before}{figures}\n{END}{after}")).unwrap();
}

/// Lines stand in the order of their figures, F10 behind F9.
fn key(line: &str) -> (u32, String) {
    let figure = line.trim_start_matches("| ").split(' ').next().unwrap_or_default();
    let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
    (digits.parse().unwrap_or(0), figure.to_owned())
}

fn machine() -> String {
    let said = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output().ok();
        let text = output.map(|it| String::from_utf8_lossy(&it.stdout).trim().to_owned());
        text.unwrap_or_default()
    };
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models: Vec<&str> = cpus
        .lines()
        .filter_map(|line| line.strip_prefix("model name"))
        .map(|line| line.trim_start_matches([' ', '\t', ':']))
        .collect();
    format!(
        "Machine of the last run: {} cores ({}), {} {}; {}; {}.\n",
        models.len(),
        models.first().copied().unwrap_or("unknown"),
        said("uname", &["-s"]),
        said("uname", &["-r"]),
        said("psql", &["--version"]),
        said("rustc", &["--version"]),
    )
}
