//! Bodies that are no JSON, or other JSON than the document describes.

use leerkring_tests::{duo, json};

use super::{World, errors, set, with};

#[tokio::test]
async fn broken_and_truncated_json_says_where_it_breaks() {
    let world = World::new().await;
    let whole = duo(&world.board).to_string();
    let truncated = &whole[..whole.len() / 2];
    let doubled = format!("{whole}}}");

    for (body, code) in [
        ("", "json-cut-off"),
        ("{", "json-cut-off"),
        (truncated, "json-cut-off"),
        (doubled.as_str(), "not-json"),
        ("{'boardId': 1}", "not-json"),
        ("boardId=1", "not-json"),
        ("NaN", "not-json"),
        ("{\"a\":01}", "not-json"),
        ("{\"a\":1e999}", "not-json"),
        ("{\"a\":\"\\ud800\"}", "not-json"),
    ] {
        let answer = world.send(body).await.refused(400, "invalid-request");
        assert_eq!(answer.errors(), errors(&[("", code)]), "{body}");
        let detail = answer.body["errors"][0]["detail"].as_str().unwrap();
        assert!(detail.contains("line 1"), "{detail}");
    }
    let not_utf8 = world.send(b"{\"a\":\"\xff\xfe\"}".to_vec()).await;
    not_utf8.refused(400, "invalid-request");
}

#[tokio::test]
async fn nesting_without_end_is_refused_however_deep() {
    let world = World::new().await;
    for depth in [17, 1_000, 60_000] {
        let arrays = world.send("[".repeat(depth)).await.refused(400, "invalid-request");
        assert_eq!(arrays.errors(), errors(&[("", "too-deep")]));
    }
    let objects = world.send("{\"a\":".repeat(10_000)).await.refused(400, "invalid-request");
    assert!(objects.body["errors"][0]["detail"].as_str().unwrap().contains("deeper than 16"));
}

#[tokio::test]
async fn another_kind_of_json_than_an_object_is_refused() {
    let world = World::new().await;
    for body in ["null", "true", "1", "\"text\"", "[]"] {
        let answer = world.send(body).await.refused(400, "invalid-request");
        assert_eq!(answer.errors(), errors(&[("", "wrong-type")]), "{body}");
    }
    let empty = world.send("{}").await.refused(400, "invalid-request");
    let missing = [("/boardId", "missing"), ("/contact", "missing"), ("/participants", "missing")];
    assert_eq!(empty.errors(), errors(&missing));
}

#[tokio::test]
async fn a_field_that_stands_twice_is_refused_at_every_depth() {
    let world = World::new().await;
    let team = duo(&world.board).to_string();
    let top = team.replacen('{', "{\"boardId\":\"41512\",", 1);
    let below = team.replacen("\"role\"", "\"role\":\"teacher\",\"role\"", 1);
    for (body, place) in [(top, "/boardId"), (below, "/participants/0/role")] {
        let answer = world.send(body.clone()).await.refused(400, "invalid-request");
        assert_eq!(answer.errors(), errors(&[(place, "twice")]), "{body}");
    }
}

#[tokio::test]
async fn all_violations_are_named_at_once_each_at_its_pointer() {
    let world = World::new().await;
    let body = json!({
        "boardId": "no-board",
        "contact": { "name": "x".repeat(201), "email": "nobody", "fax": "1" },
        "participants": [
            { "name": "A", "email": "a@example.nl" },
            { "name": 7, "email": "b@example.nl", "role": "Not A Role", "needs": { "pets": 1 } },
        ],
        "motivation": "x".repeat(4001),
        "a/b~c": 1,
    });

    let answer = world.send(body.to_string()).await.refused(400, "invalid-request");

    let expected = [
        ("/a~1b~0c", "unknown-field"),
        ("/boardId", "wrong-form"),
        ("/contact/email", "wrong-form"),
        ("/contact/fax", "unknown-field"),
        ("/contact/name", "too-long"),
        ("/motivation", "too-long"),
        ("/participants/0/role", "missing"),
        ("/participants/1/name", "wrong-type"),
        ("/participants/1/needs/pets", "unknown-field"),
        ("/participants/1/role", "wrong-form"),
    ];
    assert_eq!(answer.errors(), errors(&expected));
    assert!(answer.body["errors"].as_array().unwrap().iter().all(|it| it["in"] == "body"));
}

