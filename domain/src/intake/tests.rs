use chrono::Weekday;
use uuid::Uuid;

use super::*;
use crate::cohorts::CohortStatus;
use crate::cohorts::tests::cohort as plain_cohort;
use crate::kernel::Refusal;
use crate::registrations::{RegistrationStatus, tests::registration};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn cohort() -> Cohort {
    let span = Period::new(at("2026-09-16T07:00:00Z"), at("2026-11-11T16:00:00Z"));
    Cohort { span, ..plain_cohort() }
}

fn openings(cohort: &Cohort, now: &str) -> Openings {
    Openings::of((cohort, true), at(now)).unwrap()
}

fn on(days: &[&str]) -> Days {
    Days::These(days.iter().map(|day| day.parse().unwrap()).collect())
}

/// From nine to twelve, half an hour each, ten minutes between.
fn morning(days: Days) -> Series {
    Series {
        days,
        starts: "09:00:00".parse().unwrap(),
        ends: Some("12:00:00".parse().unwrap()),
        minutes: 30,
        pause: 10,
        closes_hours_before: 24,
        on_holidays: false,
        talk: Talk {
            mode: IntakeMode::Telephone,
            meeting_link: None,
            interviewer: "Noor Bakker".into(),
        },
    }
}

fn plan(series: Series) -> Result<Planned, Refusal> {
    let mut count = 0;
    series.plan(cohort().id, || {
        count += 1;
        Id::from(Uuid::from_u128(count))
    })
}

fn times(planned: &Planned) -> Vec<String> {
    planned.slots.iter().map(|slot| slot.starts.to_string()).collect()
}

fn one() -> IntakeSlot {
    plan(Series { ends: None, ..morning(on(&["2026-09-01"])) }).unwrap().slots.remove(0)
}

#[test]
fn slots_follow_each_other_with_a_pause_and_end_in_time() {
    let planned = plan(morning(on(&["2026-09-01", "2026-09-01"]))).unwrap();
    assert_eq!(times(&planned), ["09:00:00", "09:40:00", "10:20:00", "11:00:00"]);
    let to_the_minute = Series { pause: 0, minutes: 60, ..morning(on(&["2026-09-01"])) };
    assert_eq!(times(&plan(to_the_minute).unwrap()), ["09:00:00", "10:00:00", "11:00:00"]);
    assert_eq!((one().minutes(), one().closes_at), (30, at("2026-08-31T07:00:00Z")));
}

#[test]
fn weekdays_between_two_dates_leave_out_public_holidays_unless_asked() {
    let weekly = Days::Weekly {
        from: "2026-05-11".parse().unwrap(),
        until: "2026-05-26".parse().unwrap(),
        weekdays: vec![Weekday::Thu, Weekday::Mon],
    };
    let series = Series { ends: None, ..morning(weekly) };
    let days = |planned: &Planned| -> Vec<String> {
        planned.slots.iter().map(|slot| slot.on.to_string()).collect()
    };
    let planned = plan(series.clone()).unwrap();
    assert_eq!(days(&planned), ["2026-05-11", "2026-05-18", "2026-05-21"]);
    let skipped: Vec<_> = planned.skipped.iter().map(|it| it.holiday.en.as_str()).collect();
    assert_eq!(skipped, ["Ascension Day", "Whit Monday"]);
    assert_eq!(plan(Series { on_holidays: true, ..series }).unwrap().slots.len(), 5);
}

#[test]
fn a_series_of_nothing_or_of_too_much_is_refused() {
    let code = |series: Series| plan(series).unwrap_err().code();
    assert_eq!(code(Series { minutes: 240, ..morning(on(&["2026-09-01"])) }), "no-slots");
    let late = "23:50:00".parse().unwrap();
    assert_eq!(
        code(Series { starts: late, ends: None, ..morning(on(&["2026-09-01"])) }),
        "no-slots"
    );
    assert_eq!(code(morning(on(&["2026-12-25"]))), "no-slots");
    let (from, until) = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
    let weekdays = vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu];
    let daily = |from, until| morning(Days::Weekly { from, until, weekdays: weekdays.clone() });
    assert_eq!(code(daily(from, until)), "too-many-slots");
    assert_eq!(code(daily(until, from)), "until-before-from");
    assert_eq!(code(daily(from, "2027-12-31".parse().unwrap())), "span-too-long");
}

#[test]
fn an_hour_that_spring_skips_is_refused_and_one_that_autumn_repeats_is_told() {
    let night = |day: &str| Series {
        starts: "02:30:00".parse().unwrap(),
        ends: None,
        // It is Easter, too.
        on_holidays: true,
        ..morning(on(&[day]))
    };
    let refusal = plan(night("2027-03-28")).unwrap_err();
    assert_eq!(refusal.code(), "no-such-time");
    assert_eq!(refusal.reasons[0].location.as_deref(), Some("/startTime"));
    let planned = plan(night("2026-10-25")).unwrap();
    assert_eq!(planned.slots[0].period.start, at("2026-10-25T00:30:00Z"));
    assert_eq!(planned.twice.len(), 1);
}

#[test]
fn only_an_online_call_has_a_link_and_it_must() {
    let link = Some("https://meet.example.nl/1".to_owned());
    let with = |mode, meeting_link| {
        let talk = Talk { mode, meeting_link, interviewer: "N".into() };
        plan(Series { talk, ..morning(on(&["2026-09-01"])) })
    };
    assert!(with(IntakeMode::Online, link.clone()).is_ok());
    assert_eq!(with(IntakeMode::Online, None).unwrap_err().code(), "link-missing");
    assert_eq!(with(IntakeMode::Telephone, link).unwrap_err().code(), "link-without-use");
}

