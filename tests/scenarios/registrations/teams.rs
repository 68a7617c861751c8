//! Who is in a team changes: people are taken out, and who comes in their place qualifies.

use leerkring_tests::given::anybody;
use leerkring_tests::{Client, TestApp, Thing, Value, json, person, team};

use super::register;

/// A cohort for teams of at least one, an executive among them.
async fn led_cohort(app: &TestApp, change: impl FnOnce(&mut Value)) -> Thing {
    let rule = json!({
        "least": 1, "most": 4, "roles": [{ "role": "board-executive", "count": 1 }],
    });
    let programme = app.given_programme(|it| it["team"] = rule).await;
    app.given_cohort(|it| {
        it["programmeId"] = json!(programme.id);
        change(it);
    })
    .await
}

/// Takes out the participant at this place of the registration as it was made.
async fn remove(editor: &Client, of: &Thing, place: usize) -> leerkring_tests::Answer {
    let who = of.body["participants"][place]["id"].as_str().unwrap();
    let path = format!("/v1/registrations/{}/participants/{who}/_remove", of.id);
    editor.post(&path, json!({ "reason": "Andere baan" })).in_english().await
}

#[tokio::test]
async fn a_team_becomes_smaller_and_gives_back_a_seat() {
    let app = TestApp::start().await;
    let cohort = led_cohort(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let mut three = team(&board, &["teacher", "board-executive", "teacher"]);
    three["participants"][0]["email"] = json!("vertrekt@example.nl");
    three["contact"]["email"] = json!("contact@example.nl");
    let registration = app.given_registration(&cohort, &board, three).await;
    let editor = app.board_editor(&board).await;

    let smaller = remove(&editor, &registration, 0).await.expect(200);

    let left = smaller.body["participants"].as_array().unwrap();
    assert_eq!(left.as_slice(), &registration.body["participants"].as_array().unwrap()[1..]);
    assert_eq!((&smaller.body["status"], smaller.etag()), (&json!("confirmed"), "\"2\""));
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 22);
    let mail = app.last_mail_to("vertrekt@example.nl").await;
    assert!(mail.subject.starts_with("U doet niet meer mee"), "{}", mail.subject);
    let mail = app.last_mail_to("contact@example.nl").await;
    assert!(mail.subject.starts_with("Deelnemer afgemeld"), "{}", mail.subject);
    assert!(mail.text.contains("(leraar)") && mail.text.contains("is nu 2"), "{}", mail.text);
    let path = format!("/v1/registrations/{}", registration.id);
    let history = editor.get(&format!("{path}/history")).await.expect(200).body;
    let last = history["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["what"], &last["reason"]),
        (&json!("participant-removed"), &json!("Andere baan"))
    );
    // Who moved up keeps that place when somebody takes another's.
    let who = left[1]["id"].as_str().unwrap();
    let replace = format!("{path}/participants/{who}/_replace");
    let new = person("teacher");
    let replaced = editor.post(&replace, new.clone()).await.expect(200).body;
    assert_eq!(replaced["participants"][0], left[0]);
    assert_eq!(replaced["participants"][1]["email"], new["email"]);
    // Who left may come back in another team.
    let other = app.given_board(|_| {}).await;
    let mut again = team(&other, &["board-executive"]);
    again["participants"][0]["email"] = json!("vertrekt@example.nl");
    register(&app, &cohort, &other, again).await.expect(201);
}

#[tokio::test]
async fn a_team_stays_what_its_programme_asks_for_until_the_first_session_starts() {
    let app = TestApp::start().await;
    let cohort = led_cohort(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let pair = team(&board, &["board-executive", "teacher"]);
    let registration = app.given_registration(&cohort, &board, pair).await;
    let editor = app.board_editor(&board).await;

    let refused = remove(&editor, &registration, 0).await.refused(409, "role-missing");
    assert!(refused.body["detail"].as_str().unwrap().contains("board executive"), "{refused}");
    app.set_now("2026-09-16T07:00:00Z");
    remove(&editor, &registration, 1).await.refused(409, "started");
    app.set_now("2026-09-16T06:59:59.999Z");
    remove(&editor, &registration, 1).await.expect(200);
    remove(&editor, &registration, 1).await.refused(409, "already-replaced");
    let refused = remove(&editor, &registration, 0).await.refused(409, "team-too-small");
    assert_eq!(refused.reasons(), ["team-too-small", "role-missing"]);
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 23);
}

#[tokio::test]
async fn a_seat_that_comes_free_by_it_is_offered_to_the_list_and_a_smaller_team_keeps_its_place() {
    let app = TestApp::start().await;
    let cohort = led_cohort(&app, |it| {
        it["capacity"] = json!(2);
        it["waitingList"] = json!({});
    })
    .await;
    let mut parties = Vec::new();
    for _ in 0..2 {
        let board = app.given_board(|_| {}).await;
        let pair = team(&board, &["board-executive", "teacher"]);
        let registration = app.given_registration(&cohort, &board, pair).await;
        parties.push((registration, app.board_editor(&board).await));
    }
    let [(seated, one), (waits, two)] = &parties[..] else { panic!("two") };
    remove(one, seated, 1).await.expect(200);
    let now = app.cohort(&cohort).await;
    assert_eq!((&now["seatsLeft"], &now["teamsWaiting"]), (&json!(0), &json!(1)), "the pair waits");

    let smaller = remove(two, waits, 1).await.expect(200).body;

    assert_eq!(smaller["status"], "offered", "it fits now");
    assert_eq!(app.cohort(&cohort).await["teamsWaiting"], 0);
}

#[tokio::test]
async fn who_takes_a_place_is_a_member_where_persons_are_members() {
    let app = TestApp::start().await;
    let union = app.given_organiser(|it| it["members"] = json!("persons")).await;
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(union.id);
            it["team"] = anybody(2);
            it["audience"] = json!({ "membersOfOrganiserId": union.id });
        })
        .await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let administrator = app.administrator().await;
    for (number, email) in [("1", "lid@example.nl"), ("2", "ook-lid@example.nl")] {
        let path = format!("/v1/organisers/{}/memberships", union.id);
        let member = json!({
            "personName": "Lid", "personEmail": email, "number": number, "fromOn": "2026-01-01"
        });
        administrator.post(&path, member).await.expect(201);
    }
    let board = app.given_board(|_| {}).await;
    let mut alone = team(&board, &["teacher"]);
    alone["participants"][0]["email"] = json!("lid@example.nl");
    let registration = app.given_registration(&cohort, &board, alone).await;
    let editor = app.board_editor(&board).await;
    let who = registration.body["participants"][0]["id"].as_str().unwrap();
    let path = format!("/v1/registrations/{}/participants/{who}/_replace", registration.id);

    let stranger = editor.post(&path, person("teacher")).await;

    let stranger = stranger.refused(409, "membership-required");
    assert_eq!(stranger.body["reasons"][0]["location"], "/email");
    let mut member = person("teacher");
    member["email"] = json!("OOK-lid@example.nl");
    editor.post(&path, member).await.expect(200);
}
