//! Questionnaires: built, tried, published, made anew, copied, exported and imported.

use leerkring_tests::assessments::{all_answered, dutch, ten_questions};
use leerkring_tests::{TestApp, json};

use super::{Asked, asked, responses_to};

fn version_at(id: &str) -> String {
    format!("/v1/questionnaire-versions/{id}")
}

#[tokio::test]
async fn a5_a_published_version_is_not_edited_and_a_new_draft_is_offered() {
    let app = TestApp::start().await;
    let Asked { editor, questionnaire, .. } = asked(&app).await;
    let published = app.last_version(&questionnaire).await;
    let path = version_at(&published.id);
    let etag = published.etag.split('-').next().unwrap().to_owned() + "\"";
    let change = json!({ "definition": ten_questions() });
    let refused = editor.patch(&path, &etag, change.clone()).in_english().await;
    let refused = refused.refused(409, "version-published");
    assert!(refused.text.contains("/versions"), "{refused}");

    let versions = format!("/v1/questionnaires/{}/versions", questionnaire.id);
    let draft = editor.post(&versions, None).await.expect(201);
    assert_eq!((&draft.body["number"], &draft.body["status"]), (&json!(2), &json!("draft")));
    assert_eq!(draft.body["definition"], published.body["definition"]);
    editor.post(&versions, None).await.refused(409, "draft-exists");
    let mut other = ten_questions();
    other["title"] = dutch("Personeelsbeleid, opnieuw");
    let path = version_at(&draft.id());
    let changed = editor.patch(&path, draft.etag(), json!({ "definition": other })).await;
    changed.expect(200);
    // Until it is published, boards see and fill in the first.
    let seen = app.visitor().get(&versions).await.expect(200).body;
    assert_eq!(seen["items"].as_array().unwrap().len(), 1);
    app.visitor().get(&path).await.expect(404);
    editor.post(&format!("{path}/_publish"), None).await.expect(200);
    let now = app.visitor().get(&format!("/v1/questionnaires/{}", questionnaire.id)).await;
    assert_eq!(now.body["publishedNumber"], 2);
    assert_eq!(now.body["title"]["nl"], "Personeelsbeleid, opnieuw");
    editor.post(&format!("{path}/_publish"), None).await.refused(409, "version-published");
}

#[tokio::test]
async fn what_contradicts_itself_is_refused_at_every_place() {
    let app = TestApp::start().await;
    let Asked { editor, organiser, .. } = asked(&app).await;
    let mut wrong = ten_questions();
    wrong["languages"] = json!(["nl", "en"]);
    wrong["questions"] = json!([wrong["questions"][0], {
        "key": "q0", "text": { "nl": "A", "en": "A" }, "kind": "yes-no",
        "shownIf": { "question": "later", "oneOf": ["yes"] },
    }]);
    wrong["bands"][1]["from"] = json!("60");
    let body = json!({ "organiserId": organiser.id, "definition": wrong });
    let refused = editor.post("/v1/questionnaires", body).await.refused(400, "invalid-request");
    let errors = refused.errors();
    for (place, code) in [
        ("/definition/title/en", "translation-missing"),
        ("/definition/questions/0/text/en", "translation-missing"),
        ("/definition/questions/1/key", "twice"),
        ("/definition/questions/1/shownIf/question", "condition-not-earlier"),
        ("/definition/bands/1/from", "band-gap"),
    ] {
        assert!(errors.contains(&(place.to_owned(), code.to_owned())), "{place} {refused}");
    }
    let mut formless = ten_questions();
    formless["questions"][3]["kind"] = json!("yes-no");
    let body = json!({ "organiserId": organiser.id, "definition": formless });
    let refused = editor.post("/v1/questionnaires", body).await.refused(400, "invalid-request");
    let place = ("/definition/questions/3".to_owned(), "form-incomplete".to_owned());
    assert_eq!(refused.errors(), [place]);
    let mut lost = ten_questions();
    lost["bands"][0]["programmes"] = json!([organiser.id]);
    let body = json!({ "organiserId": organiser.id, "definition": lost });
    let refused = editor.post("/v1/questionnaires", body).await.refused(400, "invalid-request");
    let place = ("/definition/bands/0/programmes/0".to_owned(), "unknown-programme".to_owned());
    assert_eq!(refused.errors(), [place]);
}

