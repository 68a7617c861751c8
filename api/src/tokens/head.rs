//! The head of a token: what it is, by which key, and nothing that we would have to understand.

use jsonwebtoken::Algorithm;
use serde_json::Value;

/// What counts of a head.
#[derive(Debug)]
pub(super) struct Head {
    pub algorithm: Algorithm,
    pub kid: String,
    /// What it says it is, where it says so.
    pub kind: Option<String>,
}

/// Heads that say "understand this or refuse me", or that bring a key or a place to get one: both
/// would let whoever made the token choose how it is checked (RFC 7515, sections 4.1.2 to 4.1.6 and 4.1.11).
const REFUSED: [&str; 5] = ["crit", "jku", "jwk", "x5u", "x5c"];

/// The head of `token`, if there is nothing in it that is refused.
pub(super) fn read(token: &str) -> Option<Head> {
    let head: Value = super::part(token, 0)?;
    let kind_is_no_text = head.get("typ").is_some_and(|kind| !kind.is_string());
    if kind_is_no_text || REFUSED.iter().any(|name| head.get(name).is_some()) {
        return None;
    }
    let word = |name: &str| head.get(name).and_then(Value::as_str);
    Some(Head {
        algorithm: word("alg")?.parse().ok()?,
        kid: word("kid")?.to_owned(),
        kind: word("typ").map(str::to_owned),
    })
}
