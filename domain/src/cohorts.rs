//! Cohorts: one run of a programme, with its sessions, its window and its seats.

mod changes;
mod go;
mod moving;
mod phase;
mod reminding;
mod session;
mod taken;

pub use go::{GoNoGo, Minimum, Verdict};
pub use moving::refuse_none_left;
pub(crate) use phase::full;
pub use phase::{Phase, SeatCount};
pub use reminding::{Lead, Reminded};
pub use session::{
    AgendaItem, Breakout, Cancellation, NewSession, Place, Session, SessionMode, numbered,
};
pub use taken::BoardMost;

use crate::kernel::{
    Code, Id, Instant, Kind, Period, Reason, Refusal, RegionKey, Text, civil, text,
};
use crate::programmes::{Programme, ProgrammeStatus};

/// One run of a programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    pub id: Id<Cohort>,
    pub programme: Id<Programme>,
    pub plan: Plan,
    pub status: CohortStatus,
    /// Whether it takes place, once its organiser decided.
    pub verdict: Option<Verdict>,
    pub seats: SeatCount,
    /// Start of the first and end of the last session, once there is one.
    pub span: Option<Period>,
    /// When the last session starts: until then a participant may be replaced.
    pub last_starts_at: Option<Instant>,
    pub version: i64,
}

/// What the organiser decides about a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub name: String,
    pub region: Option<RegionKey>,
    /// Participants, 1 or more.
    pub capacity: u32,
    /// The most participants one board may have in this cohort, across its registrations.
    pub seats_per_board: Option<u32>,
    /// Whether a board may have more than one live registration here.
    pub several_per_board: bool,
    pub window: Period,
    pub waiting_list: WaitingList,
    pub offers: OfferRule,
    /// Below this many participants the organiser may decide that it does not take place.
    pub minimum: Option<Minimum>,
    /// Withdrawing before this instant costs nothing.
    pub free_cancellation_until: Option<Instant>,
    pub place: Option<String>,
    pub facilitator: Option<String>,
}

/// How seats that came free are offered to those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferRule {
    /// How long a team has to answer, in hours.
    pub hours: u32,
    /// Whether a team that does not fit is passed over, three times at most.
    pub skip_larger_teams: bool,
}

impl Default for OfferRule {
    fn default() -> Self {
        Self { hours: 72, skip_larger_teams: false }
    }
}

/// Whether a team that finds no seats may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingList {
    None,
    /// As many teams as come.
    Unlimited,
    /// At most this many teams.
    Most(u32),
}

impl WaitingList {
    /// Whether one more team may wait when `waiting` do already.
    pub fn has_room(self, waiting: u32) -> bool {
        match self {
            Self::None => false,
            Self::Unlimited => true,
            Self::Most(most) => waiting < most,
        }
    }

    /// Whether there is one at all.
    pub fn is_kept(self) -> bool {
        self != Self::None
    }
}

/// The life of a cohort that its organiser decides: draft → published → cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CohortStatus {
    Draft,
    Published,
    Cancelled,
}

impl Code for CohortStatus {
    const ALL: &'static [Self] = &[Self::Draft, Self::Published, Self::Cancelled];

    fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Plan {
    /// Whether the plan can stand beside sessions of which the first starts at `first`.
    ///
    /// # Errors
    /// `capacity-zero` and `window-after-start`, at their fields.
    pub fn checked(&self, first: Option<Instant>) -> Result<(), Refusal> {
        let mut reasons = Vec::new();
        if self.capacity == 0 {
            let text = text("de capaciteit is minstens 1", "capacity is at least 1");
            reasons.push(Reason::new("capacity-zero", text).at("/capacity"));
        }
        if let Some(first) = first.filter(|first| *first < self.window.end) {
            let starts = civil::in_words(first);
            let text = text(
                format!(
                    "de aanmelding sluit na de start van de eerste bijeenkomst ({})",
                    starts.nl
                ),
                format!("registration closes after the first session starts ({})", starts.en),
            );
            reasons.push(Reason::new("window-after-start", text).at("/registrationClosesAt"));
        }
        reasons.extend(self.minimum_reasons(first));
        Refusal::unless_empty(Kind::Invalid, reasons)
    }
}

impl Cohort {
    /// Takes a new plan; capacity may grow, and shrink to what is taken. So may what a board may have,
    /// `most` being the most that one has.
    ///
    /// # Errors
    /// `capacity-below-taken`, `board-seats-below-taken` and `several-registrations-exist`, all that
    /// apply, name what there is; `cancelled`; and those of [`Plan::checked`].
    pub fn change(self, plan: Plan, most: BoardMost) -> Result<Self, Refusal> {
        self.not_cancelled()?;
        plan.checked(self.span.map(|span| span.start))?;
        Refusal::unless_empty(Kind::Conflict, self.beyond(&plan, most))?;
        Ok(Self { plan, version: self.version + 1, ..self })
    }

    /// Opens the cohort to readers and, in its window, to registrations.
    ///
    /// # Errors
    /// Names everything that is missing: a session, a session in the past, the programme's status.
    pub fn publish(
        self,
        programme: ProgrammeStatus,
        sessions: &[Session],
        now: Instant,
    ) -> Result<Self, Refusal> {
        let mut reasons = Vec::new();
        if self.status != CohortStatus::Draft {
            reasons.push(wrong_status(self.status, CohortStatus::Draft));
        }
        if programme != ProgrammeStatus::Published {
            let is = programme.in_words();
            reasons.push(Reason::new(
                "programme-not-published",
                text(
                    format!("het programma is {}; publiceer het eerst", is.nl),
                    format!("the programme is {}; publish it first", is.en),
                ),
            ));
        }
        if sessions.is_empty() {
            let text = text("de groep heeft nog geen bijeenkomst", "the cohort has no session yet");
            reasons.push(Reason::new("no-session", text));
        }
        reasons.extend(sessions.iter().filter_map(|session| session.started_by(now)));
        Refusal::unless_empty(Kind::Conflict, reasons)?;
        Ok(Self { status: CohortStatus::Published, version: self.version + 1, ..self })
    }

    /// Ends a cohort that will not take place.
    ///
    /// # Errors
    /// `wrong-status` for a draft or a cohort cancelled before, `completed` after its last session.
    pub fn cancel(self, now: Instant) -> Result<Self, Refusal> {
        if self.status != CohortStatus::Published {
            let reasons = vec![wrong_status(self.status, CohortStatus::Published)];
            return Err(Refusal { kind: Kind::Conflict, reasons });
        }
        if self.span.is_some_and(|span| span.end <= now) {
            return Err(Refusal::conflict(
                "completed",
                text(
                    "de laatste bijeenkomst is geweest; er is niets meer om af te gelasten",
                    "the last session has been; there is nothing left to cancel",
                ),
            ));
        }
        Ok(Self { status: CohortStatus::Cancelled, version: self.version + 1, ..self })
    }

    /// # Errors
    /// `cancelled`.
    pub fn not_cancelled(&self) -> Result<(), Refusal> {
        if self.status == CohortStatus::Cancelled {
            let text = text("de groep is afgelast", "the cohort was cancelled");
            return Err(Refusal::conflict("cancelled", text));
        }
        Ok(())
    }

