//! A board registers a team: the worked examples of the product page.

mod access;
mod changes;
mod conditions;
mod letters;
mod repeating;
mod teams;

use leerkring_domain::boards::Board;
use leerkring_tests::given::{anybody, four_wednesdays};
use leerkring_tests::{Answer, TestApp, Thing, Value, duo, json, team};

/// `POST` of a team by an editor of its board.
async fn register(app: &TestApp, cohort: &Thing, board: &Board, team: Value) -> Answer {
    let editor = app.board_editor(board).await;
    editor.post(&registrations(cohort), team).in_english().await
}

fn registrations(cohort: &Thing) -> String {
    format!("/v1/cohorts/{}/registrations", cohort.id)
}

/// The learning network of R4: 15 seats, members only, a duo recommended, with a waiting list.
async fn learning_network(app: &TestApp) -> (Thing, Thing) {
    let organiser = app.given_organiser(|it| it["name"] = json!("PO-Raad")).await;
    let programme = app
        .given_programme(|it| {
            it["kind"] = json!("learning-network");
            it["leadOrganiserId"] = json!(organiser.id);
            it["team"] = json!({ "least": 1, "most": 2, "recommended": 2 });
            it["audience"] = json!({ "membersOfOrganiserId": organiser.id });
            it["fee"] = Value::Null;
        })
        .await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["capacity"] = json!(15);
            it["waitingList"] = json!({});
        })
        .await;
    (organiser, cohort)
}

async fn given_member_board(app: &TestApp, organiser: &Thing) -> Board {
    let board = app.given_board(|_| {}).await;
    app.given_member(organiser, &board).await;
    board
}

/// A cohort for teams of one or two, whoever they are.
async fn open_cohort(app: &TestApp, change: impl FnOnce(&mut Value)) -> Thing {
    let programme = app.given_programme(|it| it["team"] = anybody(2)).await;
    app.given_cohort(|it| {
        it["programmeId"] = json!(programme.id);
        change(it);
    })
    .await
}

#[tokio::test]
async fn r1_a_duo_of_an_executive_and_an_hr_professional_is_confirmed() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);

    let answer = register(&app, &cohort, &board, duo(&board)).await.expect(201);

    let id = answer.id();
    assert_eq!(answer.body["status"], "confirmed");
    assert_eq!(answer.body["position"], Value::Null);
    assert_eq!(answer.body["boardName"], board.name.as_str());
    assert_eq!(answer.body["registeredAt"], "2026-07-01T10:00:00Z");
    assert_eq!(answer.header("location"), Some(format!("/v1/registrations/{id}").as_str()));
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 22);
    assert_eq!(app.cohort(&cohort).await["phase"], "open");
}

#[tokio::test]
async fn r2_a_team_without_the_required_role_is_refused_and_takes_no_seat() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);

    let two_professionals = team(&board, &["hr-professional", "hr-professional"]);
    let answer = register(&app, &cohort, &board, two_professionals).await;

    let answer = answer.refused(409, "role-missing");
    assert_eq!(answer.reasons(), ["role-missing"]);
    assert!(answer.body["detail"].as_str().unwrap().contains("1 × board executive"), "{answer}");
    assert_eq!(answer.body["reasons"][0]["location"], "/participants");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 24);
}

#[tokio::test]
async fn r3_after_the_window_the_refusal_says_since_when() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    app.set_now("2026-09-02T07:00:00Z");

    let answer = register(&app, &cohort, &board, duo(&board)).await;

    let answer = answer.refused(409, "registration-closed");
    let detail = answer.body["detail"].as_str().unwrap();
    assert!(detail.ends_with("since 1 September 2026 at 09:00"), "{detail}");
    assert_eq!(app.cohort(&cohort).await["closedBecause"]["code"], "registration-closed");
}

