//! People: who they are, what they are where, and who manages them.

mod me;
mod roles;
mod users;

use leerkring_tests::{Client, Value};

/// What this person holds: the first of their roles.
async fn role_of(person: &Client) -> Value {
    let me = person.get("/v1/me").await.expect(200).body;
    me["roles"][0].clone()
}

/// The path of the role that this person holds.
async fn path_of_role(person: &Client) -> String {
    let role = role_of(person).await;
    format!("/v1/roles/{}", role["id"].as_str().expect("a role"))
}
