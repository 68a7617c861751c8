//! Names of paths, properties and query parameters.

use crate::document::{Document, Finding, Node};
use crate::schemas::{formats, in_use};
use crate::text::{
    is_camel_case, is_kebab_case, is_operation_segment, is_parameter_segment, is_plural,
};

/// Segments that name one thing and so are no plurals.
const SINGLE_THINGS: &[&str] = &[
    "attendance-table",
    "calendar",
    "comparison",
    "completion",
    "eligibility",
    "function-mix",
    "history",
    "intake",
    "invoicing",
    "job-quota",
    "me",
    "oauth",
    "openapi.json",
    "openapi.yaml",
    "overview",
    "sign-in-sheet",
    "token",
];

/// Properties whose names others gave them: RFC 6749 and 7521 (OAuth), RFC 7517 (keys).
const NAMES_OF_STANDARDS: &[&str] = &[
    "access_token",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "error_description",
    "expires_in",
    "grant_type",
    "key_ops",
    "token_type",
];

/// Path names are kebab-case plural nouns, or `_letters` at the end.
pub(crate) fn path_segments_are_plural_nouns(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, item) in document.path_items() {
        let mut segments: Vec<&str> = path.split('/').skip(1).collect();
        if segments.last().is_some_and(|last| is_operation_segment(last)) {
            segments.pop();
        }
        let wrong = segments.into_iter().filter(|segment| !is_good_segment(segment));
        found.extend(
            wrong.map(|segment| item.finding(format!("'{segment}' is no kebab-case plural noun"))),
        );
    }
    found
}

fn is_good_segment(segment: &str) -> bool {
    is_parameter_segment(segment)
        || SINGLE_THINGS.contains(&segment)
        || (is_kebab_case(segment) && is_plural(segment))
}

/// Property names are lower camelCase.
pub(crate) fn properties_are_camel_case(document: &Document<'_>) -> Vec<Finding> {
    properties_that(document, |_, name, _| {
        let is_good = is_camel_case(name) || NAMES_OF_STANDARDS.contains(&name);
        (!is_good).then(|| format!("{name} is not camelCase"))
    })
}

/// No property name holds `Date`: the suffixes `On` and `At` say so.
pub(crate) fn no_property_is_named_date(document: &Document<'_>) -> Vec<Finding> {
    properties_that(document, |_, name, _| {
        name.contains("Date").then(|| format!("{name} holds the word Date"))
    })
}

/// A property of format `date` ends in `On`, one of format `date-time` in `At`.
pub(crate) fn dates_end_in_on_or_at(document: &Document<'_>) -> Vec<Finding> {
    properties_that(document, |document, name, property| {
        let formats = formats(document, property);
        let suffixes = [("date", "On"), ("date-time", "At")];
        let (_, suffix) = suffixes.iter().find(|(format, _)| formats.contains(format))?;
        (!name.ends_with(suffix)).then(|| format!("{name} does not end in {suffix}"))
    })
}

fn properties_that<'a>(
    document: &Document<'a>,
    check: fn(&Document<'a>, &str, &Node<'a>) -> Option<String>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (name, property) in in_use(document).iter().flat_map(|node| node.fields_of("properties")) {
        found.extend(check(document, name, &property).map(|message| property.finding(message)));
    }
    found
}

/// Query parameter names are lower camelCase.
pub(crate) fn query_parameters_are_camel_case(document: &Document<'_>) -> Vec<Finding> {
    let operations = document.operations();
    let parameters = operations.iter().flat_map(|operation| document.parameters(operation));
    parameters
        .filter(|node| node.text("in") == Some("query"))
        .filter(|node| !node.text("name").is_some_and(is_camel_case))
        .map(|node| node.finding("the query parameter is not camelCase"))
        .collect()
}
