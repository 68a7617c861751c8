//! The same with several servers on one database.

use std::collections::BTreeSet;

use leerkring_tests::accounts::refresh_body;
use leerkring_tests::{TestApp, all};

#[tokio::test]
async fn what_ends_at_one_server_has_ended_at_every_other() {
    let app = TestApp::start().await;
    if !app.is_on_postgres() {
        return;
    }
    app.set_now_to_real_time();
    let servers = app.start_processes(3);
    let noor = app.given_account(None).await;
    for ended_at in 0..servers.len() {
        let (here, there) = (app.sign_in(&noor).await, app.sign_in(&noor).await);
        for server in &servers {
            there.client.at(&server.base).get("/v1/sign-ins").await.expect(200);
        }
        let path = format!("/v1/sign-ins/{}/_end", there.id);
        here.client.at(&servers[ended_at].base).post(&path, None).await.expect(200);
        for server in &servers {
            let ended = there.client.at(&server.base);
            ended.get("/v1/sign-ins").await.refused(401, "unauthenticated");
            let refresh = app.visitor().at(&server.base);
            let refresh = refresh.post("/v1/sign-ins/_refresh", refresh_body(&there.refresh));
            refresh.await.refused(401, "sign-in-over");
        }
    }
    app.sql("UPDATE users SET blocked_at = created_at").await;
    let here = app.visitor().signed_in(noor.user);
    for server in &servers {
        here.at(&server.base).get("/v1/sign-ins").await.refused(401, "unauthenticated");
    }
}

#[tokio::test]
async fn fifty_at_once_at_three_servers_get_one_successor() {
    let app = TestApp::start().await;
    if !app.is_on_postgres() {
        return;
    }
    app.set_now_to_real_time();
    let servers = app.start_processes(3);
    let here = app.sign_in(&app.given_account(None).await).await;
    let requests = (0..50).map(|number| {
        let visitor = app.visitor().at(&servers[number % 3].base);
        visitor.post("/v1/sign-ins/_refresh", refresh_body(&here.refresh))
    });

    let answers = all(requests.collect(), 50).await;

    let tokens: BTreeSet<String> =
        answers.into_iter().map(|answer| app.signed_in(&answer.expect(200)).refresh).collect();
    assert_eq!(tokens.len(), 1, "{tokens:?}");
    app.refresh(tokens.first().unwrap()).await.expect(200);
}
