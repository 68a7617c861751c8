//! What the generator cannot write: one form of "or null", and descriptions of inline types.

use serde_json::{Value, json};

use super::set;

/// Tidies every schema below `value`.
pub(super) fn tidy(value: &mut Value) {
    if let Some(simple) = nullable(value).or_else(|| described(value)) {
        *value = simple;
    }
    match value {
        Value::Object(fields) => {
            if fields.get("type").is_some_and(is_integer) {
                fields.remove("format");
            }
            for (name, field) in fields.iter_mut() {
                if !matches!(name.as_str(), "example" | "examples") {
                    tidy(field);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

fn is_integer(kind: &Value) -> bool {
    kind == "integer" || kind.as_array().is_some_and(|kinds| kinds.iter().any(|it| it == "integer"))
}

/// `oneOf: [T, null]` as `T` with "null" among its types, where T is not a reference.
fn nullable(value: &Value) -> Option<Value> {
    let [one, two] = value.get("oneOf")?.as_array()?.as_slice() else { return None };
    let null = json!({ "type": "null" });
    let inner = match (one == &null, two == &null) {
        (true, false) => two,
        (false, true) => one,
        _ => return None,
    };
    let kind = inner.get("type")?.as_str()?;
    let mut simple = inner.clone();
    set(&mut simple, "", "type", json!([kind, "null"]));
    if let Some(words) = simple.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
    }
    describe(&mut simple, value);
    Some(simple)
}

/// `allOf: [T, {description}]`, by which a description comes to an inline type, as `T` with it.
fn described(value: &Value) -> Option<Value> {
    let [inner, words] = value.get("allOf")?.as_array()?.as_slice() else { return None };
    if inner.get("$ref").is_some() || words.get("properties").is_some() {
        return None;
    }
    let mut simple = inner.clone();
    describe(&mut simple, words);
    Some(simple)
}

fn describe(simple: &mut Value, by: &Value) {
    if let Some(description) = by.get("description") {
        set(simple, "", "description", description.clone());
    }
}
