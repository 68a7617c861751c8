//! R9: a repeated request acts once.

use leerkring_tests::{TestApp, all, duo, json};

use super::registrations;

const KEY: &str = "r9:0123456789abcdef";

#[tokio::test]
async fn r9_a_repeated_request_is_answered_the_same_and_registers_once() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let (editor, team) = (app.board_editor(&board).await, duo(&board));

    let first = editor.post(&registrations(&cohort), team.clone()).key(KEY).await.expect(201);
    let again = editor.post(&registrations(&cohort), team).key(KEY).await.expect(201);

    assert_eq!(again.text, first.text);
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!(first.header("idempotent-replayed"), None);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 22);
}

#[tokio::test]
async fn r9_fifty_copies_at_once_register_once_and_are_all_answered_the_same() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let (editor, team) = (app.board_editor(&board).await, duo(&board));

    let copy = |_| editor.post(&registrations(&cohort), team.clone()).key(KEY);
    let answers = all((0..50).map(copy).collect(), 50).await;

    assert!(answers.iter().all(|answer| answer.status == 201), "{:?}", statuses(&answers));
    assert!(answers.iter().all(|answer| answer.text == answers[0].text));
    let list = editor.get("/v1/registrations?count=true").await.expect(200);
    assert_eq!(list.body["count"], 1);
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 22);
}

fn statuses(answers: &[leerkring_tests::Answer]) -> Vec<u16> {
    answers.iter().map(|answer| answer.status).collect()
}

#[tokio::test]
async fn fifty_copies_at_once_of_another_operation_act_once_too() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let organiser = json!({ "slug": "avs", "name": "AVS", "members": "persons" });

    let copy = |_| administrator.post("/v1/organisers", organiser.clone()).key(KEY);
    let answers = all((0..50).map(copy).collect(), 50).await;

    let made: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    let busy = answers.iter().filter(|answer| answer.code() == "request-in-progress").count();
    assert!(!made.is_empty());
    assert_eq!(made.len() + busy, 50, "{:?}", statuses(&answers));
    assert!(made.iter().all(|answer| answer.text == made[0].text));
    let list = app.visitor().get("/v1/organisers?count=true").await.expect(200);
    assert_eq!(list.body["count"], 1);
}

#[tokio::test]
async fn a_refusal_is_an_answer_that_is_repeated_too() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let board = app.given_board(|_| {}).await;
    let (editor, team) = (app.board_editor(&board).await, duo(&board));
    app.set_now("2026-06-01T06:00:00Z");
    let early = editor.post(&registrations(&cohort), team.clone()).key(KEY).await;
    let early = early.refused(409, "not-yet-open");
    app.set_now("2026-06-01T10:00:00Z");

    let again = editor.post(&registrations(&cohort), team.clone()).key(KEY).await;
    let other = editor.post(&registrations(&cohort), team).key("another-key-of-mine").await;

    assert_eq!(again.body["code"], early.body["code"]);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    other.expect(201);
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_person() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let (board, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let editor = app.board_editor(&board).await;
    let path = registrations(&cohort);
    editor.post(&path, duo(&board)).key(KEY).await.expect(201);

    let another_body = editor.post(&path, duo(&board)).key(KEY).await;
    another_body.refused(422, "idempotency-key-reused");
    let another_person = app.board_editor(&other).await.post(&path, duo(&other)).key(KEY).await;
    another_person.expect(201);
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 20);
}

#[tokio::test]
async fn a_key_of_another_form_is_refused() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let editor = app.board_editor(&board).await;

    let too_long = "k".repeat(129);
    for key in ["too-short", "with blanks in the key", too_long.as_str()] {
        let answer = editor.post(&registrations(&cohort), duo(&board)).key(key).await;
        let answer = answer.refused(400, "invalid-request");
        let wrong = ("Idempotency-Key".to_owned(), "wrong-form".to_owned());
        assert_eq!(answer.errors(), [wrong]);
    }
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 24);
}

