//! Completion: sessions that count against sessions that are expected, in whole numbers.

mod missing;
#[cfg(test)]
mod tests;
mod words;

pub use missing::Missing;

use chrono::{NaiveDate, NaiveTime, Timelike};

use super::{Attendance, AttendanceRule, Attendee, Course, Excused, Mark, Part};
use crate::cohorts::Session;
use crate::kernel::{Code, Id, Instant};

/// How far somebody is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    pub standing: Standing,
    /// The percentage of the expected sessions that completes; nothing without a rule.
    pub share: Option<u8>,
    /// How many sessions are expected of them.
    pub expected: u32,
    /// How many of those count.
    pub counted: u32,
    /// How many of those have to count; nothing without a rule.
    pub needed: Option<u32>,
    /// Every session that is held, in time order.
    pub sessions: Vec<Judged>,
    /// How much of what is expected somebody may miss while the session counts.
    pub may_miss_minutes: u16,
}

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Enough sessions count; no later one takes that away.
    Met,
    /// What is still to come, or to be marked, may complete it.
    Open,
    /// Whatever comes, too few sessions will count.
    OutOfReach,
    /// The programme has no rule, so that nobody completes it.
    NoRule,
}

impl Code for Standing {
    const ALL: &'static [Self] = &[Self::Met, Self::Open, Self::OutOfReach, Self::NoRule];

    fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Open => "open",
            Self::OutOfReach => "out-of-reach",
            Self::NoRule => "no-rule",
        }
    }
}

/// What one session comes to for one participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub session: Id<Session>,
    pub ordinal: u32,
    pub on: NaiveDate,
    /// What is expected of them there.
    pub part: Part,
    /// From when until when that is, on the clock in the room.
    pub window: (NaiveTime, NaiveTime),
    pub attendance: Option<Attendance>,
    pub outcome: Outcome,
    /// Whether it is one of the sessions that are expected of them.
    pub is_expected: bool,
    /// How many minutes of what is expected they missed, of who was partly there.
    pub missed_minutes: Option<u32>,
}

/// What attendance at a session comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Was there for what is expected.
    Attended,
    /// Was there, and missed more of it than may be missed.
    TooShort,
    Absent,
    Excused,
    /// It was over before they took somebody's place.
    BeforeJoining,
    /// It has started and nothing is marked: that is not the same as absent.
    Unmarked,
    ToCome,
}

impl Code for Outcome {
    const ALL: &'static [Self] = &[
        Self::Attended,
        Self::TooShort,
        Self::Absent,
        Self::Excused,
        Self::BeforeJoining,
        Self::Unmarked,
        Self::ToCome,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Attended => "attended",
            Self::TooShort => "too-short",
            Self::Absent => "absent",
            Self::Excused => "excused",
            Self::BeforeJoining => "before-joining",
            Self::Unmarked => "unmarked",
            Self::ToCome => "to-come",
        }
    }
}

impl Outcome {
    /// Whether it may still become attended without a correction.
    fn is_undecided(self) -> bool {
        matches!(self, Self::Unmarked | Self::ToCome)
    }
}

impl Judged {
    /// Whether it counts towards completion.
    pub fn counts(&self) -> bool {
        self.is_expected && self.outcome == Outcome::Attended
    }
}

impl Completion {
    pub fn is_met(&self) -> bool {
        self.standing == Standing::Met
    }

    /// Why it is not met, in words; empty where it is.
    pub fn missing(&self) -> Vec<Missing> {
        missing::of(self)
    }

    /// The percentage of the expected sessions that count, rounded down.
    pub fn reached(&self) -> u32 {
        (self.counted * 100).checked_div(self.expected).unwrap_or(0)
    }
}

