//! F6, F8: what changes when the database grows.

use crate::Settings;
use crate::data::{BOARD, COHORT, Engine, Size, id};
use crate::http::get;
use crate::load::closed;
use crate::place::Place;
use crate::postgres::Postgres;
use crate::read::reads;
use crate::register::{check, load, push};
use crate::report::{Row, Turns, median, milliseconds, rate};

const SMALL: Size = Size { boards: 2000, programmes: 100, cohorts: 10, registrations: 1000 };

pub fn run(settings: &Settings, postgres: &Postgres, rows: &mut Vec<Row>) {
    if !settings.wants(&["F6", "F8"]) {
        return;
    }
    let registrations = if settings.full { 1_000_000 } else { 100_000 };
    let large = Size { cohorts: 10_000, registrations, ..SMALL };
    let mut letters = 'a'..;
    for engine in [Engine::Postgres, Engine::Sqlite] {
        let mut grown = Place::new(engine, postgres, "large", large);
        if settings.wants(&["F8"]) {
            push(rows, start(&mut grown));
        }
        if !settings.wants(&["F6"]) {
            continue;
        }
        grown.start();
        let small = Place::new(engine, postgres, "small", SMALL);
        for (work, path) in works() {
            let turns = reading(&small, &grown, &path, settings);
            push(rows, row(letters.next(), work, &grown, &turns));
        }
        let turns = registering(&small, &grown, settings);
        push(rows, row(letters.next(), "register, any of 10 cohorts", &grown, &turns));
    }
}

fn works() -> [(&'static str, String); 5] {
    [
        ("the newest 25 registrations", "/v1/registrations".to_owned()),
        (
            "10 registrations of a board",
            format!("/v1/registrations?limit=10&boardId={}", id(BOARD, 5)),
        ),
        (
            "10 registrations of a cohort",
            format!("/v1/registrations?limit=10&cohortId={}", id(COHORT, 5)),
        ),
        ("programmes that match a word", "/v1/programmes?q=leernetwerk%2042".to_owned()),
        ("boards that match a word", "/v1/boards?q=nummer%201042".to_owned()),
    ]
}

/// The time for one on the grown database, by the time for one on the small one: the rates the
/// other way round.
fn reading(small: &Place, grown: &Place, path: &str, settings: &Settings) -> Turns {
    let mut turns = Turns::default();
    for _ in 0..settings.rounds {
        turns.ours.push(reads(&small.address(), &get(path, &small.token), settings));
        turns.beside.push(reads(&grown.address(), &get(path, &grown.token), settings));
    }
    turns
}

fn registering(small: &Place, grown: &Place, settings: &Settings) -> Turns {
    let mut turns = Turns::default();
    let register = |place: &Place| {
        let measured = closed(&load(place, (1, 10)), settings.lasting);
        check(&measured, 201);
        measured.per_second
    };
    for _ in 0..settings.rounds {
        turns.ours.push(register(small));
        turns.beside.push(register(grown));
    }
    turns
}

fn row(letter: Option<char>, work: &str, grown: &Place, turns: &Turns) -> Row {
    let Size { registrations, cohorts, .. } = grown.size;
    Row {
        figure: format!("F6{}", letter.unwrap_or('z')),
        work: format!(
            "{work}, {}, with {registrations} registrations and {cohorts} cohorts",
            grown.engine.name()
        ),
        ours: rate(&turns.beside),
        beside: format!("with 1,000 and 10: {}", rate(&turns.ours)),
        ratio: turns.ratio(),
        goal: "≤ 1.2".to_owned(),
    }
}

fn start(place: &mut Place) -> Row {
    let request = get(&format!("/v1/cohorts/{}", id(COHORT, 5)), &place.token);
    let times: Vec<_> = (0..5).map(|_| place.time_to_first_answer(&request)).collect();
    let seconds: Vec<f64> = times.iter().map(std::time::Duration::as_secs_f64).collect();
    let shown = milliseconds(std::time::Duration::from_secs_f64(median(&seconds)));
    let longest = milliseconds(times.into_iter().max().unwrap_or_default());
    Row {
        figure: if place.engine == Engine::Postgres { "F8a" } else { "F8b" }.to_owned(),
        work: format!(
            "start to first answer, {} with {} registrations",
            place.engine.name(),
            place.size.registrations
        ),
        ours: format!("{shown} (longest of 5: {longest})"),
        beside: "—".to_owned(),
        ratio: "—".to_owned(),
        goal: "< 150 ms".to_owned(),
    }
}
