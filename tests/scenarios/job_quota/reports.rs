//! Reports over many boards tell nothing about a few.

use leerkring_domain::boards::Board;
use leerkring_tests::given::Thing;
use leerkring_tests::{Client, TestApp, Value, json};

async fn members(client: &Client, organiser: &Thing) -> Value {
    let path = "/v1/job-quota?by=organiser&fromYear=2026&untilYear=2026";
    let groups = client.get(path).await.expect(200).body["groups"].clone();
    let own =
        groups.as_array().unwrap().iter().find(|it| it["key"] == json!(organiser.id)).cloned();
    own.map(|group| group["years"][0].clone()).unwrap_or_default()
}

async fn all(client: &Client) -> Value {
    let report = client.get("/v1/job-quota?fromYear=2026&untilYear=2026").await.expect(200).body;
    report["groups"][0]["years"][0].clone()
}

async fn with_jobs(app: &TestApp, organiser: Option<&Thing>, count: usize) -> Vec<Board> {
    let boards = app.given_boards(count).await;
    for board in &boards {
        app.given_job(board, |_| {}).await;
        if let Some(organiser) = organiser {
            app.given_member(organiser, board).await;
        }
    }
    boards
}

#[tokio::test]
async fn four_boards_are_withheld_and_look_like_none() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let editor = app.organiser_editor(&organiser).await;
    let none = members(&editor, &organiser).await;
    with_jobs(&app, Some(&organiser), 4).await;
    assert_eq!(members(&editor, &organiser).await, none);
    assert!(none["realised"].is_null() && none["percentage"].is_null(), "{none}");
    with_jobs(&app, Some(&organiser), 1).await;
    assert_eq!(members(&editor, &organiser).await["realised"]["jobs"], "5");
}

#[tokio::test]
async fn members_are_withheld_where_all_less_members_are_few() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let editor = app.organiser_editor(&organiser).await;
    with_jobs(&app, Some(&organiser), 6).await;
    with_jobs(&app, None, 2).await;
    assert_eq!(all(&editor).await["realised"]["jobs"], "8");
    assert!(members(&editor, &organiser).await["realised"].is_null());
    with_jobs(&app, None, 3).await;
    assert_eq!(members(&editor, &organiser).await["realised"]["jobs"], "6");
}

#[tokio::test]
async fn organisers_read_of_their_own_members_only() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    with_jobs(&app, Some(&organiser), 6).await;
    let other = app.given_organiser(|_| {}).await;
    let stranger = app.organiser_editor(&other).await;
    assert!(members(&stranger, &organiser).await.is_null());
    assert_eq!(all(&stranger).await["realised"]["jobs"], "6");
    app.visitor().get("/v1/job-quota").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn what_one_board_has_alone_is_not_told_apart() {
    let app = TestApp::start().await;
    let boards = with_jobs(&app, None, 6).await;
    let editor = app.board_editor(&boards[0]).await;
    let hired = app.given_board(|_| {}).await;
    app.given_job(&hired, |job| job["engagement"] = json!("hired-in")).await;
    let shown = all(&editor).await;
    assert_eq!(shown["realised"]["jobs"], "7");
    assert!(shown["employed"].is_null() && shown["hiredIn"].is_null(), "{shown}");
}
