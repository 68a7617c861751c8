//! Who signs in, and who does not.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_domain::kernel::Role;
use leerkring_persistence::accounts;
use leerkring_tests::accounts::PASSWORD;
use leerkring_tests::{Answer, TestApp, Value, json};
use secrecy::ExposeSecret;

#[tokio::test]
async fn whoever_has_the_password_signs_in_and_goes_on_with_the_token() {
    let app = TestApp::start().await;
    let noor = app.given_account(Some(Role::Administrator)).await;
    let answer = app.try_to_sign_in(&noor.email, PASSWORD).await.expect(201);
    assert_eq!(answer.body["tokenType"], "Bearer");
    assert_eq!(answer.body["expiresAt"], "2026-07-01T10:10:00Z");
    assert_eq!(answer.body["refreshExpiresAt"], "2026-07-31T10:00:00Z");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let here = app.signed_in(&answer);
    here.client.get("/v1/registrations").await.expect(200);
    let found = here.client.get(answer.header("location").unwrap()).await.expect(200);
    assert_eq!((&found.body["id"], &found.body["current"]), (&json!(here.id), &json!(true)));
    assert_eq!(found.body["endedAt"], Value::Null);
    let claims = here.access.split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    assert_eq!((&claims["sid"], &claims["sub"]), (&json!(here.id), &json!(noor.user)));
}

#[tokio::test]
async fn an_access_token_ends_after_ten_minutes() {
    let app = TestApp::start().await;
    let here = app.sign_in(&app.given_account(None).await).await;
    for (now, status) in [("2026-07-01T10:10:04Z", 200), ("2026-07-01T10:10:05Z", 401)] {
        app.set_now(now);
        here.client.get("/v1/sign-ins").await.expect(status);
    }
}

#[tokio::test]
async fn an_address_is_the_same_in_capitals_and_a_password_is_not() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    app.try_to_sign_in(&noor.email.to_uppercase(), PASSWORD).await.expect(201);
    let shouted = app.try_to_sign_in(&noor.email, &PASSWORD.to_uppercase()).await;
    shouted.refused(401, "wrong-credentials");
    let trimmed = app.try_to_sign_in(&noor.email, &format!("{PASSWORD} ")).await;
    trimmed.refused(401, "wrong-credentials");
}

#[tokio::test]
async fn a_password_typed_on_another_keyboard_is_the_same() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    app.set_password(noor.user, "caf\u{e9} cr\u{e8}me brul\u{e9}e").await;
    let decomposed = "cafe\u{301} cre\u{300}me brule\u{301}e";
    app.try_to_sign_in(&noor.email, decomposed).await.expect(201);
}

/// Everybody whom the server does not let in, with why.
async fn refused(app: &TestApp) -> Vec<(&'static str, Answer)> {
    let [wrong, unconfirmed, blocked, without, erased] = [
        app.given_account(None).await,
        app.given_account(None).await,
        app.given_account(None).await,
        app.given_account(None).await,
        app.given_account(None).await,
    ];
    let of = |account: &leerkring_tests::accounts::Account| {
        format!("WHERE email_key = '{}'", account.email)
    };
    let its = |account| format!("WHERE user_id = (SELECT id FROM users {})", of(account));
    app.sql(&format!("UPDATE users SET confirmed_at = NULL {}", of(&unconfirmed))).await;
    app.sql(&format!("UPDATE users SET blocked_at = created_at {}", of(&blocked))).await;
    app.sql(&format!("DELETE FROM passwords {}", its(&without))).await;
    app.sql(&format!("DELETE FROM passwords {}", its(&erased))).await;
    app.sql(&format!("DELETE FROM users {}", of(&erased))).await;
    let mut answers = Vec::new();
    for (why, email, password) in [
        ("the password is wrong", &wrong.email, "paard accu nietje kletst"),
        ("the address is not confirmed", &unconfirmed.email, PASSWORD),
        ("the person is blocked", &blocked.email, PASSWORD),
        ("there is no password", &without.email, PASSWORD),
        ("there is nobody any more", &erased.email, PASSWORD),
        ("there never was anybody", &"nobody@example.nl".to_owned(), PASSWORD),
        ("the password is as short as none may be", &wrong.email, "x"),
    ] {
        let before = app.app.passwords.verifications();
        answers.push((why, app.try_to_sign_in(email, password).await));
        let after = app.app.passwords.verifications();
        assert_eq!(after - before, 1, "not the same work where {why}");
    }
    answers
}