    /// The same cohort with the times of those of its `sessions` that are held.
    pub fn with_sessions(self, sessions: &[Session]) -> Self {
        let held = || sessions.iter().filter(|session| session.is_held());
        let start = held().map(|session| session.period.start).min();
        let end = held().map(|session| session.period.end).max();
        let span = start.zip(end).and_then(|(start, end)| Period::new(start, end));
        let last_starts_at = held().map(|session| session.period.start).max();
        Self { span, last_starts_at, ..self }
    }
}

impl CohortStatus {
    /// `een concept`, `a draft`.
    pub fn in_words(self) -> Text {
        match self {
            Self::Draft => text("een concept", "a draft"),
            Self::Published => text("gepubliceerd", "published"),
            Self::Cancelled => text("afgelast", "cancelled"),
        }
    }
}

fn wrong_status(is: CohortStatus, needed: CohortStatus) -> Reason {
    let (is, needed) = (is.in_words(), needed.in_words());
    Reason::new(
        "wrong-status",
        text(
            format!("de groep is {}; dit kan alleen als zij {} is", is.nl, needed.nl),
            format!("the cohort is {}; this is possible only while {}", is.en, needed.en),
        ),
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::session::tests::planned;
    use super::*;

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    pub(crate) fn cohort() -> Cohort {
        let window = Period::new(instant("2026-06-01T07:00:00Z"), instant("2026-09-01T07:00:00Z"));
        Cohort {
            id: Id::from(uuid::Uuid::from_u128(1)),
            programme: Id::from(uuid::Uuid::from_u128(2)),
            plan: Plan {
                name: "Groep 1".into(),
                region: None,
                capacity: 24,
                seats_per_board: None,
                several_per_board: false,
                window: window.unwrap(),
                waiting_list: WaitingList::None,
                offers: OfferRule::default(),
                minimum: None,
                free_cancellation_until: None,
                place: None,
                facilitator: None,
            },
            status: CohortStatus::Draft,
            verdict: None,
            seats: SeatCount::default(),
            span: None,
            last_starts_at: None,
            version: 1,
        }
    }

    #[test]
    fn r12_capacity_does_not_shrink_below_what_is_taken() {
        let taken = Cohort { seats: SeatCount { taken: 12, ..SeatCount::default() }, ..cohort() };
        let plan = Plan { capacity: 10, ..taken.plan.clone() };
        let refusal = taken.clone().change(plan, BoardMost::default()).unwrap_err();
        assert_eq!(refusal.code(), "capacity-below-taken");
        assert!(refusal.reasons[0].text.en.contains("12 seats are taken"));
        let plan = Plan { capacity: 12, ..taken.plan.clone() };
        assert_eq!(taken.change(plan, BoardMost::default()).unwrap().plan.capacity, 12);
    }

    #[test]
    fn a_cohort_without_a_session_is_not_published() {
        let refused =
            cohort().publish(ProgrammeStatus::Draft, &[], instant("2026-05-01T00:00:00Z"));
        let codes: Vec<_> = refused.unwrap_err().reasons.iter().map(|reason| reason.code).collect();
        assert_eq!(codes, ["programme-not-published", "no-session"]);
    }

    #[test]
    fn a_cohort_with_a_session_that_has_started_is_not_published() {
        let session = planned("2026-09-16", "09:00:00", "17:00:00").unwrap();
        let publish = |now| {
            let sessions = std::slice::from_ref(&session);
            cohort().publish(ProgrammeStatus::Published, sessions, now)
        };
        let refusal = publish(session.period.start).unwrap_err();
        assert_eq!(refusal.code(), "session-in-the-past");
        assert!(publish(session.period.start - chrono::TimeDelta::milliseconds(1)).is_ok());
    }

    #[test]
    fn the_window_closes_no_later_than_the_first_session_starts() {
        let plan = cohort().plan;
        assert!(plan.checked(Some(instant("2026-09-01T07:00:00Z"))).is_ok());
        let refusal = plan.checked(Some(instant("2026-09-01T06:59:59Z"))).unwrap_err();
        assert_eq!(refusal.code(), "window-after-start");
    }

    #[test]
    fn a_cohort_is_cancelled_once() {
        let now = instant("2026-05-01T00:00:00Z");
        assert_eq!(cohort().cancel(now).unwrap_err().code(), "wrong-status");
        let published = Cohort { status: CohortStatus::Published, ..cohort() };
        let cancelled = published.cancel(now).unwrap();
        assert_eq!(cancelled.clone().cancel(now).unwrap_err().code(), "wrong-status");
        let plan = cancelled.plan.clone();
        assert_eq!(cancelled.change(plan, BoardMost::default()).unwrap_err().code(), "cancelled");
    }
}
