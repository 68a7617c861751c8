//! F1, F2, F3, F5, F7: registering teams, for one cohort and for a thousand.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::data::{BOARD, COHORT, Engine, Size, id};
use crate::load::{Load, Make, Measured, closed, open, percentile};
use crate::place::{Place, wait_for};
use crate::postgres::{Postgres, Run};
use crate::report::{Row, Turns, mebibytes, median, milliseconds, print, rate, rate_with_cost};
use crate::{Settings, bare, http};

const CLIENTS: u32 = 32;
const SPREAD: u32 = 1000;
/// The cohorts behind those of the spread are each hot once.
const SIZE: Size =
    Size { boards: 2000, programmes: 100, cohorts: SPREAD + 40, registrations: SPREAD + 40 };

static HOT: AtomicU32 = AtomicU32::new(0);

/// A cohort that nobody registered for yet.
fn hot() -> (u32, u32) {
    let cohort = SPREAD + 1 + HOT.fetch_add(1, Ordering::Relaxed) % 40;
    (cohort, cohort)
}

/// Registering a team of one for a cohort from `cohorts`, each time with other people.
pub fn registering(token: &str, cohorts: (u32, u32), boards: u32) -> Make {
    let ((first, last), token) = (cohorts, token.to_owned());
    Arc::new(move |number, request| {
        let step = u32::try_from(number % 1_000_000_007).unwrap_or(0);
        let cohort = id(COHORT, first + step.wrapping_mul(7919) % (last - first + 1));
        let board = id(BOARD, 1 + step % boards);
        let body = format!(
            r#"{{"boardId":"{board}","contact":{{"name":"Noor de Wit","email":"noor@example.nl"}},"participants":[{{"name":"Sam Bakker","email":"sam{number}@example.nl","role":"board-executive"}}]}}"#
        );
        let path = format!("/v1/cohorts/{cohort}/registrations");
        http::post(request, &path, &token, number, &body);
    })
}

pub fn load(place: &Place, cohorts: (u32, u32)) -> Load {
    Load {
        address: place.address(),
        clients: CLIENTS,
        expected: 201,
        make: registering(&place.token, cohorts, place.size.boards),
    }
}

/// Everything has to be answered as expected, or the figure means nothing.
pub fn check(measured: &Measured, expected: u16) {
    let others = measured.statuses.iter().filter(|(status, _)| **status != expected);
    let wrong: u32 = others.map(|(_, count)| *count).sum();
    let complaint = measured.complaint.as_deref().unwrap_or_default();
    assert!(wrong == 0, "{wrong} wrong of {:?}: {complaint}", measured.statuses);
}

/// What the database alone does a second, on the same tables.
fn alone(place: &Place, postgres: &Postgres, cohorts: (u32, u32), lasting: Duration) -> f64 {
    let boards = place.size.boards;
    match place.engine {
        Engine::Postgres => postgres.bench(&place.url, &script(cohorts, boards, None, lasting)).0,
        Engine::Sqlite => {
            let file = place.url.trim_start_matches("sqlite:");
            wait_for(bare::register_on_sqlite(file, cohorts, boards, lasting))
        }
    }
}

fn script(
    (first, last): (u32, u32),
    boards: u32,
    rate: Option<f64>,
    lasting: Duration,
) -> Run<'static> {
    let variables = vec![("first", first), ("last", last), ("boards", boards)];
    Run { script: bare::REGISTER, variables, clients: CLIENTS, rate, lasting }
}

pub fn run(settings: &Settings, postgres: &Postgres, rows: &mut Vec<Row>) {
    if settings.wants(&["F1", "F2", "F5", "F7"]) {
        on(Engine::Postgres, settings, postgres, rows);
    }
    if settings.wants(&["F3", "F7"]) {
        on(Engine::Sqlite, settings, postgres, rows);
    }
}

fn goals(engine: Engine) -> [Goal; 2] {
    let (figures, beside, ratios) = match engine {
        Engine::Postgres => (
            ["F1", "F2"],
            "pgbench, the same transaction, 32 clients",
            ["≥ 1.0, aim 3.0", "≥ 0.5, aim 0.7"],
        ),
        Engine::Sqlite => {
            (["F3a", "F3b"], "the same statements in a loop", ["≥ 1.0, aim 3.0", "≥ 1.0"])
        }
    };
    let goal =
        |at: usize, cohorts| Goal { figure: figures[at], cohorts, beside, ratio: ratios[at] };
    [goal(0, "one hot cohort"), goal(1, "1,000 cohorts")]
}

