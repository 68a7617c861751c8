//! F11: the function mix of a whole sector over all years, beside the same query by hand.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use leerkring_tests::app::Directory;
use leerkring_tests::processes::{Process, command};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

use crate::Settings;
use crate::http::Connection;
use crate::load::{Load, closed};
use crate::place::wait_for;
use crate::register::{check, push};
use crate::report::{Row, median, milliseconds};

/// What somebody types who wants to know.
const BY_HAND: &str = "SELECT year, COUNT(*), SUM(level_1), SUM(level_2), SUM(level_3), SUM(level_4), \
                       SUM(level_5), SUM(other) FROM function_mixes WHERE sector = 'bo' GROUP BY year \
                       ORDER BY year";
/// As a visitor asks.
const REQUEST: &[u8] =
    b"GET /v1/function-mix?sector=bo&since=2006 HTTP/1.1\r\nHost: leerkring\r\n\r\n";

pub fn run(settings: &Settings, rows: &mut Vec<Row>) {
    if !settings.wants(&["F11"]) {
        return;
    }
    let directory = Directory::new();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../api/data/duo/functiemix-besturen.csv");
    let mut import = command(directory.path());
    let done = import.args(["import", "duo", file]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let server = Process::start(command(directory.path()), directory.path());
    let address = server.base.trim_start_matches("http://").to_owned();
    let mut turns: Vec<(f64, f64)> = Vec::new();
    let mut worst = Vec::new();
    for _ in 0..settings.rounds {
        let by_hand = wait_for(times_by_hand(directory.path(), settings.lasting));
        let ours = wait_for(times(&address, settings.lasting));
        worst.push(percentile(&ours, 0.99));
        turns.push((median(&ours), median(&by_hand)));
    }
    let load = Load {
        address,
        clients: 8,
        expected: 200,
        make: Arc::new(|_, into| {
            into.clear();
            into.extend_from_slice(REQUEST);
        }),
    };
    let crowd = closed(&load, settings.lasting);
    check(&crowd, 200);
    let ratios: Vec<f64> = turns.iter().map(|(ours, by_hand)| ours / by_hand).collect();
    let of = |part: fn(&(f64, f64)) -> f64| median(&turns.iter().map(part).collect::<Vec<_>>());
    push(
        rows,
        Row {
            figure: "F11".to_owned(),
            work: "function mix of a sector over all years, 18,590 rows, SQLite".to_owned(),
            ours: format!(
                "{} (p99 {}); {:.0}/s with 8 clients",
                shown(of(|it| it.0)),
                shown(median(&worst)),
                crowd.per_second
            ),
            beside: format!("the same query by hand: {}", shown(of(|it| it.1))),
            ratio: format!("**{:.2}**", median(&ratios)),
            goal: "p99 < 50 ms, ≤ 2".to_owned(),
        },
    );
}

fn shown(seconds: f64) -> String {
    milliseconds(Duration::from_secs_f64(seconds))
}

fn percentile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_owned();
    sorted.sort_by(f64::total_cmp);
    let beyond = sorted.iter().enumerate().find(|(at, _)| {
        let below = u32::try_from(*at + 1).unwrap_or(u32::MAX);
        let all = u32::try_from(sorted.len()).unwrap_or(u32::MAX);
        f64::from(all) * part <= f64::from(below)
    });
    beyond.map_or(f64::NAN, |(_, value)| *value)
}

/// How long each answer takes, in seconds, one after the other.
async fn times(address: &str, lasting: Duration) -> Vec<f64> {
    let mut connection = Connection::open(address).await.unwrap();
    let (start, mut times) = (Instant::now(), Vec::new());
    while start.elapsed() < lasting {
        let asked = Instant::now();
        assert_eq!(connection.call(REQUEST).await.unwrap().status, 200);
        times.push(asked.elapsed().as_secs_f64());
    }
    times
}

async fn times_by_hand(directory: &Path, lasting: Duration) -> Vec<f64> {
    let url = format!("sqlite:{}?mode=ro", directory.join("leerkring.sqlite").display());
    let db = Database::connect(url).await.unwrap();
    let (start, mut times) = (Instant::now(), Vec::new());
    while start.elapsed() < lasting {
        let asked = Instant::now();
        let rows =
            db.query_all_raw(Statement::from_string(DbBackend::Sqlite, BY_HAND)).await.unwrap();
        assert_eq!(rows.len(), 12);
        times.push(asked.elapsed().as_secs_f64());
    }
    times
}
