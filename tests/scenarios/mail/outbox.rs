//! The outbox: what is written in a transaction is sent once, whoever stops or is slow.

use leerkring_domain::notifications::Message;
use leerkring_tests::TestApp;
use sea_orm::{ConnectionTrait, Statement};

use super::{send, to};

/// The letters as their rows say: state and attempts, in order of creation.
async fn letters(app: &TestApp) -> Vec<(String, i32)> {
    app.in_server(|app| async move {
        let db = app.store.reader();
        let question = "SELECT state, attempts FROM outbox ORDER BY id";
        let question = Statement::from_string(db.get_database_backend(), question);
        let rows = db.query_all_raw(question).await.unwrap();
        let read = |row: &sea_orm::QueryResult| {
            (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())
        };
        rows.iter().map(read).collect()
    })
    .await
}

#[tokio::test]
async fn what_is_rolled_back_is_never_sent() {
    let app = TestApp::start().await;
    let notice = Message::PasswordChanged { at: app.now() };
    let refused = Err("something came between");

    send(&app, vec![to("nobody@example.nl", notice.clone())], refused).await.unwrap_err();
    send(&app, vec![to("noor@example.nl", notice)], Ok(())).await.unwrap();

    assert_eq!(app.mails_to("noor@example.nl").await.len(), 1);
    assert_eq!(app.mails_to("nobody@example.nl").await, []);
    assert_eq!(letters(&app).await, [("sent".to_owned(), 1)]);
}
