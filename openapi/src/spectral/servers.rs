//! The `servers` of the document.

use crate::document::{Document, Finding, Node};
use crate::text::path_parameters;

/// Spectral `oas3-api-servers`.
pub(crate) fn has_servers(document: &Document<'_>) -> Vec<Finding> {
    let servers = document.root().items_of("servers");
    if servers.is_empty() || servers.iter().any(|server| server.object().is_none()) {
        return vec![document.root().finding("servers is not a filled list of objects")];
    }
    Vec::new()
}

/// Spectral `oas3-server-trailing-slash`.
pub(crate) fn no_trailing_slash(document: &Document<'_>) -> Vec<Finding> {
    urls_that(document, |url| url.len() > 1 && url.ends_with('/'), "ends with a slash")
}

/// Spectral `oas3-server-not-example.com`.
pub(crate) fn not_at_example_com(document: &Document<'_>) -> Vec<Finding> {
    urls_that(document, |url| url.contains("example.com"), "points at example.com")
}

fn urls_that(document: &Document<'_>, is_bad: fn(&str) -> bool, complaint: &str) -> Vec<Finding> {
    let servers = document.root().items_of("servers");
    let bad = servers.iter().filter(|server| server.text("url").is_some_and(is_bad));
    bad.map(|server| server.finding(format!("the url {complaint}"))).collect()
}

/// Spectral `oas3-server-variables`: url variables and declared variables are the same set, each
/// with a default that stands in its enum.
pub(crate) fn variables_are_defined(document: &Document<'_>) -> Vec<Finding> {
    let mut servers = document.root().items_of("servers");
    for (_, item) in document.path_items() {
        servers.extend(item.items_of("servers"));
    }
    for operation in document.operations() {
        servers.extend(operation.node.items_of("servers"));
    }
    servers.iter().flat_map(check_variables).collect()
}

fn check_variables(server: &Node<'_>) -> Vec<Finding> {
    let Some(url) = server.text("url") else {
        return vec![server.finding("a server needs a url")];
    };
    let used = path_parameters(url);
    let declared = server.fields_of("variables");
    let mut found = Vec::new();
    for name in &used {
        if !declared.iter().any(|(key, _)| key == name) {
            found.push(server.finding(format!("the url variable {name} is not declared")));
        }
    }
    for (name, variable) in &declared {
        if !used.contains(name) {
            found.push(variable.finding(format!("{name} is not used in the url")));
        }
        let choices = variable.texts_of("enum");
        match variable.text("default") {
            None => found.push(variable.finding(format!("{name} has no default"))),
            Some(default) if variable.has("enum") && !choices.contains(&default) => {
                found.push(variable.finding(format!("the default of {name} is not in its enum")));
            }
            Some(_) => {}
        }
    }
    found
}
