//! Self-assessments: a questionnaire's life, a response's, and what comes of it.

mod benchmarks;
mod entry;
mod guides;
mod questionnaires;
mod responses;
mod results;

use leerkring_domain::boards::Board;
use leerkring_tests::assessments::ten_questions;
use leerkring_tests::{Client, TestApp, Thing, Value};

/// An organiser with a questionnaire that boards fill in, and a board.
struct Asked {
    organiser: Thing,
    editor: Client,
    questionnaire: Thing,
    board: Board,
    /// Acts for the board.
    client: Client,
}

async fn asked_with(app: &TestApp, definition: Value) -> Asked {
    let organiser = app.given_organiser(|_| {}).await;
    let editor = app.organiser_editor(&organiser).await;
    let questionnaire = app.given_questionnaire(&organiser, definition).await;
    let board = app.given_board(|_| {}).await;
    let client = app.board_editor(&board).await;
    Asked { organiser, editor, questionnaire, board, client }
}

async fn asked(app: &TestApp) -> Asked {
    asked_with(app, ten_questions()).await
}

fn responses_to(questionnaire: &Thing) -> String {
    format!("/v1/questionnaires/{}/responses", questionnaire.id)
}

fn at(response: &Thing) -> String {
    format!("/v1/responses/{}", response.id)
}
