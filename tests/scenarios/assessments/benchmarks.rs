//! Where others stand: enough of them, or nothing.

use leerkring_domain::boards::Board;
use leerkring_tests::{Client, TestApp, Thing, Value, json};

use super::{Asked, asked, at};

/// So many boards with a school in this region that answered everything with this point.
async fn others(app: &TestApp, questionnaire: &Thing, count: usize, (code, point): (&str, i64)) {
    for board in app.given_boards(count).await {
        app.given_school(&board, code).await;
        app.given_response(questionnaire, &board, point).await;
    }
}

/// The whole's figure of the group with this kind and code.
fn figure(view: &Value, kind: &str, code: Option<&str>) -> Value {
    let groups = view["benchmark"].as_array().or_else(|| view["groups"].as_array()).unwrap();
    let group = groups.iter().find(|it| it["kind"] == kind && it["code"] == json!(code));
    group.unwrap_or_else(|| panic!("no {kind} {code:?}"))["figures"][0].clone()
}

async fn results(client: &Client, response: &Thing, query: &str) -> Value {
    client.get(&format!("{}/results{query}", at(response))).await.expect(200).body
}

async fn own(app: &TestApp, questionnaire: &Thing, board: &Board, code: &str) -> Thing {
    app.given_rpa_area().await;
    app.given_school(board, code).await;
    app.given_response(questionnaire, board, 1).await
}

#[tokio::test]
async fn a3_the_region_with_four_others_is_withheld_and_the_sector_shown() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, .. } = asked(&app).await;
    app.given_region("rpa", "06").await;
    let response = own(&app, &questionnaire, &board, "05").await;
    others(&app, &questionnaire, 4, ("05", 2)).await;
    others(&app, &questionnaire, 36, ("06", 4)).await;
    let view = results(&client, &response, "").await;
    let nothing = json!({
        "dimension": null, "boards": null, "mean": null, "lowerQuartile": null, "median": null,
        "upperQuartile": null, "asOfAt": null,
    });
    assert_eq!(figure(&view, "region", Some("05")), nothing);
    let sector = figure(&view, "sector", Some("po"));
    assert_eq!((&sector["boards"], &sector["mean"]), (&json!(40), &json!("70")));
    assert_eq!(sector["median"], "75");
    // Nobody answered there: it looks the same.
    let asked = results(&client, &response, "?region=99&sector=mbo").await;
    assert_eq!(figure(&asked, "region", Some("99")), nothing);
    assert_eq!(figure(&asked, "sector", Some("mbo")), nothing);
    // Nor does it help to ask for the other region, from which this one could be worked out.
    assert_eq!(
        figure(&results(&client, &response, "?region=06").await, "region", Some("06")),
        nothing
    );
}

#[tokio::test]
async fn a4_two_regions_of_five_and_four_are_withheld_and_the_nine_shown() {
    let app = TestApp::start().await;
    let Asked { questionnaire, editor, .. } = asked(&app).await;
    others(&app, &questionnaire, 5, ("05", 2)).await;
    others(&app, &questionnaire, 4, ("06", 4)).await;
    let path = format!("/v1/questionnaires/{}/benchmarks", questionnaire.id);
    let view = editor.get(&path).await.expect(200).body;
    assert_eq!(figure(&view, "overall", None)["boards"], 5);
    for code in ["05", "06"] {
        let asked = editor.get(&format!("{path}?region={code}")).await.expect(200).body;
        assert_eq!(figure(&asked, "region", Some(code))["mean"], Value::Null);
    }
}

#[tokio::test]
async fn the_benchmark_stands_still_until_enough_has_changed() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, .. } = asked(&app).await;
    let response = own(&app, &questionnaire, &board, "05").await;
    let mean = async || {
        let view = results(&client, &response, "").await;
        figure(&view, "overall", None)["mean"].clone()
    };
    assert_eq!(mean().await, Value::Null);
    others(&app, &questionnaire, 5, ("05", 3)).await;
    assert_eq!(mean().await, "50");
    others(&app, &questionnaire, 5, ("05", 5)).await;
    assert_eq!(mean().await, "50", "the same day");
    app.set_now("2026-07-03T10:00:00Z");
    assert_eq!(mean().await, "50", "five more");
    others(&app, &questionnaire, 1, ("05", 5)).await;
    assert_eq!(mean().await, "77", "six more");
}

#[tokio::test]
async fn a_board_counts_once_and_a_school_not_for_its_board() {
    let app = TestApp::start().await;
    let Asked { questionnaire, board, client, .. } = asked(&app).await;
    let response = own(&app, &questionnaire, &board, "05").await;
    let one = app.given_board(|_| {}).await;
    let school = app.given_school(&one, "05").await.id.uuid();
    app.given_response(&questionnaire, &one, 1).await;
    app.set_now("2026-07-02T10:00:00Z");
    app.given_response(&questionnaire, &one, 5).await;
    let path = super::responses_to(&questionnaire);
    let body = json!({
        "boardId": one.number.to_string(), "schoolId": school,
        "answers": leerkring_tests::assessments::all_answered(1),
    });
    let administrator = app.administrator().await;
    let draft: Thing = administrator.post(&path, body).await.expect(201).into();
    let of_school = administrator.post(&format!("{}/_submit", at(&draft)), None).await.expect(200);
    others(&app, &questionnaire, 4, ("05", 5)).await;
    let view = results(&client, &response, "").await;
    assert_eq!(figure(&view, "overall", None)["mean"], "100");
    // The school is compared with the other boards too.
    let view = results(&administrator, &of_school.into(), "").await;
    assert_eq!(figure(&view, "overall", None)["mean"], "80");
}

#[tokio::test]
async fn an_organiser_reads_no_figure_that_shared_responses_give_away() {
    let app = TestApp::start().await;
    let Asked { questionnaire, editor, .. } = asked(&app).await;
    let mut shared = Vec::new();
    for board in app.given_boards(7).await {
        shared.push(app.given_response(&questionnaire, &board, 3).await);
    }
    let path = format!("/v1/questionnaires/{}/benchmarks", questionnaire.id);
    let mean = async || {
        let view = editor.get(&path).await.expect(200).body;
        figure(&view, "overall", None)["mean"].clone()
    };
    let administrator = app.administrator().await;
    assert_eq!(mean().await, "50");
    for response in &shared[..2] {
        administrator.post(&format!("{}/_share", at(response)), None).await.expect(200);
    }
    assert_eq!(mean().await, "50");
    administrator.post(&format!("{}/_share", at(&shared[2])), None).await.expect(200);
    assert_eq!(mean().await, Value::Null);
    // What was seen is not forgotten.
    administrator.post(&format!("{}/_unshare", at(&shared[2])), None).await.expect(200);
    assert_eq!(mean().await, Value::Null);
}
