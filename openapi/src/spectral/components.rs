//! References, components and examples.

use std::collections::BTreeSet;

use crate::document::{Document, Finding, Node};

/// The kinds of components Spectral expects to be used.
const KINDS: &[&str] = &[
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "links",
    "callbacks",
];

/// Spectral `invalid-ref` (built in) and ADR /core/doc-openapi: every `$ref` resolves.
pub(crate) fn references_resolve(document: &Document<'_>) -> Vec<Finding> {
    let nodes = document.nodes();
    let references = nodes.iter().filter_map(|node| Some((node, node.text("$ref")?)));
    references
        .filter(|(_, reference)| document.target(reference).is_none())
        .map(|(node, reference)| node.finding(format!("{reference} points at nothing")))
        .collect()
}

/// Spectral `oas3-unused-component`: some `$ref` points at the component itself.
pub(crate) fn no_component_is_unused(document: &Document<'_>) -> Vec<Finding> {
    let nodes = document.nodes();
    let used: BTreeSet<&str> = nodes.iter().filter_map(|node| node.text("$ref")).collect();
    let components = document.root().child("components");
    let defined =
        components.iter().flat_map(|node| KINDS.iter().flat_map(|kind| node.fields_of(kind)));
    defined
        .filter(|(_, component)| !used.contains(format!("#{}", component.at).as_str()))
        .map(|(name, component)| component.finding(format!("nothing refers to {name}")))
        .collect()
}

/// Spectral `oas3-examples-value-or-externalValue`.
pub(crate) fn examples_have_one_value(document: &Document<'_>) -> Vec<Finding> {
    let is_map_of_examples = |node: &&Node<'_>| node.at.ends_with("/examples");
    let nodes = document.nodes();
    let examples = nodes.iter().filter(is_map_of_examples).flat_map(Node::fields);
    examples
        .filter(|(_, example)| example.object().is_some() && !example.has("$ref"))
        .filter(|(_, example)| example.has("value") == example.has("externalValue"))
        .map(|(name, example)| example.finding(format!("{name} needs a value or an externalValue")))
        .collect()
}
