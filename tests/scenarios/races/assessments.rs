//! Drafts, submissions and publications by several at once.

use leerkring_tests::assessments::{all_answered, ten_questions};
use leerkring_tests::{Answer, TestApp, Thing, all, json};

use super::Servers;

fn count(answers: &[Answer], code: &str) -> usize {
    answers.iter().filter(|answer| answer.code() == code).count()
}

fn done(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status < 300).count()
}

async fn questionnaire(app: &TestApp) -> Thing {
    let organiser = app.given_organiser(|_| {}).await;
    app.given_questionnaire(&organiser, ten_questions()).await
}

#[tokio::test]
async fn twelve_who_start_a_response_at_once_start_one() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let questionnaire = questionnaire(&app).await;
    let board = app.given_board(|_| {}).await;
    let (editor, path) = (
        app.board_editor(&board).await,
        format!("/v1/questionnaires/{}/responses", questionnaire.id),
    );
    let requests = (0..12).map(|number| {
        let client = servers.reached(&editor, number);
        client.post(&path, json!({ "boardId": board.number.to_string() }))
    });
    let answers = all(requests.collect(), 12).await;
    assert_eq!((done(&answers), count(&answers, "draft-exists")), (1, 11));
}

#[tokio::test]
async fn a_response_is_submitted_once_and_never_saved_after_that() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let questionnaire = questionnaire(&app).await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    for _ in 0..4 {
        let draft = app.given_draft_response(&questionnaire, &board, all_answered(3)).await;
        let path = format!("/v1/responses/{}", draft.id);
        let requests = (0..12).map(|number| {
            let client = servers.reached(&editor, number);
            if number % 2 == 0 {
                client.post(&format!("{path}/_submit"), None)
            } else {
                let answers = json!({ "answers": [{ "question": "q0", "point": 5 }] });
                client.patch(&path, &draft.etag, answers)
            }
        });
        let answers = all(requests.collect(), 12).await;
        let submitted = answers.iter().step_by(2).filter(|it| it.status == 200).count();
        let saved = answers.iter().skip(1).step_by(2).filter(|it| it.status == 200).count();
        assert_eq!((submitted, saved <= 1), (1, true));
        assert_eq!(count(&answers, "response-final") + count(&answers, "stale"), 11 - saved);
        // What was answered 200 is what stands there.
        let last = editor.get(&path).await.expect(200).body;
        let point = if saved == 1 { 5 } else { 3 };
        assert_eq!(
            (&last["status"], &last["answers"][0]["point"]),
            (&json!("submitted"), &json!(point))
        );
    }
}

#[tokio::test]
async fn a_version_is_published_once_and_has_one_draft_after_it() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let organiser = app.given_organiser(|_| {}).await;
    let editor = app.organiser_editor(&organiser).await;
    let questionnaire = app.given_draft_questionnaire(&organiser, ten_questions()).await;
    let version = app.last_version(&questionnaire).await.id;
    let many = |path: String| {
        let requests = (0..12).map(|number| {
            let client = servers.reached(&editor, number);
            client.post(&path, None)
        });
        all(requests.collect(), 12)
    };
    let answers = many(format!("/v1/questionnaire-versions/{version}/_publish")).await;
    assert_eq!((done(&answers), count(&answers, "version-published")), (1, 11));
    let answers = many(format!("/v1/questionnaires/{}/versions", questionnaire.id)).await;
    assert_eq!((done(&answers), count(&answers, "draft-exists")), (1, 11));
}

#[tokio::test]
async fn readers_see_a_shared_response_whole_or_not_at_all() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let reader = app.organiser_editor(&organiser).await;
    let questionnaire = app.given_questionnaire(&organiser, ten_questions()).await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let path = format!("/v1/responses/{}", app.given_response(&questionnaire, &board, 3).await.id);
    editor.post(&format!("{path}/_share"), None).await.expect(200);
    let requests = (0..20).map(|number| {
        if number == 7 { editor.post(&format!("{path}/_unshare"), None) } else { reader.get(&path) }
    });
    let answers = all(requests.collect(), 8).await;
    for answer in answers.iter().filter(|answer| answer.status == 200) {
        assert_eq!(answer.body["answers"].as_array().unwrap().len(), 10);
    }
    assert!(answers.iter().all(|answer| [200, 404].contains(&answer.status)));
    reader.get(&path).await.expect(404);
}

#[tokio::test]
async fn many_who_read_at_once_make_one_edition() {
    let app = TestApp::start().await;
    let questionnaire = questionnaire(&app).await;
    let mut paths = Vec::new();
    for board in app.given_boards(8).await {
        let response = app.given_response(&questionnaire, &board, 3).await;
        let path = format!("/v1/responses/{}/results", response.id);
        paths.push((app.board_editor(&board).await, path));
    }
    let answers = all(paths.iter().map(|(editor, path)| editor.get(path)).collect(), 8).await;
    for answer in &answers {
        assert_eq!(answer.body["benchmark"][0]["figures"][0]["mean"], "50", "{answer}");
    }
}
