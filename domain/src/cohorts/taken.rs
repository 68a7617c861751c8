//! What is taken in a cohort, which no new plan takes back.

use super::{Cohort, Plan};
use crate::kernel::{Reason, text};

/// The most that one board has in a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BoardMost {
    /// Seats held across its registrations.
    pub seats: u32,
    pub live_registrations: u32,
}

impl BoardMost {
    /// The most of both.
    pub fn or(self, other: Self) -> Self {
        Self {
            seats: self.seats.max(other.seats),
            live_registrations: self.live_registrations.max(other.live_registrations),
        }
    }
}

impl Cohort {
    /// Everything that is taken and would not fit in `plan`. A limit of boards counts where it becomes
    /// tighter: what stands beyond one that was there before keeps nobody from changing the rest.
    pub(super) fn beyond(&self, plan: &Plan, most: BoardMost) -> Vec<Reason> {
        let capacity = (plan.capacity < self.seats.taken).then(|| below_taken(self.seats.taken));
        let limit = plan.seats_per_board.unwrap_or(u32::MAX);
        let tighter = limit < self.plan.seats_per_board.unwrap_or(u32::MAX);
        let seats = (tighter && limit < most.seats).then(|| board_below_taken(most.seats));
        let once = self.plan.several_per_board && !plan.several_per_board;
        let several =
            (once && 1 < most.live_registrations).then(|| several(most.live_registrations));
        [capacity, seats, several].into_iter().flatten().collect()
    }
}

fn below_taken(taken: u32) -> Reason {
    let sentence = text(
        format!("er zijn {taken} plaatsen bezet; de capaciteit kan niet lager"),
        format!("{taken} seats are taken; capacity cannot go below that"),
    );
    Reason::new("capacity-below-taken", sentence).at("/capacity")
}

fn board_below_taken(seats: u32) -> Reason {
    let sentence = text(
        format!("een bestuur heeft hier {seats} plaatsen; het aantal per bestuur kan niet lager"),
        format!("a board holds {seats} seats here; seats per board cannot go below that"),
    );
    Reason::new("board-seats-below-taken", sentence).at("/seatsPerBoard")
}

fn several(live: u32) -> Reason {
    let sentence = text(
        format!("een bestuur heeft hier {live} lopende aanmeldingen; het kan er dus meer hebben"),
        format!("a board has {live} live registrations here, so that boards can have several"),
    );
    Reason::new("several-registrations-exist", sentence).at("/severalRegistrationsPerBoard")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohorts::{SeatCount, tests::cohort};

    fn codes(reasons: &[Reason]) -> Vec<&str> {
        reasons.iter().map(|reason| reason.code).collect()
    }

    fn limited(seats_per_board: Option<u32>) -> Plan {
        Plan { seats_per_board, ..cohort().plan }
    }

    #[test]
    fn seats_per_board_do_not_shrink_below_what_a_board_holds() {
        let most = BoardMost { seats: 5, live_registrations: 1 };
        let refusal = cohort().change(limited(Some(2)), most).unwrap_err();
        assert_eq!(refusal.code(), "board-seats-below-taken");
        assert!(refusal.reasons[0].text.en.contains("holds 5 seats"));
        assert!(cohort().change(limited(Some(5)), most).is_ok());
        assert!(cohort().change(limited(None), most).is_ok());
    }

    #[test]
    fn a_limit_that_is_not_tighter_than_before_is_no_reason() {
        let beyond = Cohort { plan: limited(Some(2)), ..cohort() };
        let most = BoardMost { seats: 5, live_registrations: 1 };
        for limit in [2, 3, 5] {
            assert!(beyond.clone().change(limited(Some(limit)), most).is_ok(), "{limit}");
        }
        let refusal = beyond.change(limited(Some(1)), most).unwrap_err();
        assert_eq!(refusal.code(), "board-seats-below-taken");
    }

    #[test]
    fn one_registration_per_board_is_not_asked_while_a_board_has_two() {
        let several = Plan { several_per_board: true, ..cohort().plan };
        let open = Cohort { plan: several, ..cohort() };
        let most = BoardMost { seats: 0, live_registrations: 2 };
        let refusal = open.clone().change(cohort().plan, most).unwrap_err();
        assert_eq!(refusal.code(), "several-registrations-exist");
        assert!(refusal.reasons[0].text.nl.contains("2 lopende aanmeldingen"));
        let one = BoardMost { seats: 2, live_registrations: 1 };
        assert!(open.change(cohort().plan, one).is_ok());
        assert!(cohort().change(cohort().plan, most).is_ok(), "it was so before");
    }

    #[test]
    fn everything_that_would_not_fit_is_named_at_once() {
        let seats = SeatCount { taken: 12, ..SeatCount::default() };
        let several = Plan { several_per_board: true, ..cohort().plan };
        let open = Cohort { seats, plan: several, ..cohort() };
        let plan = Plan { capacity: 10, seats_per_board: Some(1), ..cohort().plan };
        let most = BoardMost { seats: 4, live_registrations: 2 };
        let expected =
            ["capacity-below-taken", "board-seats-below-taken", "several-registrations-exist"];
        assert_eq!(codes(&open.change(plan, most).unwrap_err().reasons), expected);
    }
}