#[tokio::test]
async fn characters_that_deceive_are_refused_and_others_are_kept() {
    let world = World::new().await;
    for character in
        ['\0', '\u{7}', '\u{1b}', '\u{7f}', '\u{85}', '\u{202e}', '\u{2066}', '\u{2069}']
    {
        let name = format!("A{character}B");
        let body = set(&duo(&world.board), "/participants/0/name", json!(name));
        let answer = world.send(body.to_string()).await.refused(400, "invalid-request");
        let detail = answer.body["errors"][0]["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(&format!("U+{:04X}", u32::from(character))), "{detail}");
    }
    let in_a_key = duo(&world.board).to_string().replacen('{', "{\"a\\u202e\":1,", 1);
    world.send(in_a_key).await.refused(400, "invalid-request");

    let name = "Žofie 王小明 👩‍🏫 د. ليلى";
    let mut body = set(&duo(&world.board), "/participants/0/name", json!(name));
    body["motivation"] = json!("Regel één\nRegel twee\tmet een tab");
    let answer = world.send(body.to_string()).await.expect(201);
    assert_eq!(answer.body["participants"][0]["name"], name);
    assert_eq!(answer.body["motivation"], body["motivation"]);
}

#[tokio::test]
async fn a_text_of_blanks_is_no_text() {
    let world = World::new().await;
    let body = set(&duo(&world.board), "/contact/name", json!("   "));
    let answer = world.send(body.to_string()).await.refused(400, "invalid-request");
    assert_eq!(answer.errors()[0].0, "/contact/name");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let world = World::new().await;
    let at_most = 64 * 1024;
    let mut padded = duo(&world.board).to_string();
    padded.push_str(&" ".repeat(at_most - padded.len()));
    world.send(format!("{padded} ")).await.refused(413, "too-large");
    world.send(vec![b'['; 2_000_000]).await.refused(413, "too-large");
    world.send(padded).await.expect(201);
}

#[tokio::test]
async fn the_merge_patch_takes_its_own_media_type_and_no_unknown_field() {
    let world = World::new().await;
    let path = format!("/v1/cohorts/{}", world.cohort.id);
    let unknown = json!({ "status": "cancelled", "seatsLeft": 99 });
    let answer = world.administrator.patch(&path, &world.cohort.etag, unknown).await;
    let expected = [("/seatsLeft", "unknown-field"), ("/status", "unknown-field")];
    assert_eq!(answer.refused(400, "invalid-request").errors(), errors(&expected));
    let null = json!({ "capacity": null, "name": null });
    let answer = world.administrator.patch(&path, &world.cohort.etag, null).await;
    let expected = [("/capacity", "wrong-type"), ("/name", "wrong-type")];
    assert_eq!(answer.refused(400, "invalid-request").errors(), errors(&expected));

    let merge = world
        .administrator
        .patch(&path, &world.cohort.etag, json!({}))
        .body("application/merge-patch+json", with(&json!({}), "place", "Utrecht").to_string())
        .await;
    assert_eq!(merge.expect(200).body["place"], "Utrecht");
}

#[tokio::test]
async fn a_body_of_which_nothing_is_required_may_be_left_out_and_counts_as_an_empty_one() {
    let world = World::new().await;
    let app = &world.app;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let registration = app.given_registration(&world.cohort, &board, duo(&board)).await;
    let path = format!("/v1/registrations/{}/_withdraw", registration.id);
    let key = "a-body-that-is-left-out";

    editor
        .post(&path, None)
        .body("text/plain", "because")
        .await
        .refused(415, "unsupported-media-type");
    let without = editor.post(&path, None).key(key).await.expect(200);
    assert_eq!(without.body["status"], "withdrawn");
    let same = editor.post(&path, json!({})).key(key).await.expect(200);
    assert_eq!(same.header("idempotent-replayed"), Some("true"));

    let needed = format!("/v1/cohorts/{}/registrations", world.cohort.id);
    editor.post(&needed, None).await.refused(415, "unsupported-media-type");
}
