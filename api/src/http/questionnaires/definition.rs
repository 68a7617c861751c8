//! A whole questionnaire as a document: what is imported, edited and exported.

use leerkring_domain::kernel::{Id, Kind, Language, Refusal, Wording};
use leerkring_domain::questionnaires::{
    Band, Choice, Condition, Definition, Dimension, Form, FormKind, Parts, Point, Question, Range,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::wire::{Text, Word};

pub type LanguageWord = Word<Language>;
pub type FormWord = Word<FormKind>;

type Short = Text<1, 300>;
type Long = Text<1, 2000>;

/// A short text, in one or both languages.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LabelView {
    #[schema(inline)]
    pub nl: Option<Short>,
    #[schema(inline)]
    pub en: Option<Short>,
}

/// Some sentences, in one or both languages.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PassageView {
    #[schema(inline)]
    pub nl: Option<Long>,
    #[schema(inline)]
    pub en: Option<Long>,
}

impl From<LabelView> for Wording {
    fn from(view: LabelView) -> Self {
        Self { nl: view.nl.map(Into::into), en: view.en.map(Into::into) }
    }
}

impl From<Wording> for LabelView {
    fn from(text: Wording) -> Self {
        Self { nl: text.nl.map(Into::into), en: text.en.map(Into::into) }
    }
}

impl From<PassageView> for Wording {
    fn from(view: PassageView) -> Self {
        Self { nl: view.nl.map(Into::into), en: view.en.map(Into::into) }
    }
}

impl From<Wording> for PassageView {
    fn from(text: Wording) -> Self {
        Self { nl: text.nl.map(Into::into), en: text.en.map(Into::into) }
    }
}

/// A whole questionnaire: its texts, its questions and how they are scored.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DefinitionView {
    pub title: LabelView,
    pub purpose: Option<PassageView>,
    /// The languages that every text is given in.
    #[schema(inline, min_items = 1, max_items = 2)]
    pub languages: Vec<LanguageWord>,
    #[serde(default)]
    #[schema(max_items = 12, required = false)]
    pub dimensions: Vec<DimensionView>,
    #[schema(min_items = 1, max_items = 60)]
    pub questions: Vec<QuestionView>,
    #[serde(default)]
    #[schema(max_items = 60, required = false)]
    pub bands: Vec<BandView>,
}

/// A theme that has a score of its own.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DimensionView {
    /// Keep it in later versions: by it they are compared.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 60)]
    pub key: String,
    pub title: LabelView,
}

/// A question.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuestionView {
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 60)]
    pub key: String,
    pub text: PassageView,
    pub help: Option<PassageView>,
    /// The key of its dimension.
    #[schema(max_length = 60)]
    pub dimension: Option<String>,
    /// How much it counts, such as `1` or `2.5`; a question without a weight is not scored.
    #[schema(pattern = r"^[0-9]{1,3}(\.[0-9]{1,2})?$", max_length = 6)]
    pub weight: Option<String>,
    #[serde(default)]
    #[schema(required = false)]
    pub required: bool,
    /// Whether a low answer is the good one.
    #[serde(default)]
    #[schema(required = false)]
    pub reversed: bool,
    #[schema(inline)]
    pub kind: FormWord,
    /// The points of a scale, in ascending order.
    #[schema(min_items = 2, max_items = 11)]
    pub points: Option<Vec<PointView>>,
    /// The options of a choice.
    #[schema(min_items = 2, max_items = 20)]
    pub options: Option<Vec<ChoiceView>>,
    /// The numbers that may be answered.
    pub range: Option<RangeView>,
    /// It is always shown where this is left out.
    pub shown_if: Option<ShownIfView>,
}

/// A point of a scale.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PointView {
    #[schema(minimum = -1000, maximum = 1000)]
    pub value: i64,
    pub label: Option<LabelView>,
}

/// An option to choose.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChoiceView {
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 60)]
    pub key: String,
    pub label: LabelView,
    /// What it counts for; every option of a question that is scored has one.
    #[schema(minimum = -1000, maximum = 1000)]
    pub value: Option<i64>,
}

/// The numbers from `least` up to and including `most`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RangeView {
    #[schema(pattern = r"^-?[0-9]{1,9}(\.[0-9]{1,4})?$", max_length = 15)]
    pub least: String,
    #[schema(pattern = r"^-?[0-9]{1,9}(\.[0-9]{1,4})?$", max_length = 15)]
    pub most: String,
}

/// A question is shown only if an earlier one is answered with one of these.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShownIfView {
    /// The key of an earlier question.
    #[schema(max_length = 60)]
    pub question: String,
    /// Points of a scale, keys of options, `yes` or `no`.
    #[schema(min_items = 1, max_items = 20)]
    pub one_of: Vec<AnswerWord>,
}

/// A point of a scale, the key of an option, `yes` or `no`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(min_length = 1, max_length = 60)]
pub struct AnswerWord(pub String);

