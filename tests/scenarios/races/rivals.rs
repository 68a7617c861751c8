//! Two or twenty who want the same thing.

use leerkring_tests::given::anybody;
use leerkring_tests::{Answer, TestApp, all, duo, json, team};

use super::{Servers, check_books, open_now};

fn statuses(answers: &[Answer]) -> Vec<u16> {
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    statuses
}

#[tokio::test]
async fn the_last_seat_is_given_to_one_of_twenty_rivals() {
    let app = TestApp::start().await;
    let cohort = open_now(&app, anybody(1), |it| it["capacity"] = json!(1)).await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let mut requests = Vec::new();
    for board in app.given_boards(20).await {
        let editor = app.board_editor(&board).await;
        requests.push(editor.post(&path, team(&board, &["teacher"])));
    }

    let answers = all(requests, 20).await;

    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "full").count(), 19);
    assert_eq!(check_books(&app, &cohort).await, (1, 0));
}

#[tokio::test]
async fn two_registrations_of_one_board_at_once_give_one() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let cohort = open_now(&app, anybody(2), |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let (editor, path) =
        (app.board_editor(&board).await, format!("/v1/cohorts/{}/registrations", cohort.id));
    let requests = (0..12).map(|number| {
        let client = servers.reached(&editor, number);
        client.post(&path, duo(&board))
    });

    let answers = all(requests.collect(), 12).await;

    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    let refused = answers.iter().filter(|answer| answer.code() == "already-registered");
    assert_eq!(refused.count(), 11);
    assert_eq!(check_books(&app, &cohort).await, (2, 0));
}

#[tokio::test]
async fn the_same_person_in_two_teams_at_once_stands_in_one() {
    let app = TestApp::start().await;
    let cohort = open_now(&app, anybody(1), |_| {}).await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let administrator = app.administrator().await;
    let boards = app.given_boards(12).await;
    let requests = boards.iter().map(|board| {
        let mut team = team(board, &["teacher"]);
        team["participants"][0]["email"] = json!("everywhere@example.nl");
        administrator.post(&path, team)
    });

    let answers = all(requests.collect(), 12).await;

    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    let refused = answers.iter().filter(|answer| answer.code() == "participant-already-in-cohort");
    assert_eq!(refused.count(), 11);
    assert_eq!(check_books(&app, &cohort).await, (1, 0));
}

#[tokio::test]
async fn who_withdraws_while_others_register_frees_each_seat_once() {
    for waiting_list in [json!(null), json!({})] {
        let app = TestApp::start().await;
        let cohort = open_now(&app, anybody(2), |it| {
            it["capacity"] = json!(10);
            it["waitingList"] = waiting_list;
        })
        .await;
        let (path, boards) =
            (format!("/v1/cohorts/{}/registrations", cohort.id), app.given_boards(25).await);
        let administrator = app.administrator().await;
        let (seated, newcomers) = boards.split_at(5);
        let mut requests = Vec::new();
        for board in seated {
            let registration = app.given_registration(&cohort, board, duo(board)).await;
            let withdraw = format!("/v1/registrations/{}/_withdraw", registration.id);
            requests.push(administrator.post(&withdraw, json!({})));
        }
        for (number, board) in newcomers.iter().enumerate() {
            let place = (2 * number).min(requests.len());
            requests.insert(place, administrator.post(&path, duo(board)));
        }

        let answers = all(requests, 25).await;

        let withdrawn = answers.iter().filter(|answer| answer.body["status"] == "withdrawn");
        assert_eq!(withdrawn.count(), 5, "{:?}", statuses(&answers));
        let confirmed = answers.iter().filter(|answer| answer.body["status"] == "confirmed");
        let confirmed = i64::try_from(confirmed.count()).unwrap();
        let (taken, waiting) = check_books(&app, &cohort).await;
        // With a list, what comes free is offered at once.
        assert_eq!(taken, if waiting > 0 { 10 } else { 2 * confirmed });
    }
}

#[tokio::test]
async fn a_team_that_withdraws_twice_at_once_gives_its_seats_back_once() {
    let app = TestApp::start().await;
    let cohort = open_now(&app, anybody(2), |_| {}).await;
    let (one, two) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &one, duo(&one)).await;
    app.given_registration(&cohort, &two, duo(&two)).await;
    let (editor, withdraw) =
        (app.board_editor(&one).await, format!("/v1/registrations/{}/_withdraw", registration.id));

    let requests = (0..8).map(|_| editor.post(&withdraw, json!({})));
    let answers = all(requests.collect(), 8).await;

    assert_eq!(statuses(&answers), [200, 409, 409, 409, 409, 409, 409, 409]);
    assert_eq!(check_books(&app, &cohort).await, (2, 0));
}

