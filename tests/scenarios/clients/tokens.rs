//! How a client gets a token, and what it may with it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::Algorithm;
use leerkring_domain::kernel::access::Place;
use leerkring_tests::issuer::IssuerKey;
use leerkring_tests::machines::{asking, with_assertion};
use leerkring_tests::{Answer, TestApp, duo, json};
use reqwest::Method;
use sea_orm::{ConnectionTrait, Statement};

use super::machine;

async fn with_basic(app: &TestApp, pair: &str, form: &str) -> Answer {
    let request = app.visitor().request(Method::POST, "/v1/oauth/token");
    let request = request.body("application/x-www-form-urlencoded", form);
    request.header("authorization", &format!("Basic {}", STANDARD.encode(pair))).await
}

#[tokio::test]
async fn a_client_gets_a_token_in_each_of_three_ways() {
    let app = TestApp::start().await;
    let (_, machine) = machine(&app).await;
    let grant = "grant_type=client_credentials";
    let basic = with_basic(&app, &format!("{}:{}", machine.id, machine.secret), grant).await;
    let post = app.ask_token(machine.with_secret()).await;
    let signed = app.ask_token(machine.signed(&machine.claims(&app))).await;
    for answer in [basic, post, signed] {
        let answer = answer.expect(200);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.body["token_type"], "Bearer");
        assert_eq!(answer.body["expires_in"], 900);
        assert_eq!(answer.body["scope"], "boards:read registrations:read registrations:write");
        let bearer = app.visitor().bearing(answer.body["access_token"].as_str().unwrap());
        let me = bearer.get("/v1/me").await.expect(200).body;
        assert_eq!(me["client"]["id"], machine.id);
        assert_eq!(me["roles"][0]["role"], "board-editor");
    }
    assert_eq!(app.rows("client_assertions").await, 1);
}

#[tokio::test]
async fn every_kind_of_key_signs() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let ours = app.board_administrator(&board).await;
    let mut rs256 = IssuerKey::rsa("rs256", 0);
    rs256.public["alg"] = json!("RS256");
    let mut ps256 = IssuerKey::rsa("ps256", 1);
    ps256.algorithm = Algorithm::PS256;
    let keys = [rs256, ps256, IssuerKey::p384("es384"), IssuerKey::ed25519("eddsa")];
    for key in keys {
        let path = format!("/v1/clients/{}/keys", machine.id);
        ours.post(&path, json!({ "jwk": key.public })).await.expect(201);
        for kind in [None, Some("JWT"), Some("client-authentication+jwt")] {
            let mut header = key.header();
            header.typ = kind.map(str::to_owned);
            let mut claims = machine.claims(&app);
            claims["aud"] = json!([format!("{}/v1/oauth/token", app.app.public_url)]);
            let assertion = key.sign_with(&header, &claims);
            app.ask_token(with_assertion(&assertion)).await.expect(200);
        }
    }
}

#[tokio::test]
async fn a_token_opens_what_the_client_may_of_what_was_asked_for() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let cohort = app.given_cohort(|_| {}).await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    machine.client.post(&path, duo(&board)).await.expect(201);

    let mut form = machine.with_secret();
    form["scope"] = json!("registrations:read boards:read");
    let reader = app.bearer_of(form.clone()).await;
    let list = reader.get("/v1/registrations").await.expect(200);
    assert_eq!(list.body["items"].as_array().unwrap().len(), 1);
    let refused = reader.post(&path, duo(&board)).in_english().await.refused(403, "forbidden");
    let challenge = refused.header("www-authenticate").unwrap();
    assert!(challenge.contains("error=\"insufficient_scope\""), "{challenge}");
    assert!(challenge.ends_with("scope=\"registrations:write\""), "{challenge}");
    assert!(refused.body["detail"].as_str().unwrap().contains("registrations:write"), "{refused}");
    let me = reader.get("/v1/me").await.expect(200).body;
    assert_eq!(me["client"]["scopes"], json!(["boards:read", "registrations:read"]));

    // Without the scope a machine is a visitor where anybody may.
    let draft = app.given_draft_programme(|_| {}).await;
    reader.get(&format!("/v1/programmes/{}", draft.id)).await.expect(404);
    for beyond in ["needs:read", "registrations:read needs:read", "x", "registrations:read "] {
        form["scope"] = json!(beyond);
        let refused = app.ask_token(form.clone()).await.refused(400, "invalid-scope");
        assert_eq!(refused.body["error"], "invalid_scope");
    }
}

#[tokio::test]
async fn what_a_machine_does_is_recorded_in_its_name() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let cohort = app.given_cohort(|_| {}).await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    machine.client.post(&path, duo(&board)).await.expect(201);
    let rows = app
        .in_server(|app| async move {
            let db = app.store.reader();
            let told = "SELECT what FROM audit_entries WHERE principal_kind = 'client' ORDER BY id";
            let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), told));
            let rows = rows.await.unwrap().into_iter();
            rows.map(|row| row.try_get_by_index::<String>(0).unwrap()).collect::<Vec<_>>()
        })
        .await;
    assert_eq!(rows, ["token-given", "registration-made", "invoice-issued"]);
}

