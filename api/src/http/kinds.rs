//! The kinds of answer that an operation has, and which of them somebody wants.
//!
//! An operation says its kinds in its 200 answer, the preferred one first; the gate chooses by
//! `Accept`, and the handler is told:
//!
//! ```text
//! responses((status = 200, description = "…", content(
//!     (ResultView = "application/json"),
//!     (SvgPicture = "image/svg+xml"),
//!     (Binary = "image/png"))))
//!
//! async fn get_result(…, wanted: Wanted) -> Answer {
//!     match wanted.0 {
//!         AnswerKind::Svg => Ok(Reply::file(AnswerKind::Svg, svg)),
//!         AnswerKind::Png => Ok(Reply::file(AnswerKind::Png, png).named("result.png")),
//!         _ => Ok(Reply::ok(&view, None)),
//!     }
//! }
//! ```

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::extract::passport;
use crate::error::Error;
pub use crate::reply::AnswerKind;

/// The kind in which the answer is wanted, of those that the operation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted(pub AnswerKind);

impl FromRequest for Wanted {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(passport(request).map(|passport| Self(passport.wanted)))
    }
}

/// The kind of `offered` that `accepted` (a header `Accept`) likes best; of those it likes alike
/// the first. Nothing where it likes none.
pub fn choose(offered: &[AnswerKind], accepted: &str) -> Option<AnswerKind> {
    let ranges: Vec<Range<'_>> = accepted.split(',').filter_map(Range::read).collect();
    let mut best = None;
    for kind in offered.iter().copied() {
        let quality = quality(kind, &ranges);
        if best.map_or(0, |(_, quality)| quality) < quality {
            best = Some((kind, quality));
        }
    }
    best.map(|(kind, _)| kind)
}

/// One range of an `Accept` header, such as `text/*;q=0.5`.
struct Range<'a> {
    kind: &'a str,
    subkind: &'a str,
    /// In thousandths.
    quality: u16,
}

impl<'a> Range<'a> {
    fn read(range: &'a str) -> Option<Self> {
        let mut parts = range.split(';').map(str::trim);
        let (kind, subkind) = parts.next()?.split_once('/')?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        let quality = weight.map_or(Some(1_000), thousandths)?;
        Some(Self { kind, subkind, quality })
    }

    /// How closely it names the media type: not at all, anything, anything of its family, itself.
    fn closeness(&self, kind: AnswerKind) -> Option<u8> {
        let (family, own) = kind.media_type().split_once('/')?;
        let same = self.kind.eq_ignore_ascii_case(family);
        let named = self.subkind.eq_ignore_ascii_case(own)
            || (kind == AnswerKind::Json && self.subkind.eq_ignore_ascii_case("problem+json"));
        match (self.kind, self.subkind) {
            ("*", "*") => Some(0),
            (_, "*") if same => Some(1),
            _ if same && named => Some(2),
            _ => None,
        }
    }
}

/// A weight from `0` to `1` with at most three decimals, in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    let decimals: u16 = format!("{decimals:0<3}").parse().ok().filter(|_| digits)?;
    match whole {
        "0" => Some(decimals),
        "1" if decimals == 0 => Some(1_000),
        _ => None,
    }
}

/// How much a kind is liked: the closest range decides.
fn quality(kind: AnswerKind, ranges: &[Range<'_>]) -> u16 {
    let close = ranges.iter().filter_map(|range| Some((range.closeness(kind)?, range.quality)));
    close.max().map_or(0, |(_, quality)| quality)
}

/// The kinds in words: `application/json, image/png`.
pub fn in_words(kinds: &[AnswerKind]) -> String {
    kinds.iter().map(|kind| kind.media_type()).collect::<Vec<_>>().join(", ")
}

/// Bytes for another program to read, at most 32 MiB.
#[derive(Debug)]
pub struct Binary;

impl PartialSchema for Binary {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for Binary {}

/// Declares a text of a kind, with what the document shows of it.
fn text(most: usize, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).max_length(Some(most)).examples([example]).into()
}

/// A drawing that scales, with a title and a description for who cannot see it.
#[derive(Debug)]
pub struct SvgPicture;

impl PartialSchema for SvgPicture {
    fn schema() -> RefOr<Schema> {
        text(
            2_000_000,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 640 400\">…</svg>",
        )
    }
}

impl ToSchema for SvgPicture {}

/// A text with headings and lists (`CommonMark`).
#[derive(Debug)]
pub struct MarkdownText;

impl PartialSchema for MarkdownText {
    fn schema() -> RefOr<Schema> {
        text(1_000_000, "# Titel\n\n1. Eerste vraag\n2. Tweede vraag\n")
    }
}

impl ToSchema for MarkdownText {}

/// Sessions for a calendar program (RFC 5545).
#[derive(Debug)]
pub struct CalendarText;

impl PartialSchema for CalendarText {
    fn schema() -> RefOr<Schema> {
        text(
            10_000_000,
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Leerkring//Leerkring//NL\r\nMETHOD:PUBLISH\r\n…\r\nEND:VCALENDAR\r\n",
        )
    }
}

impl ToSchema for CalendarText {}

/// A signed credential: a JSON Web Token.
#[derive(Debug)]
pub struct SignedCredential;

impl PartialSchema for SignedCredential {
    fn schema() -> RefOr<Schema> {
        text(
            20_000,
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJpZCI6InVybjp1dWlkOuKApiJ9.c2lnbmF0dXJl",
        )
    }
}

impl ToSchema for SignedCredential {}

#[cfg(test)]
mod tests {
    use super::AnswerKind::{Json, Pdf, Png, Svg};
    use super::*;

    #[test]
    fn without_a_wish_the_first_kind_is_given() {
        assert_eq!(choose(&[Json, Svg, Png], "*/*"), Some(Json));
        assert_eq!(choose(&[Svg, Json], "*/*"), Some(Svg));
        assert_eq!(choose(&[Json, Svg, Png], "image/*"), Some(Svg));
    }

    #[test]
    fn the_closest_range_decides_and_the_highest_weight_wins() {
        assert_eq!(choose(&[Json, Svg, Png], "image/png, */*;q=0.1"), Some(Png));
        assert_eq!(choose(&[Json, Svg, Png], "image/*;q=0.5, image/svg+xml;q=0.4"), Some(Png));
        assert_eq!(choose(&[Json, Pdf], "text/html, application/json;q=0.2, */*;q=0.3"), Some(Pdf));
        assert_eq!(choose(&[Json, Png], "*/*, application/json;q=0"), Some(Png));
        let browser = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";
        assert_eq!(choose(&[Json, Png, Svg], browser), Some(Png));
    }

    #[test]
    fn what_cannot_be_given_is_told() {
        assert_eq!(choose(&[Json], "text/html, application/*;q=0.1"), Some(Json));
        assert_eq!(choose(&[Json], "application/problem+json"), Some(Json));
        for accepted in ["text/html", "application/json;q=0", "application/json;q=0.000", "json"] {
            assert_eq!(choose(&[Json], accepted), None, "{accepted}");
        }
        assert_eq!(choose(&[Json], "application/json;q=2, application/json;q=-1"), None);
    }
}
