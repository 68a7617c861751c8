//! How long data about people is kept, and what becomes of it when somebody is erased.

use chrono::{Datelike, Months, NaiveDate, NaiveTime, TimeDelta};

use crate::kernel::civil::{CivilMoment, Resolved, today};
use crate::kernel::{Code, EmailAddress, Instant, Kind, Reason, Refusal, text};

/// How long ago somebody may have signed in elsewhere who erases themselves and has no password
/// here to show that it is them.
pub const RECENTLY: TimeDelta = TimeDelta::minutes(5);

/// Whether somebody signed in recently; clocks may differ by a few seconds.
pub fn is_recent(signed_in_at: Instant, now: Instant) -> bool {
    let ago = now.signed_duration_since(signed_in_at);
    (-TimeDelta::seconds(5)..=RECENTLY).contains(&ago)
}

/// What stands in the place of a name that was erased.
pub const ERASED_NAME: &str = "[gewist]";

/// The domain of addresses that were erased: nobody can have it (RFC 2606).
pub const ERASED_DOMAIN: &str = "erased.invalid";

/// Whether the address stands in the place of one that was erased.
pub fn is_erased(address: &EmailAddress) -> bool {
    address.as_str().rsplit_once('@').is_some_and(|(_, domain)| domain == ERASED_DOMAIN)
}

/// What is kept under one term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    Needs,
    People,
    Members,
    Certificates,
    Invoices,
    Invitations,
    SignIns,
    Codes,
    Letters,
    Answers,
    Findings,
    Reasons,
}

impl Code for Term {
    const ALL: &'static [Self] = &[
        Self::Needs,
        Self::People,
        Self::Members,
        Self::Certificates,
        Self::Invoices,
        Self::Invitations,
        Self::SignIns,
        Self::Codes,
        Self::Letters,
        Self::Answers,
        Self::Findings,
        Self::Reasons,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Needs => "needs",
            Self::People => "people",
            Self::Members => "members",
            Self::Certificates => "certificates",
            Self::Invoices => "invoices",
            Self::Invitations => "invitations",
            Self::SignIns => "sign-ins",
            Self::Codes => "codes",
            Self::Letters => "letters",
            Self::Answers => "answers",
            Self::Findings => "import-findings",
            Self::Reasons => "audit-reasons",
        }
    }
}

impl Term {
    /// What happens to what is past it, for people to read.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Needs => "diet and access needs are deleted after the cohort's last session",
            Self::People => {
                "participants and contacts become anonymous after the cohort's last session"
            }
            Self::Members => "persons become anonymous after their membership ended",
            Self::Certificates => "holders of certificates become anonymous after they were issued",
            Self::Invoices => {
                "invoices and payments become anonymous after the year in which they were booked"
            }
            Self::Invitations => {
                "invitations are deleted after they were accepted, withdrawn or expired"
            }
            Self::SignIns => "sign-ins are deleted after they ended",
            Self::Codes => "one-time codes are deleted after they expired",
            Self::Letters => "mail is deleted after it was sent or given up",
            Self::Answers => "answers to repeat are deleted after they were given",
            Self::Findings => "what was said about the rows of a file is deleted after its import",
            Self::Reasons => "reasons are erased from audit entries after they were given",
        }
    }
}

/// How long something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Hours(u32),
    Days(u32),
    /// Of the calendar: a month after 31 January is the end of February.
    Months(u32),
    /// Whole years in the Netherlands, after the one in which it ended: what is kept by its books.
    BookYears(u32),
}

impl Span {
    /// What ended before this has been kept for long enough at `now`. A span that begins before
    /// time does is never over.
    pub fn before(self, now: Instant) -> Instant {
        let before = match self {
            Self::Hours(hours) => now.checked_sub_signed(TimeDelta::hours(hours.into())),
            Self::Days(days) => now.checked_sub_signed(TimeDelta::days(days.into())),
            Self::Months(months) => now.checked_sub_months(Months::new(months)),
            Self::BookYears(years) => new_year(now, years),
        };
        before.unwrap_or(Instant::MIN_UTC)
    }

    pub fn in_words(self) -> String {
        match self {
            Self::Hours(count) => format!("{count} hours"),
            Self::Days(count) => format!("{count} days"),
            Self::Months(count) => format!("{count} months"),
            Self::BookYears(count) => format!("{count} calendar years"),
        }
    }
}

/// The first moment of the year in the Netherlands that began `years` before the one of `now`.
fn new_year(now: Instant, years: u32) -> Option<Instant> {
    let year = today(now).year().checked_sub_unsigned(years)?;
    let on = NaiveDate::from_ymd_opt(year, 1, 1)?;
    match (CivilMoment { on, at: NaiveTime::MIN }).resolve() {
        Resolved::Once(moment) | Resolved::FirstOfTwo(moment) => Some(moment),
        Resolved::Skipped => None,
    }
}

/// `text` with `by` in the place of each `word` that stands by itself, whatever the case.
pub fn without(text: &str, word: &str, by: &str) -> String {
    let (mut left, mut rest) = (String::new(), text);
    while let Some((start, end)) = find(rest, word) {
        let (before, after) = (rest.get(..start).unwrap_or_default(), rest.get(end..));
        let is_inside = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        let before_it = before.chars().next_back().or_else(|| left.chars().next_back());
        let stands_alone =
            !is_inside(before_it) && !is_inside(after.and_then(|it| it.chars().next()));
        left.push_str(before);
        left.push_str(if stands_alone { by } else { rest.get(start..end).unwrap_or_default() });
        rest = after.unwrap_or_default();
    }
    left + rest
}

