//! The same with several servers on one database.

use leerkring_tests::machines::asking;
use leerkring_tests::{TestApp, all, json};

use super::machine;

#[tokio::test]
async fn what_is_revoked_blocked_or_changed_at_one_server_is_so_at_every_other() {
    let app = TestApp::start().await;
    if !app.is_on_postgres() {
        return;
    }
    app.set_now_to_real_time();
    let servers = app.start_processes(3);
    let (board, machine) = machine(&app).await;
    let ours = app.board_administrator(&board).await;
    let path = format!("/v1/clients/{}", machine.id);
    let list = |number: usize| machine.client.at(&servers[number].base).get("/v1/registrations");
    for number in 0..3 {
        list(number).await.expect(200);
    }
    let here = ours.at(&servers[0].base);
    let etag = here.get(&path).await.etag().to_owned();
    here.patch(&path, &etag, json!({ "scopes": ["boards:read"] })).await.expect(200);
    for number in 0..3 {
        list(number).await.refused(403, "forbidden");
    }
    let here = ours.at(&servers[1].base);
    let etag = here.get(&path).await.etag().to_owned();
    here.patch(&path, &etag, json!({ "scopes": ["registrations:read"] })).await.expect(200);
    here.post(&format!("{path}/_block"), json!({ "reason": "Gelekt" })).await.expect(200);
    for number in 0..3 {
        list(number).await.refused(401, "unauthenticated");
    }
    here.post(&format!("{path}/_unblock"), json!({})).await.expect(200);
    let revoke = format!("/v1/client-secrets/{}/_revoke", machine.secret_id);
    ours.at(&servers[2].base).post(&revoke, json!({})).await.expect(204);
    for (number, server) in servers.iter().enumerate() {
        list(number).await.refused(401, "unauthenticated");
        let visitor = app.visitor().at(&server.base);
        asking(&visitor, &machine.with_secret()).await.refused(401, "wrong-client");
    }
}

#[tokio::test]
async fn an_assertion_is_good_once_whatever_server_it_is_sent_to() {
    let app = TestApp::start().await;
    if !app.is_on_postgres() {
        return;
    }
    app.set_now_to_real_time();
    let servers = app.start_processes(3);
    let (_, machine) = machine(&app).await;
    let visitors: Vec<_> = servers.iter().map(|it| app.visitor().at(&it.base)).collect();
    let form = machine.signed(&machine.claims(&app));
    let requests = (0..30).map(|number| asking(&visitors[number % 3], &form)).collect();
    let answers = all(requests, 30).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for refused in answers.into_iter().filter(|answer| answer.status != 200) {
        refused.refused(401, "wrong-client");
    }
    for visitor in &visitors {
        asking(visitor, &form).await.refused(401, "wrong-client");
    }
}
