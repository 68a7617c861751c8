//! Name badges: ten on a sheet of A4, each 90 × 54 mm, as badge holders and perforated sheets have it.

use leerkring_domain::kernel::{Instant, Language};

use super::{Guest, by_name};
use crate::papers::{About, Area, Colour, Paper, PaperError, Sheet, Style, mm};

const COLUMNS: usize = 2;
const ROWS: usize = 5;
const WIDTH: f32 = 90.0;
const HEIGHT: f32 = 54.0;
/// From the edge of a badge to what stands on it.
const PADDING: f32 = 6.0;
/// How large a name is, and on how many lines at most: the first in which it fits is taken.
const SIZES: [(f32, usize); 9] = [
    (26.0, 1),
    (23.0, 1),
    (20.0, 1),
    (20.0, 2),
    (17.0, 2),
    (14.0, 2),
    (12.0, 3),
    (10.0, 4),
    (8.0, MOST_LINES),
];
/// The longest name that anybody has fits on so many lines of the smallest letters.
const MOST_LINES: usize = 6;

/// What stands on badges.
#[derive(Debug, Clone)]
pub struct Badges {
    pub organiser: String,
    pub programme: String,
    pub guests: Vec<Guest>,
    pub language: Language,
    pub made_at: Instant,
}

/// The badges as PDF, by name.
///
/// # Errors
/// The PDF cannot be written.
pub fn badges(badges: &Badges) -> Result<Vec<u8>, PaperError> {
    lay(badges)?.finish()
}

pub(super) fn lay(badges: &Badges) -> Result<Paper, PaperError> {
    let title = match badges.language {
        Language::Dutch => format!("Naambadges, {}", badges.programme),
        Language::English => format!("Name badges, {}", badges.programme),
    };
    let about = About {
        title,
        author: badges.organiser.clone(),
        language: badges.language,
        made_at: badges.made_at,
    };
    let sheet = Sheet::A4;
    let (left, top) = (margin(sheet.width, COLUMNS, WIDTH), margin(sheet.height, ROWS, HEIGHT));
    let mut paper = Paper::on(sheet, about)?;
    paper.without_numbers();
    let mut place = 0;
    for guest in by_name(&badges.guests) {
        if place == COLUMNS * ROWS {
            paper.next_page();
            place = 0;
        }
        let (column, row) = (place % COLUMNS, place / COLUMNS);
        let corner = Area {
            x: left + mm(WIDTH) * times(column),
            y: top + mm(HEIGHT) * times(row),
            width: mm(WIDTH),
        };
        badge(&mut paper, corner, guest, badges);
        place += 1;
    }
    Ok(paper)
}

fn times(count: usize) -> f32 {
    u8::try_from(count).map_or(0.0, f32::from)
}

fn margin(sheet: f32, count: usize, each: f32) -> f32 {
    (sheet - mm(each) * times(count)) / 2.0
}

fn badge(paper: &mut Paper, corner: Area, guest: &Guest, badges: &Badges) {
    outline(paper, corner);
    let inner = Area {
        x: corner.x + mm(PADDING),
        y: corner.y + mm(PADDING),
        width: corner.width - mm(2.0 * PADDING),
    };
    let above = Style::SMALL.centred();
    line(paper, inner, (above, 1), &badges.programme);
    let style = fitting(paper, inner.width, &guest.name);
    // In the middle of what the lines above and below leave.
    let middle = corner.y + mm(23.5);
    let high = paper.height(style, inner.width, &guest.name);
    let area = Area { y: middle - high / 2.0, ..inner };
    paper.heading_at(area, style, &guest.name);
    let role = Style::BODY.sized(11.0).centred();
    line(
        paper,
        Area { y: corner.y + mm(36.0), ..inner },
        (role, 1),
        &guest.role_in(badges.language),
    );
    let board = Style::BODY.sized(9.0).quiet().centred();
    line(paper, Area { y: corner.y + mm(41.5), ..inner }, (board, 2), &guest.board);
}

/// A text in at most so many lines, in smaller letters where it has to be.
fn line(paper: &mut Paper, area: Area, (style, most): (Style, usize), text: &str) {
    let style = paper.fitted(style, area.width, most, text);
    let text = shortened(paper, style, (area.width, most), text);
    paper.text_at(area, style, &text);
}

/// Where to cut, and a band of colour below the edge.
fn outline(paper: &mut Paper, corner: Area) {
    let (thin, height) = (0.4, mm(HEIGHT));
    paper.colour_at(corner, mm(2.5), Colour::ACCENT);
    paper.colour_at(corner, thin, Colour::FAINT);
    paper.colour_at(Area { y: corner.y + height - thin, ..corner }, thin, Colour::FAINT);
    for x in [corner.x, corner.x + corner.width - thin] {
        paper.colour_at(Area { x, width: thin, ..corner }, height, Colour::FAINT);
    }
}

/// The largest style in which the name fits and no word is broken.
fn fitting(paper: &Paper, width: f32, name: &str) -> Style {
    let style = |size| Style::BODY.sized(size).bold().centred();
    let fits = |(size, lines): &(f32, usize)| paper.fits(style(*size), (width, *lines), name);
    let found = SIZES.iter().copied().find(fits).or(SIZES.last().copied());
    style(found.map_or(Style::BODY.size, |(size, _)| size))
}

/// The text, or as much of its beginning as fits.
fn shortened(paper: &Paper, style: Style, room: (f32, usize), text: &str) -> String {
    if paper.takes(style, room, text) {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |count: usize| {
        let start: String = letters.iter().take(count).collect();
        format!("{}…", start.trim_end())
    };
    // How much fits grows with the text: halving finds the end.
    let (mut fits, mut too_long) = (0, letters.len());
    while fits + 1 < too_long {
        let middle = usize::midpoint(fits, too_long);
        if paper.takes(style, room, &cut(middle)) {
            fits = middle;
        } else {
            too_long = middle;
        }
    }
    cut(fits)
}
