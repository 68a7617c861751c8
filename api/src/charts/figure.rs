//! Stacked bars with lines over them: one column for each year or group.

use leerkring_domain::kernel::Language;

use super::axis::{Axis, number};
use super::colours::{FAINT, GRID, Paint};
use super::svg::{Anchor, Mark, Stroke, Svg};

/// Values of one kind, one for each category; none where there is none to show.
#[derive(Debug, Clone)]
pub struct Series {
    pub name: String,
    pub values: Vec<Option<f64>>,
    pub paint: Paint,
}

/// What a chart shows.
#[derive(Debug, Clone)]
pub struct Figure {
    pub title: String,
    /// What the numbers are: `jobs`, `% of FTE`.
    pub unit: String,
    /// Said below, in small letters: where it comes from, what is left out.
    pub note: String,
    pub categories: Vec<String>,
    /// Stacked, the first at the bottom.
    pub bars: Vec<Series>,
    pub lines: Vec<Series>,
    /// A level at each column, where columns have nothing to do with each other.
    pub levels: Vec<Series>,
    pub language: Language,
}

const RIGHT: f64 = 24.0;
/// In characters, where names are turned.
const LONGEST_NAME: usize = 26;
const TOP: f64 = 104.0;
const PLOT: f64 = 300.0;

impl Figure {
    pub fn svg(&self) -> String {
        let axis = Axis::over(self.heights());
        let slot = if self.has_many() { 34.0 } else { 64.0 };
        let columns = f64::from(u16::try_from(self.categories.len().max(1)).unwrap_or(u16::MAX));
        let left = if self.is_crowded() { 108.0 } else { 64.0 };
        let width = (left + columns * slot + RIGHT).max(640.0);
        let slot = (width - left - RIGHT) / columns;
        let below = if self.is_crowded() { 170.0 } else { 64.0 };
        let mut drawing = Drawing {
            svg: Svg::new(
                (width, TOP + PLOT + below),
                self.language,
                (&self.title, &self.description()),
            ),
            axis,
            slot,
            left,
            width,
        };
        drawing.svg.text((16.0, 30.0), Anchor::Start, (18, 600), &self.title);
        drawing.svg.text((16.0, 92.0), Anchor::Start, (12, 400), &self.unit);
        self.legend(&mut drawing);
        self.grid(&mut drawing);
        self.draw_bars(&mut drawing);
        self.draw_lines(&mut drawing);
        self.draw_levels(&mut drawing);
        let bottom = TOP + PLOT + below - 12.0;
        drawing.svg.text((16.0, bottom), Anchor::Start, (11, 400), &self.note);
        drawing.svg.finish()
    }

    /// The same in words.
    pub fn description(&self) -> String {
        let shown = |series: &Series, at: usize| {
            let value = series.values.get(at).copied().flatten()?;
            Some(format!("{} {}", series.name, number(value, 1, self.language)))
        };
        let column = |(at, category): (usize, &String)| {
            let all = self.lines.iter().chain(&self.levels).chain(&self.bars);
            let values: Vec<String> = all.filter_map(|series| shown(series, at)).collect();
            let values = if values.is_empty() { "–".to_owned() } else { values.join(", ") };
            format!("{category}: {values}.")
        };
        let columns = self.categories.iter().enumerate().map(column);
        format!("{} {}", self.unit, columns.collect::<Vec<_>>().join(" "))
    }

    fn has_many(&self) -> bool {
        14 < self.categories.len()
    }

    /// Whether names have no room beside each other, so that they are turned.
    fn is_crowded(&self) -> bool {
        let longest = self.categories.iter().map(|name| name.chars().count()).max();
        let room = if self.has_many() { 4 } else { 12 };
        room < longest.unwrap_or_default()
    }

    fn heights(&self) -> impl Iterator<Item = f64> {
        let stacked = (0..self.categories.len()).map(|at| {
            self.bars.iter().filter_map(|it| it.values.get(at).copied().flatten()).sum::<f64>()
        });
        let others = self.lines.iter().chain(&self.levels);
        stacked.chain(others.flat_map(|it| it.values.iter().copied().flatten()))
    }

    fn legend(&self, drawing: &mut Drawing) {
        let mut x = 16.0;
        for series in &self.levels {
            let stroke = Stroke::thick(series.paint.colour());
            drawing.svg.line((x, 58.0), (x + 20.0, 58.0), stroke);
            x = named(drawing, x, &series.name);
        }
        let bars = self.bars.iter().map(|series| (series, None));
        let lines = self.lines.iter().enumerate().map(|(at, series)| (series, Some(at)));
        for (series, line) in lines.chain(bars) {
            match line {
                Some(shape) => {
                    let colour = series.paint.colour();
                    drawing.svg.polyline(&[(x, 58.0), (x + 20.0, 58.0)], colour);
                    drawing.svg.mark((x + 10.0, 58.0), (Mark::nth(shape), 4.0), colour);
                }
                None => drawing.svg.rect((x + 2.0, 51.0), (16.0, 14.0), series.paint),
            }
            x = named(drawing, x, &series.name);
        }
    }

