//! The worked examples R5 to R7, and what holds for every list.

use proptest::prelude::*;

use super::*;
use crate::kernel::{Id, Period};
use crate::programmes::TeamRule;
use crate::registrations::admission::tests::{admission, board, instant, team};
use crate::registrations::{Accepted, BoardStanding, RegistrationStatus, Waiting};
use uuid::Uuid;

const NOW: &str = "2026-07-01T10:00:00Z";
const UNTIL: &str = "2026-07-04T10:00:00Z";

fn network(capacity: u32) -> Admission {
    let rule = TeamRule { least: 1, most: 5, recommended: None, roles: vec![] };
    admission(capacity, rule)
}

/// A team of `size` that waits, `arrival`th.
fn waiting(arrival: i64, size: usize) -> Registration {
    let number = u128::try_from(arrival).unwrap();
    let team = team(number, &vec!["teacher"; size]);
    Registration {
        id: Id::from(Uuid::from_u128(number)),
        cohort: Id::from(Uuid::from_u128(1)),
        board: team.board,
        arrival,
        details: team.details,
        participants: team.participants,
        status: RegistrationStatus::Waitlisted,
        registered_at: instant(NOW),
        status_since: instant(NOW),
        language: crate::kernel::Language::Dutch,
        offer_until: None,
        waiting: Waiting::default(),
        version: 1,
    }
}

fn promote(facts: &mut Admission, list: &[Registration]) -> Vec<Promoted> {
    let mut walk = Walk::new(instant(NOW), instant(UNTIL));
    for team in list {
        walk.consider(facts, team.clone());
    }
    walk.end()
}

fn offered(promoted: &[Promoted]) -> Vec<i64> {
    let arrival = |it: &Promoted| match it {
        Promoted::Offered(team) => Some(team.arrival),
        _ => None,
    };
    promoted.iter().filter_map(arrival).collect()
}

fn with_free(capacity: u32, free: u32, list: &[Registration]) -> Admission {
    let mut facts = network(capacity);
    facts.cohort.seats.taken = capacity - free;
    facts.cohort.seats.waiting_teams = u32::try_from(list.len()).unwrap();
    facts
}

#[test]
fn r5_the_single_stays_behind_the_duo_that_does_not_fit() {
    let list = [waiting(1, 2), waiting(2, 1)];
    let mut facts = with_free(15, 1, &list);
    assert!(promote(&mut facts, &list).is_empty());
    assert_eq!(facts.cohort.seats.taken, 14);
}

#[test]
fn r6_two_seats_more_are_offered_to_the_duo_and_the_last_one_to_the_single() {
    let list = [waiting(1, 2), waiting(2, 1)];
    let mut facts = with_free(15, 3, &list);
    assert_eq!(offered(&promote(&mut facts, &list)), [1, 2]);
    assert_eq!((facts.cohort.seats.taken, facts.cohort.seats.waiting_teams), (15, 0));
}

#[test]
fn r7_an_offer_lapses_at_its_instant_and_not_before() {
    let offer = waiting(1, 1).offer(instant(UNTIL), instant(NOW)).unwrap();
    let before = instant("2026-07-04T09:59:59.999Z");
    assert_eq!(offer.clone().as_of(before).status, RegistrationStatus::Offered);
    assert_eq!(offer.clone().accept(before).unwrap().status, RegistrationStatus::Confirmed);
    let lapsed = offer.clone().as_of(instant("2026-07-05T00:00:00Z"));
    assert_eq!(lapsed.status, RegistrationStatus::Lapsed);
    assert_eq!(lapsed.status_since, instant(UNTIL));
    for late in [offer.clone(), lapsed] {
        let refused = late.clone().accept(instant(UNTIL)).unwrap_err();
        assert_eq!(refused.code(), "offer-lapsed");
        assert!(refused.reasons[0].text.en.contains("4 July 2026 at 12:00"));
        assert_eq!(late.decline(instant(UNTIL)).unwrap_err().code(), "offer-lapsed");
    }
}

/// An offer to a duo whose board holds nothing but these two seats.
fn duo_with_an_offer() -> (Admission, Registration) {
    let mut facts = network(15);
    facts.cohort.plan.seats_per_board = Some(2);
    let standing = facts.boards.get_mut(&board(1)).unwrap();
    (standing.seats, standing.live_registrations) = (2, 1);
    (facts, waiting(1, 2).offer(instant(UNTIL), instant(NOW)).unwrap())
}

