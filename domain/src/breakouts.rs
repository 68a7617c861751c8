//! Breakouts: parts of a session that participants choose, with their own capacity, until the
//! session starts. Source: product page "Programmes, cohorts and registrations", example R10.

use uuid::Uuid;

use crate::cohorts::{Breakout, Session};
use crate::kernel::{Id, Instant, Kind, Reason, Refusal, text};
use crate::registrations::{Participant, Registration};

/// Where a participant is at a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    pub participant: Id<Participant>,
    pub session: Id<Session>,
    pub breakout: Uuid,
    pub at: Instant,
}

/// A participant who is asked for, in their registration, with what they chose before.
#[derive(Debug, Clone, Copy)]
pub struct Chooser<'a> {
    pub registration: &'a Registration,
    pub participant: Id<Participant>,
    pub before: Option<Choice>,
}

impl Breakout {
    pub fn seats_left(&self) -> u32 {
        self.capacity.saturating_sub(self.taken)
    }
}

impl Chooser<'_> {
    /// The participant takes a seat in a breakout; the one they had comes free in the same step.
    ///
    /// # Errors
    /// `not-confirmed`, `already-replaced`, `session-in-the-past`, `no-such-breakout`, and
    /// `breakout-full`, which names those with seats left.
    pub fn choose(
        self,
        session: &Session,
        breakout: Uuid,
        now: Instant,
    ) -> Result<Choice, Refusal> {
        self.may_choose(session, now)?;
        let chosen = session.breakouts.iter().find(|it| it.id == breakout);
        let chosen = chosen.ok_or_else(no_such_breakout)?;
        if let Some(before) = self.before.filter(|before| before.breakout == breakout) {
            return Ok(before);
        }
        if chosen.seats_left() == 0 {
            return Err(full(chosen, &session.breakouts));
        }
        Ok(Choice { participant: self.participant, session: session.id, breakout, at: now })
    }

    /// The participant gives the seat back.
    ///
    /// # Errors
    /// As for choosing; `no-breakout-chosen`.
    pub fn leave(self, session: &Session, now: Instant) -> Result<Choice, Refusal> {
        self.may_choose(session, now)?;
        self.before.ok_or_else(|| {
            let sentence = text(
                "deze deelnemer heeft geen deelsessie gekozen",
                "this participant has not chosen a breakout",
            );
            Refusal::conflict("no-breakout-chosen", sentence)
        })
    }

    fn may_choose(self, session: &Session, now: Instant) -> Result<(), Refusal> {
        self.registration.confirmed_only()?;
        let people = &self.registration.participants;
        if people.iter().all(|person| person.id != self.participant) {
            return Err(crate::registrations::already_replaced());
        }
        Refusal::unless_empty(Kind::Conflict, session.off_because().into_iter().collect())?;
        session.not_started(now)
    }
}

/// The refusal of a breakout that is not, or no longer, in the participant's cohort.
pub fn no_such_breakout() -> Refusal {
    let sentence = text(
        "de groep van deze deelnemer heeft zo'n deelsessie niet (meer)",
        "the participant's cohort has no such breakout (any more)",
    );
    Refusal::conflict("no-such-breakout", sentence)
}

fn full(chosen: &Breakout, all: &[Breakout]) -> Refusal {
    let (title, capacity) = (&chosen.title, chosen.capacity);
    let left = all.iter().filter(|it| 0 < it.seats_left());
    let left: Vec<_> = left.map(|it| format!("{} ({})", it.title, it.seats_left())).collect();
    let (nl, en) = if left.is_empty() {
        ("alle deelsessies zijn vol".to_owned(), "every breakout is full".to_owned())
    } else {
        let left = left.join(", ");
        (format!("er is nog plaats in: {left}"), format!("there is room in: {left}"))
    };
    let sentence = text(
        format!("deelsessie {title} is vol ({capacity} plaatsen); {nl}"),
        format!("breakout {title} is full ({capacity} seats); {en}"),
    );
    Refusal::conflict("breakout-full", sentence)
}

