//! What people are given of what is kept about them.

use leerkring_tests::{TestApp, Value, json};

use super::{ADDRESS, NAME, given_canary, given_membership, given_replaced, given_team};

fn kinds(body: &Value) -> Vec<&str> {
    let kinds = body["kinds"].as_array().unwrap();
    kinds.iter().filter_map(|kind| kind["kind"].as_str()).collect()
}

#[tokio::test]
async fn somebody_is_given_everything_that_is_kept_about_them_as_one_file() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let role = leerkring_domain::kernel::Role::BoardEditor(board.id);
    let (account, me) = given_canary(&app, Some(role)).await;
    app.sign_in(&account).await;
    given_team(&app).await;
    given_membership(&app).await;
    let data = me.get("/v1/me/data").in_english().await.expect(200);
    let file = data.header("content-disposition").unwrap();
    assert_eq!(file, "attachment; filename=\"my-data.json\"");
    let expected = [
        "users",
        "roles",
        "identities",
        "passwords",
        "sign_ins",
        "outbox",
        "memberships",
        "participants",
        "registrations",
        "participant_needs",
        "audit_entries",
    ];
    assert_eq!(kinds(&data.body), expected);
    for told in [NAME, ADDRESS, &ADDRESS.to_uppercase(), "geen zaad", "wil dit graag", &board.name]
    {
        assert!(data.text.contains(told), "{told}: {}", data.text);
    }
    assert!(data.text.contains("Strategisch personeelsbeleid – Najaar 2026"));
    assert!(!data.text.contains("$argon2id"));
}

#[tokio::test]
async fn nobody_is_given_what_is_anothers() {
    let app = TestApp::start().await;
    given_canary(&app, None).await;
    given_team(&app).await;
    given_replaced(&app).await;
    let other = app.given_person(None).await;
    let data = other.get("/v1/me/data").await.expect(200);
    assert_eq!(kinds(&data.body), ["users"]);
    assert!(!data.text.to_lowercase().contains("kanarievogel"));
    let mine = app.administrator().await;
    let asked = json!({ "email": ADDRESS, "reason": "Verzoek" });
    let theirs = mine.post("/v1/persons/_export", asked.clone()).await.expect(200);
    assert!(!theirs.text.contains("Deelnemer "), "{}", theirs.text);
    other.post("/v1/persons/_export", asked).await.refused(403, "forbidden");
}

#[tokio::test]
async fn who_has_no_account_asks_an_administrator_which_is_recorded_without_the_address() {
    let app = TestApp::start().await;
    given_team(&app).await;
    let asked = json!({ "email": ADDRESS.to_lowercase(), "reason": format!("Aanvraagbrief van {ADDRESS}") });
    let administrator = app.administrator().await;
    let data = administrator.post("/v1/persons/_export", asked).await.expect(200);
    assert_eq!(
        kinds(&data.body),
        ["outbox", "participants", "registrations", "participant_needs", "audit_entries"]
    );
    let places = app.where_is("aanvraagbrief").await;
    assert_eq!(places, ["audit_entries.reason"]);
    let unknown = json!({ "email": "niemand@example.nl", "reason": "Verzoek" });
    let nothing = administrator.post("/v1/persons/_export", unknown).await.expect(200);
    assert_eq!(nothing.body["kinds"], json!([]));
}