#[tokio::test]
async fn r4_a_board_that_is_no_member_is_refused_with_the_organiser_named() {
    let app = TestApp::start().await;
    let (organiser, cohort) = learning_network(&app).await;
    let (stranger, member) =
        (app.given_board(|_| {}).await, given_member_board(&app, &organiser).await);

    let answer = register(&app, &cohort, &stranger, duo(&stranger)).await;
    let answer = answer.refused(409, "membership-required");
    assert!(answer.body["detail"].as_str().unwrap().contains("PO-Raad"), "{answer}");

    let single = team(&member, &["hr-professional"]);
    let answer = register(&app, &cohort, &member, single).await.expect(201);
    assert_eq!(answer.body["status"], "confirmed");
    assert_eq!(answer.body["warnings"][0]["code"], "fewer-than-recommended");
}

#[tokio::test]
async fn r5_a_team_is_never_split_and_nobody_overtakes_it() {
    let app = TestApp::start().await;
    let (organiser, cohort) = learning_network(&app).await;
    for _ in 0..7 {
        let board = given_member_board(&app, &organiser).await;
        app.given_registration(&cohort, &board, duo(&board)).await;
    }
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 1);

    let board = given_member_board(&app, &organiser).await;
    let duo = register(&app, &cohort, &board, duo(&board)).await.expect(201);
    assert_eq!((&duo.body["status"], &duo.body["position"]), (&json!("waitlisted"), &json!(1)));

    let board = given_member_board(&app, &organiser).await;
    let single = team(&board, &["teacher"]);
    let single = register(&app, &cohort, &board, single).await.expect(201);
    assert_eq!(
        (&single.body["status"], &single.body["position"]),
        (&json!("waitlisted"), &json!(2))
    );

    let now = app.cohort(&cohort).await;
    assert_eq!((&now["seatsLeft"], &now["teamsWaiting"]), (&json!(0), &json!(2)));
    assert_eq!(now["phase"], "waiting-list");
    let path = format!("/v1/registrations/{}", single.id());
    let read = app.board_editor(&board).await.get(&path).await.expect(200);
    assert_eq!(read.body["position"], 2);
}

#[tokio::test]
async fn r11_civil_times_are_right_on_both_sides_of_the_clock_change() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|it| *it = four_wednesdays()).await;

    let sessions = format!("/v1/cohorts/{}/sessions", cohort.id);
    let sessions = app.visitor().get(&sessions).await.expect(200).body;

    let instants = sessions["items"].as_array().unwrap().iter();
    let instants: Vec<_> = instants
        .map(|it| (it["startsAt"].as_str().unwrap(), it["endsAt"].as_str().unwrap()))
        .collect();
    assert_eq!(
        instants,
        [
            ("2026-09-16T07:00:00Z", "2026-09-16T15:00:00Z"),
            ("2026-10-07T07:00:00Z", "2026-10-07T15:00:00Z"),
            ("2026-10-28T08:00:00Z", "2026-10-28T16:00:00Z"),
            ("2026-11-11T08:00:00Z", "2026-11-11T16:00:00Z"),
        ]
    );
    let whole = app.cohort(&cohort).await;
    assert_eq!(whole["startsAt"], "2026-09-16T07:00:00Z");
    assert_eq!(whole["endsAt"], "2026-11-11T16:00:00Z");
}

#[tokio::test]
async fn r12_capacity_does_not_go_below_what_is_taken_and_the_refusal_names_it() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    for _ in 0..6 {
        let board = app.given_board(|_| {}).await;
        app.given_registration(&cohort, &board, duo(&board)).await;
    }
    let (path, administrator) = (format!("/v1/cohorts/{}", cohort.id), app.administrator().await);

    let lower = json!({ "capacity": 10 });
    let answer = administrator.patch(&path, &cohort.etag, lower).in_english().await;
    let answer = answer.refused(409, "capacity-below-taken");
    assert!(answer.body["detail"].as_str().unwrap().contains("12"), "{answer}");
    assert_eq!(app.cohort(&cohort).await["capacity"], 24);

    let exact = json!({ "capacity": 12 });
    let answer = administrator.patch(&path, &cohort.etag, exact).await.expect(200);
    assert_eq!((&answer.body["capacity"], &answer.body["seatsLeft"]), (&json!(12), &json!(0)));
    assert_eq!(answer.body["phase"], "full");
}
