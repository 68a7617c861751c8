//! Programmes: draft, published, archived.

use leerkring_tests::assessments::ten_questions;
use leerkring_tests::given::course;
use leerkring_tests::{TestApp, Value, json};

use super::path;

#[tokio::test]
async fn a_programme_is_read_back_as_it_was_made() {
    let app = TestApp::start().await;
    app.given_region("rpa", "05").await;
    let (lead, partner) = (app.given_organiser(|_| {}).await, app.given_organiser(|_| {}).await);
    let mut new = course();
    new["leadOrganiserId"] = json!(lead.id);
    new["partnerOrganiserIds"] = json!([partner.id]);
    new["predecessorId"] = json!(app.given_programme(|_| {}).await.id);
    new["language"] = json!("en");
    new["intake"] = json!(true);
    let questionnaire = app.given_questionnaire(&lead, ten_questions()).await;
    new["entryAssessment"] =
        json!({ "questionnaireId": questionnaire.id, "sinceOn": "2026-01-01" });
    new["completionPercentage"] = json!(80);
    new["fee"]["additionalParticipantAmount"] = Value::Null;
    new["fee"]["vatExemption"] = Value::Null;
    new["fee"]["parts"] = json!([]);
    app.given_rpa_area().await;
    new["audience"] = json!({ "sectors": ["po"], "regions": [{ "scheme": "rpa", "code": "05" }] });

    let editor = app.organiser_editor(&lead).await;
    let made = editor.post("/v1/programmes", new.clone()).await.expect(201);

    assert_eq!(made.header("location"), Some(format!("/v1/programmes/{}", made.id()).as_str()));
    let read = editor.get(&format!("/v1/programmes/{}", made.id())).await.expect(200);
    assert_eq!(read.body, made.body);
    assert_eq!(read.body["status"], "draft");
    for field in [
        "title",
        "kind",
        "description",
        "partnerOrganiserIds",
        "predecessorId",
        "language",
        "themes",
        "fee",
        "intake",
        "entryAssessment",
        "completionPercentage",
    ] {
        assert_eq!(read.body[field], new[field], "{field}");
    }
    assert_eq!(read.body["audience"]["regions"], new["audience"]["regions"]);
    assert_eq!(read.body["audience"]["roles"], json!([]));
}

#[tokio::test]
async fn a_merge_patch_changes_what_it_names_and_empties_what_it_nulls() {
    let app = TestApp::start().await;
    let before = app.given_programme(|_| {}).await;
    let programme = app.given_programme(|it| it["predecessorId"] = json!(before.id)).await;
    let (here, editor) = (path("programmes", &programme, ""), app.administrator().await);

    let change = json!({ "title": "Nieuw", "predecessorId": null, "fee": null, "themes": [] });
    let changed = editor.patch(&here, &programme.etag, change).await.expect(200);

    assert_eq!(changed.body["title"], "Nieuw");
    for field in ["predecessorId", "fee"] {
        assert_eq!(changed.body[field], Value::Null);
    }
    for field in ["description", "team", "audience", "admission", "kind", "status"] {
        assert_eq!(changed.body[field], programme.body[field], "{field}");
    }
    editor.patch(&here, &programme.etag, json!({})).await.refused(412, "stale");
    editor.patch(&here, changed.etag(), json!({})).await.expect(200);
}

#[tokio::test]
async fn a_programme_goes_from_draft_to_published_to_archived_and_nowhere_else() {
    let app = TestApp::start().await;
    let programme = app.given_draft_programme(|_| {}).await;
    let editor = app.administrator().await;
    let (publish, archive) =
        (path("programmes", &programme, "/_publish"), path("programmes", &programme, "/_archive"));

    editor.post(&archive, None).await.refused(409, "wrong-status");
    assert_eq!(editor.post(&publish, None).await.expect(200).body["status"], "published");
    editor.post(&publish, None).await.refused(409, "wrong-status");
    assert_eq!(editor.post(&archive, None).await.expect(200).body["status"], "archived");
    let again = editor.post(&archive, None).await.refused(409, "wrong-status");
    assert!(again.body["detail"].as_str().unwrap().contains("gearchiveerd"));
    let read = app.visitor().get(&path("programmes", &programme, "")).await.expect(200);
    assert_eq!(read.body["status"], "archived");
}

#[tokio::test]
async fn a_programme_is_not_archived_while_a_cohort_has_not_ended() {
    let app = TestApp::start().await;
    let programme = app.given_programme(|_| {}).await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["name"] = json!("Groep Utrecht");
        })
        .await;
    let (editor, archive) =
        (app.administrator().await, path("programmes", &programme, "/_archive"));

    let refused = editor.post(&archive, None).await.refused(409, "cohorts-still-open");
    assert!(refused.body["detail"].as_str().unwrap().contains("Groep Utrecht"), "{refused}");
    editor
        .post(&path("cohorts", &cohort, "/_cancel"), json!({ "reason": "Ziekte" }))
        .await
        .expect(200);
    editor.post(&archive, None).await.expect(200);
}

