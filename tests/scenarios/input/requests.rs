//! Requests that are wrong before their body counts: head, path, method, query.

use leerkring_tests::{duo, json};
use reqwest::Method;

use super::{World, errors};

#[tokio::test]
async fn another_kind_of_body_is_refused_with_the_kind_that_is_expected() {
    let world = World::new().await;
    let body = duo(&world.board).to_string();
    for kind in [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonp",
        "text/json",
    ] {
        let request = world.administrator.request(Method::POST, &world.registrations());
        let answer = request.in_english().body(kind, body.clone()).await;
        let answer = answer.refused(415, "unsupported-media-type");
        assert!(answer.body["detail"].as_str().unwrap().contains("application/json"));
    }
    let without = world.administrator.request(Method::POST, &world.registrations()).await;
    without.refused(415, "unsupported-media-type");
    let with_charset = world.administrator.request(Method::POST, &world.registrations());
    with_charset.body("application/json; charset=utf-8", body).await.expect(201);
}

#[tokio::test]
async fn an_encoded_body_is_refused_unread() {
    let world = World::new().await;
    let gzipped =
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0, 0];
    for encoding in ["gzip", "br", "identity, gzip"] {
        let request = world.administrator.request(Method::POST, &world.registrations());
        let request = request.header("content-encoding", encoding);
        let answer = request.body("application/json", gzipped).await;
        answer.refused(415, "unsupported-encoding");
    }
}

#[tokio::test]
async fn an_answer_in_another_form_is_not_to_be_had() {
    let world = World::new().await;
    for accepted in ["text/html", "application/xml", "application/json;q=0", "image/*"] {
        let answer = world.app.visitor().get("/v1/organisers").header("accept", accepted).await;
        answer.refused(406, "not-acceptable");
        let request = world.administrator.post(&world.registrations(), duo(&world.board));
        request.header("accept", accepted).await.refused(406, "not-acceptable");
    }
    for accepted in ["*/*", "application/*", "text/html, application/json;q=0.5"] {
        let answer = world.app.visitor().get("/v1/organisers").header("accept", accepted).await;
        answer.expect(200);
    }
    assert_eq!(world.app.cohort(&world.cohort).await["seatsLeft"], 24);
}

