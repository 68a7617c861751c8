//! Tables about people: who may take them, and what is told about it.

use leerkring_tests::{Client, TestApp, json};
use reqwest::Method;

use super::{Organised, named, organised, told};

const CSV: &str = "text/csv";

async fn status(client: &Client, path: &str) -> u16 {
    client.get(path).header("accept", CSV).await.status
}

#[tokio::test]
async fn who_organises_a_cohort_reads_its_participants_and_nobody_else_does() {
    let app = TestApp::start().await;
    let Organised { cohort, editor, .. } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let mut team = named(&board, &["Bo Ng", "Jo Tan"]);
    team["participants"][0]["needs"] = json!({ "diet": "canary-halal-4711" });
    app.given_registration(&cohort, &board, team).await;
    let path = format!("/v1/cohorts/{}/participants", cohort.id);

    let list = editor.get(&path).await.expect(200);

    let people = list.body["items"].as_array().unwrap();
    assert_eq!((people[0]["name"].as_str(), people.len()), (Some("Bo Ng"), 2));
    assert_eq!(people[0]["boardNumber"], json!(board.number.to_string()));
    assert_eq!((&people[0]["needsKnown"], &people[1]["needsKnown"]), (&json!(true), &json!(false)));
    for form in [CSV, "application/json"] {
        let list = editor.get(&path).header("accept", form).await.expect(200);
        assert!(!list.text.contains("canary"), "{list}");
    }
    let own = app.board_editor(&board).await;
    let other = organised(&app, |_| {}).await.editor;
    assert_eq!((status(&own, &path).await, status(&other, &path).await), (403, 403));
    assert_eq!(status(&app.visitor(), &path).await, 401);
    let needs = editor.csv(&format!("/v1/cohorts/{}/needs", cohort.id)).await;
    assert_eq!(needs[0]["diet"], "canary-halal-4711");
}

#[tokio::test]
async fn participants_are_narrowed_by_where_their_team_stands_by_board_and_by_role() {
    let app = TestApp::start().await;
    let Organised { cohort, editor, .. } = organised(&app, |it| it["capacity"] = json!(2)).await;
    let boards = app.given_boards(2).await;
    app.given_registration(&cohort, &boards[0], named(&boards[0], &["A", "B"])).await;
    app.given_registration(&cohort, &boards[1], named(&boards[1], &["C"])).await;
    let names = async |filter: &str| {
        let path = format!("/v1/cohorts/{}/participants{filter}", cohort.id);
        let rows = editor.csv(&path).await;
        rows.into_iter().map(|row| row["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["A", "B"]);
    assert_eq!(names("?status=waitlisted").await, ["C"]);
    assert_eq!(names(&format!("?boardId={}", boards[0].number)).await, ["A", "B"]);
    assert!(names("?role=school-leader").await.is_empty());
}

#[tokio::test]
async fn the_audit_log_tells_who_took_how_many_rows_of_what() {
    let app = TestApp::start().await;
    let Organised { organiser, cohort, editor, .. } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    app.given_registration(&cohort, &board, named(&board, &["A", "B", "C"])).await;
    let list = format!("/v1/cohorts/{}/participants", cohort.id);
    editor.get(&list).await.expect(200);
    assert!(told(&app, "participants-exported").await.is_null(), "a page is no export");

    editor.csv(&list).await;
    editor.csv(&format!("/v1/registrations?cohortId={}", cohort.id)).await;

    let user = editor.user.unwrap().uuid().to_string();
    for (what, operation, rows) in [
        ("participants-exported", "listParticipants", 3),
        ("registrations-exported", "listRegistrations", 1),
    ] {
        let entry = told(&app, what).await;
        assert_eq!(entry["operation"], operation);
        assert_eq!((&entry["rows"], &entry["principal"]["id"]), (&json!(rows), &json!(user)));
        assert_eq!(entry["subject"]["id"], json!(cohort.id));
        assert_eq!(entry["organiserId"], json!(organiser.id));
    }
    // Its organiser reads it too, and nobody changes it.
    let administrator = app.organiser_administrator(&organiser).await;
    let read = administrator.get("/v1/audit-entries?what=participants-exported").await.expect(200);
    assert_eq!(read.body["items"][0]["rows"], 3);
    let forged = app
        .in_server(|app| async move {
            use sea_orm::ConnectionTrait;
            let forged = "UPDATE audit_entries SET row_count = 1 WHERE row_count = 3";
            app.store.schema().execute_unprepared(forged).await
        })
        .await;
    assert!(forged.unwrap_err().to_string().contains("never changed"));
}

#[tokio::test]
async fn whoever_asks_for_the_head_only_takes_nothing_away() {
    let app = TestApp::start().await;
    let Organised { cohort, editor, .. } = organised(&app, |_| {}).await;
    let path = format!("/v1/cohorts/{}/participants", cohort.id);
    let head = editor.request(Method::HEAD, &path).header("accept", CSV).await.expect(200);
    assert!(head.bytes.is_empty());
}
