//! What the answers come to.
//!
//! A score is the weighted mean of the answered scored questions, each from 0 to 100. There is one
//! rounding, at the end: to one decimal, a half away from zero. The division before it is exact to
//! more than twelve places, so means closer than that to a half count as a half.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::questionnaires::{Answers, Band, Definition, Question};

/// The score of the whole and of each dimension; nothing where nothing scored was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    pub overall: Option<Decimal>,
    pub dimensions: BTreeMap<String, Decimal>,
}

impl Scores {
    /// The score of a dimension, or of the whole where none is named.
    pub fn of(&self, dimension: Option<&str>) -> Option<Decimal> {
        match dimension {
            None => self.overall,
            Some(key) => self.dimensions.get(key).copied(),
        }
    }
}

/// The scores of these answers; only those to questions that are shown count.
pub fn scores(definition: &Definition, answers: &Answers) -> Scores {
    let counting = definition.counting(answers);
    let mean = |belongs: &dyn Fn(&Question) -> bool| {
        let (mut sum, mut weights) = (Decimal::ZERO, Decimal::ZERO);
        for question in definition.questions.iter().filter(|question| belongs(question)) {
            let score = counting.get(&question.key).and_then(|answer| question.score(answer));
            if let Some((score, weight)) = score.zip(question.weight) {
                sum += score * weight;
                weights += weight;
            }
        }
        (Decimal::ZERO < weights).then(|| rounded(sum / weights))
    };
    let of = |key: &str| mean(&|question| question.dimension.as_deref() == Some(key));
    let dimensions = definition.dimensions.iter();
    Scores {
        overall: mean(&|_| true),
        dimensions: dimensions
            .filter_map(|dimension| Some((dimension.key.clone(), of(&dimension.key)?)))
            .collect(),
    }
}

fn rounded(mean: Decimal) -> Decimal {
    let mut score =
        mean.round_dp(12).round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    score.rescale(1);
    score
}

/// The band in which a score lies.
pub fn band<'a>(
    definition: &'a Definition,
    dimension: Option<&str>,
    score: Decimal,
) -> Option<&'a Band> {
    let holds = |band: &&Band| {
        let top = band.until == Decimal::ONE_HUNDRED && score == band.until;
        band.dimension.as_deref() == dimension
            && (top || (band.from <= score && score < band.until))
    };
    definition.bands.iter().find(holds)
}
