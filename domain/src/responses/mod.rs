//! Responses: what a board, or a school of it, answers to a version of a questionnaire.

mod scores;

pub use scores::{Scores, band, scores};

use chrono::NaiveDate;

use crate::boards::{Board, School};
use crate::kernel::event::{Subject, differing};
use crate::kernel::{Code, Id, Instant, Kind, Reason, Refusal, text};
use crate::questionnaires::{Answer, Answers, Definition, Questionnaire, QuestionnaireVersion};

/// A filled-in questionnaire. The answers belong to the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub id: Id<Response>,
    pub questionnaire: Id<Questionnaire>,
    pub of: Id<QuestionnaireVersion>,
    pub board: Id<Board>,
    /// Nothing where it is about the board as a whole.
    pub school: Option<Id<School>>,
    /// The day that the answers are about.
    pub reference_on: NaiveDate,
    pub answers: Answers,
    /// Set when it is submitted.
    pub scores: Option<Scores>,
    pub status: ResponseStatus,
    pub submitted_at: Option<Instant>,
    pub sharing: Sharing,
    pub version: i64,
}

impl Subject for Response {
    const KIND: &'static str = "response";
}

/// The life of a response: draft → submitted, and from either → withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseStatus {
    Draft,
    Submitted,
    Withdrawn,
}

impl Code for ResponseStatus {
    const ALL: &'static [Self] = &[Self::Draft, Self::Submitted, Self::Withdrawn];

    fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Whether the board has agreed that the organiser sees this response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    Never,
    Since(Instant),
    /// It was seen once: what the organiser knows since then, it still knows.
    Ended,
}

impl Sharing {
    pub fn since(self) -> Option<Instant> {
        match self {
            Self::Since(instant) => Some(instant),
            Self::Never | Self::Ended => None,
        }
    }
}

/// Answers to keep, and by nothing those to take back.
pub type AnswerPatch = Vec<(String, Option<Answer>)>;

/// The answers after a patch: what it does not name stays. Answers to hidden questions are kept, so
/// that nobody loses what they wrote by trying another answer; they do not count.
///
/// # Errors
/// Each entry that is about no question, about one that was named before, or no answer to it.
pub fn patched(
    definition: &Definition,
    mut answers: Answers,
    patch: AnswerPatch,
) -> Result<Answers, Refusal> {
    let (mut reasons, mut named) = (Vec::new(), Vec::new());
    for (index, (key, answer)) in patch.into_iter().enumerate() {
        let at = format!("/answers/{index}");
        let Some(question) = definition.question(&key) else {
            let sentence =
                text(format!("er is geen vraag {key}"), format!("there is no question {key}"));
            reasons.push(Reason::new("unknown-question", sentence).at(format!("{at}/question")));
            continue;
        };
        if named.contains(&key) {
            let sentence = text(format!("{key} staat er al"), format!("{key} is there already"));
            reasons.push(Reason::new("twice", sentence).at(format!("{at}/question")));
            continue;
        }
        match answer {
            None => drop(answers.remove(&key)),
            Some(answer) => match question.refuse_wrong(&answer) {
                Ok(()) => drop(answers.insert(key.clone(), answer)),
                Err(reason) => reasons.push(reason.at(at)),
            },
        }
        named.push(key);
    }
    Refusal::unless_empty(Kind::Invalid, reasons)?;
    Ok(answers)
}

impl Response {
    /// The draft with other answers, about another day.
    ///
    /// # Errors
    /// `response-final` once it was submitted or withdrawn; wrong answers.
    pub fn save(
        self,
        definition: &Definition,
        patch: AnswerPatch,
        reference_on: NaiveDate,
    ) -> Result<Self, Refusal> {
        self.refuse_final()?;
        let answers = patched(definition, self.answers, patch)?;
        Ok(Self { answers, reference_on, version: self.version + 1, ..self })
    }

