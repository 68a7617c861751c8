//! Front-ends in browsers: those that are allowed, and all others.

use std::collections::BTreeSet;

use leerkring_tests::document::{DOCUMENT, operations};
use leerkring_tests::{Answer, TestApp, json};
use reqwest::Method;

use super::{path, unknown};

const OURS: &str = "https://www.example.nl";

/// The request headers that the document speaks of, and what a programme adds by itself.
const SENT: &str = "accept-language,authorization,content-type,idempotency-key,if-match,\
                    if-none-match,x-request-id";

async fn with_a_front_end() -> TestApp {
    TestApp::start_with(|config| {
        config.cors_origins = vec!["http://localhost:3000".to_owned(), OURS.to_owned()];
    })
    .await
}

async fn preflight(app: &TestApp, path: &str, method: &str, origin: &str) -> Answer {
    let request = app.visitor().request(Method::OPTIONS, path).header("origin", origin);
    let request = request.header("access-control-request-method", method);
    request.header("access-control-request-headers", SENT).raw().await.expect(204)
}

fn words(answer: &Answer, name: &str) -> BTreeSet<String> {
    let list = answer.header(name).unwrap_or_default().split(',');
    list.map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()).collect()
}

#[tokio::test]
async fn a_front_end_of_ours_may_call_every_operation() {
    let app = with_a_front_end().await;
    for operation in operations() {
        let path = path(&operation, &unknown());
        let answer = preflight(&app, &path, &operation.method, OURS).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some(OURS), "{answer}");
        let methods = words(&answer, "access-control-allow-methods");
        assert!(methods.contains(&operation.method.to_lowercase()), "{}: {answer}", operation.id);
        let headers = words(&answer, "access-control-allow-headers");
        assert!(SENT.split(',').all(|name| headers.contains(name)), "{answer}");
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        assert!(words(&answer, "vary").contains("origin"), "{answer}");
        assert!(answer.header("x-content-type-options").is_some() && answer.text.is_empty());
    }
}

#[tokio::test]
async fn it_reads_every_header_that_the_document_names() {
    let app = with_a_front_end().await;
    let answer = app.visitor().get("/v1/organisers").header("origin", OURS).await.expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), Some(OURS));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    assert!(answer.headers.get_all("vary").iter().any(|it| it == "origin"), "{answer}");
    let exposed = words(&answer, "access-control-expose-headers");
    let named = DOCUMENT["components"]["headers"].as_object().unwrap().keys();
    // Every page may read this one.
    for name in named.filter(|name| *name != "Content-Language") {
        assert!(exposed.contains(&name.to_lowercase()), "{name}: {exposed:?}");
    }
}

#[tokio::test]
async fn it_reads_refusals_and_absences_too() {
    let app = with_a_front_end().await;
    for (path, status) in
        [("/v1/registrations", 401), ("/v1/nothing", 404), ("/v1/organisers?limit=0", 400)]
    {
        let answer = app.visitor().get(path).header("origin", OURS).await.expect(status);
        assert_eq!(answer.header("access-control-allow-origin"), Some(OURS), "{answer}");
    }
    let wrong = app.visitor().request(Method::PATCH, "/v1/organisers").header("origin", OURS);
    let wrong = wrong.await.expect(405);
    assert_eq!(wrong.header("access-control-allow-origin"), Some(OURS));
}

#[tokio::test]
async fn a_page_from_elsewhere_gets_nothing() {
    let app = with_a_front_end().await;
    for origin in [
        "https://evil.example",
        "https://www.example.nl.evil.example",
        "https://www.example.nl:444",
        "http://www.example.nl",
        "https://WWW.example.nl",
        "https://www.example.nl/",
        "https://www.example.nl, https://evil.example",
        "null",
        "*",
    ] {
        let answer = app.visitor().get("/v1/organisers").header("origin", origin).await;
        let preflight = preflight(&app, "/v1/organisers", "POST", origin).await;
        for answer in [answer, preflight] {
            let cors = answer.headers.keys().filter(|name| name.as_str().starts_with("access-"));
            assert_eq!(cors.count(), 0, "{origin}: {answer}");
            assert!(
                answer.headers.get_all("vary").iter().any(|it| {
                    it.to_str().unwrap().split(',').any(|word| word.trim() == "origin")
                })
            );
        }
    }
}

#[tokio::test]
async fn without_front_ends_no_page_may_call() {
    let app = TestApp::start().await;
    let answer = app.visitor().get("/v1/organisers").header("origin", OURS).await.expect(200);
    let preflight = preflight(&app, "/v1/organisers", "GET", OURS).await;
    for answer in [answer, preflight] {
        assert_eq!(answer.header("access-control-allow-origin"), None, "{answer}");
    }
    let plain = app.visitor().request(Method::OPTIONS, "/v1/organisers").raw().await;
    assert_eq!(plain.expect(405).header("allow"), Some("GET, POST, HEAD"));
}

#[tokio::test]
async fn what_everybody_may_know_every_page_may_read() {
    let app = with_a_front_end().await;
    for path in [
        "/v1/openapi.json",
        "/v1/openapi.yaml",
        "/.well-known/jwks.json",
        "/.well-known/oauth-authorization-server",
        "/docs/glossary",
        "/problems/full",
    ] {
        for origin in [OURS, "https://evil.example", "null"] {
            let answer = app.visitor().get(path).header("origin", origin).await.expect(200);
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
        }
    }
    let data = json!({ "slug": "a-b", "name": "A", "members": "none" });
    let made = app.administrator().await.post("/v1/organisers", data).await.expect(201);
    assert_eq!(made.header("access-control-allow-origin"), None);
}
