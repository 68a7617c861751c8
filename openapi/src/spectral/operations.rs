//! The operations.

use std::collections::BTreeSet;

use crate::document::{Document, Finding, Node, Operation};

/// What may stand in an operationId besides letters and digits.
const URL_MARKS: &str = "-._~:/?#[]@!$&'()*+,;=";

fn each(
    document: &Document<'_>,
    check: fn(&Operation<'_>) -> Option<&'static str>,
) -> Vec<Finding> {
    let operations = document.operations();
    let complaints = operations.iter().filter_map(|operation| Some((operation, check(operation)?)));
    complaints.map(|(operation, message)| operation.node.finding(message)).collect()
}

/// Spectral `operation-success-response`.
pub(crate) fn answers_success(document: &Document<'_>) -> Vec<Finding> {
    each(document, |operation| {
        let answers = operation.node.fields_of("responses");
        let succeeds = answers.iter().any(|(status, _)| status.starts_with(['2', '3']));
        (!succeeds).then_some("there is no 2xx or 3xx response")
    })
}

/// Spectral `operation-operationId`.
pub(crate) fn has_operation_id(document: &Document<'_>) -> Vec<Finding> {
    each(document, |operation| {
        (!operation.node.is_truthy("operationId")).then_some("there is no operationId")
    })
}

/// Spectral `operation-operationId-unique`.
pub(crate) fn operation_id_is_unique(document: &Document<'_>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for operation in document.operations() {
        if operation.node.text("operationId").is_some_and(|id| !seen.insert(id)) {
            found.push(operation.node.finding("the operationId is used before"));
        }
    }
    found
}

/// Spectral `operation-operationId-valid-in-url`.
pub(crate) fn operation_id_fits_a_url(document: &Document<'_>) -> Vec<Finding> {
    each(document, |operation| {
        let id = operation.node.text("operationId")?;
        let fits = |letter: char| letter.is_ascii_alphanumeric() || URL_MARKS.contains(letter);
        (!id.chars().all(fits)).then_some("the operationId does not fit in a URL")
    })
}

/// Spectral `operation-description`.
pub(crate) fn has_description(document: &Document<'_>) -> Vec<Finding> {
    each(document, |operation| {
        (!operation.node.is_truthy("description")).then_some("there is no description")
    })
}

/// Spectral `operation-tags`.
pub(crate) fn has_tags(document: &Document<'_>) -> Vec<Finding> {
    each(document, |operation| {
        operation.node.items_of("tags").is_empty().then_some("there are no tags")
    })
}

/// Spectral `operation-singular-tag`.
pub(crate) fn has_one_tag(document: &Document<'_>) -> Vec<Finding> {
    each(document, |operation| {
        (operation.node.items_of("tags").len() > 1).then_some("there is more than one tag")
    })
}

/// Spectral `operation-tag-defined`.
pub(crate) fn tags_are_declared(document: &Document<'_>) -> Vec<Finding> {
    let tags = document.root().items_of("tags");
    let declared: BTreeSet<&str> = tags.iter().filter_map(|tag| tag.text("name")).collect();
    let operations = document.operations();
    let used = operations.iter().flat_map(|operation| operation.node.items_of("tags"));
    used.filter(|tag| !tag.value.as_str().is_some_and(|name| declared.contains(name)))
        .map(|tag| tag.finding(format!("the tag {} is not declared", tag.value)))
        .collect()
}

/// Spectral `operation-parameters`: no name twice in the same place.
pub(crate) fn parameters_are_unique(document: &Document<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for operation in document.operations() {
        let mut seen = BTreeSet::new();
        for parameter in document.resolved_items(&operation.node, "parameters") {
            if !seen.insert((parameter.text("in"), parameter.text("name"))) {
                let name = parameter.text("name").unwrap_or_default();
                found.push(operation.node.finding(format!("{name} is declared twice")));
            }
        }
    }
    found
}

/// Spectral `oas3-parameter-description`.
pub(crate) fn parameters_are_described(document: &Document<'_>) -> Vec<Finding> {
    let operations = document.operations();
    let mut parameters: Vec<Node<'_>> =
        operations.iter().flat_map(|operation| document.parameters(operation)).collect();
    if let Some(components) = document.root().child("components") {
        parameters.extend(
            document.resolved_fields(&components, "parameters").into_iter().map(|(_, node)| node),
        );
    }
    let silent = parameters.iter().filter(|node| node.has("in") && !node.is_truthy("description"));
    silent.map(|node| node.finding("the parameter has no description")).collect()
}

/// Spectral `oas3-operation-security-defined`: schemes and their scopes exist.
pub(crate) fn security_is_defined(document: &Document<'_>) -> Vec<Finding> {
    let components = document.root().child("components");
    let schemes = components.map(|node| document.resolved_fields(&node, "securitySchemes"));
    let schemes = schemes.unwrap_or_default();
    let mut requirements = document.root().items_of("security");
    for operation in document.operations() {
        requirements.extend(operation.node.items_of("security"));
    }
    let mut found = Vec::new();
    for (name, scopes) in requirements.iter().flat_map(Node::fields) {
        match schemes.iter().find(|(scheme, _)| *scheme == name) {
            None => found.push(scopes.finding(format!("there is no security scheme {name}"))),
            Some((_, scheme)) => found.extend(undefined_scopes(&scopes, scheme)),
        }
    }
    found
}

fn undefined_scopes(scopes: &Node<'_>, scheme: &Node<'_>) -> Vec<Finding> {
    let flows = scheme.fields_of("flows");
    let is_defined = |scope: &str| {
        flows.iter().any(|(_, flow)| flow.child("scopes").is_some_and(|known| known.has(scope)))
    };
    let items = scopes.items().into_iter();
    let unknown = items.filter(|scope| !scope.value.as_str().is_some_and(is_defined));
    unknown.map(|scope| scope.finding("the scope is not listed in the flows")).collect()
}

/// Spectral `oas3-callbacks-in-callbacks`.
pub(crate) fn no_callbacks_in_callbacks(document: &Document<'_>) -> Vec<Finding> {
    let operations = document.operations();
    let callbacks = operations.iter().flat_map(|operation| operation.node.fields_of("callbacks"));
    let items = callbacks.flat_map(|(_, callback)| callback.fields());
    let inner =
        items.flat_map(|(_, item)| item.fields()).filter_map(|(_, node)| node.child("callbacks"));
    inner.map(|node| node.finding("a callback inside a callback")).collect()
}

/// Spectral `oas3_1-servers-in-webhook`.
pub(crate) fn no_servers_in_webhooks(document: &Document<'_>) -> Vec<Finding> {
    in_webhooks(document, "servers")
}

/// Spectral `oas3_1-callbacks-in-webhook`.
pub(crate) fn no_callbacks_in_webhooks(document: &Document<'_>) -> Vec<Finding> {
    in_webhooks(document, "callbacks")
}

fn in_webhooks(document: &Document<'_>, key: &str) -> Vec<Finding> {
    let webhooks = document.root().fields_of("webhooks");
    let operations = webhooks.iter().flat_map(|(_, item)| item.fields());
    let inner = operations.filter_map(|(_, operation)| operation.child(key));
    inner.map(|node| node.finding(format!("a webhook has no {key}"))).collect()
}
