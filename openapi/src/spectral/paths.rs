//! The paths.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Document, Finding, Node};
use crate::text::path_parameters;

/// Spectral `path-declarations-must-exist`.
pub(crate) fn declarations_are_not_empty(document: &Document<'_>) -> Vec<Finding> {
    paths_that(document, |path| path.contains("{}"), "the path has an empty parameter")
}

/// Spectral `path-keys-no-trailing-slash`.
pub(crate) fn no_trailing_slash(document: &Document<'_>) -> Vec<Finding> {
    paths_that(document, |path| path.len() > 1 && path.ends_with('/'), "the path ends with a slash")
}

/// Spectral `path-not-include-query`.
pub(crate) fn no_query(document: &Document<'_>) -> Vec<Finding> {
    paths_that(document, |path| path.contains('?'), "the path has a query string")
}

fn paths_that(document: &Document<'_>, is_bad: fn(&str) -> bool, complaint: &str) -> Vec<Finding> {
    let items = document.path_items();
    let bad = items.iter().filter(|(path, _)| is_bad(path));
    bad.map(|(_, item)| item.finding(complaint)).collect()
}

/// Spectral `path-params`: the braces in the path and the declared path parameters are the same
/// set, all required, and no two paths differ in parameter names only.
pub(crate) fn parameters_match_the_path(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut known = BTreeMap::new();
    for (path, item) in document.path_items() {
        if let Some(other) = known.insert(without_names(path), path) {
            found.push(item.finding(format!("the path is equivalent to {other}")));
        }
        let names = path_parameters(path);
        if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
            found.push(item.finding("the path uses a parameter twice"));
        }
    }
    for operation in document.operations() {
        let parameters = document.parameters(&operation);
        let declared: Vec<&Node<'_>> =
            parameters.iter().filter(|node| node.text("in") == Some("path")).collect();
        found.extend(compare(&operation.node, &path_parameters(operation.path), &declared));
    }
    found
}

fn compare(operation: &Node<'_>, used: &[&str], declared: &[&Node<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    for parameter in declared {
        let name = parameter.text("name").unwrap_or_default();
        if !parameter.is_true("required") {
            found.push(parameter.finding(format!("the path parameter {name} is not required")));
        }
        if !used.contains(&name) {
            found.push(operation.finding(format!("the path has no parameter {name}")));
        }
        names.insert(name);
    }
    let missing = used.iter().filter(|name| !names.contains(*name));
    found.extend(missing.map(|name| operation.finding(format!("{{{name}}} is not declared"))));
    found
}

/// The path with every `{name}` made the same.
fn without_names(path: &str) -> String {
    let segment = |part: &str| {
        let inside = part.starts_with('{') && part.ends_with('}');
        if inside { "%".to_owned() } else { part.to_owned() }
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}
