//! Accepting with a new account or with the one that somebody has.

use leerkring_domain::kernel::Role;
use leerkring_tests::{TestApp, Value, json};

use super::{NEW_PASSWORD, accept_as_new, code_for, invited, newcomer};

#[tokio::test]
async fn somebody_new_chooses_a_name_and_a_password_and_signs_in() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    invited(&by, &board, "noor@example.nl").await;
    let code = code_for(&app, "noor@example.nl").await;
    let look = app.visitor().post("/v1/accounts/_look", json!({ "code": code })).await.expect(200);
    assert_eq!(
        (&look.body["opens"], &look.body["email"]),
        (&json!("invitation"), &json!("noor@example.nl"))
    );
    assert_eq!(look.body["invitation"]["hasAccount"], false);
    assert_eq!(look.body["invitation"]["board"]["name"], board.name);
    assert_eq!(look.body["invitation"]["invitedBy"], "Person 2");

    let accepted = accept_as_new(&app, &code).await.expect(200);

    assert_eq!(accepted.body["role"], "board-editor");
    assert_eq!(accepted.body["email"], "noor@example.nl");
    let here = app.try_to_sign_in("noor@example.nl", NEW_PASSWORD).await.expect(201);
    let me = app.signed_in(&here).client.get("/v1/me").await.expect(200).body;
    assert_eq!(me["user"]["name"], "Noor Nieuw");
    assert_eq!(me["user"]["confirmedAt"], "2026-07-01T10:00:00Z");
    assert_eq!(me["roles"][0]["board"]["number"], board.number.to_string());
    let held = by.get(&format!("/v1/roles/{}", accepted.body["roleId"].as_str().unwrap())).await;
    assert_eq!(held.expect(200).body["givenById"], json!(by.user.unwrap()));
    assert_eq!(
        (app.rows("idempotency_keys").await, app.recorded("invitation-accepted").await),
        (0, 1)
    );
    let piece = code.split('_').max_by_key(|piece| piece.len()).unwrap();
    assert_eq!(app.where_is(piece).await, [""; 0]);
    assert_eq!(app.where_is(NEW_PASSWORD).await, [""; 0]);
}

#[tokio::test]
async fn a_bad_password_or_no_name_is_told_and_leaves_the_code_good() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    invited(&app.board_administrator(&board).await, &board, "noor@example.nl").await;
    let code = code_for(&app, "noor@example.nl").await;
    let hashed = app.rows("passwords").await;
    for (field, value, wrong) in [
        ("password", json!("kort"), "too-short"),
        ("password", json!("noor@example.nl!"), "too-personal"),
        ("password", Value::Null, "required"),
        ("name", Value::Null, "required"),
    ] {
        let mut body = newcomer(&code);
        body[field] = value;
        let answer = app.visitor().post("/v1/invitations/_accept", body).await;
        let errors = answer.refused(400, "invalid-request").errors();
        assert!(errors.contains(&(format!("/{field}"), wrong.to_owned())), "{errors:?}");
    }
    assert_eq!((app.rows("passwords").await, app.rows("roles").await), (hashed, 1));
    accept_as_new(&app, &code).await.expect(200);
}

