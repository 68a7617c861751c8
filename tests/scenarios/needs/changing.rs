//! The board corrects what it said, without reading it back.

use leerkring_tests::{TestApp, Thing, Value, duo, json, person};

use super::{Organised, hungry, of_participant, of_registration, organised};

#[tokio::test]
async fn a_board_gives_adds_and_takes_away_and_is_told_only_whether_any_are_known() {
    let app = TestApp::start().await;
    let Organised { cohort, lead, .. } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let (editor, path) = (app.board_editor(&board).await, of_participant(&registration, 0));

    let mut etag = registration.etag.clone();
    for (change, known, held) in [
        (json!({ "diet": "halal" }), true, json!({ "diet": "halal", "access": null })),
        (json!({ "access": "lift" }), true, json!({ "diet": "halal", "access": "lift" })),
        (json!({}), true, json!({ "diet": "halal", "access": "lift" })),
        (json!({ "diet": null }), true, json!({ "diet": null, "access": "lift" })),
        (
            json!({ "diet": "vegan", "access": null }),
            true,
            json!({ "diet": "vegan", "access": null }),
        ),
        (json!({ "diet": null, "access": null }), false, Value::Null),
    ] {
        let changed = editor.patch(&path, &etag, change.clone()).await.expect(200);
        assert_eq!(changed.body["participants"][0]["needsKnown"], known, "{change}");
        assert_eq!(changed.body["participants"][1]["needsKnown"], false);
        assert_ne!(changed.etag(), etag);
        changed.etag().clone_into(&mut etag);
        let read = lead.get(&of_registration(&registration)).await.expect(200).body;
        assert_eq!(read["participants"][0]["needs"], held, "{change}");
    }
    let own = editor.get(&format!("/v1/registrations/{}", registration.id)).await.expect(200);
    assert_eq!(own.etag(), etag);
    let history = format!("/v1/registrations/{}/history", registration.id);
    let told = editor.get(&history).await.expect(200).body;
    assert_eq!(told["items"].as_array().unwrap().last().unwrap()["what"], "needs-changed");
}

#[tokio::test]
async fn needs_are_corrected_for_the_version_that_was_read_by_the_board_alone() {
    let app = TestApp::start().await;
    let Organised { cohort, lead, .. } = organised(&app, |_| {}).await;
    let (board, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, hungry(&board)).await;
    let (editor, path) = (app.board_editor(&board).await, of_participant(&registration, 0));
    let change = json!({ "diet": "halal" });

    let blind = editor.request(reqwest::Method::PATCH, &path);
    let blind = blind.body("application/json", change.to_string()).await;
    blind.refused(428, "precondition-required");
    editor.patch(&path, &registration.etag, change.clone()).await.expect(200);
    editor.patch(&path, &registration.etag, change.clone()).await.refused(412, "stale");

    lead.patch(&path, "\"2\"", change.clone()).await.refused(403, "forbidden");
    let stranger = app.board_editor(&other).await;
    stranger.patch(&path, "\"2\"", change.clone()).await.refused(404, "not-found");
    let nobody = path.replace(
        registration.body["participants"][0]["id"].as_str().unwrap(),
        &board.id.to_string(),
    );
    editor.patch(&nobody, "\"2\"", change).await.refused(404, "not-found");
    let blank = editor.patch(&path, "\"2\"", json!({ "diet": "  ", "pets": 1 })).await;
    let wrong: Vec<_> = blank.refused(400, "invalid-request").errors();
    let wrong: Vec<_> = wrong.iter().map(|(place, code)| (place.as_str(), code.as_str())).collect();
    assert_eq!(wrong, [("/diet", "blank"), ("/pets", "unknown-field")]);
}

#[tokio::test]
async fn needs_are_given_until_the_last_session_starts_and_taken_away_at_any_time() {
    let app = TestApp::start().await;
    let Organised { cohort, .. } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, hungry(&board)).await;
    let (editor, path) = (app.board_editor(&board).await, of_participant(&registration, 0));

    app.set_now("2026-11-11T08:00:00Z");
    let late = editor.patch(&path, &registration.etag, json!({ "diet": "halal" })).await;
    late.refused(409, "last-session-started");
    let less = editor.patch(&path, &registration.etag, json!({ "diet": null })).await.expect(200);
    assert_eq!(less.body["participants"][0]["needsKnown"], true);
    let none = editor.patch(&path, less.etag(), json!({ "access": null })).await.expect(200);
    assert_eq!(none.body["participants"][0]["needsKnown"], false);
}

#[tokio::test]
async fn whoever_left_or_whose_registration_ended_needs_nothing_any_more() {
    let app = TestApp::start().await;
    let Organised { cohort, .. } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let (editor, path) = (app.board_editor(&board).await, of_participant(&registration, 0));
    let replace = path.replace("/needs", "/_replace");
    let replaced = editor.post(&replace, person("board-executive")).await.expect(200);
    let change = json!({ "diet": "halal" });
    editor.patch(&path, replaced.etag(), change.clone()).await.refused(409, "already-replaced");

    let withdraw = format!("/v1/registrations/{}/_withdraw", registration.id);
    let gone = Thing::from(editor.post(&withdraw, json!({})).await.expect(200));
    let path = of_participant(&gone, 0);
    editor.patch(&path, &gone.etag, change).await.refused(409, "wrong-status");
    editor.patch(&path, &gone.etag, json!({ "diet": null })).await.expect(200);
}