#[tokio::test]
async fn an_unknown_path_and_a_slash_at_the_end_are_absent() {
    let world = World::new().await;
    for path in [
        "/v1/nothing",
        "/v1/organisers/",
        "/v1/cohorts//eligibility",
        "/v1/",
        "/v1",
        "/v2/organisers",
        "/nothing",
        "/v1/Organisers",
        "/v1/organisers/../organisers/x/y",
    ] {
        let answer = world.app.visitor().get(path).await.refused(404, "no-such-path");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        let id = answer.header("x-request-id");
        assert!(id.is_some(), "{path} without X-Request-Id");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn unknown_and_mistyped_query_parameters_are_all_named() {
    let world = World::new().await;
    let answer = world.app.visitor().get("/v1/organisers?limit=0&page=2&count=maybe").await;
    let answer = answer.refused(400, "invalid-request");
    let expected = [("count", "wrong-type"), ("limit", "too-small"), ("page", "unknown-field")];
    assert_eq!(answer.errors(), errors(&expected));
    assert!(answer.body["errors"].as_array().unwrap().iter().all(|it| it["in"] == "query"));

    for (query, expected) in [
        ("limit=101", ("limit", "too-large")),
        ("limit=ten", ("limit", "wrong-type")),
        ("limit=99999999999999999999", ("limit", "wrong-type")),
        ("limit=1&limit=2", ("limit", "twice")),
        ("cursor=AAAA", ("cursor", "wrong-cursor")),
        ("cursor=%F0%9F%92%A9", ("cursor", "wrong-cursor")),
        ("cursor=%00", ("cursor", "character")),
    ] {
        let answer = world.app.visitor().get(&format!("/v1/organisers?{query}")).await;
        let answer = answer.refused(400, "invalid-request");
        assert_eq!(answer.errors(), errors(&[expected]), "{query}");
    }
    let unknown = world.app.visitor().get("/v1/programmes?kind=party&organiserId=7").await;
    let expected = [("kind", "unknown-word"), ("organiserId", "wrong-form")];
    assert_eq!(unknown.refused(400, "invalid-request").errors(), errors(&expected));
    let path = format!("/v1/cohorts/{}?verbose=1", world.cohort.id);
    let single = world.app.visitor().get(&path).await.refused(400, "invalid-request");
    assert_eq!(single.errors(), errors(&[("verbose", "unknown-field")]));
    let slip = world.app.visitor().get("/v1/organisers?limt=1").in_english().await;
    let detail = slip.body["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.ends_with("there are: count, cursor, limit"), "{detail}");
    let reversed = world.app.visitor().get("/v1/cohorts?from=2026-09-02&until=2026-09-01").await;
    let reversed = reversed.refused(400, "invalid-request");
    assert_eq!(reversed.errors(), errors(&[("until", "ends-before-start")]));
}

#[tokio::test]
async fn a_version_that_is_no_etag_of_ours_is_refused_at_its_header() {
    let world = World::new().await;
    let path = format!("/v1/cohorts/{}", world.cohort.id);
    for tag in ["1", "\"abc\"", "*", "W/\"1\"", "\"\""] {
        let answer = world.administrator.patch(&path, tag, json!({ "place": "x" })).await;
        assert!(matches!(answer.status, 400 | 412), "{tag}: {answer}");
    }
    let other_version = world.administrator.patch(&path, "\"99\"", json!({ "place": "x" })).await;
    other_version.refused(412, "stale");
}

/// Size and head, 401, 403, media type, body, object, version, business: the first that fails
/// is what the client is told.
#[tokio::test]
async fn checks_come_in_the_order_that_the_document_promises() {
    let world = World::new().await;
    let (visitor, administrator) = (world.app.visitor(), &world.administrator);
    let foreigner = world.app.board_editor(&world.board).await;
    let path = format!("/v1/cohorts/{}", world.cohort.id);
    let absent = format!("/v1/cohorts/{}", uuid::Uuid::from_u128(1));
    let send = |client: &leerkring_tests::Client, path: &str| client.request(Method::PATCH, path);

    send(&visitor, &path).body("text/plain", "{").await.refused(401, "unauthenticated");
    send(&foreigner, &path).body("text/plain", "{").await.refused(403, "forbidden");
    send(administrator, &path).body("text/plain", "{").await.expect(415);
    send(administrator, &path).body("application/json", "{").await.expect(400);
    send(administrator, &absent).body("application/json", "{}").await.expect(404);
    send(administrator, &path).body("application/json", "{}").await.expect(428);
    let too_low = json!({ "capacity": 1 });
    world.app.given_registration(&world.cohort, &world.board, duo(&world.board)).await;
    administrator.patch(&path, "\"99\"", too_low.clone()).await.expect(412);
    administrator.patch(&path, &world.cohort.etag, too_low).await.expect(409);
}

#[tokio::test]
async fn texts_are_dutch_unless_english_is_preferred() {
    let world = World::new().await;
    for (accepted, language, title) in [
        ("", "nl", "Niet gevonden"),
        ("de", "nl", "Niet gevonden"),
        ("en-GB, nl;q=0.5", "en", "Not found"),
        ("en;q=0.2, nl", "nl", "Niet gevonden"),
    ] {
        let absent = format!("/v1/cohorts/{}", uuid::Uuid::from_u128(1));
        let answer = world.app.visitor().get(&absent).header("accept-language", accepted).await;
        let answer = answer.refused(404, "not-found");
        assert_eq!(answer.header("content-language"), Some(language), "{accepted}");
        assert_eq!(answer.body["title"], title);
    }
}
