//! Breakouts: chosen, changed and left until the session starts, with seats of their own.

mod own;
mod seats;

use leerkring_tests::given::anybody;
use leerkring_tests::{Answer, Client, TestApp, Thing, Value, json, team};

/// A knowledge session with three breakouts.
struct Afternoon {
    cohort: Thing,
    session: String,
    breakouts: Vec<String>,
    editor: Client,
}

impl Afternoon {
    async fn with_seats(app: &TestApp, capacity: u32) -> Self {
        let lead = app.given_organiser(|_| {}).await;
        let programme = app
            .given_programme(|it| {
                it["leadOrganiserId"] = json!(lead.id);
                it["kind"] = json!("knowledge-session");
                it["fee"] = Value::Null;
                it["team"] = anybody(30);
            })
            .await;
        let breakout = |title: &str| json!({ "title": title, "capacity": capacity });
        let cohort = app
            .given_cohort(|it| {
                it["programmeId"] = json!(programme.id);
                it["capacity"] = json!(60);
                it["sessions"] = json!([{
                    "heldOn": "2026-09-16",
                    "startTime": "15:00:00",
                    "endTime": "16:30:00",
                    "mode": "online",
                    "breakouts": [breakout("Een"), breakout("Twee"), breakout("Drie")],
                }]);
            })
            .await;
        let session = &cohort.body["sessions"][0];
        let breakouts = session["breakouts"].as_array().unwrap().iter();
        let id = |thing: &Value| thing["id"].as_str().unwrap().to_owned();
        Self {
            session: id(session),
            breakouts: breakouts.map(id).collect(),
            editor: app.organiser_editor(&lead).await,
            cohort,
        }
    }

    /// A confirmed team of `size`, and somebody who edits for its board.
    async fn team(&self, app: &TestApp, size: usize) -> (Thing, Client) {
        let board = app.given_board(|_| {}).await;
        let people = team(&board, &vec!["teacher"; size]);
        let registration = app.given_registration(&self.cohort, &board, people).await;
        (registration, app.board_editor(&board).await)
    }

    fn choice(&self, place: usize) -> Value {
        json!({ "sessionId": self.session, "breakoutId": self.breakouts[place] })
    }

    async fn choose(&self, who: &Client, whose: (&Thing, usize), place: usize) -> Answer {
        who.post(&of(whose, "_choose"), self.choice(place)).await
    }

    /// The seats that are left, as everybody reads them.
    async fn seats_left(&self, app: &TestApp) -> Vec<u64> {
        let path = format!("/v1/sessions/{}", self.session);
        let session = app.visitor().get(&path).await.expect(200).body;
        let left = session["breakouts"].as_array().unwrap().iter();
        left.map(|breakout| breakout["seatsLeft"].as_u64().unwrap()).collect()
    }
}

/// The path for the participant at `place` of a registration.
fn of((registration, place): (&Thing, usize), verb: &str) -> String {
    let participant = person(registration, place);
    format!("/v1/registrations/{}/participants/{participant}/breakouts/{verb}", registration.id)
}

fn person(registration: &Thing, place: usize) -> &str {
    registration.body["participants"][place]["id"].as_str().unwrap()
}
