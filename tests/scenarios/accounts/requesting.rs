//! Asking: what is answered tells nobody whether an address is known.

use leerkring_tests::{Answer, TestApp, json};

use super::{NEW_PASSWORD, ask, choose, forgot};

#[tokio::test]
async fn somebody_asks_for_an_account_confirms_the_address_and_signs_in() {
    let app = TestApp::start().await;
    let body = json!({ "name": "Noor Nieuw", "email": "Noor@Example.nl", "language": "en" });
    app.visitor().post("/v1/accounts", body).await.expect(204);
    let mail = app.last_mail_to("noor@example.nl").await;
    assert_eq!(mail.subject, "Confirm your e-mail address");
    assert!(!mail.text.contains("Noor"), "a name that a stranger may have chosen: {}", mail.text);
    let code = mail.code("confirm");
    app.try_to_sign_in("noor@example.nl", NEW_PASSWORD).await.refused(401, "wrong-credentials");
    let look = app.visitor().post("/v1/accounts/_look", json!({ "code": code })).await.expect(200);
    assert_eq!(
        (&look.body["opens"], &look.body["name"]),
        (&json!("account"), &json!("Noor Nieuw"))
    );
    let without = app.visitor().post("/v1/accounts/_confirm", json!({ "code": code })).await;
    assert_eq!(without.errors(), [("/password".to_owned(), "required".to_owned())]);
    let short =
        choose(&app, "_confirm", &code, "kort genoeg").await.refused(400, "invalid-request");
    assert_eq!(short.errors(), [("/password".to_owned(), "too-short".to_owned())]);

    let confirmed = choose(&app, "_confirm", &code, NEW_PASSWORD).await.expect(200);

    assert_eq!(confirmed.body, json!({ "name": "Noor Nieuw", "email": "noor@example.nl" }));
    choose(&app, "_confirm", &code, NEW_PASSWORD).await.refused(409, "code-not-usable");
    let here = app.try_to_sign_in("noor@example.nl", NEW_PASSWORD).await.expect(201);
    let me = app.signed_in(&here).client.get("/v1/me").await.expect(200).body;
    assert_eq!((&me["user"]["language"], &me["roles"]), (&json!("en"), &json!([])));
    assert_eq!(app.where_is(NEW_PASSWORD).await, [""; 0]);
    let piece = code.split('_').max_by_key(|piece| piece.len()).unwrap();
    assert_eq!(app.where_is(piece).await, [""; 0]);
}

/// Everybody whom an address may belong to.
async fn addresses(app: &TestApp) -> Vec<(&'static str, String)> {
    let known = app.given_account(None).await.email;
    let blocked = app.given_account(None).await.email;
    app.sql(&format!("UPDATE users SET blocked_at = created_at WHERE email_key = '{blocked}'"))
        .await;
    ask(app, "waiting@example.nl").await.expect(204);
    vec![
        ("nobody", "nobody@example.nl".to_owned()),
        ("somebody with an account", known),
        ("somebody who is blocked", blocked),
        ("somebody who has not confirmed", "waiting@example.nl".to_owned()),
    ]
}

fn told(answer: &Answer) -> (u16, String, Vec<String>) {
    let names = answer.headers.keys().map(ToString::to_string).collect();
    (answer.status, answer.text.clone(), names)
}

