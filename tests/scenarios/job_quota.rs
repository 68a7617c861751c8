//! The jobs agreement: what boards give, what comes of it, what is told of many.

mod reports;
mod schedule;

use leerkring_domain::boards::Board;
use leerkring_tests::{Answer, Client, TestApp, Value, json};
use reqwest::Method;

async fn year(client: &Client, board: &Board, query: &str, year: u16) -> Value {
    let path =
        format!("/v1/boards/{}/job-quota?{query}&fromYear={year}&untilYear={year}", board.number);
    client.get(&path).await.expect(200).body["years"][0].clone()
}

async fn formation(client: &Client, board: &Board, year: u16, fte: &str) {
    let path = format!("/v1/boards/{}/formations/_record", board.number);
    let formation = json!({ "sector": "po", "year": year, "fte": fte, "accuracy": "measured" });
    client.post(&path, formation).await.expect(200);
}

#[tokio::test]
async fn targets_carry_the_unrounded_figure_and_the_row_that_was_used() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    formation(&editor, &board, 2016, "200").await;
    formation(&editor, &board, 2018, "2500").await;
    formation(&editor, &board, 2019, "200").await;

    let po = year(&editor, &board, "schedule=po", 2016).await;
    assert_eq!(po["target"]["fte"], "1.8");
    assert_eq!(po["percentage"]["rows"][0]["source"], "PO-Raad");

    let government = year(&editor, &board, "schedule=government", 2018).await;
    assert_eq!(government["target"]["hoursPerWeek"], "1737");
    assert_eq!(government["target"]["jobs"], "68");
    assert!(government["target"]["jobsUnrounded"].as_str().unwrap().starts_with("68.117"));
    assert_eq!(government["percentage"]["rows"][0]["kind"], "official");

    let absent = year(&editor, &board, "schedule=po", 2019).await;
    assert!(absent["percentage"].is_null() && absent["target"].is_null());
    let drawn = year(&editor, &board, "schedule=po&interpolate=true", 2019).await;
    assert_eq!(drawn["percentage"]["interpolated"], true);
    assert_eq!(drawn["percentage"]["percentage"], "1.97");
    let between =
        [&drawn["percentage"]["rows"][0]["year"], &drawn["percentage"]["rows"][1]["year"]];
    assert_eq!(between, [2016, 2023]);
}

#[tokio::test]
async fn jobs_count_by_day_and_plans_in_the_forecast_only() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let half = app.given_job(&board, |job| job["fromOn"] = json!("2026-07-01")).await;
    let plan = |job: &mut Value| {
        job["status"] = json!("planned");
        job["count"] = json!(2);
        job["fromOn"] = json!("2027-01-01");
    };
    let plan = app.given_job(&board, plan).await;

    let this_year = year(&editor, &board, "", 2026).await;
    let realised = this_year["realised"]["jobsUnrounded"].as_str().unwrap();
    assert!(realised.starts_with("0.504109"), "{realised}");
    let next = year(&editor, &board, "", 2027).await;
    assert_eq!((&next["realised"]["jobs"], &next["forecast"]["jobs"]), (&json!("1"), &json!("3")));

    app.set_now("2027-01-04T09:00:00Z");
    let path = format!("/v1/jobs/{}", plan.id);
    let filled = editor.patch(&path, &plan.etag, json!({ "status": "filled" })).await.expect(200);
    editor.patch(&path, &plan.etag, json!({})).await.refused(412, "stale");
    assert_eq!(filled.body["status"], "filled");
    assert_eq!(year(&editor, &board, "", 2027).await["realised"]["jobs"], "3");
    editor.delete(&format!("/v1/jobs/{}", half.id), &half.etag).await.expect(204);
    assert_eq!(year(&editor, &board, "", 2027).await["realised"]["jobs"], "2");
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_with_its_field() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let job = json!({
        "status": "filled", "engagement": "employed", "hoursPerWeek": "41", "fromOn": "2026-07-02",
        "untilOn": "2026-07-01", "schoolId": "019b76da-a800-7000-8000-000000000001",
    });
    let path = format!("/v1/boards/{}/jobs", board.number);
    let refused = editor.post(&path, job).await.refused(400, "invalid-request");
    let codes: Vec<String> = refused.errors().into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["wrong-hours", "not-begun", "ends-before-it-starts"]);
    let named = json!({ "status": "filled", "engagement": "employed", "hoursPerWeek": "20",
        "fromOn": "2026-01-01", "name": "Jan" });
    let refused = editor.post(&path, named).await.refused(400, "invalid-request");
    assert_eq!(refused.errors()[0], ("/name".to_owned(), "unknown-field".to_owned()));
    let both = json!({ "sector": "po", "year": 2024, "fte": "1", "paidHours": "1", "accuracy": "measured" });
    let path = format!("/v1/boards/{}/formations/_record", board.number);
    assert_eq!(editor.post(&path, both).await.expect(400).errors()[0].1, "one-extent");
}

