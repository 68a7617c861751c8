//! The shapes that charts are made of.

use std::fmt::Write;

use leerkring_domain::kernel::Language;

use super::colours::{INK, Paint};

/// A place: to the right, and down.
pub type Place = (f64, f64);

/// Where a text stands in relation to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    pub colour: &'static str,
    pub width: f64,
    pub dashed: bool,
}

impl Stroke {
    pub const fn thin(colour: &'static str) -> Self {
        Self { colour, width: 1.0, dashed: false }
    }

    pub const fn thick(colour: &'static str) -> Self {
        Self { colour, width: 3.0, dashed: false }
    }

    pub const fn dashed(self) -> Self {
        Self { dashed: true, ..self }
    }

    fn written(self) -> String {
        let dashes = if self.dashed { " stroke-dasharray=\"6 4\"" } else { "" };
        format!("stroke=\"{}\" stroke-width=\"{}\"{dashes}", self.colour, self.width)
    }
}

/// What stands at a point, so that series differ in more than colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Circle,
    Square,
    Diamond,
    Triangle,
    /// A square that one sees through.
    Frame,
}

impl Mark {
    /// The mark of the nth line.
    pub fn nth(nth: usize) -> Self {
        match nth % 4 {
            0 => Self::Circle,
            1 => Self::Square,
            2 => Self::Diamond,
            _ => Self::Triangle,
        }
    }
}

/// A drawing that grows.
#[derive(Debug)]
pub struct Svg {
    size: (f64, f64),
    language: Language,
    head: String,
    body: String,
}

impl Svg {
    /// An empty drawing with what is read to those who do not see it: a title and a description.
    pub fn new(size: (f64, f64), language: Language, (title, says): (&str, &str)) -> Self {
        let head = format!(
            "<title id=\"title\">{}</title><desc id=\"description\">{}</desc>",
            escaped(title),
            escaped(says)
        );
        let (width, height) = size;
        let mut svg = Self { size, language, head, body: String::new() };
        svg.push(&format!("<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"));
        svg
    }

    /// What `draw` draws, as a group of this class.
    pub fn group(&mut self, class: &str, draw: impl FnOnce(&mut Self)) {
        self.push(&format!("<g class=\"{class}\">"));
        draw(self);
        self.push("</g>");
    }