fn on(engine: Engine, settings: &Settings, postgres: &Postgres, rows: &mut Vec<Row>) {
    let mut place = Place::new(engine, postgres, "registering", SIZE);
    let [one, many] = goals(engine);
    let with_latency = engine == Engine::Postgres && settings.wants(&["F5"]);
    if settings.wants(&["F7"]) {
        let idle = place.memory().0;
        check(&closed(&load(&place, hot()), settings.lasting), 201);
        push(rows, memory(engine, idle, place.memory()));
        place.start();
    }
    if settings.wants(&[one.figure]) || with_latency {
        let turns = in_turns(&place, postgres, settings, hot);
        push(rows, row(&one, engine, &turns));
        if with_latency {
            push(rows, latency(&place, postgres, settings, &turns));
        }
    }
    if settings.wants(&[many.figure]) {
        let turns = in_turns(&place, postgres, settings, || (1, SPREAD));
        push(rows, row(&many, engine, &turns));
    }
}

pub fn push(rows: &mut Vec<Row>, row: Row) {
    print(&row);
    rows.push(row);
}

fn in_turns(
    place: &Place,
    postgres: &Postgres,
    settings: &Settings,
    cohorts: impl Fn() -> (u32, u32),
) -> Turns {
    let mut turns = Turns::default();
    for _ in 0..settings.rounds {
        turns.beside.push(alone(place, postgres, cohorts(), settings.lasting));
        let (measured, cost) = place.closed(&load(place, cohorts()), settings.lasting);
        check(&measured, 201);
        turns.costs.push(cost);
        eprintln!(
            "  {} register: beside {:.0}/s, ours {:.0}/s, p50 {}, p99 {}",
            place.engine.name(),
            turns.beside.last().copied().unwrap_or(0.0),
            measured.per_second,
            milliseconds(measured.percentile(0.5)),
            milliseconds(measured.percentile(0.99)),
        );
        turns.ours.push(measured.per_second);
    }
    turns
}

/// What is measured, against what, with which goal.
struct Goal {
    figure: &'static str,
    cohorts: &'static str,
    beside: &'static str,
    ratio: &'static str,
}

fn row(goal: &Goal, engine: Engine, turns: &Turns) -> Row {
    Row {
        figure: goal.figure.to_owned(),
        work: format!("register, {}, 32 clients, {}", goal.cohorts, engine.name()),
        ours: rate_with_cost(turns),
        beside: format!("{}: {}", goal.beside, rate(&turns.beside)),
        ratio: turns.ratio(),
        goal: goal.ratio.to_owned(),
    }
}

/// F5: each at half of what it does at most.
fn latency(place: &Place, postgres: &Postgres, settings: &Settings, most: &Turns) -> Row {
    let (ours_rate, bare_rate) = (median(&most.ours) / 2.0, median(&most.beside) / 2.0);
    let mut turns = Turns::default();
    for _ in 0..settings.rounds {
        let run = script(hot(), place.size.boards, Some(bare_rate), settings.lasting);
        let bare = percentile(&postgres.bench(&place.url, &run).1, 0.99);
        let paced = Load { clients: 4 * CLIENTS, ..load(place, hot()) };
        let measured = open(&paced, ours_rate, settings.lasting);
        check(&measured, 201);
        turns.beside.push(bare.as_secs_f64());
        turns.ours.push(measured.percentile(0.99).as_secs_f64());
    }
    let shown = |values: &[f64]| milliseconds(Duration::from_secs_f64(median(values)));
    Row {
        figure: "F5".to_owned(),
        work: format!("p99 of register at half the most ({ours_rate:.0}/s), hot, PostgreSQL"),
        ours: shown(&turns.ours),
        beside: format!("pgbench at half its most ({bare_rate:.0}/s): {}", shown(&turns.beside)),
        ratio: turns.ratio(),
        goal: "≤ 3".to_owned(),
    }
}

fn memory(engine: Engine, idle: u32, (now, peak): (u32, u32)) -> Row {
    Row {
        figure: if engine == Engine::Postgres { "F7a" } else { "F7b" }.to_owned(),
        work: format!("memory of the server, {}", engine.name()),
        ours: format!(
            "idle {}; after F1 {}, at its peak {}",
            mebibytes(idle),
            mebibytes(now),
            mebibytes(peak)
        ),
        beside: "—".to_owned(),
        ratio: "—".to_owned(),
        goal: "< 40 MiB; < 100 MiB".to_owned(),
    }
}
