//! Whether a definition can hold together: every contradiction is named at its place.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Band, Choice, Condition, Definition, Form, Question};
use crate::kernel::{Kind, Reason, Refusal, Text, Wording, text};

impl Definition {
    /// The definition, if it holds together.
    ///
    /// # Errors
    /// Every contradiction, with its JSON Pointer within the definition.
    pub fn checked(self) -> Result<Self, Refusal> {
        let mut reasons = self.untranslated();
        let keys = self.dimensions.iter().map(|dimension| dimension.key.as_str());
        reasons.extend(twice(keys, "/dimensions"));
        let keys = self.questions.iter().map(|question| question.key.as_str());
        reasons.extend(twice(keys, "/questions"));
        for (index, question) in self.questions.iter().enumerate() {
            let at = format!("/questions/{index}");
            let earlier = self.questions.get(..index).unwrap_or_default();
            reasons.extend(self.unknown_dimension(question.dimension.as_deref(), &at));
            reasons.extend(contradictions(question, &at));
            let condition = question.shown_if.as_ref();
            reasons.extend(condition.and_then(|condition| unmeetable(condition, earlier, &at)));
        }
        for (index, band) in self.bands.iter().enumerate() {
            let at = format!("/bands/{index}");
            reasons.extend(self.unknown_dimension(band.dimension.as_deref(), &at));
        }
        reasons.extend(self.bands_that_do_not_meet());
        Refusal::unless_empty(Kind::Invalid, reasons)?;
        Ok(self)
    }

    fn untranslated(&self) -> Vec<Reason> {
        let mut texts: Vec<(String, &Wording)> = vec![("/title".to_owned(), &self.title)];
        texts.extend(self.purpose.iter().map(|text| ("/purpose".to_owned(), text)));
        for (index, dimension) in self.dimensions.iter().enumerate() {
            texts.push((format!("/dimensions/{index}/title"), &dimension.title));
        }
        for (index, question) in self.questions.iter().enumerate() {
            let at = format!("/questions/{index}");
            texts.push((format!("{at}/text"), &question.text));
            texts.extend(question.help.iter().map(|text| (format!("{at}/help"), text)));
            texts.extend(labels(&question.form, &at));
        }
        for (index, band) in self.bands.iter().enumerate() {
            texts.push((format!("/bands/{index}/label"), &band.label));
            texts.extend(band.advice.iter().map(|text| (format!("/bands/{index}/advice"), text)));
        }
        texts.iter().flat_map(|(at, text)| text.untranslated(&self.languages, at)).collect()
    }

    fn unknown_dimension(&self, named: Option<&str>, at: &str) -> Option<Reason> {
        let named = named?;
        let known = self.dimensions.iter().any(|dimension| dimension.key == named);
        let sentence = || {
            text(format!("er is geen dimensie {named}"), format!("there is no dimension {named}"))
        };
        (!known).then(|| wrong("unknown-dimension", sentence(), format!("{at}/dimension")))
    }

    /// The bands of a subject go from 0 to 100, each from where the one before it ends.
    fn bands_that_do_not_meet(&self) -> Vec<Reason> {
        let subjects: BTreeSet<Option<&str>> =
            self.bands.iter().map(|band| band.dimension.as_deref()).collect();
        let of = |subject: Option<&str>| {
            let bands = self.bands.iter().enumerate();
            let mut bands: Vec<_> =
                bands.filter(|(_, band)| band.dimension.as_deref() == subject).collect();
            bands.sort_by_key(|(index, band)| (band.from, band.until, *index));
            bands
        };
        subjects.into_iter().flat_map(|subject| seams(&of(subject))).collect()
    }
}

fn seams(bands: &[(usize, &Band)]) -> Vec<Reason> {
    let (mut reasons, mut reached) = (Vec::new(), Decimal::ZERO);
    for (index, band) in bands {
        let (from, until) = (band.from, band.until);
        if until <= from {
            let sentence = text(
                format!("deze band is leeg: van {from} tot {until}"),
                format!("this band is empty: from {from} until {until}"),
            );
            reasons.push(wrong("band-empty", sentence, format!("/bands/{index}/until")));
        } else if from < reached {
            let sentence = text(
                format!("van {from} tot {reached} geldt al een andere band"),
                format!("from {from} until {reached} there is another band already"),
            );
            reasons.push(wrong("band-overlap", sentence, format!("/bands/{index}/from")));
        } else if reached < from {
            reasons.push(gap(reached, from, format!("/bands/{index}/from")));
        }
        reached = reached.max(until);
    }
    if let Some((index, _)) = bands.last().filter(|_| reached < Decimal::ONE_HUNDRED) {
        reasons.push(gap(reached, Decimal::ONE_HUNDRED, format!("/bands/{index}/until")));
    }
    reasons
}

