//! The bounds of a request's head.

use leerkring_tests::{TestApp, duo, json};
use reqwest::Method;

#[tokio::test]
async fn an_address_is_at_most_2048_bytes_long_wherever_it_leads() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let query = |length: usize| format!("/v1/boards?q={}", "a".repeat(length - 13));
    for path in [query(2049), query(60_000), format!("/v1/boards/{}", "1".repeat(3000))] {
        let answer = visitor.get(&path).await.refused(400, "invalid-request");
        assert_eq!(answer.errors(), [(String::new(), "too-long".to_owned())]);
    }
    let long = visitor.get(&query(2048)).await.refused(400, "invalid-request");
    assert_eq!(long.errors(), [("q".to_owned(), "too-long".to_owned())]);
    let elsewhere = visitor.get(&format!("/nothing/{}", "x".repeat(2100))).raw().await;
    elsewhere.refused(400, "invalid-request");
}

#[tokio::test]
async fn a_query_has_at_most_50_parameters() {
    let app = TestApp::start().await;
    let query = |count: usize| format!("/v1/boards?{}", vec!["q=a"; count].join("&"));
    let answer = app.visitor().get(&query(51)).await.refused(400, "invalid-request");
    assert_eq!(answer.errors(), [(String::new(), "too-many".to_owned())]);
    let answer = app.visitor().get(&query(50)).await.refused(400, "invalid-request");
    assert!(answer.errors().iter().all(|(_, code)| code == "twice"), "{answer}");
}

#[tokio::test]
async fn headers_are_at_most_64_and_16_kib() {
    let app = TestApp::start().await;
    let with = |count: usize, length: usize| {
        let value = "x".repeat(length);
        let request = app.visitor().get("/v1/organisers");
        (0..count).fold(request, |request, _| request.header("x-padding", &value))
    };
    with(50, 10).await.expect(200);
    with(1, 15_000).await.expect(200);
    for (count, length, code) in [(64, 10, "too-many"), (1, 17_000, "too-long")] {
        let answer = with(count, length).await.refused(400, "invalid-request");
        assert_eq!(answer.errors(), [(String::new(), code.to_owned())]);
        assert_eq!(answer.body["errors"][0]["in"], "header");
    }
    let far_beyond = with(200, 10).raw().await;
    assert_eq!((far_beyond.status, far_beyond.text.as_str()), (431, ""));
}

#[tokio::test]
async fn a_header_that_says_one_thing_stands_there_once() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let administrator = app.administrator().await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let twice = |name: &'static str, one: &str, two: &str| {
        let request = administrator.request(Method::POST, &path);
        let body = duo(&board).to_string();
        request.body("application/json", body).header(name, one).header(name, two)
    };
    let keys = twice("idempotency-key", "0123456789abcdef-1", "0123456789abcdef-2").await;
    let keys = keys.refused(400, "invalid-request");
    assert_eq!(keys.errors(), [("Idempotency-Key".to_owned(), "twice".to_owned())]);
    let types = twice("content-type", "application/json", "text/plain").await;
    let types = types.refused(400, "invalid-request");
    assert_eq!(types.errors(), [("Content-Type".to_owned(), "twice".to_owned())]);
    let change = format!("/v1/cohorts/{}", cohort.id);
    let versions = administrator.patch(&change, &cohort.etag, json!({ "place": "x" }));
    let versions = versions.header("if-match", "\"99\"").await.refused(400, "invalid-request");
    assert_eq!(versions.errors(), [("If-Match".to_owned(), "twice".to_owned())]);
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 24);
}
