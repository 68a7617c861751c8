//! What becomes of a planned session: it is changed, cancelled, or deleted while nobody saw it.

use super::{Cancellation, Cohort, CohortStatus, NewSession, Session};
use crate::kernel::{Id, Instant, Kind, Reason, Refusal, text};

impl Cohort {
    /// A session to add to this cohort.
    ///
    /// # Errors
    /// `cancelled`; where the cohort is published `completed` after its last session and
    /// `session-in-the-past`; and those of [`NewSession::plan`].
    pub fn add(&self, new: NewSession, id: Id<Session>, now: Instant) -> Result<Session, Refusal> {
        self.not_cancelled()?;
        if self.is_published() && self.span.is_some_and(|span| span.end <= now) {
            let sentence = text(
                "de laatste bijeenkomst is geweest; maak een nieuwe groep",
                "the last session has been; make a new cohort",
            );
            return Err(Refusal::conflict("completed", sentence));
        }
        let session = new.plan(id, self.id, now)?;
        self.refuse_past(&session, now)?;
        Ok(if self.is_published() { session.told(now) } else { session })
    }

    fn refuse_past(&self, session: &Session, now: Instant) -> Result<(), Refusal> {
        if self.is_published() { session.not_started(now) } else { Ok(()) }
    }

    fn is_published(&self) -> bool {
        self.status == CohortStatus::Published
    }
}

impl Session {
    /// The session as its organiser wants it now. Of a draft nobody was promised anything: what it
    /// planned for a day that has passed is still changed.
    ///
    /// # Errors
    /// `cancelled`, `session-cancelled`; where the cohort is published `session-in-the-past`; and
    /// those of [`NewSession::plan`].
    pub fn change(&self, new: NewSession, cohort: &Cohort, now: Instant) -> Result<Self, Refusal> {
        self.may_change(cohort, now)?;
        let planned = new.plan(self.id, self.cohort, now)?;
        cohort.refuse_past(&planned, now)?;
        let raised = u32::from(cohort.is_published() && planned.is_shown_otherwise(self));
        let changed = Self {
            ordinal: self.ordinal,
            version: self.version + 1,
            sequence: self.sequence + raised,
            reminded: self.reminded,
            ..planned
        };
        let moved = self.period.start != changed.period.start;
        Ok(if moved && cohort.is_published() { changed.told(now) } else { changed })
    }

    /// The session will not be held; it stays readable, with the reason.
    ///
    /// # Errors
    /// `session-not-announced` where the cohort is a draft; those of [`Session::change`].
    pub fn cancel(&self, reason: String, cohort: &Cohort, now: Instant) -> Result<Self, Refusal> {
        self.may_change(cohort, now)?;
        if !cohort.is_published() {
            let sentence = text(
                "de groep is niet gepubliceerd; verwijder de bijeenkomst",
                "the cohort is not published; delete the session",
            );
            return Err(Refusal::conflict("session-not-announced", sentence));
        }
        Ok(self.clone().called_off(Some(reason), now))
    }

    /// The session after its cohort was cancelled; nothing where it has started, or was cancelled
    /// before.
    pub fn fall_away(self, reason: Option<String>, now: Instant) -> Option<Self> {
        let awaited = self.is_held() && now < self.period.start;
        awaited.then(|| self.called_off(reason, now))
    }

    fn called_off(self, reason: Option<String>, now: Instant) -> Self {
        Self {
            cancelled: Some(Cancellation { at: now, reason }),
            ordinal: 0,
            version: self.version + 1,
            sequence: self.sequence + 1,
            changed_at: now,
            ..self
        }
    }

    /// Whether it may vanish: nobody was told of it.
    ///
    /// # Errors
    /// `session-announced` where the cohort is published; those of [`Session::change`].
    pub fn may_vanish(&self, cohort: &Cohort, now: Instant) -> Result<(), Refusal> {
        self.may_change(cohort, now)?;
        if cohort.is_published() {
            let sentence = text(
                "de groep is gepubliceerd; gelast de bijeenkomst af, dan weet iedereen het",
                "the cohort is published; cancel the session, so that everybody is told",
            );
            return Err(Refusal::conflict("session-announced", sentence));
        }
        Ok(())
    }

    fn may_change(&self, cohort: &Cohort, now: Instant) -> Result<(), Refusal> {
        cohort.not_cancelled()?;
        Refusal::unless_empty(Kind::Conflict, self.off_because().into_iter().collect())?;
        cohort.refuse_past(self, now)
    }

    /// `session-cancelled`, where it is.
    pub(crate) fn off_because(&self) -> Option<Reason> {
        let sentence = text("de bijeenkomst is afgelast", "the session was cancelled");
        (!self.is_held()).then(|| Reason::new("session-cancelled", sentence))
    }
}

/// # Errors
/// `last-session-of-cohort` where none of these is held any more.
pub fn refuse_none_left(sessions: &[Session]) -> Result<(), Refusal> {
    if sessions.iter().any(Session::is_held) {
        return Ok(());
    }
    let sentence = text(
        "een gepubliceerde groep houdt minstens één bijeenkomst; gelast de groep af",
        "a published cohort keeps at least one session; cancel the cohort",
    );
    Err(Refusal::conflict("last-session-of-cohort", sentence))
}

#[cfg(test)]
mod tests {
    use super::super::tests::cohort;
    use super::super::{numbered, session::tests::planned};
    use super::*;

