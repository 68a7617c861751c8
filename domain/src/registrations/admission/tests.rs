//! The worked examples of the product page, as far as they are rules.

use super::*;
use crate::attendances::AttendanceRule;
use crate::cohorts::{CohortStatus, OfferRule, Plan, SeatCount, WaitingList};
use crate::kernel::{EmailAddress, Language, Period};
use crate::programmes::{Audience, RequiredRole, TeamRule};
use crate::registrations::{Contact, Details, Participant, RegistrationStatus};
use uuid::Uuid;

const NOW: &str = "2026-07-01T10:00:00Z";

pub(in crate::registrations) fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(in crate::registrations) fn board(number: u128) -> Id<Board> {
    Id::from(Uuid::from_u128(number))
}

fn participant(role: &str, email: &str) -> Participant {
    Participant {
        id: Id::from(Uuid::from_u128(0)),
        name: "Naam".into(),
        email: EmailAddress::new(email),
        role: role.into(),
        needs_known: false,
    }
}

/// A team of `board` with these roles and an e-mail address of its own for each.
pub(in crate::registrations) fn team(number: u128, roles: &[&str]) -> Team {
    let participants = roles
        .iter()
        .enumerate()
        .map(|(index, role)| participant(role, &format!("p{index}@bestuur{number}.example")))
        .collect();
    let contact = Contact {
        name: "Contact".into(),
        email: EmailAddress::new("contact@bestuur.example"),
        phone: None,
    };
    let details = Details { contact, motivation: None, invoice_reference: None };
    Team { board: board(number), details, participants, language: Language::Dutch }
}

pub(in crate::registrations) fn admission(capacity: u32, team: TeamRule) -> Admission {
    let window = Period::new(instant("2026-06-01T07:00:00Z"), instant("2026-09-01T07:00:00Z"));
    let cohort = Cohort {
        id: Id::from(Uuid::from_u128(1)),
        programme: Id::from(Uuid::from_u128(2)),
        plan: Plan {
            name: "Groep 1".into(),
            region: None,
            capacity,
            seats_per_board: None,
            several_per_board: false,
            window: window.unwrap(),
            waiting_list: WaitingList::Unlimited,
            offers: OfferRule::default(),
            minimum: None,
            free_cancellation_until: None,
            place: None,
            facilitator: None,
        },
        status: CohortStatus::Published,
        verdict: None,
        seats: SeatCount::default(),
        span: Period::new(instant("2026-09-16T07:00:00Z"), instant("2026-11-11T16:00:00Z")),
        last_starts_at: Some(instant("2026-11-11T08:00:00Z")),
        version: 1,
    };
    Admission {
        cohort,
        programme: "Masterclass strategisch HRM".into(),
        rules: Rules {
            team,
            audience: Audience::default(),
            admission: programmes::Admission::Automatic,
            fee: None,
            intake: false,
            completion: None,
            attendance: AttendanceRule::default(),
        },
        cover: None,
        boards: (1..=40)
            .map(|number| {
                let name = format!("Bestuur {number}");
                let sectors = vec![Sector::Po];
                (board(number), BoardStanding { name, sectors, ..BoardStanding::default() })
            })
            .collect(),
        persons: HashSet::new(),
    }
}

/// R1: exactly two, an executive and an HR professional.
fn course() -> Admission {
    let required = |role: &str| RequiredRole { role: role.into(), count: 1 };
    let roles = vec![required("board-executive"), required("hr-professional")];
    admission(24, TeamRule { least: 2, most: 2, recommended: None, roles })
}

/// R4: a learning network of 15 for one or, rather, two.
fn network() -> Admission {
    admission(15, TeamRule { least: 1, most: 2, recommended: Some(2), roles: vec![] })
}

fn register(admission: &mut Admission, team: Team) -> Result<Registration, Refusal> {
    admission.register(team, Id::from(Uuid::from_u128(9)), instant(NOW))
}

fn codes(refused: Result<Registration, Refusal>) -> Vec<&'static str> {
    refused.unwrap_err().reasons.iter().map(|reason| reason.code).collect()
}

