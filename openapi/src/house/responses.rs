//! Headers, problems and examples of the bodies that go over the line.

use crate::document::{Document, Finding, Node};

const PROBLEM_JSON: &str = "application/problem+json";

/// Headers of every answer.
const HEADERS: &[&str] = &["API-Version", "X-Request-Id", "RateLimit-Policy", "RateLimit"];

/// Every 4xx and 5xx answer has an `application/problem+json` body with a schema.
pub(crate) fn errors_are_problem_json(document: &Document<'_>) -> Vec<Finding> {
    let answers = document.all_responses();
    let errors = answers.iter().filter(|(status, _)| status.starts_with(['4', '5']));
    errors
        .filter(|(_, answer)| {
            let media = answer.child("content").and_then(|content| content.child(PROBLEM_JSON));
            !media.is_some_and(|media| media.has("schema"))
        })
        .map(|(_, answer)| answer.finding(format!("the error has no {PROBLEM_JSON} schema")))
        .collect()
}

/// Every answer declares the headers that all have.
pub(crate) fn responses_declare_headers(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (_, answer) in document.all_responses() {
        let headers = answer.child("headers");
        let is_missing = |name: &&&str| !headers.as_ref().is_some_and(|all| all.has(name));
        let missing = HEADERS.iter().filter(is_missing);
        found.extend(missing.map(|name| answer.finding(format!("the header {name} is missing"))));
    }
    found
}

/// Every request body has an example.
pub(crate) fn requests_have_an_example(document: &Document<'_>) -> Vec<Finding> {
    let operations = document.operations();
    let bodies = operations.iter().filter_map(|operation| document.request_body(operation));
    bodies.flat_map(|body| without_example(document, &body)).collect()
}

/// Every 2xx answer with content has an example.
pub(crate) fn successes_have_an_example(document: &Document<'_>) -> Vec<Finding> {
    let answers = document.all_responses();
    let successes = answers.iter().filter(|(status, _)| status.starts_with('2'));
    successes.flat_map(|(_, answer)| without_example(document, answer)).collect()
}

fn without_example(document: &Document<'_>, place: &Node<'_>) -> Vec<Finding> {
    let media = place.fields_of("content").into_iter();
    let silent =
        media.filter(|(_, media)| !is_binary(document, media) && !has_example(document, media));
    silent.map(|(name, media)| media.finding(format!("{name} has no example"))).collect()
}

/// An example next to the schema, or one in the schema itself.
fn has_example<'a>(document: &Document<'a>, media: &Node<'a>) -> bool {
    let named = !media.fields_of("examples").is_empty();
    let in_schema = media
        .child("schema")
        .map(|schema| document.resolve(schema))
        .is_some_and(|schema| schema.has("example") || !schema.items_of("examples").is_empty());
    media.has("example") || named || in_schema
}

/// Bytes have no readable example.
fn is_binary<'a>(document: &Document<'a>, media: &Node<'a>) -> bool {
    let schema = media.child("schema").map(|schema| document.resolve(schema));
    schema.is_some_and(|schema| schema.text("format") == Some("binary"))
}
