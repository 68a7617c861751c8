//! Who sees a registration, and what of it.

use leerkring_tests::{TestApp, duo, json};
use uuid::Uuid;

use super::registrations;

fn path(registration: &leerkring_tests::Thing) -> String {
    format!("/v1/registrations/{}", registration.id)
}

#[tokio::test]
async fn to_others_a_registration_is_absent_byte_for_byte() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let (foreign_board, foreign_organiser) =
        (app.given_board(|_| {}).await, app.given_organiser(|_| {}).await);

    for stranger in
        [app.board_editor(&foreign_board).await, app.organiser_editor(&foreign_organiser).await]
    {
        let seen = stranger.get(&path(&registration)).await.refused(404, "not-found");
        let absent = format!("/v1/registrations/{}", Uuid::from_u128(7));
        let absent = stranger.get(&absent).await.refused(404, "not-found");
        assert_eq!(seen.without_instance(), absent.without_instance());
        let list = stranger.get("/v1/registrations?count=true").await.expect(200);
        assert_eq!((&list.body["items"], &list.body["count"]), (&json!([]), &json!(0)));
    }
    let stranger = app.board_editor(&foreign_board).await;
    let withdraw = format!("{}/_withdraw", path(&registration));
    stranger.post(&withdraw, json!({})).await.refused(404, "not-found");
    let change = json!({ "motivation": "x" });
    stranger
        .patch(&path(&registration), &registration.etag, change)
        .await
        .refused(404, "not-found");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 22);
}

#[tokio::test]
async fn the_organiser_sees_but_does_not_act_for_the_board() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let programme = app.given_programme(|it| it["leadOrganiserId"] = json!(organiser.id)).await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let editor = app.organiser_editor(&organiser).await;

    editor.get(&path(&registration)).await.expect(200);
    let withdraw = format!("{}/_withdraw", path(&registration));
    editor.post(&withdraw, json!({})).await.refused(403, "forbidden");
}

#[tokio::test]
async fn nobody_registers_for_another_board() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let (own, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let editor = app.board_editor(&own).await;

    let answer = editor.post(&registrations(&cohort), duo(&other)).await;
    answer.refused(403, "not-your-board");
    let eligibility = format!("/v1/cohorts/{}/eligibility?boardId={}", cohort.id, other.number);
    editor.get(&eligibility).await.refused(403, "not-your-board");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 24);
}

#[tokio::test]
async fn the_list_is_narrowed_by_cohort_board_and_status() {
    let app = TestApp::start().await;
    let (one, two) = (app.given_cohort(|_| {}).await, app.given_cohort(|_| {}).await);
    let (first, second) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let a = app.given_registration(&one, &first, duo(&first)).await;
    let b = app.given_registration(&one, &second, duo(&second)).await;
    let c = app.given_registration(&two, &first, duo(&first)).await;
    let withdraw = format!("{}/_withdraw", path(&b));
    app.board_editor(&second).await.post(&withdraw, json!({})).await.expect(200);
    let administrator = app.administrator().await;
    let programme = format!("/v1/programmes/{}", two.body["programmeId"].as_str().unwrap());
    let programme = administrator.get(&programme).await.expect(200).body;
    let lead = programme["leadOrganiserId"].as_str().unwrap();

    let cases = [
        (String::new(), vec![&c, &b, &a]),
        (format!("?cohortId={}", one.id), vec![&b, &a]),
        (format!("?boardId={}", first.number), vec![&c, &a]),
        (format!("?boardId={}&cohortId={}", first.id.uuid(), two.id), vec![&c]),
        (format!("?programmeId={}", two.body["programmeId"].as_str().unwrap()), vec![&c]),
        (format!("?organiserId={lead}"), vec![&c]),
        ("?status=withdrawn".to_owned(), vec![&b]),
        ("?status=waitlisted".to_owned(), vec![]),
    ];
    for (query, expected) in cases {
        let list = administrator.get(&format!("/v1/registrations{query}")).await.expect(200).body;
        let ids: Vec<_> =
            list["items"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
        let expected: Vec<_> = expected.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, expected, "{query}");
    }
    let own = app.board_editor(&first).await.get("/v1/registrations?count=true").await;
    assert_eq!(own.expect(200).body["count"], 2);
}
