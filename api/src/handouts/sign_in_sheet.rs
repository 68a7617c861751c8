//! The sheet on which those who come to a session sign.

use leerkring_domain::kernel::{Instant, Language, Text, text};

use super::{Guest, by_name};
use crate::papers::{About, Column, Paper, PaperError, Row, Style, Table, mm};

/// Lines for those who come and were not expected.
const LINES_LEFT: usize = 4;
/// Room to sign.
const HEIGHT: f32 = 11.0;

/// What stands on a sheet.
#[derive(Debug, Clone)]
pub struct SignInSheet {
    pub organiser: String,
    pub programme: String,
    pub cohort: String,
    /// Which session: its number, day, times and place.
    pub session: Text,
    pub guests: Vec<Guest>,
    pub language: Language,
    pub made_at: Instant,
}

/// The sheet as PDF: everybody by name, with room to sign.
///
/// # Errors
/// The PDF cannot be written.
pub fn sign_in_sheet(sheet: &SignInSheet) -> Result<Vec<u8>, PaperError> {
    let said = |text: Text| text.in_language(sheet.language).to_owned();
    let title = said(text("Presentielijst", "Sign-in sheet"));
    let session = sheet.session.in_language(sheet.language);
    let mut paper = Paper::new(About {
        title: format!("{title}, {session}"),
        author: sheet.organiser.clone(),
        language: sheet.language,
        made_at: sheet.made_at,
    })?;
    paper.footer(format!("{} · {}", sheet.programme, sheet.cohort));
    paper.heading(1, &title);
    paper.text(Style::BODY.sized(12.0).bold(), &sheet.programme);
    paper.text(Style::BODY, &format!("{}\n{session}", sheet.cohort));
    paper.space(mm(5.0));
    let numbered = (1..).zip(by_name(&sheet.guests)).map(|(number, guest): (usize, &Guest)| {
        let role = guest.role_in(sheet.language);
        Row::new([number.to_string(), guest.name.clone(), role, guest.board.clone()])
    });
    let empty = std::iter::repeat_n((), LINES_LEFT).map(|()| Row::new([""]));
    let rows = numbered.chain(empty).map(|row| row.at_least(mm(HEIGHT)));
    paper.table(&Table {
        columns: vec![
            Column::amounts("", mm(10.0)),
            Column::share(said(text("Naam", "Name")), 3.0),
            Column::share(said(text("Rol", "Role")), 2.2),
            Column::share(said(text("Bestuur", "Board")), 3.3),
            Column::share(said(text("Handtekening", "Signature")), 3.0),
        ],
        rows: rows.collect(),
    });
    paper.finish()
}