/// Where `word` begins and ends in `text`, whatever the case.
fn find(text: &str, word: &str) -> Option<(usize, usize)> {
    let wanted: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    if wanted.is_empty() {
        return None;
    }
    text.char_indices().find_map(|(start, _)| {
        let mut left = wanted.as_slice();
        for (place, letter) in text.get(start..)?.char_indices() {
            for lower in letter.to_lowercase() {
                left = left.strip_prefix(&[lower])?;
            }
            if left.is_empty() {
                return Some((start, start + place + letter.len_utf8()));
            }
        }
        None
    })
}

/// Where somebody is still counted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StillCountedOn {
    pub participates: bool,
    /// Whether they are the one to ask.
    pub is_contact: bool,
    pub board: String,
    pub programme: String,
    pub cohort: String,
}

/// Whether somebody can be erased who is counted on there.
///
/// # Errors
/// `still-takes-part` and `still-contact`, for each registration: whoever erased them anyway would
/// leave a board with a seat for nobody and an organiser with nobody to ask.
pub fn nobody_counts_on(there: &[StillCountedOn]) -> Result<(), Refusal> {
    let reasons = there.iter().flat_map(|it| {
        let takes_part = it.participates.then(|| takes_part(it));
        takes_part.into_iter().chain(it.is_contact.then(|| is_asked(it)))
    });
    Refusal::unless_empty(Kind::Conflict, reasons.collect())
}

fn takes_part(StillCountedOn { board, programme, cohort, .. }: &StillCountedOn) -> Reason {
    let sentence = text(
        format!(
            "deze persoon neemt deel aan {programme} ({cohort}) voor {board}: laat het bestuur een \
             vervanger noemen of de aanmelding intrekken"
        ),
        format!(
            "this person takes part in {programme} ({cohort}) for {board}: let the board name a \
             replacement or withdraw"
        ),
    );
    Reason::new("still-takes-part", sentence)
}

fn is_asked(StillCountedOn { board, programme, cohort, .. }: &StillCountedOn) -> Reason {
    let sentence = text(
        format!(
            "deze persoon is contactpersoon van {board} bij {programme} ({cohort}): laat het \
             bestuur een andere noemen"
        ),
        format!(
            "this person is the contact of {board} for {programme} ({cohort}): let the board name \
             another"
        ),
    );
    Reason::new("still-contact", sentence)
}

/// The refusal of a confirmation that does not fit whoever gives it.
pub fn not_confirmed(location: &str) -> Refusal {
    let sentence = text(
        "dit is niet wat bij uw account hoort; er is niets gewist",
        "this is not what belongs to your account; nothing was erased",
    );
    Refusal::invalid(location, "not-confirmed", sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_signed_in_five_minutes_ago_did_so_recently_and_who_has_yet_to_did_not() {
        let now: Instant = "2026-07-01T10:00:00Z".parse().unwrap();
        let ago = |seconds| is_recent(now - TimeDelta::seconds(seconds), now);
        assert!(ago(0) && ago(300) && ago(-5));
        assert!(!ago(301) && !ago(-6) && !is_recent(Instant::MAX_UTC, now));
        assert!(!is_recent(Instant::MIN_UTC, now));
    }

    #[test]
    fn a_term_of_months_goes_by_the_calendar() {
        let now: Instant = "2028-02-29T12:00:00Z".parse().unwrap();
        let before = |span: Span| span.before(now).to_rfc3339();
        assert_eq!(before(Span::Months(24)), "2026-02-28T12:00:00+00:00");
        assert_eq!(before(Span::Days(30)), "2028-01-30T12:00:00+00:00");
        assert_eq!(before(Span::Hours(72)), "2028-02-26T12:00:00+00:00");
        assert_eq!(Span::Months(u32::MAX).before(now), Instant::MIN_UTC);
    }

    #[test]
    fn a_term_of_book_years_begins_when_the_year_is_over_in_the_netherlands() {
        let before = |now: &str, years| Span::BookYears(years).before(now.parse().unwrap());
        let new_year = |text: &str| text.parse::<Instant>().unwrap();
        assert_eq!(before("2033-12-31T22:59:59Z", 7), new_year("2025-12-31T23:00:00Z"));
        assert_eq!(before("2033-12-31T23:00:00Z", 7), new_year("2026-12-31T23:00:00Z"));
        assert_eq!(before("2034-06-01T00:00:00Z", u32::MAX), Instant::MIN_UTC);
    }

    #[test]
    fn a_name_goes_whatever_its_case_and_only_where_it_stands_by_itself() {
        let without = |text| without(text, "Noor Élan", "[x]");
        assert_eq!(without("NOOR ÉLAN, noor élan."), "[x], [x].");
        assert_eq!(without("Noor Élands en Noor"), "Noor Élands en Noor");
        assert_eq!(super::without("aaa aa", "aa", "b"), "aaa b");
        assert_eq!(super::without("text", "", "b"), "text");
    }

    #[test]
    fn whoever_is_counted_on_is_told_where() {
        let there = |participates, is_contact| StillCountedOn {
            participates,
            is_contact,
            board: "Stichting A".to_owned(),
            programme: "Leergang".to_owned(),
            cohort: "Najaar".to_owned(),
        };
        assert!(nobody_counts_on(&[]).is_ok());
        let refusal = nobody_counts_on(&[there(true, true), there(false, true)]).unwrap_err();
        let codes: Vec<_> = refusal.reasons.iter().map(|reason| reason.code).collect();
        assert_eq!(codes, ["still-takes-part", "still-contact", "still-contact"]);
        assert!(refusal.reasons[0].text.nl.contains("Leergang (Najaar) voor Stichting A"));
    }
}
