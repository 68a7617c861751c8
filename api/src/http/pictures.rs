//! Pictures as answers.

use leerkring_domain::kernel::Language;
use serde::Serialize;

use super::kinds::{AnswerKind, Wanted};
use super::tables;
use crate::charts::Figure;
use crate::error::Error;
use crate::reply::Reply;
use crate::tables::{Column, Row};

/// How wide pictures of dots are, for screens and slides.
const WIDTH: u16 = 1600;

/// A drawing as it is, or as dots where those are wanted.
///
/// # Errors
/// A drawing that cannot be read, which is a bug.
pub fn answer(kind: AnswerKind, svg: &str, name: &str) -> Result<Reply, Error> {
    if kind != AnswerKind::Png {
        return Ok(Reply::file(AnswerKind::Svg, svg).named(format!("{name}.svg")));
    }
    let bug = |error: crate::pictures::PictureError| Error::Bug(format!("a picture: {error}"));
    let picture = crate::pictures::Picture::read(svg).map_err(bug)?;
    let png = picture.png(WIDTH).map_err(bug)?;
    Ok(Reply::file(AnswerKind::Png, png).named(format!("{name}.png")))
}

/// Figures as they are wanted: as JSON, as a picture, or as a table; the files are called by `title`.
///
/// # Errors
/// A picture or a table that cannot be made, which is a bug.
pub fn figures(
    wanted: Wanted,
    (title, language): (&'static str, Language),
    view: &impl Serialize,
    picture: impl FnOnce() -> Figure,
    (columns, rows): (&[Column], impl IntoIterator<Item = Row>),
) -> Result<Reply, Error> {
    let reply = if let kind @ (AnswerKind::Svg | AnswerKind::Png) = wanted.0 {
        answer(kind, &picture().svg(), title)?
    } else {
        let table = tables::whole(wanted, (title, language), columns, rows)?;
        table.unwrap_or_else(|| Reply::ok(view, None))
    };
    Ok(reply.in_language(language))
}
