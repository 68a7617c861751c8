//! Spectral `oas3-schema`: the document has the structure of `OpenAPI` 3.1.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Document, Finding, Node};
use crate::schemas::children;
use crate::spectral::shapes::{Kind, SHAPES};

const TYPES: &[&str] = &["array", "boolean", "integer", "null", "number", "object", "string"];

/// Keywords whose value is a whole number, not below zero.
const COUNTS: &[&str] =
    &["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

/// Keywords whose value is a number.
const LIMITS: &[&str] =
    &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

/// Spectral `oas3-schema`.
pub(crate) fn follows_the_openapi_schema(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    check_shape("document", &document.root(), &mut found);
    found
}

fn check_shape(name: &str, node: &Node<'_>, found: &mut Vec<Finding>) {
    let Some(shape) = SHAPES.iter().find(|shape| shape.name == name) else {
        return;
    };
    if node.object().is_none() {
        found.push(node.finding(format!("a {name} is an object")));
        return;
    }
    if node.has("$ref") {
        check_reference(name, node, found);
        return;
    }
    for field in shape.required.iter().filter(|field| !node.has(field)) {
        found.push(node.finding(format!("a {name} needs {field}")));
    }
    for (field, child) in node.fields().into_iter().filter(|(field, _)| !field.starts_with("x-")) {
        match shape.fields.iter().find(|(known, _)| *known == field) {
            Some((_, kind)) => check_kind(*kind, &child, found),
            None => found.push(child.finding(format!("a {name} has no {field}"))),
        }
    }
    found.extend(complaints(name, node).into_iter().map(|message| node.finding(message)));
}

/// A reference stands alone; under `paths` it may not stand at all.
fn check_reference(name: &str, node: &Node<'_>, found: &mut Vec<Finding>) {
    let known = ["$ref", "summary", "description"];
    let is_path = node.at.starts_with("/paths/") && name == "path item";
    if is_path || node.fields().iter().any(|(field, _)| !known.contains(field)) {
        found.push(node.finding("a reference may not stand here, or not with these fields"));
    }
}

fn check_kind(kind: Kind, node: &Node<'_>, found: &mut Vec<Finding>) {
    let fits = match kind {
        Kind::Text => node.value.is_string(),
        Kind::Flag => node.value.is_boolean(),
        Kind::Texts => {
            node.items().iter().all(|item| item.value.is_string()) && node.value.is_array()
        }
        Kind::List(_) => node.value.is_array(),
        Kind::Schemas | Kind::Named(_) | Kind::One(_) => node.value.is_object(),
        Kind::Anything | Kind::Schema => true,
    };
    if !fits {
        found.push(node.finding("the value is of the wrong kind"));
    }
    for child in children_of(kind, node) {
        match kind {
            Kind::One(name) | Kind::List(name) | Kind::Named(name) => {
                check_shape(name, &child, found);
            }
            _ => check_schema(&child, found),
        }
    }
}

/// The objects and schemas a field of this kind holds.
fn children_of<'a>(kind: Kind, node: &Node<'a>) -> Vec<Node<'a>> {
    let named = || node.fields().into_iter().filter(|(field, _)| !field.starts_with("x-"));
    match kind {
        Kind::One(_) | Kind::Schema => vec![node.clone()],
        Kind::List(_) => node.items(),
        Kind::Named(_) => named().map(|(_, field)| field).collect(),
        Kind::Schemas => node.fields().into_iter().map(|(_, field)| field).collect(),
        Kind::Anything | Kind::Text | Kind::Flag | Kind::Texts => Vec::new(),
    }
}

