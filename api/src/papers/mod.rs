//! Papers: PDF documents, laid out from top to bottom or at fixed places.
//!
//! ```
//! # use leerkring::papers::{About, Align, Column, Paper, Row, Style, Table};
//! # use leerkring_domain::kernel::Language;
//! let about = About {
//!     title: "Presentielijst".to_owned(),
//!     author: "PO-Raad".to_owned(),
//!     language: Language::Dutch,
//!     made_at: "2026-11-27T09:00:00Z".parse().unwrap(),
//! };
//! let mut paper = Paper::new(about)?;
//! paper.heading(1, "Presentielijst");
//! paper.text(Style::BODY, "Groep Midden, 16 september 2026");
//! paper.table(&Table {
//!     columns: vec![Column::share("Naam", 2.0), Column::share("Handtekening", 3.0)],
//!     rows: vec![Row::new(["Zoë de Vries", ""])],
//! });
//! let pdf: Vec<u8> = paper.finish()?;
//! # Ok::<(), leerkring::papers::PaperError>(())
//! ```
//!
//! Lengths are points (1/72 inch; [`mm`] turns millimetres into them), counted from the upper left
//! corner. What does not fit goes on on the next page; a table repeats its head there, pages are
//! numbered where there are several. Every paper is archivable and accessible by itself (PDF/A-2a
//! and PDF/UA-1): headings, tables and pictures are known to screen readers. For that, begin with
//! `heading(1, …)` and give pictures a sentence that says what is to be seen.

mod draft;
mod shape;
mod style;
mod table;
mod write;

use krilla::error::KrillaError;
use leerkring_domain::kernel::{Instant, Language};

pub use style::{Align, Area, Colour, Sheet, Style, mm};
pub use table::{Column, Row, Table, Width};

use crate::fonts::{self, Cuts};
use crate::pictures::Picture;
use draft::{Draft, Role};
use shape::{Line, lines};

/// The smallest letters.
const SMALLEST: f32 = 6.0;

/// What a paper says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub title: String,
    pub author: String,
    pub language: Language,
    pub made_at: Instant,
}

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    #[error("the fonts of the program cannot be read")]
    NoFont,
    #[error("a sheet has no such size")]
    WrongSize,
    #[error("the PDF cannot be written: {0:?}")]
    Unwritable(KrillaError),
}

/// A paper in the making.
#[derive(Debug)]
pub struct Paper {
    about: About,
    sheet: Sheet,
    cuts: &'static Cuts,
    draft: Draft,
    /// Where the next thing goes.
    y: f32,
    footer: Option<String>,
    numbered: bool,
}

impl Paper {
    /// A paper on A4, upright.
    ///
    /// # Errors
    /// The fonts in the program are damaged.
    pub fn new(about: About) -> Result<Self, PaperError> {
        Self::on(Sheet::A4, about)
    }

    /// A paper on another sheet.
    ///
    /// # Errors
    /// The fonts in the program are damaged.
    pub fn on(sheet: Sheet, about: About) -> Result<Self, PaperError> {
        let cuts = fonts::cuts().ok_or(PaperError::NoFont)?;
        let draft = Draft::default();
        Ok(Self { about, sheet, cuts, draft, y: sheet.margin, footer: None, numbered: true })
    }

    /// Writes a line at the foot of every page.
    pub fn footer(&mut self, text: impl Into<String>) {
        self.footer = Some(text.into());
    }

    /// Leaves the numbers of pages out, where what is on them is cut apart.
    pub fn without_numbers(&mut self) {
        self.numbered = false;
    }

    /// A heading of the first, second or third level; never the last thing on a page.
    pub fn heading(&mut self, level: u8, text: &str) {
        self.heading_with(level, text, Style::heading(level).leading() * 2.0);
    }

    /// A heading that stays on one page with so much of what follows.
    pub fn heading_with(&mut self, level: u8, text: &str, follows: f32) {
        let style = Style::heading(level);
        let high = self.height(style, self.across().width, text);
        if self.draft.pages() == 1 && self.y <= self.sheet.margin {
            self.keep(high);
        } else {
            self.space(style.size * 0.6);
            self.keep(high + style.size * 0.3 + follows);
        }
        let role = Role::Heading { level, title: text.to_owned() };
        self.block(role, style, self.across(), text);
        self.space(style.size * 0.3);
    }

    /// Paragraphs, one for each line of `text`, across the sheet.
    pub fn text(&mut self, style: Style, text: &str) {
        for paragraph in text.lines() {
            self.block(Role::Paragraph, style, self.across(), paragraph);
        }
    }

    /// A table; where it does not fit it goes on on the next page under the same head.
    pub fn table(&mut self, table: &Table) {
        table::lay(self, table);
    }

    /// A picture at the left, `width` wide, with the sentence that says what is to be seen.
    pub fn picture(&mut self, picture: &Picture, width: f32, says: &str) {
        let height = width * picture.proportion();
        self.keep(height);
        let area = Area { x: self.sheet.margin, y: self.y, width };
        self.picture_at(area, picture, says);
        self.y += height;
    }

    /// A thin line across the sheet.
    pub fn rule(&mut self) {
        self.keep(1.0);
        let across = self.across();
        self.draft.rule(Area { y: self.y, ..across }, 0.75, Colour::FAINT);
        self.y += 1.0;
    }

    /// Leaves a space, unless it would be at the foot of the page.
    pub fn space(&mut self, height: f32) {
        self.y = (self.y + height).min(self.bottom());
    }

