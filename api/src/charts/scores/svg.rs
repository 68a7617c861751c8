//! Writing SVG: a few shapes, and texts that cannot break out of it.

use std::fmt::Write;

/// A place: to the right, and down.
pub type Place = (f64, f64);

/// A picture in the making.
#[derive(Debug)]
pub struct Svg(String);

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Svg {
    /// A white sheet of this size with a title and a description for who cannot see it.
    pub fn begin((width, height): (f64, f64), language: &str, (title, says): (&str, &str)) -> Self {
        let (title, says) = (escaped(title), escaped(says));
        let mut svg = Self(String::new());
        svg.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" lang=\"{language}\" \
             aria-labelledby=\"title says\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"sans-serif\"><title id=\"title\">{title}</title>\
             <desc id=\"says\">{says}</desc><defs><pattern id=\"hatch\" width=\"7\" height=\"7\" \
             patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
             <line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\" stroke=\"{}\" stroke-width=\"2\" \
             stroke-opacity=\"0.45\"/></pattern></defs>\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>",
            super::OTHERS
        ));
        svg
    }

    /// Writing to a text never fails.
    fn put(&mut self, part: std::fmt::Arguments<'_>) {
        self.0.write_fmt(part).ok();
    }

    /// What `draw` draws, as a group with this class.
    pub fn group(&mut self, class: &str, draw: impl FnOnce(&mut Self)) {
        self.put(format_args!("<g class=\"{class}\">"));
        draw(self);
        self.put(format_args!("</g>"));
    }

    pub fn line(&mut self, ((x1, y1), (x2, y2)): (Place, Place), colour: &str, dash: Option<&str>) {
        let dash = dash.map_or(String::new(), |dash| format!(" stroke-dasharray=\"{dash}\""));
        let width = if colour == super::FAINT { 1 } else { 3 };
        self.put(format_args!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" \
             stroke=\"{colour}\" stroke-width=\"{width}\"{dash}/>"
        ));
    }

    /// A closed shape with its fill and its outline.
    pub fn polygon(&mut self, corners: &[Place], fill: &str, outline: &str) {
        let corners: Vec<String> = corners.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        self.put(format_args!(
            "<polygon points=\"{}\" fill=\"{fill}\" stroke=\"{outline}\"/>",
            corners.join(" ")
        ));
    }

    pub fn rectangle(&mut self, (x, y): Place, (width, height): (f64, f64), fill: &str) {
        self.put(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             fill=\"{fill}\"/>"
        ));
    }

    pub fn circle(&mut self, (x, y): Place, colour: &str) {
        self.put(format_args!(
            "<circle class=\"mark\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\" fill=\"{colour}\"/>"
        ));
    }

    pub fn square(&mut self, (x, y): Place, colour: &str) {
        let (x, y) = (x - 5.0, y - 5.0);
        self.put(format_args!(
            "<rect class=\"mark\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"10\" height=\"10\" \
             fill=\"#ffffff\" stroke=\"{colour}\" stroke-width=\"2.5\"/>"
        ));
    }

    /// A text at a place, with its anchor, size and weight.
    pub fn text(&mut self, (x, y): Place, (anchor, size, weight): (&str, f64, &str), text: &str) {
        let text = escaped(text);
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\" \
             font-weight=\"{weight}\" fill=\"{}\">{text}</text>",
            super::INK
        ));
    }

    pub fn end(mut self) -> String {
        self.0.push_str("</svg>");
        self.0
    }
}
