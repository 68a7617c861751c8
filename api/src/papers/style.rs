//! How things look and where they stand.

use crate::fonts::Weight;

/// Millimetres in points.
pub fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// The size of a sheet and the margin around what stands on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    pub margin: f32,
}

impl Sheet {
    /// A4 upright with 20 mm around.
    pub const A4: Self = Self { width: 595.28, height: 841.89, margin: 56.69 };

    /// The same sheet on its side.
    pub fn on_its_side(self) -> Self {
        Self { width: self.height, height: self.width, ..self }
    }
}

/// A place on a page: its upper left corner, and how wide it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
}

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    pub const INK: Self = Self(0x1d, 0x23, 0x2b);
    /// Light, and still readable (contrast 5.9 on white).
    pub const QUIET: Self = Self(0x5b, 0x65, 0x70);
    /// For lines, not for text.
    pub const FAINT: Self = Self(0xc9, 0xcf, 0xd6);
    /// For what deserves the eye: headings, the total.
    pub const ACCENT: Self = Self(0x0b, 0x5c, 0x6b);
    /// For ornaments, not for text.
    pub const GOLD: Self = Self(0xb5, 0x92, 0x4c);
    /// Behind text.
    pub const GROUND: Self = Self(0xee, 0xf4, 0xf5);
    pub const WHITE: Self = Self(0xff, 0xff, 0xff);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    pub weight: Weight,
    pub size: f32,
    pub colour: Colour,
    pub align: Align,
}

impl Style {
    pub const BODY: Self =
        Self { weight: Weight::Regular, size: 9.5, colour: Colour::INK, align: Align::Left };
    pub const SMALL: Self = Self { size: 8.0, colour: Colour::QUIET, ..Self::BODY };

    /// The style of a heading of this level.
    pub fn heading(level: u8) -> Self {
        let size = match level {
            0 | 1 => 20.0,
            2 => 13.0,
            _ => 10.5,
        };
        Self { size, colour: Colour::ACCENT, ..Self::BODY }.bold()
    }

    pub fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    /// Large letters with serifs.
    pub fn display(self) -> Self {
        Self { weight: Weight::Display, ..self }
    }

    pub fn display_italic(self) -> Self {
        Self { weight: Weight::DisplayItalic, ..self }
    }

    pub fn quiet(self) -> Self {
        Self { colour: Colour::QUIET, ..self }
    }

    pub fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    pub fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    pub fn centred(self) -> Self {
        Self { align: Align::Centre, ..self }
    }

    pub fn right(self) -> Self {
        Self { align: Align::Right, ..self }
    }

    /// From one line to the next.
    pub fn leading(self) -> f32 {
        self.size * 1.45
    }

    /// From the top of a line to where its letters stand.
    pub(super) fn ascent(self) -> f32 {
        self.size * 1.1
    }
}
