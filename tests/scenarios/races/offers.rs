//! Offers while everything moves: accepted while they lapse, withdrawn while they are made, and a
//! server that dies in between.

use std::time::Duration;

use leerkring::app::Clock;
use leerkring::commands::registrations::sweep::sweep;
use leerkring_tests::given::anybody;
use leerkring_tests::{Answer, TestApp, Thing, all, json, team};

use super::{Servers, check_books, execute, open_now, registrations_of, until_killed};

/// A cohort of `seats` singles with so many more in the list; all registrations by arrival.
async fn crowd(app: &TestApp, seats: usize, waiting: usize) -> (Thing, Vec<Thing>) {
    let cohort = open_now(app, anybody(1), |it| {
        it["capacity"] = json!(seats);
        it["waitingList"] = json!({});
    })
    .await;
    let administrator = app.administrator().await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let mut all = Vec::new();
    for board in app.given_boards(seats + waiting).await {
        let made = administrator.post(&path, team(&board, &["teacher"])).await.expect(201);
        all.push(made.into());
    }
    (cohort, all)
}

async fn sweep_now(app: &TestApp) {
    app.set_now_to_real_time();
    app.in_server(|app| async move { sweep(&app).await }).await.expect("a sweep");
}

/// P4: replays in the order of arrival who had a turn, by their histories. Nobody had one while
/// somebody who came earlier still waits, and nobody had two.
async fn check_order(app: &TestApp, all: &[Thing]) {
    let administrator = app.administrator().await;
    let mut first_who_waits = None;
    for registration in all {
        let path = format!("/v1/registrations/{}", registration.id);
        let now = administrator.get(&path).await.expect(200).body;
        let page = administrator.get(&format!("{path}/history?limit=100")).await.expect(200).body;
        let items = page["items"].as_array().unwrap();
        let turns = items.iter().filter(|it| it["what"] == "registration-offered").count();
        let fair = turns <= usize::from(first_who_waits.is_none());
        assert!(fair, "{} had {turns} turns, while {first_who_waits:?} waits", registration.id);
        if now["status"] == "waitlisted" && first_who_waits.is_none() {
            first_who_waits = Some(registration.id.clone());
        }
    }
}

fn statuses(answers: &[Answer]) -> Vec<u16> {
    answers.iter().map(|answer| answer.status).collect()
}

#[tokio::test]
async fn offers_that_are_accepted_while_they_lapse_are_one_or_the_other() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let (cohort, all_of_them) = crowd(&app, 12, 30).await;
    let administrator = app.administrator().await;
    for seated in &all_of_them[..12] {
        let path = format!("/v1/registrations/{}/_withdraw", seated.id);
        administrator.post(&path, json!({})).await.expect(200);
    }
    let soon = leerkring::app::SystemClock.now() + chrono::Duration::milliseconds(400);
    let soon = soon.format("%Y-%m-%d %H:%M:%S%.3f+00:00");
    execute(
        &app,
        format!("UPDATE registrations SET offer_until = '{soon}' WHERE status = 'offered'"),
    )
    .await;
    execute(&app, format!("UPDATE cohorts SET next_lapse_at = '{soon}'")).await;

    let accepts = all_of_them[12..24].iter().enumerate().map(|(number, offered)| {
        let path = format!("/v1/registrations/{}/_accept", offered.id);
        let client = servers.reached(&administrator, number);
        async move {
            tokio::time::sleep(Duration::from_millis(60 * u64::try_from(number).unwrap())).await;
            client.post(&path, None).await
        }
    });
    let answers = futures_util::future::join_all(accepts).await;
    sweep_now(&app).await;

    let accepted = answers.iter().filter(|answer| answer.status == 200).count();
    let late = answers.iter().filter(|answer| answer.code() == "offer-lapsed").count();
    assert_eq!(accepted + late, 12, "{:?}", statuses(&answers));
    let all_now = registrations_of(&app, &cohort).await;
    let count = |status: &str| all_now.iter().filter(|it| it["status"] == status).count();
    assert_eq!((count("confirmed"), count("lapsed")), (accepted, late));
    assert_eq!(count("offered"), late, "what lapsed was offered to the next");
    assert_eq!(check_books(&app, &cohort).await.0, 12);
    check_order(&app, &all_of_them).await;
}

