//! Teams become smaller while others wait, and limits become tighter while boards register.

use std::time::Duration;

use leerkring_tests::given::anybody;
use leerkring_tests::{Client, TestApp, Thing, json, team};

use super::{Servers, check_books, open_now, registrations_of, until_answered, until_killed};

/// A cohort full of so many pairs, with twice as many singles in the list; the pairs.
async fn pairs(app: &TestApp, count: usize) -> (Thing, Vec<Thing>) {
    let cohort = open_now(app, anybody(2), |it| {
        it["capacity"] = json!(2 * count);
        it["waitingList"] = json!({});
    })
    .await;
    let administrator = app.administrator().await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let mut pairs = Vec::new();
    for (number, board) in app.given_boards(3 * count).await.iter().enumerate() {
        let roles = if number < count { &["teacher"; 2][..] } else { &["teacher"; 1] };
        let made = administrator.post(&path, team(board, roles)).await.expect(201);
        pairs.push(made.into());
    }
    pairs.truncate(count);
    (cohort, pairs)
}

/// Where the participant at this place of a team is taken out.
fn removal(pair: &Thing, place: usize) -> String {
    let who = pair.body["participants"][place]["id"].as_str().unwrap();
    format!("/v1/registrations/{}/participants/{who}/_remove", pair.id)
}

#[tokio::test]
async fn teams_that_become_smaller_free_each_seat_once_and_never_the_last() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let (cohort, pairs) = pairs(&app, 12).await;
    let administrator = app.administrator().await;
    // Both of each pair at once, and each twice.
    let request = |number: usize| {
        let client = servers.reached(&administrator, number);
        client.post(&removal(&pairs[number / 4], number % 2), json!({}))
    };

    let answers = until_answered(48, request).await;

    let done = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(
        done,
        12,
        "{:?}",
        answers.iter().map(leerkring_tests::Answer::code).collect::<Vec<_>>()
    );
    let refused = |code: &str| answers.iter().filter(|answer| answer.code() == code).count();
    assert_eq!(refused("team-too-small") + refused("already-replaced"), 36);
    assert_eq!(check_books(&app, &cohort).await, (24, 12));
    let all = registrations_of(&app, &cohort).await;
    assert_eq!(all.iter().filter(|it| it["status"] == "offered").count(), 12);
}

#[tokio::test]
async fn a_server_that_dies_while_teams_become_smaller_leaves_whole_books() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let (cohort, pairs) = pairs(&app, 12).await;
    let administrator = app.administrator().await;
    let request = |client: &Client, number: usize| {
        let request = client.post(&removal(&pairs[number], 0), json!({}));
        request.key(&format!("smaller-team-{number}-of-all"))
    };
    until_killed(&app, Duration::from_millis(40), |base| {
        let own = administrator.at(base);
        (0..pairs.len()).map(|number| request(&own, number)).collect()
    })
    .await;
    let (taken, _) = check_books(&app, &cohort).await;
    assert_eq!(taken, 24, "each seat is somebody's");

    let again = until_answered(pairs.len(), |number| request(&administrator, number)).await;

    assert!(again.iter().all(|answer| answer.status == 200));
    assert_eq!(check_books(&app, &cohort).await, (24, 12));
}

#[tokio::test]
async fn a_limit_that_becomes_tighter_while_boards_register_is_kept_by_all_or_refused() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let cohort = open_now(&app, anybody(1), |it| {
        it["capacity"] = json!(500);
        it["severalRegistrationsPerBoard"] = json!(true);
        it["seatsPerBoard"] = json!(4);
    })
    .await;
    let (boards, administrator) = (app.given_boards(6).await, app.administrator().await);
    let registrations = format!("/v1/cohorts/{}/registrations", cohort.id);
    let teams: Vec<_> = (0..24).map(|number| team(&boards[number % 6], &["teacher"])).collect();
    let change = format!("/v1/cohorts/{}", cohort.id);
    let request = |number: usize| {
        let client = servers.reached(&administrator, number);
        if number == 12 {
            return client.patch(&change, &cohort.etag, json!({ "seatsPerBoard": 2 }));
        }
        client
            .post(&registrations, teams[number].clone())
            .key(&format!("tighter-limit-of-{number}"))
    };

    let answers = until_answered(24, request).await;

    let limit = app.cohort(&cohort).await["seatsPerBoard"].as_u64().unwrap();
    let changed = &answers[12];
    assert!(
        (changed.status == 200 && limit == 2)
            || (changed.code() == "board-seats-below-taken" && limit == 4),
        "{changed}"
    );
    let all = registrations_of(&app, &cohort).await;
    for board in &boards {
        let id = json!(board.id.uuid());
        let seats = all.iter().filter(|it| it["boardId"] == id).count();
        assert!(u64::try_from(seats).unwrap() <= limit, "{seats} of {limit}");
    }
    check_books(&app, &cohort).await;
}