#[tokio::test]
async fn a_partner_organises_too_and_another_organiser_does_not() {
    let app = TestApp::start().await;
    let (partner, other) = (app.given_organiser(|_| {}).await, app.given_organiser(|_| {}).await);
    let programme = app.given_programme(|it| it["partnerOrganiserIds"] = json!([partner.id])).await;
    let here = path("programmes", &programme, "");
    let change = json!({ "title": "Van de partner" });

    let stranger = app.organiser_editor(&other).await;
    let refused = stranger.patch(&here, &programme.etag, change.clone()).await;
    refused.refused(403, "not-your-organiser");
    let mut foreign = course();
    foreign["leadOrganiserId"] = json!(partner.id);
    stranger.post("/v1/programmes", foreign).await.refused(403, "not-your-organiser");
    let editor = app.organiser_editor(&partner).await;
    editor.patch(&here, &programme.etag, change).await.expect(200);
}

#[tokio::test]
async fn a_draft_is_absent_to_everybody_but_its_organisers_byte_for_byte() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let draft = app.given_draft_programme(|it| it["leadOrganiserId"] = json!(organiser.id)).await;
    let other = app.given_organiser(|_| {}).await;
    let board = app.given_board(|_| {}).await;
    let here = path("programmes", &draft, "");
    let absent = format!("/v1/programmes/{}", uuid::Uuid::from_u128(1));

    for stranger in
        [app.visitor(), app.organiser_editor(&other).await, app.board_editor(&board).await]
    {
        for tail in ["", "/cohorts"] {
            let hidden = stranger.get(&format!("{here}{tail}")).await.refused(404, "not-found");
            let missing = stranger.get(&format!("{absent}{tail}")).await;
            assert_eq!(hidden.without_instance(), missing.without_instance());
        }
        let list = stranger.get("/v1/programmes?count=true").await.expect(200).body;
        assert_eq!((&list["items"], &list["count"]), (&json!([]), &json!(0)));
    }
    let own = app.organiser_editor(&organiser).await;
    own.get(&here).await.expect(200);
    assert_eq!(own.get("/v1/programmes?count=true").await.expect(200).body["count"], 1);
}

#[tokio::test]
async fn a_programme_continues_one_that_was_published_and_never_itself() {
    let app = TestApp::start().await;
    let (ours, theirs) = (app.given_organiser(|_| {}).await, app.given_organiser(|_| {}).await);
    let editor = app.organiser_editor(&ours).await;
    let led = |organiser: &str| {
        let organiser = organiser.to_owned();
        move |it: &mut Value| it["leadOrganiserId"] = json!(organiser)
    };
    let first = app.given_programme(led(&theirs.id)).await;
    let hidden = app.given_draft_programme(led(&theirs.id)).await;
    let draft = app.given_draft_programme(led(&ours.id)).await;
    let continuing = |id: &str| {
        let mut new = course();
        new["leadOrganiserId"] = json!(ours.id);
        new["predecessorId"] = json!(id);
        editor.post("/v1/programmes", new)
    };
    let absent = uuid::Uuid::from_u128(9).to_string();
    for (id, code) in [
        (&hidden.id, "unknown-programme"),
        (&absent, "unknown-programme"),
        (&draft.id, "predecessor-not-published"),
    ] {
        let refused = continuing(id).await.refused(400, "invalid-request");
        assert_eq!(refused.errors(), [("/predecessorId".to_owned(), code.to_owned())]);
    }

    let second = continuing(&first.id).await.expect(201).id();
    editor.post(&format!("/v1/programmes/{second}/_publish"), None).await.expect(200);
    let third = continuing(&second).await.expect(201).id();
    let seen = app.visitor().get(&format!("/v1/programmes/{second}")).await.expect(200);
    assert_eq!(seen.body["predecessorId"], first.id);
    editor.post(&format!("/v1/programmes/{third}/_publish"), None).await.expect(200);
    for precedes in [&second, &third] {
        let change = json!({ "predecessorId": precedes });
        let refused = editor.patch(&format!("/v1/programmes/{second}"), "\"2\"", change).await;
        let refused = refused.refused(400, "invalid-request");
        let circle = ("/predecessorId".to_owned(), "predecessor-circle".to_owned());
        assert_eq!(refused.errors(), [circle]);
    }
}

#[tokio::test]
async fn what_is_left_out_is_what_the_kind_says_and_what_is_said_holds() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let editor = app.organiser_editor(&organiser).await;
    let new = |kind: &str| {
        json!({
            "leadOrganiserId": organiser.id, "kind": kind,
            "title": "Samen verder", "description": "Voor besturen.",
        })
    };
    let network = editor.post("/v1/programmes", new("learning-network")).await.expect(201).body;
    let team = json!({ "least": 1, "most": 2, "recommended": 2, "roles": [] });
    assert_eq!((&network["team"], &network["admission"]), (&team, &json!("automatic")));
    assert_eq!(network["intake"], false);
    let track = editor.post("/v1/programmes", new("development-track")).await.expect(201).body;
    assert_eq!((&track["admission"], &track["intake"]), (&json!("selection"), &json!(true)));
    let mut own = new("development-track");
    own["intake"] = json!(false);
    own["admission"] = json!("automatic");
    own["team"] = team.clone();
    let own = editor.post("/v1/programmes", own).await.expect(201).body;
    assert_eq!((&own["admission"], &own["intake"]), (&json!("automatic"), &json!(false)));
    assert_eq!(own["team"], team);
}
