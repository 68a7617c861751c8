//! A PostgreSQL that is killed and one that is frozen: what was acknowledged is there, nobody waits
//! long, and it recovers by itself. SQLite lives and dies with its server (`races`).

use std::time::{Duration, Instant};

use leerkring_tests::client::Request;
use leerkring_tests::given::anybody;
use leerkring_tests::postgres::Postgres;
use leerkring_tests::{Answer, Client, TestApp, Thing, all, duo, json};

/// A request over this was not answered in time.
const PATIENCE: Duration = Duration::from_secs(8);
/// How many duos register while the database is killed, and how many while it is frozen.
const TEAMS: usize = 30;
const LATER: usize = 5;

/// A cohort for which duos register, each with a request that can be repeated.
struct Crowd {
    cohort: Thing,
    administrator: Client,
    teams: Vec<leerkring_tests::Value>,
}

impl Crowd {
    async fn of(app: &TestApp) -> Self {
        let programme = app.given_programme(|it| it["team"] = anybody(2)).await;
        let cohort = app
            .given_cohort(|it| {
                it["programmeId"] = json!(programme.id);
                it["capacity"] = json!(500);
            })
            .await;
        let teams = app.given_boards(TEAMS + LATER).await.iter().map(duo).collect();
        Self { cohort, administrator: app.administrator().await, teams }
    }

    fn request(&self, number: usize) -> Request {
        let path = format!("/v1/cohorts/{}/registrations", self.cohort.id);
        let key = format!("killed-database-{number}");
        self.administrator.post(&path, self.teams[number].clone()).key(&key)
    }
}

/// The registration that a request made, however often it has to be repeated for a while.
async fn made(request: impl Fn() -> Request) -> Answer {
    let end = Instant::now() + PATIENCE;
    loop {
        let answer = request().await;
        if answer.status == 201 {
            return answer;
        }
        assert!([409, 503].contains(&answer.status) && Instant::now() < end, "{answer}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn until_ready(client: &Client, patience: Duration) {
    let end = Instant::now() + patience;
    while client.get("/readyz").raw().await.status != 200 {
        assert!(Instant::now() < end, "not ready again within {patience:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_database_that_is_killed_or_frozen_loses_nothing_and_holds_nobody_up() {
    let Some(mut postgres) = Postgres::start().await else { return };
    let url = postgres.url();
    let app = TestApp::start_with(|config| config.database_url = Some(url)).await;
    let crowd = Crowd::of(&app).await;
    what_was_acknowledged_survives(&app, &crowd, &mut postgres).await;
    nobody_waits_long_for_a_frozen_one(&app, &crowd, &postgres).await;
}

async fn what_was_acknowledged_survives(app: &TestApp, crowd: &Crowd, postgres: &mut Postgres) {
    let mut acknowledged: Vec<(usize, Answer)> = Vec::new();
    for (round, some) in (0..TEAMS).collect::<Vec<_>>().chunks(TEAMS / 3).enumerate() {
        let asked: Vec<_> = some
            .iter()
            .map(|number| (*number, tokio::spawn(crowd.request(*number).into_future())))
            .collect();
        tokio::time::sleep(Duration::from_millis(5 + 15 * u64::try_from(round).unwrap())).await;
        postgres.kill();
        postgres.run();
        for (number, answer) in asked {
            let answer = answer.await.unwrap();
            assert!([201, 503].contains(&answer.status), "{answer}");
            if answer.status == 201 {
                acknowledged.push((number, answer));
            }
        }
        until_ready(&app.visitor(), PATIENCE).await;
    }
    // Whoever has an answer or none asks again: each team is there once.
    let mut ids = Vec::new();
    for number in 0..TEAMS {
        ids.push(made(|| crowd.request(number)).await.id());
    }
    for (number, answer) in &acknowledged {
        assert_eq!(answer.id(), ids[*number], "team {number} was told otherwise");
    }
    assert_eq!(app.cohort(&crowd.cohort).await["seatsLeft"], 500 - 2 * TEAMS);
    assert_eq!(app.rows("registrations").await, i64::try_from(TEAMS).unwrap());
}

async fn nobody_waits_long_for_a_frozen_one(app: &TestApp, crowd: &Crowd, postgres: &Postgres) {
    let (visitor, administrator) = (app.visitor(), app.administrator().await);
    let organiser = json!({ "slug": "frozen", "name": "Bevroren", "members": "none" });
    let begun = Instant::now();
    let on_their_way: Vec<_> = (TEAMS..TEAMS + LATER)
        .map(|number| tokio::spawn(crowd.request(number).into_future()))
        .collect();
    tokio::time::sleep(Duration::from_millis(3)).await;
    postgres.freeze();
    let requests = (0..10).map(|number| match number % 2 {
        0 => administrator.get("/v1/registrations"),
        _ => administrator.post("/v1/organisers", organiser.clone()).key("frozen-organiser"),
    });
    let answers = all(requests.collect(), 10).await;
    for answer in on_their_way {
        let answer = answer.await.unwrap();
        assert!([201, 503].contains(&answer.status), "{answer}");
    }
    assert!(begun.elapsed() < PATIENCE, "answered after {:?}", begun.elapsed());
    assert!(answers.iter().all(|answer| answer.status == 503), "{answers:?}");
    let mut health = Vec::new();
    for path in ["/livez", "/readyz"] {
        health.push(visitor.get(path).raw().await.status);
    }
    assert_eq!(health, [200, 503]);
    postgres.thaw();
    until_ready(&visitor, Duration::from_secs(5)).await;
    let organiser = || administrator.post("/v1/organisers", organiser.clone());
    made(|| organiser().key("frozen-organiser")).await;
    for number in TEAMS..TEAMS + LATER {
        made(|| crowd.request(number)).await;
    }
    assert_eq!(app.cohort(&crowd.cohort).await["seatsLeft"], 500 - 2 * (TEAMS + LATER));
}
