//! Every way in which a row is refused, and those in which it is not.

use uuid::Uuid;

use super::*;
use crate::cohorts::{Cancellation, NewSession, Place, SessionMode};

const BEFORE: &str = "2026-09-15T21:59:00Z";
const THAT_DAY: &str = "2026-09-15T22:00:00Z";
const AFTER: &str = "2027-01-01T10:00:00Z";

fn person(number: u128) -> Id<Participant> {
    Uuid::from_u128(number).into()
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A day with three people, the third of whom was replaced.
fn roll() -> Roll {
    let new = NewSession {
        on: "2026-09-16".parse().unwrap(),
        starts: "09:00:00".parse().unwrap(),
        ends: "17:00:00".parse().unwrap(),
        place: Place { mode: SessionMode::OnSite, address: None, meeting_link: None },
        theme: None,
        agenda: vec![],
        breakouts: vec![],
        expected: vec![],
    };
    let id = Uuid::from_u128(1).into();
    let session = new.plan(id, Uuid::from_u128(2).into(), instant(BEFORE)).unwrap();
    let board = Uuid::from_u128(3).into();
    let boards = [1, 2, 3].map(|number| (person(number), board)).into();
    Roll { session, boards, taking_part: vec![person(1), person(2)], marks: HashMap::new() }
}

fn row(number: u128, mark: Mark, seen: Option<i64>) -> Marking {
    Marking { participant: person(number), mark, seen }
}

fn partly(from: &str, until: &str) -> Mark {
    Mark::Partly { from: from.parse().unwrap(), until: until.parse().unwrap() }
}

fn refused(roll: &mut Roll, row: Marking, now: &str) -> &'static str {
    roll.mark(&row, instant(now)).unwrap_err().code()
}

#[test]
fn a_first_mark_is_version_one_and_a_correction_raises_it() {
    let mut roll = roll();
    let first = roll.mark(&row(1, Mark::Absent, None), instant(AFTER)).unwrap();
    assert_eq!(first.attendance().version, 1);
    let second = roll.mark(&row(1, Mark::Present, Some(1)), instant(AFTER)).unwrap();
    assert_eq!((second.attendance().version, second.attendance().mark), (2, Mark::Present));
}

#[test]
fn who_did_not_see_the_mark_that_is_there_is_told() {
    let mut roll = roll();
    roll.mark(&row(1, Mark::Absent, None), instant(AFTER)).unwrap();
    assert_eq!(refused(&mut roll, row(1, Mark::Present, None), AFTER), "marked-meanwhile");
    assert_eq!(refused(&mut roll, row(1, Mark::Present, Some(7)), AFTER), "marked-meanwhile");
    assert_eq!(refused(&mut roll, row(2, Mark::Present, Some(1)), AFTER), "marked-meanwhile");
}

#[test]
fn the_same_mark_again_is_no_conflict_and_no_change() {
    let mut roll = roll();
    let first = roll.mark(&row(1, Mark::Absent, None), instant(AFTER)).unwrap().attendance();
    let again = roll.mark(&row(1, Mark::Absent, None), instant(AFTER)).unwrap();
    assert_eq!(again, Marked::Same(first));
}

#[test]
fn before_the_day_in_the_netherlands_somebody_can_only_be_excused() {
    let mut roll = roll();
    assert_eq!(refused(&mut roll, row(1, Mark::Present, None), BEFORE), "before-session-day");
    assert!(roll.mark(&row(2, Mark::Excused, None), instant(BEFORE)).is_ok());
    assert!(roll.mark(&row(1, Mark::Present, None), instant(THAT_DAY)).is_ok());
}

#[test]
fn times_touch_the_session() {
    let mut roll = roll();
    for (from, until) in [("07:00", "09:00"), ("17:00", "18:00")] {
        let row = row(1, partly(from, until), None);
        assert_eq!(refused(&mut roll, row, AFTER), "times-outside-session");
    }
    assert!(roll.mark(&row(1, partly("08:30", "09:01"), None), instant(AFTER)).is_ok());
}

#[test]
fn a_session_that_was_cancelled_was_attended_by_nobody() {
    let mut roll = roll();
    let (at, reason) = (instant(BEFORE), Some("ziek".to_owned()));
    roll.session.cancelled = Some(Cancellation { at, reason });
    assert_eq!(refused(&mut roll, row(1, Mark::Present, None), AFTER), "session-cancelled");
    assert!(roll.mark_others(Mark::Present, instant(AFTER)).is_err());
}

#[test]
fn others_are_those_who_take_part_and_have_no_mark() {
    let mut roll = roll();
    roll.mark(&row(1, Mark::Absent, None), instant(AFTER)).unwrap();
    let others = roll.mark_others(Mark::Present, instant(AFTER)).unwrap();
    let who: Vec<_> = others.iter().map(|attendance| attendance.participant).collect();
    assert_eq!(who, [person(2)]);
    assert_eq!(roll.mark_others(Mark::Present, instant(AFTER)), Ok(vec![]));
}

#[test]
fn who_was_replaced_can_still_be_marked_and_a_stranger_cannot() {
    let mut roll = roll();
    assert!(roll.mark(&row(3, Mark::Present, None), instant(AFTER)).is_ok());
    assert_eq!(refused(&mut roll, row(4, Mark::Present, None), AFTER), "not-on-the-roll");
}

#[test]
fn times_belong_to_partly_and_to_nothing_else() {
    let at = |text: &str| Some(text.parse().unwrap());
    let code = |kind, from, until| Mark::checked(kind, from, until).unwrap_err();
    let missing = code(MarkKind::Partly, at("09:00"), None);
    assert_eq!(
        (missing.code(), missing.reasons[0].location.as_deref()),
        ("times-missing", Some("/untilTime"))
    );
    let places = |refusal: crate::kernel::Refusal| {
        refusal.reasons.into_iter().map(|reason| reason.location.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(places(code(MarkKind::Partly, None, None)), ["/fromTime", "/untilTime"]);
    let both = code(MarkKind::Absent, at("09:00"), at("12:00"));
    assert_eq!(places(both), ["/fromTime", "/untilTime"]);
    assert_eq!(code(MarkKind::Present, None, at("12:00")).code(), "times-superfluous");
    assert_eq!(code(MarkKind::Absent, at("09:00"), at("12:00")).code(), "times-superfluous");
    assert_eq!(code(MarkKind::Partly, at("12:00"), at("12:00")).code(), "ends-before-start");
    assert_eq!(Mark::checked(MarkKind::Excused, None, None), Ok(Mark::Excused));
}
