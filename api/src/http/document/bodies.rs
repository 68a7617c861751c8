//! Which bodies may be left out: those of which nothing is required, but for patches, which would say
//! nothing.

use serde_json::Value;

use super::{operations, set};

pub(super) fn complete(document: &mut Value) {
    let schemas = document.pointer("/components/schemas").cloned().unwrap_or_default();
    for (_, method, operation) in operations(document) {
        let schema = operation.pointer("/requestBody/content/application~1json/schema");
        let optional = schema.is_some_and(|schema| requires_nothing(schema, &schemas));
        if optional && method != "patch" {
            set(operation, "/requestBody", "required", false.into());
        }
    }
}

fn requires_nothing(schema: &Value, schemas: &Value) -> bool {
    let reference = schema.get("$ref").and_then(Value::as_str);
    let named = reference.and_then(|it| schemas.get(it.rsplit('/').next().unwrap_or_default()));
    let schema = named.unwrap_or(schema);
    let required = schema.get("required").and_then(Value::as_array);
    schema.get("properties").is_some() && required.is_none_or(Vec::is_empty)
}