#[tokio::test]
async fn the_questionnaire_that_comes_with_us_goes_out_and_in_unchanged() {
    let app = TestApp::start().await;
    let Asked { editor, organiser, .. } = asked(&app).await;
    let ours = include_str!("../../../api/data/staff-policy.json");
    let mut ours: leerkring_tests::Value = serde_json::from_str(ours).unwrap();
    assert_eq!(ours["questions"].as_array().unwrap().len(), 10);
    for band in ours["bands"].as_array_mut().unwrap() {
        band["programmes"] = json!([]);
    }
    let import = |definition| json!({ "organiserId": organiser.id, "definition": definition });
    let first = editor.post("/v1/questionnaires", import(ours)).await.expect(201).into();
    let exported = app.last_version(&first).await.body["definition"].clone();
    let second = editor.post("/v1/questionnaires", import(exported.clone())).await.expect(201);
    let again = app.last_version(&second.into()).await.body["definition"].clone();
    assert_eq!(again, exported);
}

#[tokio::test]
async fn another_organiser_copies_what_was_published() {
    let app = TestApp::start().await;
    let Asked { questionnaire, organiser, .. } = asked(&app).await;
    let other = app.given_organiser(|_| {}).await;
    let editor = app.organiser_editor(&other).await;
    let path = format!("/v1/questionnaires/{}/_copy", questionnaire.id);
    let copy = editor.post(&path, json!({ "organiserId": other.id })).await.expect(201);
    assert_eq!(copy.body["organiserId"], json!(other.id));
    assert_eq!(copy.body["publishedNumber"], json!(null));
    editor
        .post(&path, json!({ "organiserId": organiser.id }))
        .await
        .refused(403, "not-your-organiser");
    let hidden = app.given_draft_questionnaire(&organiser, ten_questions()).await;
    let path = format!("/v1/questionnaires/{}/_copy", hidden.id);
    editor.post(&path, json!({ "organiserId": other.id })).await.expect(404);
}

#[tokio::test]
async fn a_draft_is_tried_without_keeping_anything() {
    let app = TestApp::start().await;
    let Asked { organiser, editor, .. } = asked(&app).await;
    let mut definition = ten_questions();
    definition["questions"][9]["shownIf"] = json!({ "question": "q0", "oneOf": ["1"] });
    let draft = app.given_draft_questionnaire(&organiser, definition).await;
    let path = format!("{}/_preview", version_at(&app.last_version(&draft).await.id));
    let tried = editor.post(&path, json!({ "answers": all_answered(3) })).await.expect(200).body;
    assert_eq!(tried["overall"]["score"], "50.0");
    assert_eq!(tried["overall"]["band"]["label"], "Sterk");
    assert_eq!(tried["shown"].as_array().unwrap().len(), 9);
    assert_eq!(tried["missing"], json!([]));
    let one = json!({ "answers": [{ "question": "q0", "point": 1 }] });
    let tried = editor.post(&path, one).await.expect(200).body;
    assert_eq!(tried["missing"].as_array().unwrap().len(), 9);
    assert_eq!(tried["dimensions"][2]["score"], json!(null));
    let wrong = json!({ "answers": [{ "question": "q0", "point": 9 }] });
    editor.post(&path, wrong).await.refused(400, "invalid-request");
}

#[tokio::test]
async fn nothing_is_filled_in_before_it_is_published() {
    let app = TestApp::start().await;
    let Asked { organiser, board, client, .. } = asked(&app).await;
    let draft = app.given_draft_questionnaire(&organiser, ten_questions()).await;
    let body = json!({ "boardId": board.number.to_string() });
    client.post(&responses_to(&draft), body.clone()).await.expect(404);
    let administrator = app.administrator().await;
    administrator.post(&responses_to(&draft), body).await.refused(409, "no-published-version");
}

#[tokio::test]
async fn a_draft_is_discarded_and_what_was_published_stays() {
    let app = TestApp::start().await;
    let Asked { editor, organiser, questionnaire, .. } = asked(&app).await;
    let published = app.last_version(&questionnaire).await;
    let etag = published.etag.split('-').next().unwrap().to_owned() + "\"";
    editor.delete(&version_at(&published.id), &etag).await.refused(409, "version-published");

    let versions = format!("/v1/questionnaires/{}/versions", questionnaire.id);
    let draft = editor.post(&versions, None).await.expect(201);
    let path = version_at(&draft.id());
    editor.delete(&path, "\"7\"").await.refused(412, "stale");
    editor.delete(&path, draft.etag()).await.expect(204);
    editor.get(&path).await.expect(404);
    let again = editor.post(&versions, None).await.expect(201);
    assert_eq!(again.body["number"], 2, "the next draft gets its number");

    let never = app.given_draft_questionnaire(&organiser, ten_questions()).await;
    let only = app.last_version(&never).await;
    let etag = only.etag.split('-').next().unwrap().to_owned() + "\"";
    editor.delete(&version_at(&only.id), &etag).await.expect(204);
    editor.get(&format!("/v1/questionnaires/{}", never.id)).await.expect(404);
}
