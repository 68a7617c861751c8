//! What follows from an operation's shape.

use std::collections::BTreeMap;

use leerkring_domain::kernel::Code;
use leerkring_domain::kernel::access::{self, Who};
use serde_json::{Value, json};

use super::{fields, security, set};
use crate::reply::AnswerKind;

/// The statuses of problems, with the names they have among the components' responses.
const PROBLEMS: [(&str, &str); 15] = [
    ("400", "InvalidRequest"),
    ("401", "Unauthenticated"),
    ("403", "Forbidden"),
    ("404", "NotFound"),
    ("406", "NotAcceptable"),
    ("408", "BodyTooSlow"),
    ("409", "Refused"),
    ("412", "Stale"),
    ("413", "TooLarge"),
    ("415", "UnsupportedMediaType"),
    ("422", "KeyReused"),
    ("428", "PreconditionRequired"),
    ("429", "TooManyRequests"),
    ("500", "InternalError"),
    ("503", "Unavailable"),
];

/// The headers of every answer.
const EVERY: [&str; 4] = ["API-Version", "X-Request-Id", "RateLimit-Policy", "RateLimit"];

/// Completes a problem that is among the components.
pub(super) fn complete_problem(response: &mut Value) {
    let own = response.get("headers").and_then(Value::as_object).cloned().unwrap_or_default();
    let every = EVERY.map(|name| (name.to_owned(), reference("headers", name)));
    set(response, "", "headers", every.into_iter().chain(own).collect());
}

/// Completes one operation.
pub(super) fn complete(
    path: &str,
    method: &str,
    operation: &mut Value,
    examples: &BTreeMap<String, Value>,
) {
    let id = text(operation, "/operationId");
    let shape = Shape::of(path, method, operation, &id);
    add_parameters(operation, &shape);
    set(operation, "", "security", security::of(shape.who, access::of(&id)));
    if let Some(fields) = operation.as_object_mut() {
        fields.remove(SECRET);
    }
    let said = text(operation, "/description");
    let description = format!("{said}{}\n\n**Who:** {}.", shape.about_repeating(), who(shape.who));
    set(operation, "", "description", description.trim().into());
    for (status, response) in fields(operation.pointer_mut("/responses")) {
        set(response, "", "headers", shape.headers(status));
        add_workbook(response);
    }
    if shape.may_be_kept {
        let unchanged = json!({
            "description": "What If-None-Match names is still as it was",
            "headers": shape.headers("304")
        });
        set(operation, "/responses", "304", unchanged);
    }
    for (status, name) in PROBLEMS {
        if shape.can_answer(status) {
            set(operation, "/responses", status, reference("responses", name));
        }
    }
    if let Some(example) = examples.get(&id) {
        add_example(operation, example);
    }
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

fn add_parameters(operation: &mut Value, shape: &Shape) {
    let own = operation.pointer("/parameters").and_then(Value::as_array);
    let mut parameters = own.cloned().unwrap_or_default();
    for parameter in &mut parameters {
        let thing = text(parameter, "/name").trim_end_matches("Id").to_owned();
        if parameter.get("description").is_none() && text(parameter, "/in") == "path" {
            set(parameter, "", "description", format!("The id of the {thing}").into());
        }
    }
    if shape.matches_version {
        parameters.push(if_match());
    }
    if shape.repeatable {
        parameters.push(reference("parameters", "Idempotency-Key"));
    }
    parameters.push(reference("parameters", "Accept-Language"));
    set(operation, "", "parameters", parameters.into());
}

/// Written out with each operation, because the example is its own.
fn if_match() -> Value {
    json!({
        "name": "If-Match",
        "in": "header",
        "required": true,
        "description": "The ETag of what you change, as you last read it",
        "schema": { "type": "string", "maxLength": 100, "pattern": "^\".+\"$" },
        "example": "\"1\""
    })
}

fn who(who: Who) -> String {
    match who {
        Who::Public => "anybody".to_owned(),
        Who::OwnProof => "anybody; a token is not looked at".to_owned(),
        Who::SignedIn => "whoever is signed in".to_owned(),
        Who::Identified => "whoever has a token, machines too".to_owned(),
        Who::AnyOf(kinds) => kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", "),
    }
}

