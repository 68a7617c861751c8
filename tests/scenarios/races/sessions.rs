//! Sessions that move while everything else does: everybody who takes part reads of every move that
//! came after their confirmation, also when a server dies.

use std::collections::BTreeMap;
use std::time::Duration;

use leerkring::commands::sessions::reminders::sweep;
use leerkring_tests::given::{anybody, session};
use leerkring_tests::processes::{Process, command};
use leerkring_tests::{Client, TestApp, Thing, Value, json, team};
use sea_orm::{ConnectionTrait, Statement};

use super::{Servers, check_books, execute, open_now, registrations_of, start_beside};

/// The letters of a kind by address, in the order in which they were written.
async fn letters(app: &TestApp, kind: &'static str) -> BTreeMap<String, Vec<Value>> {
    app.in_server(move |app| async move {
        let db = app.store.reader();
        let question = format!(
            "SELECT address, CAST(parameters AS TEXT) FROM outbox WHERE kind = '{kind}' ORDER BY id"
        );
        let question = Statement::from_string(db.get_database_backend(), question);
        let mut all = BTreeMap::<String, Vec<Value>>::new();
        for row in db.query_all_raw(question).await.unwrap() {
            let parameters: String = row.try_get_by_index(1).unwrap();
            let address: String = row.try_get_by_index(0).unwrap();
            all.entry(address).or_default().push(serde_json::from_str(&parameters).unwrap());
        }
        all
    })
    .await
}

/// A session `days` from now.
fn day(app: &TestApp, days: i64) -> String {
    (app.now() + chrono::Duration::days(days)).format("%Y-%m-%d").to_string()
}

fn first_session(cohort: &Thing) -> String {
    format!("/v1/sessions/{}", cohort.body["sessions"][0]["id"].as_str().unwrap())
}

/// Moves the session day by day; says on which days it came to be.
async fn move_often(app: &TestApp, client: &Client, session: &str) -> Vec<String> {
    let mut days = Vec::new();
    for number in 61..=66 {
        let on = day(app, number);
        let now = client.get(session).await.expect(200);
        let moved = client.patch(session, now.etag(), json!({ "heldOn": on })).await;
        match moved.status {
            200 => days.push(moved.body["startsAt"].as_str().unwrap().to_owned()),
            status => assert!(matches!(status, 412 | 503), "{moved}"),
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    days
}

#[tokio::test]
async fn who_takes_part_reads_of_every_move_that_came_after() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let cohort = open_now(&app, anybody(1), |it| {
        it["capacity"] = json!(30);
        it["waitingList"] = json!({});
    })
    .await;
    let administrator = app.administrator().await;
    let boards = app.given_boards(60).await;
    let at = |number: usize| servers.reached(&administrator, number);
    let register = |number: usize| {
        let path = format!("/v1/cohorts/{}/registrations", cohort.id);
        at(number).post(&path, team(&boards[number], &["teacher"]))
    };
    let mut seated = Vec::new();
    for number in 0..10 {
        seated.push(register(number).await.expect(201).id());
    }
    let session = first_session(&cohort);
    // More than fit: some wait, are offered what comes free, and accept it.
    let registering = futures_util::future::join_all((10..60).map(|number| async move {
        tokio::time::sleep(Duration::from_millis(4 * u64::try_from(number).unwrap())).await;
        let made = register(number).await;
        assert!(matches!(made.status, 201 | 503), "{made}");
    }));
    let client = at(0);
    let leaving = leave_and_accept(&app, &cohort, &client, &seated[..5]);
    let mover = at(2);
    let moving = move_often(&app, &mover, &session);

    let ((), _, days) = tokio::join!(leaving, registering, moving);

    assert!(!days.is_empty(), "nothing moved");
    check_books(&app, &cohort).await;
    let told = letters(&app, "sessions-changed").await;
    check_told(&registrations_of(&app, &cohort).await, &told, &days);
    for stayed in &seated[5..] {
        let path = format!("/v1/registrations/{stayed}");
        let stayed = administrator.get(&path).await.expect(200).body;
        let address = stayed["participants"][0]["email"].as_str().unwrap();
        assert_eq!(told[address].len(), days.len());
    }
}

/// These teams withdraw, and whoever is then offered a seat takes it.
async fn leave_and_accept(app: &TestApp, cohort: &Thing, client: &Client, seated: &[String]) {
    tokio::time::sleep(Duration::from_millis(60)).await;
    for id in seated {
        client.post(&format!("/v1/registrations/{id}/_withdraw"), json!({})).await;
    }
    for offered in registrations_of(app, cohort).await {
        if offered["status"] == "offered" {
            let id = offered["id"].as_str().unwrap();
            client.post(&format!("/v1/registrations/{id}/_accept"), None).await;
        }
    }
}

/// What each who takes part read are the last moves: those after the confirmation, each once.
fn check_told(all: &[Value], told: &BTreeMap<String, Vec<Value>>, days: &[String]) {
    for registration in all.iter().filter(|it| it["status"] == "confirmed") {
        let address = registration["participants"][0]["email"].as_str().unwrap();
        let read = told.get(address).map(Vec::as_slice).unwrap_or_default();
        let mut read: Vec<&str> = read
            .iter()
            .flat_map(|letter| letter["changes"].as_array().unwrap())
            .map(|change| change["change"]["now"]["startsAt"].as_str().unwrap())
            .collect();
        read.sort_unstable();
        let after = &days[days.len().saturating_sub(read.len())..];
        assert_eq!(read, after, "{address} missed a move, or read of one twice");
    }
}

/// A cohort in which 20 teams of ten take part.
async fn two_hundred(app: &TestApp, change: impl FnOnce(&mut Value)) -> Thing {
    let cohort = open_now(app, anybody(10), |it| {
        it["capacity"] = json!(200);
        change(it);
    })
    .await;
    let administrator = app.administrator().await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    for board in app.given_boards(20).await {
        administrator.post(&path, team(&board, &["teacher"; 10])).await.expect(201);
    }
    cohort
}

#[tokio::test]
async fn of_a_session_that_a_killed_server_was_moving_all_are_told_or_nobody() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let cohort = two_hundred(&app, |_| {}).await;
    let (session, administrator) = (first_session(&cohort), app.administrator().await);
    let mut count = 0;
    for round in 0..5 {
        let mut server = start_beside(&app);
        let (own, path) = (administrator.at(&server.base), session.clone());
        let seen = administrator.get(&session).await.expect(200);
        let on = day(&app, 70 + i64::try_from(round).unwrap());
        let (etag, to) = (seen.etag().to_owned(), json!({ "heldOn": on }));
        let moving = tokio::spawn(async move { own.patch(&path, &etag, to).send().await });
        tokio::time::sleep(Duration::from_millis(5 + 40 * round)).await;
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        let answered = moving.await.unwrap().is_ok_and(|answer| answer.status == 200);

        let now = administrator.get(&session).await.expect(200);
        let moved = now.body["heldOn"] == on;
        assert!(moved || !answered, "a move that was acknowledged is lost");
        count += usize::from(moved);
        assert_eq!(now.body["sequence"], count);
        let told = letters(&app, "sessions-changed").await;
        let everybody = if count > 0 { 201 } else { 0 };
        assert_eq!(told.len(), everybody, "all participants and the one contact");
        assert!(told.values().all(|letters| letters.len() == count), "round {round}");
    }
}

