//! Who is what where, and who changes that.

use leerkring_domain::kernel::Role;
use leerkring_tests::{TestApp, Value, json};
use uuid::Uuid;

use super::{path_of_role, role_of};

#[tokio::test]
async fn colleagues_see_each_other_and_administrators_their_addresses() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let administrator = app.board_administrator(&board).await;
    let editor = app.board_editor(&board).await;
    app.board_editor(&app.given_board(|_| {}).await).await;
    let list = format!("/v1/roles?boardId={}", board.number);

    for (reader, addresses) in [(&administrator, 2), (&editor, 1), (&app.administrator().await, 2)]
    {
        let seen = reader.get(&list).await.expect(200).body;
        let items = seen["items"].as_array().unwrap();
        assert_eq!(items.len(), 2, "{seen}");
        assert!(items.iter().all(|it| it["board"]["number"] == board.number.to_string()));
        assert!(items.iter().all(|it| it["user"]["name"].as_str().unwrap().starts_with("Person")));
        let shown = items.iter().filter(|it| it["user"]["email"] != Value::Null);
        assert_eq!(shown.count(), addresses, "{seen}");
        let one = reader.get(&path_of_role(&editor).await).await.expect(200).body;
        assert_eq!(one, items[0]);
    }
}

#[tokio::test]
async fn lists_are_narrowed_by_place_and_person() {
    let app = TestApp::start().await;
    let (board, organiser) = (app.given_board(|_| {}).await, app.given_organiser(|_| {}).await);
    let editor = app.board_editor(&board).await;
    let id: Uuid = organiser.id.parse().unwrap();
    app.given_role(&editor, Role::OrganiserEditor(id.into())).await;
    app.board_editor(&board).await;
    let (administrator, user) = (app.administrator().await, editor.user.unwrap());
    for (query, count) in [
        (format!("?boardId={}", board.id), 2),
        (format!("?organiserId={}", organiser.id), 1),
        (format!("?userId={user}"), 2),
        (format!("?userId={user}&boardId={}", board.number), 1),
        (format!("?organiserId={}&boardId={}", organiser.id, board.number), 0),
    ] {
        let path = format!("/v1/roles{query}&count=true");
        let list = administrator.get(&path).await.expect(200).body;
        assert_eq!(list["count"], count, "{path}: {list}");
    }
    let nobody = Uuid::from_u128(1);
    let unknown = administrator.get(&format!("/v1/roles?boardId=99999&organiserId={nobody}")).await;
    let wrong = unknown.refused(400, "invalid-request").errors();
    let expected = [("boardId", "unknown-board"), ("organiserId", "unknown-organiser")];
    assert_eq!(wrong, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
    let own = editor.get("/v1/roles?count=true").await.expect(200).body;
    assert_eq!(own["count"], 3, "{own}");
    let nobody = app.given_person(None).await;
    assert_eq!(nobody.get("/v1/roles").await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn to_people_of_other_places_a_role_is_absent_byte_for_byte() {
    let app = TestApp::start().await;
    let (board, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let role = path_of_role(&app.board_administrator(&board).await).await;
    let absent = format!("/v1/roles/{}", Uuid::from_u128(7));
    let stranger = app.board_administrator(&other).await;

    let requests = |path: &str| {
        let change = json!({ "role": "board-editor" });
        let end = format!("{path}/_end");
        [stranger.get(path), stranger.patch(path, "\"1\"", change), stranger.post(&end, json!({}))]
    };
    for (foreign, missing) in requests(&role).into_iter().zip(requests(&absent)) {
        let foreign = foreign.await.refused(404, "not-found");
        let missing = missing.await.refused(404, "not-found");
        assert_eq!(foreign.without_instance(), missing.without_instance());
    }
    let list = format!("/v1/roles?boardId={}", board.number);
    assert_eq!(stranger.get(&list).await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn an_administrator_makes_an_editor_administrator_and_it_holds_at_once() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let administrator = app.board_administrator(&board).await;
    let editor = app.board_editor(&board).await;
    let (theirs, own) = (path_of_role(&editor).await, path_of_role(&administrator).await);
    let change = |role: &str| json!({ "role": role });
    editor.patch(&own, "\"1\"", change("board-editor")).await.refused(403, "forbidden");

    let read = administrator.get(&theirs).await.expect(200);
    let changed = administrator.patch(&theirs, read.etag(), change("board-administrator")).await;

    let changed = changed.expect(200);
    assert_eq!(changed.body["role"], "board-administrator");
    assert_eq!(changed.body, administrator.get(&theirs).await.expect(200).body);
    administrator.patch(&theirs, read.etag(), json!({})).await.refused(412, "stale");
    editor.patch(&own, "\"1\"", change("board-editor")).await.expect(200);
    let back = administrator.patch(&theirs, changed.etag(), change("board-editor")).await;
    back.refused(403, "forbidden");
    assert_eq!(role_of(&administrator).await["role"], "board-editor");
}

#[tokio::test]
async fn a_role_of_another_kind_of_place_is_refused_at_its_field() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let administrator = app.board_administrator(&board).await;
    let theirs = path_of_role(&app.board_editor(&board).await).await;
    for role in ["organiser-editor", "organiser-administrator", "administrator"] {
        let answer = administrator.patch(&theirs, "\"1\"", json!({ "role": role })).await;
        let answer = answer.refused(400, "invalid-request");
        assert_eq!(answer.errors(), [("/role".to_owned(), "wrong-place".to_owned())]);
    }
    let answer = administrator.patch(&theirs, "\"1\"", json!({ "role": "king" })).await;
    assert_eq!(answer.errors(), [("/role".to_owned(), "unknown-word".to_owned())]);
}

#[tokio::test]
async fn administrators_of_one_place_are_no_administrators_where_they_edit() {
    let app = TestApp::start().await;
    let (own, other) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let person = app.board_administrator(&own).await;
    app.given_role(&person, Role::BoardEditor(other.id)).await;
    let colleague = path_of_role(&app.board_editor(&other).await).await;

    let change = json!({ "role": "board-administrator" });
    let answer = person.patch(&colleague, "\"1\"", change).await;
    answer.refused(403, "not-the-administrator");
    let answer = person.post(&format!("{colleague}/_end"), json!({})).await;
    answer.refused(403, "not-the-administrator");
}

#[tokio::test]
async fn the_last_administrator_of_a_place_stays_one() {
    let app = TestApp::start().await;
    let (board, organiser) = (app.given_board(|_| {}).await, app.given_organiser(|_| {}).await);
    let ours = app.board_administrator(&board).await;
    let theirs = app.organiser_administrator(&organiser).await;
    let platform = app.administrator().await;
    for (person, editor) in [(&ours, "board-editor"), (&theirs, "organiser-editor")] {
        let role = path_of_role(person).await;
        for by in [person, &platform] {
            let change = json!({ "role": editor });
            let answer = by.patch(&role, "\"1\"", change).await;
            answer.refused(409, "last-administrator");
            let answer = by.post(&format!("{role}/_end"), json!({})).await;
            answer.refused(409, "last-administrator");
        }
    }
    let second = app.board_administrator(&board).await;
    let role = path_of_role(&ours).await;
    second.post(&format!("{role}/_end"), json!({ "reason": "Uit dienst" })).await.expect(204);
    assert_eq!(ours.get("/v1/me").await.expect(200).body["roles"], json!([]));
    second.get(&role).await.refused(404, "not-found");
}

#[tokio::test]
async fn a_blocked_administrator_does_not_count_as_one() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let (one, other) =
        (app.board_administrator(&board).await, app.board_administrator(&board).await);
    let block = format!("/v1/users/{}/_block", other.user.unwrap());
    let reason = json!({ "reason": "Verloren telefoon" });
    app.administrator().await.post(&block, reason).await.expect(200);

    let leave = format!("{}/_end", path_of_role(&one).await);
    one.post(&leave, json!({})).await.refused(409, "last-administrator");
    let list = one.get("/v1/roles").await.expect(200).body;
    assert_eq!(list["items"][0]["user"]["blocked"], true, "{list}");
}

#[tokio::test]
async fn the_last_administrator_of_the_platform_stays() {
    let app = TestApp::start().await;
    let one = app.administrator().await;
    let leave = format!("{}/_end", path_of_role(&one).await);
    one.post(&leave, json!({})).await.refused(409, "last-administrator");

    let other = app.administrator().await;
    one.post(&leave, json!({})).await.expect(204);
    one.get("/v1/users").await.refused(403, "forbidden");
    let leave = format!("{}/_end", path_of_role(&other).await);
    other.post(&leave, json!({})).await.refused(409, "last-administrator");
}

#[tokio::test]
async fn anybody_may_leave_and_a_repeated_request_leaves_once() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let (editor, colleague) = (app.board_editor(&board).await, app.board_editor(&board).await);
    let leave = format!("{}/_end", path_of_role(&editor).await);
    colleague.post(&leave, json!({})).await.refused(403, "not-the-administrator");

    let key = "leaving-for-good-1";
    editor.post(&leave, json!({})).key(key).await.expect(204);
    let again = editor.post(&leave, json!({})).key(key).await.expect(204);

    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    editor.post(&leave, json!({})).await.refused(404, "not-found");
    editor.get("/v1/registrations").await.refused(403, "forbidden");
}