    fn grid(&self, drawing: &mut Drawing) {
        for tick in drawing.axis.ticks() {
            let y = drawing.y(tick);
            let colour = if tick == 0.0 { FAINT } else { GRID };
            let right = drawing.width - RIGHT;
            drawing.svg.line((drawing.left, y), (right, y), Stroke::thin(colour));
            let decimals = if drawing.axis.step < 1.0 { 2 } else { 0 };
            let label = number(tick, decimals, self.language);
            drawing.svg.text((drawing.left - 8.0, y + 4.0), Anchor::End, (12, 400), &label);
        }
        for (at, category) in self.categories.iter().enumerate() {
            let (x, y) = (drawing.x(at), TOP + PLOT);
            if self.is_crowded() {
                let at = (x + 4.0, y + 16.0);
                drawing.svg.turned(at, Anchor::End, (11, 400, -50), &shortened(category));
            } else {
                drawing.svg.text((x, y + 20.0), Anchor::Middle, (12, 400), category);
            }
        }
    }

    fn draw_bars(&self, drawing: &mut Drawing) {
        let width = (drawing.slot * 0.62).min(48.0);
        for at in 0..self.categories.len() {
            let mut below = 0.0;
            for series in &self.bars {
                let Some(value) = series.values.get(at).copied().flatten() else { continue };
                let (top, bottom) = (drawing.y(below + value), drawing.y(below));
                if 0.0 < value {
                    let corner = (drawing.x(at) - width / 2.0, top);
                    drawing.svg.rect(corner, (width, bottom - top), series.paint);
                }
                below += value;
            }
        }
    }

    fn draw_levels(&self, drawing: &mut Drawing) {
        let half = (drawing.slot * 0.8).min(60.0) / 2.0;
        for series in &self.levels {
            for (at, value) in series.values.iter().enumerate() {
                let Some(value) = *value else { continue };
                let (x, y) = (drawing.x(at), drawing.y(value));
                let stroke = Stroke::thick(series.paint.colour());
                drawing.svg.line((x - half, y), (x + half, y), stroke);
            }
        }
    }

    /// A line is broken where there is nothing to show.
    fn draw_lines(&self, drawing: &mut Drawing) {
        for (shape, series) in self.lines.iter().enumerate() {
            let colour = series.paint.colour();
            let points: Vec<Option<(f64, f64)>> = series
                .values
                .iter()
                .enumerate()
                .map(|(at, value)| value.map(|value| (drawing.x(at), drawing.y(value))))
                .collect();
            for run in points.split(Option::is_none) {
                let run: Vec<(f64, f64)> = run.iter().copied().flatten().collect();
                if 1 < run.len() {
                    drawing.svg.polyline(&run, colour);
                }
            }
            for point in points.into_iter().flatten() {
                drawing.svg.mark(point, (Mark::nth(shape), 4.0), colour);
            }
        }
    }
}

/// The name of a series in the legend; says where the next one begins.
fn named(drawing: &mut Drawing, x: f64, name: &str) -> f64 {
    drawing.svg.text((x + 26.0, 62.5), Anchor::Start, (13, 400), name);
    let letters = u16::try_from(name.chars().count()).unwrap_or(u16::MAX);
    x + 26.0 + f64::from(letters) * 7.4 + 22.0
}

/// A name that has room below its column.
fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let start: String = name.chars().take(LONGEST_NAME - 1).collect();
    format!("{}…", start.trim_end())
}

struct Drawing {
    svg: Svg,
    axis: Axis,
    slot: f64,
    left: f64,
    width: f64,
}

impl Drawing {
    /// The middle of a column.
    fn x(&self, at: usize) -> f64 {
        self.left + (f64::from(u16::try_from(at).unwrap_or(u16::MAX)) + 0.5) * self.slot
    }

    fn y(&self, value: f64) -> f64 {
        TOP + PLOT - self.axis.part(value) * PLOT
    }
}

#[cfg(test)]
mod tests {
    use super::super::colours::PALETTE;
    use super::*;

    fn figure() -> Figure {
        let series = |name: &str, values: &[Option<f64>], paint| Series {
            name: name.to_owned(),
            values: values.to_vec(),
            paint,
        };
        Figure {
            title: "Banen".to_owned(),
            unit: "banen".to_owned(),
            note: "Bron".to_owned(),
            categories: vec!["2018".into(), "2019".into(), "2020".into()],
            bars: vec![series(
                "in dienst",
                &[Some(1.0), Some(2.5), None],
                Paint::Plain(PALETTE[0]),
            )],
            lines: vec![series("doel", &[Some(2.0), None, Some(4.0)], Paint::Plain(PALETTE[3]))],
            levels: Vec::new(),
            language: Language::Dutch,
        }
    }

    #[test]
    fn the_description_says_what_the_picture_shows() {
        let said = figure().description();
        assert_eq!(said, "banen 2018: doel 2, in dienst 1. 2019: in dienst 2,5. 2020: doel 4.");
    }

    #[test]
    fn a_line_is_not_drawn_across_what_is_not_there() {
        let svg = figure().svg();
        // Only the one in the legend.
        assert_eq!(svg.matches("<polyline").count(), 1);
        assert_eq!(svg.matches("<circle").count(), 3);
    }

    #[test]
    fn nothing_to_show_is_a_picture_too() {
        let empty =
            Figure { categories: Vec::new(), bars: Vec::new(), lines: Vec::new(), ..figure() };
        assert!(empty.svg().contains("role=\"img\""));
    }
}
