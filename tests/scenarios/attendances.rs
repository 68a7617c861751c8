//! Attendance: marked session by session, and what it completes.

mod completion;
mod marking;
mod rules;

use leerkring_domain::boards::Board;
use leerkring_tests::{Answer, Client, TestApp, Thing, Value, duo, json};

const FIRST_DAY: &str = "2026-09-16T10:00:00Z";
const AFTERWARDS: &str = "2026-11-12T10:00:00Z";

/// The cohort of R1 in a programme that three quarters of the sessions complete, with two duos.
struct Group {
    app: TestApp,
    cohort: Thing,
    organiser: Thing,
    boards: Vec<Board>,
    registrations: Vec<Thing>,
}

impl Group {
    async fn new(change: impl FnOnce(&mut Value)) -> Self {
        let app = TestApp::start().await;
        let organiser = app.given_organiser(|_| {}).await;
        let programme = app
            .given_programme(|it| {
                it["leadOrganiserId"] = json!(organiser.id);
                it["completionPercentage"] = json!(75);
                change(it);
            })
            .await;
        let online = json!("https://vergadering.example.nl/1");
        let cohort = app
            .given_cohort(|it| {
                it["programmeId"] = json!(programme.id);
                it["sessions"][0]["meetingLink"] = online;
            })
            .await;
        let (mut boards, mut registrations) = (Vec::new(), Vec::new());
        for _ in 0..2 {
            let board = app.given_board(|_| {}).await;
            registrations.push(app.given_registration(&cohort, &board, duo(&board)).await);
            boards.push(board);
        }
        Self { app, cohort, organiser, boards, registrations }
    }

    async fn editor(&self) -> Client {
        self.app.organiser_editor(&self.organiser).await
    }

    /// The participant at `place` of the team at `team`.
    fn person(&self, team: usize, place: usize) -> &str {
        self.registrations[team].body["participants"][place]["id"].as_str().unwrap()
    }

    fn session(&self, number: usize) -> String {
        let id = self.cohort.body["sessions"][number]["id"].as_str().unwrap();
        format!("/v1/sessions/{id}/attendances")
    }

    fn of_cohort(&self, tail: &str) -> String {
        format!("/v1/cohorts/{}/{tail}", self.cohort.id)
    }

    fn of_registration(&self, team: usize, tail: &str) -> String {
        format!("/v1/registrations/{}{tail}", self.registrations[team].id)
    }

    async fn mark(&self, session: usize, body: Value) -> Answer {
        let path = format!("{}/_mark", self.session(session));
        self.editor().await.post(&path, body).in_english().await.expect(200)
    }
}

fn row(person: &str, mark: &str) -> Value {
    json!({ "participantId": person, "mark": mark })
}

/// What came of each row: the mark, or why it was refused.
fn outcomes(answer: &Answer) -> Vec<&str> {
    let rows = answer.body["rows"].as_array().unwrap().iter();
    rows.map(|row| row["marked"]["mark"].as_str().or(row["reasons"][0]["code"].as_str()).unwrap())
        .collect()
}
