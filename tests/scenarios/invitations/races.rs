//! Many at once: on PostgreSQL the locks keep them apart, on SQLite its one writer.

use leerkring_tests::{TestApp, all, json};

use super::{accept_as_new, code_for, invited, newcomer, to_board};

#[tokio::test]
async fn of_twenty_who_accept_at_once_one_does() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    invited(&app.board_administrator(&board).await, &board, "new@example.nl").await;
    let code = code_for(&app, "new@example.nl").await;
    let people = futures_util::future::join_all((0..20).map(|_| app.given_person(None))).await;
    let accept = |person: &leerkring_tests::Client| {
        person.post("/v1/invitations/_accept", json!({ "code": code }))
    };
    let mut requests: Vec<_> = people.iter().map(accept).collect();
    requests.push(app.visitor().post("/v1/invitations/_accept", newcomer(&code)));

    let answers = all(requests, 21).await;

    let accepted = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().filter(|answer| answer.code() == "code-not-usable").count();
    assert_eq!((accepted, refused), (1, 20), "{answers:?}");
    assert_eq!(app.rows("roles").await, 2);
}

#[tokio::test]
async fn of_many_who_invite_the_same_at_once_one_does() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = [app.board_administrator(&board).await, app.administrator().await];
    let requests = (0..10).map(|number| {
        let body = to_board(&board, "board-editor", "new@example.nl");
        by[number % 2].post("/v1/invitations", body)
    });
    let answers = all(requests.collect(), 10).await;
    let sent = answers.iter().filter(|answer| answer.status == 201).count();
    let refused = answers.iter().filter(|answer| answer.code() == "already-invited").count();
    assert_eq!((sent, refused), (1, 9), "{answers:?}");
    assert_eq!(app.mails_to("new@example.nl").await.len(), 1);
}

#[tokio::test]
async fn an_invitation_is_accepted_or_withdrawn_and_never_both() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let by = app.board_administrator(&board).await;
    for round in 0..10 {
        let email = format!("new{round}@example.nl");
        let sent = invited(&by, &board, &email).await;
        let code = code_for(&app, &email).await;
        let person = app.given_person(None).await;
        let path = format!("/v1/invitations/{}", sent.id);
        let requests = vec![
            person.post("/v1/invitations/_accept", json!({ "code": code })),
            by.post(&format!("{path}/_withdraw"), json!({})),
        ];
        let answers = all(requests, 2).await;
        let done = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(done, 1, "{answers:?}");
        let state = by.get(&path).await.body["state"].clone();
        let holds = person.get("/v1/me").await.body["roles"].as_array().unwrap().len();
        assert_eq!(holds == 1, state == "accepted", "{state}");
    }
}

#[tokio::test]
async fn who_accepts_while_the_sender_loses_the_role_does_so_before_or_not_at_all() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let stays = app.board_administrator(&board).await;
    for round in 0..10 {
        let goes = app.board_administrator(&board).await;
        let email = format!("new{round}@example.nl");
        let sent = invited(&goes, &board, &email).await;
        let code = code_for(&app, &email).await;
        let role = goes.get("/v1/me").await.body["roles"][0]["id"].as_str().unwrap().to_owned();
        let person = app.given_person(None).await;
        let requests = vec![
            person.post("/v1/invitations/_accept", json!({ "code": code })),
            stays.post(&format!("/v1/roles/{role}/_end"), json!({})),
        ];
        let answers = all(requests, 2).await;
        assert_eq!(answers[1].status, 204, "{answers:?}");
        let state = stays.get(&format!("/v1/invitations/{}", sent.id)).await.body["state"].clone();
        match answers[0].status {
            200 => assert_eq!(state, "accepted"),
            _ => assert_eq!(
                (answers[0].code(), state.as_str().unwrap()),
                ("code-not-usable", "lapsed")
            ),
        }
    }
}

#[tokio::test]
async fn somebody_invited_to_two_places_who_accepts_both_at_once_has_one_account() {
    let app = TestApp::start().await;
    let (one, two) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let mut codes = Vec::new();
    for board in [&one, &two] {
        invited(&app.board_administrator(board).await, board, "new@example.nl").await;
        codes.push(code_for(&app, "new@example.nl").await);
    }
    let accept = |code: &String| app.visitor().post("/v1/invitations/_accept", newcomer(code));
    let answers = all(codes.iter().map(accept).collect(), 2).await;
    let accepted = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().filter(|answer| answer.code() == "account-exists").count();
    assert_eq!((accepted, refused), (1, 1), "{answers:?}");
    let left = codes.iter().zip(&answers).find(|(_, answer)| answer.status != 200).unwrap().0;
    let here = app.try_to_sign_in("new@example.nl", super::NEW_PASSWORD).await.expect(201);
    let here = app.signed_in(&here).client;
    here.post("/v1/invitations/_accept", json!({ "code": left })).await.expect(200);
    assert_eq!(here.get("/v1/me").await.body["roles"].as_array().unwrap().len(), 2);
    // Whoever shows the password of whom it was accepted by is told what came of it.
    accept_as_new(&app, left).await.expect(200);
    assert_eq!(app.rows("roles").await, 4);
}
