//! Invoices in the forms in which they leave the server: on paper, for other programs, for the
//! bookkeeper. Pure: what they say was decided when they were issued.

mod books;
mod paper;
mod ubl;
mod words;
mod xml;

pub use books::{BOOKS, rows};
pub use paper::paper;
pub use ubl::ubl;

use leerkring_domain::invoices::Invoice;

/// Under what name a browser keeps it: the number, in letters that every file system takes.
pub fn file_name(invoice: &Invoice, extension: &str) -> String {
    let known = |it: char| if it.is_ascii_alphanumeric() || it == '-' { it } else { '_' };
    let number: String = invoice.number.text.chars().map(known).collect();
    format!("{number}.{extension}")
}

#[cfg(test)]
mod schematron;
#[cfg(test)]
mod tests;