impl Course {
    /// How far `attendee` is at `now`.
    pub fn completion(&self, attendee: &Attendee, now: Instant) -> Completion {
        let rule = &self.rules.attendance;
        let judge = |session| judged(rule, session, attendee, now);
        let held = self.sessions.iter().filter(|session| session.is_held());
        let mut sessions: Vec<Judged> = held.map(judge).collect();
        expect(&mut sessions, rule.excused);
        let count = |which: fn(&Judged) -> bool| {
            u32::try_from(sessions.iter().filter(|session| which(session)).count())
                .unwrap_or(u32::MAX)
        };
        let expected = count(|session| session.is_expected);
        let counted = count(Judged::counts);
        let undecided = count(|session| session.is_expected && session.outcome.is_undecided());
        let share = self.rules.completion.as_ref().map(|completion| completion.share);
        let needed = share.map(|share| needed(share, expected));
        let standing = match needed {
            None => Standing::NoRule,
            Some(needed) if needed <= counted => Standing::Met,
            Some(needed) if needed <= counted + undecided => Standing::Open,
            Some(_) => Standing::OutOfReach,
        };
        let may_miss_minutes = rule.may_miss_minutes;
        Completion { standing, share, expected, counted, needed, sessions, may_miss_minutes }
    }
}

/// How many of `expected` sessions are `share` per cent of them; nobody completes by staying away.
fn needed(share: u8, expected: u32) -> u32 {
    (u32::from(share) * expected).div_ceil(100).max(1)
}

/// Which sessions are expected: all that are not optional. Where all of them are, being at one of
/// them is what is left to ask.
fn expect(sessions: &mut [Judged], excused: Excused) {
    let all_optional = sessions.iter().all(|session| session.part == Part::Optional);
    for session in sessions {
        let left_out = excused == Excused::LeftOut && session.outcome == Outcome::Excused;
        session.is_expected = !left_out && (all_optional || session.part != Part::Optional);
    }
}

fn judged(rule: &AttendanceRule, session: &Session, who: &Attendee, now: Instant) -> Judged {
    let part = rule.of(&who.participant.role, &session.expected);
    let window = window(session, part);
    let attendance = who.attendances.get(&session.id).copied();
    let missed = attendance.and_then(|it| it.mark.times()).map(|there| missed(window, there));
    let outcome = match attendance.map(|attendance| attendance.mark) {
        Some(Mark::Present) => Outcome::Attended,
        Some(Mark::Partly { .. }) => {
            let may_miss = u32::from(rule.may_miss_minutes) * 60;
            let enough = missed.is_some_and(|missed| missed.is_little(part, may_miss));
            if enough { Outcome::Attended } else { Outcome::TooShort }
        }
        Some(Mark::Absent) => Outcome::Absent,
        Some(Mark::Excused) => Outcome::Excused,
        None if now < session.period.start => Outcome::ToCome,
        None if who.joined_at.is_some_and(|joined| session.period.end <= joined) => {
            Outcome::BeforeJoining
        }
        None => Outcome::Unmarked,
    };
    Judged {
        session: session.id,
        ordinal: session.ordinal,
        on: session.on,
        part,
        window,
        attendance,
        outcome,
        is_expected: false,
        missed_minutes: missed.map(|missed| missed.seconds.div_ceil(60)),
    }
}

/// From when until when somebody is expected: the halves of a session meet in its middle.
fn window(session: &Session, part: Part) -> (NaiveTime, NaiveTime) {
    let (starts, ends) = (session.starts, session.ends);
    let middle = starts + (ends - starts) / 2;
    match part {
        Part::WholeDay | Part::Optional => (starts, ends),
        Part::Morning => (starts, middle),
        Part::Afternoon => (middle, ends),
    }
}

/// What somebody missed of what was expected of them.
#[derive(Debug, Clone, Copy)]
struct Missed {
    seconds: u32,
    everything: bool,
}

impl Missed {
    /// Whether the session counts all the same: being at an optional one at all is enough.
    fn is_little(self, part: Part, may_miss: u32) -> bool {
        !self.everything && (part == Part::Optional || self.seconds <= may_miss)
    }
}

fn missed(window: (NaiveTime, NaiveTime), there: (NaiveTime, NaiveTime)) -> Missed {
    let seconds = |time: NaiveTime| time.num_seconds_from_midnight();
    let expected = seconds(window.1).saturating_sub(seconds(window.0));
    let (from, until) = (window.0.max(there.0), window.1.min(there.1));
    let attended = seconds(until).saturating_sub(seconds(from));
    Missed { seconds: expected.saturating_sub(attended), everything: attended == 0 }
}