/// A range of a score, with what to say about it: from `from` up to but not including `until`; the
/// one until 100 includes it. The bands of a subject cover 0 to 100 without a gap.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BandView {
    /// The key of the dimension that it is about; the whole where it is left out.
    #[schema(max_length = 60)]
    pub dimension: Option<String>,
    #[schema(pattern = r"^(100(\.0)?|[0-9]{1,2}(\.[0-9])?)$", max_length = 5)]
    pub from: String,
    #[schema(pattern = r"^(100(\.0)?|[0-9]{1,2}(\.[0-9])?)$", max_length = 5)]
    pub until: String,
    pub label: LabelView,
    pub advice: Option<PassageView>,
    /// The ids of programmes that the advice points to; a result shows those that are open then.
    #[serde(default)]
    #[schema(max_items = 10, required = false)]
    pub programmes: Vec<Uuid>,
}

/// A number that the document's pattern has checked.
fn number(text: &str) -> rust_decimal::Decimal {
    text.parse().unwrap_or_default()
}

impl TryFrom<DefinitionView> for Definition {
    type Error = Refusal;

    fn try_from(view: DefinitionView) -> Result<Self, Refusal> {
        let (mut questions, mut reasons) = (Vec::new(), Vec::new());
        for (index, question) in view.questions.into_iter().enumerate() {
            match Question::try_from(question) {
                Ok(question) => questions.push(question),
                Err(reason) => reasons.push(reason.at(format!("/definition/questions/{index}"))),
            }
        }
        Refusal::unless_empty(Kind::Invalid, reasons)?;
        let dimension = |it: DimensionView| Dimension { key: it.key, title: it.title.into() };
        Ok(Self {
            title: view.title.into(),
            purpose: view.purpose.map(Into::into),
            languages: view.languages.into_iter().map(|word| word.0).collect(),
            dimensions: view.dimensions.into_iter().map(dimension).collect(),
            questions,
            bands: view.bands.into_iter().map(Into::into).collect(),
        })
    }
}

impl TryFrom<QuestionView> for Question {
    type Error = leerkring_domain::kernel::Reason;

    fn try_from(view: QuestionView) -> Result<Self, Self::Error> {
        let point = |it: PointView| Point { value: it.value, label: it.label.map(Into::into) };
        let choice =
            |it: ChoiceView| Choice { key: it.key, label: it.label.into(), value: it.value };
        let parts = Parts {
            points: view.points.map(|points| points.into_iter().map(point).collect()),
            options: view.options.map(|options| options.into_iter().map(choice).collect()),
            range: view
                .range
                .map(|range| Range { least: number(&range.least), most: number(&range.most) }),
        };
        Ok(Self {
            key: view.key,
            text: view.text.into(),
            help: view.help.map(Into::into),
            dimension: view.dimension,
            weight: view.weight.as_deref().map(number),
            required: view.required,
            reversed: view.reversed,
            form: Form::new(view.kind.0, parts)?,
            shown_if: view.shown_if.map(|condition| Condition {
                question: condition.question,
                one_of: condition.one_of.into_iter().map(|word| word.0).collect(),
            }),
        })
    }
}

impl From<BandView> for Band {
    fn from(view: BandView) -> Self {
        Self {
            dimension: view.dimension,
            from: number(&view.from),
            until: number(&view.until),
            label: view.label.into(),
            advice: view.advice.map(Into::into),
            programmes: view.programmes.into_iter().map(Id::from).collect(),
        }
    }
}

impl From<Definition> for DefinitionView {
    fn from(definition: Definition) -> Self {
        let dimension = |it: Dimension| DimensionView { key: it.key, title: it.title.into() };
        Self {
            title: definition.title.into(),
            purpose: definition.purpose.map(Into::into),
            languages: definition.languages.into_iter().map(Word).collect(),
            dimensions: definition.dimensions.into_iter().map(dimension).collect(),
            questions: definition.questions.into_iter().map(Into::into).collect(),
            bands: definition.bands.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Question> for QuestionView {
    fn from(question: Question) -> Self {
        let kind = Word(question.form.kind());
        let choice =
            |it: Choice| ChoiceView { key: it.key, label: it.label.into(), value: it.value };
        let point = |it: Point| PointView { value: it.value, label: it.label.map(Into::into) };
        let (points, options, range) = match question.form {
            Form::Scale(points) => (Some(points.into_iter().map(point).collect()), None, None),
            Form::Choice(options) | Form::MultipleChoice(options) => {
                (None, Some(options.into_iter().map(choice).collect()), None)
            }
            Form::Number(Range { least, most }) => {
                let range = RangeView { least: least.to_string(), most: most.to_string() };
                (None, None, Some(range))
            }
            Form::YesNo | Form::Text => (None, None, None),
        };
        Self {
            key: question.key,
            text: question.text.into(),
            help: question.help.map(Into::into),
            dimension: question.dimension,
            weight: question.weight.map(|weight| weight.to_string()),
            required: question.required,
            reversed: question.reversed,
            kind,
            points,
            options,
            range,
            shown_if: question.shown_if.map(|condition| ShownIfView {
                question: condition.question,
                one_of: condition.one_of.into_iter().map(AnswerWord).collect(),
            }),
        }
    }
}

impl From<Band> for BandView {
    fn from(band: Band) -> Self {
        Self {
            dimension: band.dimension,
            from: band.from.to_string(),
            until: band.until.to_string(),
            label: band.label.into(),
            advice: band.advice.map(Into::into),
            programmes: band.programmes.into_iter().map(Id::uuid).collect(),
        }
    }
}
