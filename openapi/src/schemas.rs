//! Walking through schemas.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Document, Node};

/// Keywords that hold one schema.
const SINGLE: &[&str] = &[
    "items",
    "additionalProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contains",
    "if",
    "then",
    "else",
];

/// Keywords that hold a list of schemas.
const LISTS: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keywords that hold named schemas.
const MAPS: &[&str] = &["properties", "patternProperties", "dependentSchemas", "$defs"];

/// The schemas directly inside a schema, as written.
pub(crate) fn children<'a>(schema: &Node<'a>) -> Vec<Node<'a>> {
    let mut found: Vec<Node<'a>> = SINGLE.iter().filter_map(|key| schema.child(key)).collect();
    found.extend(LISTS.iter().flat_map(|key| schema.items_of(key)));
    found.extend(MAPS.iter().flat_map(|key| schema.fields_of(key)).map(|(_, field)| field));
    found
}

/// Every schema reachable from `roots` through keywords and references, each once.
fn reachable<'a>(document: &Document<'a>, roots: Vec<Node<'a>>) -> Vec<Node<'a>> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut waiting = roots;
    while let Some(schema) = waiting.pop() {
        if !seen.insert(schema.at.clone()) {
            continue;
        }
        waiting.extend(schema.text("$ref").and_then(|reference| document.target(reference)));
        waiting.extend(children(&schema));
        found.push(schema);
    }
    found
}

/// The schemas reachable from the request bodies.
pub(crate) fn in_requests<'a>(document: &Document<'a>) -> Vec<Node<'a>> {
    let operations = document.operations();
    let bodies = operations.iter().filter_map(|operation| document.request_body(operation));
    reachable(document, bodies.flat_map(|body| content_schemas(&body)).collect())
}

/// The schemas reachable from parameters, request bodies, answers and their headers.
pub(crate) fn in_use<'a>(document: &Document<'a>) -> Vec<Node<'a>> {
    let mut roots = Vec::new();
    for operation in document.operations() {
        let bodies = document.request_body(&operation).into_iter();
        let parameters = document.parameters(&operation).into_iter();
        for place in parameters.chain(bodies) {
            roots.extend(schemas_of(&place));
        }
        for (_, response) in document.responses(&operation) {
            roots.extend(content_schemas(&response));
            for (_, header) in document.resolved_fields(&response, "headers") {
                roots.extend(schemas_of(&header));
            }
        }
    }
    reachable(document, roots)
}

fn schemas_of<'a>(place: &Node<'a>) -> Vec<Node<'a>> {
    let mut found = content_schemas(place);
    found.extend(place.child("schema"));
    found
}

fn content_schemas<'a>(place: &Node<'a>) -> Vec<Node<'a>> {
    place.fields_of("content").iter().filter_map(|(_, media)| media.child("schema")).collect()
}

/// Whether `type` names this type, alone or in a list (`["string", "null"]`).
pub(crate) fn is_of_type(schema: &Node<'_>, name: &str) -> bool {
    schema.text("type") == Some(name) || schema.texts_of("type").contains(&name)
}

/// The formats of a schema: its own, and those it gets through `$ref`, `allOf`, `anyOf`, `oneOf`.
pub(crate) fn formats<'a>(document: &Document<'a>, schema: &Node<'a>) -> Vec<&'a str> {
    closure(document, schema).iter().filter_map(|part| part.text("format")).collect()
}

/// Whether the schema has this field itself or through `$ref`, `allOf`, `anyOf`, `oneOf`.
pub(crate) fn declares(document: &Document<'_>, schema: &Node<'_>, property: &str) -> bool {
    closure(document, schema)
        .iter()
        .any(|part| part.child("properties").is_some_and(|properties| properties.has(property)))
}

/// The schema and everything that describes the same value.
fn closure<'a>(document: &Document<'a>, schema: &Node<'a>) -> Vec<Node<'a>> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut waiting = vec![schema.clone()];
    while let Some(part) = waiting.pop() {
        if !seen.insert(part.at.clone()) {
            continue;
        }
        waiting.extend(part.text("$ref").and_then(|reference| document.target(reference)));
        waiting.extend(["allOf", "anyOf", "oneOf"].iter().flat_map(|key| part.items_of(key)));
        found.push(part);
    }
    found
}

/// The declared properties of all schemas of the document, as `(name, property schema)`.
///
/// Like the linter's `$..properties[*]`, this finds every `properties` object anywhere.
pub(crate) fn all_properties<'a>(document: &Document<'a>) -> Vec<(&'a str, Node<'a>)> {
    let nodes = document.nodes();
    nodes.iter().flat_map(|node| node.fields_of("properties")).collect()
}

/// Whether this keyword is present at all.
pub(crate) fn is_stated(schema: &Node<'_>, keyword: &str) -> bool {
    schema.get(keyword).is_some_and(|value| !matches!(value, Value::Null))
}