/// What the fields of an object say about each other.
fn complaints(name: &str, node: &Node<'_>) -> Vec<&'static str> {
    let rules: &[(bool, &'static str)] = match name {
        "document" => &[
            (!node.text("openapi").is_some_and(is_openapi_3_1), "openapi is not 3.1.x"),
            (!keys_fit(node, "paths", |path| path.starts_with('/')), "a path starts with a slash"),
        ],
        "license" => {
            &[(node.has("identifier") && node.has("url"), "a license has an identifier or a url")]
        }
        "parameter" | "header" => &[
            (node.has("schema") == node.has("content"), "needs either a schema or a content"),
            (name == "parameter" && !is_known_place(node), "a parameter stands in no such place"),
            (
                node.text("in") == Some("path") && !node.is_true("required"),
                "a path parameter is required",
            ),
        ],
        "operation" => &[
            (!keys_fit(node, "responses", is_status), "a response is named by status or default"),
            (has_no_answers(node), "responses is empty"),
        ],
        "example" => {
            &[(node.has("value") && node.has("externalValue"), "an example has one value")]
        }
        "components" => {
            &[(!component_names_fit(node), "a component name holds letters, digits, '.', '_', '-'")]
        }
        "security scheme" => &[(!is_complete_scheme(node), "the security scheme is not complete")],
        _ => &[],
    };
    rules.iter().filter(|(is_broken, _)| *is_broken).map(|(_, message)| *message).collect()
}

fn keys_fit(node: &Node<'_>, key: &str, fits: fn(&str) -> bool) -> bool {
    node.fields_of(key).iter().all(|(name, _)| name.starts_with("x-") || fits(name))
}

fn has_no_answers(operation: &Node<'_>) -> bool {
    operation.has("responses") && operation.fields_of("responses").is_empty()
}

fn is_openapi_3_1(version: &str) -> bool {
    version
        .strip_prefix("3.1.")
        .is_some_and(|patch| patch.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_known_place(parameter: &Node<'_>) -> bool {
    matches!(parameter.text("in"), Some("query" | "header" | "path" | "cookie"))
}

fn is_status(name: &str) -> bool {
    let (class, rest) = name.split_at_checked(1).unwrap_or_default();
    let is_range = rest == "XX" || (rest.len() == 2 && rest.chars().all(|c| c.is_ascii_digit()));
    name == "default" || (matches!(class, "1" | "2" | "3" | "4" | "5") && is_range)
}

fn component_names_fit(components: &Node<'_>) -> bool {
    let groups = components.fields();
    let mut names = groups.iter().flat_map(|(_, group)| group.fields()).map(|(name, _)| name);
    names.all(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)))
}

fn is_complete_scheme(scheme: &Node<'_>) -> bool {
    match scheme.text("type") {
        Some("apiKey") => {
            scheme.has("name") && matches!(scheme.text("in"), Some("query" | "header" | "cookie"))
        }
        Some("http") => scheme.has("scheme"),
        Some("oauth2") => scheme.has("flows"),
        Some("openIdConnect") => scheme.has("openIdConnectUrl"),
        Some("mutualTLS") => true,
        _ => false,
    }
}

/// The keywords of a schema have the values JSON Schema 2020-12 asks for.
fn check_schema(schema: &Node<'_>, found: &mut Vec<Finding>) {
    if schema.value.is_boolean() {
        return;
    }
    if schema.object().is_none() {
        found.push(schema.finding("a schema is an object or a boolean"));
        return;
    }
    found.extend(schema_complaints(schema).into_iter().map(|message| schema.finding(message)));
    for child in children(schema) {
        check_schema(&child, found);
    }
}

fn schema_complaints(schema: &Node<'_>) -> Vec<String> {
    let mut complaints = Vec::new();
    let is_value = |key: &str, fits: fn(&Value) -> bool| schema.get(key).is_none_or(fits);
    if !is_value("type", is_type) {
        complaints.push("type names no JSON Schema types".to_owned());
    }
    if !is_value("required", are_different_texts) {
        complaints.push("required is a list of different names".to_owned());
    }
    for key in ["properties", "patternProperties", "$defs"] {
        if !is_value(key, Value::is_object) {
            complaints.push(format!("{key} is an object"));
        }
    }
    for key in ["enum", "examples"] {
        if !is_value(key, Value::is_array) {
            complaints.push(format!("{key} is a list"));
        }
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        if !is_value(key, |value| value.as_array().is_some_and(|items| !items.is_empty())) {
            complaints.push(format!("{key} is a filled list"));
        }
    }
    for key in ["format", "pattern", "title", "description", "$ref"] {
        if !is_value(key, Value::is_string) {
            complaints.push(format!("{key} is a text"));
        }
    }
    let counts = COUNTS.iter().filter(|key| !is_value(key, Value::is_u64));
    complaints.extend(counts.map(|key| format!("{key} is a count")));
    let limits = LIMITS.iter().filter(|key| !is_value(key, Value::is_number));
    complaints.extend(limits.map(|key| format!("{key} is a number")));
    complaints
}

fn is_type(value: &Value) -> bool {
    let is_known = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    let all_known = |items: &Vec<Value>| !items.is_empty() && items.iter().all(is_known);
    is_known(value) || value.as_array().is_some_and(all_known)
}

fn are_different_texts(value: &Value) -> bool {
    let Some(items) = value.as_array() else {
        return false;
    };
    let names: BTreeSet<&str> = items.iter().filter_map(Value::as_str).collect();
    names.len() == items.len()
}
