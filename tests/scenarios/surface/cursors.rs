//! Cursors are the server's: nobody makes, changes or carries over one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_tests::document::{Operation, operations};
use leerkring_tests::{Answer, Client, TestApp, duo};

use super::{has_parameters, path, unknown};

const ORGANISERS: &str = "/v1/organisers?limit=1";

/// The cursor of the second page of organisers.
async fn cursor(app: &TestApp) -> String {
    for _ in 0..2 {
        app.given_organiser(|_| {}).await;
    }
    let page = app.visitor().get(ORGANISERS).await.expect(200).body;
    page["next"].as_str().unwrap().to_owned()
}

async fn ask(client: &Client, list: &str, cursor: &str) -> Answer {
    let separator = if list.contains('?') { '&' } else { '?' };
    client.get(&format!("{list}{separator}cursor={cursor}")).await
}

#[tokio::test]
async fn a_cursor_changed_in_any_byte_opens_nothing() {
    let app = TestApp::start().await;
    let cursor = cursor(&app).await;
    let visitor = app.visitor();
    ask(&visitor, ORGANISERS, &cursor).await.expect(200);
    let bytes = URL_SAFE_NO_PAD.decode(&cursor).unwrap();
    let changed = (0..bytes.len()).map(|place| {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        URL_SAFE_NO_PAD.encode(changed)
    });
    let short = [&bytes[..16], &bytes[16..], &bytes[..bytes.len() - 1]];
    let short = short.map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
    let own = URL_SAFE_NO_PAD.encode([&[0; 16], &bytes[16..]].concat());
    for tampered in changed.chain(short).chain([own, format!("{cursor}AAAA")]) {
        let refused = ask(&visitor, ORGANISERS, &tampered).await.refused(400, "invalid-request");
        assert_eq!(refused.errors(), [("cursor".to_owned(), "wrong-cursor".to_owned())]);
    }
    let elsewhere = TestApp::start().await;
    ask(&elsewhere.visitor(), ORGANISERS, &cursor).await.refused(400, "invalid-request");
}

#[tokio::test]
async fn a_cursor_of_another_list_opens_nothing() {
    let app = TestApp::start().await;
    let (cursor, administrator) = (cursor(&app).await, app.administrator().await);
    let takes_cursor = |operation: &Operation| {
        let parameters = operation.value["parameters"].as_array().into_iter().flatten();
        parameters.into_iter().any(|parameter| parameter["name"] == "cursor")
    };
    let mut tried = 0;
    for operation in operations().into_iter().filter(takes_cursor) {
        if operation.id == "listOrganisers" || has_parameters(&operation) {
            continue;
        }
        let answer = ask(&administrator, &path(&operation, &unknown()), &cursor).await;
        let errors = answer.refused(400, "invalid-request").errors();
        assert!(errors.iter().any(|(_, code)| code == "wrong-cursor"), "{}", operation.id);
        tried += 1;
    }
    assert!(8 < tried, "{tried} lists");
}

#[tokio::test]
async fn a_cursor_shows_no_more_than_its_reader_may_see() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let (ours, theirs) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    for board in [&ours, &theirs, &ours] {
        let cohort = if board.id == theirs.id { &cohort } else { &app.given_cohort(|_| {}).await };
        app.given_registration(cohort, board, duo(board)).await;
    }
    let list = "/v1/registrations?limit=1";
    let first = app.administrator().await.get(list).await.expect(200).body;
    let cursor = first["next"].as_str().unwrap();
    let editor = app.board_editor(&ours).await;
    let seen = ask(&editor, "/v1/registrations?limit=100", cursor).await.expect(200).body;
    let boards: Vec<_> =
        seen["items"].as_array().unwrap().iter().map(|it| &it["boardId"]).collect();
    assert!(!boards.is_empty() && boards.iter().all(|id| **id == ours.id.to_string()), "{seen}");
}
