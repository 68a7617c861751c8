//! How often one may ask, and what one is told about it.

use leerkring_tests::{TestApp, duo, json};
use reqwest::Method;

use super::{limited, limited_with, number};

#[tokio::test]
async fn every_answer_tells_the_allowances_and_what_is_left() {
    let app = limited(|_| {}).await;
    let person = app.given_person(None).await;
    let (visitor, path) = (app.visitor(), "/v1/organisers");

    let read = visitor.get(path).await.expect(200);
    assert_eq!(read.header("ratelimit-policy"), Some("\"address-reads\";q=6000;w=60"));
    assert_eq!(read.header("ratelimit"), Some("\"address-reads\";r=5999;t=1"));
    let head = visitor.head(path).await.expect(200);
    assert_eq!(head.header("ratelimit"), Some("\"address-reads\";r=5998;t=1"));
    let signed_in = person.get(path).await.expect(200);
    let policy = "\"reads\";q=1200;w=60, \"address-reads\";q=6000;w=60";
    assert_eq!(signed_in.header("ratelimit-policy"), Some(policy));
    let left = "\"reads\";r=1199;t=1, \"address-reads\";r=5997;t=1";
    assert_eq!(signed_in.header("ratelimit"), Some(left));
    let write = visitor.post(path, json!({})).await.expect(401);
    assert_eq!(write.header("ratelimit"), Some("\"address-writes\";r=1199;t=1"));
    for (path, status) in [("/v1/nothing", 404), ("/v1/registrations", 401), ("/problems", 200)] {
        let answer = visitor.get(path).raw().await.expect(status);
        assert!(answer.header("ratelimit").is_some(), "{path}: {answer}");
    }
    let document = visitor.get("/v1/openapi.json").await.expect(200);
    assert!(document.header("ratelimit").is_some());
}

#[tokio::test]
async fn who_used_an_allowance_up_waits_as_long_as_they_are_told() {
    let app = limited(|it| it.reads_per_address = number(6)).await;
    for left in (0..6).rev() {
        let answer = app.visitor().get("/v1/organisers").await.expect(200);
        let told = answer.header("ratelimit").unwrap();
        assert!(told.starts_with(&format!("\"address-reads\";r={left};")), "{told}");
    }
    let refused = app.visitor().get("/v1/organisers").in_english().await;
    let refused = refused.refused(429, "too-many-requests");
    assert_eq!(refused.header("retry-after"), Some("10"));
    assert_eq!(refused.header("ratelimit"), Some("\"address-reads\";r=0;t=10"));
    assert_eq!(refused.body["detail"], "too many requests; try again in 10 s");
    app.set_now("2026-07-01T10:00:09.999Z");
    app.visitor().get("/v1/organisers").await.refused(429, "too-many-requests");
    app.set_now("2026-07-01T10:00:10Z");
    app.visitor().get("/v1/organisers").await.expect(200);
    app.visitor().get("/v1/organisers").await.refused(429, "too-many-requests");
}

#[tokio::test]
async fn a_flood_is_stopped_before_its_tokens_are_looked_at_and_wherever_it_goes() {
    let app = limited(|it| it.reads_per_address = number(20)).await;
    let forged = || app.visitor().get("/v1/registrations").header("authorization", "Bearer a.b.c");
    for _ in 0..20 {
        forged().await.refused(401, "unauthenticated");
    }
    forged().await.refused(429, "too-many-requests");
    let person = app.given_person(None).await;
    person.get("/v1/organisers").await.refused(429, "too-many-requests");
    for path in ["/v1/openapi.json", "/v1/nothing", "/docs/", "/problems", "/readyz", "/nothing"] {
        let answer = app.visitor().get(path).raw().await;
        answer.refused(429, "too-many-requests");
    }
    app.visitor().get("/livez").await.expect(200);
}

