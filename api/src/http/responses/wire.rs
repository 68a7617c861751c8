//! Responses as clients send and read them.

use chrono::{DateTime, NaiveDate, Utc};
use leerkring_domain::kernel::{Kind, Reason, Refusal, text};
use leerkring_domain::questionnaires::{Answer, Answers};
use leerkring_domain::responses::{AnswerPatch, Response, ResponseStatus};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::questionnaires::definition::AnswerWord;
use crate::http::wire::{BoardRef, Paragraphs, Word};

pub type ResponseStatusWord = Word<ResponseStatus>;

/// An answer to one question, in the one field that its kind asks for; without any, the answer is
/// taken back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerView {
    /// The key of the question.
    #[schema(max_length = 60)]
    pub question: String,
    /// Of a `scale`: the value of a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -1000, maximum = 1000)]
    pub point: Option<i64>,
    /// Of a `choice` (one) or a `multiple-choice`: the keys of options.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub options: Option<Vec<AnswerWord>>,
    /// Of a `yes-no`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yes: Option<bool>,
    /// Of a `number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = r"^-?[0-9]{1,9}(\.[0-9]{1,4})?$", max_length = 15)]
    pub number: Option<String>,
    /// Of a `text`: it is never scored and stands in no figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub text: Option<Paragraphs>,
}

impl AnswerView {
    fn answers(self) -> Vec<Answer> {
        let options = self.options.map(|it| it.into_iter().map(|word| word.0).collect());
        [
            self.point.map(Answer::Point),
            options.map(Answer::Options),
            self.yes.map(Answer::Yes),
            self.number.and_then(|number| number.parse().ok()).map(Answer::Number),
            self.text.map(|text| Answer::Text(text.into())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn new((key, answer): (String, Answer)) -> Self {
        let question = Self { question: key, ..Self::default() };
        match answer {
            Answer::Point(point) => Self { point: Some(point), ..question },
            Answer::Options(keys) => {
                Self { options: Some(keys.into_iter().map(AnswerWord).collect()), ..question }
            }
            Answer::Yes(yes) => Self { yes: Some(yes), ..question },
            Answer::Number(number) => Self { number: Some(number.to_string()), ..question },
            Answer::Text(text) => Self { text: Some(text.into()), ..question },
        }
    }
}

/// What a client sends as answers.
///
/// # Errors
/// `several-answers` for each entry with more than one.
pub fn patch(answers: Vec<AnswerView>) -> Result<AnswerPatch, Refusal> {
    let (mut patch, mut reasons) = (AnswerPatch::new(), Vec::new());
    for (index, view) in answers.into_iter().enumerate() {
        let question = view.question.clone();
        let mut answers = view.answers();
        let answer = answers.pop();
        if !answers.is_empty() {
            let sentence = text(
                "een vraag heeft één antwoord: point, options, yes, number of text",
                "a question has one answer: point, options, yes, number or text",
            );
            reasons.push(Reason::new("several-answers", sentence).at(format!("/answers/{index}")));
        }
        patch.push((question, answer));
    }
    Refusal::unless_empty(Kind::Invalid, reasons)?;
    Ok(patch)
}

/// A response to start.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewResponse {
    #[schema(inline)]
    pub board_id: BoardRef,
    /// The school that it is about; left out, the board as a whole.
    pub school_id: Option<Uuid>,
    /// The day that the answers are about; today where it is left out.
    pub reference_on: Option<NaiveDate>,
    #[serde(default)]
    #[schema(max_items = 60, required = false)]
    pub answers: Vec<AnswerView>,
}

/// What to save of a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResponseChange {
    #[schema(nullable = false)]
    pub reference_on: Option<NaiveDate>,
    /// Questions that it does not name keep their answers.
    #[serde(default)]
    #[schema(max_items = 60, required = false)]
    pub answers: Vec<AnswerView>,
}

/// A filled-in questionnaire.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResponseView {
    pub id: Uuid,
    pub questionnaire_id: Uuid,
    /// The version that it answers.
    pub questionnaire_version_id: Uuid,
    pub board_id: Uuid,
    /// Null where it is about the board as a whole.
    pub school_id: Option<Uuid>,
    pub reference_on: NaiveDate,
    #[schema(inline)]
    pub status: ResponseStatusWord,
    pub submitted_at: Option<DateTime<Utc>>,
    /// Since when the board agrees that the organiser sees it; null where it does not.
    pub shared_since_at: Option<DateTime<Utc>>,
    /// In the order of their keys.
    #[schema(max_items = 60)]
    pub answers: Vec<AnswerView>,
}

impl From<Response> for ResponseView {
    fn from(response: Response) -> Self {
        Self {
            id: response.id.uuid(),
            questionnaire_id: response.questionnaire.uuid(),
            questionnaire_version_id: response.of.uuid(),
            board_id: response.board.uuid(),
            school_id: response.school.map(Into::into),
            reference_on: response.reference_on,
            status: Word(response.status),
            submitted_at: response.submitted_at,
            shared_since_at: response.sharing.since(),
            answers: views(response.answers),
        }
    }
}

fn views(answers: Answers) -> Vec<AnswerView> {
    answers.into_iter().map(AnswerView::new).collect()
}
