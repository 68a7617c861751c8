use uuid::Uuid;

use super::*;
use crate::cohorts::{Cancellation, NewSession, Place, SessionMode};
use crate::kernel::Language;
use crate::notifications::tests::facts;
use crate::notifications::{Facts, Mail, Message, News, RegistrationNews};
use crate::registrations::tests::registration;

fn session() -> Session {
    let new = NewSession {
        on: "2026-10-07".parse().unwrap(),
        starts: "09:00:00".parse().unwrap(),
        ends: "17:00:00".parse().unwrap(),
        place: Place {
            mode: SessionMode::Hybrid,
            address: Some("Domplein 1, Utrecht".into()),
            meeting_link: Some("https://meet.example.nl/secret".into()),
        },
        theme: Some("Verzuim".into()),
        agenda: Vec::new(),
        breakouts: Vec::new(),
        expected: vec![],
    };
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    new.plan(Uuid::from_u128(1).into(), Uuid::from_u128(2).into(), now).unwrap()
}

fn moved() -> Session {
    let mut moved = session();
    moved.period.start = "2026-10-08T08:00:00Z".parse().unwrap();
    moved.period.end = "2026-10-08T15:00:00Z".parse().unwrap();
    moved
}

fn letter(status: RegistrationStatus, changes: Vec<SessionChange>) -> SessionsChanged {
    SessionsChanged {
        registration: Uuid::from_u128(3).into(),
        reader: Reader::Contact,
        status,
        cohort_id: Uuid::from_u128(2).into(),
        programme: "Strategisch HR".into(),
        cohort: "Groep 1".into(),
        changes,
    }
}

fn mail(letter: SessionsChanged, language: Language) -> Mail {
    Message::SessionsChanged(letter).mail(language, &facts())
}

#[test]
fn a_session_that_was_moved_says_when_it_was_and_when_it_is() {
    let change = SessionChange::between(&session(), &moved()).unwrap();
    let confirmed = letter(RegistrationStatus::Confirmed, vec![change]);
    let dutch = mail(confirmed.clone(), Language::Dutch);
    assert_eq!(dutch.subject, "Bijeenkomst verplaatst: Strategisch HR – Groep 1");
    for expected in [
        "De bijeenkomst was: woensdag 7 oktober 2026, 09:00–17:00, Domplein 1, Utrecht, of online.",
        "Die is nu: donderdag 8 oktober 2026, 10:00–17:00, Domplein 1, Utrecht, of online.",
        "De deelnemers van uw team krijgen dit bericht ook.",
    ] {
        assert!(dutch.text.contains(expected), "{}", dutch.text);
    }
    let english = mail(confirmed, Language::English);
    assert!(english.text.contains("It is now: Thursday 8 October 2026, 10:00–17:00"));
}

#[test]
fn who_has_no_seats_reads_that_participants_are_not_told() {
    let change = SessionChange::between(&session(), &moved()).unwrap();
    let waits = letter(RegistrationStatus::Waitlisted, vec![change]);
    assert!(mail(waits, Language::English).text.contains("has no seats yet"));
}

#[test]
fn a_cancelled_session_says_why_and_one_that_was_added_when() {
    let mut off = session();
    off.cancelled = Some(Cancellation {
        at: "2026-09-01T00:00:00Z".parse().unwrap(),
        reason: Some("De spreker is ziek".into()),
    });
    let cancelled = SessionChange::between(&session(), &off).unwrap();
    let added = SessionChange::added(&moved());
    let both = letter(RegistrationStatus::Confirmed, vec![cancelled, added]);
    let until = Message::SessionsChanged(both.clone()).useful_until();
    assert_eq!(until, Some(moved().period.end));
    let mail = mail(both, Language::Dutch);
    assert_eq!(mail.subject, "Bijeenkomsten gewijzigd: Strategisch HR – Groep 1");
    assert!(mail.text.contains("Toelichting: De spreker is ziek"));
    assert!(mail.text.contains("bij gekomen: donderdag 8 oktober 2026"));
}

