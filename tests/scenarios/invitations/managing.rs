//! Who invites whom, what they see of it, and how it ends before anybody accepts.

use leerkring_tests::{TestApp, Value, json};

use super::{accept_as_new, code_for, invited, to_board};

#[tokio::test]
async fn a_letter_goes_to_the_address_and_the_place_sees_the_invitation() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    let mut body = to_board(&board, "board-editor", "Noor@Example.nl");
    body["name"] = json!("Noor");
    body["language"] = json!("en");

    let made = by.post("/v1/invitations", body).await.expect(201);

    assert_eq!(made.body["state"], "open");
    assert_eq!(made.body["expiresAt"], "2026-07-15T10:00:00Z");
    assert_eq!(made.body["board"]["name"], board.name);
    assert_eq!(made.body["invitedBy"]["id"], json!(by.user.unwrap()));
    let read = by.get(made.header("location").unwrap()).await.expect(200);
    assert_eq!(read.body, made.body);
    let mail = app.last_mail_to("noor@example.nl").await;
    assert_eq!(mail.subject, format!("Invitation: editor of {}", board.name));
    assert!(!made.text.contains(&mail.code("invitation")), "{made}");
    let list = format!("/v1/invitations?boardId={}&pending=true", board.number);
    for reader in [&by, &app.administrator().await, &app.board_administrator(&board).await] {
        assert_eq!(reader.get(&list).await.expect(200).body["items"], json!([made.body]));
    }
    let elsewhere = app.board_administrator(&app.given_board(|_| {}).await).await;
    assert_eq!(elsewhere.get(&list).await.expect(200).body["items"], json!([]));
    elsewhere.get(made.header("location").unwrap()).await.refused(404, "not-found");
    app.board_editor(&board).await.get(&list).await.refused(403, "forbidden");
}

#[tokio::test]
async fn one_invites_where_one_manages_the_people_and_to_roles_that_are_there() {
    let app = TestApp::start().await;
    let (board, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let organiser = app.given_organiser(|_| {}).await;
    let of_board = app.board_administrator(&board).await;
    let of_organiser = app.organiser_administrator(&organiser).await;
    let at_organiser = json!({
        "role": "organiser-editor", "organiserId": organiser.id, "email": "noor@example.nl",
    });
    let at_platform = json!({ "role": "administrator", "email": "noor@example.nl" });
    for body in [
        to_board(&other, "board-editor", "noor@example.nl"),
        at_organiser.clone(),
        at_platform.clone(),
    ] {
        of_board.post("/v1/invitations", body).await.refused(403, "not-the-administrator");
    }
    of_organiser.post("/v1/invitations", at_organiser.clone()).await.expect(201);
    app.administrator().await.post("/v1/invitations", at_platform).await.expect(201);
    let mut wrong = at_organiser;
    for (role, location, code) in
        [("board-editor", "/role", "wrong-place"), ("administrator", "/role", "wrong-place")]
    {
        wrong["role"] = json!(role);
        let errors = of_organiser.post("/v1/invitations", wrong.clone()).await.errors();
        assert_eq!(errors, [(location.to_owned(), code.to_owned())]);
    }
    wrong["boardId"] = json!(board.number.to_string());
    let errors = of_organiser.post("/v1/invitations", wrong.clone()).await.errors();
    assert_eq!(errors, [("/role".to_owned(), "wrong-place".to_owned())]);
    wrong["boardId"] = Value::Null;
    wrong["organiserId"] = json!(uuid::Uuid::from_u128(7));
    let errors = of_organiser.post("/v1/invitations", wrong).await.errors();
    assert_eq!(errors, [("/organiserId".to_owned(), "unknown-organiser".to_owned())]);
}

#[tokio::test]
async fn nobody_is_invited_twice_or_to_where_they_are() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    let noor = app.given_account(Some(leerkring_domain::kernel::Role::BoardEditor(board.id))).await;
    let again = |email: &str, role: &str| by.post("/v1/invitations", to_board(&board, role, email));
    again(&noor.email, "board-administrator").await.refused(409, "role-held");

    let first = invited(&by, &board, "new@example.nl").await;
    again("NEW@example.nl", "board-administrator").await.refused(409, "already-invited");
    app.set_now("2026-07-15T10:00:00Z");
    let path = format!("/v1/invitations/{}", first.id);
    assert_eq!(by.get(&path).await.body["state"], "expired");
    again("new@example.nl", "board-administrator").await.expect(201);
    assert_eq!(by.get(&path).await.body["state"], "withdrawn");
}

