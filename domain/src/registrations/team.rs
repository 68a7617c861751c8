//! Who is in a team changes: somebody takes another's place, or nobody does.

use super::admission::already_in_cohort;
use super::already_replaced;
use super::{Admission, Participant, Registration, role_in_words};
use crate::kernel::{Id, Instant, Kind, Reason, Refusal, text};

/// Somebody who takes the place of a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Who leaves.
    pub old: Id<Participant>,
    pub new: Participant,
    /// Whether the new person stands in the cohort already, apart from the one who leaves.
    pub present: bool,
}

impl Registration {
    /// Puts somebody else in the place of a participant: somebody of the same role, who meets what
    /// is asked of a person that is registered today.
    ///
    /// # Errors
    /// `wrong-status` once the registration has ended, `last-session-started`,
    /// `already-replaced`; `other-role`, `membership-required`, `role-not-admitted` and
    /// `participant-already-in-cohort`, all that apply.
    pub fn replace(
        self,
        facts: &Admission,
        replacement: Replacement,
        now: Instant,
    ) -> Result<Self, Refusal> {
        let Replacement { old, new, present } = replacement;
        self.still_live()?;
        if facts.cohort.last_starts_at.is_some_and(|starts| starts <= now) {
            return Err(Refusal::conflict(
                "last-session-started",
                text(
                    "de laatste bijeenkomst is begonnen; vervangen kan niet meer",
                    "the last session has started; nobody can be replaced any more",
                ),
            ));
        }
        let mut participants = self.participants;
        let Some(seat) = participants.iter_mut().find(|participant| participant.id == old) else {
            return Err(already_replaced());
        };
        let other_role = (seat.role != new.role).then(|| other_role(&seat.role));
        let against = facts.against(&new);
        let present = present.then(|| already_in_cohort().at("/email"));
        let reasons = other_role.into_iter().chain(against).chain(present);
        Refusal::unless_empty(Kind::Conflict, reasons.collect())?;
        *seat = new;
        Ok(Self { participants, version: self.version + 1, ..self })
    }

    /// Takes a participant out of the team, which gives one seat back. Like withdrawing it is possible
    /// as long as others can be given the seat.
    ///
    /// # Errors
    /// `wrong-status` once the registration has ended, `started`, `already-replaced`;
    /// `team-too-small` and `role-missing`, all that apply to the team that would be left.
    pub fn remove(
        self,
        facts: &Admission,
        who: Id<Participant>,
        now: Instant,
    ) -> Result<Self, Refusal> {
        self.still_live()?;
        facts.cohort.not_started(now)?;
        let mut participants = self.participants;
        let before = participants.len();
        participants.retain(|participant| participant.id != who);
        if participants.len() == before {
            return Err(already_replaced());
        }
        Refusal::unless_empty(Kind::Conflict, facts.against_fewer(&participants))?;
        Ok(Self { participants, version: self.version + 1, ..self })
    }
}

impl Admission {
    /// What keeps a team from being these, who are fewer than it was. That they are too many still is
    /// no reason.
    fn against_fewer(&self, people: &[Participant]) -> Vec<Reason> {
        let rule = [self.team_size(people), self.team_roles(people)];
        let unmet = rule.into_iter().flat_map(|condition| condition.unmet);
        let unmet = unmet.filter(|reason| reason.code != "team-too-large");
        unmet.map(|reason| Reason { location: None, ..reason }).collect()
    }
}

