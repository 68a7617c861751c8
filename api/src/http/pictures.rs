//! Pictures as answers.

use super::kinds::AnswerKind;
use crate::error::Error;
use crate::reply::Reply;

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
