//! The history as each side reads it.

use leerkring_tests::{TestApp, json};

use super::{Party, small_cohort, sweep_now};

#[tokio::test]
async fn both_sides_read_what_happened_and_name_their_own_people_only() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |_| {}).await;
    let (seated, party) = (Party::of(&app, &cohort, 1).await, Party::of(&app, &cohort, 1).await);
    seated.withdraw().await;
    app.set_now("2026-07-05T10:00:00Z");
    sweep_now(&app).await;

    let path = party.path("/history?limit=2");
    let first = party.editor.get(&path).await.expect(200).body;
    let next = first["next"].as_str().unwrap();
    let second = party.editor.get(&format!("{path}&cursor={next}")).await.expect(200).body;
    let items =
        [first["items"].as_array().unwrap().clone(), second["items"].as_array().unwrap().clone()]
            .concat();

    let what: Vec<_> = items.iter().map(|it| it["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["registration-made", "registration-offered", "registration-lapsed"]);
    assert_eq!(items[0]["by"]["side"], "board");
    assert_eq!(items[0]["by"]["organisation"], party.board.name);
    assert!(items[0]["by"]["name"].as_str().unwrap().starts_with("Person"));
    assert_eq!(items[1]["by"], json!({ "side": "server", "organisation": null, "name": null }));
    assert_eq!(items[2]["happenedAt"], "2026-07-04T10:00:00Z");

    let programme = cohort.body["programmeId"].as_str().unwrap();
    let programme =
        app.visitor().get(&format!("/v1/programmes/{programme}")).await.expect(200).body;
    let lead = programme["leadOrganiserId"].as_str().unwrap().parse::<uuid::Uuid>().unwrap();
    let role = leerkring_domain::kernel::Role::OrganiserEditor(lead.into());
    let organiser = app.given_person(Some(role)).await;
    let seen = organiser.get(&party.path("/history")).await.expect(200).body;
    assert_eq!(seen["items"][0]["by"]["organisation"], party.board.name);
    assert_eq!(seen["items"][0]["by"]["name"], json!(null));
    seated.editor.get(&party.path("/history")).await.refused(404, "not-found");
}
