//! E-mail addresses of people.

use std::fmt;

/// An address as the person wrote it; two addresses are the same person without regard to case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Takes an address whose shape was checked at the edge; surrounding blanks fall away.
    pub fn new(address: &str) -> Self {
        Self(address.trim().to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What tells persons apart in a cohort: the address in lower case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
