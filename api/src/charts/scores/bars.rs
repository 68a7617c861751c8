//! Bars: a row for each dimension, from 0 to 100.

use super::{Chart, FAINT, OTHERS, OWN, WIDTH};

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
            svg.line(((x, TOP), (x, bottom)), FAINT, None);
            svg.text((x, bottom + 16.0), ("middle", 11.0, "normal"), &self.shown(mark));
        }
        let rows =
            || (0_u32..).zip(&self.axes).map(|(nth, axis)| (TOP + ROW * f64::from(nth), axis));
        svg.group("others", |svg| {
            for (y, axis) in rows() {
                let Some(score) = axis.others else { continue };
                svg.rectangle((LEFT, y + 6.0), (along(score) - LEFT, ROW - 14.0), "url(#hatch)");
                let x = along(score);
                svg.line(((x, y + 6.0), (x, y + ROW - 8.0)), OTHERS, Some("6 4"));
                svg.square((x, y + 6.0), OTHERS);
            }
        });
        svg.group("own", |svg| {
            for (y, axis) in rows() {
                let Some(score) = axis.own else { continue };
                svg.rectangle((LEFT, y + 16.0), (along(score) - LEFT, ROW - 34.0), OWN);
                svg.circle((along(score), y + ROW / 2.0 - 1.0), OWN);
            }
        });
        for (y, axis) in rows() {
            let middle = y + ROW / 2.0 + 4.0;
            svg.text((LEFT - 12.0, middle), ("end", 14.0, "bold"), &axis.label);
            let score = axis.own.map_or(self.none().to_owned(), |score| self.shown(score));
            svg.text((WIDTH - 12.0, middle), ("end", 13.0, "normal"), &score);
        }
        self.legend(&mut svg, bottom + 46.0);
        svg.end()
    }
}

fn along(score: f64) -> f64 {
    LEFT + (RIGHT - LEFT) * score / 100.0
}
