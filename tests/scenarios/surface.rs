//! The whole surface: every operation of the document, held to what all have in common.

mod access;
mod documentation;
mod tokens;

use leerkring_tests::document::{Operation, operations};
use leerkring_tests::given::{course, four_wednesdays, person, session};
use leerkring_tests::{Client, Value, client::Request, json};
use reqwest::Method;
use uuid::Uuid;

/// The path of an operation with `fill` for each of its parameters.
fn path(operation: &Operation, fill: &str) -> String {
    let segments = operation.path.split('/');
    let filled: Vec<_> =
        segments.map(|segment| if segment.starts_with('{') { fill } else { segment }).collect();
    let query = match operation.id.as_str() {
        "getEligibility" => "?boardId=41512",
        "startImport" => "?fileName=07.csv",
        _ => "",
    };
    format!("/v1{}{query}", filled.join("/"))
}

fn has_parameters(operation: &Operation) -> bool {
    operation.path.contains('{')
}

fn method(operation: &Operation) -> Method {
    operation.method.parse().unwrap()
}

/// A body with which the operation would work, apart from what it is for.
fn sample(operation: &Operation) -> Option<Value> {
    operation.value.get("requestBody")?;
    let nothing = Uuid::from_u128(1);
    let contact = json!({ "name": "A", "email": "a@example.nl" });
    Some(match operation.id.as_str() {
        "mergeBoard" => {
            json!({ "successorId": "41512", "mergedOn": "2026-08-01", "reason": "Fusie" })
        }
        "createOrganiser" => json!({ "slug": "a-b", "name": "A", "members": "none" }),
        "createMembership" => {
            json!({ "boardId": "41512", "number": "1", "fromOn": "2026-01-01" })
        }
        "createProgramme" => {
            let mut programme = course();
            programme["leadOrganiserId"] = json!(nothing);
            programme
        }
        "createCohort" => four_wednesdays(),
        "createSession" => session("2026-12-16", "09:00:00", "17:00:00"),
        "registerTeam" => json!({
            "boardId": "41512", "contact": contact, "participants": [person("teacher")],
        }),
        "replaceParticipant" => person("teacher"),
        "startImport" => Value::Null,
        id if operation.method == "PATCH" || id == "cancelCohort" => json!({}),
        "withdrawRegistration" => json!({}),
        id => panic!("give a sample of the body of {id} here"),
    })
}

/// The operation, called as it should be with `fill` for every id.
fn call(client: &Client, operation: &Operation, fill: &str) -> Request {
    let request = client.request(method(operation), &path(operation, fill));
    let request = match operation.method.as_str() {
        "PATCH" | "DELETE" => request.header("if-match", "\"1\""),
        _ => request,
    };
    match sample(operation) {
        Some(Value::Null) => request.body("text/csv", "A;B\n1;2\n"),
        Some(body) => request.body("application/json", body.to_string()),
        None => request,
    }
}

fn unknown() -> String {
    Uuid::from_u128(0x019f_1d1f_0500_7000_8000_0000_0000_0001).to_string()
}

/// The operations that need a token.
fn protected() -> impl Iterator<Item = Operation> {
    operations().into_iter().filter(|operation| {
        let open = json!({});
        !operation.value["security"].as_array().unwrap().contains(&open)
    })
}
