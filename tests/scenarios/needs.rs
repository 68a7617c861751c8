//! What participants need: given by their board, read by the organisers, and in nothing else.

mod changing;

use leerkring_domain::boards::Board;
use leerkring_tests::given::anybody;
use leerkring_tests::{Client, TestApp, Thing, Value, duo, json, person, team};

/// A word that stands in nobody's data by chance.
const DIET: &str = "canary-kosher-9731";
const LIFT: &str = "canary-lift-9731";

/// A cohort with the editors of its two organisers.
struct Organised {
    cohort: Thing,
    lead: Client,
    partner: Client,
}

async fn organised(app: &TestApp, change: impl FnOnce(&mut Value)) -> Organised {
    let (lead, partner) = (app.given_organiser(|_| {}).await, app.given_organiser(|_| {}).await);
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(lead.id);
            it["partnerOrganiserIds"] = json!([partner.id]);
            it["team"] = anybody(5);
        })
        .await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            change(it);
        })
        .await;
    let (lead, partner) = (app.organiser_editor(&lead).await, app.organiser_editor(&partner).await);
    Organised { cohort, lead, partner }
}

/// A duo of which the first has a diet and needs a lift.
fn hungry(board: &Board) -> Value {
    let mut team = duo(board);
    team["participants"][0]["needs"] = json!({ "diet": DIET, "access": LIFT });
    team
}

fn of_registration(registration: &Thing) -> String {
    format!("/v1/registrations/{}/needs", registration.id)
}

fn of_cohort(cohort: &Thing) -> String {
    format!("/v1/cohorts/{}/needs", cohort.id)
}

/// The path of the needs of the participant at `place`.
fn of_participant(registration: &Thing, place: usize) -> String {
    let participant = registration.body["participants"][place]["id"].as_str().unwrap();
    format!("/v1/registrations/{}/participants/{participant}/needs", registration.id)
}

#[tokio::test]
async fn the_organisers_read_them_and_the_board_that_gave_them_does_not() {
    let app = TestApp::start().await;
    let Organised { cohort, lead, partner } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, hungry(&board)).await;
    let person = &registration.body["participants"][0];
    assert_eq!(person["needsKnown"], true);
    assert_eq!(registration.body["participants"][1]["needsKnown"], false);

    for reader in [&lead, &partner, &app.administrator().await] {
        let read = reader.get(&of_registration(&registration)).await.expect(200).body;
        assert_eq!(read["registrationId"], json!(registration.id));
        assert_eq!(read["participants"][0]["participantId"], person["id"]);
        assert_eq!(read["participants"][0]["needs"], json!({ "diet": DIET, "access": LIFT }));
        assert_eq!(read["participants"][1]["needs"], Value::Null);
        let listed = reader.get(&of_cohort(&cohort)).await.expect(200).body;
        assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
        assert_eq!(listed["items"][0]["boardName"], json!(board.name));
        assert_eq!(listed["items"][0]["needs"]["diet"], DIET);
    }
    let editor = app.board_editor(&board).await;
    for path in [of_registration(&registration), of_cohort(&cohort)] {
        editor.get(&path).await.refused(403, "forbidden");
    }
}

#[tokio::test]
async fn to_other_organisers_the_needs_of_a_registration_are_absent() {
    let app = TestApp::start().await;
    let Organised { cohort, .. } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, hungry(&board)).await;
    let other = app.given_organiser(|_| {}).await;
    let stranger = app.organiser_editor(&other).await;

    let foreign = stranger.get(&of_registration(&registration)).await.refused(404, "not-found");
    let absent = format!("/v1/registrations/{}/needs", uuid::Uuid::from_u128(7));
    let absent = stranger.get(&absent).await.refused(404, "not-found");
    assert_eq!(foreign.without_instance(), absent.without_instance());
    stranger.get(&of_cohort(&cohort)).await.refused(403, "not-your-organiser");
    let draft = app.given_draft_cohort(|_| {}).await;
    stranger.get(&of_cohort(&draft)).await.refused(404, "not-found");
}

