//! The document, compiled: which operation a request is for, who may call it, and what its query
//! and body must look like. The server checks what it publishes, so the two cannot differ.

mod patterns;
mod ranges;
mod violations;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate};
use jsonschema::Validator;
use leerkring_domain::kernel::access::{self, Access};
use leerkring_domain::kernel::{Reason, text};
use serde_json::{Map, Value, json};
use validator::{ValidateEmail, ValidateUrl};

use super::body_kind::BodyKind;
use super::document::document;
use super::kinds::AnswerKind;
use super::wire::parse_local_time;
pub use violations::pointer_step;
use violations::violations;

/// One operation of the document.
#[derive(Debug)]
pub struct Operation {
    /// Such as `/v1/boards/{boardId}`.
    pub pattern: String,
    pub access: &'static Access,
    /// What the body must look like, where there is one.
    body: Option<Validator>,
    /// In what the body is written, where there is one.
    pub body_kind: Option<BodyKind>,
    /// Whether it may be left out, because no field of it is required.
    pub body_is_optional: bool,
    /// In which kinds it answers, the preferred one first.
    pub answers: Vec<AnswerKind>,
    query: Validator,
    /// The types of the query's parameters, by name.
    query_types: BTreeMap<String, String>,
}

/// All operations, by path pattern and method.
#[derive(Debug)]
pub struct Contract {
    operations: BTreeMap<String, BTreeMap<String, Operation>>,
}

/// What makes a document impossible to serve: a bug, found at start-up.
#[derive(Debug, thiserror::Error)]
pub enum Flaw {
    #[error("the operation {0} has no row in the access table")]
    NoAccess(String),
    #[error("the access table names the operation {0}, which does not exist")]
    NoOperation(&'static str),
    #[error("the operation {0} answers in {1}, which no kind of answer is")]
    Kind(String, String),
    #[error("the operation {0} takes a body of {1}, which no kind of body is")]
    Body(String, String),
    #[error("the schema of {0} does not compile: {1}")]
    Schema(String, String),
}

/// The contract of the document, compiled once.
///
/// # Errors
/// Says why this document cannot be served.
pub fn contract() -> Result<&'static Contract, &'static Flaw> {
    static CONTRACT: LazyLock<Result<Contract, Flaw>> =
        LazyLock::new(|| Contract::compile(document()));
    CONTRACT.as_ref()
}

impl Contract {
    /// Compiles the document; every operation must have its row in the access table.
    fn compile(document: &Value) -> Result<Self, Flaw> {
        let mut operations: BTreeMap<String, BTreeMap<String, Operation>> = BTreeMap::new();
        let mut ids = Vec::new();
        for (path, item) in objects(document.get("paths")) {
            for (method, operation) in objects(Some(item)) {
                let pattern = format!("/v1{path}");
                let operation = compile(document, &pattern, operation)?;
                ids.push(operation.access.operation);
                let methods = operations.entry(pattern).or_default();
                methods.insert(method.to_uppercase(), operation);
            }
        }
        let absent = access::TABLE.iter().find(|row| !ids.contains(&row.operation));
        absent.map_or(Ok(Self { operations }), |row| Err(Flaw::NoOperation(row.operation)))
    }

    /// The methods that any operation has, and HEAD.
    pub fn methods(&self) -> BTreeSet<&str> {
        let known = self.operations.values().flat_map(BTreeMap::keys).map(String::as_str);
        known.chain(["HEAD"]).collect()
    }

