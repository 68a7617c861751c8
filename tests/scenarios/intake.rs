//! Intakes: slots that organisers publish, of which a confirmed team books one.

mod booking;
mod moving;
mod publishing;

use leerkring_tests::given::four_wednesdays;
use leerkring_tests::{Client, TestApp, Thing, Value, duo, json};

/// A published cohort with an intake, and somebody who edits for its organiser.
async fn asked(app: &TestApp, change: impl FnOnce(&mut Value)) -> (Thing, Client) {
    let lead = app.given_organiser(|_| {}).await;
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(lead.id);
            it["intake"] = json!(true);
        })
        .await;
    let cohort = app
        .given_cohort(|it| {
            *it = four_wednesdays();
            it["programmeId"] = json!(programme.id);
            change(it);
        })
        .await;
    (cohort, app.organiser_editor(&lead).await)
}

/// A confirmed team, and somebody who edits for its board.
async fn team(app: &TestApp, cohort: &Thing) -> (Thing, Client) {
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(cohort, &board, duo(&board)).await;
    (registration, app.board_editor(&board).await)
}

fn of(registration: &Thing, verb: &str) -> String {
    format!("/v1/registrations/{}/intake/{verb}", registration.id)
}

fn slot(id: &str) -> Value {
    json!({ "intakeSlotId": id })
}

/// The slots of a cohort as somebody sees them.
async fn listed(client: &Client, cohort: &Thing, query: &str) -> Vec<Value> {
    let path = format!("/v1/cohorts/{}/intake-slots?limit=100{query}", cohort.id);
    client.get(&path).await.expect(200).body["items"].as_array().unwrap().clone()
}
