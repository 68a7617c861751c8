//! New passwords: with a code of a mail, or with the present one.

use leerkring_tests::accounts::PASSWORD;
use leerkring_tests::{Client, TestApp, json};

use super::{NEW_PASSWORD, choose, forgot};

async fn code(app: &TestApp, email: &str) -> String {
    forgot(app, email).await.expect(204);
    app.last_mail_to(email).await.code("reset")
}

#[tokio::test]
async fn whoever_forgot_the_password_chooses_another_and_is_signed_out_everywhere() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let (here, there) = (app.sign_in(&noor).await, app.sign_in(&noor).await);
    let code = code(&app, &noor.email).await;

    choose(&app, "_reset", &code, NEW_PASSWORD).await.expect(200);

    for ended in [here, there] {
        ended.client.get("/v1/me").await.refused(401, "unauthenticated");
        app.refresh(&ended.refresh).await.refused(401, "sign-in-over");
    }
    app.try_to_sign_in(&noor.email, PASSWORD).await.refused(401, "wrong-credentials");
    app.try_to_sign_in(&noor.email, NEW_PASSWORD).await.expect(201);
    assert_eq!(app.last_mail_to(&noor.email).await.subject, "Uw wachtwoord is gewijzigd");
    choose(&app, "_reset", &code, PASSWORD).await.refused(409, "code-not-usable");
    assert_eq!(app.recorded("password-reset").await, 1);
}

#[tokio::test]
async fn a_code_is_good_for_an_hour_and_the_newest_only() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let (first, second) = (code(&app, &noor.email).await, code(&app, &noor.email).await);
    choose(&app, "_reset", &first, NEW_PASSWORD).await.refused(409, "code-not-usable");
    choose(&app, "_confirm", &second, NEW_PASSWORD).await.refused(409, "code-not-usable");
    choose(&app, "_reset", &second, "kort genoeg").await.refused(400, "invalid-request");
    app.set_now("2026-07-01T11:00:00Z");
    choose(&app, "_reset", &second, NEW_PASSWORD).await.refused(409, "code-not-usable");
    app.try_to_sign_in(&noor.email, PASSWORD).await.expect(201);
}

#[tokio::test]
async fn somebody_who_was_blocked_since_chooses_nothing() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let code = code(&app, &noor.email).await;
    app.sql("UPDATE users SET blocked_at = created_at").await;
    choose(&app, "_reset", &code, NEW_PASSWORD).await.refused(409, "code-not-usable");
    app.sql("UPDATE users SET blocked_at = NULL").await;
    choose(&app, "_reset", &code, NEW_PASSWORD).await.expect(200);
}

#[tokio::test]
async fn of_many_who_use_a_code_at_once_one_does() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let code = code(&app, &noor.email).await;
    let requests = (0..8).map(|number| {
        let password = format!("{NEW_PASSWORD} {number}");
        app.visitor().post("/v1/accounts/_reset", json!({ "code": code, "password": password }))
    });
    let answers = leerkring_tests::all(requests.collect(), 8).await;
    let done: Vec<_> = (0..8).filter(|number| answers[*number].status == 200).collect();
    assert_eq!(done.len(), 1, "{answers:?}");
    let password = format!("{NEW_PASSWORD} {}", done[0]);
    app.try_to_sign_in(&noor.email, &password).await.expect(201);
}

async fn change(client: &Client, present: &str, new: &str) -> leerkring_tests::Answer {
    let body = json!({ "password": present, "newPassword": new });
    client.post("/v1/me/_password", body).await
}

#[tokio::test]
async fn whoever_is_signed_in_changes_the_password_with_the_present_one_and_stays() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let (here, there) = (app.sign_in(&noor).await, app.sign_in(&noor).await);
    change(&here.client, "niet mijn wachtwoord", NEW_PASSWORD).await.refused(403, "wrong-password");
    let short = change(&here.client, PASSWORD, "kort genoeg").await.refused(400, "invalid-request");
    assert_eq!(short.errors(), [("/newPassword".to_owned(), "too-short".to_owned())]);

    change(&here.client, PASSWORD, NEW_PASSWORD).await.expect(204);

    here.client.get("/v1/me").await.expect(200);
    there.client.get("/v1/me").await.refused(401, "unauthenticated");
    app.try_to_sign_in(&noor.email, PASSWORD).await.refused(401, "wrong-credentials");
    app.try_to_sign_in(&noor.email, NEW_PASSWORD).await.expect(201);
    assert_eq!(app.last_mail_to(&noor.email).await.subject, "Uw wachtwoord is gewijzigd");
    assert_eq!(app.rows("idempotency_keys").await, 0);
}

#[tokio::test]
async fn a_password_that_changed_voids_the_link_that_was_sent_before() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let code = code(&app, &noor.email).await;
    change(&app.sign_in(&noor).await.client, PASSWORD, NEW_PASSWORD).await.expect(204);
    choose(&app, "_reset", &code, PASSWORD).await.refused(409, "code-not-usable");
}

#[tokio::test]
async fn a_stolen_session_cannot_guess_the_password() {
    let app = TestApp::start_with(|config| config.limits.enabled = true).await;
    let here = app.sign_in(&app.given_account(None).await).await.client;
    for _ in 0..10 {
        change(&here, "een gok naar iets", NEW_PASSWORD).await.refused(403, "wrong-password");
    }
    change(&here, PASSWORD, NEW_PASSWORD).await.refused(429, "too-many-requests");
}

#[tokio::test]
async fn of_two_who_change_it_at_once_one_does() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let here = app.sign_in(&noor).await.client;
    let requests = (0..4).map(|number| {
        let new = format!("{NEW_PASSWORD} {number}");
        here.post("/v1/me/_password", json!({ "password": PASSWORD, "newPassword": new }))
    });
    let answers = leerkring_tests::all(requests.collect(), 4).await;
    assert_eq!(answers.iter().filter(|it| it.status == 204).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|it| it.status == 204 || it.code() == "wrong-password"));
}
