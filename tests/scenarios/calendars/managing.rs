//! Making, renewing and revoking calendars, and what ends them besides.

use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::User;
use leerkring_persistence::roles;
use leerkring_tests::processes::{Process, command};
use leerkring_tests::{TestApp, json};

use super::{made, status};

#[tokio::test]
async fn an_address_that_was_renewed_or_revoked_is_as_absent_as_one_that_never_was() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let (id, first) = made(&editor, json!({ "boardId": board.number.to_string() })).await;
    assert_eq!(status(&app, &first).await, 200);
    let path = format!("/v1/calendars/{id}");
    let renewed = editor.post(&format!("{path}/_renew"), None).await.expect(200);
    let second = renewed.body["address"].as_str().unwrap().to_owned();
    assert_eq!((status(&app, &first).await, status(&app, &second).await), (404, 200));
    editor.post(&format!("{path}/_revoke"), None).await.expect(204);
    assert_eq!(status(&app, &second).await, 404);
    editor.get(&path).await.expect(404);
    let never = "A".repeat(48);
    let answers = [first, second].map(|address| app.path_of(&address));
    let never = app.visitor().get(&format!("/v1/feeds/{never}")).await.expect(404);
    for path in answers {
        let gone = app.visitor().get(&path).await.expect(404);
        assert_eq!(gone.without_instance(), never.without_instance());
    }
}

#[tokio::test]
async fn an_address_is_shown_once_and_stands_in_no_table() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let (id, address) = made(&editor, json!({ "boardId": board.number.to_string() })).await;
    let secret = address.rsplit('/').next().unwrap().to_owned();
    for path in ["/v1/calendars".to_owned(), format!("/v1/calendars/{id}")] {
        let answer = editor.get(&path).await.expect(200);
        assert!(answer.text.contains(&id) && !answer.text.contains(&secret));
    }
    let log = app.administrator().await.get("/v1/audit-entries").await.expect(200);
    assert!(log.text.contains("calendar-created") && !log.text.contains(&secret));
}

#[tokio::test]
async fn a_calendar_ends_with_the_role_of_whoever_made_it() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let (_, address) = made(&editor, json!({ "boardId": board.number.to_string() })).await;
    let user: Id<User> = editor.user.unwrap();
    app.in_server(move |app| async move {
        app.work(leerkring::work::Author::server("test"), move |work| {
            Box::pin(async move {
                for held in roles::of(&work.tx, user).await? {
                    roles::delete(&work.tx, &held).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    })
    .await;
    assert_eq!(status(&app, &address).await, 404);
}

#[tokio::test]
async fn whoever_is_blocked_or_erased_has_no_calendar() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let administrator = app.administrator().await;
    for act in ["_block", "_erase"] {
        let editor = app.board_editor(&board).await;
        let (_, address) = made(&editor, json!({ "boardId": board.number.to_string() })).await;
        let path = format!("/v1/users/{}/{act}", editor.user.unwrap());
        let answer = administrator.post(&path, json!({ "reason": "Vertrokken" })).await;
        assert!(answer.status < 300, "{answer}");
        assert_eq!(status(&app, &address).await, 404, "{act}");
    }
}

#[tokio::test]
async fn a_calendar_is_of_one_thing_for_which_one_acts() {
    let app = TestApp::start().await;
    let (board, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let editor = app.board_editor(&board).await;
    let number = |board: &leerkring_domain::boards::Board| board.number.to_string();
    let post = |body| editor.post("/v1/calendars", body);
    post(json!({ "boardId": number(&other) })).await.refused(403, "not-your-board");
    post(json!({})).await.refused(400, "invalid-request");
    let cohort = app.given_cohort(|_| {}).await;
    let two = json!({ "boardId": number(&board), "cohortId": cohort.id });
    post(two).await.refused(400, "invalid-request");
    post(json!({ "cohortId": cohort.id })).await.refused(403, "not-your-organiser");
    for _ in 0..20 {
        post(json!({ "boardId": number(&board) })).await.expect(201);
    }
    post(json!({ "boardId": number(&board) })).await.refused(409, "too-many-calendars");
}

#[tokio::test]
async fn reading_is_noted_once_a_day() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let (id, address) = made(&editor, json!({ "boardId": board.number.to_string() })).await;
    let path = format!("/v1/calendars/{id}");
    let mut noted = Vec::new();
    for now in ["2026-07-01T11:00:00Z", "2026-07-01T12:00:00Z", "2026-07-02T11:00:00Z"] {
        app.set_now(now);
        assert_eq!(status(&app, &address).await, 200);
        let read = editor.get(&path).await.expect(200).body["lastReadAt"].clone();
        noted.push(read.as_str().unwrap().to_owned());
    }
    assert_eq!(noted, ["2026-07-01T11:00:00Z", "2026-07-01T11:00:00Z", "2026-07-02T11:00:00Z"]);
}

#[tokio::test]
async fn addresses_stand_in_no_log_however_much_is_logged() {
    let directory = leerkring_tests::app::Directory::new();
    let mut log_all = command(directory.path());
    log_all.env("LEERKRING_LOG", "trace");
    let process = Process::start(log_all, directory.path());
    for path in ["feeds", "participations"] {
        let secret = format!("never{}", "A".repeat(43));
        let url = format!("{}/v1/{path}/{secret}", process.base);
        let answer = reqwest::Client::builder().no_proxy().build().unwrap().get(&url).send().await;
        assert_eq!(answer.unwrap().status().as_u16(), 404);
        assert!(!process.log().contains(&secret), "{}", process.log());
    }
}
