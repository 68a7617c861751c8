//! Who may call what, and what everybody else is told.

use std::collections::BTreeSet;

use leerkring_domain::kernel::Code;
use leerkring_domain::kernel::access::{Access, RoleKind, Who, of};
use leerkring_tests::document::operations;
use leerkring_tests::{Client, TestApp, duo, json};
use reqwest::Method;

use super::{call, has_parameters, method, path, protected, unknown};

async fn one_of_each(app: &TestApp) -> Vec<(RoleKind, Client)> {
    let (board, organiser) = (app.given_board(|_| {}).await, app.given_organiser(|_| {}).await);
    vec![
        (RoleKind::Administrator, app.administrator().await),
        (RoleKind::OrganiserAdministrator, app.organiser_administrator(&organiser).await),
        (RoleKind::OrganiserEditor, app.organiser_editor(&organiser).await),
        (RoleKind::BoardAdministrator, app.board_administrator(&board).await),
        (RoleKind::BoardEditor, app.board_editor(&board).await),
    ]
}

#[tokio::test]
async fn without_a_token_every_protected_operation_answers_401_with_one_body() {
    let app = TestApp::start().await;
    let mut bodies = BTreeSet::new();
    for operation in protected() {
        let answer = app.visitor().request(method(&operation), &path(&operation, &unknown())).await;
        let answer = answer.refused(401, "unauthenticated");
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer"), "{answer}");
        bodies.insert(answer.without_instance().to_string());
    }
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

#[tokio::test]
async fn with_a_role_that_may_not_every_protected_operation_answers_403() {
    let app = TestApp::start().await;
    let people = one_of_each(&app).await;
    let nobody = app.given_person(None).await;
    for operation in protected() {
        let Some(Access { who: Who::AnyOf(kinds), .. }) = of(&operation.id) else {
            panic!("{} is protected in the document and open in the table", operation.id)
        };
        let others = people.iter().filter(|(kind, _)| !kinds.contains(kind)).map(|(_, who)| who);
        for person in others.chain([&nobody]) {
            let path = path(&operation, &unknown());
            let answer = person.request(method(&operation), &path).await;
            answer.refused(403, "forbidden");
        }
        let told = operation.value["description"].as_str().unwrap();
        for kind in *kinds {
            assert!(told.contains(kind.code()), "{} does not say who may", operation.id);
        }
    }
}

#[tokio::test]
async fn what_does_not_exist_is_absent_to_everybody_who_may_ask() {
    let app = TestApp::start().await;
    app.given_board(|it| it.number = "41512".parse().unwrap()).await;
    let people = one_of_each(&app).await;
    let mut bodies = BTreeSet::new();
    for operation in operations().into_iter().filter(has_parameters) {
        for (kind, person) in &people {
            let may = match of(&operation.id) {
                Some(Access { who: Who::AnyOf(kinds), .. }) => kinds.contains(kind),
                _ => true,
            };
            // Boards are told that they act for themselves only, before the cohort is looked up.
            let for_others = ["registerTeam", "getEligibility"].contains(&operation.id.as_str());
            if !may || (for_others && *kind != RoleKind::Administrator) {
                continue;
            }
            let answer = call(person, &operation, &unknown()).await;
            assert_eq!(answer.status, 404, "{} by {kind:?}: {answer}", operation.id);
            bodies.insert(answer.without_instance().to_string());
        }
    }
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

#[tokio::test]
async fn an_id_that_is_no_id_is_refused_at_its_name_in_the_path() {
    let app = TestApp::start().await;
    app.given_board(|it| it.number = "41512".parse().unwrap()).await;
    let administrator = app.administrator().await;
    for operation in operations().into_iter().filter(has_parameters) {
        let answer = call(&administrator, &operation, "not-an-id").await;
        let answer = answer.refused(400, "invalid-request");
        let names: BTreeSet<_> =
            answer.errors().into_iter().map(|(place, _)| format!("{{{place}}}")).collect();
        let in_path: BTreeSet<_> = operation
            .path
            .split('/')
            .filter(|segment| segment.starts_with('{'))
            .map(ToOwned::to_owned)
            .collect();
        assert_eq!(names, in_path, "{}: {answer}", operation.id);
        assert!(answer.body["errors"].as_array().unwrap().iter().all(|it| it["in"] == "path"));
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_know_is_told_which_it_does() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let known = operations();
    for operation in &known {
        let mut methods: BTreeSet<String> = known
            .iter()
            .filter(|other| other.path == operation.path)
            .map(|other| other.method.clone())
            .collect();
        if methods.contains("GET") {
            methods.insert("HEAD".to_owned());
        }
        for wrong in
            [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE]
        {
            if methods.contains(wrong.as_str()) {
                continue;
            }
            let answer = administrator.request(wrong.clone(), &path(operation, &unknown())).await;
            assert_eq!(answer.status, 405, "{wrong} {}: {answer}", operation.path);
            let allowed: BTreeSet<String> =
                answer.header("allow").unwrap().split(", ").map(ToOwned::to_owned).collect();
            assert_eq!(allowed, methods, "{}", operation.path);
        }
    }
}

#[tokio::test]
async fn head_answers_as_get_does_without_the_body() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let organiser = app.given_organiser(|_| {}).await;
    let membership = app.given_member(&organiser, &board).await;
    let programme = cohort.body["programmeId"].as_str().unwrap();
    let session = cohort.body["sessions"][0]["id"].as_str().unwrap();
    let board = board.id.uuid().to_string();
    for operation in operations().into_iter().filter(|operation| operation.method == "GET") {
        let id = match operation.path.split('/').nth(1).unwrap() {
            "cohorts" => &cohort.id,
            "registrations" => &registration.id,
            "organisers" => &organiser.id,
            "memberships" => &membership.id,
            "programmes" => programme,
            "sessions" => session,
            "boards" => &board,
            _ => &unknown(),
        };
        let path = path(&operation, id).replace("41512", &board);
        let get = administrator.get(&path).await;
        let head = administrator.head(&path).await;
        assert_eq!(head.status, get.status, "{path}");
        assert_eq!(head.text, "");
        let length = get.text.len().to_string();
        assert_eq!(head.header("content-length"), Some(length.as_str()), "{path}");
        for name in ["content-type", "etag", "cache-control", "link", "content-language"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {path}");
        }
    }
}

#[tokio::test]
async fn other_sites_read_only_where_their_origin_is_allowed() {
    let app = TestApp::start_with(|config| {
        config.cors_origins = vec!["https://www.example.nl".to_owned()];
    })
    .await;
    for (origin, allowed) in [("https://www.example.nl", true), ("https://evil.example", false)] {
        let request = app.visitor().get("/v1/organisers").header("origin", origin);
        let answer = request.attempt().await.unwrap();
        let told = answer.header("access-control-allow-origin");
        assert_eq!(told, allowed.then_some(origin), "{answer}");
        let preflight = app
            .visitor()
            .request(Method::OPTIONS, "/v1/registrations")
            .header("origin", origin)
            .header("access-control-request-method", "PATCH")
            .header("access-control-request-headers", "authorization,if-match")
            .raw()
            .await;
        assert_eq!(preflight.header("access-control-allow-origin").is_some(), allowed);
    }
}

#[tokio::test]
async fn what_a_role_does_not_reach_is_not_there_for_it() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let own = app.given_organiser(|_| {}).await;
    let membership = app.given_member(&app.given_organiser(|_| {}).await, &board).await;
    let draft = app.given_draft_cohort(|_| {}).await;
    let session = draft.body["sessions"][0]["id"].as_str().unwrap();
    let stranger = app.organiser_editor(&own).await;
    for path in [
        format!("/v1/registrations/{}", registration.id),
        format!("/v1/memberships/{}", membership.id),
        format!("/v1/cohorts/{}", draft.id),
        format!("/v1/cohorts/{}/sessions", draft.id),
        format!("/v1/sessions/{session}"),
    ] {
        let foreign = stranger.get(&path).await.refused(404, "not-found");
        let id = path.split('/').nth(3).unwrap();
        let absent = stranger.get(&path.replace(id, &unknown())).await;
        assert_eq!(foreign.without_instance(), absent.without_instance(), "{path}");
    }
    let change = json!({ "place": "x" });
    let path = format!("/v1/cohorts/{}", draft.id);
    stranger.patch(&path, &draft.etag, change.clone()).await.refused(404, "not-found");
    let path = format!("/v1/cohorts/{}", cohort.id);
    stranger.patch(&path, &cohort.etag, change).await.refused(403, "not-your-organiser");
}
