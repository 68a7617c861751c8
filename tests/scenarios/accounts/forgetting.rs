//! What is over is forgotten by itself.

use leerkring::work::Author;
use leerkring_tests::TestApp;

use super::{NEW_PASSWORD, ask, choose};

async fn forget(app: &TestApp) -> [u64; 2] {
    app.in_server(|app| async move {
        app.work(Author::server("test"), |work| Box::pin(leerkring::jobs::forget(work)))
            .await
            .unwrap()
    })
    .await
}

#[tokio::test]
async fn an_account_that_nobody_confirms_is_forgotten_after_a_week() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    ask(&app, "waiting@example.nl").await.expect(204);
    app.set_now("2026-07-08T10:00:00Z");
    assert_eq!(forget(&app).await, [0; 2]);
    app.set_now("2026-07-08T10:00:01Z");
    assert_eq!(forget(&app).await, [1, 0]);
    assert_eq!(app.where_is("waiting@example.nl").await, ["outbox.address"]);
    app.sign_in(&noor).await;
    ask(&app, "waiting@example.nl").await.expect(204);
    let code = app.last_mail_to("waiting@example.nl").await.code("confirm");
    choose(&app, "_confirm", &code, NEW_PASSWORD).await.expect(200);
}
