//! The font of all papers and pictures, in two weights, and one for what is hung up; they stand in
//! the binary, so that a paper looks the same on every machine. Read when the first paper is made,
//! not at start.

use std::sync::{Arc, OnceLock};

use any_ascii::any_ascii_char;
use krilla::text::Font;
use resvg::usvg::fontdb::Database;
use rustybuzz::Face;

const REGULAR: &[u8] = include_bytes!("../data/fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../data/fonts/NotoSans-Bold.ttf");
const DISPLAY: &[u8] = include_bytes!("../data/fonts/NotoSerifDisplay-Regular.ttf");
const DISPLAY_ITALIC: &[u8] = include_bytes!("../data/fonts/NotoSerifDisplay-Italic.ttf");
/// What the font calls itself.
const FAMILY: &str = "Noto Sans";
/// Stands where the font has no sign.
const UNKNOWN: char = '\u{FFFD}';

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    #[default]
    Regular,
    Bold,
    /// With serifs, for large letters only.
    Display,
    DisplayItalic,
}

/// A weight of the font: as it measures and as it stands in a document.
pub(crate) struct Cut {
    pub face: Face<'static>,
    pub font: Font,
}

pub(crate) struct Cuts {
    regular: Cut,
    bold: Cut,
    display: Cut,
    display_italic: Cut,
}

impl std::fmt::Debug for Cuts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(FAMILY)
    }
}

impl Cuts {
    pub(crate) fn of(&self, weight: Weight) -> &Cut {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
            Weight::Display => &self.display,
            Weight::DisplayItalic => &self.display_italic,
        }
    }
}

/// Every weight; nothing where the files in the binary are no fonts.
pub(crate) fn cuts() -> Option<&'static Cuts> {
    static CUTS: OnceLock<Option<Cuts>> = OnceLock::new();
    let cut = |data: &'static [u8]| {
        Some(Cut { face: Face::from_slice(data, 0)?, font: Font::new(data.into(), 0)? })
    };
    let all = || {
        Some(Cuts {
            regular: cut(REGULAR)?,
            bold: cut(BOLD)?,
            display: cut(DISPLAY)?,
            display_italic: cut(DISPLAY_ITALIC)?,
        })
    };
    CUTS.get_or_init(all).as_ref()
}

/// The font for pictures: it answers to every name that a picture may ask for.
pub(crate) fn database() -> Arc<Database> {
    static DATABASE: OnceLock<Arc<Database>> = OnceLock::new();
    let made = || {
        let mut database = Database::new();
        database.load_font_data(REGULAR.to_vec());
        database.load_font_data(BOLD.to_vec());
        database.set_serif_family(FAMILY);
        database.set_sans_serif_family(FAMILY);
        database.set_monospace_family(FAMILY);
        database.set_cursive_family(FAMILY);
        database.set_fantasy_family(FAMILY);
        Arc::new(database)
    };
    DATABASE.get_or_init(made).clone()
}

/// The text in signs that the font has. Letters that it has not, such as Arabic and Chinese ones, are
/// written in Latin letters, so that a name stays a name; anything else becomes a mark that something
/// stood there; what nobody sees falls away.
pub(crate) fn readable(text: &str, face: &Face<'_>) -> String {
    let mut readable = String::with_capacity(text.len());
    for sign in text.chars().filter(|sign| !is_invisible(*sign)) {
        match sign {
            '\n' => readable.push('\n'),
            sign if sign.is_whitespace() && sign != '\u{A0}' && sign != '\u{202F}' => {
                readable.push(' ');
            }
            sign if face.glyph_index(sign).is_some() => readable.push(sign),
            sign => in_latin(sign, &mut readable),
        }
    }
    readable
}

/// Writes a letter of another script in Latin ones. Only letters and figures come of it: the text may
/// be markup.
fn in_latin(sign: char, written: &mut String) {
    let before = written.len();
    if sign.is_alphanumeric() {
        let latin = any_ascii_char(sign);
        written.extend(latin.chars().filter(char::is_ascii_alphanumeric));
    }
    if written.len() == before {
        written.push(UNKNOWN);
    }
}

fn is_invisible(sign: char) -> bool {
    let control = sign.is_control() && !sign.is_whitespace();
    control
        || matches!(sign, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_what_european_names_need() {
        let cuts = cuts().unwrap();
        for weight in [Weight::Regular, Weight::Bold, Weight::Display, Weight::DisplayItalic] {
            let name =
                "Zoë Brontë-Šćepanović, Łukasz Ğül Đặng ĳ Œuvre – €\u{A0}1.000,00 “’s-Gravenhage”";
            assert_eq!(readable(name, &cuts.of(weight).face), name);
        }
    }

    #[test]
    fn a_sign_that_the_font_has_not_leaves_a_mark_and_an_invisible_one_none() {
        let face = &cuts().unwrap().regular.face;
        assert_eq!(readable("a\u{200B}b\tc 🐴", face), "ab c \u{FFFD}");
    }

    #[test]
    fn a_name_in_letters_that_the_font_has_not_stays_a_name() {
        let face = &cuts().unwrap().regular.face;
        assert_eq!(readable("李小龙", face), "LiXiaoLong");
        assert_eq!(readable("Noor محمد", face), "Noor mhmd");
        assert_eq!(readable("《李》", face), "\u{FFFD}Li\u{FFFD}", "no markup comes of it");
    }
}
