//! Colours that people tell apart who see fewer of them, after Okabe and Ito.

/// How a shape is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    Plain(&'static str),
    /// Stripes, for what is not there yet.
    Striped(&'static str),
    /// Thin lines, for what lies behind something else.
    Hatched(&'static str),
}

impl Paint {
    pub fn colour(self) -> &'static str {
        match self {
            Self::Plain(colour) | Self::Striped(colour) | Self::Hatched(colour) => colour,
        }
    }
}

pub(super) const BLUE: &str = "#0072b2";
pub(super) const VERMILION: &str = "#d55e00";

/// Blue, orange, green, vermilion, purple, sky.
pub const PALETTE: [&str; 6] = [BLUE, "#e69f00", "#009e73", VERMILION, "#cc79a7", "#56b4e9"];

pub(super) const INK: &str = "#1f2933";
pub(super) const FAINT: &str = "#616e7c";
pub(super) const GRID: &str = "#e4e7eb";