#[tokio::test]
async fn everybody_who_is_signed_in_has_an_allowance_of_their_own() {
    let app = limited(|it| {
        it.reads_per_principal = number(3);
        it.writes_per_principal = number(1);
    })
    .await;
    let (one, two) = (app.given_person(None).await, app.given_person(None).await);
    for _ in 0..3 {
        one.get("/v1/organisers").await.expect(200);
    }
    one.get("/v1/organisers").await.refused(429, "too-many-requests");
    two.get("/v1/organisers").await.expect(200);
    app.visitor().get("/v1/organisers").await.expect(200);

    let administrator = app.administrator().await;
    let body = |slug: &str| json!({ "slug": slug, "name": "A", "members": "none" });
    administrator.post("/v1/organisers", body("a-b")).await.expect(201);
    let refused = administrator.post("/v1/organisers", body("c-d")).await;
    assert_eq!(refused.refused(429, "too-many-requests").header("retry-after"), Some("60"));
    administrator.get("/v1/organisers").await.expect(200);
}

#[tokio::test]
async fn how_often_one_asks_is_told_after_what_one_may_and_before_what_one_sent() {
    let app = limited(|it| it.writes_per_principal = number(1)).await;
    let (administrator, stranger) = (app.administrator().await, app.given_person(None).await);
    let send = |client: &leerkring_tests::Client| {
        client.request(Method::POST, "/v1/organisers").body("text/plain", "{")
    };
    send(&administrator).await.refused(415, "unsupported-media-type");
    send(&administrator).await.refused(429, "too-many-requests");
    for _ in 0..3 {
        send(&stranger).await.refused(403, "forbidden");
    }
}

#[tokio::test]
async fn a_refusal_for_haste_is_not_kept_under_the_key() {
    let app = limited(|it| it.writes_per_principal = number(1)).await;
    let administrator = app.administrator().await;
    let body = json!({ "slug": "a-b", "name": "A", "members": "none" });
    let key = "the-same-key-again-1";
    let spoilt = json!({ "slug": "?" });
    administrator.post("/v1/organisers", spoilt).await.expect(400);
    let hasty = administrator.post("/v1/organisers", body.clone()).key(key).await;
    hasty.refused(429, "too-many-requests");
    app.set_now("2026-07-01T10:01:00Z");
    let later = administrator.post("/v1/organisers", body).key(key).await.expect(201);
    assert_eq!(later.header("idempotent-replayed"), None);
}

#[tokio::test]
async fn a_browser_reads_why_it_has_to_wait() {
    let origin = "https://www.example.nl";
    let app = limited_with(
        |it| it.reads_per_address = number(1),
        |config| config.cors_origins = vec![origin.to_owned()],
    )
    .await;
    let ask = || app.visitor().get("/v1/organisers").header("origin", origin);
    ask().await.expect(200);
    let refused = ask().await.refused(429, "too-many-requests");
    assert_eq!(refused.header("access-control-allow-origin"), Some(origin));
    let exposed = refused.header("access-control-expose-headers").unwrap();
    for name in ["retry-after", "ratelimit", "ratelimit-policy"] {
        assert!(exposed.split(", ").any(|it| it == name), "{name}: {exposed}");
    }
    let preflight = app.visitor().request(Method::OPTIONS, "/v1/organisers");
    let preflight = preflight.header("origin", origin);
    let preflight = preflight.header("access-control-request-method", "GET").raw().await;
    preflight.expect(204);
}

#[tokio::test]
async fn a_front_end_in_use_meets_no_limit() {
    let app = limited(|_| {}).await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let editor = app.board_editor(&board).await;
    let path = format!("/v1/cohorts/{}", cohort.id);
    let reads = (0..100).flat_map(|_| [editor.get(&path), app.visitor().get("/v1/programmes")]);
    for answer in leerkring_tests::all(reads.collect(), 8).await {
        answer.expect(200);
    }
    editor.post(&format!("{path}/registrations"), duo(&board)).await.expect(201);
}

#[tokio::test]
async fn without_limits_nothing_is_counted_or_told() {
    let app = TestApp::start_with(|config| config.limits.reads_per_address = number(1)).await;
    for _ in 0..10 {
        let answer = app.visitor().get("/v1/organisers").await.expect(200);
        assert_eq!((answer.header("ratelimit"), answer.header("ratelimit-policy")), (None, None));
    }
}
