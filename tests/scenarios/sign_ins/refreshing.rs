//! Refresh tokens: good once, asked for again for a moment, and the end of their sign-in when
//! somebody has an old one.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_tests::accounts::SignedIn;
use leerkring_tests::{TestApp, all, json};

async fn somebody(app: &TestApp) -> SignedIn {
    app.sign_in(&app.given_account(None).await).await
}

/// What the refresh token gives, which is good.
async fn refreshed(app: &TestApp, token: &str) -> SignedIn {
    app.signed_in(&app.refresh(token).await.expect(200))
}

#[tokio::test]
async fn a_refresh_token_gives_new_tokens_of_the_same_sign_in() {
    let app = TestApp::start().await;
    let here = somebody(&app).await;
    app.set_now("2026-07-08T10:00:00Z");
    here.client.get("/v1/sign-ins").await.refused(401, "unauthenticated");
    let answer = app.refresh(&here.refresh).await.expect(200);
    assert_eq!(answer.body["expiresAt"], "2026-07-08T10:10:00Z");
    assert_eq!(answer.body["refreshExpiresAt"], "2026-08-07T10:00:00Z");
    let next = app.signed_in(&answer);
    assert_eq!(next.id, here.id);
    assert_ne!(next.refresh, here.refresh);
    let own = next.client.get("/v1/sign-ins").await.expect(200).body;
    assert_eq!(own["items"].as_array().unwrap().len(), 1);
    assert_eq!(own["items"][0]["renewedAt"], "2026-07-08T10:00:00Z");
}

#[tokio::test]
async fn an_answer_that_was_lost_is_asked_for_again_within_ten_seconds() {
    let app = TestApp::start().await;
    let here = somebody(&app).await;
    let next = refreshed(&app, &here.refresh).await;
    app.set_now("2026-07-01T10:00:10Z");
    let again = refreshed(&app, &here.refresh).await;
    assert_eq!(again.refresh, next.refresh);
    again.client.get("/v1/sign-ins").await.expect(200);
    refreshed(&app, &next.refresh).await;
}

#[tokio::test]
async fn an_old_token_ends_the_sign_in_after_ten_seconds() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let here = app.sign_in(&noor).await;
    let next = refreshed(&app, &here.refresh).await;
    assert_eq!(app.mails_to(&noor.email).await, []);
    app.set_now("2026-07-01T10:00:10.001Z");
    next.client.get("/v1/sign-ins").await.expect(200);
    app.refresh(&here.refresh).await.refused(401, "sign-in-over");
    app.refresh(&next.refresh).await.refused(401, "sign-in-over");
    for client in [here.client, next.client] {
        client.get("/v1/sign-ins").await.refused(401, "unauthenticated");
    }
    let told = app.mails_to(&noor.email).await;
    assert_eq!(told.len(), 1, "it is told once: {told:?}");
    assert_eq!(told[0].subject, "U bent uit voorzorg uitgelogd");
}

#[tokio::test]
async fn an_old_token_ends_the_sign_in_once_its_successor_was_used() {
    let app = TestApp::start().await;
    let here = somebody(&app).await;
    let next = refreshed(&app, &here.refresh).await;
    let newest = refreshed(&app, &next.refresh).await;
    app.refresh(&here.refresh).await.refused(401, "sign-in-over");
    app.refresh(&newest.refresh).await.refused(401, "sign-in-over");
    newest.client.get("/v1/sign-ins").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn one_sign_in_that_ends_leaves_the_others() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let (one, other) = (app.sign_in(&noor).await, app.sign_in(&noor).await);
    let next = refreshed(&app, &one.refresh).await;
    refreshed(&app, &next.refresh).await;
    app.refresh(&one.refresh).await.refused(401, "sign-in-over");
    other.client.get("/v1/sign-ins").await.expect(200);
    refreshed(&app, &other.refresh).await;
}

