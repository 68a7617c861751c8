//! What a programmer reads: the document, its pages, and what a machine asks about health.

use leerkring::problem::entries;
use leerkring_tests::document::DOCUMENT;
use leerkring_tests::{TestApp, Value};

#[test]
fn the_document_is_the_one_that_is_checked_in() {
    let checked_in = include_str!("../../../openapi/openapi.json");
    let checked_in: Value = serde_json::from_str(checked_in).unwrap();
    assert!(
        checked_in == **DOCUMENT,
        "the document changed; write it anew and read the difference: \
         cargo run -p leerkring -- openapi > openapi/openapi.json"
    );
}

#[test]
fn the_document_breaks_no_rule() {
    let violations = leerkring_openapi::violations(&DOCUMENT);
    let told: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} violations:\n{}", told.len(), told.join("\n"));
}

#[tokio::test]
async fn the_document_is_served_to_every_site_as_json_and_as_equal_yaml() {
    let app = TestApp::start().await;
    let json = app.visitor().get("/v1/openapi.json").await.expect(200);
    let yaml = app.visitor().get("/v1/openapi.yaml").await.expect(200);

    for answer in [&json, &yaml] {
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("api-version"), DOCUMENT["info"]["version"].as_str());
    }
    assert_eq!(json.header("content-type"), Some("application/json"));
    let from_yaml: Value = yaml_serde::from_str(&yaml.text).unwrap();
    assert_eq!(from_yaml, json.body);
    let mut served = json.body;
    assert_eq!(served["servers"][0]["url"], format!("{}/v1", app.app.public_url));
    served["servers"] = DOCUMENT["servers"].clone();
    assert_eq!(served, **DOCUMENT);
    app.visitor().head("/v1/openapi.json").await.expect(200);
}

#[tokio::test]
async fn every_problem_has_its_page_in_both_languages() {
    let app = TestApp::start().await;
    for entry in entries() {
        let page = app.visitor().get(&format!("/problems/{}", entry.code)).await.expect(200);
        let (title, text) = (entry.title(), entry.text());
        for words in [&title.nl, &title.en] {
            assert!(page.text.contains(words), "{}: {page}", entry.code);
        }
        assert!(page.text.contains(&entry.status.to_string()));
        assert!(!text.nl.is_empty() && !text.en.is_empty());
        assert!(page.text.contains("Wat u kunt doen") && page.text.contains("What you can do"));
    }
    let list = app.visitor().get("/problems").await.expect(200);
    assert!(entries().iter().all(|entry| list.text.contains(entry.code)));
    let unknown = app.visitor().get("/problems/never-heard-of").await.expect(404);
    assert_eq!(unknown.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(unknown.text.contains("Alle problemen"), "{unknown}");
}

#[tokio::test]
async fn swagger_ui_and_the_glossary_are_served_from_the_binary() {
    let app = TestApp::start().await;
    for path in ["/", "/docs"] {
        let answer = app.visitor().get(path).await;
        assert!((300..400).contains(&answer.status), "{path}: {answer}");
        assert_eq!(answer.header("location"), Some("/docs/"));
    }
    let page = app.visitor().get("/docs/").await.expect(200);
    assert!(page.text.contains("swagger-ui"), "{page}");
    let settings = app.visitor().get("/docs/swagger-initializer.js").await.expect(200);
    assert!(settings.text.contains("/v1/openapi.json"), "{settings}");
    for file in ["swagger-ui-bundle.js", "swagger-ui.css"] {
        let file = app.visitor().get(&format!("/docs/{file}")).await.expect(200);
        assert!(file.text.len() > 10_000);
        assert!(!file.text.contains("http://cdn") && !file.text.contains("https://cdn"));
    }
    let glossary = app.visitor().get("/docs/glossary").await.expect(200);
    assert_eq!(glossary.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(glossary.text.contains("<td>aanmelding, inschrijving</td>"));
}

#[tokio::test]
async fn a_machine_can_ask_whether_it_lives_is_ready_and_what_it_did() {
    let app = TestApp::start().await;
    app.visitor().get("/livez").await.expect(200);
    app.visitor().get("/readyz").await.expect(200);
    app.visitor().get("/metrics").await.expect(200);
    app.visitor().get("/v1/organisers").await.expect(200);
    let metrics = app.visitor().get("/metrics").await.expect(200).text;
    let counted = metrics.lines().any(|line| {
        line.starts_with("http_requests_total")
            && line.contains("operation=\"listOrganisers\"")
            && line.contains("status=\"200\"")
    });
    assert!(counted, "{metrics}");
    assert!(metrics.contains("http_request_seconds_bucket"), "{metrics}");
}

#[tokio::test]
async fn every_answer_names_its_request_and_a_proxy_may_name_it_first() {
    let app = TestApp::start().await;
    let given = "019f1d1f-0500-7000-8000-00000000abcd";
    let same = app.visitor().get("/v1/organisers").header("x-request-id", given).await;
    assert_eq!(same.header("x-request-id"), Some(given));
    let other = app.visitor().get("/v1/organisers").header("x-request-id", "not; an id").await;
    assert_ne!(other.header("x-request-id"), Some("not; an id"));
}
