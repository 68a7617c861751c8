//! Administrators who act on each other at once, and roles that change under running servers.

use leerkring_domain::boards::Board;
use leerkring_tests::client::Request;
use leerkring_tests::{Answer, Client, TestApp, Thing, all, json};

use super::Servers;

/// Places of which there are administrators.
enum Place {
    Platform,
    Organiser(Thing),
    Board(Board),
}

impl Place {
    async fn administrator(&self, app: &TestApp) -> Client {
        match self {
            Self::Platform => app.administrator().await,
            Self::Organiser(organiser) => app.organiser_administrator(organiser).await,
            Self::Board(board) => app.board_administrator(board).await,
        }
    }
}

async fn role(person: &Client) -> String {
    let me = person.get("/v1/me").await.expect(200).body;
    format!("/v1/roles/{}", me["roles"][0]["id"].as_str().expect("a role"))
}

/// Two administrators who each send `request` about the other's role at the same time; tells the
/// answers, and which of the two administer afterwards.
async fn against_each_other(
    app: &TestApp,
    servers: &Servers,
    place: &Place,
    request: impl Fn(&Client, &str) -> Request,
) -> (Vec<Answer>, usize) {
    let (one, two) = (place.administrator(app).await, place.administrator(app).await);
    let (of_one, of_two) = (role(&one).await, role(&two).await);
    let (one_there, two_there) = (servers.reached(&one, 0), servers.reached(&two, 1));
    let requests = vec![request(&one_there, &of_two), request(&two_there, &of_one)];
    let answers = all(requests, 2).await;
    let mut left = 0;
    for person in [&one, &two] {
        let me = person.get("/v1/me").await;
        let administers = me.body["roles"][0]["role"].as_str().unwrap_or_default();
        left += usize::from(administers.ends_with("administrator"));
    }
    (answers, left)
}

#[tokio::test]
async fn of_two_administrators_who_end_each_other_at_once_one_stays() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    for _ in 0..5 {
        let organiser = app.given_organiser(|_| {}).await;
        let board = app.given_board(|_| {}).await;
        for place in [Place::Organiser(organiser), Place::Board(board)] {
            let end = |by: &Client, role: &str| by.post(&format!("{role}/_end"), json!({}));
            let (answers, left) = against_each_other(&app, &servers, &place, end).await;
            assert_eq!(left, 1, "{answers:?}");
            let done = answers.iter().filter(|answer| answer.status == 204);
            assert_eq!(done.count(), 1, "{answers:?}");
        }
    }
}

#[tokio::test]
async fn of_two_administrators_who_demote_each_other_at_once_one_stays() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    for _ in 0..5 {
        let place = Place::Board(app.given_board(|_| {}).await);
        let change = json!({ "role": "board-editor" });
        let demote = |by: &Client, role: &str| by.patch(role, "\"1\"", change.clone());
        let (answers, left) = against_each_other(&app, &servers, &place, demote).await;
        assert_eq!(left, 1, "{answers:?}");
    }
}

#[tokio::test]
async fn of_two_who_run_the_platform_and_end_or_block_each_other_one_stays() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let end = |by: &Client, role: &str| by.post(&format!("{role}/_end"), json!({}));
    let (answers, left) = against_each_other(&app, &servers, &Place::Platform, end).await;
    assert_eq!(left, 1, "{answers:?}");

    let (one, two) = (app.administrator().await, app.administrator().await);
    let block = |by: &Client, number: usize, whom: &Client| {
        let by = servers.reached(by, number);
        let path = format!("/v1/users/{}/_block", whom.user.expect("somebody"));
        by.post(&path, json!({ "reason": "x" }))
    };
    let answers = all(vec![block(&one, 0, &two), block(&two, 1, &one)], 2).await;
    let done = answers.iter().filter(|answer| answer.status == 200);
    assert_eq!(done.count(), 1, "{answers:?}");
}

#[tokio::test]
async fn both_of_two_who_leave_at_once_cannot() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    for place in [Place::Platform, Place::Board(app.given_board(|_| {}).await)] {
        let (one, two) = (place.administrator(&app).await, place.administrator(&app).await);
        let mut requests = Vec::new();
        for (number, person) in [&one, &two].into_iter().enumerate() {
            let path = format!("{}/_end", role(person).await);
            let person = servers.reached(person, number);
            requests.push(person.post(&path, json!({})));
        }
        let answers = all(requests, 2).await;
        let gone = answers.iter().filter(|answer| answer.status == 204).count();
        let stayed = answers.iter().filter(|answer| answer.code() == "last-administrator").count();
        assert_eq!((gone, stayed), (1, 1), "{answers:?}");
    }
}

#[tokio::test]
async fn what_changed_at_one_server_holds_with_the_next_request_at_another() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let board = app.given_board(|_| {}).await;
    let administrator = app.board_administrator(&board).await;
    let editor = app.board_editor(&board).await;
    let platform = app.administrator().await;
    let there = |client: &Client| servers.reached(client, 1);
    let theirs = role(&editor).await;
    there(&editor).get("/v1/registrations").await.expect(200);
    let manage = |by: &Client| by.patch(&theirs, "\"9\"", json!({}));
    manage(&there(&editor)).await.refused(403, "forbidden");

    let change = json!({ "role": "board-administrator" });
    administrator.patch(&theirs, "\"1\"", change).await.expect(200);
    manage(&there(&editor)).await.refused(412, "stale");
    administrator.post(&format!("{theirs}/_end"), json!({})).await.expect(204);
    there(&editor).get("/v1/registrations").await.refused(403, "forbidden");
    let block = format!("/v1/users/{}/_block", administrator.user.expect("somebody"));
    there(&administrator).get("/v1/registrations").await.expect(200);
    platform.post(&block, json!({ "reason": "x" })).await.expect(200);
    there(&administrator).get("/v1/registrations").await.refused(401, "unauthenticated");
}
