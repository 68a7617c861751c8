//! The whole surface: every operation of the document, held to what all have in common.

mod access;
mod authorization;
mod bodies;
mod browsers;
mod cursors;
mod documentation;
mod headers;
mod matrix;
mod samples;
mod sorting;
mod spoofing;
mod tokens;

use leerkring_tests::document::Operation;
use leerkring_tests::{Client, client::Request};
use reqwest::Method;
use uuid::Uuid;

use self::samples::{About, sample};

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

/// The operation, called as it should be with `fill` for every id.
fn call(client: &Client, operation: &Operation, fill: &str) -> Request {
    let request = client.request(method(operation), &path(operation, fill));
    let request = match operation.method.as_str() {
        "PATCH" | "DELETE" => request.header("if-match", "\"1\""),
        _ => request,
    };
    with_body(request, operation, &About::board("41512"))
}

/// The request with a sample of a body, where the operation takes one.
fn with_body(request: Request, operation: &Operation, about: &About) -> Request {
    let body = sample(operation, about);
    match body.and_then(|body| operation.written(&body)) {
        Some((media_type, body)) => request.body(media_type, body),
        None => request,
    }
}

fn unknown() -> String {
    Uuid::from_u128(0x019f_1d1f_0500_7000_8000_0000_0000_0001).to_string()
}
