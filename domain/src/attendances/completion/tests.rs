//! The examples of `docs/attendance.md`, and every way in which a session may not count.

use std::collections::HashMap;

use uuid::Uuid;

use super::*;
use crate::attendances::{Expected, MarkKind};
use crate::cohorts::{Cancellation, NewSession, Place, SessionMode, numbered};
use crate::kernel::EmailAddress;
use crate::programmes::{self, Admission, Audience, Rules, TeamRule};
use crate::registrations::Participant;

const AFTER: &str = "2026-12-01T10:00:00Z";

/// The four days of R11, 09:00–17:00.
fn four_days(share: Option<u8>) -> Course {
    let days = ["2026-09-16", "2026-10-07", "2026-10-28", "2026-11-11"];
    let sessions = days.iter().zip(1..).map(|(on, number)| {
        let new = NewSession {
            on: on.parse().unwrap(),
            starts: "09:00:00".parse().unwrap(),
            ends: "17:00:00".parse().unwrap(),
            place: Place { mode: SessionMode::OnSite, address: None, meeting_link: None },
            theme: None,
            agenda: vec![],
            breakouts: vec![],
            expected: vec![],
        };
        let planned = "2026-07-01T10:00:00Z".parse().unwrap();
        new.plan(Uuid::from_u128(number).into(), Uuid::from_u128(9).into(), planned).unwrap()
    });
    let rules = Rules {
        team: TeamRule { least: 1, most: 9, recommended: None, roles: vec![] },
        audience: Audience::default(),
        admission: Admission::Automatic,
        fee: None,
        intake: false,
        completion: share.map(|share| programmes::Completion { share }),
        attendance: AttendanceRule::default(),
    };
    Course { rules, sessions: numbered(sessions.collect()).unwrap() }
}

const PRESENT: Option<Mark> = Some(Mark::Present);
const ABSENT: Option<Mark> = Some(Mark::Absent);

fn partly(from: &str, until: &str) -> Option<Mark> {
    let times = (from.parse().unwrap(), until.parse().unwrap());
    Mark::of(MarkKind::Partly, Some(times))
}

/// A teacher with these marks, one for each session.
fn teacher(marks: &[Option<Mark>]) -> Attendee {
    let participant = Participant {
        id: Uuid::from_u128(7).into(),
        name: "Sam".into(),
        email: EmailAddress::new("sam@example.nl"),
        role: "teacher".into(),
        needs_known: false,
    };
    let marked_at = AFTER.parse().unwrap();
    let attendance = |(number, mark): (u128, &Option<Mark>)| {
        let session = Uuid::from_u128(number).into();
        let participant = participant.id;
        mark.map(|mark| (session, Attendance { participant, session, mark, version: 1, marked_at }))
    };
    let attendances: HashMap<_, _> = (1..).zip(marks).filter_map(attendance).collect();
    let (registration, board) = (Uuid::from_u128(5).into(), Uuid::from_u128(6).into());
    Attendee { participant, registration, board, joined_at: None, attendances }
}

fn after(course: &Course, who: &Attendee) -> Completion {
    course.completion(who, AFTER.parse().unwrap())
}

fn outcomes(completion: &Completion) -> Vec<&str> {
    completion.sessions.iter().map(|session| session.outcome.code()).collect()
}

fn sentences(completion: &Completion) -> Vec<String> {
    completion.missing().into_iter().map(|missing| missing.text.en).collect()
}

#[test]
fn three_of_four_days_complete_three_quarters() {
    let marks = [PRESENT, ABSENT, PRESENT, PRESENT];
    let completion = after(&four_days(Some(75)), &teacher(&marks));
    assert_eq!((completion.expected, completion.counted, completion.needed), (4, 3, Some(3)));
    assert_eq!((completion.standing, completion.reached()), (Standing::Met, 75));
    assert!(completion.missing().is_empty());
}

#[test]
fn a_share_is_rounded_up_to_whole_sessions() {
    let marks = [PRESENT, PRESENT, PRESENT, ABSENT];
    let completion = after(&four_days(Some(80)), &teacher(&marks));
    assert_eq!((completion.needed, completion.standing), (Some(4), Standing::OutOfReach));
    for (share, expected, sessions) in [(1, 4, 1), (50, 4, 2), (51, 4, 3), (100, 4, 4), (67, 3, 3)]
    {
        assert_eq!(needed(share, expected), sessions, "{share}% of {expected}");
    }
}

#[test]
fn what_is_missing_is_told_with_the_sum_first() {
    let marks = [ABSENT, Some(Mark::Excused), partly("10:15", "17:00"), None];
    let completion = after(&four_days(Some(75)), &teacher(&marks));
    assert_eq!(
        sentences(&completion),
        [
            "0 of 4 expected sessions count; 3 needed (75%)",
            "session 1 (16 September 2026): absent",
            "session 2 (7 October 2026): excused, which does not count as present",
            "session 3 (28 October 2026): missed 75 minutes of the whole (09:00–17:00); 0 may be \
             missed",
            "session 4 (11 November 2026): attendance has not been marked yet",
        ]
    );
}

#[test]
fn without_a_mark_a_session_is_open_and_not_absent() {
    let course = four_days(Some(75));
    let marks = [PRESENT, PRESENT, None, None];
    let now = "2026-10-29T10:00:00Z".parse().unwrap();
    let completion = course.completion(&teacher(&marks), now);
    assert_eq!(outcomes(&completion), ["attended", "attended", "unmarked", "to-come"]);
    assert_eq!(completion.standing, Standing::Open);
}

