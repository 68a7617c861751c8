//! Sessions in calendar programs: what each kind of calendar shows, to whom, and how it ends.

mod feeds;
mod forgotten;
mod letters;
mod managing;
mod participants;

use leerkring_tests::{Client, TestApp, Value};

/// A calendar that `who` makes, and its address.
async fn made(who: &Client, of: Value) -> (String, String) {
    let given = who.post("/v1/calendars", of).await.expect(201);
    let address = given.body["address"].as_str().expect("an address").to_owned();
    (given.id(), address)
}

/// What somebody without a token is told at `address`.
async fn status(app: &TestApp, address: &str) -> u16 {
    app.visitor().get(&app.path_of(address)).await.status
}
