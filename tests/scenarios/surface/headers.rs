//! The headers that tell browsers what an answer is not, on every kind of answer.

use leerkring_tests::{Answer, TestApp, json};
use reqwest::Method;

/// One answer of each kind that this server gives.
async fn answers(app: &TestApp) -> Vec<(&'static str, Answer)> {
    let (visitor, administrator) = (app.visitor(), app.administrator().await);
    let get = |path: &'static str| async move { (path, app.visitor().get(path).raw().await) };
    let mut answers = Vec::new();
    for path in [
        "/v1/organisers",
        "/v1/organisers?limit=0",
        "/v1/registrations",
        "/v1/nothing",
        "/v1",
        "/v1/openapi.json",
        "/v1/openapi.yaml",
        "/",
        "/docs",
        "/docs/",
        "/docs/swagger-ui-bundle.js",
        "/docs/nothing.js",
        "/docs/glossary",
        "/problems",
        "/problems/full",
        "/problems/nothing",
        "/.well-known/jwks.json",
        "/.well-known/openid-configuration",
        "/.well-known/nothing",
        "/nothing",
        "/livez",
        "/readyz",
        "/metrics",
    ] {
        answers.push(get(path).await);
    }
    let etag = answers[0].1.etag().to_owned();
    let unchanged = visitor.get("/v1/organisers").header("if-none-match", &etag).raw().await;
    answers.push(("304", unchanged.expect(304)));
    let put = visitor.request(Method::PUT, "/v1/organisers").raw().await;
    answers.push(("405", put.expect(405)));
    let other = visitor.get("/v1/organisers").header("accept", "image/png").raw().await;
    answers.push(("406", other.expect(406)));
    let organiser = json!({ "slug": "a-b", "name": "A", "members": "none" });
    let made = administrator.post("/v1/organisers", organiser.clone()).await.expect(201);
    let path = format!("/v1/organisers/{}", made.id());
    answers.push(("428", administrator.request(Method::PATCH, &path).raw().await));
    let change = administrator.patch(&path, "\"9\"", json!({ "name": "B" })).await;
    answers.push(("412", change.expect(412)));
    answers.push(("201", made));
    answers.push(("409", administrator.post("/v1/organisers", organiser).await.expect(409)));
    let large = administrator.request(Method::POST, "/v1/organisers");
    let large = large.body("application/json", vec![b' '; 70_000]).raw().await;
    answers.push(("413", large.expect(413)));
    let too_long = format!("/v1/organisers?{}", "x".repeat(3000));
    answers.push(("too long", visitor.get(&too_long).raw().await.expect(400)));
    answers
}

fn check(path: &str, answer: &Answer, over_tls: bool) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{path}: {answer}");
    }
    for name in ["cache-control", "permissions-policy", "content-security-policy"] {
        assert_eq!(answer.headers.get_all(name).iter().count(), 1, "{path}: {answer}");
    }
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
    let transport = over_tls.then_some("max-age=31536000; includeSubDomains");
    assert_eq!(answer.header("strict-transport-security"), transport, "{path}: {answer}");
    for name in ["server", "x-powered-by", "set-cookie", "via"] {
        assert_eq!(answer.header(name), None, "{path}: {answer}");
    }
}

#[tokio::test]
async fn every_kind_of_answer_carries_them() {
    let app = TestApp::start().await;
    for (path, answer) in answers(&app).await {
        check(path, &answer, false);
    }
    let over_tls = TestApp::start_with(|config| {
        config.public_url = Some("https://leerkring.example.nl".to_owned());
    })
    .await;
    for (path, answer) in answers(&over_tls).await {
        check(path, &answer, true);
    }
}

#[tokio::test]
async fn pages_load_nothing_from_elsewhere() {
    let app = TestApp::start().await;
    let docs = app.visitor().get("/docs/").await.expect(200);
    let policy = docs.header("content-security-policy").unwrap();
    let connect = format!("connect-src 'self' {};", app.app.public_url);
    assert!(policy.contains("script-src 'self';") && policy.contains(&connect), "{policy}");
    assert!(!docs.text.contains("<script>"), "a script that the policy forbids: {}", docs.text);
    let problem = app.visitor().get("/problems/full").await.expect(200);
    let policy = problem.header("content-security-policy").unwrap();
    assert!(policy.contains("style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
}
