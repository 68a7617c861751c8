//! Version, contact and servers of the API.

use crate::document::{Document, Finding};
use crate::text::is_semver;

/// ADR /core/version-header; the name is not case-sensitive.
const VERSION_HEADER: &str = "API-Version";

/// ADR /core/doc-openapi: `openapi` is 3.x or 3.x.y.
pub(crate) fn is_openapi_3(document: &Document<'_>) -> Vec<Finding> {
    let version = document.root().text("openapi").unwrap_or("3.0");
    let parts: Vec<&str> = version.split('.').collect();
    let are_numbers = parts.iter().all(|part| part.parse::<u32>().is_ok());
    let fits = parts.first() == Some(&"3") && (2..=3).contains(&parts.len()) && are_numbers;
    if fits { Vec::new() } else { vec![document.root().finding("openapi is not version 3")] }
}

/// ADR /core/doc-openapi: the root names its `openapi` version.
pub(crate) fn names_its_openapi_version(document: &Document<'_>) -> Vec<Finding> {
    let root = document.root();
    if root.is_truthy("openapi") { Vec::new() } else { vec![root.finding("openapi is missing")] }
}

/// ADR /core/semver: `info.version` is a semantic version.
pub(crate) fn version_is_semantic(document: &Document<'_>) -> Vec<Finding> {
    let info = document.root().child("info");
    let wrong = info.filter(|info| info.text("version").is_some_and(|text| !is_semver(text)));
    wrong.map(|info| info.finding("the version is not major.minor.patch")).into_iter().collect()
}

/// ADR /core/uri-version: every server url holds `/v` and a digit.
pub(crate) fn servers_name_the_major_version(document: &Document<'_>) -> Vec<Finding> {
    let has_version = |url: &str| {
        url.split("/v").skip(1).any(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
    };
    servers_without(document, has_version, "the url has no major version")
}

/// ADR /core/transport/tls: every server url starts with `https://`.
pub(crate) fn servers_use_https(document: &Document<'_>) -> Vec<Finding> {
    servers_without(document, |url| url.starts_with("https://"), "the url is not https")
}

fn servers_without(
    document: &Document<'_>,
    fits: fn(&str) -> bool,
    complaint: &str,
) -> Vec<Finding> {
    let servers = document.root().items_of("servers");
    let wrong = servers.iter().filter(|server| !server.text("url").is_some_and(fits));
    wrong.map(|server| server.finding(complaint)).collect()
}

/// ADR /core/version-header: a 2xx or 3xx answer has headers.
pub(crate) fn successes_have_headers(document: &Document<'_>) -> Vec<Finding> {
    let answers = document.all_responses();
    let bare = answers.iter().filter(|(status, node)| is_success(status) && !node.has("headers"));
    bare.map(|(_, node)| node.finding("the response has no headers")).collect()
}

/// ADR /core/version-header: a 2xx or 3xx answer has the header `API-Version`.
pub(crate) fn successes_have_a_version_header(document: &Document<'_>) -> Vec<Finding> {
    let answers = document.all_responses();
    answers
        .iter()
        .filter(|(status, node)| is_success(status) && node.has("headers"))
        .filter(|(_, node)| {
            let headers = node.fields_of("headers");
            !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(VERSION_HEADER))
        })
        .map(|(_, node)| node.finding(format!("the response has no header {VERSION_HEADER}")))
        .collect()
}

fn is_success(status: &str) -> bool {
    status.starts_with(['2', '3'])
}

/// ADR /core/doc-openapi-contact: the contact has an email, a name and a url.
pub(crate) fn contact_has_all_fields(document: &Document<'_>) -> Vec<Finding> {
    let info = document.root().child("info");
    let Some(contact) = info.and_then(|info| info.child("contact")) else {
        return Vec::new();
    };
    let missing = ["email", "name", "url"].into_iter().filter(|key| !contact.has(key));
    missing.map(|key| contact.finding(format!("the contact has no {key}"))).collect()
}