    /// Goes to the next page unless `height` is left on this one.
    pub fn keep(&mut self, height: f32) {
        if self.bottom() < self.y + height && self.sheet.margin < self.y {
            self.next_page();
        }
    }

    pub fn next_page(&mut self) {
        self.draft.next_page();
        self.y = self.sheet.margin;
    }

    /// How many pages there are so far.
    pub fn pages(&self) -> usize {
        self.draft.pages()
    }

    /// Where the next thing goes.
    pub fn y(&self) -> f32 {
        self.y
    }

    /// Goes on at this height, such as below things at fixed places.
    pub fn go_to(&mut self, y: f32) {
        self.y = y.min(self.bottom());
    }

    /// The sheet between its margins, from the present height on.
    pub fn across(&self) -> Area {
        let width = self.sheet.width - 2.0 * self.sheet.margin;
        Area { x: self.sheet.margin, y: self.y, width }
    }

    pub fn sheet(&self) -> Sheet {
        self.sheet
    }

    /// How high a text becomes on this width, a paragraph for each of its lines.
    pub fn height(&self, style: Style, width: f32, text: &str) -> f32 {
        text.lines().map(|it| height(lines(self.cuts, style, width, it).len(), style)).sum()
    }

    /// Whether a text takes at most so many lines of this width.
    pub fn takes(&self, style: Style, (width, most): (f32, usize), text: &str) -> bool {
        lines(self.cuts, style, width, text).len() <= most
    }

    /// The same, and no word of it is broken.
    pub fn fits(&self, style: Style, (width, most): (f32, usize), text: &str) -> bool {
        let mut words = text.split_whitespace();
        self.takes(style, (width, most), text)
            && words.all(|word| self.takes(style, (width, 1), word))
    }

    /// Text at a fixed place on this page, a paragraph for each line; says how high it became.
    pub fn text_at(&mut self, area: Area, style: Style, text: &str) -> f32 {
        let mut y = area.y;
        for paragraph in text.lines() {
            let node = self.draft.node(None, Role::Paragraph);
            for line in lines(self.cuts, style, area.width, paragraph) {
                self.draft.text(Some(node), Area { y, ..area }, style, line);
                y += style.leading();
            }
        }
        y - area.y
    }

    /// A heading at a fixed place on this page; says how high it became.
    pub fn heading_at(&mut self, area: Area, style: Style, text: &str) -> f32 {
        let node = self.draft.node(None, Role::Heading { level: 1, title: text.to_owned() });
        let mut y = area.y;
        for line in lines(self.cuts, style, area.width, text) {
            self.draft.text(Some(node), Area { y, ..area }, style, line);
            y += style.leading();
        }
        y - area.y
    }

    /// A picture at a fixed place on this page.
    pub fn picture_at(&mut self, area: Area, picture: &Picture, says: &str) {
        let node = self.draft.node(None, Role::Figure { says: says.to_owned() });
        self.draft.picture(Some(node), area, picture.clone());
    }

    /// A picture that says nothing, at a fixed place on this page: a reader aloud passes over it.
    pub fn ornament_at(&mut self, area: Area, picture: &Picture) {
        self.draft.picture(None, area, picture.clone());
    }

    /// `style`, smaller where it has to be so that `text` fits on `most` lines of this width; never
    /// smaller than can be read.
    pub fn fitted(&self, style: Style, width: f32, most: usize, text: &str) -> Style {
        let mut fitted = style;
        while most < lines(self.cuts, fitted, width, text).len() && SMALLEST < fitted.size {
            fitted = fitted.sized(fitted.size * 0.95);
        }
        fitted
    }

    /// A box of one colour at a fixed place on this page, behind what comes after.
    pub fn colour_at(&mut self, area: Area, height: f32, colour: Colour) {
        self.draft.rule(area, height, colour);
    }

    /// The paper as PDF.
    ///
    /// # Errors
    /// The PDF cannot be written.
    pub fn finish(mut self) -> Result<Vec<u8>, PaperError> {
        self.number_pages();
        write::pdf(&self.about, self.sheet, self.cuts, &self.draft)
    }

    fn bottom(&self) -> f32 {
        self.sheet.height - self.sheet.margin
    }

    /// Lines below each other, over the foot of the page where it must be.
    fn block(&mut self, role: Role, style: Style, area: Area, text: &str) {
        let node = self.draft.node(None, role);
        for line in lines(self.cuts, style, area.width, text) {
            self.keep(style.leading());
            self.draft.text(Some(node), Area { y: self.y, ..area }, style, line);
            self.y += style.leading();
        }
    }

    fn number_pages(&mut self) {
        let (count, sheet) = (self.draft.pages(), self.sheet);
        let area = Area { x: sheet.margin, y: sheet.height - sheet.margin * 0.6, ..self.across() };
        for page in 0..count {
            let number = match self.about.language {
                Language::Dutch => format!("Pagina {} van {count}", page + 1),
                Language::English => format!("Page {} of {count}", page + 1),
            };
            let number = (self.numbered && 1 < count).then_some((Style::SMALL.right(), number));
            let footer = self.footer.clone().map(|footer| (Style::SMALL, footer));
            for (style, text) in footer.into_iter().chain(number) {
                let line = lines(self.cuts, style, area.width, &text).into_iter().next();
                self.draft.artifact(page, area, style, line.unwrap_or_else(Line::empty));
            }
        }
    }
}

/// How high so many lines are.
fn height(lines: usize, style: Style) -> f32 {
    std::iter::repeat_n(style.leading(), lines).sum()
}

#[cfg(test)]
mod tests;
