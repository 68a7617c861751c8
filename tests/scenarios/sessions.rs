//! Sessions that change after they were announced: what holds, who is told, and when people are
//! reminded.

mod letters;
mod moving;
mod reminders;

use leerkring_tests::given::anybody;
use leerkring_tests::mails::Received;
use leerkring_tests::{Answer, TestApp, Thing, Value, json, team};

/// A published cohort on four Wednesdays for teams of one or two, free of charge.
async fn cohort_of(app: &TestApp, change: impl FnOnce(&mut Value)) -> Thing {
    let programme = app
        .given_programme(|it| {
            it["team"] = anybody(2);
            it["fee"] = Value::Null;
        })
        .await;
    app.given_cohort(|it| {
        it["programmeId"] = json!(programme.id);
        it["capacity"] = json!(3);
        it["waitingList"] = json!({});
        change(it);
    })
    .await
}

/// A team of a new board, with these addresses: the contact's, then the participants'.
async fn register(app: &TestApp, cohort: &Thing, people: &[&str], language: &str) -> Answer {
    let board = app.given_board(|_| {}).await;
    let mut body = team(&board, &vec!["teacher"; people.len() - 1]);
    body["contact"]["email"] = json!(people[0]);
    for (place, address) in people[1..].iter().enumerate() {
        body["participants"][place]["email"] = json!(address);
    }
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let request = app.board_editor(&board).await.post(&path, body);
    request.header("accept-language", language).await.expect(201)
}

/// The path of the cohort's session in this place, from 0.
fn session_at(cohort: &Thing, place: usize) -> String {
    format!("/v1/sessions/{}", cohort.body["sessions"][place]["id"].as_str().unwrap())
}

/// Changes a session as it is now.
async fn change(app: &TestApp, session: &str, change: Value) -> Answer {
    let editor = app.administrator().await;
    let now = editor.get(session).await.expect(200);
    editor.patch(session, now.etag(), change).await
}

async fn cancel(app: &TestApp, session: &str) -> Answer {
    let why = json!({ "reason": "De spreker is ziek" });
    app.administrator().await.post(&format!("{session}/_cancel"), why).await
}

/// What mails with a subject that begins so came to `address`.
async fn mails(app: &TestApp, address: &str, subject: &str) -> Vec<Received> {
    let all = app.mails_to(address).await.into_iter();
    all.filter(|mail| mail.subject.starts_with(subject)).collect()
}