#[tokio::test]
async fn what_was_sent_again_has_a_new_link_and_the_old_one_is_void() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let (by, other) =
        (app.board_administrator(&board).await, app.board_administrator(&board).await);
    let first = invited(&by, &board, "new@example.nl").await;
    let old = code_for(&app, "new@example.nl").await;
    app.set_now("2026-07-14T10:00:00Z");

    let path = format!("/v1/invitations/{}", first.id);
    let again = other.post(&format!("{path}/_resend"), None).await.expect(200);

    assert_eq!(again.body["expiresAt"], "2026-07-28T10:00:00Z");
    assert_eq!(again.body["invitedBy"]["id"], json!(other.user.unwrap()));
    accept_as_new(&app, &old).await.refused(409, "code-not-usable");
    let new = code_for(&app, "new@example.nl").await;
    assert_ne!(new, old);
    accept_as_new(&app, &new).await.expect(200);
    assert_eq!(by.get(&path).await.body["acceptedBy"]["email"], "new@example.nl");
    for operation in ["_resend", "_withdraw"] {
        let body = (operation == "_withdraw").then(|| json!({}));
        let refused = by.post(&format!("{path}/{operation}"), body).await;
        refused.refused(409, "invitation-over");
    }
}

#[tokio::test]
async fn what_was_withdrawn_opens_nothing() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    let sent = invited(&by, &board, "new@example.nl").await;
    let code = code_for(&app, "new@example.nl").await;
    let path = format!("/v1/invitations/{}/_withdraw", sent.id);
    let withdrawn = by.post(&path, json!({ "reason": "Toch niet" })).await.expect(200);
    assert_eq!(
        (&withdrawn.body["state"], app.recorded("invitation-withdrawn").await),
        (&json!("withdrawn"), 1)
    );
    accept_as_new(&app, &code).await.refused(409, "code-not-usable");
    let look = app.visitor().post("/v1/accounts/_look", json!({ "code": code })).await;
    look.refused(409, "code-not-usable");
    invited(&by, &board, "new@example.nl").await;
}

#[tokio::test]
async fn an_invitation_lapses_with_the_role_of_who_sent_it_until_it_is_sent_again() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let (by, stays) =
        (app.board_administrator(&board).await, app.board_administrator(&board).await);
    let sent = invited(&by, &board, "new@example.nl").await;
    let code = code_for(&app, "new@example.nl").await;
    let role = by.get("/v1/me").await.body["roles"][0]["id"].as_str().unwrap().to_owned();
    let change = json!({ "role": "board-editor" });
    stays.patch(&format!("/v1/roles/{role}"), "\"1\"", change).await.expect(200);

    let path = format!("/v1/invitations/{}", sent.id);
    assert_eq!(stays.get(&path).await.body["state"], "lapsed");
    accept_as_new(&app, &code).await.refused(409, "code-not-usable");
    stays.post(&format!("{path}/_resend"), None).await.expect(200);
    let code = code_for(&app, "new@example.nl").await;
    accept_as_new(&app, &code).await.expect(200);
}

#[tokio::test]
async fn an_invitation_of_somebody_who_was_blocked_lapses() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    invited(&by, &board, "new@example.nl").await;
    let code = code_for(&app, "new@example.nl").await;
    let path = format!("/v1/users/{}/_block", by.user.unwrap());
    app.administrator().await.post(&path, json!({ "reason": "x" })).await.expect(200);
    accept_as_new(&app, &code).await.refused(409, "code-not-usable");
}

#[tokio::test]
async fn who_is_invited_is_no_administrator_until_they_accept() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let last = app.board_administrator(&board).await;
    let body = to_board(&board, "board-administrator", "new@example.nl");
    last.post("/v1/invitations", body).await.expect(201);
    let role = last.get("/v1/me").await.body["roles"][0]["id"].as_str().unwrap().to_owned();
    let leave = format!("/v1/roles/{role}/_end");
    last.post(&leave, json!({})).await.refused(409, "last-administrator");
    accept_as_new(&app, &code_for(&app, "new@example.nl").await).await.expect(200);
    last.post(&leave, json!({})).await.expect(204);
}

#[tokio::test]
async fn an_invitation_is_repeated_by_its_key() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    let body = to_board(&board, "board-editor", "new@example.nl");
    let send = || by.post("/v1/invitations", body.clone()).key("invite-noor-please");
    let first = send().await.expect(201);
    let again = send().await.expect(201);
    assert_eq!(
        (first.body, again.header("idempotent-replayed")),
        (again.body.clone(), Some("true"))
    );
    assert_eq!(app.mails_to("new@example.nl").await.len(), 1);
}

#[tokio::test]
async fn one_address_gets_only_so_many_letters_whoever_invites() {
    let app = TestApp::start_with(|config| config.limits.enabled = true).await;
    let (board, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let by = app.board_administrator(&board).await;
    let sent = invited(&by, &board, "new@example.nl").await;
    let again = format!("/v1/invitations/{}/_resend", sent.id);
    for _ in 0..4 {
        by.post(&again, None).await.expect(200);
    }
    by.post(&again, None).await.refused(429, "too-many-requests");
    let elsewhere = app.board_administrator(&other).await;
    let body = to_board(&other, "board-editor", "new@example.nl");
    elsewhere.post("/v1/invitations", body).await.refused(429, "too-many-requests");
    for number in 0..40 {
        invited(&by, &board, &format!("colleague{number}@example.nl")).await;
    }
    assert_eq!(app.mails_to("new@example.nl").await.len(), 5);
}
