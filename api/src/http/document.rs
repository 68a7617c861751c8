//! The OpenAPI document: collected from the handlers, completed by what holds for all of them.
//!
//! A handler says what is its own (path, body, answer). What is said once for all stands in
//! `document/base.json`; what follows from an operation's shape is added by `complete`: which
//! problems it can give, which headers it takes and answers, who may call it.

pub mod authorization;
mod bodies;
mod complete;
mod pages;
mod security;
mod tidy;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};
use utoipa::OpenApi as _;
use utoipa_actix_web::AppExt;

use super::operations::Operations;
use crate::problem::Problem;

#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    Problem,
    crate::problem::InputError,
    crate::problem::RefusalReason
)))]
struct Base;

/// The document of all `routes`, collected once.
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(collect);
    &DOCUMENT
}

fn collect() -> Value {
    let app = actix_web::App::new().into_utoipa_app().openapi(Base::openapi());
    let (_, collected) =
        app.configure(|config| super::routes(&mut Operations::Described(config))).split_for_parts();
    let collected = serde_json::to_value(collected).unwrap_or_default();
    let mut document: Value =
        serde_json::from_str(include_str!("document/base.json")).unwrap_or_default();
    set(&mut document, "/info", "version", env!("CARGO_PKG_VERSION").into());
    let description = include_str!("document/description.md").trim();
    set(&mut document, "/info", "description", description.into());
    let taken = |pointer: &str| collected.pointer(pointer).cloned().unwrap_or_default();
    set(&mut document, "/components", "schemas", taken("/components/schemas"));
    set(&mut document, "/components/securitySchemes", "client", security::of_machines());
    set(&mut document, "", "paths", taken("/paths"));
    let examples = examples();
    for (path, method, operation) in operations(&mut document) {
        complete::complete(&path, &method, operation, &examples);
    }
    for (_, problem) in fields(document.pointer_mut("/components/responses")) {
        complete::complete_problem(problem);
    }
    bodies::complete(&mut document);
    tidy::tidy(&mut document);
    pages::name(&mut document);
    document
}

/// Sets a field of the object at `pointer`.
fn set(value: &mut Value, pointer: &str, field: &str, to: Value) {
    if let Some(object) = value.pointer_mut(pointer).and_then(Value::as_object_mut) {
        object.insert(field.to_owned(), to);
    }
}

/// The fields of an object; none of anything else.
fn fields(value: Option<&mut Value>) -> impl Iterator<Item = (&String, &mut Value)> {
    value.and_then(Value::as_object_mut).into_iter().flat_map(Map::iter_mut)
}

fn operations(document: &mut Value) -> impl Iterator<Item = (String, String, &mut Value)> {
    fields(document.pointer_mut("/paths")).flat_map(|(path, item)| {
        fields(Some(item)).map(|(method, operation)| (path.clone(), method.clone(), operation))
    })
}

/// Requests and answers that really work against the demo, by operation: a test keeps them true.
fn examples() -> BTreeMap<String, Value> {
    serde_json::from_str(include_str!("../../../openapi/examples.json")).unwrap_or_default()
}
