//! Boards come and go: closed when a newer file lacks them, opened again, merged.

use leerkring_domain::boards::Board;
use leerkring_persistence::boards;
use leerkring_tests::{Client, TestApp, Value, duo, json};

use super::{BOARDS, import, imported, lines, some};

/// The first board of the file.
const EMMEN: &str = "10249";

async fn board(app: &TestApp, number: &str) -> Board {
    let number = number.to_owned();
    app.in_server(|app| async move {
        let db = app.store.reader();
        let id = boards::by_number(db, &number).await.unwrap().unwrap();
        boards::find(db, id).await.unwrap()
    })
    .await
}

async fn shown(app: &TestApp, number: &str) -> Value {
    app.visitor().get(&format!("/v1/boards/{number}")).await.expect(200).body
}

#[tokio::test(flavor = "multi_thread")]
async fn b3_a_board_missing_from_a_newer_file_is_closed_and_its_history_is_still_there() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    imported(&administrator, some(BOARDS, 0..30)).await;
    let emmen = board(&app, EMMEN).await;
    let cohort = app.given_cohort(|_| {}).await;
    let registration = app.given_registration(&cohort, &emmen, duo(&emmen)).await;

    let job = imported(&administrator, some(BOARDS, 1..30)).await;
    assert_eq!(job["report"]["closed"], 1);
    assert_eq!(shown(&app, EMMEN).await["closedOn"], "2026-07-01");
    let path = format!("/v1/registrations/{}", registration.id);
    administrator.get(&path).await.expect(200);
    let another = app.given_cohort(|_| {}).await;
    let path = format!("/v1/cohorts/{}/registrations", another.id);
    let refused = app.board_editor(&emmen).await.post(&path, duo(&emmen)).await;
    refused.refused(409, "board-closed");

    let job = imported(&administrator, some(BOARDS, 0..30)).await;
    assert_eq!((&job["report"]["reopened"], &job["report"]["changed"]), (&1.into(), &1.into()));
    assert_eq!(shown(&app, EMMEN).await["closedOn"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_cut_off_at_the_end_of_a_row_closes_nothing_unless_that_is_meant() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    imported(&administrator, some(BOARDS, 0..100)).await;
    let job = import(&administrator, "", some(BOARDS, 0..79)).await;
    assert_eq!(job["state"], "refused");
    assert_eq!(job["report"]["refusal"]["code"], "mass-closing");
    assert_eq!(shown(&app, EMMEN).await["closedOn"], Value::Null);
    let open = |app: &TestApp| app.visitor().get("/v1/boards?open=true&count=true");
    assert_eq!(open(&app).await.expect(200).body["count"], 100);
    let job = import(&administrator, "&allowMassClosing=true", some(BOARDS, 0..79)).await;
    assert_eq!((&job["state"], &job["report"]["closed"]), (&"succeeded".into(), &21.into()));
    assert_eq!(open(&app).await.expect(200).body["count"], 79);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_function_mix_adds_boards_that_the_boards_file_does_not_close() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let lines = lines("functiemix-besturen.csv");
    let newest = lines.iter().filter(|line| line.starts_with(b"3,2017,")).take(3);
    let mix = [lines[0].clone(), newest.cloned().collect::<Vec<_>>().concat()].concat();
    imported(&administrator, mix).await;
    imported(&administrator, some(BOARDS, 0..5)).await;
    let job = imported(&administrator, some(BOARDS, 0..4)).await;
    assert_eq!(job["report"]["closed"], 1);
    let secondary = app.visitor().get("/v1/boards?sector=vo&open=true&count=true").await;
    assert_eq!(secondary.expect(200).body["count"], 3);
}

async fn merge(by: &Client, number: &str, successor: &str) -> leerkring_tests::Answer {
    let merger = json!({ "successorId": successor, "mergedOn": "2026-08-01", "reason": "fusie" });
    by.post(&format!("/v1/boards/{number}/_merge"), merger).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_board_names_its_successor_and_no_file_opens_it_again() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    imported(&administrator, some(BOARDS, 0..30)).await;
    let successor = app.given_board(|_| {}).await;
    let number = successor.number.to_string();
    let merged = merge(&administrator, EMMEN, &number).await.expect(200).body;
    assert_eq!(merged["closedOn"], "2026-08-01");
    assert_eq!(merged["successorId"], json!(successor.id));
    imported(&administrator, some(BOARDS, 0..30)).await;
    assert_eq!(shown(&app, EMMEN).await["closedOn"], "2026-08-01");
    merge(&administrator, EMMEN, &number).await.refused(409, "already-closed");
    merge(&administrator, &number, EMMEN).await.refused(409, "successor-closed");
    merge(&administrator, &number, &number).await.refused(409, "same-board");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_merges_names_boards_that_exist() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let number = app.given_board(|_| {}).await.number.to_string();
    merge(&administrator, "99999", &number).await.refused(404, "not-found");
    let unknown = merge(&administrator, &number, "99999").await.refused(400, "invalid-request");
    assert_eq!(unknown.errors(), [("/successorId".into(), "unknown-board".into())]);
    let malformed = merge(&administrator, "4151", &number).await.refused(400, "invalid-request");
    assert_eq!(malformed.errors(), [("boardId".into(), "wrong-form".into())]);
}