struct Shape {
    who: Who,
    has_body: bool,
    has_path_parameter: bool,
    is_list: bool,
    may_be_kept: bool,
    matches_version: bool,
    repeatable: bool,
    /// Whether something secret is in its answer, which whoever repeats the request is not shown.
    shown_once: bool,
    /// Whether something secret is in the request or its answer, so that nothing of it is kept.
    secret: bool,
    writes: bool,
    /// Whether its handler says that reading can be refused too.
    lists_conflict: bool,
}

/// What a handler says of an operation with something secret.
const SECRET: &str = "x-secret";

/// What a handler says of an operation whose answer shows something secret, and that is repeatable.
const SHOWN_ONCE: &str = "x-shown-once";

impl Shape {
    fn of(path: &str, method: &str, operation: &Value, id: &str) -> Self {
        let secret = operation.get(SECRET).is_some();
        // The contract refuses to start where the row is missing.
        let who = access::of(id).map_or(Who::AnyOf(&[]), |access| access.who);
        Self {
            who,
            has_body: operation.get("requestBody").is_some(),
            has_path_parameter: path.contains('{'),
            is_list: method == "get" && id.starts_with("list"),
            may_be_kept: method == "get",
            matches_version: matches!(method, "patch" | "delete"),
            // What is kept under a key is kept for somebody who is known.
            repeatable: method == "post" && !secret && who != Who::OwnProof,
            shown_once: operation.get(SHOWN_ONCE).is_some(),
            secret,
            writes: method != "get",
            lists_conflict: operation.pointer("/responses/409").is_some(),
        }
    }

    fn about_repeating(&self) -> &'static str {
        if self.secret {
            "\n\nThere is something secret in the request or its answer: nothing of either is kept, \
             and an `Idempotency-Key` is not looked at."
        } else if self.shown_once {
            "\n\nThe answer shows something secret this once. Sent again with the same \
             `Idempotency-Key`, the request makes nothing more and is refused with \
             `secret-shown-once`, which names what it made."
        } else {
            ""
        }
    }

    fn can_answer(&self, status: &str) -> bool {
        match status {
            "403" => self.who != Who::Public,
            "404" => self.has_path_parameter,
            "409" => self.writes || self.lists_conflict,
            "412" | "428" => self.matches_version,
            "408" | "413" | "415" => self.has_body,
            "422" => self.repeatable,
            // Also 400: a parameter that the document does not know is refused everywhere.
            _ => true,
        }
    }

    fn headers(&self, status: &str) -> Value {
        let more: &[&str] = match status {
            "201" if self.secret || self.shown_once => &["Location"],
            "409" if self.shown_once => &["Location", "Idempotent-Replayed"],
            "202" if self.secret => &[],
            "201" => &["Location", "ETag", "Idempotent-Replayed"],
            "202" => &["Location", "Idempotent-Replayed"],
            "200" if self.is_list => &["ETag", "Link"],
            "200" | "304" => &["ETag"],
            _ => &[],
        };
        let names = EVERY.iter().chain(more);
        names.map(|name| ((*name).to_owned(), reference("headers", name))).collect()
    }
}

/// What is there as CSV is there as a workbook too.
fn add_workbook(response: &mut Value) {
    if response.pointer("/content/text~1csv").is_some() {
        let bytes = json!({ "schema": reference("schemas", "Binary") });
        set(response, "/content", AnswerKind::Xlsx.media_type(), bytes);
    }
}

fn add_example(operation: &mut Value, example: &Value) {
    if let Some(body) = example.get("request").filter(|body| !body.is_null()) {
        for (_, media) in fields(operation.pointer_mut("/requestBody/content")) {
            set(media, "", "example", body.clone());
        }
    }
    let parameters = operation.pointer_mut("/parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let name = text(parameter, "/name");
        let given = example.pointer("/parameters").and_then(|given| given.get(&name));
        if let Some(value) = given.cloned() {
            set(parameter, "", "example", value);
        }
    }
    let status = example.get("status").and_then(Value::as_u64).unwrap_or_default();
    let answer = example.get("answer").cloned().unwrap_or_default();
    let content = format!("/responses/{status}/content");
    for (_, media) in
        fields(operation.pointer_mut(&content)).filter(|(name, _)| name.contains("json"))
    {
        set(media, "", "example", answer.clone());
    }
}