#[test]
fn r1_a_duo_with_both_roles_is_confirmed_and_22_seats_are_left() {
    let mut course = course();
    let duo = team(1, &["board-executive", "hr-professional"]);
    assert_eq!(register(&mut course, duo).unwrap().status, RegistrationStatus::Confirmed);
    assert_eq!(course.cohort.seats_left(), 22);
}

#[test]
fn r2_two_hr_professionals_are_refused_and_no_seat_is_taken() {
    let mut course = course();
    let refused = register(&mut course, team(1, &["hr-professional", "hr-professional"]));
    let refusal = refused.unwrap_err();
    assert_eq!(refusal.code(), "role-missing");
    assert!(refusal.reasons[0].text.en.contains("board executive"));
    assert_eq!(course.cohort.seats_left(), 24);
}

#[test]
fn r3_after_the_window_the_refusal_says_since_when() {
    let mut course = course();
    let duo = team(1, &["board-executive", "hr-professional"]);
    let refusal = course
        .register(duo, Id::from(Uuid::from_u128(9)), instant("2026-09-02T07:00:00Z"))
        .unwrap_err();
    assert_eq!(refusal.code(), "registration-closed");
    assert!(refusal.reasons[0].text.en.contains("since 1 September 2026 at 09:00"));
}

#[test]
fn r4_a_board_that_is_no_member_is_refused_and_the_membership_named() {
    let mut network = network();
    let members = CoveredBy::Boards(HashSet::from([board(2)]));
    network.cover = Some(Cover { organiser: "PO-Raad".into(), members });
    let refusal = register(&mut network, team(1, &["teacher"])).unwrap_err();
    assert_eq!(refusal.code(), "membership-required");
    assert!(refusal.reasons[0].text.nl.contains("PO-Raad"));
    assert!(register(&mut network, team(2, &["teacher"])).is_ok());
}

#[test]
fn r5_teams_are_never_split_and_the_list_is_strictly_in_order() {
    let mut network = network();
    for number in 1..=7 {
        register(&mut network, team(number, &["teacher", "teacher"])).unwrap();
    }
    assert_eq!(network.cohort.seats.taken, 14);
    let duo = register(&mut network, team(8, &["teacher", "teacher"])).unwrap();
    assert_eq!(duo.status, RegistrationStatus::Waitlisted);
    let single = register(&mut network, team(9, &["teacher"])).unwrap();
    assert_eq!(single.status, RegistrationStatus::Waitlisted);
    assert!(duo.arrival < single.arrival);
    assert_eq!(
        network.cohort.seats,
        SeatCount { taken: 14, waiting_teams: 2, last_arrival: 9, ..SeatCount::default() }
    );
}

#[test]
fn a_full_waiting_list_refuses_with_full() {
    let mut network = network();
    network.cohort.plan.capacity = 1;
    network.cohort.plan.waiting_list = WaitingList::Most(1);
    register(&mut network, team(1, &["teacher"])).unwrap();
    register(&mut network, team(2, &["teacher"])).unwrap();
    assert_eq!(codes(register(&mut network, team(3, &["teacher"]))), ["full"]);
}

#[test]
fn a_team_larger_than_the_capacity_does_not_wait_for_ever() {
    let mut network = network();
    network.cohort.plan.capacity = 1;
    assert_eq!(codes(register(&mut network, team(1, &["teacher", "teacher"]))), ["full"]);
}

#[test]
fn a_refusal_names_every_unmet_condition() {
    let mut course = course();
    course.rules.audience.sectors = vec![Sector::Vo];
    course.rules.audience.roles = vec!["board-executive".into(), "hr-professional".into()];
    course.cohort.plan.seats_per_board = Some(0);
    let refused = register(&mut course, team(1, &["teacher"]));
    let expected = [
        "sector-not-admitted",
        "team-too-small",
        "role-missing",
        "role-missing",
        "role-not-admitted",
        "board-seats-exceeded",
    ];
    assert_eq!(codes(refused), expected);
}

