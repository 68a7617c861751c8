//! What every operation says and answers.
//!
//! Unique ids, tags and their declaration, and declared path parameters are house rules too; the
//! `spectral` module checks those.

use crate::document::{Document, Finding, Operation};
use crate::text::{is_camel_case, is_operation_segment};

fn each(
    document: &Document<'_>,
    check: fn(&Document<'_>, &Operation<'_>) -> Vec<String>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for operation in document.operations() {
        let complaints = check(document, &operation).into_iter();
        found.extend(complaints.map(|message| operation.node.finding(message)));
    }
    found
}

fn complain_if(is_broken: bool, message: &str) -> Vec<String> {
    if is_broken { vec![message.to_owned()] } else { Vec::new() }
}

fn missing_answers(operation: &Operation<'_>, statuses: &[&str]) -> Vec<String> {
    let answers = operation.node.child("responses");
    let is_missing = |status: &&&str| !answers.as_ref().is_some_and(|all| all.has(status));
    statuses
        .iter()
        .filter(is_missing)
        .map(|status| format!("there is no {status} response"))
        .collect()
}

/// The operationId is lower camelCase.
pub(crate) fn operation_id_is_camel_case(document: &Document<'_>) -> Vec<Finding> {
    each(document, |_, operation| {
        let id = operation.node.text("operationId").unwrap_or_default();
        complain_if(!is_camel_case(id), "the operationId is not camelCase")
    })
}

/// There is a summary and a description, neither blank.
pub(crate) fn has_summary_and_description(document: &Document<'_>) -> Vec<Finding> {
    each(document, |_, operation| {
        let is_blank =
            |key: &&&str| operation.node.text(key).is_none_or(|text| text.trim().is_empty());
        let blank = ["summary", "description"];
        blank.iter().filter(is_blank).map(|key| format!("there is no {key}")).collect()
    })
}

/// `security` is stated, as an empty list for public operations.
pub(crate) fn security_is_explicit(document: &Document<'_>) -> Vec<Finding> {
    each(document, |_, operation| {
        let is_list = operation.node.get("security").is_some_and(serde_json::Value::is_array);
        complain_if(!is_list, "security is not stated")
    })
}

/// There is a 2xx response; a redirect alone is no success.
pub(crate) fn has_a_2xx_response(document: &Document<'_>) -> Vec<Finding> {
    each(document, |_, operation| {
        let answers = operation.node.fields_of("responses");
        let succeeds = answers.iter().any(|(status, _)| status.starts_with('2'));
        complain_if(!succeeds, "there is no 2xx response")
    })
}

/// A POST that creates (201, and no `_…` at the end of its path) tells where: `Location`.
pub(crate) fn created_has_a_location(document: &Document<'_>) -> Vec<Finding> {
    each(document, |document, operation| {
        let is_action = operation.path.rsplit('/').next().is_some_and(is_operation_segment);
        let answers = document.responses(operation);
        let created = answers.iter().find(|(status, _)| *status == "201");
        let is_silent = created.is_some_and(|(_, answer)| {
            !answer.child("headers").is_some_and(|headers| headers.has("Location"))
        });
        let is_creation = operation.method == "post" && !is_action;
        complain_if(is_creation && is_silent, "the 201 has no Location header")
    })
}

/// A PATCH takes `If-Match` and can answer 412 and 428.
pub(crate) fn patch_asks_if_match(document: &Document<'_>) -> Vec<Finding> {
    each(document, |document, operation| {
        if operation.method != "patch" {
            return Vec::new();
        }
        let parameters = document.parameters(operation);
        let asks = parameters
            .iter()
            .any(|node| node.text("in") == Some("header") && node.text("name") == Some("If-Match"));
        let mut complaints = complain_if(!asks, "there is no If-Match header parameter");
        complaints.extend(missing_answers(operation, &["412", "428"]));
        complaints
    })
}

/// A GET with a parameter in its path can answer 400 and 404.
pub(crate) fn get_with_path_parameter_answers_errors(document: &Document<'_>) -> Vec<Finding> {
    each(document, |_, operation| {
        if operation.method != "get" || !operation.path.contains('{') {
            return Vec::new();
        }
        missing_answers(operation, &["400", "404"])
    })
}