#[tokio::test]
async fn the_answer_and_what_is_written_are_the_same_for_every_address() {
    let app = TestApp::start().await;
    let addresses = addresses(&app).await;
    let counts = async || {
        let mut counts = Vec::new();
        for table in ["outbox", "one_time_codes", "audit_entries"] {
            counts.push(app.rows(table).await);
        }
        counts
    };
    let mut answers = Vec::new();
    for (whose, address) in &addresses {
        for asked in ["account", "password"] {
            let before = counts().await;
            let answer = match asked {
                "account" => ask(&app, address).await,
                _ => forgot(&app, address).await,
            };
            let after = counts().await;
            let written: Vec<_> = after.iter().zip(before).map(|(after, it)| after - it).collect();
            assert_eq!(written, [1, 1, 1], "{whose} asks for an {asked}");
            answers.push(told(&answer));
        }
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(app.app.passwords.verifications(), 0);
}

#[tokio::test]
async fn the_letter_tells_whoever_has_the_address_how_to_go_on() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    ask(&app, &noor.email).await.expect(204);
    let mail = app.last_mail_to(&noor.email).await;
    assert_eq!(mail.subject, "U hebt al een account");
    choose(&app, "_reset", &mail.code("reset"), NEW_PASSWORD).await.expect(200);
    app.try_to_sign_in(&noor.email, NEW_PASSWORD).await.expect(201);

    forgot(&app, "nobody@example.nl").await.expect(204);
    let mail = app.last_mail_to("nobody@example.nl").await;
    assert_eq!(mail.subject, "Geen account met dit adres");
    assert_eq!(app.rows("users").await, 1);

    ask(&app, "waiting@example.nl").await.expect(204);
    forgot(&app, "waiting@example.nl").await.expect(204);
    let mails = app.mails_to("waiting@example.nl").await;
    let [first, second] = [0, 1].map(|number: usize| mails[number].code("confirm"));
    choose(&app, "_confirm", &first, NEW_PASSWORD).await.refused(409, "code-not-usable");
    choose(&app, "_confirm", &second, NEW_PASSWORD).await.expect(200);
}

#[tokio::test]
async fn mail_to_an_address_is_limited_whoever_it_belongs_to() {
    let app = TestApp::start_with(|config| config.limits.enabled = true).await;
    let noor = app.given_account(None).await;
    let mut answers = Vec::new();
    for email in [&noor.email, "nobody@example.nl"] {
        for _ in 0..5 {
            forgot(&app, email).await.expect(204);
        }
        let refused = forgot(&app, &email.to_uppercase()).await.refused(429, "too-many-requests");
        answers
            .push((refused.without_instance(), refused.header("retry-after").map(str::to_owned)));
        assert_eq!(app.mails_to(email).await.len(), 5);
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn two_who_ask_at_once_for_one_address_are_both_told_the_same() {
    let app = TestApp::start().await;
    let body = || json!({ "name": "Noor", "email": "noor@example.nl" });
    let requests = (0..8).map(|_| app.visitor().post("/v1/accounts", body())).collect();
    for answer in leerkring_tests::all(requests, 8).await {
        answer.expect(204);
    }
    assert_eq!(app.rows("users").await, 1);
    let code = app.last_mail_to("noor@example.nl").await.code("confirm");
    let requests = (0..8).map(|_| {
        let body = json!({ "code": code, "password": NEW_PASSWORD });
        app.visitor().post("/v1/accounts/_confirm", body)
    });
    let answers = leerkring_tests::all(requests.collect(), 8).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
}

#[tokio::test]
async fn guesses_at_passwords_and_tokens_are_limited_alike_for_known_and_unknown() {
    let app = TestApp::start_with(|config| config.limits.enabled = true).await;
    let noor = app.given_account(None).await;
    for _ in 0..20 {
        app.sign_in(&noor).await;
    }
    for email in [&noor.email, "nobody@example.nl"] {
        for _ in 0..10 {
            app.try_to_sign_in(email, "x").await.refused(401, "wrong-credentials");
        }
        app.try_to_sign_in(email, "x").await.refused(429, "too-many-requests");
    }
    let right = app.try_to_sign_in(&noor.email, leerkring_tests::accounts::PASSWORD).await;
    right.refused(429, "too-many-requests");
    for _ in 0..50 {
        app.refresh("nonsense").await.refused(401, "sign-in-over");
    }
    app.refresh("nonsense").await.refused(429, "too-many-requests");
}
