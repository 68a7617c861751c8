//! Responses: saved in parts, submitted, withdrawn, shared and no longer shared.

use leerkring_tests::assessments::all_answered;
use leerkring_tests::{TestApp, Thing, json};

use super::{Asked, asked, asked_with, at, responses_to};

#[tokio::test]
async fn a_draft_is_saved_in_parts_and_answers_are_taken_back() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, .. } = asked(&app).await;
    let body = json!({ "boardId": board.number.to_string(), "referenceOn": "2026-06-01" });
    let started: Thing = client.post(&responses_to(&questionnaire), body).await.expect(201).into();
    let two = json!({ "answers": [
        { "question": "q1", "point": 4 }, { "question": "q0", "point": 2 },
    ] });
    let saved = client.patch(&at(&started), &started.etag, two).await.expect(200);
    assert_eq!(saved.body["answers"].as_array().unwrap().len(), 2);
    let back = json!({ "answers": [{ "question": "q0" }], "referenceOn": "2026-07-01" });
    client.patch(&at(&started), &started.etag, back.clone()).await.refused(412, "stale");
    let saved = client.patch(&at(&started), saved.etag(), back).await.expect(200);
    assert_eq!(saved.body["answers"], json!([{ "question": "q1", "point": 4 }]));
    assert_eq!(saved.body["referenceOn"], "2026-07-01");
    let twice = json!({ "answers": [{ "question": "q1", "point": 1, "yes": true }] });
    let wrong = client.patch(&at(&started), saved.etag(), twice).await;
    let place = ("/answers/0".to_owned(), "several-answers".to_owned());
    assert_eq!(wrong.refused(400, "invalid-request").errors(), [place]);
}

#[tokio::test]
async fn a2_submitting_names_the_required_question_and_keeps_the_draft() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, .. } = asked(&app).await;
    let mut answers = all_answered(3);
    answers.as_array_mut().unwrap().remove(4);
    let draft = app.given_draft_response(&questionnaire, &board, answers).await;
    let submit = format!("{}/_submit", at(&draft));
    let refused = client.post(&submit, None).await.refused(409, "answer-missing");
    assert_eq!(refused.reasons(), ["answer-missing"]);
    assert_eq!(refused.body["reasons"][0]["location"], "/answers/q4");
    let kept = client.get(&at(&draft)).await.expect(200);
    assert_eq!((&kept.body["status"], kept.etag()), (&json!("draft"), draft.etag.as_str()));

    let last = json!({ "answers": [{ "question": "q4", "point": 3 }] });
    client.patch(&at(&draft), kept.etag(), last.clone()).await.expect(200);
    let done = client.post(&submit, None).await.expect(200);
    assert_eq!(done.body["status"], "submitted");
    client.patch(&at(&draft), done.etag(), last).await.refused(409, "response-final");
    client.post(&submit, None).await.refused(409, "response-final");
}

#[tokio::test]
async fn a_board_has_one_draft_and_each_of_its_schools_one() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, .. } = asked(&app).await;
    let (path, number) = (responses_to(&questionnaire), board.number.to_string());
    let school = app.given_school(&board, "05").await.id.uuid();
    let of_board = json!({ "boardId": number });
    let of_school = json!({ "boardId": number, "schoolId": school });
    for body in [of_board, of_school] {
        let first: Thing = client.post(&path, body.clone()).await.expect(201).into();
        let refused = client.post(&path, body.clone()).await.refused(409, "draft-exists");
        assert_eq!(refused.body["reasons"][0]["existingId"], first.id.as_str(), "{refused}");
        client.post(&format!("{}/_withdraw", at(&first)), None).await.expect(200);
        client.post(&path, body).await.expect(201);
    }
    let other = app.given_board(|_| {}).await;
    let foreign = app.given_school(&other, "05").await.id.uuid();
    let wrong = json!({ "boardId": number, "schoolId": foreign });
    let refused = client.post(&path, wrong).await.refused(400, "invalid-request");
    assert_eq!(refused.errors(), [("/schoolId".to_owned(), "unknown-school".to_owned())]);
    let theirs = json!({ "boardId": other.number.to_string() });
    client.post(&path, theirs).await.refused(403, "not-your-board");
}

#[tokio::test]
async fn the_organiser_sees_a_response_while_the_board_shares_it() {
    let app = TestApp::start().await;
    let mut definition = leerkring_tests::assessments::ten_questions();
    definition["questions"][9] =
        json!({ "key": "q9", "text": { "nl": "Wat nog?" }, "kind": "text" });
    let Asked { questionnaire, board, client, editor, .. } = asked_with(&app, definition).await;
    let mut answers = all_answered(3);
    answers[9] = json!({ "question": "q9", "text": "canary-open-answer-4711" });
    let response = app.given_draft_response(&questionnaire, &board, answers).await;
    let act = |what: &str| client.post(&format!("{}/_{what}", at(&response)), None);
    act("share").await.refused(409, "not-submitted");
    act("submit").await.expect(200);

    let sees = async || {
        let one = editor.get(&at(&response)).await;
        let results = editor.get(&format!("{}/results", at(&response))).await;
        let list = editor.get("/v1/responses").await.expect(200);
        assert_eq!(one.status, results.status);
        assert_eq!(one.status == 200, list.text.contains("canary-open-answer-4711"));
        one.status
    };
    assert_eq!(sees().await, 404);
    let shared = act("share").await.expect(200);
    assert!(shared.body["sharedSinceAt"].is_string());
    assert_eq!(sees().await, 200);
    act("share").await.refused(409, "already-shared");
    act("unshare").await.expect(200);
    assert_eq!(sees().await, 404);
    act("unshare").await.refused(409, "not-shared");
    act("share").await.expect(200);
    act("withdraw").await.expect(200);
    assert_eq!(sees().await, 404);
    act("withdraw").await.refused(409, "response-withdrawn");
    // It shows without answers that the organiser acts on nothing that is the board's.
    editor.post(&format!("{}/_share", at(&response)), None).await.expect(403);
}

#[tokio::test]
async fn another_board_sees_nothing_of_it() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, .. } = asked(&app).await;
    let response = app.given_response(&questionnaire, &board, 3).await;
    let other = app.given_board(|_| {}).await;
    let other = app.board_editor(&other).await;
    other.get(&at(&response)).await.expect(404);
    other.get(&format!("{}/results", at(&response))).await.expect(404);
    let list = other.get(&format!("/v1/responses?boardId={}", board.number)).await.expect(200);
    assert_eq!(list.body["items"], json!([]));
}

#[tokio::test]
async fn an_organiser_reads_in_the_trend_only_what_the_board_shares() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, editor, .. } = asked(&app).await;
    let first = app.given_response(&questionnaire, &board, 2).await;
    let second = app.given_response(&questionnaire, &board, 4).await;
    client.post(&format!("{}/_share", at(&second)), None).await.expect(200);
    let trend = async |reader: &leerkring_tests::Client| {
        let results = reader.get(&format!("{}/results", at(&second))).await.expect(200).body;
        let trend = results["trend"].as_array().unwrap().clone();
        trend
            .into_iter()
            .map(|it| it["responseId"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let mut both = trend(&client).await;
    both.sort();
    assert_eq!(both, [first.id.clone(), second.id.clone()]);
    assert_eq!(trend(&editor).await, std::slice::from_ref(&second.id));
    client.post(&format!("{}/_share", at(&first)), None).await.expect(200);
    assert_eq!(trend(&editor).await.len(), 2);
}
