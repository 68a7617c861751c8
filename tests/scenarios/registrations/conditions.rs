//! What must hold for a registration, and how a refusal and the eligibility agree on it.

use leerkring_domain::boards::Sector;
use leerkring_tests::{TestApp, Value, duo, json, person, team};

use super::{learning_network, open_cohort, register, registrations};

#[tokio::test]
async fn a_refusal_names_every_reason_and_not_only_the_first() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let closed = app.given_board(|it| it.closed_on = Some("2026-01-01".parse().unwrap())).await;
    app.set_now("2026-09-02T07:00:00Z");

    let answer = register(&app, &cohort, &closed, team(&closed, &["teacher"])).await;

    let answer = answer.refused(409, "registration-closed");
    let expected =
        ["registration-closed", "board-closed", "team-too-small", "role-missing", "role-missing"];
    assert_eq!(answer.reasons(), expected);
}

#[tokio::test]
async fn the_same_person_stands_once_in_a_team() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let mut twins = duo(&board);
    twins["participants"][0]["email"] = json!("Same.Person@example.nl");
    twins["participants"][1]["email"] = json!("same.person@EXAMPLE.nl");

    let answer = register(&app, &cohort, &board, twins).await;

    let answer = answer.refused(409, "participant-twice");
    assert!(answer.body["reasons"][0]["location"].as_str().unwrap().starts_with("/participants/1"));
}

#[tokio::test]
async fn the_same_person_stands_once_in_a_cohort_until_the_team_withdraws() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let (first, second) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let mut one = duo(&first);
    one["participants"][0]["email"] = json!("director@example.nl");
    let mut two = duo(&second);
    two["participants"][0]["email"] = json!("DIRECTOR@example.nl");
    let registered = app.given_registration(&cohort, &first, one).await;

    let answer = register(&app, &cohort, &second, two.clone()).await;
    answer.refused(409, "participant-already-in-cohort");

    let withdraw = format!("/v1/registrations/{}/_withdraw", registered.id);
    app.board_editor(&first).await.post(&withdraw, json!({})).await.expect(200);
    register(&app, &cohort, &second, two).await.expect(201);
}

#[tokio::test]
async fn a_board_has_one_live_registration_in_a_cohort() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registered = app.given_registration(&cohort, &board, duo(&board)).await;

    let refused = register(&app, &cohort, &board, duo(&board)).await;
    let refused = refused.refused(409, "already-registered");
    assert_eq!(refused.body["reasons"][0]["existingId"], registered.id.as_str());

    let withdraw = format!("/v1/registrations/{}/_withdraw", registered.id);
    app.board_editor(&board).await.post(&withdraw, json!({})).await.expect(200);
    register(&app, &cohort, &board, duo(&board)).await.expect(201);
}

#[tokio::test]
async fn where_several_registrations_are_allowed_the_seats_per_board_still_count() {
    let app = TestApp::start().await;
    let cohort = open_cohort(&app, |it| {
        it["severalRegistrationsPerBoard"] = json!(true);
        it["seatsPerBoard"] = json!(3);
    })
    .await;
    let board = app.given_board(|_| {}).await;
    app.given_registration(&cohort, &board, team(&board, &["teacher", "teacher"])).await;

    let two_more = register(&app, &cohort, &board, team(&board, &["teacher", "teacher"])).await;
    two_more.refused(409, "board-seats-exceeded");
    register(&app, &cohort, &board, team(&board, &["teacher"])).await.expect(201);
    let one_more = register(&app, &cohort, &board, team(&board, &["teacher"])).await;
    one_more.refused(409, "board-seats-exceeded");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 21);
}

#[tokio::test]
async fn a_closed_board_is_told_which_board_took_over() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let heir = app.given_board(|it| it.name = "Stichting De Erfgenaam".to_owned()).await;
    let closed = app
        .given_board(|it| {
            it.closed_on = Some("2026-06-30".parse().unwrap());
            it.successor = Some(heir.id);
        })
        .await;

    let answer = register(&app, &cohort, &closed, duo(&closed)).await;

    let answer = answer.refused(409, "board-closed");
    assert!(answer.body["detail"].as_str().unwrap().contains("De Erfgenaam"), "{answer}");
}

#[tokio::test]
async fn sectors_and_roles_that_are_not_the_audience_are_named() {
    let app = TestApp::start().await;
    let programme = app
        .given_programme(|it| {
            it["team"] = json!({ "least": 1, "most": 3 });
            it["audience"] =
                json!({ "sectors": ["vo", "mbo"], "roles": ["school-leader", "teacher"] });
        })
        .await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let primary = app.given_board(|_| {}).await;
    let secondary = app.given_board(|it| it.sectors = vec![Sector::Vo]).await;

    let answer =
        register(&app, &cohort, &primary, team(&primary, &["teacher", "team-leader"])).await;
    let answer = answer.refused(409, "sector-not-admitted");
    assert_eq!(answer.reasons(), ["sector-not-admitted", "role-not-admitted"]);
    assert_eq!(answer.body["reasons"][1]["location"], "/participants/1/role");
    register(&app, &cohort, &secondary, team(&secondary, &["teacher"])).await.expect(201);
}

