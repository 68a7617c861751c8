//! Lists as tables, papers for the room, and the organiser's figures.

mod figures;
mod papers;
mod people;
mod rosters;
mod tables;

use leerkring_domain::boards::Board;
use leerkring_tests::given::anybody;
use leerkring_tests::{Client, TestApp, Thing, Value, json, team};

/// A cohort of a programme for teams of up to five, with an editor of its organiser.
struct Organised {
    organiser: Thing,
    programme: Thing,
    cohort: Thing,
    editor: Client,
}

async fn organised(app: &TestApp, change: impl FnOnce(&mut Value)) -> Organised {
    let organiser = app.given_organiser(|_| {}).await;
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(organiser.id);
            it["team"] = anybody(5);
            it["fee"] = Value::Null;
            it["completionPercentage"] = json!(50);
        })
        .await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["waitingList"] = json!({});
            change(it);
        })
        .await;
    let editor = app.organiser_editor(&organiser).await;
    Organised { organiser, programme, cohort, editor }
}

/// A team of people with these names.
fn named(board: &Board, names: &[&str]) -> Value {
    let mut team = team(board, &vec!["teacher"; names.len()]);
    for (place, name) in names.iter().enumerate() {
        team["participants"][place]["name"] = json!(name);
    }
    team
}

/// The newest entry of the audit log that says this happened.
async fn told(app: &TestApp, what: &str) -> Value {
    let path = format!("/v1/audit-entries?what={what}&limit=1");
    let entries = app.administrator().await.get(&path).await.expect(200).body;
    entries["items"][0].clone()
}
