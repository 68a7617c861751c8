//! Bad input: each gets its problem with every violation named, changes nothing, and is never a
//! bug of ours.

mod bodies;
mod requests;
mod values;

use leerkring_domain::boards::Board;
use leerkring_tests::{Answer, Client, TestApp, Thing, Value, json};

/// A board and a cohort that it may register for, and somebody who may do everything.
struct World {
    app: TestApp,
    cohort: Thing,
    board: Board,
    administrator: Client,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
        let administrator = app.administrator().await;
        Self { app, cohort, board, administrator }
    }

    fn registrations(&self) -> String {
        format!("/v1/cohorts/{}/registrations", self.cohort.id)
    }

    fn cohorts(&self) -> String {
        format!("/v1/programmes/{}/cohorts", self.cohort.body["programmeId"].as_str().unwrap())
    }

    /// Sends a body as it stands to where teams are registered.
    async fn send(&self, body: impl Into<Vec<u8>>) -> Answer {
        let request = self.administrator.request(reqwest::Method::POST, &self.registrations());
        request.in_english().body("application/json", body).await
    }

    /// Everything that can be read: a refused request leaves it as it was.
    async fn state(&self) -> Vec<Value> {
        let paths = [
            "/v1/registrations?count=true".to_owned(),
            "/v1/programmes?count=true".to_owned(),
            "/v1/organisers?count=true".to_owned(),
            format!("{}?count=true", self.cohorts()),
        ];
        let mut state = Vec::new();
        for path in paths {
            state.push(self.administrator.get(&path).await.expect(200).body);
        }
        state
    }
}

/// `(place, code)` pairs, as [`Answer::errors`] gives them.
fn errors(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut errors: Vec<_> =
        expected.iter().map(|(place, code)| ((*place).to_owned(), (*code).to_owned())).collect();
    errors.sort();
    errors
}

/// The value at a JSON pointer, set.
fn set(value: &Value, pointer: &str, new: Value) -> Value {
    let mut value = value.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = new,
        parent => parent[name] = new,
    }
    value
}

/// The same object with one more field at its top.
fn with(value: &Value, name: &str, new: impl Into<Value>) -> Value {
    let mut value = value.clone();
    value[name] = new.into();
    value
}

#[tokio::test]
async fn a_refused_request_changes_nothing() {
    let world = World::new().await;
    let before = world.state().await;
    let team = leerkring_tests::duo(&world.board);

    world.send("{").await.expect(400);
    world.send(with(&team, "unknown", 1).to_string()).await.expect(400);
    world.send(set(&team, "/participants/0/role", json!("teacher")).to_string()).await.expect(409);
    let cohort = leerkring_tests::given::four_wednesdays();
    let cohort = with(&cohort, "capacity", 0);
    world.administrator.post(&world.cohorts(), cohort).await.expect(400);

    assert_eq!(world.state().await, before);
    assert_eq!(world.app.cohort(&world.cohort).await["seatsLeft"], 24);
}