#[test]
fn the_seats_of_an_offer_do_not_count_against_its_acceptance() {
    let (facts, offer) = duo_with_an_offer();
    let accepted = facts.accept(offer, instant(NOW)).unwrap().or_refused().unwrap();
    assert_eq!(accepted.status, RegistrationStatus::Confirmed);
}

#[test]
fn who_does_not_qualify_any_more_when_they_accept_loses_the_offer_and_reads_every_reason() {
    let (mut facts, offer) = duo_with_an_offer();
    let standing = facts.boards.get_mut(&board(1)).unwrap();
    standing.closed = Some(("2026-06-30".parse().unwrap(), None));
    standing.seats = 4;
    let void = facts.accept(offer.clone(), instant(NOW)).unwrap();
    let Accepted::Void { registration, unmet } = void.clone() else { panic!("{void:?}") };
    assert_eq!(registration.status, RegistrationStatus::Lapsed);
    assert_eq!((registration.status_since, registration.seats()), (instant(NOW), 0));
    let expected = ["board-closed", "already-registered", "board-seats-exceeded"];
    assert_eq!(unmet.iter().map(|reason| reason.code).collect::<Vec<_>>(), expected);
    assert_eq!(void.or_refused().unwrap_err().code(), "board-closed");
    let moved = Move::from(RegistrationStatus::Offered, registration).for_unmet(unmet);
    assert_eq!(moved.what(), "registration-lapsed");
    assert_eq!(moved.why().unwrap(), expected.join(" "));
    let late = facts.accept(offer, instant(UNTIL)).unwrap_err();
    assert_eq!(late.code(), "offer-lapsed", "the clock comes first");
}

#[test]
fn who_declines_is_not_asked_again() {
    let offer = waiting(1, 1).offer(instant(UNTIL), instant(NOW)).unwrap();
    let declined = offer.decline(instant(NOW)).unwrap();
    assert_eq!(declined.status, RegistrationStatus::Declined);
    assert_eq!(declined.accept(instant(NOW)).unwrap_err().code(), "wrong-status");
    assert_eq!(waiting(1, 1).accept(instant(NOW)).unwrap_err().code(), "wrong-status");
}

#[test]
fn a_team_that_does_not_qualify_any_more_keeps_its_place_and_holds_up_nobody() {
    let list = [waiting(1, 1), waiting(2, 1)];
    let mut facts = with_free(15, 1, &list);
    let closed = Some(("2026-06-30".parse().unwrap(), None));
    facts.boards.get_mut(&board(1)).unwrap().closed = closed;
    let promoted = promote(&mut facts, &list);
    let Promoted::PassedOver { team: passed, .. } = &promoted[0] else { panic!("{promoted:?}") };
    assert_eq!(passed.waiting.passed_over_for, ["board-closed"]);
    assert_eq!((passed.arrival, passed.status), (1, RegistrationStatus::Waitlisted));
    assert!(matches!(promoted[0], Promoted::PassedOver { was_in_line: true, .. }));
    assert_eq!(offered(&promoted), [2]);

    let mut again = with_free(15, 1, &list);
    again.boards = facts.boards.clone();
    let list = [passed.clone(), waiting(3, 1)];
    assert_eq!(offered(&promote(&mut again, &list)), [3]);
    assert_eq!(promote(&mut again, &list), [], "what was said is not said again");

    again.boards.get_mut(&board(1)).unwrap().closed = None;
    again.cohort.seats.taken -= 1;
    again.cohort.seats.passed_over = 1;
    let promoted = promote(&mut again, &list);
    assert_eq!(offered(&promoted)[0], 1);
    assert_eq!(again.cohort.seats.passed_over, 0, "it left the list");
}

#[test]
fn the_window_does_not_count_for_who_came_in_it() {
    let list = [waiting(1, 1)];
    let mut facts = with_free(15, 1, &list);
    let past = Period::new(instant("2026-05-01T00:00:00Z"), instant("2026-06-01T00:00:00Z"));
    facts.cohort.plan.window = past.unwrap();
    assert_eq!(offered(&promote(&mut facts, &list)), [1]);
}

