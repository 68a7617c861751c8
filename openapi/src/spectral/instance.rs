//! Does a value fit a schema? As much of JSON Schema as our document uses.
//!
//! Not looked at: `pattern` and `patternProperties` (that takes regular expressions), `if`/`then`,
//! `unevaluated…` and `contains`.

use serde_json::{Map, Value};

use crate::document::{Document, Node};
use crate::spectral::formats::fits_format;

/// How deep schemas may refer to schemas before we call it a circle.
const DEEPEST: usize = 48;

/// A check of values against schemas of one document.
#[derive(Debug)]
pub(crate) struct Instance<'d, 'a> {
    document: &'d Document<'a>,
    /// Required properties with this flag (`readOnly`, `writeOnly`) may be missing.
    not_asked: Option<&'static str>,
}

impl<'d, 'a> Instance<'d, 'a> {
    pub(crate) fn new(document: &'d Document<'a>, not_asked: Option<&'static str>) -> Self {
        Self { document, not_asked }
    }

    /// Everything about `value` that does not fit `schema`.
    pub(crate) fn problems(&self, value: &Value, schema: &Node<'a>) -> Vec<String> {
        self.check(value, schema, "", DEEPEST)
    }

    fn check(&self, value: &Value, schema: &Node<'a>, at: &str, depth: usize) -> Vec<String> {
        let Some(depth) = depth.checked_sub(1) else {
            return Vec::new();
        };
        if schema.value == &Value::Bool(false) {
            return vec![format!("nothing fits at '{at}'")];
        }
        let own = scalar_problems(value, schema).into_iter();
        let mut problems: Vec<String> = own.map(|text| format!("'{at}' {text}")).collect();
        if let Some(target) = schema.text("$ref").and_then(|to| self.document.target(to)) {
            problems.extend(self.check(value, &target, at, depth));
        }
        problems.extend(self.check_combinations(value, schema, at, depth));
        match value {
            Value::Object(fields) => problems.extend(self.check_object(fields, schema, at, depth)),
            Value::Array(items) => problems.extend(self.check_items(items, schema, at, depth)),
            _ => {}
        }
        problems
    }

    fn check_combinations(
        &self,
        value: &Value,
        schema: &Node<'a>,
        at: &str,
        depth: usize,
    ) -> Vec<String> {
        let all = schema.items_of("allOf");
        let mut problems: Vec<String> =
            all.iter().flat_map(|part| self.check(value, part, at, depth)).collect();
        let fits = |part: &Node<'a>| self.check(value, part, at, depth).is_empty();
        let fitting = |key: &str| schema.items_of(key).iter().filter(|part| fits(part)).count();
        if schema.has("anyOf") && fitting("anyOf") == 0 {
            problems.push(format!("'{at}' fits none of anyOf"));
        }
        if schema.has("oneOf") && fitting("oneOf") != 1 {
            problems.push(format!("'{at}' does not fit exactly one of oneOf"));
        }
        if schema.child("not").is_some_and(|part| fits(&part)) {
            problems.push(format!("'{at}' fits what it must not"));
        }
        problems
    }

    fn check_items(
        &self,
        items: &[Value],
        schema: &Node<'a>,
        at: &str,
        depth: usize,
    ) -> Vec<String> {
        let mut problems = Vec::new();
        let first = schema.items_of("prefixItems");
        let rest = schema.child("items");
        for (index, item) in items.iter().enumerate() {
            if let Some(part) = first.get(index).or(rest.as_ref()) {
                problems.extend(self.check(item, part, &format!("{at}/{index}"), depth));
            }
        }
        problems
    }

    fn check_object(
        &self,
        fields: &Map<String, Value>,
        schema: &Node<'a>,
        at: &str,
        depth: usize,
    ) -> Vec<String> {
        let property = |name: &str| schema.child("properties").and_then(|all| all.child(name));
        let has_patterns = schema.has("patternProperties");
        let others = || schema.child("additionalProperties").filter(|_| !has_patterns);
        let mut problems = Vec::new();
        for (name, value) in fields {
            if let Some(part) = property(name).or_else(others) {
                problems.extend(self.check(value, &part, &format!("{at}/{name}"), depth));
            }
        }
        for name in schema.texts_of("required") {
            let is_asked = property(name).is_none_or(|node| self.is_asked(node));
            if is_asked && !fields.contains_key(name) {
                problems.push(format!("'{at}' has no {name}"));
            }
        }
        problems
    }

    fn is_asked(&self, property: Node<'a>) -> bool {
        let property = self.document.resolve(property);
        !self.not_asked.is_some_and(|flag| property.is_true(flag))
    }
}

/// What the keywords about the value itself say.
fn scalar_problems(value: &Value, schema: &Node<'_>) -> Vec<String> {
    let mut problems = Vec::new();
    if !type_matches(schema, value) {
        problems.push("is of the wrong type".to_owned());
    }
    if schema.get("enum").and_then(Value::as_array).is_some_and(|all| !all.contains(value)) {
        problems.push("is not in the enum".to_owned());
    }
    if schema.get("const").is_some_and(|only| only != value) {
        problems.push("is not the const".to_owned());
    }
    let too_much = |key: &str, size: f64| number(schema, key).is_some_and(|limit| size > limit);
    let too_little = |key: &str, size: f64| number(schema, key).is_some_and(|limit| size < limit);
    if let Some((least, most, size)) = sizes(value)
        && (too_little(least, size) || too_much(most, size))
    {
        problems.push(format!("breaks {least} or {most}"));
    }
    if let Some(size) = value.as_f64() {
        let at_edge = |key: &str| {
            number(schema, key).is_some_and(|limit| (size - limit).abs() < f64::EPSILON)
        };
        let below = too_little("exclusiveMinimum", size) || at_edge("exclusiveMinimum");
        let above = too_much("exclusiveMaximum", size) || at_edge("exclusiveMaximum");
        if below || above {
            problems.push("breaks an exclusive limit".to_owned());
        }
    }
    if schema.text("format").is_some_and(|format| !fits_format(format, value)) {
        problems.push("does not have the format".to_owned());
    }
    problems
}

/// The limits that go with this kind of value, and its size.
fn sizes(value: &Value) -> Option<(&'static str, &'static str, f64)> {
    let count = |length: usize| u32::try_from(length).map_or(f64::INFINITY, f64::from);
    match value {
        Value::String(text) => Some(("minLength", "maxLength", count(text.chars().count()))),
        Value::Array(items) => Some(("minItems", "maxItems", count(items.len()))),
        Value::Object(fields) => Some(("minProperties", "maxProperties", count(fields.len()))),
        Value::Number(number) => Some(("minimum", "maximum", number.as_f64()?)),
        Value::Null | Value::Bool(_) => None,
    }
}

fn number(schema: &Node<'_>, key: &str) -> Option<f64> {
    schema.get(key).and_then(Value::as_f64)
}

/// Whether the value is of the schema's `type`, or of one of its types; no type admits all.
pub(crate) fn type_matches(schema: &Node<'_>, value: &Value) -> bool {
    let Some(declared) = schema.get("type") else {
        return true;
    };
    let names: Vec<&str> = match declared {
        Value::String(name) => vec![name.as_str()],
        _ => schema.texts_of("type"),
    };
    names.iter().any(|name| is_named(name, value))
}

fn is_named(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => false,
    }
}
