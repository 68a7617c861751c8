//! Machine clients: who manages them, how they get a token, what they may, how they are out.

mod attacks;
mod limits;
mod managing;
mod processes;
mod races;
mod tokens;

use leerkring_domain::boards::Board;
use leerkring_domain::kernel::access::Place;
use leerkring_tests::TestApp;
use leerkring_tests::machines::Machine;

/// A board with a machine that reads its registrations and registers.
async fn machine(app: &TestApp) -> (Board, Machine) {
    let board = app.given_board(|_| {}).await;
    let scopes = ["boards:read", "registrations:read", "registrations:write"];
    let machine = app.given_machine(Place::Board(board.id), &scopes).await;
    (board, machine)
}
