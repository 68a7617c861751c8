//! Bounds on what goes over the line.

use crate::document::{Document, Finding, Node};
use crate::schemas::{in_requests, in_use, is_of_type, is_stated};

/// Any of these says what a text may be.
const TEXT_BOUNDS: &[&str] = &["maxLength", "format", "enum", "const", "pattern"];

/// Every string schema is bounded.
pub(crate) fn strings_are_bounded(document: &Document<'_>) -> Vec<Finding> {
    let schemas = in_use(document);
    let is_open = |schema: &&Node<'_>| {
        is_of_type(schema, "string") && !TEXT_BOUNDS.iter().any(|key| is_stated(schema, key))
    };
    let open = schemas.iter().filter(is_open);
    open.map(|schema| schema.finding(format!("a string needs one of {TEXT_BOUNDS:?}"))).collect()
}

/// Every array schema says how long it may be.
pub(crate) fn arrays_are_bounded(document: &Document<'_>) -> Vec<Finding> {
    let schemas = in_use(document);
    let open =
        schemas.iter().filter(|node| is_of_type(node, "array") && !is_stated(node, "maxItems"));
    open.map(|schema| schema.finding("an array needs maxItems")).collect()
}

/// Every object in a request body says what it does with unknown fields: a free-form one states
/// its `additionalProperties`, every other one has `false`.
pub(crate) fn request_objects_are_closed(document: &Document<'_>) -> Vec<Finding> {
    let schemas = in_requests(document);
    let is_object = |node: &&Node<'_>| is_of_type(node, "object") || node.has("properties");
    let open = schemas.iter().filter(is_object).filter(|node| {
        !is_stated(node, "additionalProperties") && !is_stated(node, "unevaluatedProperties")
    });
    open.map(|schema| schema.finding("additionalProperties is not stated")).collect()
}