#[tokio::test]
async fn a_sign_in_ends_thirty_days_after_the_last_time_and_after_ninety_in_all() {
    let app = TestApp::start().await;
    let idle = somebody(&app).await;
    let mut kept_up = somebody(&app).await;
    for day in ["07-30", "08-28", "09-26"] {
        app.set_now(&format!("2026-{day}T10:00:00Z"));
        kept_up = refreshed(&app, &kept_up.refresh).await;
    }
    app.refresh(&idle.refresh).await.refused(401, "sign-in-over");
    app.set_now("2026-09-29T09:59:00Z");
    let answer = app.refresh(&kept_up.refresh).await.expect(200);
    assert_eq!(answer.body["expiresAt"], "2026-09-29T10:00:00Z");
    assert_eq!(answer.body["refreshExpiresAt"], "2026-09-29T10:00:00Z");
    app.set_now("2026-09-29T10:00:00Z");
    let last = app.signed_in(&answer);
    app.refresh(&last.refresh).await.refused(401, "sign-in-over");
    last.client.get("/v1/sign-ins").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_forged_token_is_told_what_an_old_one_is_and_ends_nothing() {
    let app = TestApp::start().await;
    let here = somebody(&app).await;
    let mut forged: Vec<String> =
        ["x", "not base64!", &"A".repeat(70), &here.access[..70]].map(str::to_owned).into();
    let content = URL_SAFE_NO_PAD.decode(&here.refresh).unwrap();
    for place in [0, 15, 16, 19, 20, 51] {
        let mut other = content.clone();
        other[place] ^= 1;
        forged.push(URL_SAFE_NO_PAD.encode(other));
    }
    let mut bodies = BTreeSet::new();
    for token in &forged {
        let answer = app.refresh(token).await.refused(401, "sign-in-over");
        bodies.insert(answer.without_instance().to_string());
    }
    let here = refreshed(&app, &here.refresh).await;
    here.client.post("/v1/sign-ins/_end", None).await.expect(204);
    let ended = app.refresh(&here.refresh).await.refused(401, "sign-in-over");
    bodies.insert(ended.without_instance().to_string());
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

#[tokio::test]
async fn a_refresh_token_opens_nothing_else_and_an_access_token_refreshes_nothing() {
    let app = TestApp::start().await;
    let here = somebody(&app).await;
    let bearing = app.visitor().bearing(&here.refresh);
    bearing.get("/v1/sign-ins").await.refused(401, "unauthenticated");
    let body = json!({ "refreshToken": here.access });
    let answer = app.visitor().post("/v1/sign-ins/_refresh", body).await;
    assert!([400, 401].contains(&answer.status), "{answer}");
}

#[tokio::test]
async fn a_blocked_person_goes_on_with_nothing_until_they_are_let_in_again() {
    let app = TestApp::start().await;
    let here = somebody(&app).await;
    app.sql("UPDATE users SET blocked_at = created_at").await;
    here.client.get("/v1/sign-ins").await.refused(401, "unauthenticated");
    app.refresh(&here.refresh).await.refused(401, "sign-in-over");
    app.sql("UPDATE users SET blocked_at = NULL").await;
    here.client.get("/v1/sign-ins").await.expect(200);
    refreshed(&app, &here.refresh).await;
}

#[tokio::test]
async fn fifty_at_once_with_one_token_get_one_successor() {
    let app = TestApp::start().await;
    let here = somebody(&app).await;
    let body = leerkring_tests::accounts::refresh_body(&here.refresh);
    let requests = (0..50).map(|_| app.visitor().post("/v1/sign-ins/_refresh", body.clone()));

    let answers = all(requests.collect(), 50).await;

    let tokens: BTreeSet<String> =
        answers.into_iter().map(|answer| app.signed_in(&answer.expect(200)).refresh).collect();
    assert_eq!(tokens.len(), 1, "{tokens:?}");
    refreshed(&app, tokens.first().unwrap()).await;
}
