//! Every answer is held against the document that the server publishes.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use leerkring::problem::entries;
use serde_json::{Value, json};

use crate::client::Answer;

/// The document of the API.
pub static DOCUMENT: LazyLock<&Value> = LazyLock::new(leerkring::http::document::document);

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// An operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    /// With its placeholders and without `/v1`.
    pub path: String,
    pub method: String,
    pub value: Value,
}

impl Operation {
    /// The media type of its body, where it takes one.
    pub fn body_type(&self) -> Option<&str> {
        let content = self.value["requestBody"]["content"].as_object()?;
        content.keys().next().map(String::as_str)
    }

    /// A body as it is sent: in the media type of the operation.
    pub fn written(&self, body: &Value) -> Option<(&str, String)> {
        let media_type = self.body_type()?;
        let text = match (media_type, body) {
            ("application/x-www-form-urlencoded", fields) => form(fields),
            (_, Value::String(file)) => file.clone(),
            _ => body.to_string(),
        };
        Some((media_type, text))
    }
}

/// The fields of an object as a form.
pub fn form(fields: &Value) -> String {
    let mut url: reqwest::Url = "http://form/".parse().expect("an address");
    for (name, value) in fields.as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        url.query_pairs_mut().append_pair(name, &text);
    }
    url.query().unwrap_or_default().to_owned()
}

/// All operations.
pub fn operations() -> Vec<Operation> {
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(|(method, value)| Operation {
            id: value["operationId"].as_str().unwrap_or_default().to_owned(),
            path: path.clone(),
            method: method.to_uppercase(),
            value: value.clone(),
        })
    });
    operations.collect()
}

/// Panics unless the answer is one that the document announces.
pub fn check(method: &str, path: &str, public_url: &str, answer: &Answer) {
    let said = format!("{method} {path} answered {answer}");
    assert!(answer.status != 500, "{said}");
    let path = path.split('?').next().unwrap_or_default();
    let Some(below) = path.strip_prefix("/v1/") else { return };
    if path.starts_with("/v1/openapi.") {
        return;
    }
    check_headers(answer, public_url, &said);
    if answer.status >= 400 {
        check_problem(method, public_url, answer, &said);
    }
    let Some((_, item)) = item_at(&format!("/{below}")) else {
        assert!(answer.status == 404 || answer.status == 401, "an unknown path: {said}");
        return;
    };
    let asked = if method == "HEAD" { "GET" } else { method };
    let operation = &item[asked.to_lowercase()];
    if operation.is_null() {
        assert_eq!(answer.status, 405, "an unknown method: {said}");
        assert!(answer.header("allow").is_some(), "405 without Allow: {said}");
        return;
    }
    check_body(method, operation, answer, &said);
}

/// The path of the document that `path` is an instance of; a fixed segment wins.
pub fn item_at(path: &str) -> Option<(&'static String, &'static Value)> {
    let given: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let fits = |pattern: &str| {
        let pattern: Vec<&str> = pattern.trim_start_matches('/').split('/').collect();
        let same =
            |(one, two): (&&str, &&str)| one == two || (one.starts_with('{') && !two.is_empty());
        pattern.len() == given.len() && pattern.iter().zip(&given).all(same)
    };
    let paths = DOCUMENT["paths"].as_object()?;
    let candidates = paths.iter().filter(|(pattern, _)| fits(pattern));
    candidates.min_by_key(|(pattern, _)| pattern.matches('{').count())
}

fn check_headers(answer: &Answer, public_url: &str, said: &str) {
    let version = answer.header("api-version");
    assert_eq!(version, DOCUMENT["info"]["version"].as_str(), "API-Version: {said}");
    let id = answer.header("x-request-id").unwrap_or_default();
    assert!(uuid::Uuid::parse_str(id).is_ok(), "X-Request-Id: {said}");
    assert!(answer.header("cache-control").is_some(), "Cache-Control: {said}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}: {said}");
    }
    let over_tls = answer.header("strict-transport-security").is_some();
    assert_eq!(over_tls, public_url.starts_with("https://"), "Strict-Transport-Security: {said}");
    assert_eq!(answer.header("server"), None, "{said}");
}

fn check_problem(method: &str, public_url: &str, answer: &Answer, said: &str) {
    let kind = answer.header("content-type");
    assert_eq!(kind, Some("application/problem+json"), "Content-Type: {said}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "Cache-Control: {said}");
    if method == "HEAD" {
        return;
    }
    let (problem, code) = (&answer.body, answer.code());
    let entry = entries().iter().find(|entry| entry.code == code);
    let entry = entry.unwrap_or_else(|| panic!("the code {code} has no page: {said}"));
    assert_eq!(entry.status, answer.status, "the status of {code}: {said}");
    assert_eq!(problem["status"], answer.status, "{said}");
    assert_eq!(problem["type"], format!("{public_url}/problems/{code}"), "{said}");
    // A repeated answer names the request that was answered first.
    if answer.header("idempotent-replayed").is_none() {
        let id = answer.header("x-request-id").unwrap_or_default();
        assert_eq!(problem["instance"], format!("urn:uuid:{id}"), "{said}");
    }
    assert!(matches!(answer.header("content-language"), Some("nl" | "en")), "{said}");
}

fn check_body(method: &str, operation: &Value, answer: &Answer, said: &str) {
    if answer.status == 405 {
        return;
    }
    let response = resolved(&operation["responses"][answer.status.to_string()]);
    assert!(!response.is_null(), "the document does not list this status: {said}");
    let Some(content) = response["content"].as_object() else {
        assert!(answer.text.is_empty(), "a body where none is announced: {said}");
        return;
    };
    let kind = answer.header("content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    let media = content.get(kind);
    let media = media.unwrap_or_else(|| panic!("the document does not list {kind}: {said}"));
    if method == "HEAD" {
        assert!(answer.text.is_empty(), "HEAD with a body: {said}");
        return;
    }
    if !kind.contains("json") {
        assert!(!answer.bytes.is_empty(), "an empty {kind}: {said}");
        return;
    }
    let validator = validator(&media["schema"]);
    let wrong: Vec<String> = validator
        .iter_errors(&answer.body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "not as its schema says: {wrong:?}: {said}");
}

fn resolved(value: &Value) -> &Value {
    match value["$ref"].as_str() {
        Some(reference) => DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap_or(value),
        None => value,
    }
}

fn validator(schema: &Value) -> Arc<Validator> {
    let key = schema.to_string();
    let known = VALIDATORS.lock().unwrap().get(&key).cloned();
    known.unwrap_or_else(|| {
        let mut root = schema.clone();
        root["components"] = json!({ "schemas": DOCUMENT["components"]["schemas"] });
        let built = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .with_format("time-local", |text: &str| text.parse::<chrono::NaiveTime>().is_ok())
            .build(&root);
        let built = Arc::new(built.unwrap_or_else(|error| panic!("{key}: {error}")));
        VALIDATORS.lock().unwrap().insert(key, built.clone());
        built
    })
}
