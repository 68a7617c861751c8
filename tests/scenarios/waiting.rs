//! The waiting list: offers, their end, and who gets a turn.

mod deadlines;
mod deciding;
mod fairness;
mod history;
mod letters;
mod offers;
mod selection;

use leerkring::commands::registrations::sweep::sweep;
use leerkring_domain::boards::Board;
use leerkring_tests::given::anybody;
use leerkring_tests::{Client, TestApp, Thing, Value, duo, json, team};

/// A cohort of `capacity` seats for teams of one or two, with a waiting list.
async fn small_cohort(app: &TestApp, capacity: u32, change: impl FnOnce(&mut Value)) -> Thing {
    let programme = app.given_programme(|it| it["team"] = anybody(2)).await;
    app.given_cohort(|it| {
        it["programmeId"] = json!(programme.id);
        it["capacity"] = json!(capacity);
        it["waitingList"] = json!({});
        change(it);
    })
    .await
}

/// A team of a board of its own: its registration and somebody of the board.
struct Party {
    registration: Thing,
    editor: Client,
    board: Board,
}

impl Party {
    /// A team of one or two that registered.
    async fn of(app: &TestApp, cohort: &Thing, size: usize) -> Self {
        let board = app.given_board(|_| {}).await;
        let people = if size == 2 { duo(&board) } else { team(&board, &["teacher"]) };
        let registration = app.given_registration(cohort, &board, people).await;
        Self { registration, editor: app.board_editor(&board).await, board }
    }

    fn path(&self, tail: &str) -> String {
        format!("/v1/registrations/{}{tail}", self.registration.id)
    }

    async fn read(&self) -> Value {
        self.editor.get(&self.path("")).await.expect(200).body
    }

    async fn status(&self) -> String {
        self.read().await["status"].as_str().unwrap().to_owned()
    }

    async fn withdraw(&self) {
        self.editor.post(&self.path("/_withdraw"), json!({})).await.expect(200);
    }

    async fn accept(&self) -> leerkring_tests::Answer {
        self.editor.post(&self.path("/_accept"), None).in_english().await
    }
}

/// The sweeper has its turn.
async fn sweep_now(app: &TestApp) {
    app.in_server(|app| async move { sweep(&app).await }).await.expect("a sweep");
}