#[test]
fn it_is_met_as_soon_as_no_later_session_can_take_it_away() {
    let course = four_days(Some(75));
    let marks = [PRESENT, PRESENT, PRESENT, None];
    let now = "2026-10-29T10:00:00Z".parse().unwrap();
    assert!(course.completion(&teacher(&marks), now).is_met());
}

#[test]
fn it_is_out_of_reach_as_soon_as_too_few_sessions_are_left() {
    let course = four_days(Some(75));
    let marks = [ABSENT, ABSENT, None, None];
    let now = "2026-10-08T10:00:00Z".parse().unwrap();
    assert_eq!(course.completion(&teacher(&marks), now).standing, Standing::OutOfReach);
}

#[test]
fn a_morning_is_the_first_half_and_an_afternoon_the_second() {
    let cases = [
        (Part::Morning, partly("09:00", "13:00"), Outcome::Attended),
        (Part::Morning, partly("09:00", "12:59"), Outcome::TooShort),
        (Part::Afternoon, partly("13:00", "17:00"), Outcome::Attended),
        (Part::Afternoon, partly("08:30", "13:00"), Outcome::TooShort),
        (Part::WholeDay, partly("08:30", "17:30"), Outcome::Attended),
        (Part::WholeDay, partly("09:01", "17:00"), Outcome::TooShort),
    ];
    for (part, mark, outcome) in cases {
        let mut course = four_days(Some(100));
        course.rules.attendance.expected = vec![Expected { role: None, part }];
        let completion = after(&course, &teacher(&[mark]));
        assert_eq!(completion.sessions[0].outcome, outcome, "{part:?} {mark:?}");
    }
}

#[test]
fn some_minutes_may_be_missed_where_the_programme_says_so_but_never_all() {
    let mut course = four_days(Some(100));
    course.rules.attendance.may_miss_minutes = 30;
    for (mark, outcome) in [
        (partly("09:20", "16:50"), Outcome::Attended),
        (partly("09:20", "16:49"), Outcome::TooShort),
    ] {
        assert_eq!(after(&course, &teacher(&[mark])).sessions[0].outcome, outcome);
    }
    course.rules.attendance.may_miss_minutes = 600;
    let completion = after(&course, &teacher(&[partly("17:00", "18:00")]));
    assert_eq!(completion.sessions[0].outcome, Outcome::TooShort);
    assert_eq!(completion.sessions[0].missed_minutes, Some(480));
}

#[test]
fn an_optional_session_neither_helps_nor_harms() {
    let mut course = four_days(Some(100));
    let teachers = Expected { role: Some("teacher".into()), part: Part::Optional };
    course.sessions[0].expected = vec![teachers];
    let marks = [ABSENT, PRESENT, PRESENT, PRESENT];
    let completion = after(&course, &teacher(&marks));
    assert_eq!((completion.expected, completion.standing), (3, Standing::Met));
    let marks = [PRESENT, ABSENT, PRESENT, PRESENT];
    assert_eq!(after(&course, &teacher(&marks)).counted, 2);
}

#[test]
fn a_session_that_was_cancelled_is_expected_of_nobody() {
    let mut course = four_days(Some(100));
    let (at, reason) = (AFTER.parse().unwrap(), Some("ziek".to_owned()));
    course.sessions[3].cancelled = Some(Cancellation { at, reason });
    let completion = after(&course, &teacher(&[PRESENT; 3]));
    assert_eq!((completion.expected, completion.standing), (3, Standing::Met));
}

#[test]
fn where_everything_is_optional_one_session_completes() {
    let mut course = four_days(Some(1));
    course.rules.attendance.expected = vec![Expected { role: None, part: Part::Optional }];
    assert!(after(&course, &teacher(&[None, partly("11:00", "11:30")])).is_met());
    assert_eq!(after(&course, &teacher(&[])).standing, Standing::Open);
}

#[test]
fn an_excuse_counts_as_missed_or_is_left_out_as_the_programme_says() {
    let marks = [Some(Mark::Excused), PRESENT, PRESENT, ABSENT];
    let mut course = four_days(Some(60));
    assert_eq!(after(&course, &teacher(&marks)).standing, Standing::OutOfReach);
    course.rules.attendance.excused = Excused::LeftOut;
    let completion = after(&course, &teacher(&marks));
    assert_eq!((completion.expected, completion.standing), (3, Standing::Met));
}

#[test]
fn who_is_excused_from_everything_completes_nothing() {
    let mut course = four_days(Some(75));
    course.rules.attendance.excused = Excused::LeftOut;
    let completion = after(&course, &teacher(&[Some(Mark::Excused); 4]));
    assert_eq!((completion.expected, completion.standing), (0, Standing::OutOfReach));
    assert_eq!(completion.reached(), 0);
}

#[test]
fn sessions_before_somebody_took_a_place_are_expected_and_not_attended() {
    let mut successor = teacher(&[None, None, PRESENT, PRESENT]);
    successor.joined_at = Some("2026-10-20T10:00:00Z".parse().unwrap());
    let completion = after(&four_days(Some(75)), &successor);
    let expected = ["before-joining", "before-joining", "attended", "attended"];
    assert_eq!(outcomes(&completion), expected);
    assert_eq!((completion.expected, completion.standing), (4, Standing::OutOfReach));
    assert!(after(&four_days(Some(50)), &successor).is_met());
}

#[test]
fn without_a_rule_nobody_completes() {
    let completion = after(&four_days(None), &teacher(&[PRESENT; 4]));
    assert_eq!((completion.standing, completion.needed), (Standing::NoRule, None));
    assert_eq!(completion.missing()[0].code, "no-completion-rule");
    assert_eq!((completion.expected, completion.counted), (4, 4));
}
