//! What stands on a certificate.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kernel::civil::{day_in_words, span_in_words};
use crate::kernel::{Language, Text, text};

/// What stands on it besides the holder's name, the number and the day of issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    #[serde(with = "crate::kernel::code::word")]
    pub language: Language,
    /// The lead first, then its partners.
    pub organisers: Vec<String>,
    pub programme: String,
    pub cohort: String,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    /// How many sessions the holder was at.
    pub sessions: u32,
    /// How long the holder was there, and was expected to be.
    pub minutes_attended: u32,
    pub minutes_expected: u32,
    /// The percentage of the expected sessions that completes.
    pub share: u8,
    /// Where it is signed.
    pub place: Option<String>,
    pub signatory: Option<Signatory>,
    /// The number of the certificate that it stands in the place of.
    pub replaces: Option<String>,
}

/// Who signs for the organiser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    pub name: String,
    pub position: Option<String>,
}

impl Content {
    /// `16 September – 11 November 2026`.
    pub fn days(&self) -> Text {
        span_in_words(self.first_on, self.last_on)
    }

    /// `4 sessions`.
    pub fn sessions_in_words(&self) -> Text {
        match self.sessions {
            1 => text("1 bijeenkomst", "1 session"),
            count => text(format!("{count} bijeenkomsten"), format!("{count} sessions")),
        }
    }

    /// `28 hours`, of how many where it was not all of them.
    pub fn hours_in_words(&self) -> Text {
        let (there, all) = (self.minutes_attended, self.minutes_expected);
        let (nl, en) = (hours(there, ','), hours(there, '.'));
        if there < all {
            let (all_nl, all_en) = (hours(all, ','), hours(all, '.'));
            return text(format!("{nl} van {all_nl} uur"), format!("{en} of {all_en} hours"));
        }
        let unit = if there == 60 { "hour" } else { "hours" };
        text(format!("{nl} uur"), format!("{en} {unit}"))
    }

    /// What had to be done for it, as a sentence.
    pub fn criteria(&self) -> Text {
        let share = self.share;
        text(
            format!(
                "Aanwezig bij ten minste {share}% van de bijeenkomsten van {} die van de deelnemer \
                 werden verwacht.",
                self.programme
            ),
            format!(
                "Present at {share}% or more of the sessions of {} that were expected of the \
                 participant.",
                self.programme
            ),
        )
    }

    /// Who organised it, as an enumeration.
    pub fn organisers_in_words(&self) -> Text {
        let with = |and: &str| match self.organisers.split_last() {
            Some((last, others)) if !others.is_empty() => {
                format!("{} {and} {last}", others.join(", "))
            }
            _ => self.organisers.concat(),
        };
        text(with("en"), with("and"))
    }

    /// `Utrecht, 28 November 2026`.
    pub fn signed(&self, issued_on: NaiveDate) -> Text {
        let day = day_in_words(issued_on);
        match &self.place {
            Some(place) => text(format!("{place}, {}", day.nl), format!("{place}, {}", day.en)),
            None => day,
        }
    }
}

/// Minutes as hours with one decimal at most, rounded to the nearest, halves up.
fn hours(minutes: u32, separator: char) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        tenth => format!("{}{separator}{tenth}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::hours;

    #[test]
    fn hours_have_a_decimal_where_they_need_one() {
        assert_eq!(
            [480, 90, 75, 100, 3].map(|it| hours(it, ',')),
            ["8", "1,5", "1,3", "1,7", "0,1"]
        );
    }
}