#[tokio::test]
async fn whoever_is_refused_is_told_the_same_after_the_same_work() {
    let app = TestApp::start().await;
    let answers = refused(&app).await;
    let (_, first) = &answers[0];
    let names = |answer: &Answer| {
        let mut names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
        names.sort();
        names
    };
    for (why, answer) in &answers {
        let answer = answer.clone().refused(401, "wrong-credentials");
        assert_eq!(answer.without_instance(), first.without_instance(), "{why}");
        assert_eq!(answer.text.len(), first.text.len(), "{why}");
        assert_eq!(names(&answer), names(first), "{why}");
    }
    assert_eq!(app.rows("sign_ins").await, 0);
}

#[tokio::test]
async fn a_token_in_the_head_neither_helps_nor_harms() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let who = json!({ "email": noor.email, "password": PASSWORD });
    for token in ["stale", &app.administrator().await.token().unwrap()] {
        let bearer = app.visitor().bearing(token);
        bearer.post("/v1/sign-ins", who.clone()).await.expect(201);
        let wrong = json!({ "email": noor.email, "password": "x" });
        bearer.post("/v1/sign-ins", wrong).await.refused(401, "wrong-credentials");
    }
}

#[tokio::test]
async fn a_sign_in_is_not_repeated_by_key() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let who = json!({ "email": noor.email, "password": PASSWORD });
    let mut ids = Vec::new();
    for _ in 0..2 {
        let answer = app.visitor().post("/v1/sign-ins", who.clone()).key("the-same-key-twice");
        ids.push(answer.await.expect(201).id());
    }
    assert_ne!(ids[0], ids[1]);
    assert_eq!(app.rows("idempotency_keys").await, 0);
}

#[tokio::test]
async fn a_hash_made_with_other_costs_is_made_anew_at_the_next_sign_in() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    // Of the password that all accounts have, with costs from before.
    let cheap = "$argon2id$v=19$m=8,t=1,p=1$MTIzNDU2Nzg5MDEyMzQ1Ng$";
    let hash = format!("{cheap}s1HOLWbwnHG7VNQUUIUTxUdCmcHF9881ymNfILiammI");
    app.sql(&format!("UPDATE passwords SET hash = '{hash}'")).await;
    for _ in 0..2 {
        app.try_to_sign_in(&noor.email, PASSWORD).await.expect(201);
        let account = app.in_server(move |app| async move {
            accounts::find(app.store.reader(), noor.user).await.unwrap().unwrap()
        });
        let hash = account.await.hash.unwrap();
        assert!(hash.expose_secret().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }
}

#[tokio::test]
async fn who_asks_for_more_than_tokens_is_told_that_there_is_no_such_field() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    for field in ["userId", "roles", "expiresAt", "generation"] {
        let mut who = json!({ "email": noor.email, "password": PASSWORD });
        who[field] = json!("administrator");
        let answer = app.visitor().post("/v1/sign-ins", who).await;
        let errors = answer.refused(400, "invalid-request").errors();
        assert_eq!(errors, [(format!("/{field}"), "unknown-field".to_owned())]);
    }
}

#[tokio::test]
async fn a_token_of_no_sign_in_is_believed_in_development_only() {
    for (development, status) in [(true, 200), (false, 401)] {
        let app = TestApp::start_with(|config| config.development = development).await;
        let noor = app.given_account(None).await;
        app.visitor().signed_in(noor.user).get("/v1/sign-ins").await.expect(status);
        app.sign_in(&noor).await.client.get("/v1/sign-ins").await.expect(200);
    }
}
