//! Who is given a certificate and what it says.

use std::collections::HashMap;

use uuid::Uuid;

use super::*;
use crate::attendances::{Attendance, Attendee, Course, Mark};
use crate::cohorts::{
    CohortStatus, NewSession, OfferRule, Place, Plan, SeatCount, SessionMode, WaitingList, numbered,
};
use crate::kernel::{Language, Period};
use crate::programmes::{self, Admission, Audience, Rules, TeamRule};

const AFTER: &str = "2026-12-01T10:00:00Z";
const DAYS: [&str; 4] = ["2026-09-16", "2026-10-07", "2026-10-28", "2026-11-11"];

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn id<T>(number: u128) -> Id<T> {
    Id::from(Uuid::from_u128(number))
}

/// The four days of R11, of which 75 per cent complete the course.
fn course() -> Course {
    let session = |(number, on): (u128, &str)| {
        let session = NewSession {
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
        session.plan(id(number), id(100), planned).unwrap()
    };
    let rules = Rules {
        team: TeamRule { least: 1, most: 10, recommended: None, roles: vec![] },
        audience: Audience::default(),
        admission: Admission::Automatic,
        fee: None,
        intake: false,
        completion: Some(programmes::Completion { share: 75 }),
        attendance: crate::attendances::AttendanceRule::default(),
    };
    Course { rules, sessions: numbered((1..).zip(DAYS).map(session).collect()).unwrap() }
}

/// Somebody who was at so many of the sessions, the first ones.
fn candidate(sessions: u128, held: Vec<Certificate>) -> Candidate {
    let present = |session| Attendance {
        participant: id(7),
        session,
        mark: Mark::Present,
        version: 1,
        marked_at: at(AFTER),
    };
    let attendances: HashMap<_, _> =
        (1..=sessions).map(|number| (id(number), present(id(number)))).collect();
    Candidate {
        attendee: Attendee {
            participant: Participant {
                id: id(7),
                name: "Sam de Vries".into(),
                email: EmailAddress::new("Sam@example.nl"),
                role: "teacher".into(),
                needs_known: false,
            },
            registration: id(8),
            board: id(9),
            joined_at: None,
            attendances,
        },
        held,
    }
}

fn content() -> Content {
    Content {
        language: Language::Dutch,
        organisers: vec!["PO-Raad".into(), "AVS".into(), "Voion".into()],
        programme: "Strategisch HR".into(),
        cohort: "Najaar 2026".into(),
        first_on: DAYS[0].parse().unwrap(),
        last_on: DAYS[3].parse().unwrap(),
        sessions: 0,
        minutes_attended: 0,
        minutes_expected: 0,
        share: 0,
        place: Some("Utrecht".into()),
        signatory: None,
        replaces: None,
    }
}

fn certificate(number: i64) -> Certificate {
    Certificate {
        id: id(50),
        number: Number::new("PO-RAAD-C", 2026, number),
        code: VerificationCode::new([7; 10]),
        organiser: id(60),
        board: id(9),
        cohort: id(100),
        registration: id(8),
        participant: id(7),
        holder: Holder { name: "Sam de Vries".into(), email: EmailAddress::new("sam@example.nl") },
        issued_at: at(AFTER),
        issued_on: "2026-12-01".parse().unwrap(),
        content: content(),
        replaces: None,
        revoked: None,
        version: 1,
    }
}

fn cohort(status: CohortStatus) -> Cohort {
    let window = Period::new(at("2026-06-01T07:00:00Z"), at("2026-09-01T07:00:00Z")).unwrap();
    Cohort {
        id: id(100),
        programme: id(101),
        plan: Plan {
            name: "Najaar 2026".into(),
            region: None,
            capacity: 24,
            seats_per_board: None,
            several_per_board: false,
            window,
            waiting_list: WaitingList::None,
            offers: OfferRule::default(),
            minimum: None,
            free_cancellation_until: None,
            place: None,
            facilitator: None,
        },
        status,
        verdict: None,
        seats: SeatCount::default(),
        span: None,
        last_starts_at: None,
        version: 1,
    }
    .with_sessions(&course().sessions)
}

#[test]
fn who_completed_it_is_given_one_that_says_how_much_they_were_there() {
    let Ruling::Issue(issued) = candidate(3, vec![]).rule(&course(), at(AFTER)) else { panic!() };
    let content = issued.content(content());
    assert_eq!((content.sessions, content.share, content.replaces.clone()), (3, 75, None));
    assert_eq!(content.hours_in_words().nl, "24 van 32 uur");
    assert_eq!(content.sessions_in_words().en, "3 sessions");
    let Ruling::Issue(issued) = candidate(4, vec![]).rule(&course(), at(AFTER)) else { panic!() };
    assert_eq!(issued.content(self::content()).hours_in_words().en, "32 hours");
}

#[test]
fn who_was_partly_there_reads_the_time_that_they_were() {
    let mut course = course();
    course.rules.attendance.may_miss_minutes = 90;
    let mut candidate = candidate(4, vec![]);
    let mark =
        Mark::Partly { from: "10:30:00".parse().unwrap(), until: "17:00:00".parse().unwrap() };
    candidate.attendee.attendances.get_mut(&id(1)).unwrap().mark = mark;
    let Ruling::Issue(issued) = candidate.rule(&course, at(AFTER)) else { panic!() };
    assert_eq!(issued.content(content()).hours_in_words().nl, "30,5 van 32 uur");
}

#[test]
fn who_did_not_is_told_what_is_missing() {
    let Ruling::NotMet(missing) = candidate(2, vec![]).rule(&course(), at(AFTER)) else { panic!() };
    assert_eq!(missing[0].code, "too-few-sessions");
    let mut without = course();
    without.rules.completion = None;
    let Ruling::NotMet(missing) = candidate(4, vec![]).rule(&without, at(AFTER)) else { panic!() };
    assert_eq!(missing[0].code, "no-completion-rule");
}

#[test]
fn there_is_one_that_holds_and_after_a_revocation_another() {
    let valid = certificate(1);
    let ruling = candidate(4, vec![valid.clone()]).rule(&course(), at(AFTER));
    assert_eq!(ruling, Ruling::Already(valid.id));
    let revoked = valid.revoke("Naam verkeerd".into(), at(AFTER)).unwrap();
    let ruling = candidate(4, vec![revoked.clone()]).rule(&course(), at(AFTER));
    let Ruling::Issue(issued) = ruling else { panic!() };
    assert_eq!(issued.replaces, Some((revoked.id, revoked.number.clone())));
    assert_eq!(issued.content(content()).replaces.unwrap(), "PO-RAAD-C202600001");
}

#[test]
fn a_certificate_is_revoked_once() {
    let revoked = certificate(1).revoke("Naam verkeerd".into(), at(AFTER)).unwrap();
    assert_eq!((revoked.status(), revoked.version), (CertificateStatus::Revoked, 2));
    let refusal = revoked.revoke("Weer".into(), at(AFTER)).unwrap_err();
    assert_eq!(refusal.code(), "already-revoked");
    assert!(refusal.reasons[0].text.en.contains("1 December 2026"));
}

#[test]
fn certificates_wait_for_the_end_of_the_last_session() {
    let published = cohort(CohortStatus::Published);
    let refused = has_ended(&published, at("2026-11-11T15:59:59Z")).unwrap_err();
    assert_eq!(refused.code(), "not-ended");
    assert!(refused.reasons[0].text.nl.contains("11 november 2026 om 17:00"));
    assert!(has_ended(&published, at("2026-11-11T16:00:00Z")).is_ok());
    let cancelled = cohort(CohortStatus::Cancelled);
    assert_eq!(has_ended(&cancelled, at(AFTER)).unwrap_err().code(), "cancelled");
}

#[test]
fn who_does_not_take_part_is_named_at_their_place() {
    let refused = all_take_part(&[id(7), id(70)], &[candidate(4, vec![])]).unwrap_err();
    assert_eq!(refused.code(), "not-in-cohort");
    assert_eq!(refused.reasons[0].location.as_deref(), Some("/participantIds/1"));
}

#[test]
fn without_a_holder_there_is_nothing_to_hang_up() {
    let mut erased = certificate(1);
    assert!(erased.clone().with_a_holder().is_ok());
    erased.holder.name = ERASED_NAME.to_owned();
    assert_eq!(erased.with_a_holder().unwrap_err().code(), "holder-erased");
}

#[test]
fn a_certificate_reads_as_people_write() {
    let content = content();
    assert_eq!(content.days().nl, "16 september – 11 november 2026");
    assert_eq!(content.organisers_in_words().nl, "PO-Raad, AVS en Voion");
    let issued_on = "2026-12-01".parse().unwrap();
    assert_eq!(content.signed(issued_on).nl, "Utrecht, 1 december 2026");
    let one = Content { organisers: vec!["AVS".into()], place: None, ..content };
    assert_eq!(one.organisers_in_words().en, "AVS");
    assert_eq!(one.signed(issued_on).en, "1 December 2026");
}
