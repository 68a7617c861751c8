//! A radar: an axis for each dimension, from the middle (0) outwards (100).

use std::f64::consts::TAU;

use super::super::colours::{GRID, Paint};
use super::super::svg::Place;
use super::{
    Anchor, Axis, Chart, OTHERS, OTHERS_LINE, OTHERS_MARK, OWN, OWN_MARK, Stroke, Svg, WIDTH,
};

const HEIGHT: f64 = 520.0;
const MIDDLE: Place = (WIDTH / 2.0, 255.0);
const RADIUS: f64 = 165.0;
const RINGS: [f64; 4] = [25.0, 50.0, 75.0, 100.0];

impl Chart {
    /// The scores as a radar, those of the others behind the own.
    pub fn radar(&self) -> String {
        let mut svg = self.begin(HEIGHT);
        let turns = self.turns();
        for ring in RINGS {
            let corners: Vec<Place> = turns.iter().map(|turn| at(*turn, ring)).collect();
            svg.ring(&corners, Stroke::thin(GRID));
        }
        for (axis, turn) in self.axes.iter().zip(&turns) {
            svg.line(MIDDLE, at(*turn, 100.0), Stroke::thin(GRID));
            self.label(&mut svg, axis, *turn);
        }
        svg.group("others", |svg| {
            let marks = places(&self.axes, &turns, |axis| axis.others);
            let all: Option<Vec<Place>> = marks.iter().copied().collect();
            if let Some(corners) = all.filter(|corners| 2 < corners.len()) {
                svg.area(&corners, Paint::Hatched(OTHERS));
            }
            outline(svg, &marks, OTHERS_LINE);
            marks.iter().flatten().for_each(|mark| svg.mark(*mark, OTHERS_MARK, OTHERS));
        });
        svg.group("own", |svg| {
            let marks = places(&self.axes, &turns, |axis| axis.own);
            outline(svg, &marks, Stroke::thick(OWN));
            marks.iter().flatten().for_each(|mark| svg.mark(*mark, OWN_MARK, OWN));
        });
        self.scale(&mut svg, &turns);
        self.legend(&mut svg, HEIGHT - 24.0);
        svg.finish()
    }

    /// What the rings stand for, beside the axes, where no mark is: over everything else.
    fn scale(&self, svg: &mut Svg, turns: &[f64]) {
        let next = turns.get(1).copied().unwrap_or_default();
        for ring in RINGS {
            let (here, there) = (at(0.0, ring), at(next, ring));
            let middle = (f64::midpoint(here.0, there.0), f64::midpoint(here.1, there.1));
            svg.text_on_white((middle.0, middle.1 + 4.0), (10, 400), &self.shown(ring));
        }
    }

    /// Where each axis points, in whole turns from the top.
    fn turns(&self) -> Vec<f64> {
        let count = u32::try_from(self.axes.len()).map_or(1.0, f64::from);
        (0_u32..).zip(&self.axes).map(|(nth, _)| f64::from(nth) / count).collect()
    }

    fn label(&self, svg: &mut Svg, axis: &Axis, turn: f64) {
        let (x, y) = at(turn, 112.0);
        let anchor = match x - MIDDLE.0 {
            aside if aside < -8.0 => Anchor::End,
            aside if 8.0 < aside => Anchor::Start,
            _ => Anchor::Middle,
        };
        let below = if y < MIDDLE.1 { -6.0 } else { 8.0 };
        svg.text((x, y + below), anchor, (14, 600), &axis.label);
        let score = axis.own.map_or(self.none().to_owned(), |score| self.shown(score));
        svg.text((x, y + below + 16.0), anchor, (13, 400), &score);
    }
}

/// The place of a score on the axis that points there.
fn at(turn: f64, score: f64) -> Place {
    let (sine, cosine) = (turn * TAU).sin_cos();
    let length = RADIUS * score / 100.0;
    (MIDDLE.0 + length * sine, MIDDLE.1 - length * cosine)
}

fn places(axes: &[Axis], turns: &[f64], score: fn(&Axis) -> Option<f64>) -> Vec<Option<Place>> {
    axes.iter().zip(turns).map(|(axis, turn)| Some(at(*turn, score(axis)?))).collect()
}

/// Lines between scores that stand beside each other.
fn outline(svg: &mut Svg, marks: &[Option<Place>], stroke: Stroke) {
    let next = marks.iter().cycle().skip(1);
    for (from, to) in marks.iter().zip(next).filter_map(|(from, to)| Some(((*from)?, (*to)?))) {
        svg.line(from, to, stroke);
    }
}