#[test]
fn the_same_person_stands_once_in_a_cohort_whatever_the_case_of_the_address() {
    let mut network = network();
    let mut twins = team(1, &["teacher", "teacher"]);
    twins.participants[1].email = EmailAddress::new("P0@Bestuur1.example");
    assert_eq!(codes(register(&mut network, twins)), ["participant-twice"]);
    register(&mut network, team(1, &["teacher"])).unwrap();
    let mut again = team(2, &["teacher"]);
    again.participants[0].email = EmailAddress::new("P0@BESTUUR1.example");
    assert_eq!(codes(register(&mut network, again)), ["participant-already-in-cohort"]);
}

#[test]
fn a_board_has_one_live_registration_unless_the_cohort_says_otherwise() {
    let mut network = network();
    register(&mut network, team(1, &["teacher"])).unwrap();
    let mut second = team(1, &["teacher"]);
    second.participants[0].email = EmailAddress::new("other@bestuur1.example");
    assert_eq!(codes(register(&mut network, second.clone())), ["already-registered"]);
    network.cohort.plan.several_per_board = true;
    assert!(register(&mut network, second).is_ok());
}

#[test]
fn a_closed_board_is_refused_and_its_successor_named() {
    let mut network = network();
    let closed = Some(("2026-01-01".parse().unwrap(), Some("Bestuur 2".to_owned())));
    network.boards.get_mut(&board(1)).unwrap().closed = closed;
    let refusal = register(&mut network, team(1, &["teacher"])).unwrap_err();
    assert_eq!(refusal.code(), "board-closed");
    assert!(refusal.reasons[0].text.en.contains("Bestuur 2"));
}

#[test]
fn fewer_than_recommended_is_accepted_with_a_warning() {
    let mut network = network();
    assert!(register(&mut network, team(1, &["teacher"])).is_ok());
    let codes = |roles: &[&str]| {
        let warnings = network.warnings(&team(1, roles).participants);
        warnings.into_iter().map(|warning| warning.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&["teacher"]), ["fewer-than-recommended"]);
    assert_eq!(codes(&["teacher", "teacher"]), Vec::<&str>::new());
    assert_eq!(codes(&["teacher", "boss"]), ["unusual-role"]);
}

#[test]
fn a_selection_submits_and_takes_no_seat() {
    let mut network = network();
    network.rules.admission = programmes::Admission::Selection;
    network.cohort.plan.capacity = 2;
    network.cohort.seats.taken = 2;
    network.cohort.plan.waiting_list = WaitingList::None;
    let submitted = register(&mut network, team(1, &["teacher", "teacher"])).unwrap();
    assert_eq!(submitted.status, RegistrationStatus::Submitted);
    assert_eq!(network.cohort.seats.taken, 2);
}

#[test]
fn eligibility_and_registering_read_the_same_list() {
    let network = network();
    let without_team = network.conditions(board(1), None, instant(NOW));
    let team = team(1, &["teacher"]);
    let with_team = network.conditions(board(1), Some(&team), instant(NOW));
    assert!(without_team.iter().all(|one| with_team.iter().any(|two| one.code == two.code)));
    assert!(with_team.iter().all(Condition::is_met));
}

proptest::proptest! {
    #[test]
    fn seats_never_exceed_capacity_and_nobody_overtakes(
        capacity in 2u32..30,
        sizes in proptest::collection::vec(1usize..=2, 1..40),
    ) {
        let mut network = network();
        network.cohort.plan.capacity = capacity;
        let mut waiting = false;
        for (number, size) in (1u128..).zip(sizes) {
            let roles = vec!["teacher"; size];
            let registration = register(&mut network, team(number, &roles)).unwrap();
            proptest::prop_assert!(network.cohort.seats.taken <= capacity);
            let waits = registration.status == RegistrationStatus::Waitlisted;
            proptest::prop_assert!(waits || !waiting, "confirmed behind a team that waits");
            waiting = waits;
        }
    }
}
