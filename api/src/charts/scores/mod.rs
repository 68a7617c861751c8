//! Charts of scores: a radar or bars, as SVG.
//!
//! Own scores and those of others differ in colour (two that everybody tells apart, after Okabe and
//! Ito), in line, in mark and in fill, so that they are told apart in grey too. What is to be seen
//! is said in words as well.

mod bars;
mod radar;

use leerkring_domain::kernel::Language;

use super::colours::{BLUE as OWN, VERMILION as OTHERS};
use super::number;
use super::svg::{Anchor, Mark, Stroke, Svg};

/// Scores to draw.
#[derive(Debug, Clone)]
pub struct Chart {
    pub title: String,
    pub axes: Vec<Axis>,
    /// What the own scores and those of the others are called.
    pub own: String,
    pub others: String,
    pub language: Language,
}

/// A dimension with its scores, from 0 to 100.
#[derive(Debug, Clone)]
pub struct Axis {
    pub label: String,
    pub own: Option<f64>,
    pub others: Option<f64>,
}

const OWN_MARK: (Mark, f64) = (Mark::Circle, 6.0);
const OTHERS_MARK: (Mark, f64) = (Mark::Frame, 5.0);
const OTHERS_LINE: Stroke = Stroke::thick(OTHERS).dashed();

const WIDTH: f64 = 640.0;

impl Chart {
    /// What is to be seen, in words.
    pub fn says(&self) -> String {
        let (none, own, others) = (self.none(), &self.own, &self.others);
        let axis = |axis: &Axis| {
            let score =
                |score: Option<f64>| score.map_or(none.to_owned(), |score| self.shown(score));
            let (mine, theirs) = (score(axis.own), score(axis.others));
            format!("{}: {own} {mine}, {others} {theirs}", axis.label)
        };
        self.axes.iter().map(axis).collect::<Vec<_>>().join("; ")
    }

    /// A score as it is written in the language: without a decimal that says nothing.
    fn shown(&self, score: f64) -> String {
        number(score, 1, self.language)
    }

    fn none(&self) -> &'static str {
        match self.language {
            Language::Dutch => "niet bekend",
            Language::English => "not known",
        }
    }

    /// A picture of this height that says what is to be seen.
    fn begin(&self, height: f64) -> Svg {
        let mut svg = Svg::new((WIDTH, height), self.language, (&self.title, &self.says()));
        svg.text((WIDTH / 2.0, 30.0), Anchor::Middle, (18, 600), &self.title);
        svg
    }

    fn legend(&self, svg: &mut Svg, y: f64) {
        svg.line((60.0, y), (100.0, y), Stroke::thick(OWN));
        svg.mark((80.0, y), OWN_MARK, OWN);
        svg.text((110.0, y + 5.0), Anchor::Start, (14, 400), &self.own);
        svg.line((340.0, y), (380.0, y), OTHERS_LINE);
        svg.mark((360.0, y), OTHERS_MARK, OTHERS);
        svg.text((390.0, y + 5.0), Anchor::Start, (14, 400), &self.others);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn chart() -> Chart {
        let axis = |label: &str, own, others| Axis { label: label.to_owned(), own, others };
        Chart {
            title: "Personeelsbeleid & functiemix".to_owned(),
            axes: vec![
                axis("Koers", Some(62.5), Some(55.0)),
                axis("Ontwikkeling", Some(80.0), Some(61.0)),
                axis("Bezetting", None, Some(40.0)),
                axis("<Functiemix>", Some(100.0), None),
            ],
            own: "Uw bestuur".to_owned(),
            others: "Alle besturen".to_owned(),
            language: Language::Dutch,
        }
    }

    #[test]
    fn what_is_to_be_seen_is_said_in_words() {
        let says = chart().says();
        assert!(says.starts_with("Koers: Uw bestuur 62,5, Alle besturen 55; Ontwikkeling: "));
        assert!(says.contains("Bezetting: Uw bestuur niet bekend, Alle besturen 40"));
        for svg in [chart().radar(), chart().bars()] {
            assert!(svg.contains("role=\"img\"") && svg.contains("<title"), "{svg}");
            assert!(svg.contains("&lt;Functiemix&gt;: Uw bestuur 100"), "{svg}");
            assert!(svg.contains("Personeelsbeleid &amp; functiemix"));
        }
    }

    #[test]
    fn the_others_lie_behind_the_own_scores_and_differ_in_more_than_colour() {
        let mut chart = chart();
        for axis in &mut chart.axes {
            axis.others = Some(50.0);
        }
        for svg in [chart.radar(), chart.bars()] {
            let others = svg.find("class=\"others\"").unwrap();
            assert!(others < svg.find("class=\"own\"").unwrap());
            assert!(svg.contains("stroke-dasharray") && svg.contains("url(#hatch-"));
        }
    }

    #[test]
    fn a_score_that_is_not_known_has_no_mark() {
        let marks = |svg: &str, class: &str| {
            let group = svg.split(&format!("class=\"{class}\"")).nth(1).unwrap();
            group.split("</g>").next().unwrap().matches("class=\"mark\"").count()
        };
        let radar = chart().radar();
        assert_eq!((marks(&radar, "own"), marks(&radar, "others")), (3, 3));
    }

    #[test]
    fn without_any_axis_there_is_an_empty_picture() {
        let empty = Chart { axes: Vec::new(), ..chart() };
        assert!(empty.radar().ends_with("</svg>") && empty.bars().ends_with("</svg>"));
    }
}
