//! What an entry says to whoever reads it.

use super::{Entry, EntryState, Group, Viewer};
use crate::boards::Board;
use crate::cohorts::SessionMode;
use crate::kernel::{Language, Text, text};
use crate::registrations::RegistrationStatus;

/// What the calendar of a board is called.
pub fn name_of_board(board: &Board, language: Language) -> String {
    let name =
        text(format!("Bijeenkomsten van {}", board.name), format!("Sessions of {}", board.name));
    name.in_language(language).to_owned()
}

/// What the calendar of one cohort is called.
pub fn name_of_group(group: &Group) -> String {
    format!("{} – {}", group.programme, group.name)
}

impl Entry<'_> {
    /// What programs show of it in a day: the state first, because some show only this.
    pub fn summary(&self, language: Language) -> String {
        let about = self.session.theme.as_deref().unwrap_or(&self.group.name);
        let name = format!("{} – {about}", self.group.programme);
        match self.remark() {
            Some(remark) => format!("{}: {name}", remark.in_language(language)),
            None => name,
        }
    }

    /// Why it is not simply confirmed, in a word or two.
    fn remark(&self) -> Option<Text> {
        match (self.state, self.group.viewer) {
            (EntryState::Confirmed, _) => None,
            (EntryState::Cancelled, _) if !self.session.is_held() => {
                Some(text("Afgelast", "Cancelled"))
            }
            (EntryState::Cancelled, _) => Some(text("Vervallen", "No longer yours")),
            (EntryState::Tentative, Viewer::Team(standing)) => Some(match standing.status {
                RegistrationStatus::Waitlisted => text("Wachtlijst", "Waiting list"),
                RegistrationStatus::Offered => text("Plaats aangeboden", "Seats offered"),
                _ => text("Aangemeld", "Registered"),
            }),
            (EntryState::Tentative, _) => Some(text("Voorlopig", "Tentative")),
        }
    }

    /// Where one goes.
    pub fn location(&self) -> Option<String> {
        let place = &self.session.place;
        match place.mode {
            SessionMode::OnSite | SessionMode::Hybrid => {
                place.address_or(self.group.place.as_deref()).map(str::to_owned)
            }
            SessionMode::Online => Some(self.meeting_link().unwrap_or("Online").to_owned()),
        }
    }

    /// What there is to know besides, a line each.
    pub fn description(&self, language: Language) -> String {
        let say = |text: Text| text.in_language(language).to_owned();
        let group = &self.group.name;
        let mut lines = vec![say(text(format!("Groep: {group}"), format!("Cohort: {group}")))];
        if let Some(cancelled) = &self.session.cancelled {
            let reason = cancelled.reason.as_deref().map(|it| format!(": {it}"));
            let reason = reason.unwrap_or_default();
            lines.push(say(text(format!("Afgelast{reason}"), format!("Cancelled{reason}"))));
        }
        if let Some(link) = self.meeting_link() {
            lines.push(format!("Online: {link}"));
        }
        let agenda = &self.session.agenda;
        if !agenda.is_empty() {
            lines.extend([String::new(), say(text("Programma:", "Programme:"))]);
        }
        lines.extend(agenda.iter().map(|it| format!("{} {}", it.starts.format("%H:%M"), it.title)));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::super::entries::tests::{at, group, team};
    use super::*;

    fn first(group: &Group) -> Entry<'_> {
        group.entries(at("2026-06-01T10:00:00Z"))[0]
    }

    #[test]
    fn the_summary_names_the_programme_and_the_theme_or_else_the_cohort() {
        let mut one = group(Viewer::Anybody);
        assert_eq!(first(&one).summary(Language::Dutch), "Strategisch HR – Najaar 2026");
        one.sessions[0].theme = Some("Verzuim".into());
        assert_eq!(first(&one).summary(Language::Dutch), "Strategisch HR – Verzuim");
    }

    #[test]
    fn who_waits_and_who_withdrew_reads_that_first() {
        let summary = |status, language| first(&group(team(status))).summary(language);
        let waiting = summary(RegistrationStatus::Waitlisted, Language::Dutch);
        assert!(waiting.starts_with("Wachtlijst: "));
        let gone = summary(RegistrationStatus::Withdrawn, Language::English);
        assert!(gone.starts_with("No longer yours: "));
    }

    #[test]
    fn what_is_off_says_so_and_why() {
        let mut one = group(team(RegistrationStatus::Confirmed));
        let at = at("2026-06-02T10:00:00Z");
        let reason = Some("de spreker is ziek".to_owned());
        one.sessions[0].cancelled = Some(crate::cohorts::Cancellation { at, reason });
        assert!(first(&one).summary(Language::Dutch).starts_with("Afgelast: "));
        let description = first(&one).description(Language::English);
        assert!(description.contains("Cancelled: de spreker is ziek"));
        assert!(!description.contains("meet.example.nl"));
    }

    #[test]
    fn the_confirmed_read_where_the_meeting_is_and_what_happens_when() {
        let one = group(team(RegistrationStatus::Confirmed));
        let description = first(&one).description(Language::Dutch);
        assert!(description.contains("Online: https://meet.example.nl/1"));
        assert!(description.ends_with("Programma:\n09:30 Begin"));
        let waiting = group(team(RegistrationStatus::Waitlisted));
        assert!(!first(&waiting).description(Language::Dutch).contains("meet.example.nl"));
    }

    #[test]
    fn the_place_is_the_address_and_online_the_link_for_those_who_may_know() {
        let mut one = group(team(RegistrationStatus::Confirmed));
        let address = first(&one).location();
        assert_eq!(address.as_deref(), Some("Jaarbeursplein 6, Utrecht"));
        one.sessions[0].place.mode = SessionMode::Online;
        let link = first(&one).location();
        assert_eq!(link.as_deref(), Some("https://meet.example.nl/1"));
        one.viewer = Viewer::Anybody;
        assert_eq!(first(&one).location().as_deref(), Some("Online"));
    }
}