#[test]
fn a_board_is_offered_no_more_than_its_seats_across_its_registrations() {
    let mut second = waiting(2, 2);
    second.board = board(1);
    let list = [waiting(1, 2), second];
    let mut facts = with_free(15, 10, &list);
    facts.cohort.plan.several_per_board = true;
    facts.cohort.plan.seats_per_board = Some(3);
    let promoted = promote(&mut facts, &list);
    assert_eq!(offered(&promoted), [1]);
    let Promoted::PassedOver { team: passed, .. } = &promoted[1] else { panic!("{promoted:?}") };
    assert_eq!(passed.waiting.passed_over_for, ["board-seats-exceeded"]);
}

#[test]
fn a_team_larger_than_the_cohort_became_holds_up_nobody() {
    let list = [waiting(1, 3), waiting(2, 1)];
    let mut facts = with_free(2, 2, &list);
    assert_eq!(offered(&promote(&mut facts, &list)), [2]);
}

#[test]
fn larger_teams_are_skipped_only_where_the_cohort_says_so_and_three_times_at_most() {
    let mut facts = with_free(15, 1, &[]);
    facts.cohort.plan.offers.skip_larger_teams = true;
    let mut large = waiting(1, 2);
    for (time, arrival) in (1..=3).zip(2..) {
        facts.cohort.seats.taken = 14;
        let promoted = promote(&mut facts, &[large.clone(), waiting(arrival, 1)]);
        assert_eq!(offered(&promoted), [arrival]);
        let Promoted::Overtaken(overtaken) = &promoted[1] else { panic!("{promoted:?}") };
        assert_eq!((overtaken.waiting.overtaken, overtaken.arrival), (time, 1));
        large = overtaken.clone();
    }
    facts.cohort.seats.taken = 14;
    assert!(promote(&mut facts, &[large, waiting(9, 1)]).is_empty());
}

/// The size of a team, whether its board closed, how often it was overtaken.
fn teams() -> impl Strategy<Value = Vec<(usize, bool, u32)>> {
    prop::collection::vec((1usize..=4, prop::bool::weighted(0.2), 0u32..=3), 0..30)
}

proptest! {
    #[test]
    fn for_every_list_seats_rules_and_order_hold(
        capacity in 1u32..20,
        taken in 0u32..20,
        skips in prop::bool::ANY,
        teams in teams(),
    ) {
        let mut facts = with_free(capacity, capacity - taken.min(capacity), &[]);
        facts.cohort.plan.offers.skip_larger_teams = skips;
        let mut list = Vec::new();
        for (arrival, (size, closed, overtaken)) in (1..).zip(teams) {
            let mut team = waiting(arrival, size);
            team.waiting.overtaken = overtaken;
            let closed = closed.then(|| ("2026-01-01".parse().unwrap(), None));
            let standing = BoardStanding { closed, ..facts.boards[&board(2)].clone() };
            facts.boards.insert(team.board, standing);
            list.push(team);
        }
        facts.cohort.seats.waiting_teams = u32::try_from(list.len()).unwrap();
        let before = facts.clone();

        let promoted = promote(&mut facts, &list);

        prop_assert!(facts.cohort.seats.taken <= capacity);
        let chosen = offered(&promoted);
        prop_assert!(chosen.is_sorted());
        for team in &list {
            let is_chosen = chosen.contains(&team.arrival);
            let meets = before.unmet_by(team).is_empty();
            prop_assert!(meets || !is_chosen, "offered to somebody who breaks a rule");
            let overtakers = chosen.iter().filter(|it| team.arrival < **it).count();
            let overtakers = u32::try_from(overtakers).unwrap();
            if is_chosen || !meets || overtakers == 0 {
                continue;
            }
            prop_assert!(skips, "overtaken where nobody may be");
            let recorded = promoted.iter().any(|it| matches!(it, Promoted::Overtaken(after)
                if after.id == team.id
                    && after.waiting.overtaken == team.waiting.overtaken + overtakers));
            prop_assert!(recorded, "overtaken without a record");
            prop_assert!(team.waiting.overtaken + overtakers <= MOST_OVERTAKINGS);
        }

        let after = |team: &Registration| {
            promoted.iter().rev().find_map(|it| match it {
                Promoted::Offered(after) if after.id == team.id => Some(None),
                Promoted::Overtaken(after) | Promoted::PassedOver { team: after, .. }
                | Promoted::Restored(after) if after.id == team.id => Some(Some(after.clone())),
                _ => None,
            })
        };
        let left: Vec<_> =
            list.iter().filter_map(|it| after(it).unwrap_or(Some(it.clone()))).collect();
        prop_assert_eq!(promote(&mut facts, &left), vec![], "a second walk changes something");
    }
}
