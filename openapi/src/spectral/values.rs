//! Enums, arrays, texts and examples, wherever they stand.

use serde_json::Value;

use crate::document::{Document, Finding, Node};
use crate::schemas::is_of_type;
use crate::spectral::instance::{Instance, type_matches};

/// Spectral `array-items`.
pub(crate) fn arrays_have_items(document: &Document<'_>) -> Vec<Finding> {
    let nodes = document.nodes();
    let arrays = nodes.iter().filter(|node| is_of_type(node, "array"));
    arrays
        .filter(|node| !node.is_truthy("items"))
        .map(|node| node.finding("an array schema needs items"))
        .collect()
}

/// Spectral `duplicated-entry-in-enum`.
pub(crate) fn enums_have_no_duplicates(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (node, entries) in enums(document) {
        let repeated = |(index, entry)| entries.iter().take(index).any(|other| other == entry);
        if entries.iter().enumerate().any(repeated) {
            found.push(node.finding("the enum has an entry twice"));
        }
    }
    found
}

/// Spectral `typed-enum`.
pub(crate) fn enums_respect_their_type(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (node, entries) in enums(document) {
        let wrong = entries.iter().filter(|entry| !type_matches(&node, entry));
        found.extend(wrong.map(|entry| node.finding(format!("{entry} is not of the type"))));
    }
    found
}

fn enums<'a>(document: &Document<'a>) -> Vec<(Node<'a>, &'a Vec<Value>)> {
    let nodes = document.nodes().into_iter();
    nodes.filter_map(|node| node.get("enum")?.as_array().map(|entries| (node, entries))).collect()
}

/// Spectral `no-eval-in-markdown`.
pub(crate) fn no_eval_in_markdown(document: &Document<'_>) -> Vec<Finding> {
    texts_with(document, "eval(")
}

/// Spectral `no-script-tags-in-markdown`.
pub(crate) fn no_script_in_markdown(document: &Document<'_>) -> Vec<Finding> {
    texts_with(document, "<script")
}

fn texts_with(document: &Document<'_>, forbidden: &str) -> Vec<Finding> {
    let nodes = document.nodes();
    let is_bad = |node: &&Node<'_>| {
        let texts = [node.text("description"), node.text("title")];
        texts.iter().flatten().any(|text| text.contains(forbidden))
    };
    nodes
        .iter()
        .filter(is_bad)
        .map(|node| node.finding(format!("a title or description has {forbidden}")))
        .collect()
}

/// Spectral `oas3-valid-media-example`: examples next to a `schema` fit it.
pub(crate) fn media_examples_are_valid(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for node in document.nodes().iter().filter(|node| is_in_media(&node.at)) {
        let Some(schema) = node.child("schema").filter(|_| has_example(node)) else {
            continue;
        };
        let instance = Instance::new(document, not_asked_of(&node.at));
        for example in media_examples(document, node) {
            let problems = instance.problems(example.value, &schema);
            found.extend(problems.into_iter().map(|problem| example.finding(problem)));
        }
    }
    found
}

fn is_in_media(at: &str) -> bool {
    at.split('/').any(|key| matches!(key, "content" | "headers" | "parameters"))
}

fn has_example(node: &Node<'_>) -> bool {
    node.has("example") || node.has("examples")
}

/// The values of `example` and of the named `examples`.
pub(crate) fn media_examples<'a>(document: &Document<'a>, node: &Node<'a>) -> Vec<Node<'a>> {
    let named = document.resolved_fields(node, "examples").into_iter();
    let values = named.filter_map(|(_, example)| example.child("value"));
    node.child("example").into_iter().chain(values).collect()
}

/// The kind of property a body need not hold: read-only ones in a request, write-only ones in an
/// answer.
fn not_asked_of(at: &str) -> Option<&'static str> {
    let keys: Vec<&str> = at.split('/').collect();
    if keys.iter().any(|key| matches!(*key, "requestBody" | "requestBodies")) {
        return Some("readOnly");
    }
    keys.contains(&"responses").then_some("writeOnly")
}

/// Spectral `oas3-valid-schema-example`: the `example`, `default` and (stricter than Spectral)
/// `examples` of a schema fit it.
pub(crate) fn schema_examples_are_valid(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let instance = Instance::new(document, None);
    for schema in document.nodes().iter().filter(|node| is_schema_with_type(node)) {
        let mut examples: Vec<Node<'_>> = schema.items_of("examples");
        examples.extend(["example", "default"].iter().filter_map(|key| schema.child(key)));
        for example in examples {
            let problems = instance.problems(example.value, schema);
            found.extend(problems.into_iter().map(|problem| example.finding(problem)));
        }
    }
    found
}

fn is_schema_with_type(node: &Node<'_>) -> bool {
    let is_under_schemas = node
        .at
        .split('/')
        .any(|key| matches!(key, "schemas" | "content" | "headers" | "parameters"));
    let keywords = ["enum", "type", "format", "$ref", "properties", "items"];
    is_under_schemas
        && !node.at.ends_with("/properties")
        && !node.has("schema")
        && keywords.iter().any(|key| node.is_truthy(key))
}