#[tokio::test]
async fn eligibility_lists_the_conditions_that_registering_then_refuses_by() {
    let app = TestApp::start().await;
    let (_, cohort) = learning_network(&app).await;
    let stranger = app.given_board(|it| it.closed_on = Some("2026-01-01".parse().unwrap())).await;
    let editor = app.board_editor(&stranger).await;

    let path = format!("/v1/cohorts/{}/eligibility?boardId={}", cohort.id, stranger.number);
    let told = editor.get(&path).await.expect(200).body;
    let refused = editor.post(&registrations(&cohort), duo(&stranger)).await.expect(409);

    assert_eq!(told["eligible"], false);
    let unmet: Vec<&str> = told["conditions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|condition| condition["met"] == false)
        .flat_map(|condition| condition["reasons"].as_array().unwrap())
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(unmet, ["board-closed", "membership-required"]);
    assert_eq!(unmet, refused.reasons());
}

#[tokio::test]
async fn an_eligible_board_meets_every_condition_and_may_then_register() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let editor = app.board_editor(&board).await;
    let path = format!("/v1/cohorts/{}/eligibility?boardId={}", cohort.id, board.id.uuid());

    let before = editor.get(&path).await.expect(200).body;
    assert_eq!(before["eligible"], true);
    assert!(before["conditions"].as_array().unwrap().iter().all(|it| it["met"] == true));
    editor.post(&registrations(&cohort), duo(&board)).await.expect(201);
    let after = editor.get(&path).await.expect(200).body;
    let unmet = after["conditions"].as_array().unwrap().iter().find(|it| it["met"] == false);
    assert_eq!(unmet.unwrap()["reasons"], json!(["already-registered"]));
}

#[tokio::test]
async fn with_selection_a_team_is_submitted_and_holds_no_seat_yet() {
    let app = TestApp::start().await;
    let programme = app.given_programme(|it| it["admission"] = json!("selection")).await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let board = app.given_board(|_| {}).await;

    let answer = register(&app, &cohort, &board, duo(&board)).await.expect(201);

    assert_eq!(answer.body["status"], "submitted");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 24);
}

#[tokio::test]
async fn a_full_cohort_without_a_waiting_list_refuses_and_one_with_room_for_one_takes_one() {
    let app = TestApp::start().await;
    let full = open_cohort(&app, |it| it["capacity"] = json!(1)).await;
    let short = open_cohort(&app, |it| {
        it["capacity"] = json!(1);
        it["waitingList"] = json!({ "most": 1 });
    })
    .await;
    let mut told = Vec::new();
    for _ in 0..3 {
        let board = app.given_board(|_| {}).await;
        let first = register(&app, &full, &board, team(&board, &["teacher"])).await;
        let second = register(&app, &short, &board, team(&board, &["teacher"])).await;
        let word = |answer: &leerkring_tests::Answer| {
            answer.body["status"].as_str().unwrap_or(answer.code()).to_owned()
        };
        told.push((word(&first), word(&second)));
    }
    let expected = [("confirmed", "confirmed"), ("full", "waitlisted"), ("full", "full")];
    let told: Vec<_> = told.iter().map(|(one, two)| (one.as_str(), two.as_str())).collect();
    assert_eq!(told, expected);
    assert_eq!(app.cohort(&short).await["phase"], "full");
}

#[tokio::test]
async fn where_persons_are_members_every_participant_has_to_be_one() {
    let app = TestApp::start().await;
    let union = app.given_organiser(|it| it["members"] = json!("persons")).await;
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(union.id);
            it["team"] = json!({ "least": 1, "most": 2 });
            it["audience"] = json!({ "membersOfOrganiserId": union.id });
        })
        .await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let board = app.given_board(|_| {}).await;
    let path = format!("/v1/organisers/{}/memberships", union.id);
    let membership = json!({
        "personName": "Lid", "personEmail": "lid@example.nl", "number": "1", "fromOn": "2026-01-01"
    });
    app.administrator().await.post(&path, membership).await.expect(201);
    let mut member = person("teacher");
    member["email"] = json!("LID@example.nl");

    let mut mixed = team(&board, &["teacher", "teacher"]);
    mixed["participants"][0] = member.clone();
    register(&app, &cohort, &board, mixed).await.refused(409, "membership-required");
    let mut alone = team(&board, &["teacher"]);
    alone["participants"][0] = member;
    register(&app, &cohort, &board, alone).await.expect(201);
}
