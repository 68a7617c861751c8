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
    /// What whoever meets it can do, where that is more than what its status says.
    #[serde(borrow, rename = "do")]
    advice: Option<[&'static str; 2]>,
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

impl Entry {
    /// What whoever meets it can do about it.
    pub fn advice(&self) -> Text {
        match self.advice {
            Some([nl, en]) => text(nl, en),
            None => advice_by_status(self.status),
        }
    }
}

fn advice_by_status(status: u16) -> Text {
    match status {
        404 | 405 => text(
            "Controleer het adres, en of u er met uw rol bij kunt.",
            "Check the address, and whether your role lets you see it.",
        ),
        409 => text(
            "Zonder dat er iets verandert helpt herhalen niet: lees opnieuw hoe het staat en pas het \
             verzoek aan. `detail` en `reasons` zeggen wat in de weg staat.",
            "Repeating does not help unless something changes: read again how it stands and adapt \
             the request. `detail` and `reasons` say what is in the way.",
        ),
        412 | 428 => text(
            "Haal het opnieuw op, breng uw wijziging aan en stuur de nieuwe ETag mee in If-Match.",
            "Read it again, make your change and send the new ETag in If-Match.",
        ),
        408 | 429 | 503 => text(
            "Wacht even en herhaal het verzoek, met dezelfde Idempotency-Key als u die meestuurde.",
            "Wait a moment and repeat the request, with the same Idempotency-Key if you sent one.",
        ),
        _ => text(
            "Verander het verzoek zoals de beschrijving van de bewerking het vraagt en stuur het \
             opnieuw.",
            "Change the request as the description of the operation asks and send it again.",
        ),
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
    advice: None,
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

    #[test]
    fn whoever_may_not_reads_what_to_do_about_that_very_refusal() {
        for entry in entries().iter().filter(|entry| [401, 403].contains(&entry.status)) {
            assert!(entry.advice.is_some(), "{} has no `do`", entry.code);
        }
    }
}