fn gap(from: Decimal, until: Decimal, at: String) -> Reason {
    let sentence = text(
        format!("van {from} tot {until} geldt geen band"),
        format!("from {from} until {until} there is no band"),
    );
    wrong("band-gap", sentence, at)
}

fn wrong(code: &'static str, sentence: Text, at: String) -> Reason {
    Reason::new(code, sentence).at(at)
}

/// A reason for each key that stands there before.
fn twice<'a>(keys: impl Iterator<Item = &'a str>, at: &str) -> Vec<Reason> {
    let mut seen = BTreeSet::new();
    let again = keys.enumerate().filter(|(_, key)| !seen.insert(*key));
    let reason = |(index, key): (usize, &str)| {
        let sentence = text(format!("{key} staat er al"), format!("{key} is there already"));
        wrong("twice", sentence, format!("{at}/{index}/key"))
    };
    again.map(reason).collect()
}

fn labels<'a>(form: &'a Form, at: &str) -> Vec<(String, &'a Wording)> {
    match form {
        Form::Scale(points) => {
            let labelled = points.iter().enumerate();
            labelled
                .filter_map(|(index, point)| Some((index, point.label.as_ref()?)))
                .map(|(index, label)| (format!("{at}/points/{index}/label"), label))
                .collect()
        }
        Form::Choice(options) | Form::MultipleChoice(options) => {
            let labelled = options.iter().enumerate();
            labelled
                .map(|(index, option)| (format!("{at}/options/{index}/label"), &option.label))
                .collect()
        }
        Form::YesNo | Form::Number(_) | Form::Text => Vec::new(),
    }
}

fn contradictions(question: &Question, at: &str) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match &question.form {
        Form::Scale(points) => {
            let ascends = points.iter().zip(points.iter().skip(1)).all(|(a, b)| a.value < b.value);
            if !ascends {
                let sentence = text("de punten lopen niet op", "the points do not ascend");
                reasons.push(wrong("points-not-ascending", sentence, format!("{at}/points")));
            }
        }
        Form::Choice(options) | Form::MultipleChoice(options) => {
            let keys = options.iter().map(|option| option.key.as_str());
            reasons.extend(twice(keys, &format!("{at}/options")));
            reasons.extend(some_without_value(options, at));
        }
        Form::Number(range) if range.most <= range.least => {
            let sentence = text("dit bereik is leeg", "this range is empty");
            reasons.push(wrong("range-empty", sentence, format!("{at}/range")));
        }
        Form::YesNo | Form::Number(_) | Form::Text => {}
    }
    let counts = question.weight.is_none_or(|weight| Decimal::ZERO < weight);
    let differs = question.weight.is_none() || question.form.extent().is_some();
    if reasons.is_empty() && !(counts && differs) {
        let sentence = text(
            "deze vraag telt mee, maar met gewicht 0 of zonder antwoorden die verschillen in waarde",
            "this question is scored, but with a weight of 0 or without answers of different value",
        );
        reasons.push(wrong("nothing-to-score", sentence, format!("{at}/weight")));
    }
    reasons
}

fn some_without_value(options: &[Choice], at: &str) -> Option<Reason> {
    let without = options.iter().position(|option| option.value.is_none())?;
    options.iter().any(|option| option.value.is_some()).then(|| {
        let sentence = text(
            "geef elke keuze een waarde, of geen enkele",
            "give every option a value, or none of them",
        );
        wrong("value-missing", sentence, format!("{at}/options/{without}/value"))
    })
}

/// Only earlier questions can be named, so that conditions never go round in a circle.
fn unmeetable(condition: &Condition, earlier: &[Question], at: &str) -> Option<Reason> {
    let Some(question) = earlier.iter().find(|it| it.key == condition.question) else {
        let sentence = text(
            format!("er staat geen vraag {} vóór deze", condition.question),
            format!("there is no question {} before this one", condition.question),
        );
        return Some(wrong("condition-not-earlier", sentence, format!("{at}/shownIf/question")));
    };
    let words = question.form.words();
    let index = condition.one_of.iter().position(|word| !words.contains(word))?;
    let words = words.into_iter().collect::<Vec<_>>().join(", ");
    let sentence = if words.is_empty() {
        text(
            "op een getal of tekst kan geen voorwaarde worden gesteld",
            "there is no condition on a number or a text",
        )
    } else {
        text(
            format!("dit is geen antwoord op die vraag: {words}"),
            format!("this is no answer to that question: {words}"),
        )
    };
    Some(wrong("condition-impossible", sentence, format!("{at}/shownIf/oneOf/{index}")))
}
