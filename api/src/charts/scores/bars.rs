//! Bars: a row for each dimension, from 0 to 100.

use super::super::colours::{GRID, Paint};
use super::{Anchor, Chart, OTHERS, OTHERS_LINE, OTHERS_MARK, OWN, OWN_MARK, Stroke, WIDTH};

const LEFT: f64 = 200.0;
const RIGHT: f64 = WIDTH - 70.0;
const TOP: f64 = 60.0;
const ROW: f64 = 52.0;

impl Chart {
    /// The scores as bars, those of the others behind the own.
    pub fn bars(&self) -> String {
        let count = u32::try_from(self.axes.len()).map_or(1.0, f64::from);
        let bottom = TOP + ROW * count;
        let mut svg = self.begin(bottom + 70.0);
        for mark in [0.0, 25.0, 50.0, 75.0, 100.0] {
            let x = along(mark);
            svg.line((x, TOP), (x, bottom), Stroke::thin(GRID));
            svg.text((x, bottom + 16.0), Anchor::Middle, (11, 400), &self.shown(mark));
        }
        let rows =
            || (0_u32..).zip(&self.axes).map(|(nth, axis)| (TOP + ROW * f64::from(nth), axis));
        svg.group("others", |svg| {
            for (y, axis) in rows() {
                let Some(score) = axis.others else { continue };
                let x = along(score);
                svg.rect((LEFT, y + 6.0), (x - LEFT, ROW - 14.0), Paint::Hatched(OTHERS));
                svg.line((x, y + 6.0), (x, y + ROW - 8.0), OTHERS_LINE);
                svg.mark((x, y + 6.0), OTHERS_MARK, OTHERS);
            }
        });
        svg.group("own", |svg| {
            for (y, axis) in rows() {
                let Some(score) = axis.own else { continue };
                let x = along(score);
                svg.rect((LEFT, y + 16.0), (x - LEFT, ROW - 34.0), Paint::Plain(OWN));
                svg.mark((x, y + ROW / 2.0 - 1.0), OWN_MARK, OWN);
            }
        });
        for (y, axis) in rows() {
            let middle = y + ROW / 2.0 + 4.0;
            svg.text((LEFT - 12.0, middle), Anchor::End, (14, 600), &axis.label);
            let score = axis.own.map_or(self.none().to_owned(), |score| self.shown(score));
            svg.text((WIDTH - 12.0, middle), Anchor::End, (13, 400), &score);
        }
        self.legend(&mut svg, bottom + 46.0);
        svg.finish()
    }
}

fn along(score: f64) -> f64 {
    LEFT + (RIGHT - LEFT) * score / 100.0
}
