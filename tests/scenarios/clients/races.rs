//! Many at once: of secrets there are two, and an assertion is good once.

use leerkring_tests::machines::asking;
use leerkring_tests::{TestApp, all, json};

use super::machine;

#[tokio::test]
async fn of_many_secrets_added_at_once_one_is_the_second() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let ours = app.board_administrator(&board).await;
    let secrets = format!("/v1/clients/{}/secrets", machine.id);
    let answers = all((0..20).map(|_| ours.post(&secrets, json!({}))).collect(), 20).await;
    let added = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(added, 1);
    for refused in answers.into_iter().filter(|answer| answer.status != 201) {
        refused.refused(409, "too-many-secrets");
    }
    assert_eq!(app.rows("client_secrets").await, 2);
}

#[tokio::test]
async fn of_one_assertion_sent_many_times_at_once_one_gives_a_token() {
    let app = TestApp::start().await;
    let (_, machine) = machine(&app).await;
    let form = machine.signed(&machine.claims(&app));
    let visitor = app.visitor();
    let answers = all((0..20).map(|_| asking(&visitor, &form)).collect(), 20).await;
    let given = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(given, 1);
    for refused in answers.into_iter().filter(|answer| answer.status != 200) {
        refused.refused(401, "wrong-client");
    }
}
