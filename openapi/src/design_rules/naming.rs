//! Names of paths, methods, query keys and schemas.

use crate::document::{Document, Finding};
use crate::text::{is_camel_case, is_operation_segment, is_parameter_segment, is_pascal_case};

const STANDARD_METHODS: &[&str] = &["post", "put", "get", "delete", "patch"];

/// Fields of a path item that are no methods.
const OTHER_FIELDS: &[&str] = &["parameters", "summary", "description", "servers"];

/// ADR /core/no-trailing-slash.
pub(crate) fn no_trailing_slash(document: &Document<'_>) -> Vec<Finding> {
    let items = document.path_items();
    let wrong = items.iter().filter(|(path, _)| path.len() > 1 && path.ends_with('/'));
    wrong.map(|(_, item)| item.finding("the path ends with a slash")).collect()
}

/// ADR /core/path-segments-kebab-case; `/openapi.json` and `…yaml` are exempt.
pub(crate) fn paths_are_kebab_case(document: &Document<'_>) -> Vec<Finding> {
    let items = document.path_items();
    let wrong = items.iter().filter(|(path, _)| !is_exempt(path) && !is_kebab_path(path));
    wrong.map(|(path, item)| item.finding(format!("{path} is not kebab-case"))).collect()
}

fn is_exempt(path: &str) -> bool {
    path.contains("/openapi.json") || path.contains("yaml")
}

/// Segments of small letters, digits and hyphens (from the second on also dots) or whole
/// parameters; the last may be `_letters`.
fn is_kebab_path(path: &str) -> bool {
    let Some(rest) = path.strip_prefix('/') else {
        return false;
    };
    let mut segments: Vec<&str> = rest.strip_suffix('/').unwrap_or(rest).split('/').collect();
    if segments.last().is_some_and(|last| is_operation_segment(last)) {
        segments.pop();
    }
    let is_plain = |segment: &str, marks: &str| {
        !segment.is_empty()
            && segment
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || marks.contains(c))
    };
    rest.is_empty()
        || segments.iter().enumerate().all(|(index, segment)| {
            is_parameter_segment(segment) || is_plain(segment, if index == 0 { "-" } else { "-." })
        })
}

/// ADR /core/http-methods: only post, put, get, delete and patch.
pub(crate) fn methods_are_standard(document: &Document<'_>) -> Vec<Finding> {
    let items = document.path_items();
    let fields = items.iter().flat_map(|(_, item)| item.fields());
    fields
        .filter(|(name, _)| !STANDARD_METHODS.contains(name) && !OTHER_FIELDS.contains(name))
        .filter(|(name, _)| !name.starts_with("x-"))
        .map(|(name, node)| node.finding(format!("{name} is no standard method")))
        .collect()
}

/// ADR /core/query-keys-camel-case; a `$` may stand before the name.
pub(crate) fn query_keys_are_camel_case(document: &Document<'_>) -> Vec<Finding> {
    let operations = document.operations();
    let mut keys: Vec<_> = operations.iter().flat_map(|each| document.parameters(each)).collect();
    if let Some(components) = document.root().child("components") {
        keys.extend(components.fields_of("securitySchemes").into_iter().map(|(_, node)| node));
    }
    keys.iter()
        .filter(|node| node.text("in") == Some("query"))
        .filter(|node| {
            let name = node.text("name").unwrap_or_default();
            !is_camel_case(name.strip_prefix('$').unwrap_or(name))
        })
        .map(|node| node.finding("the query key is not lower camelCase"))
        .collect()
}

/// The linter's warning about names of schemas: `UpperCamelCase`.
pub(crate) fn schema_names_are_pascal_case(document: &Document<'_>) -> Vec<Finding> {
    let components = document.root().child("components");
    let schemas = components.map(|node| node.fields_of("schemas")).unwrap_or_default();
    let wrong = schemas.iter().filter(|(name, _)| !is_pascal_case(name));
    wrong.map(|(name, node)| node.finding(format!("{name} is not UpperCamelCase"))).collect()
}

/// The linter's warning about the fields of `_links` properties: lower camelCase.
pub(crate) fn link_names_are_camel_case(document: &Document<'_>) -> Vec<Finding> {
    let components = document.root().child("components");
    let schemas = components.map(|node| node.fields_of("schemas")).unwrap_or_default();
    let properties = schemas.iter().flat_map(|(_, schema)| schema.fields_of("properties"));
    let links = properties.filter(|(name, _)| name.to_lowercase().contains("_links"));
    let names = links.flat_map(|(_, node)| document.resolve(node).fields_of("properties"));
    names
        .filter(|(name, _)| !is_camel_case(name))
        .map(|(name, node)| node.finding(format!("{name} is not lower camelCase")))
        .collect()
}
