//! The bounds of a request's head: its address and its headers.

use actix_web::HttpRequest;
use leerkring_domain::kernel::{Reason, Text, text};

use crate::error::{Error, Part};

/// The longest address, path and query together, in bytes.
const LONGEST_ADDRESS: usize = 2048;
/// The most parameters in a query.
const MOST_PARAMETERS: usize = 50;
/// The most headers, and the most bytes of their names and values together. What is far beyond
/// ends the connection before it comes here.
const MOST_HEADERS: usize = 64;
const LONGEST_HEADERS: usize = 16 * 1024;

/// Headers that say one thing: two of them mean that somebody on the way reads the other one.
const SINGLE: [&str; 3] = ["Content-Type", "If-Match", "Idempotency-Key"];

/// Checks what can be said of a request without knowing what it is for.
///
/// # Errors
/// 400 with the bound that it goes beyond.
pub fn check(request: &HttpRequest) -> Result<(), Error> {
    let query = request.query_string();
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if LONGEST_ADDRESS < address {
        return Err(beyond(Part::Query, "too-long", most(LONGEST_ADDRESS, "tekens", "characters")));
    }
    if MOST_PARAMETERS <= query.bytes().filter(|byte| *byte == b'&').count() {
        let sentence = most(MOST_PARAMETERS, "parameters", "parameters");
        return Err(beyond(Part::Query, "too-many", sentence));
    }
    let headers = request.headers();
    if MOST_HEADERS < headers.len() {
        let sentence = most(MOST_HEADERS, "koppen", "headers");
        return Err(beyond(Part::Header, "too-many", sentence));
    }
    let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if LONGEST_HEADERS < size {
        let sentence = most(LONGEST_HEADERS, "bytes", "bytes");
        return Err(beyond(Part::Header, "too-long", sentence));
    }
    let twice = SINGLE.iter().find(|name| 1 < headers.get_all(**name).count());
    twice.map_or(Ok(()), |name| {
        let sentence = text("deze kop staat er meer dan eens", "this header is there twice");
        let reason = Reason::new("twice", sentence).at(*name);
        Err(Error::invalid(Part::Header, reason))
    })
}

fn most(limit: usize, dutch: &str, english: &str) -> Text {
    text(format!("hoogstens {limit} {dutch}"), format!("at most {limit} {english}"))
}

fn beyond(part: Part, code: &'static str, sentence: Text) -> Error {
    Error::invalid(part, Reason::new(code, sentence).at(""))
}