#[tokio::test]
async fn changed_scopes_blocking_and_revoking_act_with_the_next_request() {
    let app = TestApp::start().await;
    let (board, machine) = machine(&app).await;
    let ours = app.board_administrator(&board).await;
    let path = format!("/v1/clients/{}", machine.id);
    let list = || machine.client.get("/v1/registrations");
    list().await.expect(200);

    let etag = ours.get(&path).await.etag().to_owned();
    ours.patch(&path, &etag, json!({ "scopes": ["boards:read"] })).await.expect(200);
    list().await.refused(403, "forbidden");
    ours.patch(&path, &etag, json!({ "scopes": [] })).await.refused(412, "stale");
    let etag = ours.get(&path).await.etag().to_owned();
    let back = json!({ "scopes": ["boards:read", "registrations:read"] });
    ours.patch(&path, &etag, back).await.expect(200);
    list().await.expect(200);

    ours.post(&format!("{path}/_block"), json!({ "reason": "Gelekt" })).await.expect(200);
    list().await.refused(401, "unauthenticated");
    app.ask_token(machine.with_secret()).await.refused(401, "wrong-client");
    app.ask_token(machine.signed(&machine.claims(&app))).await.refused(401, "wrong-client");
    ours.post(&format!("{path}/_unblock"), json!({})).await.expect(200);
    list().await.expect(200);

    // A token ends with the secret or the key that it was given for, and with no other.
    let signed = app.bearer_of(machine.signed(&machine.claims(&app))).await;
    let revoke = format!("/v1/client-secrets/{}/_revoke", machine.secret_id);
    ours.post(&revoke, json!({})).await.expect(204);
    list().await.refused(401, "unauthenticated");
    signed.get("/v1/registrations").await.expect(200);
    let remove = format!("/v1/client-keys/{}/_remove", machine.key_id);
    ours.post(&remove, json!({})).await.expect(204);
    signed.get("/v1/registrations").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_token_lives_fifteen_minutes() {
    let app = TestApp::start().await;
    let (_, machine) = machine(&app).await;
    app.set_now("2026-07-01T10:15:04Z");
    machine.client.get("/v1/me").await.expect(200);
    app.set_now("2026-07-01T10:15:05Z");
    machine.client.get("/v1/me").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_form_is_read_as_oauth_has_it() {
    let app = TestApp::start().await;
    let (_, machine) = machine(&app).await;
    let pair = format!("{}:{}", machine.id, machine.secret);
    let good = "grant_type=client_credentials";
    // What is empty counts as left out, and what we do not know is not looked at.
    let more = format!("{good}&scope=&client_secret=&audience=x&resource=https%3A%2F%2Fx");
    with_basic(&app, &pair, &more).await.expect(200);
    with_basic(&app, &pair, &format!("{good}&client_id={}", machine.id)).await.expect(200);
    for (form, code, word) in [
        (format!("{good}&{good}"), "invalid-request", "invalid_request"),
        (format!("{good}&scope=a&scope=b"), "invalid-request", "invalid_request"),
        (format!("{good}&x=a&x=b"), "invalid-request", "invalid_request"),
        (format!("{good}&client_secret={}", machine.secret), "invalid-request", "invalid_request"),
        (format!("{good}&client_assertion=a.b.c"), "invalid-request", "invalid_request"),
        (format!("{good}&client_id=another"), "invalid-request", "invalid_request"),
        (String::new(), "invalid-request", "invalid_request"),
        ("grant_type=password".to_owned(), "unsupported-grant-type", "unsupported_grant_type"),
        ("grant_type=refresh_token".to_owned(), "unsupported-grant-type", "unsupported_grant_type"),
    ] {
        let refused = with_basic(&app, &pair, &form).await.refused(400, code);
        assert_eq!(refused.body["error"], word, "{form}");
        assert!(refused.body["error_description"].as_str().unwrap().is_ascii());
    }
    let json = app.visitor().post("/v1/oauth/token", machine.with_secret()).await;
    let json = json.refused(415, "unsupported-media-type");
    assert_eq!(json.body["error"], "invalid_request");
    let nothing = json!({ "grant_type": "client_credentials" });
    let none = asking(&app.visitor(), &nothing).await.refused(401, "wrong-client");
    assert!(none.header("www-authenticate").unwrap().starts_with("Basic"));
    // A browser that is challenged for `Basic` asks for a password in a window of its own.
    let page = asking(&app.visitor(), &nothing).header("sec-fetch-mode", "cors").await;
    assert!(page.header("www-authenticate").unwrap().starts_with("Bearer"));
}

#[tokio::test]
async fn oauth_libraries_find_what_they_need_where_they_look() {
    let app = TestApp::start().await;
    for path in ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"] {
        let told = app.visitor().get(path).await.expect(200).body;
        let url = &app.app.public_url;
        assert_eq!(told["issuer"], *url);
        assert_eq!(told["token_endpoint"], format!("{url}/v1/oauth/token"));
        assert_eq!(told["grant_types_supported"], json!(["client_credentials"]));
        let algorithms = json!(["RS256", "PS256", "ES256", "ES384", "EdDSA"]);
        assert_eq!(told["token_endpoint_auth_signing_alg_values_supported"], algorithms);
        let scopes = told["scopes_supported"].as_array().unwrap();
        assert!(scopes.contains(&json!("registrations:read")));
    }
}

#[tokio::test]
async fn machines_of_an_organiser_see_what_its_people_see() {
    let app = TestApp::start().await;
    let draft = app.given_draft_programme(|_| {}).await;
    let organiser: uuid::Uuid = draft.body["leadOrganiserId"].as_str().unwrap().parse().unwrap();
    let place = Place::Organiser(organiser.into());
    let machine = app.given_machine(place, &["programmes:read"]).await;
    let path = format!("/v1/programmes/{}", draft.id);
    machine.client.get(&path).await.expect(200);
    let blind = app.given_machine(place, &["boards:read"]).await;
    blind.client.get(&path).await.refused(404, "not-found");
}
