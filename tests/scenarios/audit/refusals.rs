//! What was refused stands in the log: to whom, what, why; without a word of what they sent, and
//! no more of it than a disk holds.

use leerkring::commands::audit::refusals::record;
use leerkring_tests::{Client, TestApp, Value, duo, json};

/// The refusals in the log, the newest first.
async fn refusals(app: &TestApp, reader: &Client, query: &str) -> Vec<Value> {
    app.in_server(|app| async move { record(&app).await.unwrap() }).await;
    let path = format!("/v1/audit-entries?result=refused&limit=100&{query}");
    reader.get(&path).await.expect(200).body["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn who_may_not_and_whom_the_rules_refuse_is_entered_with_the_reason_s_word() {
    let app = TestApp::start().await;
    let (board, cohort) = (app.given_board(|_| {}).await, app.given_cohort(|_| {}).await);
    let editor = app.board_editor(&board).await;
    let request = "019b76da-a800-7000-8000-0000000000bb";
    let path = format!("/v1/cohorts/{}/_cancel", cohort.id);
    let cancel =
        editor.post(&path, json!({ "reason": "Ziekte" })).header("x-request-id", request).await;
    cancel.refused(403, "forbidden");
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let other = app.given_board(|_| {}).await;
    editor.post(&path, duo(&other)).await.refused(403, "not-your-board");
    let mut team = duo(&board);
    team["participants"][0]["role"] = json!("teacher");
    team["participants"][0]["name"] = json!("Canary Persoon");
    for _ in 0..2 {
        // The second is the first one's answer again.
        let refused = editor.post(&path, team.clone()).key("0123456789abcdef").await;
        assert_eq!(refused.status, 409, "{refused}");
    }
    app.given_registration(&cohort, &board, duo(&board)).await;
    editor.post(&path, duo(&board)).await.refused(409, "already-registered");

    let found = refusals(&app, &app.board_administrator(&board).await, "").await;
    let told: Vec<_> = found
        .iter()
        .map(|it| (it["operation"].as_str().unwrap(), it["code"].as_str().unwrap()))
        .collect();
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(told[0], ("registerTeam", "already-registered"));
    assert_eq!(told[1].0, "registerTeam");
    assert_eq!(told[2..], [("registerTeam", "not-your-board"), ("cancelCohort", "forbidden")]);
    let first = &found[3];
    assert_eq!((&first["what"], &first["requestId"]), (&json!("refused"), &json!(request)));
    assert_eq!(first["subject"], json!({ "kind": "cohort", "id": cohort.id }));
    assert_eq!(first["principal"]["id"], json!(editor.user.unwrap()));
    assert_eq!((&first["result"], &first["reason"]), (&json!("refused"), &Value::Null));
    assert_eq!(first["boardId"], json!(board.id));
    let text = json!(found).to_string();
    assert!(!text.contains("Canary") && !text.contains("@example.nl"), "{text}");
}

#[tokio::test]
async fn a_wrong_password_is_entered_at_the_account_and_tells_nothing_of_what_was_sent() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    app.try_to_sign_in(&noor.email, "wrong canary password").await.expect(401);
    app.try_to_sign_in("canary-nobody@example.nl", "wrong canary password").await.expect(401);
    let found = refusals(&app, &app.administrator().await, "operation=signIn").await;
    assert_eq!(found.len(), 2, "{found:?}");
    for (entry, subject) in
        found.iter().zip([Value::Null, json!({ "kind": "user", "id": noor.user })])
    {
        assert_eq!(
            (&entry["code"], &entry["principal"]),
            (&json!("wrong-credentials"), &Value::Null)
        );
        assert_eq!(entry["subject"], subject);
    }
    assert!(!json!(found).to_string().contains("canary"));
}

#[tokio::test]
async fn a_flood_of_refusals_is_entered_in_part_and_the_log_says_so() {
    let app = TestApp::start().await;
    let (one, two) = (app.given_person(None).await, app.given_person(None).await);
    let requests = (0..150).map(|_| one.get("/v1/registrations")).collect();
    for answer in leerkring_tests::all(requests, 10).await {
        answer.refused(403, "forbidden");
    }
    two.get("/v1/registrations").await.refused(403, "forbidden");
    let reader = app.administrator().await;
    let of = |client: &Client| format!("principalId={}", client.user.unwrap());
    assert_eq!(refusals(&app, &reader, &of(&one)).await.len(), 60);
    assert_eq!(refusals(&app, &reader, &of(&two)).await.len(), 1);
    let path = "/v1/audit-entries?what=refusals-left-out";
    let said = reader.get(path).await.expect(200).body;
    assert_eq!(said["items"].as_array().unwrap().len(), 1);
    // An hour later there is room again.
    app.set_now("2026-07-01T11:00:00Z");
    one.get("/v1/registrations").await.refused(403, "forbidden");
    assert_eq!(refusals(&app, &reader, &of(&one)).await.len(), 61);
}

#[tokio::test]
async fn a_refusal_is_entered_soon_without_anybody_asking() {
    let app = TestApp::start().await;
    let nobody = app.given_person(None).await;
    nobody.get("/v1/registrations").await.refused(403, "forbidden");
    let reader = app.administrator().await;
    for _ in 0..100 {
        let page = reader.get("/v1/audit-entries?result=refused").await.expect(200).body;
        if page["items"].as_array().unwrap().len() == 1 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("five seconds later the refusal is not in the log");
}
