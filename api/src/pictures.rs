//! Pictures: SVG as it was written, to PNG or onto a paper.
//!
//! ```
//! # use leerkring::pictures::Picture;
//! let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">
//!     <rect width="40" height="20" fill="teal"/><text x="4" y="14" font-size="10">Zoë</text></svg>"#;
//! let picture = Picture::read(svg)?;
//! let png: Vec<u8> = picture.png(400)?; // 400 pixels wide, 200 high
//! # Ok::<(), leerkring::pictures::PictureError>(())
//! ```
//!
//! Text is set in the server's own font. A picture reads nothing else: no file, no address, no font
//! of the system.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::fonts;

/// The longest SVG that is read, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;
/// The most pixels along a side.
pub const MOST_PIXELS: u16 = 4000;

/// A picture that can be drawn at any size; copies share it.
#[derive(Debug, Clone)]
pub struct Picture {
    tree: Arc<Tree>,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("the fonts of the program cannot be read")]
    NoFont,
    #[error("the SVG is longer than {LONGEST} bytes")]
    TooLong,
    #[error("the SVG cannot be read: {0}")]
    Unreadable(#[from] resvg::usvg::Error),
    #[error("a side would have none or more than {MOST_PIXELS} pixels")]
    WrongSize,
    #[error("the PNG cannot be written: {0}")]
    Unwritable(String),
}

impl Picture {
    /// # Errors
    /// The SVG is too long or is none.
    pub fn read(svg: &str) -> Result<Self, PictureError> {
        if LONGEST < svg.len() {
            return Err(PictureError::TooLong);
        }
        let cuts = fonts::cuts().ok_or(PictureError::NoFont)?;
        let options = Options {
            font_family: "sans-serif".to_owned(),
            fontdb: fonts::database(),
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        };
        let svg = fonts::readable(svg, &cuts.of(fonts::Weight::Regular).face);
        Ok(Self { tree: Arc::new(Tree::from_str(&svg, &options)?) })
    }

    /// Height divided by width.
    pub fn proportion(&self) -> f32 {
        self.tree.size().height() / self.tree.size().width()
    }

    /// The picture as PNG, `width` pixels wide, on what is behind it: nothing, unless it has a
    /// ground of its own.
    ///
    /// # Errors
    /// A side has no pixel or too many.
    pub fn png(&self, width: u16) -> Result<Vec<u8>, PictureError> {
        let scale = f32::from(width) / self.tree.size().width();
        let scaled = self.tree.size().scale_by(scale).ok_or(PictureError::WrongSize)?;
        let size = scaled.to_int_size();
        let most = u32::from(MOST_PIXELS);
        if most < size.width() || most < size.height() {
            return Err(PictureError::WrongSize);
        }
        let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(PictureError::WrongSize)?;
        resvg::render(&self.tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| PictureError::Unwritable(error.to_string()))
    }

    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">{inside}</svg>"#
        )
    }

    fn pixels(inside: &str) -> Pixmap {
        let png = Picture::read(&svg(inside)).unwrap().png(80).unwrap();
        Pixmap::decode_png(&png).unwrap()
    }

    #[test]
    fn a_picture_becomes_as_wide_as_asked() {
        let pixels = pixels(r#"<rect width="40" height="20" fill="teal"/>"#);
        assert_eq!((pixels.width(), pixels.height()), (80, 40));
        assert_eq!(pixels.pixel(40, 20).unwrap().green(), 128);
    }

    #[test]
    fn text_is_drawn_whatever_font_it_asks_for() {
        let inside = r#"<text x="2" y="16" font-size="18" font-family="Comic Sans MS">Zoë</text>"#;
        assert!(pixels(inside).pixels().iter().any(|pixel| pixel.alpha() == 255));
    }

    #[test]
    fn a_picture_reads_no_file() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/fonts/README.md");
        let inside = format!(r#"<image width="40" height="20" xlink:href="{file}"/>"#);
        assert!(pixels(&inside).pixels().iter().all(|pixel| pixel.alpha() == 0));
    }

    #[test]
    fn what_is_no_svg_or_too_large_is_refused() {
        assert!(matches!(Picture::read("<html/>"), Err(PictureError::Unreadable(_))));
        assert!(matches!(Picture::read(&" ".repeat(LONGEST + 1)), Err(PictureError::TooLong)));
        let tall = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 5000"/>"#;
        assert!(matches!(Picture::read(tall).unwrap().png(10), Err(PictureError::WrongSize)));
        assert!(matches!(Picture::read(&svg("")).unwrap().png(0), Err(PictureError::WrongSize)));
    }
}
