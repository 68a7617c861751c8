//! The keys that sign tokens: published, rotated, revoked; and the secret under which they stand.

mod processes;

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring::commands::keys::{LEAD, revoke, rotate};
use leerkring_persistence::signing_keys::Purpose;
use leerkring_tests::{Answer, TestApp, Value, json};

const JWKS: &str = "/.well-known/jwks.json";

/// The names of the published keys.
async fn published(app: &TestApp) -> Vec<String> {
    let keys = app.visitor().get(JWKS).await.expect(200);
    let keys = keys.body["keys"].as_array().unwrap();
    keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// The name of the key that signed a token.
fn kid(token: &str) -> String {
    let head = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
    let head: Value = serde_json::from_slice(&head).unwrap();
    head["kid"].as_str().unwrap().to_owned()
}

async fn ask(app: &TestApp, token: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    app.visitor().get("/v1/registrations").header("authorization", &bearer).await
}

/// Waits until the server published something else than `before`; it has a second.
async fn published_anew(app: &TestApp, before: &[String]) -> Vec<String> {
    let end = Instant::now() + Duration::from_secs(5);
    loop {
        let now = published(app).await;
        if now != before && !now.is_empty() {
            return now;
        }
        assert!(Instant::now() < end, "still {before:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn the_public_keys_are_there_for_everybody_to_keep_for_a_minute() {
    let app = TestApp::start().await;
    let answer = app.visitor().get(JWKS).await.expect(200);
    assert_eq!(answer.header("content-type"), Some("application/jwk-set+json"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=60"));
    let keys = answer.body["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1);
    let names: Vec<&String> = keys[0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["kty", "crv", "x", "y", "use", "alg", "kid"]);
    assert_eq!(keys[0]["kid"], kid(&app.administrator().await.token().unwrap()));

    let same = app.visitor().get(JWKS).header("if-none-match", answer.etag()).await.expect(304);
    assert!(same.text.is_empty());
    let head = app.visitor().head(JWKS).await.expect(200);
    assert_eq!(head.etag(), answer.etag());
    app.visitor().post(JWKS, json!({})).await.expect(404);
}

#[tokio::test]
async fn what_others_have_to_know_stands_at_both_well_known_places() {
    let app = TestApp::start().await;
    let place = "/.well-known/oauth-authorization-server";
    let answer = app.visitor().get(place).await.expect(200);
    let url = &app.app.public_url;
    assert_eq!(answer.body["issuer"], *url);
    assert_eq!(answer.body["jwks_uri"], format!("{url}{JWKS}"));
    assert_eq!(answer.body["response_types_supported"], json!([]));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let other = app.visitor().get("/.well-known/openid-configuration").await.expect(200);
    assert_eq!(other.body, answer.body);
    app.visitor().head(place).await.expect(200);
}

#[tokio::test]
async fn a_new_key_is_published_before_it_signs_and_the_old_one_believed_until_its_last_token_ended()
 {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let before = published(&app).await;
    let last = administrator.token().unwrap();

    app.in_server(|app| async move { rotate(&app, Purpose::Tokens, LEAD).await.unwrap() }).await;

    let both = published_anew(&app, &before).await;
    assert_eq!((both.len(), &both[0]), (2, &before[0]));
    assert_eq!(kid(&administrator.token().unwrap()), both[0]);
    app.set_now("2026-07-01T10:01:59Z");
    assert_eq!(kid(&administrator.token().unwrap()), both[0]);
    app.set_now("2026-07-01T10:02:00Z");
    assert_eq!(kid(&administrator.token().unwrap()), both[1]);
    ask(&app, &last).await.expect(200);
    ask(&app, &administrator.token().unwrap()).await.expect(200);
    app.set_now("2026-07-02T10:02:04Z");
    assert_eq!(published(&app).await, both);
    app.set_now("2026-07-02T10:02:05Z");
    assert_eq!(published(&app).await, both[1..]);
    ask(&app, &administrator.token().unwrap()).await.expect(200);
}

#[tokio::test]
async fn a_revoked_key_ends_within_a_second_also_for_tokens_that_were_believed_before() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let (before, token) = (published(&app).await, administrator.token().unwrap());
    ask(&app, &token).await.expect(200);
    let name = before[0].clone();

    let begun = Instant::now();
    app.in_server(|app| async move { revoke(&app, name).await.unwrap() }).await;
    while ask(&app, &token).await.status == 200 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }

    assert!(begun.elapsed() < Duration::from_millis(2_500), "after {:?}", begun.elapsed());
    ask(&app, &token).await.refused(401, "unauthenticated");
    let anew = published_anew(&app, &before).await;
    assert_eq!(anew.len(), 1);
    assert!(!anew.contains(&before[0]));
    ask(&app, &administrator.token().unwrap()).await.expect(200);
}
