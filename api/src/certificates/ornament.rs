//! What makes a certificate look like one: a frame, and woven rings as on banknotes.

use std::f64::consts::TAU;
use std::fmt::Write;

const ACCENT: &str = "#0b5c6b";
const GOLD: &str = "#b5924c";
const RED: &str = "#a3131f";
/// Light enough for text to stand on it.
const WATERMARK: &str = "#e9f0f1";

/// A ring woven of waves that run around a circle.
#[derive(Debug, Clone, Copy)]
struct Ring {
    /// The radius of the circle, and how far the waves go from it.
    radius: f64,
    height: f64,
    waves: u16,
    strands: u16,
    /// How many straight lines a wave is made of.
    steps: u16,
}

impl Ring {
    /// The ring around a point, as a path of SVG.
    fn path(self, (x, y): (f64, f64)) -> String {
        let steps = self.waves * self.steps;
        let mut path = String::new();
        for strand in 0..self.strands {
            let shift = TAU * f64::from(strand) / f64::from(self.strands);
            for step in 0..steps {
                let turn = TAU * f64::from(step) / f64::from(steps);
                let wave = (f64::from(self.waves) * turn + shift).sin();
                let radius = self.radius + self.height * wave;
                let (sin, cos) = turn.sin_cos();
                let verb = if step == 0 { 'M' } else { 'L' };
                // Writing to a text cannot fail.
                write!(path, "{verb}{:.1} {:.1}", x + radius * cos, y + radius * sin).ok();
            }
            path.push('z');
        }
        path
    }

    fn drawn(self, centre: (f64, f64), colour: &str, width: f64) -> String {
        let path = self.path(centre);
        format!("<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/>")
    }
}

fn svg((width, height): (f32, f32), inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">{inside}</svg>"
    )
}

/// What lies across a sheet of this size that holds no more: a word, and a line below it, from
/// corner to corner, for the eye through what stands there.
pub(super) fn revoked((width, height): (f32, f32), (word, line): (&str, &str)) -> String {
    let (x, y) = (width / 2.0, height / 2.0);
    let text = |y: f32, size: f32, text: &str| {
        format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"700\" \
             text-anchor=\"middle\" fill=\"{RED}\">{text}</text>"
        )
    };
    let inside = format!(
        "<g transform=\"rotate(-24 {x} {y})\" opacity=\"0.72\">{}{}</g>",
        text(y + 16.0, 92.0, word),
        text(y + 52.0, 26.0, line),
    );
    svg((width, height), &inside)
}

/// The frame of a sheet of this size, with a watermark in its middle.
pub(super) fn frame((width, height): (f32, f32)) -> String {
    let (wide, high) = (f64::from(width), f64::from(height));
    let middle = (wide / 2.0, high / 2.0);
    let outer = Ring { radius: 190.0, height: 42.0, waves: 12, strands: 5, steps: 18 };
    let inner = Ring { radius: 96.0, height: 30.0, waves: 8, strands: 5, steps: 18 };
    let mut inside = outer.drawn(middle, WATERMARK, 0.6) + &inner.drawn(middle, WATERMARK, 0.6);
    for (inset, colour, thick) in [(22.0, ACCENT, 2.2), (28.0, GOLD, 0.7)] {
        inside += &cut_corners((wide, high), inset, (colour, thick));
    }
    for corner in corners((wide, high), 27.0) {
        let rosette = Ring { radius: 5.6, height: 3.6, waves: 6, strands: 3, steps: 8 };
        inside += &rosette.drawn(corner, GOLD, 0.5);
    }
    svg((width, height), &inside)
}

fn corners((wide, high): (f64, f64), inset: f64) -> [(f64, f64); 4] {
    let (right, low) = (wide - inset, high - inset);
    [(inset, inset), (right, inset), (right, low), (inset, low)]
}

/// A frame whose corners are hollowed out by quarters of a circle, to make room for rosettes.
fn cut_corners((wide, high): (f64, f64), inset: f64, (colour, thick): (&str, f64)) -> String {
    let hollow = 40.0 - inset / 2.0;
    let (left, top, right, low) = (inset, inset, wide - inset, high - inset);
    let arc = |x: f64, y: f64| format!("A{hollow} {hollow} 0 0 0 {x:.1} {y:.1}");
    let path = format!(
        "M{:.1} {top:.1}H{:.1}{}V{:.1}{}H{:.1}{}V{:.1}{}z",
        left + hollow,
        right - hollow,
        arc(right, top + hollow),
        low - hollow,
        arc(right - hollow, low),
        left + hollow,
        arc(left, low - hollow),
        top + hollow,
        arc(left + hollow, top),
    );
    format!("<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{thick}\"/>")
}

/// A seal with a star in its middle.
pub(super) fn seal(size: f32) -> String {
    let middle = f64::from(size) / 2.0;
    let centre = (middle, middle);
    let ring = |radius: f64, height: f64, waves, strands| Ring {
        radius: middle * radius,
        height: middle * height,
        waves,
        strands,
        steps: 8,
    };
    let inside = ring(0.80, 0.17, 18, 4).drawn(centre, GOLD, 0.55)
        + &ring(0.52, 0.08, 24, 3).drawn(centre, ACCENT, 0.45)
        + &format!(
            "<path d=\"{}\" fill=\"{ACCENT}\"/>",
            star(centre, (middle * 0.34, middle * 0.15))
        );
    svg((size, size), &inside)
}

fn star((x, y): (f64, f64), (long, short): (f64, f64)) -> String {
    let points = (0_u8..16).map(|point| {
        let (sin, cos) = (TAU * f64::from(point) / 16.0).sin_cos();
        let radius = if point.is_multiple_of(2) { long } else { short };
        format!("{:.2} {:.2}", x + radius * sin, y - radius * cos)
    });
    format!("M{}z", points.collect::<Vec<_>>().join("L"))
}

/// A thin line that thickens to a diamond in its middle.
pub(super) fn rule((width, height): (f32, f32)) -> String {
    let (middle, half) = (width / 2.0, height / 2.0);
    let inside = format!(
        "<path d=\"M0 {half}H{width}\" stroke=\"{GOLD}\" stroke-width=\"0.7\"/>\
         <path d=\"M{} {half}L{middle} 0L{} {half}L{middle} {height}z\" fill=\"{GOLD}\"/>",
        middle - half * 1.6,
        middle + half * 1.6,
    );
    svg((width, height), &inside)
}
