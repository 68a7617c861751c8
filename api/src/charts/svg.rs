//! The shapes that charts are made of.

use std::fmt::Write;

use super::colours::{INK, Paint};

/// Where a text stands in relation to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing that grows.
#[derive(Debug)]
pub struct Svg {
    width: f64,
    height: f64,
    head: String,
    body: String,
}

impl Svg {
    /// An empty drawing with what is read to those who do not see it.
    pub fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        let head = format!(
            "<title id=\"title\">{}</title><desc id=\"description\">{}</desc>",
            escaped(title),
            escaped(description)
        );
        let mut svg = Self { width, height, head, body: String::new() };
        svg.push(&format!("<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"));
        svg
    }

    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), paint: Paint) {
        let fill = self.fill(paint);
        self.push(&format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" {fill}/>"
        ));
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.push(&format!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\"/>"
        ));
    }

    pub fn polyline(&mut self, points: &[(f64, f64)], colour: &str) {
        let list = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>();
        self.push(&format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" \
             stroke-linejoin=\"round\"/>",
            list.join(" ")
        ));
    }

    pub fn polygon(&mut self, points: &[(f64, f64)], colour: &str, opacity: f64) {
        let list = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>();
        self.push(&format!(
            "<polygon points=\"{}\" fill=\"{colour}\" fill-opacity=\"{opacity}\" \
             stroke=\"{colour}\" stroke-width=\"2\"/>",
            list.join(" ")
        ));
    }

    /// A mark at a point, in one of four shapes.
    pub fn mark(&mut self, (x, y): (f64, f64), shape: usize, colour: &str) {
        let path = match shape % 4 {
            0 => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\""),
            1 => {
                format!("<rect x=\"{:.1}\" y=\"{:.1}\" width=\"8\" height=\"8\"", x - 4.0, y - 4.0)
            }
            2 => corners(&[(x, y - 5.0), (x + 5.0, y), (x, y + 5.0), (x - 5.0, y)]),
            _ => corners(&[(x, y - 5.0), (x + 5.0, y + 4.0), (x - 5.0, y + 4.0)]),
        };
        self.push(&format!("{path} fill=\"{colour}\" stroke=\"#ffffff\"/>"));
    }

    /// A text; `weight` is as in CSS.
    pub fn text(&mut self, at: (f64, f64), anchor: Anchor, (size, weight): (u8, u16), text: &str) {
        self.turned(at, anchor, (size, weight, 0), text);
    }

    /// A text that is turned by some degrees.
    pub fn turned(
        &mut self,
        (x, y): (f64, f64),
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
        let Self { width, height, head, body } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title description\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"'Noto Sans', 'Open Sans', 'DejaVu Sans', Arial, sans-serif\">{head}{body}</svg>"
        )
    }

    fn push(&mut self, shape: &str) {
        self.body.push_str(shape);
    }

    fn fill(&mut self, paint: Paint) -> String {
        let Paint::Striped(colour) = paint else {
            return format!("fill=\"{}\"", paint.colour());
        };
        let id = format!("stripes-{}", colour.trim_start_matches('#'));
        if !self.head.contains(&id) {
            // Writing to a String cannot fail.
            let _ = write!(
                self.head,
                "<defs><pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#ffffff\"/>\
                 <rect width=\"3\" height=\"6\" fill=\"{colour}\"/></pattern></defs>"
            );
        }
        format!("fill=\"url(#{id})\" stroke=\"{colour}\"")
    }
}

fn corners(points: &[(f64, f64)]) -> String {
    let list = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>();
    format!("<polygon points=\"{}\"", list.join(" "))
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
        let mut svg = Svg::new(10.0, 10.0, "A & B <i>", "\"x\"");
        svg.text((1.0, 1.0), Anchor::Start, (12, 400), "</text><script>");
        let svg = svg.finish();
        assert!(svg.contains("A &amp; B &lt;i&gt;") && svg.contains("&lt;/text&gt;&lt;script&gt;"));
        assert!(!svg.contains("<script"));
    }

    #[test]
    fn a_drawing_has_a_role_a_title_and_a_description() {
        let svg = Svg::new(10.0, 10.0, "T", "D").finish();
        assert!(svg.contains("role=\"img\" aria-labelledby=\"title description\""));
        assert!(svg.contains("<title id=\"title\">T</title><desc id=\"description\">D</desc>"));
    }
}
