//! Sessions as iCalendar (RFC 5545 and 7986), for feeds and for mail.
//!
//! Everything is published (`METHOD:PUBLISH`): nobody is asked to answer. Nothing in it says when
//! it was made, so that a calendar in which nothing changed has the same bytes.

mod ical;
mod zone;

use leerkring_domain::calendars::{Entry, EntryState, Group, MOST_ENTRIES};
use leerkring_domain::kernel::{Instant, Language};

use self::ical::Writer;

/// How often programs are asked to look again.
const REFRESH: &str = "PT1H";

/// A calendar that calls itself `name`, with what these cohorts have in it at `now`.
pub fn calendar(name: &str, groups: &[Group], language: Language, now: Instant) -> String {
    let mut entries: Vec<_> = groups.iter().flat_map(|group| group.entries(now)).collect();
    entries.sort_by_key(|entry| (entry.session.period.start, entry.session.id));
    let dropped = entries.len().saturating_sub(MOST_ENTRIES);
    let mut writer = Writer::default();
    writer.line("BEGIN", "VCALENDAR");
    writer.line("VERSION", "2.0");
    writer.line("PRODID", &format!("-//Leerkring//Leerkring//{}", language.tag().to_uppercase()));
    writer.line("CALSCALE", "GREGORIAN");
    writer.line("METHOD", "PUBLISH");
    writer.text("NAME", name);
    writer.text("X-WR-CALNAME", name);
    writer.line("X-WR-TIMEZONE", zone::NAME);
    writer.line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    writer.line("X-PUBLISHED-TTL", REFRESH);
    zone::write(&mut writer);
    for entry in entries.iter().skip(dropped) {
        event(&mut writer, entry, language);
    }
    writer.line("END", "VCALENDAR");
    writer.finish()
}

fn event(writer: &mut Writer, entry: &Entry<'_>, language: Language) {
    let session = entry.session;
    let changed = entry.changed_at().format("%Y%m%dT%H%M%SZ").to_string();
    let local = |time| session.on.and_time(time).format("%Y%m%dT%H%M%S").to_string();
    let (status, transparency, busy) = match entry.state {
        EntryState::Tentative => ("TENTATIVE", "OPAQUE", "TENTATIVE"),
        EntryState::Confirmed => ("CONFIRMED", "OPAQUE", "BUSY"),
        EntryState::Cancelled => ("CANCELLED", "TRANSPARENT", "FREE"),
    };
    writer.line("BEGIN", "VEVENT");
    writer.line("UID", &entry.uid());
    writer.line("DTSTAMP", &changed);
    writer.line("LAST-MODIFIED", &changed);
    writer.line("SEQUENCE", &entry.sequence().to_string());
    writer.line(&format!("DTSTART;TZID={}", zone::NAME), &local(session.starts));
    writer.line(&format!("DTEND;TZID={}", zone::NAME), &local(session.ends));
    writer.text("SUMMARY", &entry.summary(language));
    writer.line("STATUS", status);
    writer.line("TRANSP", transparency);
    // Outlook goes by this.
    writer.line("X-MICROSOFT-CDO-BUSYSTATUS", busy);
    if let Some(location) = entry.location() {
        writer.text("LOCATION", &location);
    }
    if let Some(link) = entry.meeting_link() {
        writer.line("URL", link);
    }
    writer.text("DESCRIPTION", &entry.description(language));
    writer.texts("CATEGORIES", &entry.group.themes);
    writer.line("END", "VEVENT");
}