#[test]
fn all_that_is_wrong_with_a_series_is_named_at_once() {
    let talk = Talk { mode: IntakeMode::Online, meeting_link: None, interviewer: "N".into() };
    let night =
        Series { talk, starts: "02:30:00".parse().unwrap(), ..morning(on(&["2027-03-28"])) };
    let refusal = plan(Series { ends: None, on_holidays: true, ..night }).unwrap_err();
    let codes: Vec<_> = refusal.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, ["link-missing", "no-such-time"]);
}

#[test]
fn slots_stand_before_the_first_session_and_where_an_intake_is_asked() {
    let openings = openings(&cohort(), "2026-08-01T10:00:00Z");
    let publish = |days: &[&str]| {
        let planned = plan(morning(on(days))).unwrap();
        publishable(&planned.slots, &openings, (&[], 0))
    };
    assert!(publish(&["2026-09-01", "2026-09-15"]).is_ok());
    let refusal = publish(&["2026-07-31", "2026-09-01", "2026-09-16"]).unwrap_err();
    let codes: Vec<_> = refusal.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, [["slot-in-the-past"; 4], ["slot-after-start"; 4]].concat());
    let planned = plan(morning(on(&["2026-09-16"]))).unwrap().slots;
    let mut busy = planned.clone();
    busy.truncate(1);
    let refusal = publishable(&busy, &openings, (&planned, 4)).unwrap_err();
    let codes: Vec<_> = refusal.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, ["slot-after-start", "interviewer-busy"], "all that stands against a slot");
    let full = publishable(&[one()], &openings, (&[], MOST_IN_COHORT));
    assert_eq!(full.unwrap_err().code(), "too-many-slots");
}

#[test]
fn an_interviewer_is_at_one_place_at_a_time() {
    let openings = openings(&cohort(), "2026-08-01T10:00:00Z");
    let planned = plan(morning(on(&["2026-09-01"]))).unwrap().slots;
    let mut other = one();
    other.talk.interviewer = "noor bakker".into();
    let refusal = publishable(&planned, &openings, (&[other.clone()], 1)).unwrap_err();
    assert_eq!((refusal.code(), refusal.reasons.len()), ("interviewer-busy", 1));
    assert!(refusal.reasons[0].text.en.contains("1 September 2026 at 09:00"));
    other.talk.interviewer = "Sam de Vries".into();
    assert!(publishable(&planned, &openings, (&[other], 1)).is_ok());
}

#[test]
fn a_slot_is_taken_by_one_registration() {
    let (slot, team) = (one(), registration(1));
    let before = openings(&cohort(), "2026-08-31T06:59:59Z");
    let taken = slot.book(&team, &before).unwrap();
    assert!(taken.is_of(team.id) && !before.has(&taken));
    let rival = taken.clone().book(&registration(2), &before);
    assert_eq!(rival.unwrap_err().code(), "slot-taken");
    assert!(before.has(&taken.give_back(before.at).unwrap()));
}

#[test]
fn after_it_closes_a_slot_is_neither_booked_nor_given_back() {
    let (team, before) = (registration(1), openings(&cohort(), "2026-08-31T06:59:59Z"));
    let booked = one().book(&team, &before).unwrap();
    for (now, code) in
        [("2026-08-31T07:00:00Z", "slot-closed"), ("2026-09-01T07:00:00Z", "slot-started")]
    {
        let now = openings(&cohort(), now);
        assert!(!now.has(&one()));
        assert_eq!(one().book(&team, &now).unwrap_err().code(), code);
        assert_eq!(booked.clone().give_back(now.at).unwrap_err().code(), code);
        assert_eq!(IntakeState::at(Some(&booked), now.at), IntakeState::Booked);
    }
    assert_eq!(IntakeState::at(Some(&booked), booked.period.end), IntakeState::Held);
    assert_eq!(IntakeState::at(None, before.at), IntakeState::Open);
}

#[test]
fn a_slot_that_does_not_end_before_a_first_session_that_was_moved_is_neither_booked_nor_free() {
    for (start, refusal) in
        [("2026-09-01T07:29:59Z", Some("slot-after-start")), ("2026-09-01T07:30:00Z", None)]
    {
        let span = Period::new(at(start), at("2026-11-11T16:00:00Z"));
        let openings = openings(&Cohort { span, ..cohort() }, "2026-08-01T10:00:00Z");
        let booked = one().book(&registration(1), &openings);
        assert_eq!(booked.err().map(|refusal| refusal.code()), refusal);
        assert_eq!(openings.has(&one()), refusal.is_none());
    }
}

#[test]
fn only_a_confirmed_team_has_an_intake_before_the_first_session() {
    let now = at("2026-08-01T10:00:00Z");
    let mut team = registration(1);
    assert!(may_have_intake((&cohort(), true), &team, now).is_ok());
    let code = |asks, team: &Registration, now| {
        may_have_intake((&cohort(), asks), team, now).unwrap_err().code()
    };
    assert_eq!(code(false, &team, now), "intake-not-asked");
    assert_eq!(code(true, &team, at("2026-09-16T07:00:00Z")), "started");
    team.status = RegistrationStatus::Offered;
    assert_eq!(code(true, &team, now), "not-confirmed");
}

#[test]
fn of_a_cohort_that_was_cancelled_no_slot_is_free_and_that_is_why() {
    let now = at("2026-08-01T10:00:00Z");
    let cancelled = Cohort { status: CohortStatus::Cancelled, ..cohort() };
    assert_eq!(Openings::of((&cancelled, true), now).unwrap_err().code(), "cancelled");
    // The team's registration was cancelled with it; that alone would not say why.
    let team = Registration { status: RegistrationStatus::Cancelled, ..registration(1) };
    let refusal = may_have_intake((&cancelled, true), &team, now).unwrap_err();
    assert_eq!(refusal.code(), "cancelled");
}
