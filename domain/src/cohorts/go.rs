//! Go or no go: whether a cohort takes place with the participants it has on a certain day.

use super::{Cohort, CohortStatus, Plan, wrong_status};
use crate::kernel::{Code, Instant, Kind, Reason, Refusal, civil, text};

/// With how many participants a cohort takes place, and until when its organiser decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minimum {
    pub participants: u32,
    pub decide_by: Instant,
}

/// What the organiser decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Go,
    NoGo,
}

impl Code for Verdict {
    const ALL: &'static [Self] = &[Self::Go, Self::NoGo];

    fn code(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::NoGo => "no-go",
        }
    }
}

/// Where the decision stands at an instant. Never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoNoGo {
    /// There is time left.
    Undecided,
    /// The day has passed and nobody decided.
    Overdue,
    Go,
    NoGo,
}

impl Code for GoNoGo {
    const ALL: &'static [Self] = &[Self::Undecided, Self::Overdue, Self::Go, Self::NoGo];

    fn code(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Overdue => "overdue",
            Self::Go => "go",
            Self::NoGo => "no-go",
        }
    }
}

impl Plan {
    /// What is wrong with the minimum of a cohort whose first session starts at `first`.
    pub(super) fn minimum_reasons(&self, first: Option<Instant>) -> Vec<Reason> {
        let Some(minimum) = self.minimum else { return Vec::new() };
        let (least, capacity) = (minimum.participants, self.capacity);
        let above = (capacity < least).then(|| {
            let sentence = text(
                format!("de groep heeft {capacity} plaatsen; het minimum is niet hoger"),
                format!("the cohort has {capacity} seats; the minimum is no higher"),
            );
            Reason::new("minimum-above-capacity", sentence).at("/minimum/participants")
        });
        let late = first.filter(|first| *first <= minimum.decide_by).map(|first| {
            let starts = civil::in_words(first);
            let sentence = text(
                format!("het besluit valt vóór de eerste bijeenkomst ({})", starts.nl),
                format!("the decision comes before the first session ({})", starts.en),
            );
            Reason::new("decision-after-start", sentence).at("/minimum/decideByAt")
        });
        above.into_iter().chain(late).collect()
    }
}

impl Cohort {
    /// Where the decision stands; nothing where none is asked for, or is needed any more since the
    /// cohort was cancelled without one.
    pub fn go_no_go(&self, now: Instant) -> Option<GoNoGo> {
        let minimum = self.plan.minimum?;
        match self.verdict {
            Some(Verdict::Go) => Some(GoNoGo::Go),
            Some(Verdict::NoGo) => Some(GoNoGo::NoGo),
            None if self.status == CohortStatus::Cancelled => None,
            None if minimum.decide_by <= now => Some(GoNoGo::Overdue),
            None => Some(GoNoGo::Undecided),
        }
    }

    /// The organiser decides whether the cohort takes place; no go cancels it. The number of
    /// participants advises: who decides may have reasons.
    ///
    /// # Errors
    /// `no-minimum`, `already-decided`, `started`; those of [`Cohort::cancel`].
    pub fn decide(self, verdict: Verdict, now: Instant) -> Result<Self, Refusal> {
        if self.plan.minimum.is_none() {
            let sentence = text(
                "de groep heeft geen minimum waarover besloten wordt",
                "the cohort has no minimum that is decided about",
            );
            return Err(Refusal::conflict("no-minimum", sentence));
        }
        if let Some(verdict) = self.verdict {
            let was = verdict.code();
            let sentence =
                text(format!("er is al besloten: {was}"), format!("it was decided already: {was}"));
            return Err(Refusal::conflict("already-decided", sentence));
        }
        if self.status != CohortStatus::Published {
            let reasons = vec![wrong_status(self.status, CohortStatus::Published)];
            return Err(Refusal { kind: Kind::Conflict, reasons });
        }
        self.not_started(now)?;
        let decided = Self { verdict: Some(verdict), ..self };
        match verdict {
            Verdict::Go => Ok(Self { version: decided.version + 1, ..decided }),
            Verdict::NoGo => decided.cancel(now),
        }
    }

    /// # Errors
    /// `started` once the first session has.
    pub fn not_started(&self, now: Instant) -> Result<(), Refusal> {
        let Some(span) = self.span.filter(|span| span.start <= now) else { return Ok(()) };
        let started = civil::in_words(span.start);
        Err(Refusal::conflict(
            "started",
            text(
                format!("de eerste bijeenkomst is begonnen op {}", started.nl),
                format!("the first session started on {}", started.en),
            ),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::cohort;
    use super::*;
    use crate::kernel::Period;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn published() -> Cohort {
        let span = Period::new(at("2026-09-16T07:00:00Z"), at("2026-11-11T16:00:00Z"));
        let minimum = Minimum { participants: 12, decide_by: at("2026-09-01T10:00:00Z") };
        let mut cohort = Cohort { status: CohortStatus::Published, span, ..cohort() };
        cohort.plan.minimum = Some(minimum);
        cohort
    }

    #[test]
    fn the_decision_is_overdue_after_its_day_until_somebody_decides() {
        let (before, after) = (at("2026-09-01T09:59:59Z"), at("2026-09-01T10:00:00Z"));
        assert_eq!(published().go_no_go(before), Some(GoNoGo::Undecided));
        assert_eq!(published().go_no_go(after), Some(GoNoGo::Overdue));
        let gone = published().decide(Verdict::Go, after).unwrap();
        assert_eq!(
            (gone.go_no_go(after), gone.status),
            (Some(GoNoGo::Go), CohortStatus::Published)
        );
        assert_eq!(gone.decide(Verdict::NoGo, after).unwrap_err().code(), "already-decided");
        assert_eq!(cohort().go_no_go(after), None);
    }

    #[test]
    fn no_go_cancels() {
        let cancelled = published().decide(Verdict::NoGo, at("2026-09-01T10:00:00Z")).unwrap();
        assert_eq!(cancelled.status, CohortStatus::Cancelled);
        assert_eq!(cancelled.go_no_go(at("2026-09-02T10:00:00Z")), Some(GoNoGo::NoGo));
    }

    #[test]
    fn of_a_cohort_that_was_cancelled_without_it_no_decision_is_overdue() {
        let after = at("2026-09-01T10:00:00Z");
        let cancelled = published().cancel(after).unwrap();
        assert_eq!(cancelled.go_no_go(after), None);
        let gone = published().decide(Verdict::Go, after).unwrap().cancel(after).unwrap();
        assert_eq!(gone.go_no_go(after), Some(GoNoGo::Go));
    }

    #[test]
    fn without_a_minimum_or_after_the_start_nobody_decides() {
        let now = at("2026-09-16T07:00:00Z");
        assert_eq!(published().decide(Verdict::Go, now).unwrap_err().code(), "started");
        let mut without = published();
        without.plan.minimum = None;
        assert_eq!(without.decide(Verdict::Go, now).unwrap_err().code(), "no-minimum");
    }

    #[test]
    fn a_minimum_fits_the_capacity_and_is_decided_about_before_the_start() {
        let mut plan = published().plan;
        plan.minimum = Some(Minimum { participants: 25, decide_by: at("2026-09-16T07:00:00Z") });
        let refusal = plan.checked(Some(at("2026-09-16T07:00:00Z"))).unwrap_err();
        let codes: Vec<_> = refusal.reasons.iter().map(|reason| reason.code).collect();
        assert_eq!(codes, ["minimum-above-capacity", "decision-after-start"]);
    }
}
