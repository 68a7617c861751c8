//! Every kind of problem there is (`catalogue.json`), each with a page at `/problems/{code}`.

use std::sync::LazyLock;

use leerkring_domain::kernel::{Text, text};
use serde::Deserialize;

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Entry {
    pub code: &'static str,
    pub status: u16,
    /// In Dutch and in English.
    #[serde(borrow)]
    title: [&'static str; 2],
    #[serde(borrow)]
    text: [&'static str; 2],
}

impl Entry {
    pub fn title(&self) -> Text {
        let [nl, en] = self.title;
        text(nl, en)
    }

    pub fn text(&self) -> Text {
        let [nl, en] = self.text;
        text(nl, en)
    }
}

static ENTRIES: LazyLock<Vec<Entry>> =
    LazyLock::new(|| serde_json::from_str(include_str!("catalogue.json")).unwrap_or_default());

/// What a kind that is missing in the catalogue reads as: a bug.
const UNKNOWN: Entry = Entry {
    code: "internal-error",
    status: 500,
    title: ["Fout in de server", "Server error"],
    text: ["Er ging iets mis bij ons.", "Something went wrong on our side."],
};

/// All kinds, in the order of the documentation.
pub fn entries() -> &'static [Entry] {
    &ENTRIES
}

/// The kind with this code.
pub fn entry(code: &str) -> Entry {
    let known = ENTRIES.iter().find(|entry| entry.code == code);
    known
        .or_else(|| ENTRIES.iter().find(|entry| entry.code == UNKNOWN.code))
        .copied()
        .unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once_and_an_unknown_one_reads_as_a_bug() {
        assert!(entries().len() > 50);
        for (index, entry) in entries().iter().enumerate() {
            assert!(entries().iter().skip(index + 1).all(|other| other.code != entry.code));
        }
        assert_eq!(entry("never-heard-of").code, "internal-error");
        assert_eq!(entry("full").status, 409);
    }
}
