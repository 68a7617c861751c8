//! Charts as SVG: drawn from values, pure, and readable without seeing colours or the picture.

mod axis;
mod colours;
mod figure;
pub mod scores;
mod svg;

pub use axis::{Axis, number};
pub use colours::{PALETTE, Paint};
pub use figure::{Figure, Series};
pub use svg::{Anchor, Svg};
