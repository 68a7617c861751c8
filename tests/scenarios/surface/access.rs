//! Who may call what, and what everybody else is told.

use std::collections::BTreeSet;

use leerkring_domain::kernel::Code;
use leerkring_domain::kernel::access::{Access, Who, of};
use leerkring_tests::document::operations;
use leerkring_tests::{TestApp, given::duo};
use reqwest::Method;

use super::{call, has_parameters, path, unknown};

#[test]
fn the_document_tells_who_may_call_what() {
    for operation in operations() {
        let told = operation.value["description"].as_str().unwrap();
        let Some(Access { who: Who::AnyOf(kinds), .. }) = of(&operation.id) else { continue };
        for kind in *kinds {
            assert!(told.contains(kind.code()), "{} does not say who may", operation.id);
        }
    }
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
        let length = get.bytes.len().to_string();
        assert_eq!(head.header("content-length"), Some(length.as_str()), "{path}");
        for name in ["content-type", "etag", "cache-control", "link", "content-language"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {path}");
        }
    }
}
