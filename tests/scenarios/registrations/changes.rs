//! What happens to a registration after it was made.

use leerkring_tests::{TestApp, Value, duo, json, person, team};

use super::{open_cohort, register};

fn path(registration: &leerkring_tests::Thing, tail: &str) -> String {
    format!("/v1/registrations/{}{tail}", registration.id)
}

#[tokio::test]
async fn withdrawing_frees_the_seats_at_once() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let editor = app.board_editor(&board).await;
    app.set_now("2026-07-02T10:00:00Z");

    let body = json!({ "reason": "Geen vervanging" });
    let answer = editor.post(&path(&registration, "/_withdraw"), body).await.expect(200);

    assert_eq!(answer.body["status"], "withdrawn");
    assert_eq!(answer.body["statusSinceAt"], "2026-07-02T10:00:00Z");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 24);
    let again = editor.post(&path(&registration, "/_withdraw"), json!({})).await;
    let again = again.refused(409, "wrong-status");
    assert!(again.body["detail"].as_str().unwrap().contains("ingetrokken"), "{again}");
}

#[tokio::test]
async fn while_teams_wait_freed_seats_are_offered_to_the_list_and_a_newcomer_waits() {
    let app = TestApp::start().await;
    let cohort = open_cohort(&app, |it| {
        it["capacity"] = json!(2);
        it["waitingList"] = json!({});
    })
    .await;
    let mut boards = app.given_boards(4).await;
    let (first, second, third, newcomer) =
        (boards.remove(0), boards.remove(0), boards.remove(0), boards.remove(0));
    let seated = app.given_registration(&cohort, &first, duo(&first)).await;
    let head = app.given_registration(&cohort, &second, duo(&second)).await;
    let next = app.given_registration(&cohort, &third, duo(&third)).await;

    let editor = app.board_editor(&first).await;
    editor.post(&path(&seated, "/_withdraw"), json!({})).await.expect(200);

    let now = app.cohort(&cohort).await;
    assert_eq!((&now["seatsLeft"], &now["teamsWaiting"]), (&json!(0), &json!(1)));
    let single = team(&newcomer, &["teacher"]);
    let answer = register(&app, &cohort, &newcomer, single).await.expect(201);
    assert_eq!(
        (&answer.body["status"], &answer.body["position"]),
        (&json!("waitlisted"), &json!(2))
    );

    let editor = app.board_editor(&second).await;
    editor.post(&path(&head, "/_withdraw"), json!({})).await.expect(200);
    let read = app.board_editor(&third).await.get(&path(&next, "")).await.expect(200);
    assert_eq!((&read.body["status"], &read.body["position"]), (&json!("offered"), &json!(null)));
}

#[tokio::test]
async fn a_team_withdraws_until_the_first_session_starts() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let editor = app.board_editor(&board).await;

    app.set_now("2026-09-16T07:00:00Z");
    let late = editor.post(&path(&registration, "/_withdraw"), json!({})).await;
    late.refused(409, "started");
    app.set_now("2026-09-16T06:59:59.999Z");
    editor.post(&path(&registration, "/_withdraw"), json!({})).await.expect(200);
}

#[tokio::test]
async fn a_participant_is_replaced_by_somebody_of_the_same_role_only() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let editor = app.board_editor(&board).await;
    let executive = registration.body["participants"][0]["id"].as_str().unwrap();
    let replace = path(&registration, &format!("/participants/{executive}/_replace"));

    let other = editor.post(&replace, person("teacher")).await.refused(409, "other-role");
    assert_eq!(other.body["reasons"][0]["location"], "/role");
    let mut twin = person("board-executive");
    twin["email"] = registration.body["participants"][1]["email"].clone();
    let twin = editor.post(&replace, twin).await;
    twin.refused(409, "participant-already-in-cohort");

    let new = person("board-executive");
    let answer = editor.post(&replace, new.clone()).await.expect(200);
    assert_eq!(answer.body["participants"][0]["email"], new["email"]);
    assert_ne!(answer.body["participants"][0]["id"], executive);
    assert_eq!(answer.body["participants"][1], registration.body["participants"][1]);
    assert_eq!(answer.body["status"], "confirmed");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 22);
    editor.post(&replace, person("board-executive")).await.refused(409, "already-replaced");
}

#[tokio::test]
async fn who_was_replaced_may_stand_in_another_team_and_a_person_may_correct_their_own_name() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let (first, second) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &first, duo(&first)).await;
    let editor = app.board_editor(&first).await;
    let replace = |id: &Value| {
        path(&registration, &format!("/participants/{}/_replace", id.as_str().unwrap()))
    };

    let mut same_person = registration.body["participants"][0].clone();
    same_person.as_object_mut().unwrap().retain(|name, _| name != "id" && name != "needsKnown");
    same_person["name"] = json!("Anders Gespeld");
    let corrected = editor
        .post(&replace(&registration.body["participants"][0]["id"]), same_person.clone())
        .await;
    let corrected = corrected.expect(200);
    let id = &corrected.body["participants"][0]["id"];
    editor.post(&replace(id), person("board-executive")).await.expect(200);

    let mut other = duo(&second);
    other["participants"][0] = same_person;
    register(&app, &cohort, &second, other).await.expect(201);
}

