//! Trusted issuers: whose tokens are believed, who somebody with one is, and what an issuer that is
//! away or changes its keys does to them.

mod attacks;
mod erasing;
mod fetching;

use jsonwebtoken::Algorithm;
use leerkring::config::Config;
use leerkring::issuers::settings::IssuerAlgorithm;
use leerkring::work::Author;
use leerkring_persistence::identities;
use leerkring_tests::issuer::{Issuer, IssuerKey};
use leerkring_tests::{Answer, Client, TestApp, json};

/// A server that trusts `issuer` and has fetched its keys.
async fn trusting(issuer: &Issuer, algorithm: IssuerAlgorithm) -> TestApp {
    let trusted = issuer.settings(algorithm);
    let app = TestApp::start_with(|config: &mut Config| config.issuers = vec![trusted]).await;
    fetch(&app, issuer).await;
    // The server's own first fetch is over too, so that it comes at no odd moment.
    while issuer.fetches() < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    app
}

/// Makes the server fetch the issuer's keys now; says whether that went well.
async fn fetch(app: &TestApp, issuer: &Issuer) -> bool {
    let name = issuer.url.clone();
    app.in_server(|app| async move { app.issuers.find(&name).unwrap().refresh().await.is_ok() })
        .await
}

async fn ask(app: &TestApp, path: &str, token: &str) -> Answer {
    app.visitor().get(path).header("authorization", &format!("Bearer {token}")).await
}

/// Links an issuer's subject to a person here.
async fn link(app: &TestApp, person: &Client, issuer: &Issuer, subject: &'static str) {
    let (user, name) = (person.user.unwrap(), issuer.url.clone());
    app.in_server(move |app| async move {
        app.work(Author::server("test"), move |work| {
            Box::pin(async move {
                Ok(identities::link(&work.tx, user, (&name, subject), work.now).await?)
            })
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_linked_person_is_who_they_are_here_and_a_stranger_reads_what_is_public() {
    let key = IssuerKey::p256("one");
    let issuer = Issuer::start(&[&key]);
    let app = trusting(&issuer, IssuerAlgorithm::Es256).await;
    let token = key.sign(&issuer.claims("jan", app.now()));

    ask(&app, "/v1/organisers", &token).await.expect(200);
    let refused = ask(&app, "/v1/registrations", &token).await.refused(403, "no-account");
    assert!(refused.body["detail"].as_str().unwrap().contains("uitnodiging"), "{refused}");

    let administrator = app.administrator().await;
    link(&app, &administrator, &issuer, "jan").await;
    ask(&app, "/v1/registrations", &token).await.expect(200);
    let another = key.sign(&issuer.claims("Jan", app.now()));
    ask(&app, "/v1/registrations", &another).await.refused(403, "no-account");
}

#[tokio::test]
async fn who_was_blocked_or_erased_here_is_out_with_the_next_request() {
    let key = IssuerKey::p256("one");
    let issuer = Issuer::start(&[&key]);
    let app = trusting(&issuer, IssuerAlgorithm::Es256).await;
    link(&app, &app.administrator().await, &issuer, "jan").await;
    let token = key.sign(&issuer.claims("jan", app.now()));
    ask(&app, "/v1/registrations", &token).await.expect(200);

    app.in_server(|app| async move {
        use sea_orm::ConnectionTrait;
        let block = "UPDATE users SET blocked_at = created_at";
        app.store.schema().execute_unprepared(block).await.unwrap();
    })
    .await;

    for path in ["/v1/registrations", "/v1/organisers"] {
        ask(&app, path, &token).await.refused(401, "unauthenticated");
    }
}

#[tokio::test]
async fn what_a_token_of_an_issuer_claims_about_roles_counts_for_nothing() {
    let key = IssuerKey::p256("one");
    let issuer = Issuer::start(&[&key]);
    let app = trusting(&issuer, IssuerAlgorithm::Es256).await;
    link(&app, &app.given_person(None).await, &issuer, "jan").await;
    for claim in ["roles", "scope", "groups", "client_id", "sid"] {
        let mut claims = issuer.claims("jan", app.now());
        claims[claim] = json!(["administrator"]);
        ask(&app, "/v1/imports", &key.sign(&claims)).await.refused(403, "forbidden");
    }
}

#[tokio::test]
async fn every_algorithm_that_can_be_configured_works() {
    let probabilistic = IssuerKey { algorithm: Algorithm::PS256, ..IssuerKey::rsa("k", 0) };
    for (algorithm, key) in [
        (IssuerAlgorithm::Rs256, IssuerKey::rsa("k", 0)),
        (IssuerAlgorithm::Ps256, probabilistic),
        (IssuerAlgorithm::Es256, IssuerKey::p256("k")),
        (IssuerAlgorithm::Es384, IssuerKey::p384("k")),
        (IssuerAlgorithm::EdDsa, IssuerKey::ed25519("k")),
    ] {
        let issuer = Issuer::start(&[&key]);
        let app = trusting(&issuer, algorithm).await;
        let token = key.sign(&issuer.claims("jan", app.now()));
        ask(&app, "/v1/registrations", &token).await.refused(403, "no-account");
    }
}

#[tokio::test]
async fn type_and_audience_are_those_of_the_settings() {
    let key = IssuerKey::p256("one");
    let issuer = Issuer::start(&[&key]);
    let mut trusted = issuer.settings(IssuerAlgorithm::Es256);
    trusted.token_type = "JWT".to_owned();
    trusted.audience = "https://api.example.nl".to_owned();
    let app = TestApp::start_with(|config| config.issuers = vec![trusted]).await;
    fetch(&app, &issuer).await;
    let mut claims = issuer.claims("jan", app.now());
    let status = async |claims: &_, kind: &str| {
        let mut header = key.header();
        header.typ = Some(kind.to_owned());
        ask(&app, "/v1/registrations", &key.sign_with(&header, claims)).await.status
    };
    assert_eq!(status(&claims, "JWT").await, 401);
    claims["aud"] = json!(["another", "https://api.example.nl"]);
    assert_eq!(status(&claims, "JWT").await, 403);
    assert_eq!(status(&claims, "at+jwt").await, 401);
}
