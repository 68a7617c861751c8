//! What the server does, as a ratio to the bare database or framework in the same run.
//!
//! ```text
//! cargo build --release -p leerkring -p leerkring-tests
//! cargo bench -p leerkring-tests                 # all figures, into docs/performance.md
//! cargo bench -p leerkring-tests -- F1 F4        # these only
//! ```
//!
//! `BENCH_SECONDS` (5) and `BENCH_ROUNDS` (3) say how long and how often; `BENCH_FULL=1` fills F6
//! with a million registrations. It needs PostgreSQL's server programs, which `tests/run` installs.

mod bare;
mod data;
mod exports;
mod figures;
mod growth;
mod http;
mod import;
mod load;
mod place;
mod postgres;
mod read;
mod register;
mod report;
mod rush;

use std::time::Duration;

/// What to measure, and for how long.
#[derive(Debug)]
pub struct Settings {
    pub lasting: Duration,
    pub rounds: usize,
    pub full: bool,
    /// Figures such as `F1` or `F4`; none stands for all.
    figures: Vec<String>,
}

impl Settings {
    fn read(arguments: impl Iterator<Item = String>) -> Self {
        let number = |name: &str| std::env::var(name).ok()?.parse::<u32>().ok();
        let rounds = number("BENCH_ROUNDS").unwrap_or(3).max(1);
        Self {
            lasting: Duration::from_secs(number("BENCH_SECONDS").unwrap_or(5).max(1).into()),
            rounds: usize::try_from(rounds).unwrap_or(3),
            full: number("BENCH_FULL") == Some(1),
            figures: arguments.filter(|word| word.starts_with('F')).collect(),
        }
    }

    /// Whether one of these is asked; lines of a figure (`F3a`) go with the figure.
    pub fn wants(&self, figures: &[&str]) -> bool {
        let asked = |figure: &str| {
            self.figures.iter().any(|it| {
                it == figure || figure.trim_end_matches(|end: char| end.is_ascii_lowercase()) == it
            })
        };
        self.figures.is_empty() || figures.iter().any(|figure| asked(figure))
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("this measures, it does not test: cargo bench -p leerkring-tests");
        return;
    }
    let settings = Settings::read(arguments.into_iter());
    let postgres = postgres::Postgres::start();
    let mut rows = Vec::new();
    register::run(&settings, &postgres, &mut rows);
    read::run(&settings, &postgres, &mut rows);
    growth::run(&settings, &postgres, &mut rows);
    import::run(&settings, &mut rows);
    rush::run(&settings, &postgres, &mut rows);
    figures::run(&settings, &mut rows);
    exports::run(&settings, &postgres, &mut rows);
    report::write(&rows);
}
