//! Questionnaires that tests take for granted.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Answer, Answers, Band, Choice, Definition, Dimension, Form, Point, Question};
use crate::kernel::{Language, Wording};

pub(crate) fn dutch(text: &str) -> Wording {
    Wording { nl: Some(text.to_owned()), en: None }
}

/// A required question of weight 1.
pub(crate) fn question(key: &str, dimension: Option<&str>, form: Form) -> Question {
    Question {
        key: key.to_owned(),
        text: dutch("Hoe staat het ervoor?"),
        help: None,
        dimension: dimension.map(str::to_owned),
        weight: Some(Decimal::ONE),
        required: true,
        reversed: false,
        form,
        shown_if: None,
    }
}

pub(crate) fn scale(from: i64, to: i64) -> Form {
    Form::Scale((from..=to).map(|value| Point { value, label: None }).collect())
}

pub(crate) fn choices(values: &[(&str, Option<i64>)]) -> Vec<Choice> {
    let choice = |(key, value): &(&str, Option<i64>)| Choice {
        key: (*key).to_owned(),
        label: dutch(key),
        value: *value,
    };
    values.iter().map(choice).collect()
}

pub(crate) fn definition(questions: Vec<Question>) -> Definition {
    let dimension = |key: &str| Dimension { key: key.to_owned(), title: dutch(key) };
    Definition {
        title: dutch("Personeelsbeleid"),
        purpose: None,
        languages: vec![Language::Dutch],
        dimensions: ["plan", "people", "mix"].map(dimension).to_vec(),
        questions,
        bands: Vec::new(),
    }
}

/// Ten scale questions 1–5 in three dimensions (A1).
pub(crate) fn ten() -> Definition {
    let dimensions = ["plan", "plan", "plan", "people", "people", "people", "people", "mix", "mix"];
    let places = dimensions.iter().chain(["mix"].iter()).enumerate();
    let asked = places.map(|(index, key)| question(&format!("q{index}"), Some(key), scale(1, 5)));
    definition(asked.collect())
}

/// Every question of `definition` answered with this point.
pub(crate) fn all(definition: &Definition, point: i64) -> Answers {
    let answers = definition.questions.iter();
    answers.map(|question| (question.key.clone(), Answer::Point(point))).collect()
}

pub(crate) fn band(dimension: Option<&str>, from: i64, until: i64) -> Band {
    Band {
        dimension: dimension.map(str::to_owned),
        from: from.into(),
        until: until.into(),
        label: dutch("Begin"),
        advice: None,
        programmes: vec![Uuid::nil().into()],
    }
}