#[tokio::test]
async fn of_two_changes_to_one_version_one_wins() {
    let app = TestApp::start().await;
    let cohort = open_now(&app, anybody(2), |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let administrator = app.administrator().await;
    let programme = cohort.body["programmeId"].as_str().unwrap();
    let programme_path = format!("/v1/programmes/{programme}");
    let programme_etag = administrator.get(&programme_path).await.expect(200).etag().to_owned();
    let targets = [
        (format!("/v1/registrations/{}", registration.id), registration.etag, "motivation"),
        (format!("/v1/cohorts/{}", cohort.id), cohort.etag, "place"),
        (programme_path, programme_etag, "title"),
    ];
    for (path, etag, field) in targets {
        let change =
            |number| administrator.patch(&path, &etag, json!({ field: format!("van {number}") }));
        let answers = all((0..8).map(change).collect(), 8).await;

        let winners: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        let stale = answers.iter().filter(|answer| answer.code() == "stale").count();
        assert_eq!((winners.len(), stale), (1, 7), "{path}: {:?}", statuses(&answers));
        let read = administrator.get(&path).await.expect(200);
        assert_eq!(read.body[field], winners[0].body[field]);
    }
}

#[tokio::test]
async fn capacity_that_shrinks_while_teams_register_never_falls_below_what_is_taken() {
    let app = TestApp::start().await;
    let cohort = open_now(&app, anybody(1), |it| it["capacity"] = json!(20)).await;
    let administrator = app.administrator().await;
    let path = format!("/v1/cohorts/{}", cohort.id);
    let boards = app.given_boards(20).await;
    let mut requests: Vec<_> = boards
        .iter()
        .map(|board| {
            administrator.post(&format!("{path}/registrations"), team(board, &["teacher"]))
        })
        .collect();
    requests.insert(8, administrator.patch(&path, &cohort.etag, json!({ "capacity": 10 })));

    let answers = all(requests, 21).await;

    let shrunk = answers.iter().any(|answer| answer.body["capacity"] == 10);
    let (taken, _) = check_books(&app, &cohort).await;
    assert_eq!(taken, if shrunk { 10 } else { 20 });
}

#[tokio::test]
async fn one_key_at_as_many_processes_as_the_engine_allows_registers_once() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let cohort = open_now(&app, anybody(2), |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let (editor, team) = (app.board_editor(&board).await, duo(&board));
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let requests = (0..30).map(|number| {
        let client = servers.reached(&editor, number);
        client.post(&path, team.clone()).key("the-same-key-everywhere")
    });

    let answers = all(requests.collect(), 30).await;

    assert!(answers.iter().all(|answer| answer.status == 201), "{:?}", statuses(&answers));
    assert!(answers.iter().all(|answer| answer.text == answers[0].text));
    assert_eq!(check_books(&app, &cohort).await, (2, 0));
}

#[tokio::test]
async fn one_key_for_another_operation_at_several_processes_acts_once() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let cohort = open_now(&app, anybody(2), |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let editor = app.board_editor(&board).await;
    let path = format!("/v1/registrations/{}/_withdraw", registration.id);
    let requests = (0..30).map(|number| {
        let client = servers.reached(&editor, number);
        client.post(&path, json!({})).key("the-same-key-everywhere")
    });

    let answers = all(requests.collect(), 30).await;

    let done: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    let busy = answers.iter().filter(|answer| answer.code() == "request-in-progress").count();
    assert_eq!(done.len() + busy, 30, "{:?}", statuses(&answers));
    assert!(!done.is_empty() && done.iter().all(|answer| answer.text == done[0].text));
    assert_eq!(check_books(&app, &cohort).await, (0, 0));
}

#[tokio::test]
async fn two_organisers_with_one_slug_at_once_are_one_and_a_refusal() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let organiser = json!({ "slug": "po-raad", "name": "PO-Raad", "members": "boards" });
    let requests = (0..8).map(|_| administrator.post("/v1/organisers", organiser.clone()));

    let answers = all(requests.collect(), 8).await;

    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "slug-taken").count(), 7);
}