/// A session that is less than a day away, and teams that were confirmed long before.
async fn soon(app: &TestApp) {
    let start = app.now() + chrono::Duration::hours(30);
    let local = leerkring_domain::kernel::civil::civil(start).on.to_string();
    two_hundred(app, |it| {
        it["registrationClosesAt"] = json!(app.now() + chrono::Duration::minutes(2));
        it["sessions"] = json!([session(&local, "12:00:00", "13:00:00")]);
    })
    .await;
    // By the clock of every server that day is near and the confirmation long ago.
    let ago = (app.now() - chrono::Duration::days(9)).format("%Y-%m-%d %H:%M:%S%.3f+00:00");
    let near = app.now() + chrono::Duration::hours(5);
    let after = near + chrono::Duration::hours(1);
    let text = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%dT%H:%M:%S%.3f+00:00");
    let on = leerkring_domain::kernel::civil::civil(near);
    execute(app, format!("UPDATE registrations SET status_since = '{ago}'")).await;
    execute(
        app,
        format!(
            "UPDATE sessions SET starts_at = '{}', ends_at = '{}', held_on = '{}', \
             start_time = '{}'",
            text(near),
            text(after),
            on.on,
            on.at.format("%H:%M:%S%.3f"),
        ),
    )
    .await;
}

#[tokio::test]
async fn however_many_servers_look_and_whichever_dies_each_is_reminded_once() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    soon(&app).await;
    let directory = app.config.data_dir.clone();
    // Servers look as soon as they start; these die somewhere in it.
    for round in 0..5 {
        let mut command = command(&directory);
        command
            .arg("serve")
            .env("LEERKRING_LISTEN", leerkring_tests::processes::free_address())
            .env("LEERKRING_DATABASE_URL", app.config.database_url())
            .env("LEERKRING_PUBLIC_URL", &app.app.public_url)
            .env("LEERKRING_WORKERS", "1")
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        let mut child = command.spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(30 + 25 * round)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let told = letters(&app, "session-reminder").await;
        assert!(matches!(told.len(), 0 | 201), "{} of them", told.len());
    }
    let beside: Vec<Process> =
        (0..usize::from(app.is_on_postgres()) * 2).map(|_| start_beside(&app)).collect();
    let looks = (0..8).map(|_| app.in_server(|app| async move { sweep(&app).await.unwrap() }));
    futures_util::future::join_all(looks).await;
    drop(beside);

    let told = letters(&app, "session-reminder").await;
    assert_eq!(told.len(), 201);
    assert!(told.values().all(|letters| letters.len() == 1 && letters[0]["lead"] == "day"));
}
