//! Every body of the document, spoilt in every place.

use leerkring_tests::document::{Operation, operations};
use leerkring_tests::{Client, TestApp, Value, json};

use super::samples::{About, sample};
use super::{method, path, unknown};

async fn send(client: &Client, operation: &Operation, body: &Value) -> leerkring_tests::Answer {
    let request = client.request(method(operation), &path(operation, &unknown()));
    request.body("application/json", body.to_string()).await
}

fn with_json_bodies() -> impl Iterator<Item = (Operation, Value)> {
    operations().into_iter().filter_map(|operation| {
        if operation.body_type() != Some("application/json") {
            return None;
        }
        let body = sample(&operation, &About::board("41512"))?;
        Some((operation, body))
    })
}

/// What only the server sets cannot be slipped in beside what a client may send.
#[tokio::test]
async fn fields_that_are_not_the_clients_are_refused_by_every_operation() {
    let app = TestApp::start().await;
    app.given_board(|it| it.number = "41512".parse().unwrap()).await;
    let administrator = app.administrator().await;
    let fields = ["id", "version", "status", "role", "roles", "userId", "isAdministrator", "seats"];
    for (operation, body) in with_json_bodies() {
        let known = &operation.value["requestBody"]["content"]["application/json"]["schema"];
        let known = schema(known)["properties"].clone();
        for field in fields.into_iter().filter(|field| known[field].is_null()) {
            let mut body = body.clone();
            body[field] = json!("administrator");
            let answer = send(&administrator, &operation, &body).await;
            let answer = answer.refused(400, "invalid-request");
            let place = (format!("/{field}"), "unknown-field".to_owned());
            assert!(answer.errors().contains(&place), "{}: {answer}", operation.id);
        }
    }
}

fn schema(value: &Value) -> &Value {
    let name = value["$ref"].as_str().and_then(|it| it.strip_prefix("#/components/schemas/"));
    name.map_or(value, |name| &leerkring_tests::document::DOCUMENT["components"]["schemas"][name])
}

/// The pointers of all values within `value`.
fn pointers(value: &Value, at: &str) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, field)| (format!("{at}/{name}"), field)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(place, item)| (format!("{at}/{place}"), item)).collect()
        }
        _ => Vec::new(),
    };
    let below = children.iter().flat_map(|(at, child)| pointers(child, at));
    children.iter().map(|(at, _)| at.clone()).chain(below).collect()
}

/// Values that have been anybody's undoing somewhere. The client of the tests ends with any answer
/// that the document does not announce, and with every 500.
fn nasty() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(1e300),
        json!(0.1),
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("\u{202e}txt"),
        json!("'; DROP TABLE users; --"),
        json!("x".repeat(5_000)),
        json!("9999-99-99"),
        json!("0000-00-00T00:00:00Z"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!([]),
        json!([[[]]]),
        json!({}),
        json!({ "$ref": "#" }),
    ]
}

#[tokio::test]
async fn no_value_in_any_place_is_a_bug() {
    let app = TestApp::start().await;
    app.given_board(|it| it.number = "41512".parse().unwrap()).await;
    let administrator = app.administrator().await;
    for (operation, body) in with_json_bodies() {
        for pointer in pointers(&body, "") {
            for value in nasty() {
                let mut body = body.clone();
                *body.pointer_mut(&pointer).unwrap() = value;
                let answer = send(&administrator, &operation, &body).await;
                assert!(answer.status < 500, "{}: {body} {answer}", operation.id);
            }
        }
    }
}