#[tokio::test]
async fn capacity_grows_and_teams_withdraw_while_seats_are_offered() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let (cohort, all_of_them) = crowd(&app, 10, 40).await;
    let administrator = app.administrator().await;
    let withdraw = |number: usize| {
        let path = format!("/v1/registrations/{}/_withdraw", all_of_them[number].id);
        servers.reached(&administrator, number).post(&path, json!({}))
    };
    // Those with seats, every other one of the list, and the organiser in between.
    let mut requests: Vec<_> = (0..10).chain((10..50).step_by(2)).map(withdraw).collect();
    let path = format!("/v1/cohorts/{}", cohort.id);
    requests.insert(7, administrator.patch(&path, &cohort.etag, json!({ "capacity": 15 })));

    let answers = all(requests, 16).await;

    let busy = answers.iter().filter(|answer| answer.status == 503).count();
    assert!(
        answers.iter().all(|it| it.status == 200 || it.status == 503),
        "{:?}",
        statuses(&answers)
    );
    sweep_now(&app).await;
    let (taken, waiting) = check_books(&app, &cohort).await;
    assert!(busy > 0 || (taken, waiting) == (15, 5), "{taken} seats, {waiting} wait");
    check_order(&app, &all_of_them).await;
}

/// Withdrawing, accepting and more capacity at once, at a server that dies in the middle: what it
/// had answered holds, and no seat is lost.
#[tokio::test]
async fn what_a_killed_server_leaves_behind_is_whole() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let (cohort, all_of_them) = crowd(&app, 10, 40).await;
    let administrator = app.administrator().await;
    let path = format!("/v1/cohorts/{}", cohort.id);
    for round in 0..4 {
        let all_now = registrations_of(&app, &cohort).await;
        let seated = all_now.iter().filter_map(|it| match it["status"].as_str() {
            Some("confirmed") => Some((it["id"].as_str().unwrap(), "_withdraw", "withdrawn")),
            Some("offered") => Some((it["id"].as_str().unwrap(), "_accept", "confirmed")),
            _ => None,
        });
        let asked: Vec<_> = seated.take(6).collect();
        let seen = administrator.get(&path).await.expect(200);
        let more = json!({ "capacity": seen.body["capacity"].as_i64().unwrap() + 1 });
        let answers = until_killed(&app, Duration::from_millis(5 + 15 * round), |base| {
            let own = administrator.at(base);
            let moves = asked.iter().map(|(id, verb, _)| {
                let body = (*verb == "_withdraw").then(|| json!({}));
                own.post(&format!("/v1/registrations/{id}/{verb}"), body)
            });
            moves.chain([own.patch(&path, seen.etag(), more.clone())]).collect()
        })
        .await;

        for ((id, _, status), answer) in asked.iter().zip(&answers) {
            if answer.as_ref().is_some_and(|answer| answer.status == 200) {
                let now = administrator.get(&format!("/v1/registrations/{id}")).await.expect(200);
                assert_eq!(now.body["status"], *status, "what was answered was lost");
            }
        }
        sweep_now(&app).await;
        let capacity = app.cohort(&cohort).await["capacity"].as_i64().unwrap();
        if answers.last().is_some_and(|it| it.as_ref().is_some_and(|it| it.status == 200)) {
            assert_eq!(json!(capacity), more["capacity"], "what was answered was lost");
        }
        assert_eq!(check_books(&app, &cohort).await.0, capacity, "a seat was lost");
    }
    check_order(&app, &all_of_them).await;
}
