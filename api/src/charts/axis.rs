//! A scale with round steps, and numbers as people write them.

use leerkring_domain::kernel::Language;

/// From 0 to a round number above all values, in round steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    pub top: f64,
    pub step: f64,
}

impl Axis {
    pub fn over(values: impl Iterator<Item = f64>) -> Self {
        let most = values.fold(0.0, f64::max);
        let most = if most <= 0.0 { 1.0 } else { most };
        let rough = most / 5.0;
        let magnitude = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|part| part * magnitude)
            .into_iter()
            .find(|step| rough <= *step)
            .unwrap_or(rough);
        Self { top: (most / step).ceil() * step, step }
    }

    /// The values at which there is a line.
    pub fn ticks(&self) -> Vec<f64> {
        let mut ticks = vec![0.0];
        while let Some(last) =
            ticks.last().copied().filter(|last| *last + self.step / 2.0 < self.top)
        {
            ticks.push(last + self.step);
        }
        ticks
    }

    /// The share of the axis that `value` takes.
    pub fn part(&self, value: f64) -> f64 {
        value / self.top
    }
}

/// A number with at most so many decimals, and a comma in Dutch.
pub fn number(value: f64, decimals: usize, language: Language) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    };
    match language {
        Language::Dutch => text.replace('.', ","),
        Language::English => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_the_top_is_above_everything() {
        let axis = Axis::over([68.1, 3.0].into_iter());
        assert_eq!((axis.top, axis.step), (80.0, 20.0));
        assert_eq!(axis.ticks(), [0.0, 20.0, 40.0, 60.0, 80.0]);
        assert!(0.5 < Axis::over([0.0].into_iter()).top);
        assert_eq!(Axis::over([100.0].into_iter()).ticks().len(), 6);
    }

    #[test]
    fn numbers_are_written_as_the_reader_does() {
        assert_eq!(number(2.5, 1, Language::Dutch), "2,5");
        assert_eq!(number(2.0, 1, Language::English), "2");
        assert_eq!(number(20.0, 0, Language::English), "20");
    }
}
