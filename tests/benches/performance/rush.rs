//! F10: 2,000 clients come for 500 seats at the instant that registration opens.

use std::time::{Duration, Instant};

use leerkring::app::{Clock, SystemClock};
use sea_orm::ConnectionTrait;

use crate::data::{COHORT, Engine, Size, connect, id};
use crate::load::{Load, Measured, rush};
use crate::place::{Place, wait_for};
use crate::postgres::Postgres;
use crate::register::{push, registering};
use crate::report::{Row, median, milliseconds};
use crate::{Settings, bare};

const CLIENTS: u32 = 2000;
const SEATS: u32 = 500;
const SIZE: Size = Size { boards: 2000, programmes: 10, cohorts: 20, registrations: 0 };

pub fn run(settings: &Settings, postgres: &Postgres, rows: &mut Vec<Row>) {
    if !settings.wants(&["F10"]) {
        return;
    }
    for engine in [Engine::Postgres, Engine::Sqlite] {
        let place = Place::new(engine, postgres, "rush", SIZE);
        let rounds = u32::try_from(settings.rounds).unwrap_or(1);
        let runs: Vec<Measured> = (1..=rounds).map(|cohort| one(&place, cohort)).collect();
        push(rows, row(engine, &runs));
    }
}

fn one(place: &Place, cohort: u32) -> Measured {
    let patience = Duration::from_secs(2);
    let (opening, instant) = (SystemClock.now() + patience, Instant::now() + patience);
    let key = match place.engine {
        Engine::Sqlite => format!("x'{}'", id(COHORT, cohort).simple()),
        Engine::Postgres => format!("'{}'", id(COHORT, cohort)),
    };
    let opens = opening.to_rfc3339();
    let plan = format!(
        "UPDATE cohorts SET capacity = {SEATS}, several_per_board = FALSE, opens_at = '{opens}' \
         WHERE id = {key}"
    );
    wait_for(async {
        let db = connect(&place.url).await;
        db.execute_unprepared(&plan).await.unwrap();
        db.close().await.unwrap();
    });
    let load = Load {
        address: place.address(),
        clients: CLIENTS,
        expected: 201,
        make: registering(&place.token, (cohort, cohort), place.size.boards),
    };
    let measured = rush(&load, instant + Duration::from_millis(2));
    let taken = format!("SELECT CAST(seats_taken AS BIGINT) FROM cohorts WHERE id = {key}");
    let rows = format!("SELECT COUNT(*) FROM registrations WHERE cohort_id = {key}");
    let seats = [&taken, &rows].map(|question| wait_for(bare::number(&place.url, question)));
    eprintln!("  {} rush: {:?}, seats and rows {seats:?}", place.engine.name(), measured.statuses);
    let refused = measured.complaint.clone().unwrap_or_default();
    let exact = measured.statuses.get(&201) == Some(&SEATS)
        && measured.statuses.get(&409) == Some(&(CLIENTS - SEATS));
    assert!(exact, "{:?}: {refused}", measured.statuses);
    assert_eq!(seats, [i64::from(SEATS); 2], "seats given out, and registrations");
    measured
}

fn row(engine: Engine, runs: &[Measured]) -> Row {
    let all = |share: f64| {
        let times: Vec<f64> = runs.iter().map(|run| run.percentile(share).as_secs_f64()).collect();
        milliseconds(Duration::from_secs_f64(median(&times)))
    };
    let longest = runs.iter().map(|run| run.percentile(1.0)).max().unwrap_or_default();
    Row {
        figure: if engine == Engine::Postgres { "F10a" } else { "F10b" }.to_owned(),
        work: format!("{CLIENTS} clients for {SEATS} seats at one instant, {}", engine.name()),
        ours: format!(
            "all answered after {} (half after {}; longest {}), {SEATS} seats exactly",
            all(1.0),
            all(0.5),
            milliseconds(longest)
        ),
        beside: "—".to_owned(),
        ratio: "—".to_owned(),
        goal: "< 2 s, exact".to_owned(),
    }
}