#[tokio::test]
async fn a_participant_is_replaced_until_the_last_session_starts() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let editor = app.board_editor(&board).await;
    let executive = registration.body["participants"][0]["id"].as_str().unwrap();
    let replace = path(&registration, &format!("/participants/{executive}/_replace"));

    app.set_now("2026-11-11T08:00:00Z");
    let late = editor.post(&replace, person("board-executive")).await;
    late.refused(409, "last-session-started");
    app.set_now("2026-11-11T07:59:59Z");
    editor.post(&replace, person("board-executive")).await.expect(200);
}

#[tokio::test]
async fn the_details_are_changed_for_the_version_that_was_read() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let editor = app.board_editor(&board).await;
    let change = json!({ "motivation": "Wij willen leren.", "invoiceReference": "PO 2026-17" });

    let blind = editor
        .request(reqwest::Method::PATCH, &path(&registration, ""))
        .body("application/json", change.to_string())
        .await;
    blind.refused(428, "precondition-required");
    let changed = editor.patch(&path(&registration, ""), &registration.etag, change.clone()).await;
    let changed = changed.expect(200);
    assert_eq!(changed.body["motivation"], "Wij willen leren.");
    assert_eq!(changed.body["contact"], registration.body["contact"]);
    assert_ne!(changed.etag(), registration.etag);
    let stale = editor.patch(&path(&registration, ""), &registration.etag, change).await;
    stale.refused(412, "stale");

    let emptied = json!({ "motivation": null });
    let emptied = editor.patch(&path(&registration, ""), changed.etag(), emptied).await.expect(200);
    assert_eq!(emptied.body["motivation"], Value::Null);
    assert_eq!(emptied.body["invoiceReference"], "PO 2026-17");
    let read = editor.get(&path(&registration, "")).await.expect(200);
    assert_eq!(read.etag(), emptied.etag());
}

#[tokio::test]
async fn a_registration_that_has_ended_is_not_changed_any_more() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let editor = app.board_editor(&board).await;
    let withdrawn = editor.post(&path(&registration, "/_withdraw"), json!({})).await.expect(200);

    let change = json!({ "motivation": "Toch wel" });
    let answer = editor.patch(&path(&registration, ""), withdrawn.etag(), change).await;
    answer.refused(409, "wrong-status");
}

#[tokio::test]
async fn the_history_tells_what_happened_and_why_in_order() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let editor = app.board_editor(&board).await;
    let executive = registration.body["participants"][0]["id"].as_str().unwrap();
    app.set_now("2026-07-02T10:00:00Z");
    let replace = path(&registration, &format!("/participants/{executive}/_replace"));
    editor.post(&replace, person("board-executive")).await.expect(200);
    app.set_now("2026-07-03T10:00:00Z");
    let body = json!({ "reason": "Fusie" });
    editor.post(&path(&registration, "/_withdraw"), body).await.expect(200);

    let read = editor.get(&path(&registration, "/history")).await.expect(200).body;
    let told = read["items"].as_array().unwrap().iter().map(
        |it| json!({ "happenedAt": it["happenedAt"], "what": it["what"], "reason": it["reason"] }),
    );

    let expected = json!([
        { "happenedAt": "2026-07-01T10:00:00Z", "what": "registration-made", "reason": null },
        { "happenedAt": "2026-07-02T10:00:00Z", "what": "participant-replaced", "reason": null },
        { "happenedAt": "2026-07-03T10:00:00Z", "what": "registration-withdrawn", "reason": "Fusie" },
    ]);
    assert_eq!(json!(told.collect::<Vec<_>>()), expected);
}

#[tokio::test]
async fn cancelling_a_cohort_cancels_its_live_registrations() {
    let app = TestApp::start().await;
    let cohort = open_cohort(&app, |it| {
        it["capacity"] = json!(2);
        it["waitingList"] = json!({});
    })
    .await;
    let boards = app.given_boards(3).await;
    let mut made = Vec::new();
    for board in &boards {
        made.push(app.given_registration(&cohort, board, duo(board)).await);
        if made.len() == 1 {
            let editor = app.board_editor(board).await;
            editor.post(&path(&made[0], "/_withdraw"), json!({})).await.expect(200);
        }
    }

    let cancel = format!("/v1/cohorts/{}/_cancel", cohort.id);
    let reason = json!({ "reason": "Te weinig aanmeldingen" });
    let answer = app.administrator().await.post(&cancel, reason).await.expect(200);

    assert_eq!(
        (&answer.body["status"], &answer.body["phase"]),
        (&json!("cancelled"), &json!("cancelled"))
    );
    assert_eq!((&answer.body["teamsWaiting"], &answer.body["seatsLeft"]), (&json!(0), &json!(2)));
    let administrator = app.administrator().await;
    for (registration, status) in made.iter().zip(["withdrawn", "cancelled", "cancelled"]) {
        let read = administrator.get(&path(registration, "")).await.expect(200).body;
        assert_eq!(read["status"], status);
    }
    let read = administrator.get(&path(&made[2], "/history")).await.expect(200).body;
    let last = read["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["reason"], "Te weinig aanmeldingen");
    let board = app.given_board(|_| {}).await;
    register(&app, &cohort, &board, duo(&board)).await.refused(409, "cancelled");
}
