//! Addresses that open something to whoever has them, without signing in, until they are revoked:
//! they stand in mails to participants and in calendar programs.
//!
//! What is kept is what an address opens and which edition of it is good; its text is computed from
//! both with a key of the server's, so that whoever reads the database can open nothing. Revoking
//! it raises the edition.

use uuid::Uuid;

use crate::kernel::Code;

/// What an address opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// What a participant sees and does for themselves: their personal link.
    Participation,
    /// Only the calendar of a participant: it may be given to a calendar program.
    ParticipantCalendar,
    /// The calendar that somebody made for themselves.
    Calendar,
}

impl Code for Opening {
    const ALL: &'static [Self] = &[Self::Participation, Self::ParticipantCalendar, Self::Calendar];

    fn code(self) -> &'static str {
        match self {
            Self::Participation => "participation",
            Self::ParticipantCalendar => "participant-calendar",
            Self::Calendar => "calendar",
        }
    }
}

/// An address as it is known to the server. Only the newest edition is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretAddress {
    pub opening: Opening,
    /// The participant, or the calendar.
    pub id: Uuid,
    pub edition: u32,
}
