//! A session as a letter shows it.

use serde::{Deserialize, Serialize};

use crate::cohorts::{Session, SessionMode};
use crate::kernel::civil::{civil, weekday_in_words};
use crate::kernel::{Instant, Text, text};

/// When and where a session is. The meeting link is no part of it: letters are kept for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Meeting {
    pub starts_at: Instant,
    pub ends_at: Instant,
    #[serde(with = "crate::kernel::code::word")]
    pub mode: SessionMode,
    pub address: Option<String>,
    pub theme: Option<String>,
}

impl From<&Session> for Meeting {
    fn from(session: &Session) -> Self {
        Self {
            starts_at: session.period.start,
            ends_at: session.period.end,
            mode: session.place.mode,
            address: session.place.address.clone(),
            theme: session.theme.clone(),
        }
    }
}

impl Meeting {
    /// Whether both are at the same time and place.
    pub(super) fn is_where_and_when(&self, other: &Self) -> bool {
        self.is_when(other) && (self.mode, &self.address) == (other.mode, &other.address)
    }

    pub(super) fn is_when(&self, other: &Self) -> bool {
        (self.starts_at, self.ends_at) == (other.starts_at, other.ends_at)
    }

    /// `Wednesday 16 September 2026, 09:00–17:00, Domplein 1`.
    pub(super) fn in_words(&self) -> Text {
        let (from, until) = (civil(self.starts_at), civil(self.ends_at));
        let day = weekday_in_words(from.on);
        let times = format!("{}–{}", from.at.format("%H:%M"), until.at.format("%H:%M"));
        let place = self.place();
        text(format!("{}, {times}{}", day.nl, place.nl), format!("{}, {times}{}", day.en, place.en))
    }

    fn place(&self) -> Text {
        let address = self.address.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
        match self.mode {
            SessionMode::OnSite => text(address.clone(), address),
            SessionMode::Online => text(", online", ", online"),
            SessionMode::Hybrid => {
                text(format!("{address}, of online"), format!("{address}, or online"))
            }
        }
    }

    pub(super) fn theme_in_words(&self) -> Option<Text> {
        let theme = self.theme.as_ref()?;
        Some(text(format!("Thema: {theme}"), format!("Theme: {theme}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(mode: SessionMode, address: Option<&str>) -> Meeting {
        Meeting {
            starts_at: "2026-09-16T07:00:00Z".parse().unwrap(),
            ends_at: "2026-09-16T15:00:00Z".parse().unwrap(),
            mode,
            address: address.map(str::to_owned),
            theme: None,
        }
    }

    #[test]
    fn a_meeting_reads_as_the_clock_in_the_room_says() {
        let words = meeting(SessionMode::OnSite, Some("Domplein 1, Utrecht")).in_words();
        assert_eq!(words.nl, "woensdag 16 september 2026, 09:00–17:00, Domplein 1, Utrecht");
        assert_eq!(words.en, "Wednesday 16 September 2026, 09:00–17:00, Domplein 1, Utrecht");
        let online = meeting(SessionMode::Online, None).in_words();
        assert_eq!(online.nl, "woensdag 16 september 2026, 09:00–17:00, online");
        let hybrid = meeting(SessionMode::Hybrid, Some("Utrecht")).in_words();
        assert!(hybrid.en.ends_with(", Utrecht, or online"));
    }
}
