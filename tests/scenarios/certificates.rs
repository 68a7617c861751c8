//! Certificates: issued to who completed a cohort, verified by anybody, revoked.

mod credentials;
mod issuing;
mod letters;
mod privacy;
mod verifying;

use leerkring_domain::boards::Board;
use leerkring_tests::certificates::AFTERWARDS;
use leerkring_tests::{TestApp, Thing, Value, json, team};

/// A course that is over, with a team of three of which the first two completed it.
struct Over {
    cohort: Thing,
    board: Board,
    registration: Thing,
}

async fn over(app: &TestApp, change: impl FnOnce(&mut Value)) -> Over {
    let cohort = app.given_course(change).await;
    let board = app.given_board(|_| {}).await;
    let team = team(&board, &["teacher", "teacher", "teacher"]);
    let registration = app.given_registration(&cohort, &board, team).await;
    app.given_presence(&cohort, &registration, &[4, 3, 2]).await;
    app.set_now(AFTERWARDS);
    Over { cohort, board, registration }
}

/// The ids of the certificates that a request issued.
fn issued(rows: &Value) -> Vec<String> {
    let rows = rows["rows"].as_array().unwrap().iter();
    let issued = rows.filter(|row| row["outcome"] == "issued");
    issued.map(|row| row["certificateId"].as_str().unwrap().to_owned()).collect()
}

/// The certificate of the first participant, issued for the cohort.
async fn first(app: &TestApp, over: &Over) -> Value {
    let rows = app.issue(&over.cohort, json!({})).await.await.expect(200).body;
    let path = format!("/v1/certificates/{}", issued(&rows)[0]);
    app.administrator().await.get(&path).await.expect(200).body
}

async fn revoke(app: &TestApp, certificate: &Value, reason: &str) -> Value {
    let path = format!("/v1/certificates/{}/_revoke", certificate["id"].as_str().unwrap());
    let reason = json!({ "reason": reason });
    app.administrator().await.post(&path, reason).await.expect(200).body
}