/// Whether a session may have these breakouts instead of those that it had: nobody loses a seat.
///
/// # Errors
/// Naming how many: `breakout-chosen` where one goes that was chosen, `breakout-below-taken` where
/// one gets fewer seats than are taken.
pub fn keeps_choices(before: &[Breakout], after: &[Breakout]) -> Result<(), Refusal> {
    let reasons = before.iter().filter_map(|old| {
        let (title, taken) = (&old.title, old.taken);
        let reason = match after.iter().find(|new| new.id == old.id) {
            None if 0 < taken => Reason::new(
                "breakout-chosen",
                text(
                    format!("{taken} deelnemers kozen {title}; plaats hen eerst elders"),
                    format!("{taken} participants chose {title}; place them elsewhere first"),
                ),
            ),
            Some(new) if new.capacity < taken => Reason::new(
                "breakout-below-taken",
                text(
                    format!("in {title} zijn {taken} plaatsen bezet; het kan niet lager"),
                    format!("{taken} seats are taken in {title}; capacity cannot go below that"),
                ),
            ),
            _ => return None,
        };
        Some(reason.at("/breakouts"))
    });
    Refusal::unless_empty(Kind::Conflict, reasons.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohorts::{Cancellation, NewSession, Place, SessionMode};
    use crate::registrations::{RegistrationStatus, tests::registration};

    fn breakout(number: u128, capacity: u32, taken: u32) -> Breakout {
        let title = format!("Deelsessie {number}");
        Breakout { id: Uuid::from_u128(number), title, capacity, taken }
    }

    /// A knowledge session, 15:00–16:30 online.
    fn session(breakouts: Vec<Breakout>) -> Session {
        let session = NewSession {
            on: "2026-09-16".parse().unwrap(),
            starts: "15:00:00".parse().unwrap(),
            ends: "16:30:00".parse().unwrap(),
            place: Place { mode: SessionMode::Online, address: None, meeting_link: None },
            theme: None,
            agenda: vec![],
            breakouts,
            expected: vec![],
        };
        let planned = "2026-07-01T10:00:00Z".parse().unwrap();
        session.plan(Uuid::from_u128(1).into(), Uuid::from_u128(1).into(), planned).unwrap()
    }

    fn chooser(registration: &Registration) -> Chooser<'_> {
        Chooser { registration, participant: registration.participants[0].id, before: None }
    }

    fn before() -> Instant {
        "2026-09-16T12:59:59Z".parse().unwrap()
    }

    #[test]
    fn r10_the_twenty_first_is_refused_and_keeps_her_place_in_the_session() {
        let session = session(vec![breakout(1, 20, 20), breakout(2, 20, 19), breakout(3, 20, 0)]);
        let team = registration(21);
        let refusal = chooser(&team).choose(&session, Uuid::from_u128(1), before()).unwrap_err();
        assert_eq!((refusal.kind, refusal.code()), (Kind::Conflict, "breakout-full"));
        let said = &refusal.reasons[0].text.en;
        assert!(said.contains("Deelsessie 2 (1), Deelsessie 3 (20)"), "{said}");
        assert_eq!((team.status, team.seats()), (RegistrationStatus::Confirmed, 1));
        assert!(chooser(&team).choose(&session, Uuid::from_u128(2), before()).is_ok());
    }

    #[test]
    fn in_a_session_that_was_cancelled_nobody_chooses() {
        let cancelled = Some(Cancellation { at: before(), reason: None });
        let session = Session { cancelled, ..session(vec![breakout(1, 20, 0)]) };
        let team = registration(1);
        let refusal = chooser(&team).choose(&session, Uuid::from_u128(1), before()).unwrap_err();
        assert_eq!(refusal.code(), "session-cancelled");
    }

    #[test]
    fn who_chooses_the_same_again_needs_no_second_seat() {
        let session = session(vec![breakout(1, 20, 20)]);
        let team = registration(1);
        let at = "2026-09-01T12:00:00Z".parse().unwrap();
        let had = Choice {
            participant: team.participants[0].id,
            session: session.id,
            breakout: Uuid::from_u128(1),
            at,
        };
        let again = Chooser { before: Some(had), ..chooser(&team) };
        assert_eq!(again.choose(&session, Uuid::from_u128(1), before()), Ok(had));
        assert_eq!(again.leave(&session, before()), Ok(had));
        let refusal = chooser(&team).leave(&session, before()).unwrap_err();
        assert_eq!(refusal.code(), "no-breakout-chosen");
    }

    #[test]
    fn only_the_confirmed_choose_until_the_session_starts() {
        let session = session(vec![breakout(1, 20, 0)]);
        let mut team = registration(1);
        let code = |team: &Registration, at, breakout| {
            chooser(team).choose(&session, Uuid::from_u128(breakout), at).unwrap_err().code()
        };
        let start = session.period.start;
        assert_eq!(code(&team, start, 1), "session-in-the-past");
        assert_eq!(code(&team, before(), 9), "no-such-breakout");
        let replaced = Chooser { participant: Uuid::from_u128(7).into(), ..chooser(&team) };
        let refusal = replaced.choose(&session, Uuid::from_u128(1), before()).unwrap_err();
        assert_eq!(refusal.code(), "already-replaced");
        team.status = RegistrationStatus::Waitlisted;
        assert_eq!(code(&team, before(), 1), "not-confirmed");
    }

    #[test]
    fn nobody_loses_a_seat_by_a_change_of_the_breakouts() {
        let old = [breakout(1, 20, 12), breakout(2, 20, 3), breakout(3, 20, 0)];
        assert!(keeps_choices(&old, &[breakout(1, 12, 12), breakout(2, 3, 3)]).is_ok());
        let refusal = keeps_choices(&old, &[breakout(1, 11, 12)]).unwrap_err();
        let codes: Vec<_> = refusal.reasons.iter().map(|reason| reason.code).collect();
        assert_eq!(codes, ["breakout-below-taken", "breakout-chosen"]);
        assert!(refusal.reasons[0].text.en.contains("12 seats are taken"));
        assert!(refusal.reasons[1].text.en.contains("3 participants chose"));
    }
}
