//! F12: a table of fifty thousand registrations, beside one of five hundred: what it takes of memory.

use std::time::{Duration, Instant};

use crate::Settings;
use crate::data::{Engine, Size};
use crate::place::{Place, wait_for};
use crate::postgres::Postgres;
use crate::register::push;
use crate::report::{Row, mebibytes};

const FORMS: [(&str, &str, &str); 2] = [
    ("a", "CSV", "text/csv"),
    ("b", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];
const FEW: Size = Size { boards: 100, programmes: 10, cohorts: 10, registrations: 500 };
const MANY: Size = Size { boards: 1_000, programmes: 10, cohorts: 1_000, registrations: 50_000 };

pub fn run(settings: &Settings, postgres: &Postgres, rows: &mut Vec<Row>) {
    if !settings.wants(&["F12"]) {
        return;
    }
    for (letter, form, accept) in FORMS {
        // A server of its own for each: the peak of memory is that of its whole life.
        let peak = |size, name: &str| {
            let place = Place::new(Engine::Sqlite, postgres, name, size);
            let read = wait_for(read(&place, accept));
            (place.memory().1, read)
        };
        let (few, _) = peak(FEW, &format!("exports_few_{letter}"));
        let (many, (took, bytes)) = peak(MANY, &format!("exports_many_{letter}"));
        push(
            rows,
            Row {
                figure: format!("F12{letter}"),
                work: format!("{} registrations as {form}, SQLite", MANY.registrations),
                ours: format!(
                    "{:.1} s, {:.1} MB; peak of the server {}",
                    took.as_secs_f64(),
                    f64::from(bytes) / 1_000_000.0,
                    mebibytes(many)
                ),
                beside: format!("{} registrations: peak {}", FEW.registrations, mebibytes(few)),
                ratio: format!("**{:.2}**", f64::from(many) / f64::from(few)),
                goal: "≤ 1.2".to_owned(),
            },
        );
    }
}

/// Reads the table to its end; says how long it took and how large it is.
async fn read(place: &Place, accept: &str) -> (Duration, u32) {
    let address = format!("http://{}/v1/registrations", place.address());
    let start = Instant::now();
    let request = reqwest::Client::new().get(address).bearer_auth(&place.token);
    let mut answer = request.header("accept", accept).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let mut bytes = 0;
    while let Some(piece) = answer.chunk().await.expect("a table to its end") {
        bytes += u32::try_from(piece.len()).expect("a piece");
    }
    (start.elapsed(), bytes)
}