fn other_role(role: &str) -> Reason {
    let role = role_in_words(role);
    let sentence = text(
        format!("de vervanger heeft dezelfde rol: {}", role.nl),
        format!("the replacement has the same role: {}", role.en),
    );
    Reason::new("other-role", sentence).at("/role")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::programmes::{Audience, RequiredRole, TeamRule};
    use crate::registrations::admission::tests::{admission, instant, team};
    use crate::registrations::tests::registration;
    use crate::registrations::{Cover, CoveredBy, RegistrationStatus};
    use uuid::Uuid;

    const NOW: &str = "2026-07-01T10:00:00Z";

    /// At least two, an executive among them.
    fn facts() -> Admission {
        let executive = RequiredRole { role: "board-executive".into(), count: 1 };
        admission(24, TeamRule { least: 2, most: 4, recommended: None, roles: vec![executive] })
    }

    /// A confirmed team of an executive and so many teachers, numbered from 0.
    fn confirmed(teachers: usize) -> Registration {
        let roles: Vec<_> = std::iter::once("board-executive")
            .chain(std::iter::repeat_n("teacher", teachers))
            .collect();
        let mut participants = team(1, &roles).participants;
        for (number, person) in (0..).zip(&mut participants) {
            person.id = who(number);
        }
        Registration { participants, ..registration(1) }
    }

    fn who(number: u128) -> Id<Participant> {
        Uuid::from_u128(number).into()
    }

    fn codes(refused: Result<Registration, Refusal>) -> Vec<&'static str> {
        refused.unwrap_err().reasons.iter().map(|reason| reason.code).collect()
    }

    fn replaced_by(facts: &Admission, email: &str) -> Result<Registration, Refusal> {
        let team = confirmed(1);
        let email = crate::kernel::EmailAddress::new(email);
        let new = Participant { id: who(9), email, ..team.participants[1].clone() };
        team.replace(facts, Replacement { old: who(1), new, present: false }, instant(NOW))
    }

    #[test]
    fn a_team_that_becomes_smaller_keeps_who_is_left_and_gives_one_seat_back() {
        let (before, after) =
            (confirmed(2), confirmed(2).remove(&facts(), who(1), instant(NOW)).unwrap());
        assert_eq!((before.seats(), after.seats()), (3, 2));
        assert_eq!((after.status, after.version), (RegistrationStatus::Confirmed, 2));
        assert!(after.participants.iter().all(|person| person.id != who(1)));
        let mut seats = crate::cohorts::SeatCount { taken: 10, ..Default::default() };
        seats.resize(&before, &after);
        assert_eq!(seats.taken, 9);
    }

    #[test]
    fn a_team_never_becomes_smaller_than_its_rule_and_every_reason_is_named() {
        let refused = confirmed(1).remove(&facts(), who(0), instant(NOW));
        assert_eq!(codes(refused), ["team-too-small", "role-missing"]);
        let refused = confirmed(2).remove(&facts(), who(0), instant(NOW));
        assert_eq!(codes(refused), ["role-missing"]);
    }

    #[test]
    fn a_team_that_is_too_large_by_now_may_become_smaller_step_by_step() {
        assert!(confirmed(5).remove(&facts(), who(5), instant(NOW)).is_ok());
    }

    #[test]
    fn nobody_is_taken_out_twice_after_the_start_or_of_a_team_that_ended() {
        let left = confirmed(3).remove(&facts(), who(1), instant(NOW)).unwrap();
        assert_eq!(codes(left.remove(&facts(), who(1), instant(NOW))), ["already-replaced"]);
        let started = instant("2026-09-16T07:00:00Z");
        assert_eq!(codes(confirmed(3).remove(&facts(), who(1), started)), ["started"]);
        let ended = Registration { status: RegistrationStatus::Withdrawn, ..confirmed(3) };
        assert_eq!(codes(ended.remove(&facts(), who(1), instant(NOW))), ["wrong-status"]);
    }

    #[test]
    fn who_takes_a_place_is_a_member_where_persons_are_members() {
        let members = HashSet::from(["lid@example.nl".to_owned()]);
        let cover = Cover { organiser: "AVS".into(), members: CoveredBy::Persons(members) };
        let facts = Admission { cover: Some(cover), ..facts() };
        let refusal = replaced_by(&facts, "vreemd@example.nl").unwrap_err();
        assert_eq!(refusal.code(), "membership-required");
        assert_eq!(refusal.reasons[0].location.as_deref(), Some("/email"));
        assert!(replaced_by(&facts, "Lid@example.nl").is_ok(), "who stays is not asked again");
    }

    #[test]
    fn where_boards_are_members_a_replacement_is_not_asked_for_it() {
        let members = CoveredBy::Boards(HashSet::new());
        let cover = Some(Cover { organiser: "PO-Raad".into(), members });
        assert!(replaced_by(&Admission { cover, ..facts() }, "nieuw@example.nl").is_ok());
    }

    #[test]
    fn who_takes_a_place_is_in_the_audience() {
        let mut facts = facts();
        facts.rules.audience =
            Audience { roles: vec!["board-executive".into()], ..Audience::default() };
        let refusal = replaced_by(&facts, "nieuw@example.nl").unwrap_err();
        assert_eq!(refusal.code(), "role-not-admitted");
        assert_eq!(refusal.reasons[0].location.as_deref(), Some("/role"));
    }
}
