//! Local accounts: asked for, confirmed, and their passwords and addresses changed.

mod addresses;
mod first;
mod forgetting;
mod page;
mod passwords;
mod requesting;

use leerkring_tests::{Answer, TestApp, json};

/// The answer to whoever asks for an account.
async fn ask(app: &TestApp, email: &str) -> Answer {
    let body = json!({ "name": "Noor Nieuw", "email": email });
    app.visitor().post("/v1/accounts", body).await
}

/// The answer to whoever forgot their password.
async fn forgot(app: &TestApp, email: &str) -> Answer {
    app.visitor().post("/v1/accounts/_forgotten", json!({ "email": email })).await
}

/// The answer to whoever chooses a password with a code for `operation`.
async fn choose(app: &TestApp, operation: &str, code: &str, password: &str) -> Answer {
    let body = json!({ "code": code, "password": password });
    app.visitor().post(&format!("/v1/accounts/{operation}"), body).await
}

const NEW_PASSWORD: &str = "lantaarn.op.een.olifant";
