//! F4: reading with a token, beside the framework that answers the same bytes.

use std::sync::Arc;

use crate::bare::Framework;
use crate::data::{COHORT, Engine, REGISTRATION, Size, id};
use crate::http::{Connection, get};
use crate::load::{Load, closed};
use crate::place::{Place, wait_for};
use crate::postgres::Postgres;
use crate::register::{check, push};
use crate::report::{Row, Turns, rate, rate_with_cost};
use crate::{Settings, http};

const CLIENTS: u32 = 32;
const SIZE: Size = Size { boards: 2000, programmes: 100, cohorts: 1000, registrations: 10_000 };

pub fn run(settings: &Settings, postgres: &Postgres, rows: &mut Vec<Row>) {
    if !settings.wants(&["F4"]) {
        return;
    }
    let works = [
        ("a cohort by id", format!("/v1/cohorts/{}", id(COHORT, 7))),
        ("a registration by id", format!("/v1/registrations/{}", id(REGISTRATION, 77))),
        ("25 registrations", "/v1/registrations?limit=25".to_owned()),
        ("25 programmes", "/v1/programmes".to_owned()),
    ];
    let mut letters = 'a'..;
    for engine in [Engine::Postgres, Engine::Sqlite] {
        let place = Place::new(engine, postgres, "reading", SIZE);
        for (work, path) in &works {
            let figure = format!("F4{}", letters.next().unwrap_or('z'));
            let turns = in_turns(&place, path, settings);
            push(
                rows,
                Row {
                    figure,
                    work: format!("{work}, with a token, 32 clients, {}", engine.name()),
                    ours: rate_with_cost(&turns),
                    beside: format!("actix-web with the same bytes: {}", rate(&turns.beside)),
                    ratio: turns.ratio(),
                    goal: "≥ 0.3, aim 0.5".to_owned(),
                },
            );
        }
    }
}

fn in_turns(place: &Place, path: &str, settings: &Settings) -> Turns {
    let request = get(path, &place.token);
    let framework = Framework::start(body(&place.address(), &request));
    let mut turns = Turns::default();
    for _ in 0..settings.rounds {
        turns.beside.push(reads(&framework.address, &request, settings));
        let load = reading(&place.address(), &request);
        let (measured, cost) = place.closed(&load, settings.lasting);
        check(&measured, 200);
        turns.ours.push(measured.per_second);
        turns.costs.push(cost);
    }
    turns
}

/// The body of a good answer.
fn body(address: &str, request: &[u8]) -> Vec<u8> {
    wait_for(async {
        let mut connection = Connection::open(address).await.unwrap();
        let answer: http::Answer<'_> = connection.call(request).await.unwrap();
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(answer.body));
        answer.body.to_owned()
    })
}

/// How often a second `request` is answered.
pub fn reads(address: &str, request: &[u8], settings: &Settings) -> f64 {
    let measured = closed(&reading(address, request), settings.lasting);
    check(&measured, 200);
    measured.per_second
}

fn reading(address: &str, request: &[u8]) -> Load {
    let request = request.to_owned();
    Load {
        address: address.to_owned(),
        clients: CLIENTS,
        expected: 200,
        make: Arc::new(move |_, into| {
            into.clear();
            into.extend_from_slice(&request);
        }),
    }
}
