//! Percentages that an organiser assumes: asked for by name, and marked.

use leerkring_tests::{TestApp, json};

use super::{formation, year};

#[tokio::test]
async fn what_an_organiser_assumes_counts_where_it_is_asked_for_and_is_marked() {
    let app = TestApp::start().await;
    let (organiser, board) = (app.given_organiser(|_| {}).await, app.given_board(|_| {}).await);
    let (editor, client) = (app.organiser_editor(&organiser).await, app.board_editor(&board).await);
    formation(&client, &board, 2026, "200").await;
    let path = format!("/v1/organisers/{}/quota-percentages", organiser.id);
    let assume = |year: u16, percentage: &str| {
        json!({
            "sector": "po", "base": "formation", "year": year, "percentage": percentage,
            "source": "Kadernota 2026",
        })
    };
    let made = editor.post(&format!("{path}/_assume"), assume(2026, "9")).await.expect(200).body;
    assert_eq!((&made["kind"], &made["source"]), (&json!("assumed"), &json!("Kadernota 2026")));
    editor.post(&format!("{path}/_assume"), assume(2026, "4.5")).await.expect(200);
    let published = editor.post(&format!("{path}/_assume"), assume(2023, "4.5")).await;
    published.refused(409, "percentage-published");

    let plain = year(&client, &board, "schedule=po", 2026).await;
    assert!(plain["percentage"].is_null() && plain["target"].is_null());
    let by = format!("schedule=po&assumedBy={}", organiser.id);
    let assumed = year(&client, &board, &by, 2026).await;
    assert_eq!(assumed["target"]["fte"], "9");
    assert_eq!(assumed["percentage"]["assumed"], true);
    assert_eq!(assumed["percentage"]["rows"][0]["source"], "Kadernota 2026");
    let drawn = year(&client, &board, &format!("{by}&interpolate=true"), 2025).await;
    assert_eq!(drawn["percentage"]["assumed"], true);
    let svg = format!("/v1/boards/{}/job-quota?{by}&fromYear=2026&untilYear=2026", board.number);
    let svg = client.get(&svg).header("accept", "image/svg+xml").await.expect(200);
    assert!(svg.text.contains("die een organisator aanneemt"), "{svg}");

    let listed = app.visitor().get("/v1/quota-percentages").await.expect(200).body;
    assert_eq!(listed["items"].as_array().unwrap().len(), 9);
    let named = format!("/v1/quota-percentages?assumedBy={}", organiser.id);
    let listed = app.visitor().get(&named).await.expect(200).body;
    assert_eq!(listed["items"].as_array().unwrap().len(), 10);

    let which = json!({ "sector": "po", "base": "formation", "year": 2026 });
    editor.post(&format!("{path}/_forget"), which.clone()).await.expect(200);
    editor.post(&format!("{path}/_forget"), which).await.refused(409, "nothing-assumed");
    assert!(year(&client, &board, &by, 2026).await["percentage"].is_null());
}

#[tokio::test]
async fn an_organiser_reads_the_agreement_of_a_board_that_agreed_until_it_ends_that() {
    let app = TestApp::start().await;
    let (organiser, board) = (app.given_organiser(|_| {}).await, app.given_board(|_| {}).await);
    let (editor, client) = (app.organiser_editor(&organiser).await, app.board_editor(&board).await);
    app.given_member(&organiser, &board).await;
    app.given_job(&board, |_| {}).await;
    let path = format!("/v1/boards/{}/job-quota", board.number);
    let sharings = format!("/v1/boards/{}/quota-sharings", board.number);
    editor.get(&path).await.refused(404, "not-found");

    let other = app.given_organiser(|_| {}).await;
    let foreign = json!({ "organiserId": other.id });
    client.post(&format!("{sharings}/_share"), foreign).await.refused(409, "no-member");
    let with = json!({ "organiserId": organiser.id });
    let shared = client.post(&format!("{sharings}/_share"), with.clone()).await.expect(200).body;
    assert_eq!(shared["items"][0]["organiserId"], json!(organiser.id));
    client.post(&format!("{sharings}/_share"), with.clone()).await.refused(409, "already-shared");
    let years = editor.get(&path).await.expect(200).body["years"].clone();
    assert!(years.as_array().unwrap().iter().any(|it| it["realised"]["jobs"] == "1"));
    // Single jobs stay the board's.
    editor.get(&format!("/v1/boards/{}/jobs", board.number)).await.expect(403);

    client.post(&format!("{sharings}/_unshare"), with.clone()).await.expect(200);
    client.post(&format!("{sharings}/_unshare"), with).await.refused(409, "not-shared");
    editor.get(&path).await.refused(404, "not-found");
    assert_eq!(client.get(&sharings).await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn what_a_board_agreed_to_ends_with_its_membership_and_a_new_one_does_not_bring_it_back() {
    let app = TestApp::start().await;
    let (organiser, board) = (app.given_organiser(|_| {}).await, app.given_board(|_| {}).await);
    let (editor, client) = (app.organiser_editor(&organiser).await, app.board_editor(&board).await);
    let first = app.given_member(&organiser, &board).await;
    let path = format!("/v1/boards/{}/job-quota", board.number);
    let sharings = format!("/v1/boards/{}/quota-sharings", board.number);
    let with = json!({ "organiserId": organiser.id });
    let share = || client.post(&format!("{sharings}/_share"), with.clone());
    share().await.expect(200);
    let until = json!({ "untilOn": "2026-07-31" });
    let membership = format!("/v1/memberships/{}", first.id);
    app.administrator().await.patch(&membership, &first.etag, until).await.expect(200);

    app.set_now("2026-07-31T21:59:00Z");
    editor.get(&path).await.expect(200);
    app.set_now("2026-07-31T22:01:00Z");
    editor.get(&path).await.refused(404, "not-found");
    assert_eq!(client.get(&sharings).await.expect(200).body["items"], json!([]));
    share().await.refused(409, "no-member");

    app.set_now("2027-02-01T10:00:00Z");
    let again = json!({ "boardId": board.number.to_string(), "number": "M-tweede", "fromOn": "2027-01-01" });
    let memberships = format!("/v1/organisers/{}/memberships", organiser.id);
    app.administrator().await.post(&memberships, again).await.expect(201);
    editor.get(&path).await.refused(404, "not-found");
    let shared = share().await.expect(200).body;
    assert_eq!(shared["items"][0]["sharedSinceAt"], "2027-02-01T10:00:00Z");
    editor.get(&path).await.expect(200);
}

#[tokio::test]
async fn who_has_seen_a_board_is_told_no_total_over_few_others() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let editor = app.organiser_editor(&organiser).await;
    let boards = app.given_boards(6).await;
    for board in &boards {
        app.given_member(&organiser, board).await;
        app.given_job(board, |_| {}).await;
    }
    let realised = async || {
        let path = "/v1/job-quota?fromYear=2026&untilYear=2026";
        let report = editor.get(path).await.expect(200).body;
        report["groups"][0]["years"][0]["realised"]["jobs"].clone()
    };
    assert_eq!(realised().await, "6");
    let administrator = app.administrator().await;
    let with = json!({ "organiserId": organiser.id });
    for (board, expected) in boards.iter().zip([json!("6"), json!(null)]) {
        let path = format!("/v1/boards/{}/quota-sharings", board.number);
        administrator.post(&format!("{path}/_share"), with.clone()).await.expect(200);
        assert_eq!(realised().await, expected);
        // What was seen is not forgotten.
        administrator.post(&format!("{path}/_unshare"), with.clone()).await.expect(200);
        assert_eq!(realised().await, expected);
    }
}