    /// The operations at a path pattern such as `/v1/boards/{boardId}`, by method.
    pub fn at(&self, pattern: &str) -> Option<&BTreeMap<String, Operation>> {
        self.operations.get(pattern)
    }
}

fn compile(document: &Value, pattern: &str, operation: &Value) -> Result<Operation, Flaw> {
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
    let access = access::of(&id).ok_or_else(|| Flaw::NoAccess(id.clone()))?;
    let body = objects(operation.pointer("/requestBody/content")).next();
    let unknown = |media_type: &str| Flaw::Body(id.clone(), media_type.to_owned());
    let kind = |media_type: &String| BodyKind::of(media_type).ok_or_else(|| unknown(media_type));
    let body_kind = body.map(|(media_type, _)| kind(media_type)).transpose()?;
    let body = body.filter(|_| body_kind.is_some_and(BodyKind::has_fields));
    let body = body.map(|(_, body)| validator(document, body.get("schema"), &id)).transpose()?;
    let (schema, query_types) = query_schema(operation);
    let query = validator(document, Some(&schema), &id)?;
    let answers = answers(operation, &id)?;
    let pattern = pattern.to_owned();
    let body_is_optional = operation.pointer("/requestBody/required") == Some(&Value::Bool(false));
    Ok(Operation {
        pattern,
        access,
        body,
        body_kind,
        body_is_optional,
        answers,
        query,
        query_types,
    })
}

/// What it answers when it succeeds; an answer without content counts as JSON, in which its
/// problems are.
fn answers(operation: &Value, id: &str) -> Result<Vec<AnswerKind>, Flaw> {
    let successes = objects(operation.get("responses")).filter(|(code, _)| code.starts_with('2'));
    let mut kinds = Vec::new();
    for (media_type, _) in successes.flat_map(|(_, answer)| objects(answer.get("content"))) {
        let unknown = || Flaw::Kind(id.to_owned(), media_type.clone());
        kinds.push(AnswerKind::of(media_type).ok_or_else(unknown)?);
    }
    Ok(if kinds.is_empty() { vec![AnswerKind::Json] } else { kinds })
}

fn query_schema(operation: &Value) -> (Value, BTreeMap<String, String>) {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    let mut types = BTreeMap::new();
    for parameter in operation.get("parameters").and_then(Value::as_array).into_iter().flatten() {
        let text = |field: &str| parameter.get(field).and_then(Value::as_str);
        let Some(name) = text("name").filter(|_| text("in") == Some("query")) else {
            continue;
        };
        let schema = parameter.get("schema").cloned().unwrap_or_default();
        let kind = schema.get("type").cloned().unwrap_or_default();
        let kind = kind.as_str().or_else(|| kind.get(0).and_then(Value::as_str));
        properties.insert(name.to_owned(), schema);
        types.insert(name.to_owned(), kind.unwrap_or("string").to_owned());
        if parameter.get("required") == Some(&Value::Bool(true)) {
            required.push(name.to_owned());
        }
    }
    let schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    (schema, types)
}

/// Adds the schemas that `value` refers to, and those that they refer to.
fn collect(document: &Value, value: &Value, schemas: &mut Map<String, Value>) {
    match value {
        Value::Object(fields) => {
            let reference = fields.get("$ref").and_then(Value::as_str);
            let name = reference.and_then(|it| it.strip_prefix("#/components/schemas/"));
            if let Some(name) = name.filter(|name| !schemas.contains_key(*name)) {
                let found = document.pointer(&format!("/components/schemas/{name}"));
                let schema = found.cloned().unwrap_or_default();
                schemas.insert(name.to_owned(), schema.clone());
                collect(document, &schema, schemas);
            }
            fields.values().for_each(|field| collect(document, field, schemas));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(document, item, schemas)),
        _ => {}
    }
}

/// The years that plans are made in: what lies outside is a slip of the keyboard.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2999;

fn is_date(text: &str) -> bool {
    let day = text.parse::<NaiveDate>();
    text.len() == 10 && day.is_ok_and(|day| YEARS.contains(&day.year()))
}

fn is_instant(text: &str) -> bool {
    let instant = DateTime::parse_from_rfc3339(text);
    instant.is_ok_and(|instant| YEARS.contains(&instant.to_utc().year()))
}

fn objects(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

fn validator(document: &Value, schema: Option<&Value>, id: &str) -> Result<Validator, Flaw> {
    let schema = schema.cloned().unwrap_or_default();
    let mut schemas = Map::new();
    collect(document, &schema, &mut schemas);
    let mut root = schema.as_object().cloned().unwrap_or_default();
    root.insert("components".to_owned(), json!({ "schemas": schemas }));
    let root = Value::Object(root);
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .with_format("email", |text: &str| text.validate_email())
        .with_format("uri", |text: &str| {
            (text.starts_with("https://") || text.starts_with("http://")) && text.validate_url()
        })
        .with_format("time-local", |text: &str| parse_local_time(text).is_some())
        .with_format("date", is_date)
        .with_format("date-time", is_instant)
        .with_format("uuid", |text: &str| text.len() == 36 && uuid::Uuid::parse_str(text).is_ok())
        .build(&root)
        .map_err(|error| Flaw::Schema(id.to_owned(), error.to_string()))
}

impl Operation {
    /// Everything that is wrong with a body.
    pub fn check_body(&self, body: &Value) -> Vec<Reason> {
        self.body.as_ref().map(|validator| violations(validator, body)).unwrap_or_default()
    }

    /// Whether whoever asks goes by the words of OAuth: forms are its way to ask.
    pub fn speaks_oauth(&self) -> bool {
        self.body_kind == Some(BodyKind::Form)
    }

    /// Whether it has parameters in the query.
    pub fn takes_query(&self) -> bool {
        !self.query_types.is_empty()
    }

    /// The query as an object with values of the types that the document gives them, or
    /// everything that is wrong with it.
    pub fn read_query(&self, pairs: Vec<(String, String)>) -> Result<Value, Vec<Reason>> {
        let (mut object, mut wrong) = (Map::new(), Vec::new());
        for (name, value) in pairs {
            let kind = self.query_types.get(&name).map(String::as_str);
            let typed = match kind {
                Some("integer") => value.parse::<i64>().map_or(Value::String(value), Value::from),
                Some("boolean") => match value.as_str() {
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    _ => Value::String(value),
                },
                _ => Value::String(value),
            };
            if object.insert(name.clone(), typed).is_some() {
                let twice = text("dit staat er meer dan eens", "this is there more than once");
                wrong.push(Reason::new("twice", twice).at(name));
            }
        }
        let object = Value::Object(object);
        wrong.extend(violations(&self.query, &object).into_iter().map(|reason| {
            let name = reason.location.as_deref().unwrap_or_default().trim_start_matches('/');
            let name = name.to_owned();
            self.with_the_known(reason).at(name)
        }));
        if wrong.is_empty() {
            wrong.extend(ranges::reversed(&object));
        }
        if wrong.is_empty() { Ok(object) } else { Err(wrong) }
    }

    /// The reason, which names the parameters that there are where one is not known.
    fn with_the_known(&self, reason: Reason) -> Reason {
        if reason.code != "unknown-field" {
            return reason;
        }
        let known: Vec<&str> = self.query_types.keys().map(String::as_str).collect();
        let sentence = if known.is_empty() {
            text("hier zijn geen parameters", "there are no parameters here")
        } else {
            let known = known.join(", ");
            text(
                format!("deze parameter bestaat niet; er zijn: {known}"),
                format!("there is no such parameter; there are: {known}"),
            )
        };
        Reason::new(reason.code, sentence)
    }
}
