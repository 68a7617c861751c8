//! Who asks, and what they may do where.

use leerkring_domain::kernel::Role;
use leerkring_tests::{TestApp, Value, json};
use uuid::Uuid;

fn operations(role: &Value) -> Vec<&str> {
    role["operations"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

#[tokio::test]
async fn somebody_with_several_roles_reads_what_each_opens_where() {
    let app = TestApp::start().await;
    let (board, organiser) = (app.given_board(|_| {}).await, app.given_organiser(|_| {}).await);
    let person = app.board_editor(&board).await;
    let id: Uuid = organiser.id.parse().unwrap();
    app.given_role(&person, Role::OrganiserAdministrator(id.into())).await;

    let me = person.get("/v1/me").await.expect(200).body;

    assert_eq!(me["client"], Value::Null);
    assert_eq!(me["user"]["id"], json!(person.user.unwrap()));
    assert_eq!(me["user"]["language"], "nl");
    let roles = me["roles"].as_array().unwrap();
    assert_eq!(roles.len(), 2);
    let (editor, administrator) = (&roles[0], &roles[1]);
    assert_eq!(editor["role"], "board-editor");
    assert_eq!(editor["board"]["number"], board.number.to_string());
    assert_eq!(
        (&editor["board"]["name"], &editor["organiser"]),
        (&json!(board.name), &json!(null))
    );
    assert!(operations(editor).contains(&"registerTeam"));
    assert!(!operations(editor).contains(&"publishCohort"));
    assert_eq!(administrator["role"], "organiser-administrator");
    assert_eq!(administrator["organiser"]["slug"], organiser.body["slug"]);
    assert!(operations(administrator).contains(&"publishCohort"));
    assert!(!operations(administrator).contains(&"registerTeam"));
}

#[tokio::test]
async fn somebody_without_a_role_is_somebody_too_and_a_visitor_is_not() {
    let app = TestApp::start().await;
    let me = app.given_person(None).await.get("/v1/me").await.expect(200).body;
    assert_eq!(me["roles"], json!([]));
    app.visitor().get("/v1/me").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn name_and_language_are_one_s_own_to_change() {
    let app = TestApp::start().await;
    let person = app.given_person(None).await;
    let read = person.get("/v1/me").await.expect(200);

    let change = json!({ "name": " Noor de Wit ", "language": "en" });
    let changed = person.patch("/v1/me", read.etag(), change).await.expect(200);

    assert_eq!(changed.body["user"]["name"], "Noor de Wit");
    assert_eq!(changed.body["user"]["language"], "en");
    assert_eq!(person.get("/v1/me").await.expect(200).body, changed.body);
    person.patch("/v1/me", read.etag(), json!({})).await.refused(412, "stale");
    let without = person.request(reqwest::Method::PATCH, "/v1/me");
    without.body("application/json", "{}").await.refused(428, "precondition-required");
    for (field, value) in [("email", json!("x@example.nl")), ("blockedAt", json!(null))] {
        let wrong = person.patch("/v1/me", changed.etag(), json!({ field: value })).await;
        wrong.refused(400, "invalid-request");
    }
}

#[tokio::test]
async fn a_role_that_was_given_since_is_a_change_to_who_keeps_the_answer() {
    let app = TestApp::start().await;
    let (board, person) = (app.given_board(|_| {}).await, app.given_person(None).await);
    let read = person.get("/v1/me").await.expect(200);
    person.get("/v1/me").header("if-none-match", read.etag()).await.expect(304);

    app.given_role(&person, Role::BoardEditor(board.id)).await;

    let again = person.get("/v1/me").header("if-none-match", read.etag()).await.expect(200);
    assert_eq!(again.body["roles"][0]["role"], "board-editor");
    let change = json!({ "language": "en" });
    person.patch("/v1/me", read.etag(), change).await.expect(200);
}
