//! Colours that people tell apart who see fewer of them, after Okabe and Ito.

/// How a shape is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    Plain(&'static str),
    /// Stripes, for what is not there yet.
    Striped(&'static str),
}

impl Paint {
    pub fn colour(self) -> &'static str {
        match self {
            Self::Plain(colour) | Self::Striped(colour) => colour,
        }
    }
}

/// Blue, orange, green, vermilion, purple, sky.
pub const PALETTE: [&str; 6] = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"];

pub(super) const INK: &str = "#1f2933";
pub(super) const FAINT: &str = "#616e7c";
pub(super) const GRID: &str = "#e4e7eb";