#[tokio::test]
async fn somebody_with_an_account_signs_in_first_and_may_have_several_roles() {
    let app = TestApp::start().await;
    let (board, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let noor = app.given_account(Some(Role::BoardEditor(other.id))).await;
    invited(&app.board_administrator(&board).await, &board, &noor.email).await;
    let code = code_for(&app, &noor.email).await;
    accept_as_new(&app, &code).await.refused(409, "account-exists");
    let look = app.visitor().post("/v1/accounts/_look", json!({ "code": code })).await.expect(200);
    assert_eq!(look.body["invitation"]["hasAccount"], true);

    let here = app.sign_in(&noor).await.client;
    let named = here.post("/v1/invitations/_accept", newcomer(&code)).await;
    let errors = named.refused(400, "invalid-request").errors();
    assert_eq!(errors, ["/name", "/password"].map(|at| (at.to_owned(), "not-asked".to_owned())));
    here.post("/v1/invitations/_accept", json!({ "code": code })).await.expect(200);

    let me = here.get("/v1/me").await.expect(200).body;
    assert_eq!(me["roles"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_code_is_enough_for_somebody_signed_in_with_another_address() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    let sent = invited(&by, &board, "work@example.nl").await;
    let code = code_for(&app, "work@example.nl").await;
    let noor = app.given_account(None).await;
    let here = app.sign_in(&noor).await.client;

    let accepted = here.post("/v1/invitations/_accept", json!({ "code": code })).await.expect(200);

    assert_eq!(accepted.body["email"], noor.email);
    let seen = by.get(&format!("/v1/invitations/{}", sent.id)).await.expect(200).body;
    assert_eq!((&seen["state"], &seen["email"]), (&json!("accepted"), &json!("work@example.nl")));
    assert_eq!(seen["acceptedBy"]["email"], noor.email);
}

#[tokio::test]
async fn whoever_accepted_and_got_no_answer_does_it_again_and_is_told_the_same() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    invited(&by, &board, "noor@example.nl").await;
    let code = code_for(&app, "noor@example.nl").await;
    let accepted = accept_as_new(&app, &code).await.expect(200).body;
    assert_eq!(accept_as_new(&app, &code).await.expect(200).body, accepted);
    let mut stranger = newcomer(&code);
    stranger["password"] = json!("een heel ander wachtwoord");
    let accept =
        |who: &leerkring_tests::Client, body: Value| who.post("/v1/invitations/_accept", body);
    accept(&app.visitor(), stranger).await.refused(409, "code-not-usable");
    accept(&by, json!({ "code": code })).await.refused(409, "code-not-usable");
    assert_eq!((app.rows("roles").await, app.recorded("invitation-accepted").await), (2, 1));

    let sam = app.given_person(None).await;
    invited(&by, &board, "sam@example.nl").await;
    let code = code_for(&app, "sam@example.nl").await;
    let accepted = accept(&sam, json!({ "code": code })).await.expect(200).body;
    assert_eq!(accept(&sam, json!({ "code": code })).await.expect(200).body, accepted);
    let role = accepted["roleId"].as_str().unwrap();
    by.post(&format!("/v1/roles/{role}/_end"), json!({})).await.expect(204);
    let over = accept(&sam, json!({ "code": code })).await;
    over.refused(409, "code-not-usable");
}

#[tokio::test]
async fn whoever_is_there_already_keeps_the_role_and_the_code_stays_good() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    let colleague = app.board_editor(&board).await;
    invited(&by, &board, "new@example.nl").await;
    let code = code_for(&app, "new@example.nl").await;
    for there in [&by, &colleague] {
        let answer = there.post("/v1/invitations/_accept", json!({ "code": code })).await;
        answer.refused(409, "role-held");
    }
    accept_as_new(&app, &code).await.expect(200);
}

#[tokio::test]
async fn somebody_who_asked_for_an_account_and_never_confirmed_it_accepts_as_somebody_new() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let asked = json!({ "name": "Iemand Anders", "email": "noor@example.nl" });
    app.visitor().post("/v1/accounts", asked).await.expect(204);
    let confirm = app.last_mail_to("noor@example.nl").await.code("confirm");
    invited(&app.board_administrator(&board).await, &board, "noor@example.nl").await;
    let code = code_for(&app, "noor@example.nl").await;
    accept_as_new(&app, &code).await.expect(200);
    let here = app.try_to_sign_in("noor@example.nl", NEW_PASSWORD).await.expect(201);
    let me = app.signed_in(&here).client.get("/v1/me").await.expect(200).body;
    assert_eq!(me["user"]["name"], "Noor Nieuw");
    let late = json!({ "code": confirm, "password": "een heel ander wachtwoord" });
    app.visitor().post("/v1/accounts/_confirm", late).await.refused(409, "code-not-usable");
}

#[tokio::test]
async fn codes_that_are_no_good_have_one_answer() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    invited(&by, &board, "one@example.nl").await;
    let used = code_for(&app, "one@example.nl").await;
    accept_as_new(&app, &used).await.expect(200);
    invited(&by, &board, "two@example.nl").await;
    let expired = code_for(&app, "two@example.nl").await;
    app.visitor()
        .post("/v1/accounts", json!({ "name": "A", "email": "three@example.nl" }))
        .await
        .expect(204);
    let for_something_else = app.last_mail_to("three@example.nl").await.code("confirm");
    app.set_now("2026-07-15T10:00:00Z");
    let another = if expired.starts_with('B') { "C" } else { "B" };
    let tampered = format!("{another}{}", &expired[1..]);
    let mut answers = Vec::new();
    for code in [&used, &expired, &for_something_else, &tampered, "x", &"A".repeat(43)] {
        let answer = accept_as_new(&app, code).await.refused(409, "code-not-usable");
        answers.push(answer.without_instance());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn guesses_are_limited_and_good_codes_are_not() {
    let app = TestApp::start_with(|config| config.limits.enabled = true).await;
    let board = app.given_board(|_| {}).await;
    invited(&app.board_administrator(&board).await, &board, "new@example.nl").await;
    let code = code_for(&app, "new@example.nl").await;
    let look = |code: &str| app.visitor().post("/v1/accounts/_look", json!({ "code": code }));
    for _ in 0..60 {
        look(&code).await.expect(200);
    }
    for _ in 0..50 {
        look("nonsense").await.refused(409, "code-not-usable");
    }
    look("nonsense").await.refused(429, "too-many-requests");
}
