//! Answers to questions: what they may be, which questions they show, what they count for.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Definition, Form, Question};
use crate::kernel::{Reason, text};

/// An answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A point of a scale.
    Point(i64),
    /// Keys of options.
    Options(Vec<String>),
    Yes(bool),
    Number(Decimal),
    Text(String),
}

/// The answers by the key of their question.
pub type Answers = BTreeMap<String, Answer>;

impl Answer {
    /// The words that a condition compares with.
    fn words(&self) -> Vec<String> {
        match self {
            Self::Point(value) => vec![value.to_string()],
            Self::Options(keys) => keys.clone(),
            Self::Yes(yes) => vec![if *yes { "yes" } else { "no" }.to_owned()],
            Self::Number(_) | Self::Text(_) => Vec::new(),
        }
    }
}

impl Definition {
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.key == key)
    }

    /// The keys of the questions that are shown to somebody who answered this. A condition on a
    /// question that is hidden itself is not met, whatever was answered there.
    pub fn shown(&self, answers: &Answers) -> BTreeSet<&str> {
        let mut shown = BTreeSet::new();
        for question in &self.questions {
            let meets = question.shown_if.as_ref().is_none_or(|condition| {
                let words = answers.get(&condition.question).map(Answer::words);
                shown.contains(condition.question.as_str())
                    && words.unwrap_or_default().iter().any(|it| condition.one_of.contains(it))
            });
            if meets {
                shown.insert(question.key.as_str());
            }
        }
        shown
    }

    /// The questions that are shown, required and not answered, in order.
    pub fn missing(&self, answers: &Answers) -> Vec<&Question> {
        let shown = self.shown(answers);
        let misses = |question: &&Question| {
            question.required
                && shown.contains(question.key.as_str())
                && !answers.contains_key(&question.key)
        };
        self.questions.iter().filter(misses).collect()
    }

    /// The answers to questions that are shown: others do not count.
    pub fn counting(&self, answers: &Answers) -> Answers {
        let shown = self.shown(answers);
        let counts = answers.iter().filter(|(key, _)| shown.contains(key.as_str()));
        counts.map(|(key, answer)| (key.clone(), answer.clone())).collect()
    }
}

impl Question {
    /// Whether this is an answer to the question.
    ///
    /// # Errors
    /// `wrong-answer`, saying what would be one.
    pub fn refuse_wrong(&self, answer: &Answer) -> Result<(), Reason> {
        let fits = match (&self.form, answer) {
            (Form::Scale(points), Answer::Point(value)) => {
                points.iter().any(|point| point.value == *value)
            }
            (Form::Choice(_), Answer::Options(keys)) => keys.len() == 1 && self.offers(keys),
            (Form::MultipleChoice(_), Answer::Options(keys)) => {
                let once: BTreeSet<&String> = keys.iter().collect();
                !keys.is_empty() && once.len() == keys.len() && self.offers(keys)
            }
            (Form::Number(range), Answer::Number(number)) => {
                range.least <= *number && *number <= range.most
            }
            (Form::YesNo, Answer::Yes(_)) | (Form::Text, Answer::Text(_)) => true,
            _ => false,
        };
        if fits { Ok(()) } else { Err(self.wrong()) }
    }

    fn offers(&self, keys: &[String]) -> bool {
        let words = self.form.words();
        keys.iter().all(|key| words.contains(key))
    }

    fn wrong(&self) -> Reason {
        let words = self.form.words().into_iter().collect::<Vec<_>>().join(", ");
        let (nl, en) = match &self.form {
            Form::Scale(_) => (format!("point, een van {words}"), format!("point, one of {words}")),
            Form::Choice(_) => {
                (format!("options, één van {words}"), format!("options, just one of {words}"))
            }
            Form::MultipleChoice(_) => {
                (format!("options, elk eens: {words}"), format!("options, each once: {words}"))
            }
            Form::YesNo => ("yes, true of false".to_owned(), "yes, true or false".to_owned()),
            Form::Number(range) => (
                format!("number, {} tot en met {}", range.least, range.most),
                format!("number, {} to {}", range.least, range.most),
            ),
            Form::Text => ("text".to_owned(), "text".to_owned()),
        };
        let sentence = text(format!("hier hoort {nl}"), format!("this takes {en}"));
        Reason::new("wrong-answer", sentence)
    }

    /// What an answer counts for, from 0 to 100; nothing where the question is not scored.
    pub fn score(&self, answer: &Answer) -> Option<Decimal> {
        self.weight?;
        let (least, most) = self.form.extent()?;
        let value = match (&self.form, answer) {
            (Form::Scale(_), Answer::Point(value)) => (*value).into(),
            (Form::Choice(options) | Form::MultipleChoice(options), Answer::Options(keys)) => {
                let chosen = options.iter().filter(|option| keys.contains(&option.key));
                chosen.filter_map(|option| option.value).sum::<i64>().into()
            }
            (Form::YesNo, Answer::Yes(yes)) => Decimal::from(u8::from(*yes)),
            (Form::Number(_), Answer::Number(number)) => *number,
            _ => return None,
        };
        let score = (value - least) * Decimal::ONE_HUNDRED / (most - least);
        Some(if self.reversed { Decimal::ONE_HUNDRED - score } else { score })
    }
}
