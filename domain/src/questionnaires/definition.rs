//! What a questionnaire is made of. As JSON this is the document that is imported and exported.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::kernel::{Code, Id, Language, Reason, Wording, text};
use crate::programmes::Programme;

/// A whole questionnaire: its texts, its questions and how they are scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    pub title: Wording,
    pub purpose: Option<Wording>,
    /// The languages that every text is given in; the first is its own.
    #[serde(with = "crate::kernel::code::words")]
    pub languages: Vec<Language>,
    pub dimensions: Vec<Dimension>,
    pub questions: Vec<Question>,
    pub bands: Vec<Band>,
}

/// A theme that has a score of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// A word for it, the same in every version, so that versions can be compared.
    pub key: String,
    pub title: Wording,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub key: String,
    pub text: Wording,
    pub help: Option<Wording>,
    pub dimension: Option<String>,
    /// How much it counts; a question without a weight is not scored.
    pub weight: Option<Decimal>,
    pub required: bool,
    /// Whether a low answer is the good one.
    pub reversed: bool,
    pub form: Form,
    /// It is always shown where there is none.
    pub shown_if: Option<Condition>,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// One of some labelled points, in ascending order.
    Scale(Vec<Point>),
    /// One of some options.
    Choice(Vec<Choice>),
    /// At least one of some options.
    MultipleChoice(Vec<Choice>),
    YesNo,
    Number(Range),
    /// Never scored.
    Text,
}

/// The word for a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormKind {
    Scale,
    Choice,
    MultipleChoice,
    YesNo,
    Number,
    Text,
}

impl Code for FormKind {
    const ALL: &'static [Self] =
        &[Self::Scale, Self::Choice, Self::MultipleChoice, Self::YesNo, Self::Number, Self::Text];

    fn code(self) -> &'static str {
        match self {
            Self::Scale => "scale",
            Self::Choice => "choice",
            Self::MultipleChoice => "multiple-choice",
            Self::YesNo => "yes-no",
            Self::Number => "number",
            Self::Text => "text",
        }
    }
}

/// A point of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub value: i64,
    pub label: Option<Wording>,
}

/// An option to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub key: String,
    pub label: Wording,
    /// What it counts for, in a question that is scored.
    pub value: Option<i64>,
}

/// The numbers that may be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub least: Decimal,
    pub most: Decimal,
}

/// A question is shown only if an earlier one is answered with one of these words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub question: String,
    /// Points of a scale, keys of options, `yes` and `no`.
    pub one_of: Vec<String>,
}

/// A range of the score of a dimension, or of the whole where it names none: from `from` up to but
/// not including `until`; the one that ends at 100 includes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    pub dimension: Option<String>,
    pub from: Decimal,
    pub until: Decimal,
    pub label: Wording,
    pub advice: Option<Wording>,
    /// The programmes that the advice points to.
    pub programmes: Vec<Id<Programme>>,
}

/// What belongs to some forms and not to others, as it is written down.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    pub points: Option<Vec<Point>>,
    pub options: Option<Vec<Choice>>,
    pub range: Option<Range>,
}

impl Definition {
    /// Every programme that some advice points to, with its place.
    pub fn programmes(&self) -> Vec<(Id<Programme>, String)> {
        let bands = self.bands.iter().enumerate();
        let named = bands.flat_map(|(band, it)| {
            let programmes = it.programmes.iter().enumerate();
            programmes.map(move |(index, programme)| {
                (*programme, format!("/bands/{band}/programmes/{index}"))
            })
        });
        named.collect()
    }
}

impl Form {
    /// The form of this kind with its parts.
    ///
    /// # Errors
    /// `form-incomplete` for a part that is missing or does not belong to it.
    pub fn new(kind: FormKind, parts: Parts) -> Result<Self, Reason> {
        let Parts { points, options, range } = parts;
        match (kind, points, options, range) {
            (FormKind::Scale, Some(points), None, None) => Ok(Self::Scale(points)),
            (FormKind::Choice, None, Some(options), None) => Ok(Self::Choice(options)),
            (FormKind::MultipleChoice, None, Some(options), None) => {
                Ok(Self::MultipleChoice(options))
            }
            (FormKind::YesNo, None, None, None) => Ok(Self::YesNo),
            (FormKind::Number, None, None, Some(range)) => Ok(Self::Number(range)),
            (FormKind::Text, None, None, None) => Ok(Self::Text),
            _ => {
                let (nl, en) = match kind {
                    FormKind::Scale => ("points en niets anders", "points and nothing else"),
                    FormKind::Choice | FormKind::MultipleChoice => {
                        ("options en niets anders", "options and nothing else")
                    }
                    FormKind::Number => ("range en niets anders", "range and nothing else"),
                    FormKind::YesNo | FormKind::Text => {
                        ("geen points, options of range", "no points, options or range")
                    }
                };
                let sentence = text(
                    format!("een vraag van dit soort heeft {nl}"),
                    format!("a question of this kind has {en}"),
                );
                Err(Reason::new("form-incomplete", sentence))
            }
        }
    }

    pub fn kind(&self) -> FormKind {
        match self {
            Self::Scale(_) => FormKind::Scale,
            Self::Choice(_) => FormKind::Choice,
            Self::MultipleChoice(_) => FormKind::MultipleChoice,
            Self::YesNo => FormKind::YesNo,
            Self::Number(_) => FormKind::Number,
            Self::Text => FormKind::Text,
        }
    }

    /// The words that a condition can compare with; none where it is not answered in words.
    pub fn words(&self) -> BTreeSet<String> {
        match self {
            Self::Scale(points) => points.iter().map(|point| point.value.to_string()).collect(),
            Self::Choice(options) | Self::MultipleChoice(options) => {
                options.iter().map(|option| option.key.clone()).collect()
            }
            Self::YesNo => ["yes", "no"].map(str::to_owned).into(),
            Self::Number(_) | Self::Text => BTreeSet::new(),
        }
    }

    /// The least and the most that an answer can count for; nothing where that is not scored.
    pub fn extent(&self) -> Option<(Decimal, Decimal)> {
        let (least, most) = match self {
            Self::Scale(points) => (points.first()?.value.into(), points.last()?.value.into()),
            Self::Choice(options) => {
                let values = values(options)?;
                (values.iter().min().copied()?.into(), values.iter().max().copied()?.into())
            }
            Self::MultipleChoice(options) => {
                let values = values(options)?;
                let sum = |signed: fn(&&i64) -> bool| values.iter().filter(signed).sum::<i64>();
                let (below, above) = (sum(|value| **value < 0), sum(|value| 0 < **value));
                let least = if below < 0 { below } else { values.iter().min().copied()? };
                let most = if 0 < above { above } else { values.iter().max().copied()? };
                (least.into(), most.into())
            }
            Self::YesNo => (Decimal::ZERO, Decimal::ONE),
            Self::Number(range) => (range.least, range.most),
            Self::Text => return None,
        };
        (least < most).then_some((least, most))
    }
}

/// What every option counts for, if each counts for something.
fn values(options: &[Choice]) -> Option<Vec<i64>> {
    options.iter().map(|option| option.value).collect()
}