    fn published() -> Cohort {
        Cohort { status: CohortStatus::Published, ..cohort() }
    }

    fn session(on: &str) -> Session {
        planned(on, "09:00:00", "17:00:00").unwrap()
    }

    fn again(session: &Session) -> NewSession {
        NewSession {
            on: session.on,
            starts: session.starts,
            ends: session.ends,
            place: session.place.clone(),
            theme: session.theme.clone(),
            agenda: session.agenda.clone(),
            breakouts: session.breakouts.clone(),
            expected: vec![],
        }
    }

    fn now() -> Instant {
        "2026-06-01T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn after_its_last_session_a_published_cohort_gets_no_other() {
        let held = session("2026-09-16");
        let cohort = published().with_sessions(std::slice::from_ref(&held));
        let new = || NewSession { on: "2026-12-02".parse().unwrap(), ..again(&held) };
        let before = held.period.end - chrono::TimeDelta::milliseconds(1);
        assert!(cohort.add(new(), held.id, before).is_ok());
        let refusal = cohort.add(new(), held.id, held.period.end).unwrap_err();
        assert_eq!(refusal.code(), "completed");
    }

    #[test]
    fn what_a_calendar_shows_raises_the_sequence_once_the_cohort_is_published() {
        let old = session("2026-09-16");
        let moved = NewSession { on: "2026-09-17".parse().unwrap(), ..again(&old) };
        let themed = NewSession { theme: Some("Verzuim".into()), ..again(&old) };
        let timed = NewSession { agenda: Vec::new(), ..again(&old) };
        let sequence = |new: NewSession, cohort: &Cohort| {
            old.change(new, cohort, now()).map(|session| (session.version, session.sequence))
        };
        assert_eq!(sequence(moved.clone(), &published()), Ok((2, 1)));
        assert_eq!(sequence(themed, &published()), Ok((2, 1)));
        assert_eq!(sequence(timed, &published()), Ok((2, 0)));
        assert_eq!(sequence(moved, &cohort()), Ok((2, 0)));
    }

    #[test]
    fn a_cancelled_session_keeps_its_place_in_time_and_has_no_number() {
        let (first, second) = (session("2026-09-16"), session("2026-10-07"));
        let cancelled = first.cancel("ziek".into(), &published(), now()).unwrap();
        assert_eq!((cancelled.version, cancelled.sequence), (2, 1));
        let in_its_stead = session("2026-09-16");
        let all = numbered(vec![second, in_its_stead, cancelled.clone()]).unwrap();
        let numbers: Vec<_> = all.iter().map(|one| one.ordinal).collect();
        assert_eq!(numbers.iter().filter(|number| **number == 0).count(), 1);
        assert_eq!(numbers.iter().max(), Some(&2));
        let span = cohort().with_sessions(std::slice::from_ref(&cancelled)).span;
        assert_eq!(span, None);
        assert_eq!(refuse_none_left(&[cancelled]).unwrap_err().code(), "last-session-of-cohort");
    }

    #[test]
    fn what_was_announced_is_cancelled_and_what_was_not_is_deleted() {
        let session = session("2026-09-16");
        let refused = session.may_vanish(&published(), now()).unwrap_err();
        assert_eq!(refused.code(), "session-announced");
        assert_eq!(session.may_vanish(&cohort(), now()), Ok(()));
        let refused = session.cancel("ziek".into(), &cohort(), now()).unwrap_err();
        assert_eq!(refused.code(), "session-not-announced");
    }

    #[test]
    fn nothing_becomes_of_a_session_that_was_cancelled_or_has_started() {
        let (session, group) = (session("2026-09-16"), published());
        let cancelled = session.cancel("ziek".into(), &group, now()).unwrap();
        let code = |refused: Result<Session, Refusal>| refused.unwrap_err().code();
        let change = cancelled.change(again(&session), &group, now());
        assert_eq!(code(change), "session-cancelled");
        let twice = cancelled.cancel("ziek".into(), &group, now());
        assert_eq!(code(twice), "session-cancelled");
        let started = session.period.start;
        let late = session.cancel("ziek".into(), &group, started);
        assert_eq!(code(late), "session-in-the-past");
    }

    #[test]
    fn what_a_draft_planned_for_a_day_that_has_passed_is_changed_or_deleted() {
        let passed = session("2026-05-01");
        let later = NewSession { on: "2026-09-16".parse().unwrap(), ..again(&passed) };
        assert!(passed.change(later.clone(), &cohort(), now()).is_ok());
        assert!(passed.change(again(&passed), &cohort(), now()).is_ok());
        assert_eq!(passed.may_vanish(&cohort(), now()), Ok(()));
        let refused = passed.change(later, &published(), now()).unwrap_err();
        assert_eq!(refused.code(), "session-in-the-past");
    }

    #[test]
    fn with_its_cohort_falls_away_what_has_not_started() {
        let fallen = session("2026-09-16").fall_away(None, now()).unwrap();
        assert_eq!((fallen.is_held(), fallen.sequence), (false, 1));
        assert_eq!(fallen.fall_away(None, now()), None);
        assert_eq!(session("2026-05-01").fall_away(None, now()), None);
    }

    #[test]
    fn a_published_cohort_gets_no_session_in_the_past() {
        let old = session("2026-05-01");
        let add = |cohort: &Cohort| cohort.add(again(&old), old.id, now());
        assert_eq!(add(&published()).unwrap_err().code(), "session-in-the-past");
        assert!(add(&cohort()).is_ok());
    }
}
