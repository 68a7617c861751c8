use uuid::Uuid;

use super::*;
use crate::kernel::{Id, Instant, Language};
use crate::notifications::Mail;
use crate::registrations::Participant;

fn at(instant: &str) -> Instant {
    instant.parse().unwrap()
}

fn background() -> Background {
    Background {
        organiser: ContactPoint {
            name: "PO-Raad".to_owned(),
            email: Some(EmailAddress::new("leergangen@poraad.example")),
            website: Some("https://poraad.example".to_owned()),
        },
        page: None,
        steps: Vec::new(),
    }
}

fn mail(news: News, reader: Reader, background: Background) -> Mail {
    let news = RegistrationNews {
        registration: Id::from(Uuid::nil()),
        reader,
        programme: "Strategisch HR".to_owned(),
        cohort: "Najaar 2026".to_owned(),
        starts_at: None,
        reason: None,
        news,
    };
    let facts = Facts {
        link: String::new(),
        background: Some(background),
        ..crate::notifications::tests::facts()
    };
    Message::Registration(news).mail(Language::Dutch, &facts)
}

fn offer() -> News {
    News::Offered { seats: 2, until: at("2026-07-06T07:00:00Z") }
}

#[test]
fn an_offer_names_the_organiser_how_to_reach_it_and_where_to_answer() {
    let mail = mail(offer(), Reader::Contact, background());
    for said in [
        "U antwoordt op het aanbod in het systeem waarin u het team hebt aangemeld.",
        "U bereikt de organisator, PO-Raad, zo: leergangen@poraad.example / https://poraad.example",
        "een antwoord gaat naar PO-Raad",
    ] {
        assert!(mail.text.contains(said), "{said} in {}", mail.text);
    }
    assert!(!mail.text.contains("wordt niet gelezen"), "{}", mail.text);
    let leads: Vec<_> = mail.html.split("href=\"").skip(1).collect();
    assert!(matches!(leads.as_slice(), [one] if one.starts_with("https://poraad.example")));
}

#[test]
fn where_the_front_end_has_a_page_the_button_of_an_offer_leads_there() {
    let page = "https://www.example.nl/aanmeldingen/1";
    let with_page = Background { page: Some(page.to_owned()), ..background() };
    let mail = mail(offer(), Reader::Contact, with_page);
    assert!(mail.html.contains(&format!("href=\"{page}\"")), "{}", mail.html);
    assert!(mail.text.contains(&format!("Aanbod bekijken en beantwoorden:\n{page}")));
    assert!(mail.text.contains("U antwoordt op het aanbod met de knop hieronder."));
}

#[test]
fn who_only_takes_part_is_not_sent_to_the_page_of_the_board() {
    let with_page = Background { page: Some("https://www.example.nl/x".into()), ..background() };
    let reader = Reader::Participant(Id::<Participant>::from(Uuid::nil()));
    let mail = mail(News::Confirmed, reader, with_page);
    assert!(!mail.text.contains("https://www.example.nl/x"), "{}", mail.text);
    assert!(mail.text.contains("U bereikt de organisator, PO-Raad"));
}

#[test]
fn a_confirmation_says_what_is_still_to_be_done_and_until_when() {
    let until = at("2026-09-16T07:00:00Z");
    let steps = vec![NextStep::BookIntake { until }, NextStep::HandInAssessment { until }];
    let mail = mail(News::Confirmed, Reader::Contact, Background { steps, ..background() });
    for said in [
        "Wat u nog moet doen:",
        "– Boek een intakegesprek op een moment vóór 16 september 2026 om 09:00.",
        "– Dien vóór 16 september 2026 om 09:00 de zelfevaluatie van uw bestuur in.",
        "Dat doet u in het systeem waarin u het team hebt aangemeld.",
    ] {
        assert!(mail.text.contains(said), "{said} in {}", mail.text);
    }
}

#[test]
fn an_organiser_that_gave_no_address_is_named_and_answers_are_not_promised() {
    let organiser = ContactPoint { email: None, website: None, ..background().organiser };
    let mail = mail(offer(), Reader::Contact, Background { organiser, ..background() });
    assert!(mail.text.contains("De organisator is PO-Raad."), "{}", mail.text);
    assert!(mail.text.contains("een antwoord wordt niet gelezen"));
}
