//! The database goes away later: frozen behind a proxy that stops forwarding (PostgreSQL), or
//! its file locked by somebody else (SQLite). Nobody waits long, and it recovers by itself.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use leerkring_tests::given::anybody;
use leerkring_tests::processes::{Process, command};
use leerkring_tests::{Answer, Client, TestApp, all, json, team};
use sea_orm::{ConnectionTrait, Database};

const PATIENCE: Duration = Duration::from_secs(8);

/// Forwards to a database until it is told to freeze: then it reads nothing and answers nothing.
struct Proxy {
    address: String,
    frozen: Arc<AtomicBool>,
}

impl Proxy {
    fn before(target: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let frozen = Arc::new(AtomicBool::new(false));
        let (target, ice) = (target.to_owned(), frozen.clone());
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (Ok(client), Ok(server)) = (client, TcpStream::connect(&target)) else {
                    return;
                };
                let ways =
                    [(client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client)];
                for (from, to) in ways {
                    let ice = ice.clone();
                    std::thread::spawn(move || forward(from, &to, &ice));
                }
            }
        });
        Self { address, frozen }
    }

    fn freeze(&self, frozen: bool) {
        self.frozen.store(frozen, Ordering::Relaxed);
    }
}

fn forward(mut from: TcpStream, mut to: &TcpStream, ice: &AtomicBool) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        while ice.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(10));
        }
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    from.shutdown(Shutdown::Both).ok();
    to.shutdown(Shutdown::Both).ok();
}

async fn status(client: &Client, path: &str) -> u16 {
    client.get(path).raw().await.status
}

/// The answers to all requests, each of which came in time.
async fn in_time(client: &Client, paths: &[&str]) -> Vec<Answer> {
    let mut answers = Vec::new();
    for path in paths {
        let begun = Instant::now();
        answers.push(client.get(path).raw().await);
        assert!(begun.elapsed() < PATIENCE, "{path} took {:?}", begun.elapsed());
    }
    answers
}

#[tokio::test]
async fn a_database_that_goes_away_later_delays_nobody_for_long_and_comes_back() {
    let app = TestApp::start().await;
    if app.is_on_postgres() {
        a_frozen_postgres(&app).await;
    } else {
        a_locked_sqlite(&app).await;
    }
}

async fn a_frozen_postgres(app: &TestApp) {
    let url = app.config.database_url();
    let (user, place) = url.rsplit_once('@').unwrap();
    let (host, name) = place.split_once('/').unwrap();
    let proxy = Proxy::before(host);
    let directory = leerkring_tests::app::Directory::new();
    let mut start = command(directory.path());
    start
        .env("LEERKRING_DATABASE_URL", format!("{user}@{}/{name}", proxy.address))
        .env("LEERKRING_PUBLIC_URL", &app.app.public_url)
        .env("LEERKRING_SECRET_FILE", app.config.secret_file())
        .env("LEERKRING_CONNECTIONS", "4");
    let server = Process::start(start, directory.path());
    app.set_now_to_real_time();
    let client = app.administrator().await.at(&server.base);
    client.get("/v1/registrations").await.expect(200);
    let organiser = json!({ "slug": "frozen", "name": "Bevroren", "members": "none" });

    proxy.freeze(true);
    let begun = Instant::now();
    let requests = (0..12).map(|number| match number % 3 {
        0 => client.get("/v1/registrations"),
        1 => client.get("/v1/organisers"),
        _ => client.post("/v1/organisers", organiser.clone()).key("frozen-organiser-key"),
    });
    let answers = all(requests.collect(), 12).await;
    assert!(begun.elapsed() < PATIENCE, "answered after {:?}", begun.elapsed());
    for answer in &answers {
        assert_eq!(answer.status, 503, "{answer}");
        assert!(answer.header("retry-after").is_some(), "{answer}");
    }
    let health = in_time(&client, &["/livez", "/readyz", "/v1/organisers"]).await;
    let statuses: Vec<_> = health.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 503, 503]);

    proxy.freeze(false);
    let end = Instant::now() + Duration::from_secs(10);
    while status(&client, "/readyz").await != 200 {
        assert!(Instant::now() < end, "not ready again: {}", server.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    client.get("/v1/registrations").await.expect(200);
    let again = client.post("/v1/organisers", organiser).key("frozen-organiser-key").await;
    again.expect(201);
}

async fn a_locked_sqlite(app: &TestApp) {
    let programme = app.given_programme(|it| it["team"] = anybody(1)).await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let board = app.given_board(|_| {}).await;
    let (editor, path) =
        (app.board_editor(&board).await, format!("/v1/cohorts/{}/registrations", cohort.id));
    let team = team(&board, &["teacher"]);
    let intruder = Database::connect(app.config.database_url()).await.unwrap();
    intruder.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();

    let begun = Instant::now();
    let refused = editor.post(&path, team.clone()).key("locked-out-for-now").await;

    assert!(begun.elapsed() < PATIENCE, "answered after {:?}", begun.elapsed());
    let refused = refused.refused(503, "unavailable");
    assert!(refused.header("retry-after").is_some(), "{refused}");
    let health = in_time(&editor, &["/livez", "/readyz", "/v1/registrations"]).await;
    assert!(health.iter().all(|answer| answer.status == 200));
    intruder.execute_unprepared("ROLLBACK").await.unwrap();
    intruder.close().await.unwrap();
    editor.post(&path, team).key("locked-out-for-now").await.expect(201);
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 23);
    assert_eq!(status(&editor, "/readyz").await, 200);
}
