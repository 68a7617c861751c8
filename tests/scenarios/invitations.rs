//! Invitations: sent, accepted by whoever one is, withdrawn, and who may do that.

mod accepting;
mod issuers;
mod managing;
mod races;

use leerkring_domain::boards::Board;
use leerkring_tests::{Answer, Client, TestApp, Thing, Value, json};

/// A role to offer at a board.
fn to_board(board: &Board, role: &str, email: &str) -> Value {
    json!({ "role": role, "boardId": board.number.to_string(), "email": email })
}

/// Invites somebody to a board, which works.
async fn invited(by: &Client, board: &Board, email: &str) -> Thing {
    let body = to_board(board, "board-editor", email);
    by.post("/v1/invitations", body).await.expect(201).into()
}

/// The code in the newest mail to this address.
async fn code_for(app: &TestApp, email: &str) -> String {
    app.last_mail_to(email).await.code("invitation")
}

/// The answer to whoever accepts with a new account.
async fn accept_as_new(app: &TestApp, code: &str) -> Answer {
    app.visitor().post("/v1/invitations/_accept", newcomer(code)).await
}

fn newcomer(code: &str) -> Value {
    json!({ "code": code, "name": "Noor Nieuw", "password": NEW_PASSWORD })
}

const NEW_PASSWORD: &str = "lantaarn.op.een.olifant";
