//! Attendances: who was at which session, and what that completes.
//!
//! Source: product rules "Attendance and completion". What is decided here and why stands in
//! `docs/attendance.md`.

mod completing;
mod completion;
mod expected;
mod marking;

pub use completion::{Completion, Judged, Missing, Outcome, Standing};
pub(crate) use expected::contradictions;
pub use expected::{AttendanceRule, Excused, Expected, Part};
pub use marking::{Marked, Marking, Roll};

use std::collections::HashMap;

use chrono::NaiveTime;

use crate::boards::Board;
use crate::cohorts::Session;
use crate::kernel::{Code, Id, Instant, Text, text};
use crate::programmes::Rules;
use crate::registrations::{Participant, Registration};

/// What was marked of a participant at a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attendance {
    pub participant: Id<Participant>,
    pub session: Id<Session>,
    pub mark: Mark,
    /// 1 for the first mark; every correction raises it.
    pub version: i64,
    pub marked_at: Instant,
}

/// Whether somebody was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Present,
    /// Between two times on the clock in the room.
    Partly {
        from: NaiveTime,
        until: NaiveTime,
    },
    Absent,
    /// Absent, and said so with a reason that the organiser accepts.
    Excused,
}

/// The word for a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    Present,
    Partly,
    Absent,
    Excused,
}

impl Code for MarkKind {
    const ALL: &'static [Self] = &[Self::Present, Self::Partly, Self::Absent, Self::Excused];

    fn code(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Partly => "partly",
            Self::Absent => "absent",
            Self::Excused => "excused",
        }
    }
}

impl MarkKind {
    /// `deels aanwezig`, `partly present`.
    pub fn in_words(self) -> Text {
        match self {
            Self::Present => text("aanwezig", "present"),
            Self::Partly => text("deels aanwezig", "partly present"),
            Self::Absent => text("afwezig", "absent"),
            Self::Excused => text("afgemeld", "excused"),
        }
    }
}

impl Mark {
    pub fn kind(self) -> MarkKind {
        match self {
            Self::Present => MarkKind::Present,
            Self::Partly { .. } => MarkKind::Partly,
            Self::Absent => MarkKind::Absent,
            Self::Excused => MarkKind::Excused,
        }
    }

    /// From when until when, of somebody who was partly there.
    pub fn times(self) -> Option<(NaiveTime, NaiveTime)> {
        match self {
            Self::Partly { from, until } => Some((from, until)),
            Self::Present | Self::Absent | Self::Excused => None,
        }
    }

    /// The mark of this kind; nothing where times are missing or too many.
    pub fn of(kind: MarkKind, times: Option<(NaiveTime, NaiveTime)>) -> Option<Self> {
        match (kind, times) {
            (MarkKind::Partly, Some((from, until))) => Some(Self::Partly { from, until }),
            (MarkKind::Present, None) => Some(Self::Present),
            (MarkKind::Absent, None) => Some(Self::Absent),
            (MarkKind::Excused, None) => Some(Self::Excused),
            _ => None,
        }
    }
}

/// What completion in a cohort goes by: the rules of its programme, and its sessions in time order.
#[derive(Debug, Clone)]
pub struct Course {
    pub rules: Rules,
    pub sessions: Vec<Session>,
}

/// A participant of a confirmed or completed registration, with what was marked of them.
#[derive(Debug, Clone)]
pub struct Attendee {
    pub participant: Participant,
    pub registration: Id<Registration>,
    pub board: Id<Board>,
    /// When they took somebody's place; nothing for who was in the team from the start.
    pub joined_at: Option<Instant>,
    pub attendances: HashMap<Id<Session>, Attendance>,
}
