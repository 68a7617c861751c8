//! Numbers in a series of a year, such as those of invoices and certificates.

/// A number in an organiser's series of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    pub year: i32,
    /// 1 for the first of the year.
    pub place: i64,
    /// As it is printed.
    pub text: String,
}

impl Number {
    /// The number at this place of the year's series: `AVS-202600001`.
    pub fn new(prefix: &str, year: i32, place: i64) -> Self {
        Self { year, place, text: format!("{prefix}{year}{place:05}") }
    }
}
