use uuid::Uuid;

use super::*;
use crate::kernel::Language;
use crate::notifications::{Facts, Mail, Message};

fn mail(news: News, reason: Option<&str>, language: Language) -> Mail {
    let facts = Facts { name: None, link: String::new(), ..crate::notifications::tests::facts() };
    let told = about(news).because(reason.map(str::to_owned));
    Message::Registration(told).mail(language, &facts)
}

fn about(news: News) -> RegistrationNews {
    RegistrationNews {
        registration: Id::from(Uuid::nil()),
        reader: Reader::Contact,
        programme: "Strategisch HR".into(),
        cohort: "Najaar <2026>".into(),
        starts_at: Some("2026-09-16T07:00:00Z".parse().unwrap()),
        reason: None,
        news,
    }
}

#[test]
fn an_offer_says_how_many_seats_until_when_and_when_it_begins() {
    let until = "2026-07-06T07:00:00Z".parse().unwrap();
    let offer = News::Offered { seats: 2, until };
    let dutch = mail(offer.clone(), None, Language::Dutch);
    assert_eq!(dutch.subject, "Er is plaats voor uw team: Strategisch HR – Najaar <2026>");
    assert!(dutch.text.contains("2 plaatsen"));
    assert!(dutch.text.contains("tot 6 juli 2026 om 09:00"));
    assert!(dutch.text.contains("16 september 2026 om 09:00"));
    let english = mail(offer, None, Language::English);
    assert!(english.text.contains("until 6 July 2026 at 09:00"));
}

#[test]
fn without_a_button_there_is_no_link_in_either_form() {
    let mail = mail(News::Confirmed, None, Language::Dutch);
    assert!(!mail.html.contains("href") && !mail.text.contains("persoonlijke link"));
    assert!(mail.html.contains("Najaar &lt;2026&gt;"));
}

#[test]
fn a_rejection_gives_the_reason_and_does_not_say_when_it_begins() {
    let mail = mail(News::Rejected, Some("Te veel aanmeldingen"), Language::Dutch);
    assert!(mail.text.contains("Toelichting: Te veel aanmeldingen"));
    assert!(!mail.text.contains("16 september"));
}

#[test]
fn who_is_passed_over_reads_every_condition() {
    let condition = text("het bestuur bestaat niet meer", "the board was closed").into();
    let news = News::PassedOver { conditions: vec![condition] };
    assert!(mail(news, None, Language::English).text.contains("– the board was closed"));
}

#[test]
fn an_offer_of_one_seat_is_one_seat() {
    let until = "2026-07-06T07:00:00Z".parse().unwrap();
    let dutch = mail(News::Offered { seats: 1, until }, None, Language::Dutch).text;
    assert!(dutch.contains("Er is 1 plaats voor uw team vrijgekomen"), "{dutch}");
    let english = mail(News::Offered { seats: 1, until }, None, Language::English).text;
    assert!(english.contains("1 seat has come free"), "{english}");
}

#[test]
fn what_ends_says_when_it_would_have_begun() {
    for news in [News::Cancelled, News::Withdrawn, News::Left] {
        let told = mail(news, None, Language::Dutch).text;
        assert!(told.contains("stond gepland op 16 september 2026 om 09:00"), "{told}");
    }
}

#[test]
fn the_contact_reads_that_somebody_was_replaced_and_whether_they_know() {
    let dutch = mail(News::Replaced { told: true }, None, Language::Dutch).text;
    assert!(dutch.contains("Een deelnemer van uw team is vervangen."), "{dutch}");
    assert!(dutch.contains("Wie kwam en wie ging, krijgt bericht."), "{dutch}");
    let waiting = mail(News::Replaced { told: false }, None, Language::English).text;
    assert!(waiting.contains("told once your team has seats"), "{waiting}");
}