async fn import(client: &Client, board: &Board, file: &[u8]) -> Answer {
    let path = format!("/v1/boards/{}/jobs/_import", board.number);
    client.request(Method::POST, &path).body("text/csv", file).key("the-file-of-this-board").await
}

#[tokio::test]
async fn a_file_of_jobs_is_taken_whole_and_once_or_every_fault_is_told() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let list = format!("/v1/boards/{}/jobs", board.number);

    let wrong = b"status;dienstverband;uren per week;vanaf\ngevuld;in dienst;25,5;1-3-2026\n\
        gevuld;vriend;veel;32-1-2026\ngevuld;in dienst;20;1-8-2026\n";
    let refused = import(&editor, &board, wrong).await.refused(400, "invalid-request");
    let expected = ["/3/engagement", "/3/fromOn", "/3/hoursPerWeek", "/4/status"];
    assert_eq!(refused.errors().into_iter().map(|it| it.0).collect::<Vec<_>>(), expected);
    assert_eq!(editor.get(&list).await.expect(200).body["items"], json!([]));

    let right = b"status;dienstverband;aantal;uren per week;vanaf;tot en met\r\n\
        gevuld;in dienst;2;25,5;1-3-2026;\r\ngepland;ingeleend;;16;2026-10-01;31-7-2027\r\n";
    assert_eq!(import(&editor, &board, right).await.expect(200).body["rows"], 2);
    let again = import(&editor, &board, right).await.expect(200);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let items = editor.get(&list).await.expect(200).body["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 2);
    assert_eq!((&items[0]["count"], &items[0]["hoursPerWeek"]), (&json!(2), &json!("25.5")));
    assert_eq!(
        (&items[1]["engagement"], &items[1]["untilOn"]),
        (&json!("hired-in"), &json!("2027-07-31"))
    );
}

#[tokio::test]
async fn the_agreement_is_a_table_and_a_picture_too() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    formation(&editor, &board, 2024, "100").await;
    app.given_job(&board, |job| job["fromOn"] = json!("2024-01-01")).await;
    let path = format!("/v1/boards/{}/job-quota?fromYear=2023&untilYear=2027", board.number);

    let csv = editor.get(&path).header("accept", "text/csv").await.expect(200);
    assert!(csv.text.contains(",2024,3.09,false,false,4.3623"), "{csv}");
    let svg = editor.get(&path).header("accept", "image/svg+xml").in_english().await.expect(200);
    assert!(svg.text.contains("2024: target 4.4, employed 1,"), "{svg}");
    let png = editor.get(&path).header("accept", "image/png").await.expect(200);
    assert_eq!(png.header("content-type"), Some("image/png"));
}

#[tokio::test]
async fn the_overview_has_everything_of_the_board_and_nothing_for_others() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let other = app.given_board(|_| {}).await;
    let cohort = app.given_cohort(|_| {}).await;
    app.given_registration(&cohort, &board, leerkring_tests::duo(&board)).await;
    app.given_job(&board, |_| {}).await;
    let path = format!("/v1/boards/{}/overview", board.number);

    let overview = app.board_editor(&board).await.get(&path).await.expect(200).body;
    assert_eq!(overview["registrations"].as_array().unwrap().len(), 1);
    let this_year = overview["jobQuota"].as_array().unwrap().iter().find(|it| it["year"] == 2026);
    assert_eq!(this_year.unwrap()["realised"]["jobs"], "1");
    app.board_editor(&other).await.get(&path).await.refused(404, "not-found");
}