    /// Submits it for good. Only what was shown counts and is kept.
    ///
    /// # Errors
    /// `response-final`; `answer-missing` for each question that is shown, required and not
    /// answered.
    pub fn submit(self, definition: &Definition, now: Instant) -> Result<Self, Refusal> {
        self.refuse_final()?;
        let missing = definition.missing(&self.answers).into_iter().map(|question| {
            let (nl, en) = (
                question.text.in_language(crate::kernel::Language::Dutch),
                question.text.in_language(crate::kernel::Language::English),
            );
            let key = &question.key;
            let sentence = text(
                format!("vraag {key} is nog niet beantwoord: {nl}"),
                format!("question {key} is not answered yet: {en}"),
            );
            Reason::new("answer-missing", sentence).at(format!("/answers/{key}"))
        });
        Refusal::unless_empty(Kind::Conflict, missing.collect())?;
        let answers = definition.counting(&self.answers);
        Ok(Self {
            scores: Some(scores(definition, &answers)),
            answers,
            status: ResponseStatus::Submitted,
            submitted_at: Some(now),
            version: self.version + 1,
            ..self
        })
    }

    fn refuse_final(&self) -> Result<(), Refusal> {
        let (nl, en) = match self.status {
            ResponseStatus::Draft => return Ok(()),
            ResponseStatus::Submitted => ("ingediend", "submitted"),
            ResponseStatus::Withdrawn => ("ingetrokken", "withdrawn"),
        };
        let sentence = text(
            format!("deze vragenlijst is {nl} en verandert niet meer; begin een nieuwe"),
            format!("this response is {en} and never changes; start a new one"),
        );
        Err(Refusal::conflict("response-final", sentence))
    }

    /// Takes it back: it counts nowhere any more, and the organiser no longer sees it.
    ///
    /// # Errors
    /// `response-withdrawn`.
    pub fn withdraw(self) -> Result<Self, Refusal> {
        if self.status == ResponseStatus::Withdrawn {
            let sentence =
                text("deze vragenlijst is al ingetrokken", "this response is withdrawn already");
            return Err(Refusal::conflict("response-withdrawn", sentence));
        }
        let status = ResponseStatus::Withdrawn;
        Ok(Self { status, sharing: self.sharing.ended(), version: self.version + 1, ..self })
    }

    /// Lets the organiser see it.
    ///
    /// # Errors
    /// `not-submitted`; `already-shared`.
    pub fn share(self, now: Instant) -> Result<Self, Refusal> {
        if self.status != ResponseStatus::Submitted {
            let sentence = text(
                "alleen een ingediende vragenlijst kan worden gedeeld",
                "only a submitted response can be shared",
            );
            return Err(Refusal::conflict("not-submitted", sentence));
        }
        if self.sharing.since().is_some() {
            let sentence = text(
                "deze vragenlijst wordt al met de organisator gedeeld",
                "this response is shared with the organiser already",
            );
            return Err(Refusal::conflict("already-shared", sentence));
        }
        Ok(Self { sharing: Sharing::Since(now), version: self.version + 1, ..self })
    }

    /// Takes that back, at once.
    ///
    /// # Errors
    /// `not-shared`.
    pub fn unshare(self) -> Result<Self, Refusal> {
        if self.sharing.since().is_none() {
            let sentence = text(
                "deze vragenlijst wordt niet met de organisator gedeeld",
                "this response is not shared with the organiser",
            );
            return Err(Refusal::conflict("not-shared", sentence));
        }
        Ok(Self { sharing: Sharing::Ended, version: self.version + 1, ..self })
    }

    /// The fields that `new` has otherwise, as the API calls them.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        differing([
            ("answers", self.answers != new.answers),
            ("referenceOn", self.reference_on != new.reference_on),
            ("status", self.status != new.status),
            ("sharedSinceAt", self.sharing != new.sharing),
        ])
    }
}

impl Sharing {
    fn ended(self) -> Self {
        match self {
            Self::Never => Self::Never,
            Self::Since(_) | Self::Ended => Self::Ended,
        }
    }
}

/// # Errors
/// `draft-exists`: a board has one draft of a questionnaire for each school and one for itself.
pub fn refuse_second_draft(draft: Option<Id<Response>>) -> Result<(), Refusal> {
    let Some(id) = draft else { return Ok(()) };
    let sentence = text(
        "er is al een concept; vul dat verder in of trek het in",
        "there is a draft already; go on with that or withdraw it",
    );
    Err(Refusal::existing("draft-exists", sentence, id.uuid()))
}

#[cfg(test)]
mod tests;
