//! Problems in the words of OAuth, so that ordinary OAuth libraries understand them.

use super::{Problem, entry};

impl Problem {
    /// The same problem with the members that RFC 6749, section 5.2 has.
    pub fn in_oauth(self) -> Self {
        let entry = entry(&self.code);
        let error = match (entry.code, entry.status) {
            ("unsupported-grant-type", _) => "unsupported_grant_type",
            ("invalid-scope", _) => "invalid_scope",
            (_, 401) => "invalid_client",
            (_, 429 | 503) => "temporarily_unavailable",
            (_, 500) => "server_error",
            _ => "invalid_request",
        };
        // All of ASCII that can be seen but the quotation mark and the backslash.
        let admitted = |it: &char| matches!(it, ' '..='~') && !matches!(it, '"' | '\\');
        let error_description = entry.text().en.chars().filter(admitted).collect();
        Self { error: Some(error), error_description: Some(error_description), ..self }
    }
}
