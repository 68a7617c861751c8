//! Certificates as Open Badges, verified as an outsider does: with what stands in the badge and
//! what its addresses give, and nothing else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use leerkring::commands::keys::{revoke as revoke_key, rotate};
use leerkring_persistence::signing_keys::Purpose;
use leerkring_tests::{Answer, TestApp, Value, json};

use super::{first, over, revoke};

async fn badge(app: &TestApp, certificate: &Value) -> String {
    let path = format!("/v1/certificates/{}", certificate["id"].as_str().unwrap());
    let badge = app.administrator().await.get(&path).header("accept", "application/vc+jwt").await;
    badge.expect(200).text
}

/// What is at an address of this server.
async fn fetched(app: &TestApp, address: &str) -> Answer {
    let path = address.strip_prefix(&app.app.public_url).expect("an address of ours");
    app.visitor().get(path).raw().await
}

/// What a token says, once it was held against the key that its head names.
async fn verified(app: &TestApp, token: &str) -> Value {
    let head = decode_header(token).unwrap();
    assert_eq!(head.alg, Algorithm::ES256);
    let kid = head.kid.expect("a key");
    let key = fetched(app, &kid).await.expect(200).body;
    assert!(key["d"].is_null() && kid.ends_with(key["kid"].as_str().unwrap()));
    let (x, y) = (key["x"].as_str().unwrap(), key["y"].as_str().unwrap());
    let key = DecodingKey::from_ec_components(x, y).unwrap();
    let mut rules = Validation::new(Algorithm::ES256);
    rules.required_spec_claims.clear();
    // The scenario has a clock of its own.
    rules.validate_exp = false;
    let claims: Value = decode(token, &key, &rules).expect("a good signature").claims;
    let origin = |address: &str| address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    assert_eq!(origin(&kid), origin(claims["iss"].as_str().unwrap()), "another's key");
    claims
}

/// The head of a token, with everything that stands in it.
fn head(token: &str) -> Value {
    let head = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
    serde_json::from_slice(&head).unwrap()
}

/// Whether the list that a badge names says that it was revoked.
async fn is_revoked(app: &TestApp, badge: &Value) -> bool {
    let status = &badge["credentialStatus"];
    assert_eq!(status["type"], "BitstringStatusListEntry");
    let list = fetched(app, status["statusListCredential"].as_str().unwrap()).await.expect(200);
    // A credential that is no badge says so (Securing Verifiable Credentials, section 3.1.1).
    let said = head(&list.text);
    assert_eq!((&said["typ"], &said["cty"]), (&json!("vc+jwt"), &json!("vc")));
    let kept = list.header("cache-control").map(str::to_owned);
    let list = verified(app, &list.text).await;
    let seconds = list["credentialSubject"]["ttl"].as_i64().unwrap() / 1_000;
    assert_eq!(kept, Some(format!("public, max-age={seconds}")), "caches go by its ttl");
    assert_eq!(list["type"][1], "BitstringStatusListCredential");
    assert_eq!(list["iss"], badge["iss"]);
    let encoded = list["credentialSubject"]["encodedList"].as_str().unwrap();
    let packed = URL_SAFE_NO_PAD.decode(encoded.strip_prefix('u').unwrap()).unwrap();
    let mut bits = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut bits)
        .unwrap();
    let place: usize = status["statusListIndex"].as_str().unwrap().parse().unwrap();
    bits[place / 8] & (0b1000_0000 >> (place % 8)) != 0
}

/// A member of an object with a text in it that is not blank.
fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    let text = value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    assert!(!text.trim().is_empty(), "{pointer} is missing in {value}");
    text
}

#[tokio::test]
async fn a_badge_verifies_with_what_stands_in_it_and_tells_when_it_was_revoked() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    let certificate = first(&app, &over).await;
    let token = badge(&app, &certificate).await;
    // Additional headers are not allowed, and `typ` is JWT (Open Badges 3.0, section 8.2.2.1).
    let head = head(&token);
    let mut names: Vec<_> = head.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!((names, &head["typ"]), (vec!["alg", "kid", "typ"], &json!("JWT")));
    let badge = verified(&app, &token).await;

    // What the data model of Open Badges 3.0 requires.
    assert_eq!(badge["@context"][0], "https://www.w3.org/ns/credentials/v2");
    assert_eq!(badge["type"], json!(["VerifiableCredential", "OpenBadgeCredential"]));
    for member in ["/id", "/name", "/validFrom", "/issuer/id", "/issuer/name"] {
        text(&badge, member);
    }
    let achievement = "/credentialSubject/achievement";
    for member in ["id", "name", "description", "criteria/narrative"] {
        text(&badge, &format!("{achievement}/{member}"));
    }
    // What section 8.2.6 has a verifier compare.
    assert_eq!(badge["iss"], badge["issuer"]["id"]);
    assert_eq!(badge["jti"], badge["id"]);
    assert_eq!(badge["sub"], badge["credentialSubject"]["id"]);
    let from: chrono::DateTime<chrono::Utc> = text(&badge, "/validFrom").parse().unwrap();
    assert_eq!(badge["nbf"], from.timestamp());
    let issuer = fetched(&app, text(&badge, "/issuer/id")).await.expect(200).body;
    assert_eq!(
        (&issuer["id"], &issuer["name"]),
        (&badge["issuer"]["id"], &badge["issuer"]["name"])
    );

    assert!(!is_revoked(&app, &badge).await);
    revoke(&app, &certificate, "Vergissing").await;
    assert!(is_revoked(&app, &badge).await);
}

#[tokio::test]
async fn a_badge_outlives_the_key_that_signed_it_until_that_key_is_revoked() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    let certificate = first(&app, &over).await;
    let old = badge(&app, &certificate).await;
    let turn = |app| async move {
        rotate(&app, Purpose::Credentials, chrono::Duration::zero()).await.unwrap();
        rotate(&app, Purpose::Tokens, chrono::Duration::zero()).await.unwrap();
    };
    app.in_server(turn).await;
    app.set_now("2031-11-28T10:00:00Z");
    // Servers look at the keys every second.
    let mut new = badge(&app, &certificate).await;
    while decode_header(&new).unwrap().kid == decode_header(&old).unwrap().kid {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        new = badge(&app, &certificate).await;
    }
    assert_eq!(verified(&app, &old).await, verified(&app, &new).await);

    let kid = decode_header(&old).unwrap().kid.unwrap();
    let name = kid.rsplit('/').next().unwrap().to_owned();
    let jwks = app.visitor().get("/.well-known/jwks.json").raw().await;
    assert!(!jwks.text.contains(&name), "a key for badges signs no tokens");
    app.in_server(|app| async move { revoke_key(&app, name).await.unwrap() }).await;
    while fetched(&app, &kid).await.status == 200 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    fetched(&app, &kid).await.refused(404, "not-found");
    verified(&app, &new).await;
}

#[tokio::test]
async fn what_is_no_issuer_s_and_no_key_s_is_not_found() {
    let app = TestApp::start().await;
    let nobody = uuid::Uuid::from_u128(1);
    for path in [
        "/credentials/keys/abc".to_owned(),
        format!("/credentials/issuers/{nobody}"),
        format!("/credentials/revocations/{nobody}/2026"),
    ] {
        app.visitor().get(&path).raw().await.refused(404, "not-found");
    }
}
