//! Marking attendance: many participants at once, each row by itself.
//!
//! A row names the version of the mark that its author saw, so that of two organisers who mark the
//! same participant the second is told instead of overwriting unseen.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use chrono::NaiveTime;

use super::{Attendance, Mark, MarkKind};
use crate::boards::Board;
use crate::cohorts::Session;
use crate::kernel::{Id, Instant, Kind, Reason, Refusal, civil, text};
use crate::registrations::Participant;

/// What an organiser says of a participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marking {
    pub participant: Id<Participant>,
    pub mark: Mark,
    /// The version of the mark that they saw; nothing where there was none.
    pub seen: Option<i64>,
}

/// What came of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    New(Attendance),
    /// It was marked so before.
    Same(Attendance),
}

impl Marked {
    /// The attendance as it is now.
    pub fn attendance(self) -> Attendance {
        match self {
            Self::New(attendance) | Self::Same(attendance) => attendance,
        }
    }
}

/// The people of a session with what is marked of them.
#[derive(Debug, Clone)]
pub struct Roll {
    pub session: Session,
    /// The board of everybody who may be marked: who takes part, and who did before somebody else
    /// took their place.
    pub boards: HashMap<Id<Participant>, Id<Board>>,
    /// Those of them who take part now.
    pub taking_part: Vec<Id<Participant>>,
    pub marks: HashMap<Id<Participant>, Attendance>,
}

impl Mark {
    /// The mark of this kind with these times.
    ///
    /// # Errors
    /// `times-missing` and `times-superfluous` where they do not fit the kind, `ends-before-start`;
    /// at their fields.
    pub fn checked(
        kind: MarkKind,
        from: Option<NaiveTime>,
        until: Option<NaiveTime>,
    ) -> Result<Self, Refusal> {
        match (kind, from, until) {
            (MarkKind::Partly, Some(from), Some(until)) if from < until => {
                Ok(Self::Partly { from, until })
            }
            (MarkKind::Partly, Some(_), Some(_)) => {
                let sentence =
                    text("het eind ligt niet na het begin", "the end is not after the start");
                Err(Refusal::invalid("/untilTime", "ends-before-start", sentence))
            }
            (MarkKind::Partly, ..) => Err(times(from, until, Option::is_none, times_missing)),
            (MarkKind::Present, None, None) => Ok(Self::Present),
            (MarkKind::Absent, None, None) => Ok(Self::Absent),
            (MarkKind::Excused, None, None) => Ok(Self::Excused),
            _ => Err(times(from, until, Option::is_some, times_superfluous)),
        }
    }
}

/// What is wrong with each of the two times of which it is wrong.
fn times(
    from: Option<NaiveTime>,
    until: Option<NaiveTime>,
    is_wrong: fn(&Option<NaiveTime>) -> bool,
    reason: fn() -> Reason,
) -> Refusal {
    let fields = [("/fromTime", from), ("/untilTime", until)];
    let wrong = fields.into_iter().filter(|(_, time)| is_wrong(time));
    Refusal { kind: Kind::Invalid, reasons: wrong.map(|(at, _)| reason().at(at)).collect() }
}

fn times_missing() -> Reason {
    let sentence = text(
        "zeg van wanneer tot wanneer iemand er deels was",
        "say from when until when somebody was partly there",
    );
    Reason::new("times-missing", sentence)
}

fn times_superfluous() -> Reason {
    let sentence = text(
        "tijden horen alleen bij iemand die er deels was",
        "times belong only to somebody who was partly there",
    );
    Reason::new("times-superfluous", sentence)
}

impl Roll {
    /// Marks one participant.
    ///
    /// # Errors
    /// `not-on-the-roll`; `session-cancelled`, `before-session-day` (an excuse is taken before it)
    /// and `times-outside-session`, all that hold; `marked-meanwhile` where the mark is another one than
    /// was seen.
    pub fn mark(&mut self, marking: &Marking, now: Instant) -> Result<Marked, Refusal> {
        let Marking { participant, mark, seen } = *marking;
        if !self.boards.contains_key(&participant) {
            let sentence = text(
                "deze deelnemer hoort niet bij de groep van de bijeenkomst",
                "this participant is not of the session's cohort",
            );
            return Err(Refusal::conflict("not-on-the-roll", sentence));
        }
        self.may_be_marked(mark, now)?;
        let known = self.marks.get(&participant).copied();
        if let Some(known) = known.filter(|known| known.mark == mark) {
            return Ok(Marked::Same(known));
        }
        if known.map(|known| known.version) != seen {
            return Err(marked_meanwhile(known));
        }
        Ok(Marked::New(self.enter(participant, mark, now)))
    }

    /// Marks everybody who takes part and has no mark yet.
    ///
    /// # Errors
    /// Those of [`Roll::mark`].
    pub fn mark_others(&mut self, mark: Mark, now: Instant) -> Result<Vec<Attendance>, Refusal> {
        self.may_be_marked(mark, now)?;
        let is_open = |it: &&Id<Participant>| !self.marks.contains_key(it);
        let open: Vec<_> = self.taking_part.iter().filter(is_open).copied().collect();
        Ok(open.into_iter().map(|participant| self.enter(participant, mark, now)).collect())
    }

    fn enter(&mut self, participant: Id<Participant>, mark: Mark, now: Instant) -> Attendance {
        let known = self.marks.get(&participant).map_or(0, |known| known.version);
        let (session, version) = (self.session.id, known + 1);
        let attendance = Attendance { participant, session, mark, version, marked_at: now };
        self.marks.insert(participant, attendance);
        attendance
    }

    fn may_be_marked(&self, mark: Mark, now: Instant) -> Result<(), Refusal> {
        let Session { on, starts, ends, .. } = self.session;
        let mut reasons: Vec<Reason> = self.session.off_because().into_iter().collect();
        if mark != Mark::Excused && civil::today(now) < on {
            let day = civil::day_in_words(on);
            let sentence = text(
                format!(
                    "de bijeenkomst is op {}; tot dan kan alleen iemand afgemeld worden",
                    day.nl
                ),
                format!("the session is on {}; until then somebody can only be excused", day.en),
            );
            reasons.push(Reason::new("before-session-day", sentence));
        }
        if mark.times().is_some_and(|(from, until)| until <= starts || ends <= from) {
            let sentence = text(
                "deze tijden vallen buiten de bijeenkomst",
                "these times are outside the session",
            );
            reasons.push(Reason::new("times-outside-session", sentence).at("/fromTime"));
        }
        Refusal::unless_empty(Kind::Conflict, reasons)
    }
}

fn marked_meanwhile(known: Option<Attendance>) -> Refusal {
    let sentence = match known {
        Some(known) => {
            let mark = known.mark.kind().in_words();
            text(
                format!("intussen staat deze deelnemer als {}; lees opnieuw", mark.nl),
                format!("meanwhile this participant is marked {}; read again", mark.en),
            )
        }
        None => text(
            "van deze deelnemer is niets bijgehouden; lees opnieuw",
            "nothing is marked of this participant; read again",
        ),
    };
    Refusal::conflict("marked-meanwhile", sentence)
}
