//! A read-only view of an `OpenAPI` document: nodes that know where they stand.

use serde_json::{Map, Value};

/// The operations a path item may hold.
pub(crate) const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A `$ref` chain longer than this is a circle.
const LONGEST_REFERENCE_CHAIN: usize = 16;

/// What one rule does: look at the document, tell what is wrong.
pub(crate) type Check = fn(&Document<'_>) -> Vec<Finding>;

/// A rule: its name and its check.
pub(crate) type Rule = (&'static str, Check);

/// What a rule found, before the rule's name is put on it.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) at: String,
    pub(crate) message: String,
}

/// A value of the document and the JSON pointer it stands at.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    pub(crate) at: String,
    pub(crate) value: &'a Value,
}

impl<'a> Node<'a> {
    /// The value under `key` (a field name or an index), as written: references not followed.
    pub(crate) fn child(&self, key: &str) -> Option<Node<'a>> {
        let value = match self.value {
            Value::Object(fields) => fields.get(key),
            Value::Array(items) => key.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => None,
        }?;
        let escaped = key.replace('~', "~0").replace('/', "~1");
        Some(Node { at: format!("{}/{escaped}", self.at), value })
    }

    pub(crate) fn object(&self) -> Option<&'a Map<String, Value>> {
        self.value.as_object()
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.object().is_some_and(|fields| fields.contains_key(key))
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.object().and_then(|fields| fields.get(key))
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.get(key).and_then(Value::as_str)
    }

    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool) == Some(true)
    }

    /// Whether `key` holds a value JavaScript would call truthy (Spectral's `truthy`).
    pub(crate) fn is_truthy(&self, key: &str) -> bool {
        match self.get(key) {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(Value::String(text)) => !text.is_empty(),
            Some(Value::Number(number)) => number.as_f64() != Some(0.0),
            Some(_) => true,
        }
    }

    /// The fields of an object; of anything else: none.
    pub(crate) fn fields(&self) -> Vec<(&'a str, Node<'a>)> {
        let names = self.object().into_iter().flat_map(Map::keys);
        names.filter_map(|name| Some((name.as_str(), self.child(name)?))).collect()
    }

    /// The items of an array; of anything else: none.
    pub(crate) fn items(&self) -> Vec<Node<'a>> {
        let count = self.value.as_array().map_or(0, Vec::len);
        (0..count).filter_map(|index| self.child(&index.to_string())).collect()
    }

    /// The fields of the object under `key`.
    pub(crate) fn fields_of(&self, key: &str) -> Vec<(&'a str, Node<'a>)> {
        self.child(key).map(|child| child.fields()).unwrap_or_default()
    }

    /// The items of the array under `key`.
    pub(crate) fn items_of(&self, key: &str) -> Vec<Node<'a>> {
        self.child(key).map(|child| child.items()).unwrap_or_default()
    }

    /// The texts of the array under `key`.
    pub(crate) fn texts_of(&self, key: &str) -> Vec<&'a str> {
        self.get(key)
            .and_then(Value::as_array)
            .map(|items| items.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default()
    }

    pub(crate) fn finding(&self, message: impl Into<String>) -> Finding {
        Finding { at: self.at.clone(), message: message.into() }
    }
}

/// One operation: its path, its method, the operation object and the path item around it.
#[derive(Debug)]
pub(crate) struct Operation<'a> {
    pub(crate) path: &'a str,
    pub(crate) method: &'a str,
    pub(crate) node: Node<'a>,
    pub(crate) item: Node<'a>,
}

/// The whole document.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    root: &'a Value,
}

impl<'a> Document<'a> {
    pub(crate) fn new(root: &'a Value) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> Node<'a> {
        Node { at: String::new(), value: self.root }
    }

    /// The node a local reference (`#/…`) points at.
    pub(crate) fn target(&self, reference: &str) -> Option<Node<'a>> {
        let at = reference.strip_prefix('#')?;
        let value = self.root.pointer(at)?;
        Some(Node { at: at.to_owned(), value })
    }

    /// The node itself, or what its `$ref` points at; a dangling reference resolves to itself.
    pub(crate) fn resolve(&self, node: Node<'a>) -> Node<'a> {
        let mut node = node;
        for _ in 0..LONGEST_REFERENCE_CHAIN {
            match node.text("$ref").and_then(|reference| self.target(reference)) {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }

    /// The resolved items of the array under `key`.
    pub(crate) fn resolved_items(&self, node: &Node<'a>, key: &str) -> Vec<Node<'a>> {
        node.items_of(key).into_iter().map(|item| self.resolve(item)).collect()
    }

    /// The resolved fields of the object under `key`.
    pub(crate) fn resolved_fields(&self, node: &Node<'a>, key: &str) -> Vec<(&'a str, Node<'a>)> {
        let fields = node.fields_of(key).into_iter();
        fields.map(|(name, field)| (name, self.resolve(field))).collect()
    }

    /// Every node of the document, the root first.
    pub(crate) fn nodes(&self) -> Vec<Node<'a>> {
        let mut found = Vec::new();
        let mut waiting = vec![self.root()];
        while let Some(node) = waiting.pop() {
            waiting.extend(node.items().into_iter().rev());
            waiting.extend(node.fields().into_iter().rev().map(|(_, field)| field));
            found.push(node);
        }
        found
    }

    pub(crate) fn path_items(&self) -> Vec<(&'a str, Node<'a>)> {
        self.root().fields_of("paths")
    }

    /// Every operation, in the order of the document.
    pub(crate) fn operations(&self) -> Vec<Operation<'a>> {
        let mut found = Vec::new();
        for (path, item) in self.path_items() {
            for (method, node) in item.fields() {
                if METHODS.contains(&method) {
                    found.push(Operation { path, method, node, item: item.clone() });
                }
            }
        }
        found
    }

    /// The parameters of an operation and of its path item, resolved.
    pub(crate) fn parameters(&self, operation: &Operation<'a>) -> Vec<Node<'a>> {
        let mut found = self.resolved_items(&operation.item, "parameters");
        found.extend(self.resolved_items(&operation.node, "parameters"));
        found
    }

    /// The answers of an operation, resolved, with their status.
    pub(crate) fn responses(&self, operation: &Operation<'a>) -> Vec<(&'a str, Node<'a>)> {
        self.resolved_fields(&operation.node, "responses")
    }

    /// All answers of all operations.
    pub(crate) fn all_responses(&self) -> Vec<(&'a str, Node<'a>)> {
        self.operations().iter().flat_map(|operation| self.responses(operation)).collect()
    }

    pub(crate) fn request_body(&self, operation: &Operation<'a>) -> Option<Node<'a>> {
        operation.node.child("requestBody").map(|body| self.resolve(body))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_are_followed_and_circles_end() {
        let value = json!({
            "a": { "$ref": "#/b~1c" }, "b/c": { "found": true },
            "round": { "$ref": "#/round" }, "gone": { "$ref": "#/nowhere" }
        });
        let document = Document::new(&value);
        let resolve = |key: &str| document.resolve(document.root().child(key).unwrap());
        assert!(resolve("a").is_true("found"));
        assert_eq!(resolve("a").at, "/b~1c");
        assert_eq!(resolve("round").at, "/round");
        assert_eq!(resolve("gone").at, "/gone");
    }
}