#[tokio::test]
async fn the_order_of_fields_is_no_other_request() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let (editor, team) = (app.board_editor(&board).await, duo(&board));
    let turned: serde_json::Map<_, _> =
        team.as_object().unwrap().clone().into_iter().rev().collect();
    let path = registrations(&cohort);

    let first = editor.post(&path, team).key(KEY).await.expect(201);
    let again = editor.post(&path, leerkring_tests::Value::Object(turned)).key(KEY).await;

    assert_eq!(again.expect(201).text, first.text);
}

#[tokio::test]
async fn a_key_is_free_again_after_seventy_two_hours_and_not_before() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let organiser = |slug: &str| json!({ "slug": slug, "name": slug, "members": "persons" });
    app.set_now("2026-07-01T10:00:00Z");
    administrator.post("/v1/organisers", organiser("avs")).key(KEY).await.expect(201);
    app.set_now("2026-07-04T09:59:59Z");
    let early = administrator.post("/v1/organisers", organiser("som")).key(KEY).await;
    early.refused(422, "idempotency-key-reused");
    app.set_now("2026-07-04T10:00:00Z");
    let made = administrator.post("/v1/organisers", organiser("som")).key(KEY).await.expect(201);
    let again = administrator.post("/v1/organisers", organiser("som")).key(KEY).await.expect(201);
    assert_eq!(again.text, made.text);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
}

#[tokio::test]
async fn a_key_that_is_free_again_is_taken_by_one_of_many() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let organiser = |slug: &str| json!({ "slug": slug, "name": slug, "members": "persons" });
    app.set_now("2026-07-01T10:00:00Z");
    administrator.post("/v1/organisers", organiser("avs")).key(KEY).await.expect(201);
    app.set_now("2026-07-09T10:00:00Z");
    let copy = |_| administrator.post("/v1/organisers", organiser("som")).key(KEY);
    let answers = all((0..20).map(copy).collect(), 20).await;
    let made: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    let busy = answers.iter().filter(|answer| answer.code() == "request-in-progress").count();
    assert!(!made.is_empty() && made.len() + busy == 20, "{:?}", statuses(&answers));
    assert!(made.iter().all(|answer| answer.text == made[0].text));
}

#[tokio::test]
async fn what_shows_a_secret_is_done_once_and_shows_it_once() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let administrator = app.board_administrator(&board).await;
    let new = json!({ "boardId": board.number.to_string() });
    let made = administrator.post("/v1/calendars", new.clone()).key(KEY).await.expect(201);
    let again = administrator.post("/v1/calendars", new).key(KEY).await;
    let again = again.refused(409, "secret-shown-once");
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.header("location"), made.header("location"));
    assert!(again.text.contains(&made.id()) && !again.text.contains("/feeds/"), "{again}");
    let list = administrator.get("/v1/calendars?count=true").await.expect(200);
    assert_eq!(list.body["count"], 1);

    let renew = format!("/v1/calendars/{}/_renew", made.id());
    let renewed = administrator.post(&renew, None).key("renew:0123456789").await.expect(200);
    let again = administrator.post(&renew, None).key("renew:0123456789").await;
    again.refused(409, "secret-shown-once");
    let address = app.path_of(renewed.body["address"].as_str().unwrap());
    app.visitor().get(&address).await.expect(200);

    let client = json!({ "name": "HR", "boardId": board.number.to_string(), "scopes": [] });
    let client = administrator.post("/v1/clients", client).await.expect(201).id();
    let secrets = format!("/v1/clients/{client}/secrets");
    let add = || administrator.post(&secrets, json!({})).key("secret:0123456789");
    let answers = all((0..10).map(|_| add()).collect(), 10).await;
    let given: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(given.len(), 1, "{:?}", statuses(&answers));
    let shown = given[0].body["secret"].as_str().unwrap();
    let others = answers.iter().filter(|answer| answer.status != 201);
    assert!(others.into_iter().all(|it| it.status == 409 && !it.text.contains(shown)));
    add().await.refused(409, "secret-shown-once");
}
