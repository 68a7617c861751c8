//! The history as each side reads it.

use leerkring_domain::kernel::Role;
use leerkring_domain::kernel::access::Place;
use leerkring_tests::given::anybody;
use leerkring_tests::{Client, TestApp, Value, json};
use uuid::Uuid;

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

#[tokio::test]
async fn the_history_tells_for_which_organisation_somebody_acted() {
    let app = TestApp::start().await;
    let partner = app.given_organiser(|it| it["name"] = json!("Voion")).await;
    let other = app.given_organiser(|_| {}).await;
    let programme = app.given_programme(|it| {
        it["team"] = anybody(2);
        it["admission"] = json!("selection");
        it["partnerOrganiserIds"] = json!([partner.id]);
    });
    let programme = programme.await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let party = Party::of(&app, &cohort, 1).await;

    // Somebody of two organisers acts for the one that organises the cohort.
    let editor = app.organiser_editor(&other).await;
    let role = |organiser: &str| Role::OrganiserEditor(organiser.parse::<Uuid>().unwrap().into());
    app.given_role(&editor, role(&partner.id)).await;
    editor.post(&party.path("/_confirm"), json!({})).await.expect(200);
    let machine = app.given_machine(Place::Board(party.board.id), &["registrations:write"]).await;
    let change = json!({ "motivation": "Wij willen leren." });
    let read = party.editor.get(&party.path("")).await.expect(200);
    machine.client.patch(&party.path(""), read.etag(), change).await.expect(200);
    let administrator = app.administrator().await;
    let reason = json!({ "reason": "Op verzoek van het bestuur." });
    administrator.post(&party.path("/_withdraw"), reason).await.expect(200);

    let told = async |reader: &Client| -> Vec<Value> {
        let page = reader.get(&party.path("/history")).await.expect(200).body;
        page["items"].as_array().unwrap().iter().map(|it| it["by"].clone()).collect()
    };
    let seen = told(&party.editor).await;
    assert_eq!(seen[0]["organisation"], party.board.name);
    assert_eq!(seen[1], json!({ "side": "organiser", "organisation": "Voion", "name": null }));
    assert_eq!(
        (&seen[2]["side"], &seen[2]["organisation"]),
        (&json!("board"), &json!(party.board.name))
    );
    assert!(seen[2]["name"].as_str().unwrap().starts_with("Machine"), "{}", seen[2]);
    assert_eq!(seen[3], json!({ "side": "platform", "organisation": null, "name": null }));
    let seen = told(&editor).await;
    assert!(seen[1]["name"].is_string() && seen[2]["name"].is_null() && seen[3]["name"].is_null());
    assert!(told(&administrator).await.iter().all(|by| by["name"].is_string()));
}
