//! What the document does not admit, in words.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError, Validator};
use leerkring_domain::kernel::{Reason, Text, text};
use serde_json::Value;

use super::patterns;
use crate::http::wire::VISIBLE;

pub(super) fn violations(validator: &Validator, value: &Value) -> Vec<Reason> {
    let all: Vec<Reason> =
        validator.iter_errors(value).flat_map(|error| reasons(&error)).take(100).collect();
    // An empty text is too short; that it is blank too goes without saying.
    let too_short = |reason: &Reason| {
        all.iter().any(|it| it.code == "too-short" && it.location == reason.location)
    };
    let telling = all.iter().filter(|reason| reason.code != "blank" || !too_short(reason));
    telling.cloned().collect()
}

fn reasons(error: &ValidationError<'_>) -> Vec<Reason> {
    let at = error.instance_path().to_string();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|name| {
                let sentence = text("dit veld bestaat niet", "there is no such field");
                Reason::new("unknown-field", sentence).at(format!("{at}/{}", pointer_step(name)))
            })
            .collect(),
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let sentence = text("dit veld ontbreekt", "this field is missing");
            vec![Reason::new("missing", sentence).at(format!("{at}/{}", pointer_step(name)))]
        }
        ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
            // Either null or an object: what is wrong with the object is what helps.
            let helpful = context.iter().max_by_key(|errors| {
                let is_type = |it: &ValidationError<'_>| {
                    matches!(it.kind(), ValidationErrorKind::Type { .. })
                };
                let deepest = errors.iter().map(|it| it.instance_path().as_str().len()).max();
                (!errors.iter().all(is_type), deepest)
            });
            helpful.into_iter().flatten().flat_map(reasons).collect()
        }
        kind => {
            let (code, sentence) = sentence(kind);
            vec![Reason::new(code, sentence).at(at)]
        }
    }
}

/// A name as a step of a JSON Pointer.
pub fn pointer_step(name: &str) -> String {
    let name: String = name.chars().take(100).collect();
    name.replace('~', "~0").replace('/', "~1")
}

fn sentence(kind: &ValidationErrorKind) -> (&'static str, Text) {
    match kind {
        ValidationErrorKind::MinLength { limit } => (
            "too-short",
            if *limit == 1 {
                text("dit mag niet leeg zijn", "this may not be empty")
            } else {
                text(format!("minstens {limit} tekens"), format!("at least {limit} characters"))
            },
        ),
        ValidationErrorKind::MaxLength { limit } => (
            "too-long",
            text(format!("hoogstens {limit} tekens"), format!("at most {limit} characters")),
        ),
        ValidationErrorKind::MinItems { limit } => {
            ("too-few", text(format!("minstens {limit}"), format!("at least {limit}")))
        }
        ValidationErrorKind::MaxItems { limit } => {
            ("too-many", text(format!("hoogstens {limit}"), format!("at most {limit}")))
        }
        ValidationErrorKind::Minimum { limit } => {
            ("too-small", text(format!("minstens {limit}"), format!("at least {limit}")))
        }
        ValidationErrorKind::Maximum { limit } => {
            ("too-large", text(format!("hoogstens {limit}"), format!("at most {limit}")))
        }
        ValidationErrorKind::Enum { options } => {
            let words = options
                .as_array()
                .map(|words| words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "));
            let words = words.unwrap_or_default();
            ("unknown-word", text(format!("een van: {words}"), format!("one of: {words}")))
        }
        ValidationErrorKind::Pattern { pattern } if pattern == VISIBLE => {
            ("blank", text("hier staat niets", "there is nothing here"))
        }
        ValidationErrorKind::Pattern { pattern } => ("wrong-form", patterns::sentence(pattern)),
        ValidationErrorKind::Format { format } => ("wrong-form", format_sentence(format)),
        ValidationErrorKind::UniqueItems => {
            ("twice", text("iets staat er twee keer in", "something is in it twice"))
        }
        ValidationErrorKind::Type { kind } => ("wrong-type", type_sentence(kind)),
        other => {
            let word = other.keyword();
            ("invalid", text(format!("voldoet niet ({word})"), format!("not valid ({word})")))
        }
    }
}

fn format_sentence(format: &str) -> Text {
    match format {
        "email" => text("geen e-mailadres", "not an e-mail address"),
        "uri" => text("geen webadres (https://…)", "not a web address (https://…)"),
        "time-local" => text("geen tijd zoals 09:00:00", "not a time such as 09:00:00"),
        "date" => text(
            "geen bestaande datum zoals 2027-03-15",
            "not a date that exists, such as 2027-03-15",
        ),
        "date-time" => text(
            "geen tijdstip zoals 2027-03-15T08:00:00Z",
            "not an instant such as 2027-03-15T08:00:00Z",
        ),
        "uuid" => text("geen id (UUID)", "not an id (UUID)"),
        other => text(format!("niet in de vorm {other}"), format!("not of the form {other}")),
    }
}

/// Which type is expected; that null will do too goes without saying.
fn type_sentence(kind: &TypeKind) -> Text {
    let types: Vec<JsonType> = match kind {
        TypeKind::Single(one) => vec![*one],
        TypeKind::Multiple(several) => several.iter().collect(),
    };
    let expected: Vec<JsonType> =
        types.iter().copied().filter(|it| *it != JsonType::Null || types.len() == 1).collect();
    let nl: Vec<&str> = expected.iter().map(|one| name(*one).0).collect();
    let en: Vec<&str> = expected.iter().map(|one| name(*one).1).collect();
    text(format!("verwacht: {}", nl.join(" of ")), format!("expected: {}", en.join(" or ")))
}

fn name(one: JsonType) -> (&'static str, &'static str) {
    match one {
        JsonType::Null => ("null", "null"),
        JsonType::Boolean => ("true of false", "true or false"),
        JsonType::Integer => ("een geheel getal", "a whole number"),
        JsonType::Number => ("een getal", "a number"),
        JsonType::String => ("een tekst", "a text"),
        JsonType::Array => ("een lijst", "a list"),
        JsonType::Object => ("een object met velden", "an object with fields"),
    }
}
