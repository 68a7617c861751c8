//! Error answers.

use crate::document::{Document, Finding, Node};
use crate::schemas::declares;

const PROBLEM_TYPES: &[&str] = &["application/problem+json", "application/problem+xml"];

/// The members every problem has.
const MEMBERS: &[&str] = &["status", "title", "detail"];

/// ADR /core/error-handling/problem-details: errors with a body are RFC 9457 problems.
pub(crate) fn errors_are_problems(document: &Document<'_>) -> Vec<Finding> {
    let errors = errors(document);
    errors
        .iter()
        .filter_map(|node| node.child("content"))
        .filter(|content| !PROBLEM_TYPES.iter().any(|name| content.has(name)))
        .map(|content| content.finding("the error is no application/problem+json"))
        .collect()
}

/// ADR /core/error-handling/problem-details: a problem declares status, title and detail. The
/// linter looks at `properties` itself, so a schema that has `properties` has all three there.
pub(crate) fn problems_have_their_members(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for media in errors(document).iter().flat_map(|node| node.fields_of("content")) {
        let is_problem = PROBLEM_TYPES.contains(&media.0);
        let Some(schema) = media.1.child("schema").filter(|_| is_problem) else {
            continue;
        };
        let schema = document.resolve(schema);
        let own = schema.child("properties");
        let is_missing = |member: &&&str| match &own {
            Some(properties) => !properties.has(member),
            None => !declares(document, &schema, member),
        };
        let missing = MEMBERS.iter().filter(is_missing);
        found.extend(missing.map(|member| schema.finding(format!("the problem has no {member}"))));
    }
    found
}

fn errors<'a>(document: &Document<'a>) -> Vec<Node<'a>> {
    let answers = document.all_responses().into_iter();
    answers.filter(|(status, _)| status.starts_with(['4', '5'])).map(|(_, node)| node).collect()
}

/// ADR /core/error-handling/invalid-input: a GET or DELETE with parameters, and every PUT, POST
/// and PATCH, can answer 400.
pub(crate) fn invalid_input_is_answered(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for operation in document.operations() {
        let takes_input = match operation.method {
            "get" | "delete" => !document.parameters(&operation).is_empty(),
            "put" | "post" | "patch" => true,
            _ => false,
        };
        let answers_400 = operation.node.child("responses").is_some_and(|all| all.has("400"));
        if takes_input && !answers_400 {
            found.push(operation.node.finding("there is no 400 response"));
        }
    }
    found
}
