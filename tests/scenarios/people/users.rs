//! People with an account, and how they are kept out.

use leerkring_tests::{TestApp, Value, json};
use sea_orm::ConnectionTrait;

fn names(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().filter_map(|it| it["name"].as_str()).collect()
}

#[tokio::test]
async fn administrators_find_people_by_parts_of_names_and_addresses() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let noor = app.given_person(None).await;
    let etag = noor.get("/v1/me").await.expect(200).etag().to_owned();
    noor.patch("/v1/me", &etag, json!({ "name": "Noor Élan-Smit" })).await.expect(200);
    app.given_person(None).await;

    let all = administrator.get("/v1/users?count=true").await.expect(200).body;
    assert_eq!(all["count"], 3);
    let email = noor.get("/v1/me").await.expect(200).body["user"]["email"].clone();
    for query in ["elan", "NOOR smi", "Élan", email.as_str().unwrap()] {
        let query = query.replace(' ', "%20").replace('É', "%C3%89");
        let found = administrator.get(&format!("/v1/users?q={query}")).await.expect(200).body;
        assert_eq!(names(&found), ["Noor Élan-Smit"], "{query}");
    }
    let none = administrator.get("/v1/users?q=nobody%25").await.expect(200).body;
    assert_eq!(none["items"], json!([]));
    let one = administrator.get(&format!("/v1/users/{}", noor.user.unwrap())).await.expect(200);
    assert_eq!((&one.body["name"], &one.body["email"]), (&json!("Noor Élan-Smit"), &email));
    noor.get("/v1/users").await.refused(403, "forbidden");
}

#[tokio::test]
async fn who_is_blocked_is_out_with_the_next_request_until_unblocked() {
    let app = TestApp::start().await;
    let (administrator, board) = (app.administrator().await, app.given_board(|_| {}).await);
    let editor = app.board_editor(&board).await;
    let path = format!("/v1/users/{}", editor.user.unwrap());
    let reason = json!({ "reason": "Verloren telefoon" });
    given_sign_in(&app, editor.user.unwrap()).await;

    let blocked = administrator.post(&format!("{path}/_block"), reason.clone()).await.expect(200);

    assert_eq!(blocked.body["blockedAt"], "2026-07-01T10:00:00Z");
    editor.get("/v1/registrations").await.refused(401, "unauthenticated");
    editor.get("/v1/organisers").await.refused(401, "unauthenticated");
    assert_eq!(sign_ins_that_go_on(&app).await, 0);
    let twice = administrator.post(&format!("{path}/_block"), reason).await;
    twice.refused(409, "already-blocked");
    let list = administrator.get("/v1/users?blocked=true&count=true").await.expect(200).body;
    assert_eq!((&list["count"], &list["items"][0]["id"]), (&json!(1), &blocked.body["id"]));
    administrator.post(&format!("{path}/_unblock"), json!({})).await.expect(200);
    editor.get("/v1/registrations").await.expect(200);
    let again = administrator.post(&format!("{path}/_unblock"), json!({})).await;
    again.refused(409, "not-blocked");
    let without = administrator.post(&format!("{path}/_block"), json!({})).await;
    assert_eq!(without.errors(), [("/reason".to_owned(), "missing".to_owned())]);
}

#[tokio::test]
async fn an_administrator_blocks_others_and_never_themselves() {
    let app = TestApp::start().await;
    let (one, other) = (app.administrator().await, app.administrator().await);
    let block = |who: &leerkring_tests::Client| format!("/v1/users/{}/_block", who.user.unwrap());
    let reason = json!({ "reason": "x" });
    one.post(&block(&one), reason.clone()).await.refused(409, "own-account");
    one.post(&block(&other), reason.clone()).await.expect(200);
    other.post(&block(&one), reason.clone()).await.refused(401, "unauthenticated");
    let editor = app.board_editor(&app.given_board(|_| {}).await).await;
    editor.post(&block(&one), reason).await.refused(403, "forbidden");
}

async fn given_sign_in(
    app: &TestApp,
    user: leerkring_domain::kernel::Id<leerkring_domain::people::User>,
) {
    let statement = format!(
        "INSERT INTO sign_ins (id, begun_at, generation, renewed_at, expires_at, user_id) \
         SELECT id, created_at, 1, created_at, created_at, id FROM users WHERE id = {}",
        if app.is_on_postgres() {
            format!("'{user}'")
        } else {
            format!("x'{}'", user.uuid().simple())
        }
    );
    app.in_server(move |app| async move {
        app.store.schema().execute_unprepared(&statement).await.unwrap();
    })
    .await;
}

async fn sign_ins_that_go_on(app: &TestApp) -> i64 {
    app.in_server(|app| async move {
        let db = app.store.reader();
        let question = sea_orm::Statement::from_string(
            db.get_database_backend(),
            "SELECT count(*) FROM sign_ins WHERE ended_at IS NULL",
        );
        let row = db.query_one_raw(question).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    })
    .await
}
