//! Results: scores, bands with advice, and the trend.

use leerkring_tests::assessments::{all_answered, dutch, ten_questions};
use leerkring_tests::{TestApp, Value, json};

use super::{Asked, asked, asked_with, at};

#[tokio::test]
async fn a1_every_answer_3_of_5_scores_50_everywhere() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, .. } = asked(&app).await;
    let response = app.given_response(&questionnaire, &board, 3).await;
    let results = client.get(&format!("{}/results", at(&response))).await.expect(200).body;
    assert_eq!(results["overall"]["score"], "50.0");
    assert_eq!(results["overall"]["band"]["label"], "Sterk");
    let dimensions = results["dimensions"].as_array().unwrap();
    assert_eq!(dimensions.len(), 3);
    assert!(dimensions.iter().all(|it| it["score"] == "50.0" && it["band"].is_null()));
}

#[tokio::test]
async fn advice_points_to_programmes_that_are_open_now() {
    let app = TestApp::start().await;
    let open = app.given_cohort(|_| {}).await;
    let closed =
        app.given_cohort(|it| it["registrationOpensAt"] = json!("2026-08-01T07:00:00Z")).await;
    let mut definition = ten_questions();
    let programme = |cohort: &leerkring_tests::Thing| cohort.body["programmeId"].clone();
    definition["bands"][1]["advice"] = dutch("Ga zo door.");
    definition["bands"][1]["programmes"] = json!([programme(&open), programme(&closed)]);
    let Asked { questionnaire, board, client, .. } = asked_with(&app, definition).await;
    let response = app.given_response(&questionnaire, &board, 5).await;
    let path = format!("{}/results", at(&response));
    let band = async || client.get(&path).await.expect(200).body["overall"]["band"].clone();
    let ids = |band: &Value| {
        let programmes = band["programmes"].as_array().unwrap();
        programmes.iter().map(|it| it["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&band().await), [programme(&open)]);
    app.set_now("2026-08-15T10:00:00Z");
    assert_eq!(ids(&band().await), [programme(&open), programme(&closed)]);
    app.set_now("2026-10-15T10:00:00Z");
    assert!(ids(&band().await).is_empty());
}

#[tokio::test]
async fn later_responses_make_a_trend_over_versions() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, editor, .. } = asked(&app).await;
    app.given_response(&questionnaire, &board, 2).await;
    let versions = format!("/v1/questionnaires/{}/versions", questionnaire.id);
    let draft = editor.post(&versions, None).await.expect(201).id();
    let publish = format!("/v1/questionnaire-versions/{draft}/_publish");
    editor.post(&publish, None).await.expect(200);
    app.set_now("2027-07-01T10:00:00Z");
    let second = app.given_response(&questionnaire, &board, 4).await;
    let withdrawn = app.given_response(&questionnaire, &board, 5).await;
    client.post(&format!("{}/_withdraw", at(&withdrawn)), None).await.expect(200);
    let results = client.get(&format!("{}/results", at(&second))).await.expect(200).body;
    let trend = results["trend"].as_array().unwrap();
    let seen: Vec<_> = trend.iter().map(|it| (&it["referenceOn"], &it["overall"])).collect();
    let expected = [("2026-07-01", "25.0"), ("2027-07-01", "75.0")];
    assert_eq!(
        seen,
        expected.map(|(on, score)| (json!(on), json!(score))).each_ref().map(|(a, b)| (a, b))
    );
    assert_eq!(trend[1]["dimensions"][0]["dimension"], "mix");
}

#[tokio::test]
async fn a_draft_shows_the_score_so_far() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, .. } = asked(&app).await;
    let mut answers = all_answered(5);
    answers.as_array_mut().unwrap().truncate(2);
    let draft = app.given_draft_response(&questionnaire, &board, answers).await;
    let results = client.get(&format!("{}/results", at(&draft))).await.expect(200).body;
    assert_eq!(results["status"], "draft");
    assert_eq!(results["overall"]["score"], "100.0");
    assert_eq!(results["dimensions"][1]["score"], Value::Null);
    assert_eq!(results["trend"], json!([]));
}

#[tokio::test]
async fn the_results_are_a_radar_or_bars_too() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, .. } = asked(&app).await;
    let response = app.given_response(&questionnaire, &board, 4).await;
    let path = format!("{}/results", at(&response));
    let draw = async |query: &str, kind: &str| {
        client.get(&format!("{path}{query}")).header("accept", kind).await.expect(200)
    };
    let radar = draw("", "image/svg+xml").await;
    assert_eq!(radar.header("content-type"), Some("image/svg+xml"));
    assert!(radar.text.contains("plan: Eigen score 75, Alle besturen niet bekend"), "{radar}");
    let bars = draw("?picture=bars", "image/svg+xml").await;
    assert_ne!(bars.text, radar.text);
    let png = draw("?sector=po", "image/png").await;
    assert_eq!(png.header("content-type"), Some("image/png"));
    client.get(&path).header("accept", "application/pdf").await.refused(406, "not-acceptable");
}
