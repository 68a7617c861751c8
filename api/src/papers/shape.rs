//! Text to signs of the font, and to lines that fit.

use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Face, Feature, UnicodeBuffer};

use super::Style;
use crate::fonts::{Cuts, readable};

/// A line of text with the signs that show it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    /// In units of the size.
    pub width: f32,
}

impl Line {
    pub fn empty() -> Self {
        Self { text: String::new(), glyphs: Vec::new(), width: 0.0 }
    }
}

/// The text of one paragraph in lines of at most `width`; at least one line.
pub(super) fn lines(cuts: &Cuts, style: Style, width: f32, text: &str) -> Vec<Line> {
    let face = &cuts.of(style.weight).face;
    let text = readable(text, face);
    let most = width / style.size;
    let mut broken = broken(face, most, &text);
    let last = broken.pop().unwrap_or_default();
    // A space at the end of a line tells a reader that the word ends there.
    let mut lines: Vec<Line> = broken.iter().map(|line| shape(face, &format!("{line} "))).collect();
    lines.push(shape(face, if last.is_empty() { " " } else { &last }));
    let space = advance(face, " ");
    let count = lines.len();
    for line in lines.iter_mut().take(count.saturating_sub(1)) {
        line.width -= space;
    }
    lines
}

fn broken(face: &Face<'_>, most: f32, text: &str) -> Vec<String> {
    let (mut lines, mut line, mut filled) = (Vec::new(), String::new(), 0.0);
    let space = advance(face, " ");
    let words = text.split([' ', '\n']).filter(|word| !word.is_empty());
    for word in words.flat_map(|word| pieces(face, most, word)) {
        let width = advance(face, &word);
        if !line.is_empty() && most < filled + space + width {
            lines.push(std::mem::take(&mut line));
            filled = 0.0;
        }
        if !line.is_empty() {
            line.push(' ');
            filled += space;
        }
        line.push_str(&word);
        filled += width;
    }
    lines.push(line);
    lines
}

/// A word that fits, or the pieces of one that does not.
fn pieces(face: &Face<'_>, most: f32, word: &str) -> Vec<String> {
    if advance(face, word) <= most {
        return vec![word.to_owned()];
    }
    let (mut pieces, mut piece) = (Vec::new(), String::new());
    for sign in word.chars() {
        piece.push(sign);
        if most < advance(face, &piece) && piece.chars().nth(1).is_some() {
            piece.pop();
            pieces.push(std::mem::replace(&mut piece, sign.to_string()));
        }
    }
    pieces.push(piece);
    pieces
}

fn advance(face: &Face<'_>, text: &str) -> f32 {
    shape(face, text).width
}

fn shape(face: &Face<'_>, text: &str) -> Line {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(Direction::LeftToRight);
    // A sign for two letters would stand in the way of searching.
    let without_ligatures = Feature::new(Tag::from_bytes(b"liga"), 0, ..);
    let shaped = rustybuzz::shape(face, &[without_ligatures], buffer);
    let unit = f32::from(i16::try_from(face.units_per_em()).unwrap_or(1000));
    let em = |length: i32| f32::from(i16::try_from(length).unwrap_or(i16::MAX)) / unit;
    let starts: Vec<usize> = shaped
        .glyph_infos()
        .iter()
        .map(|info| usize::try_from(info.cluster).unwrap_or_default())
        .collect();
    let mut glyphs = Vec::with_capacity(shaped.len());
    let mut width = 0.0;
    for (info, at) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let start = usize::try_from(info.cluster).unwrap_or_default();
        let end = starts.iter().copied().find(|next| start < *next).unwrap_or(text.len());
        let (x, y) = (em(at.x_advance), em(at.y_advance));
        let (dx, dy) = (em(at.x_offset), em(at.y_offset));
        glyphs.push(KrillaGlyph::new(GlyphId::new(info.glyph_id), x, dx, dy, y, start..end, None));
        width += x;
    }
    Line { text: text.to_owned(), glyphs, width }
}
