//! What a cohort is now: derived from the clock, the window, the sessions and the seats.

use super::{Cohort, CohortStatus};
use crate::kernel::{Code, Instant, Reason, civil, text};

/// The seats of a cohort that are given out, and the teams that wait for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeatCount {
    /// Confirmed participants, completed ones, and participants under an outstanding offer.
    pub taken: u32,
    pub waiting_teams: u32,
    /// Those of them that are passed over: they keep their place, and hold up nobody.
    pub passed_over: u32,
    /// The arrival number given out last.
    pub last_arrival: i64,
    /// No offer lapses before this instant; nothing while none is outstanding.
    pub next_lapse: Option<Instant>,
}

impl SeatCount {
    /// The teams that go before whoever comes now.
    pub fn teams_in_line(&self) -> u32 {
        self.waiting_teams.saturating_sub(self.passed_over)
    }
}

/// What a published cohort is at an instant. Never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Registration has yet to open.
    Announced,
    /// A team can register and find seats.
    Open,
    /// A team can register and will wait.
    WaitingList,
    /// No seats, and no room on the waiting list.
    Full,
    /// Registration has closed; the first session has yet to start.
    Closed,
    Running,
    Completed,
    Cancelled,
}

impl Code for Phase {
    const ALL: &'static [Self] = &[
        Self::Announced,
        Self::Open,
        Self::WaitingList,
        Self::Full,
        Self::Closed,
        Self::Running,
        Self::Completed,
        Self::Cancelled,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Open => "open",
            Self::WaitingList => "waiting-list",
            Self::Full => "full",
            Self::Closed => "closed",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Cohort {
    /// The seats a team that registers now may still get. While teams are in line, free seats are
    /// theirs.
    pub fn seats_left(&self) -> u32 {
        if self.seats.teams_in_line() > 0 {
            return 0;
        }
        self.seats_free()
    }

    /// The seats that nobody holds, whether or not teams wait for them.
    pub fn seats_free(&self) -> u32 {
        self.plan.capacity.saturating_sub(self.seats.taken)
    }

    /// Whether seats are still given out: by then nobody is offered a seat in what has begun.
    pub fn gives_out_seats(&self, now: Instant) -> bool {
        self.over_because(now).is_none() && self.status == CohortStatus::Published
    }

    /// Why no seats are given out any more, also not to who came in time.
    pub fn over_because(&self, now: Instant) -> Option<Reason> {
        let refused = self.not_cancelled().and_then(|()| self.not_started(now));
        refused.err().and_then(|refusal| refusal.reasons.into_iter().next())
    }

    /// The phase at `now`; a draft has none.
    pub fn phase(&self, now: Instant) -> Option<Phase> {
        match self.status {
            CohortStatus::Draft => None,
            CohortStatus::Cancelled => Some(Phase::Cancelled),
            CohortStatus::Published => Some(self.published_phase(now)),
        }
    }

    fn published_phase(&self, now: Instant) -> Phase {
        match self.span {
            Some(span) if span.end <= now => Phase::Completed,
            Some(span) if span.start <= now => Phase::Running,
            _ if now < self.plan.window.start => Phase::Announced,
            _ if self.plan.window.end <= now => Phase::Closed,
            _ if self.seats_left() > 0 => Phase::Open,
            _ if self.plan.waiting_list.has_room(self.seats.teams_in_line()) => Phase::WaitingList,
            _ => Phase::Full,
        }
    }

    /// Why nobody can register at `now`: nothing while somebody can.
    pub fn closed_because(&self, now: Instant) -> Option<Reason> {
        let window = self.plan.window;
        let reason = match self.phase(now) {
            None => Reason::new(
                "not-published",
                text("de groep is nog niet gepubliceerd", "the cohort is not published yet"),
            ),
            Some(Phase::Cancelled) => {
                Reason::new("cancelled", text("de groep is afgelast", "the cohort was cancelled"))
            }
            Some(Phase::Announced) => {
                let opens = civil::in_words(window.start);
                Reason::new(
                    "not-yet-open",
                    text(
                        format!("de aanmelding opent op {}", opens.nl),
                        format!("registration opens on {}", opens.en),
                    ),
                )
            }
            Some(Phase::Closed | Phase::Running | Phase::Completed) => {
                let closed = civil::in_words(window.end);
                Reason::new(
                    "registration-closed",
                    text(
                        format!("de aanmelding is gesloten sinds {}", closed.nl),
                        format!("registration has been closed since {}", closed.en),
                    ),
                )
            }
            Some(Phase::Full) => full(self.plan.capacity),
            Some(Phase::Open | Phase::WaitingList) => return None,
        };
        Some(reason)
    }
}

/// The refusal of a team for which there are no seats and no place to wait.
pub(crate) fn full(capacity: u32) -> Reason {
    Reason::new(
        "full",
        text(
            format!("de groep is vol: er is geen plaats voor dit team binnen de {capacity}"),
            format!("the cohort is full: of its {capacity} seats not enough are left"),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::super::WaitingList;
    use super::super::tests::cohort;
    use super::*;
    use crate::kernel::Period;

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn published() -> Cohort {
        let span = Period::new(instant("2026-09-16T07:00:00Z"), instant("2026-11-11T16:00:00Z"));
        Cohort { status: CohortStatus::Published, span, ..cohort() }
    }

    fn phase_at(cohort: &Cohort, now: &str) -> Phase {
        cohort.phase(instant(now)).unwrap()
    }

    #[test]
    fn a_cohort_goes_through_its_phases_with_the_clock() {
        let cohort = published();
        assert_eq!(phase_at(&cohort, "2026-05-31T00:00:00Z"), Phase::Announced);
        assert_eq!(phase_at(&cohort, "2026-06-01T07:00:00Z"), Phase::Open);
        assert_eq!(phase_at(&cohort, "2026-09-01T07:00:00Z"), Phase::Closed);
        assert_eq!(phase_at(&cohort, "2026-09-16T07:00:00Z"), Phase::Running);
        assert_eq!(phase_at(&cohort, "2026-11-11T16:00:00Z"), Phase::Completed);
    }

    #[test]
    fn without_seats_it_is_full_unless_one_may_wait() {
        let now = "2026-07-01T00:00:00Z";
        let taken = SeatCount { taken: 24, ..SeatCount::default() };
        let mut cohort = Cohort { seats: taken, ..published() };
        assert_eq!(phase_at(&cohort, now), Phase::Full);
        cohort.plan.waiting_list = WaitingList::Most(1);
        assert_eq!(phase_at(&cohort, now), Phase::WaitingList);
        cohort.seats.waiting_teams = 1;
        assert_eq!(phase_at(&cohort, now), Phase::Full);
    }

    #[test]
    fn free_seats_belong_to_those_who_wait() {
        let seats = SeatCount { taken: 22, waiting_teams: 1, ..SeatCount::default() };
        assert_eq!(Cohort { seats, ..published() }.seats_left(), 0);
    }

    #[test]
    fn who_is_passed_over_keeps_neither_a_seat_nor_a_place_to_wait_from_others() {
        let seats =
            SeatCount { taken: 22, waiting_teams: 1, passed_over: 1, ..SeatCount::default() };
        let mut cohort = Cohort { seats, ..published() };
        assert_eq!(cohort.seats_left(), 2);
        cohort.seats.taken = 24;
        cohort.plan.waiting_list = WaitingList::Most(1);
        assert_eq!(phase_at(&cohort, "2026-07-01T00:00:00Z"), Phase::WaitingList);
    }

    #[test]
    fn why_it_is_closed_says_since_when() {
        let reason = published().closed_because(instant("2026-09-02T00:00:00Z")).unwrap();
        assert_eq!(reason.code, "registration-closed");
        assert!(reason.text.en.ends_with("since 1 September 2026 at 09:00"));
        assert_eq!(published().closed_because(instant("2026-07-01T00:00:00Z")), None);
    }
}