#[tokio::test]
async fn nothing_but_their_own_table_and_the_answer_to_the_organiser_holds_them() {
    let app = TestApp::start().await;
    let Organised { cohort, lead, .. } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let register = format!("/v1/cohorts/{}/registrations", cohort.id);
    let made = editor.post(&register, hungry(&board)).key("needs-0123456789").await.expect(201);
    let registration = Thing::from(made.clone());
    let replace = of_participant(&registration, 1).replace("/needs", "/_replace");
    let mut new = person("hr-professional");
    new["needs"] = json!({ "access": LIFT });
    let replaced = editor.post(&replace, new).key("needs-9876543210").await.expect(200);
    let correct = of_participant(&registration, 0);
    let changed = editor.patch(&correct, replaced.etag(), json!({ "access": null })).await;
    let changed = changed.expect(200);
    lead.get(&of_registration(&registration)).await.expect(200);

    let own = format!("/v1/registrations/{}", registration.id);
    let seen = [
        made,
        replaced,
        changed,
        editor.get(&own).await.expect(200),
        lead.get(&own).await.expect(200),
        lead.get("/v1/registrations").await.expect(200),
    ];
    for answer in seen {
        assert!(!answer.text.contains("canary"), "{answer}");
        let known = answer.body.pointer("/participants/0/needsKnown");
        assert!(known.is_none_or(|known| *known == json!(true)), "{answer}");
    }
    assert_eq!(app.where_is(DIET).await, ["participant_needs.diet"]);
    assert_eq!(app.where_is(LIFT).await, ["participant_needs.access"]);
}

#[tokio::test]
async fn each_reading_is_recorded_and_is_no_part_of_the_history() {
    let app = TestApp::start().await;
    let Organised { cohort, lead, partner } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, hungry(&board)).await;
    lead.get(&of_registration(&registration)).await.expect(200);
    lead.get(&of_cohort(&cohort)).await.expect(200);
    partner.get(&of_registration(&registration)).await.expect(200);
    app.board_editor(&board).await.get(&of_registration(&registration)).await.expect(403);

    assert_eq!(app.recorded("needs-read").await, 3);
    let own = format!("/v1/registrations/{}/history", registration.id);
    let read = lead.get(&own).await.expect(200).body;
    let happened: Vec<_> = read["items"].as_array().unwrap().iter().map(|it| &it["what"]).collect();
    assert_eq!(happened, ["registration-made"]);
}

#[tokio::test]
async fn the_list_of_a_cohort_names_those_who_take_part_and_need_something() {
    let app = TestApp::start().await;
    let Organised { cohort, lead, .. } = organised(&app, |it| {
        it["capacity"] = json!(6);
        it["waitingList"] = json!({});
    })
    .await;
    let boards = app.given_boards(4).await;
    for board in &boards {
        app.given_registration(&cohort, board, hungry(board)).await;
    }
    let [first, second, third, waiting] = boards.as_slice() else { panic!("four boards") };

    let page = lead.get(&format!("{}?limit=2&count=true", of_cohort(&cohort))).await.expect(200);
    assert_eq!(page.body["count"], 3, "{page}");
    let next = page.body["next"].as_str().unwrap();
    let rest = lead.get(&format!("{}?limit=2&cursor={next}", of_cohort(&cohort))).await.expect(200);

    let names: Vec<_> = [&page, &rest]
        .iter()
        .flat_map(|page| page.body["items"].as_array().unwrap())
        .map(|item| item["boardName"].as_str().unwrap())
        .collect();
    assert_eq!(names, [&first.name, &second.name, &third.name]);
    assert!(!names.contains(&waiting.name.as_str()));
}

#[tokio::test]
async fn they_go_with_whoever_leaves_and_with_a_registration_that_falls_away() {
    let app = TestApp::start().await;
    let Organised { cohort, lead, .. } = organised(&app, |_| {}).await;
    let (board, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, hungry(&board)).await;
    let editor = app.board_editor(&board).await;
    let replace = of_participant(&registration, 0).replace("/needs", "/_replace");
    editor.post(&replace, person("board-executive")).await.expect(200);
    assert_eq!(app.where_is(DIET).await, [""; 0]);

    let one = app.given_registration(&cohort, &other, hungry(&other)).await;
    let withdraw = format!("/v1/registrations/{}/_withdraw", one.id);
    let gone = app.board_editor(&other).await.post(&withdraw, json!({})).await.expect(200);
    assert_eq!(gone.body["participants"][0]["needsKnown"], false);
    assert_eq!(app.rows("participant_needs").await, 0);

    let third = app.given_board(|_| {}).await;
    app.given_registration(&cohort, &third, team(&third, &["teacher"])).await;
    let fourth = app.given_board(|_| {}).await;
    app.given_registration(&cohort, &fourth, hungry(&fourth)).await;
    assert_eq!(app.rows("participant_needs").await, 1);
    let cancel = format!("/v1/cohorts/{}/_cancel", cohort.id);
    lead.post(&cancel, json!({ "reason": "Ziekte" })).await.expect(200);
    assert_eq!(app.rows("participant_needs").await, 0);
}
