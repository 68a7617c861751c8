//! When keys are fetched, and what becomes of tokens where they are not.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use leerkring::issuers::settings::IssuerAlgorithm;
use leerkring_tests::issuer::{Issuer, IssuerKey, Mood, settings};
use leerkring_tests::{TestApp, all};

use super::{ask, fetch, trusting};

/// Waits until the token is answered with `status`.
async fn becomes(app: &TestApp, token: &str, status: u16) {
    let end = Instant::now() + Duration::from_secs(20);
    while ask(app, "/v1/registrations", token).await.status != status {
        assert!(Instant::now() < end, "never {status}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn new_keys_are_believed_and_old_ones_not_after_the_next_fetch() {
    let (old, new) = (IssuerKey::p256("old"), IssuerKey::p256("new"));
    let issuer = Issuer::start(&[&old]);
    let app = trusting(&issuer, IssuerAlgorithm::Es256).await;
    let token = |key: &IssuerKey| key.sign(&issuer.claims("jan", app.now()));
    let status = async |key| ask(&app, "/v1/registrations", &token(key)).await.status;
    assert_eq!((status(&old).await, status(&new).await), (403, 401));

    issuer.publish(&[&old, &new]);
    assert!(fetch(&app, &issuer).await);
    assert_eq!((status(&old).await, status(&new).await), (403, 403));

    issuer.publish(&[&new]);
    assert!(fetch(&app, &issuer).await);
    assert_eq!((status(&old).await, status(&new).await), (401, 403));
}

#[tokio::test]
async fn another_key_under_the_same_name_ends_the_first_also_for_tokens_seen_before() {
    let (one, two) = (IssuerKey::p256("same"), IssuerKey::p256("same"));
    let issuer = Issuer::start(&[&one]);
    let app = trusting(&issuer, IssuerAlgorithm::Es256).await;
    let token = one.sign(&issuer.claims("jan", app.now()));
    ask(&app, "/v1/registrations", &token).await.expect(403);
    issuer.publish(&[&two]);
    fetch(&app, &issuer).await;
    ask(&app, "/v1/registrations", &token).await.expect(401);
}

#[tokio::test]
async fn keys_stay_while_the_issuer_fails_and_go_when_it_says_that_it_has_none() {
    let key = IssuerKey::p256("one");
    let issuer = Issuer::start(&[&key]);
    let app = trusting(&issuer, IssuerAlgorithm::Es256).await;
    let token = key.sign(&issuer.claims("jan", app.now()));
    issuer.publish(&[]);
    for mood in [Mood::Failing, Mood::Garbage, Mood::Endless, Mood::Elsewhere] {
        issuer.be(mood);
        let before = issuer.fetches();
        assert!(!fetch(&app, &issuer).await, "{mood:?}");
        assert_eq!(issuer.fetches(), before + 1, "{mood:?}: followed or repeated");
        ask(&app, "/v1/registrations", &token).await.expect(403);
    }
    issuer.be(Mood::Well);
    assert!(fetch(&app, &issuer).await);
    ask(&app, "/v1/registrations", &token).await.expect(401);
}

#[tokio::test]
async fn a_server_starts_without_an_issuer_that_is_down_or_silent_and_believes_it_once_it_is_there()
{
    let key = IssuerKey::p256("one");
    let silent = Issuer::start(&[&key]);
    silent.be(Mood::Silent);
    let place = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut down = settings(&format!("http://{place}"), IssuerAlgorithm::Es256);
    down.refresh_seconds = 1;
    let trusted = vec![down, silent.settings(IssuerAlgorithm::Es256)];
    let begun = Instant::now();
    let app = TestApp::start_with(|config| config.issuers = trusted).await;
    app.visitor().get("/readyz").await.expect(200);
    assert!(begun.elapsed() < Duration::from_secs(8), "the start waited for an issuer");

    let listener = TcpListener::bind(place).unwrap();
    let issuer = Issuer::start_at(listener, &[&key]);
    becomes(&app, &key.sign(&issuer.claims("jan", app.now())), 403).await;
    let gauge = format!("issuer_keys{{issuer=\"{}\"}} 1", issuer.url);
    let told = async || app.visitor().get("/metrics").await.expect(200).text.contains(&gauge);
    // The first request for figures is where a test begins to keep them.
    while !told().await {
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(begun.elapsed() < Duration::from_mins(1), "no {gauge}");
    }
}

#[tokio::test]
async fn keys_are_fetched_on_schedule() {
    let (old, new) = (IssuerKey::p256("old"), IssuerKey::p256("new"));
    let issuer = Issuer::start(&[&old]);
    let mut trusted = issuer.settings(IssuerAlgorithm::Es256);
    trusted.refresh_seconds = 1;
    let app = TestApp::start_with(|config| config.issuers = vec![trusted]).await;
    becomes(&app, &old.sign(&issuer.claims("jan", app.now())), 403).await;
    issuer.publish(&[&new]);
    becomes(&app, &new.sign(&issuer.claims("jan", app.now())), 403).await;
    becomes(&app, &old.sign(&issuer.claims("jan", app.now())), 401).await;
}

#[tokio::test]
async fn no_token_makes_the_server_ask_an_issuer() {
    let key = IssuerKey::p256("one");
    let issuer = Issuer::start(&[&key]);
    let app = trusting(&issuer, IssuerAlgorithm::Es256).await;
    let before = issuer.fetches();
    let bearer = |number: u32| {
        let mut header = key.header();
        header.kid = Some(format!("unknown-{number}"));
        header.jku = number.is_multiple_of(2).then(|| format!("{}/jwks", issuer.url));
        format!("Bearer {}", key.sign_with(&header, &issuer.claims("jan", app.now())))
    };
    let visitor = app.visitor();
    let request =
        |number| visitor.get("/v1/registrations").header("authorization", &bearer(number));
    let answers = all((0..300).map(request).collect(), 16).await;
    assert!(answers.iter().all(|answer| answer.status == 401));
    assert_eq!(issuer.fetches(), before);
}
