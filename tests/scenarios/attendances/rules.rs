//! What programmes and sessions expect of whom.

use leerkring_tests::given::session;
use leerkring_tests::{TestApp, json};

use super::{FIRST_DAY, Group, row};

#[tokio::test]
async fn a_programme_says_what_is_expected_of_a_role_and_a_session_says_otherwise() {
    let group = Group::new(|it| {
        let mornings = json!({ "role": "board-executive", "part": "morning" });
        it["attendance"] = json!({ "expected": [mornings], "mayMissMinutes": 10 });
    })
    .await;
    group.app.set_now(FIRST_DAY);
    let mut morning = row(group.person(0, 0), "partly");
    morning["fromTime"] = json!("09:10");
    morning["untilTime"] = json!("13:00");
    let mut same = morning.clone();
    same["participantId"] = json!(group.person(0, 1));
    group.mark(0, json!({ "rows": [morning, same] })).await;
    let path = group.of_registration(0, "/completion");
    let completion = group.editor().await.get(&path).in_english().await.expect(200).body;
    let judged = |place: usize| completion["participants"][place]["sessions"][0].clone();
    assert_eq!(
        (&judged(0)["expected"], &judged(0)["outcome"]),
        (&json!("morning"), &json!("attended"))
    );
    assert_eq!(judged(0)["expectedUntilTime"], "13:00:00");
    assert_eq!(
        (&judged(1)["outcome"], &judged(1)["missedMinutes"]),
        (&json!("too-short"), &json!(250))
    );
    let said = &completion["participants"][1]["missing"][1]["detail"];
    let expected = "session 1 (16 September 2026): missed 250 minutes of the whole (09:00–17:00); \
                    10 may be missed";
    assert_eq!(said, expected);

    let second = group.cohort.body["sessions"][1]["id"].as_str().unwrap();
    let second = format!("/v1/sessions/{second}");
    let editor = group.editor().await;
    let etag = editor.get(&second).await.expect(200).etag().to_owned();
    let optional = json!({ "expectedAttendance": [{ "role": null, "part": "optional" }] });
    editor.patch(&second, &etag, optional).await.expect(200);
    let completion = editor.get(&path).await.expect(200).body;
    assert_eq!(completion["participants"][0]["expectedSessions"], 3);
}

#[tokio::test]
async fn a_role_is_named_once() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let editor = app.organiser_editor(&organiser).await;
    let twice = json!([{ "role": null, "part": "morning" }, { "role": null, "part": "optional" }]);
    let at = |place: &str| vec![(place.to_owned(), "role-named-twice".to_owned())];

    let mut programme = leerkring_tests::given::course();
    programme["leadOrganiserId"] = json!(organiser.id);
    programme["attendance"] = json!({ "expected": twice });
    let refused = editor.post("/v1/programmes", programme).await.expect(400);
    assert_eq!(refused.errors(), at("/attendance/expected/1/role"));

    let draft = app.given_draft_cohort(|_| {}).await;
    let mut day = session("2026-12-16", "09:00:00", "17:00:00");
    day["expectedAttendance"] = twice;
    let path = format!("/v1/cohorts/{}/sessions", draft.id);
    let refused = app.administrator().await.post(&path, day).await.expect(400);
    assert_eq!(refused.errors(), at("/expectedAttendance/1/role"));
}
