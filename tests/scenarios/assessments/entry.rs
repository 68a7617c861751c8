//! The self-assessment that a programme asks for before the start.

use leerkring_tests::assessments::ten_questions;
use leerkring_tests::{TestApp, Thing, Value, duo, json};

use super::{Asked, asked, at};

/// A cohort of a programme that asks for the questionnaire, in responses since this day.
async fn cohort(app: &TestApp, asked: &Asked, since: &str) -> Thing {
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(asked.organiser.id);
            it["entryAssessment"] =
                json!({ "questionnaireId": asked.questionnaire.id, "sinceOn": since });
        })
        .await;
    app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await
}

fn to_hand_in(overview: &Value) -> usize {
    overview["assessments"]["toHandIn"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_registration_shows_whether_its_board_has_submitted_since_a_day() {
    let app = TestApp::start().await;
    let asked = asked(&app).await;
    let Asked { board, client, editor, questionnaire, .. } = &asked;
    app.set_now("2026-06-30T10:00:00Z");
    let early = app.given_response(questionnaire, board, 2).await;
    app.set_now("2026-07-01T10:00:00Z");
    let cohort = cohort(&app, &asked, "2026-07-01").await;
    let registration = app.given_registration(&cohort, board, duo(board)).await;
    let missing = json!({
        "questionnaireId": questionnaire.id, "sinceOn": "2026-07-01", "submittedOn": null,
        "responseId": null,
    });
    assert_eq!(registration.body["entryAssessment"], missing, "what came before does not count");
    let overview = format!("/v1/boards/{}/overview", board.number);
    assert_eq!(to_hand_in(&client.get(&overview).await.expect(200).body), 1);

    let response = app.given_response(questionnaire, board, 4).await;
    let path = format!("/v1/registrations/{}", registration.id);
    let own = client.get(&path).await.expect(200).body["entryAssessment"].clone();
    assert_eq!(
        (&own["submittedOn"], &own["responseId"]),
        (&json!("2026-07-01"), &json!(response.id))
    );
    let organisers = editor.get(&path).await.expect(200).body["entryAssessment"].clone();
    assert_eq!(organisers["submittedOn"], "2026-07-01");
    assert_eq!(organisers["responseId"], Value::Null, "which one is the board's");

    let seen = client.get(&overview).await.expect(200).body;
    assert_eq!(to_hand_in(&seen), 0);
    let latest = &seen["assessments"]["latest"][0];
    assert_eq!((&latest["responseId"], &latest["overall"]), (&json!(response.id), &json!("75.0")));
    assert_eq!((&latest["band"], &latest["change"]), (&json!("Sterk"), &json!("50.0")));
    assert_eq!(latest["trend"].as_array().unwrap().len(), 2);
    assert_eq!(latest["trend"][0]["overall"], "25.0");

    client.post(&format!("{}/_withdraw", at(&response)), None).await.expect(200);
    let seen = client.get(&path).await.expect(200).body;
    assert_eq!(seen["entryAssessment"], missing, "a response that is withdrawn counts no more");
    drop(early);
}

#[tokio::test]
async fn the_list_is_narrowed_to_what_is_missing_or_submitted() {
    let app = TestApp::start().await;
    let asked = asked(&app).await;
    let Asked { board, client, editor, questionnaire, organiser, .. } = &asked;
    let cohort = cohort(&app, &asked, "2026-07-01").await;
    let programme = app.given_programme(|it| it["leadOrganiserId"] = json!(organiser.id)).await;
    let other = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let asks = app.given_registration(&cohort, board, duo(board)).await;
    app.given_registration(&other, board, duo(board)).await;
    let late = app.given_board(|_| {}).await;
    let missing = app.given_registration(&cohort, &late, duo(&late)).await;
    app.given_response(questionnaire, board, 3).await;
    // A school's is not its board's.
    let school = app.given_school(&late, "05").await.id.uuid();
    let answers = leerkring_tests::assessments::all_answered(3);
    let of_school =
        json!({ "boardId": late.number.to_string(), "schoolId": school, "answers": answers });
    let administrator = app.administrator().await;
    let draft = administrator.post(&super::responses_to(questionnaire), of_school).await;
    let draft: Thing = draft.expect(201).into();
    administrator.post(&format!("{}/_submit", at(&draft)), None).await.expect(200);
    for (word, expected) in [("submitted", &asks), ("missing", &missing)] {
        let path = format!("/v1/registrations?entryAssessment={word}");
        let items = editor.get(&path).await.expect(200).body["items"].clone();
        assert_eq!(items.as_array().unwrap().len(), 1, "{word}: {items}");
        assert_eq!(items[0]["id"], json!(expected.id), "{word}");
    }
    let all = client.get("/v1/registrations").await.expect(200).body["items"].clone();
    let asked = all.as_array().unwrap().iter().filter(|it| !it["entryAssessment"].is_null());
    assert_eq!((all.as_array().unwrap().len(), asked.count()), (2, 1));
}

#[tokio::test]
async fn a_programme_asks_for_what_boards_can_fill_in() {
    let app = TestApp::start().await;
    let Asked { organiser, editor, .. } = asked(&app).await;
    let other = app.given_organiser(|_| {}).await;
    let public = app.given_questionnaire(&other, ten_questions()).await;
    let hidden = app.given_draft_questionnaire(&other, ten_questions()).await;
    let draft = app.given_draft_questionnaire(&organiser, ten_questions()).await;
    let programme =
        app.given_draft_programme(|it| it["leadOrganiserId"] = json!(organiser.id)).await;
    let path = format!("/v1/programmes/{}", programme.id);
    let ask = |of: &Thing| json!({ "entryAssessment": { "questionnaireId": of.id, "sinceOn": "2026-01-01" } });
    let place = "/entryAssessment/questionnaireId".to_owned();
    for (of, code) in [(&hidden, "unknown-questionnaire"), (&draft, "questionnaire-not-published")]
    {
        let refused = editor.patch(&path, &programme.etag, ask(of)).await;
        let refused = refused.refused(400, "invalid-request");
        assert_eq!(refused.errors(), [(place.clone(), code.to_owned())]);
    }
    let asking = editor.patch(&path, &programme.etag, ask(&public)).await.expect(200);
    assert_eq!(asking.body["entryAssessment"]["questionnaireId"], json!(public.id));
    let nothing = json!({ "entryAssessment": null });
    let nothing = editor.patch(&path, asking.etag(), nothing).await.expect(200);
    assert_eq!(nothing.body["entryAssessment"], Value::Null);
}