#[test]
fn a_link_is_told_to_the_confirmed_and_stands_in_no_letter_that_is_kept() {
    let mut linked = session();
    linked.place.meeting_link = Some("https://meet.example.nl/other".into());
    let change = SessionChange::between(&session(), &linked).unwrap();
    assert!(!change.matters_to_all());
    let letter = letter(RegistrationStatus::Confirmed, vec![change]);
    assert!(!format!("{letter:?}").contains("meet.example.nl"));
    assert!(mail(letter, Language::English).text.contains("see your calendar"));
}

#[test]
fn a_letter_that_was_held_up_says_nothing_to_who_left_meanwhile() {
    use RegistrationStatus::{Cancelled, Completed, Confirmed, Lapsed, Waitlisted, Withdrawn};

    let team = registration(3);
    let person = Reader::Participant(team.participants[0].id);
    let change = SessionChange::added(&session());
    let told = |reader| {
        let told = letter(RegistrationStatus::Confirmed, vec![change.clone()]);
        Message::SessionsChanged(SessionsChanged { reader, ..told })
    };
    let holds =
        |message: &Message, status| message.still_holds(&Registration { status, ..team.clone() });
    for reader in [Reader::Contact, person] {
        assert!(holds(&told(reader), Confirmed) && holds(&told(reader), Completed));
        for left in [Withdrawn, Cancelled, Lapsed] {
            assert!(!holds(&told(reader), left), "{left:?}");
        }
    }
    assert!(holds(&told(Reader::Contact), Waitlisted), "who waits is told of a move");
    let replaced = told(Reader::Participant(Uuid::from_u128(7).into()));
    assert!(!holds(&replaced, Confirmed));
}

#[test]
fn what_came_of_a_registration_is_told_to_who_withdrew_and_not_to_who_was_replaced() {
    let team = Registration { status: RegistrationStatus::Withdrawn, ..registration(3) };
    let reader = Reader::Participant(team.participants[0].id);
    let replaced = Reader::Participant(Uuid::from_u128(7).into());
    let holds = |reader, news| {
        let told = RegistrationNews {
            registration: team.id,
            reader,
            programme: "Strategisch HR".into(),
            cohort: "Groep 1".into(),
            starts_at: None,
            reason: None,
            news,
        };
        Message::Registration(told).still_holds(&team)
    };
    assert!(holds(reader, News::Confirmed) && holds(reader, News::Withdrawn));
    assert!(!holds(replaced, News::Confirmed) && holds(replaced, News::Left));
}

#[test]
fn who_waits_reads_that_a_session_was_moved_and_nothing_of_a_link_that_they_do_not_see() {
    let mut both = moved();
    both.place.meeting_link = Some("https://meet.example.nl/other".into());
    let change = SessionChange::between(&session(), &both).unwrap();
    let waiting = mail(letter(RegistrationStatus::Waitlisted, vec![change]), Language::Dutch);
    assert!(waiting.text.contains("Die is nu: donderdag 8 oktober 2026"), "{}", waiting.text);
    assert!(!waiting.text.contains("De link om online mee te doen"), "{}", waiting.text);
}

#[test]
fn a_theme_or_an_agenda_is_no_news() {
    let mut themed = session();
    themed.theme = None;
    assert_eq!(SessionChange::between(&session(), &themed), None);
}

#[test]
fn a_reminder_has_the_place_and_the_link_as_they_are_when_it_is_sent() {
    let reminder = Message::SessionReminder(SessionReminder {
        registration: Uuid::from_u128(3).into(),
        reader: Reader::Participant(Uuid::from_u128(4).into()),
        session: session().id,
        cohort_id: session().cohort,
        programme: "Strategisch HR".into(),
        cohort: "Groep 1".into(),
        starts_at: session().period.start,
        lead: Lead::Day,
    });
    assert_eq!(reminder.useful_until(), Some(session().period.start));
    let facts = Facts { sessions: vec![session()], ..facts() };
    let mail = reminder.mail(Language::Dutch, &facts);
    assert_eq!(mail.subject, "Herinnering: Strategisch HR – Groep 1");
    for expected in ["woensdag 7 oktober 2026", "Thema: Verzuim", "https://meet.example.nl/secret"]
    {
        assert!(mail.text.contains(expected), "{}", mail.text);
    }
}