    pub fn rect(&mut self, (x, y): Place, (width, height): (f64, f64), paint: Paint) {
        let fill = self.fill(paint);
        self.push(&format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" {fill}/>"
        ));
    }

    pub fn line(&mut self, from: Place, to: Place, stroke: Stroke) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.push(&format!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" {}/>",
            stroke.written()
        ));
    }

    pub fn polyline(&mut self, points: &[Place], colour: &str) {
        self.push(&format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" \
             stroke-linejoin=\"round\"/>",
            list(points)
        ));
    }

    /// A closed shape that is filled.
    pub fn area(&mut self, corners: &[Place], paint: Paint) {
        let fill = self.fill(paint);
        self.push(&format!("<polygon points=\"{}\" {fill}/>", list(corners)));
    }

    /// A closed line.
    pub fn ring(&mut self, corners: &[Place], stroke: Stroke) {
        let (points, stroke) = (list(corners), stroke.written());
        self.push(&format!("<polygon points=\"{points}\" fill=\"none\" {stroke}/>"));
    }

    /// A mark at a point, so far from its middle to its edge.
    pub fn mark(&mut self, (x, y): Place, (mark, radius): (Mark, f64), colour: &str) {
        let r = radius;
        let square = || {
            let (left, top, side) = (x - r, y - r, 2.0 * r);
            format!(
                "<rect class=\"mark\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{side}\" height=\"{side}\""
            )
        };
        let shape = match mark {
            Mark::Circle => {
                format!("<circle class=\"mark\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\"")
            }
            Mark::Square | Mark::Frame => square(),
            Mark::Diamond => {
                let r = r * 1.25;
                corners(&[(x, y - r), (x + r, y), (x, y + r), (x - r, y)])
            }
            Mark::Triangle => {
                let r = r * 1.25;
                corners(&[(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)])
            }
        };
        self.push(&match mark {
            Mark::Frame => {
                format!("{shape} fill=\"#ffffff\" stroke=\"{colour}\" stroke-width=\"2.5\"/>")
            }
            _ => format!("{shape} fill=\"{colour}\" stroke=\"#ffffff\"/>"),
        });
    }

    /// A text; `weight` is as in CSS.
    pub fn text(&mut self, at: Place, anchor: Anchor, (size, weight): (u8, u16), text: &str) {
        self.turned(at, anchor, (size, weight, 0), text);
    }

    /// A text in the middle of this point that is read over what lies behind it.
    pub fn text_on_white(&mut self, (x, y): Place, (size, weight): (u8, u16), text: &str) {
        self.push(&format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\" font-size=\"{size}\" \
             font-weight=\"{weight}\" fill=\"{INK}\" stroke=\"#ffffff\" stroke-width=\"4\" \
             stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>",
            escaped(text)
        ));
    }

    /// A text that is turned by some degrees.
    pub fn turned(
        &mut self,
        (x, y): Place,
        anchor: Anchor,
        (size, weight, degrees): (u8, u16, i16),
        text: &str,
    ) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let turn = match degrees {
            0 => String::new(),
            _ => format!(" transform=\"rotate({degrees} {x:.1} {y:.1})\""),
        };
        self.push(&format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\" \
             font-weight=\"{weight}\" fill=\"{INK}\"{turn}>{}</text>",
            escaped(text)
        ));
    }

    /// The whole document.
    pub fn finish(self) -> String {
        let Self { size: (width, height), language, head, body } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" lang=\"{}\" \
             aria-labelledby=\"title description\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"'Noto Sans', 'Open Sans', 'DejaVu Sans', Arial, sans-serif\">{head}{body}</svg>",
            language.tag()
        )
    }

    fn push(&mut self, shape: &str) {
        self.body.push_str(shape);
    }

    fn fill(&mut self, paint: Paint) -> String {
        let colour = paint.colour();
        let name = colour.trim_start_matches('#');
        let (id, ground, lines) = match paint {
            Paint::Plain(_) => return format!("fill=\"{colour}\""),
            Paint::Striped(_) => (
                format!("stripes-{name}"),
                "<rect width=\"6\" height=\"6\" fill=\"#ffffff\"/>",
                format!("<rect width=\"3\" height=\"6\" fill=\"{colour}\"/>"),
            ),
            Paint::Hatched(_) => (
                format!("hatch-{name}"),
                "",
                format!(
                    "<rect width=\"1.5\" height=\"6\" fill=\"{colour}\" fill-opacity=\"0.45\"/>"
                ),
            ),
        };
        if !self.head.contains(&id) {
            // Writing to a String cannot fail.
            let _ = write!(
                self.head,
                "<defs><pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate(45)\">{ground}{lines}</pattern></defs>"
            );
        }
        match paint {
            Paint::Striped(_) => format!("fill=\"url(#{id})\" stroke=\"{colour}\""),
            _ => format!("fill=\"url(#{id})\""),
        }
    }
}

fn list(points: &[Place]) -> String {
    points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
}

fn corners(points: &[Place]) -> String {
    format!("<polygon class=\"mark\" points=\"{}\"", list(points))
}

/// A text as it stands in XML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_break_out() {
        let mut svg = Svg::new((10.0, 10.0), Language::Dutch, ("A & B <i>", "\"x\""));
        svg.text((1.0, 1.0), Anchor::Start, (12, 400), "</text><script>");
        let svg = svg.finish();
        assert!(svg.contains("A &amp; B &lt;i&gt;") && svg.contains("&lt;/text&gt;&lt;script&gt;"));
        assert!(!svg.contains("<script"));
    }

    #[test]
    fn a_drawing_has_a_role_a_title_and_a_description() {
        let svg = Svg::new((10.0, 10.0), Language::English, ("T", "D")).finish();
        assert!(svg.contains("role=\"img\" lang=\"en\" aria-labelledby=\"title description\""));
        assert!(svg.contains("<title id=\"title\">T</title><desc id=\"description\">D</desc>"));
    }
}
