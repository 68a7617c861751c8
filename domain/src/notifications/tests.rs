use chrono::TimeDelta;
use uuid::Uuid;

use super::*;
use crate::cohorts::{Lead, SessionMode};
use crate::kernel::Code;
use crate::registrations::RegistrationStatus;

const LINK: &str = "https://leerkring.example.nl/account#reset=abc&x=\"y\"";

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn link() -> Link {
    let id = Uuid::from_u128(7);
    Link { code: id.into(), expires_at: instant("2026-07-01T11:00:00Z") }
}

fn invitation(role: RoleKind, organisation: Option<&str>) -> Message {
    let organisation = organisation.map(str::to_owned);
    let by = Some(Uuid::from_u128(8).into());
    Message::Invitation(Invitation { role, organisation, by, link: link() })
}

fn news(until: Instant) -> RegistrationNews {
    RegistrationNews {
        registration: Uuid::from_u128(9).into(),
        reader: Reader::Contact,
        programme: "Strategisch HR".to_owned(),
        cohort: "Groep 1".to_owned(),
        starts_at: Some(until),
        reason: Some("Past in de vrije plaats".to_owned()),
        news: News::Offered { seats: 2, until },
    }
}

fn invoice_issued(kind: InvoiceKind) -> Message {
    Message::InvoiceIssued(InvoiceIssued {
        invoice: Uuid::from_u128(9).into(),
        registration: Uuid::from_u128(3).into(),
        kind,
        number: "PO-202600007".to_owned(),
        seller: "PO-Raad".to_owned(),
        programme: "Leergang Strategisch HR".to_owned(),
        gross_cents: 121_000,
        due_on: "2026-07-15".parse().unwrap(),
    })
}

fn sessions_changed(at: Instant) -> Message {
    let now = Meeting {
        starts_at: at,
        ends_at: at + TimeDelta::hours(8),
        mode: SessionMode::Online,
        address: None,
        theme: None,
    };
    Message::SessionsChanged(SessionsChanged {
        registration: Uuid::from_u128(9).into(),
        reader: Reader::Contact,
        status: RegistrationStatus::Offered,
        cohort_id: Uuid::from_u128(10).into(),
        programme: "Strategisch HR".to_owned(),
        cohort: "Groep 1".to_owned(),
        changes: vec![SessionChange {
            session: Uuid::from_u128(11).into(),
            change: Change::Added { now },
        }],
    })
}

fn reminder(at: Instant) -> Message {
    Message::SessionReminder(SessionReminder {
        registration: Uuid::from_u128(9).into(),
        reader: Reader::Participant(Uuid::from_u128(12).into()),
        session: Uuid::from_u128(11).into(),
        cohort_id: Uuid::from_u128(10).into(),
        programme: "Strategisch HR".to_owned(),
        cohort: "Groep 1".to_owned(),
        starts_at: at,
        lead: Lead::Week,
    })
}

/// One of every kind; the compiler asks for a sample of a new one.
fn samples() -> Vec<Message> {
    let at = instant("2026-07-01T10:00:00Z");
    let all = vec![
        invitation(RoleKind::OrganiserEditor, Some("PO-Raad")),
        Message::AddressConfirmation(link()),
        Message::NewAddress(link()),
        Message::PasswordReset(link()),
        Message::AccountExists(link()),
        Message::NoPassword {},
        Message::PasswordChanged { at },
        Message::AddressChanging { at },
        Message::AddressChanged { at },
        Message::SignInEnded { at },
        Message::Registration(news(at)),
        sessions_changed(at),
        reminder(at),
        invoice_issued(InvoiceKind::CreditNote),
        certificate_revoked(),
        Message::PersonalLinks {},
    ];
    for (place, message) in all.iter().enumerate() {
        let expected = match message {
            Message::Invitation(_) => 0,
            Message::AddressConfirmation(_) => 1,
            Message::NewAddress(_) => 2,
            Message::PasswordReset(_) => 3,
            Message::AccountExists(_) => 4,
            Message::NoPassword {} => 5,
            Message::PasswordChanged { .. } => 6,
            Message::AddressChanging { .. } => 7,
            Message::AddressChanged { .. } => 8,
            Message::SignInEnded { .. } => 9,
            Message::Registration(_) => 10,
            Message::SessionsChanged(_) => 11,
            Message::SessionReminder(_) => 12,
            Message::InvoiceIssued(_) => 13,
            Message::Certificate(_) => 14,
            Message::PersonalLinks {} => 15,
        };
        assert_eq!(place, expected);
    }
    all
}

fn certificate_revoked() -> Message {
    Message::Certificate(CertificateNews {
        certificate: Id::from(Uuid::nil()),
        registration: Id::from(Uuid::nil()),
        number: "PO-RAAD-C202600007".to_owned(),
        organiser: "PO-Raad".to_owned(),
        programme: "Strategisch HR".to_owned(),
        revoked_because: Some("Naam verkeerd gespeld".to_owned()),
    })
}

pub(super) fn facts() -> Facts {
    Facts {
        sender: "Leerkring".to_owned(),
        name: Some("Noor".to_owned()),
        by: Some("Sam".to_owned()),
        link: LINK.to_owned(),
        sessions: Vec::new(),
        doors: Vec::new(),
        background: None,
    }
}

#[test]
fn every_message_is_whole_in_both_languages() {
    for message in samples() {
        let dutch = message.mail(Language::Dutch, &facts());
        let english = message.mail(Language::English, &facts());
        assert_ne!(dutch.subject, english.subject);
        for (mail, tag, greeting) in [(&dutch, "nl", "Beste Noor,"), (&english, "en", "Dear Noor,")]
        {
            for text in [&mail.subject, &mail.text, &mail.html] {
                assert!(!text.contains("  ") || text.contains("-- "), "{text}");
                for hole in ["{}", "{0", "Some(", "None"] {
                    assert!(!text.contains(hole), "{hole} in {text}");
                }
            }
            assert!(mail.text.contains(greeting) && mail.html.contains(greeting));
            let has_button = !matches!(message.opens(), Opens::Nothing | Opens::Participations);
            assert_eq!(mail.text.contains(LINK), has_button, "{}", mail.text);
            assert!(mail.html.contains(&format!("<html lang=\"{tag}\">")));
            assert!(!mail.subject.contains('\n') && mail.subject.len() < 78, "{}", mail.subject);
        }
    }
}

#[test]
fn what_stands_in_names_and_links_is_no_markup() {
    let message = invitation(RoleKind::BoardEditor, Some("<b>Stichting \"A\" & 'B'</b>"));
    let facts = Facts {
        sender: "<i>Leer & kring".to_owned(),
        name: Some("<script>alert(1)</script>".to_owned()),
        by: Some("<img src=x>".to_owned()),
        ..facts()
    };
    let mail = message.mail(Language::English, &facts);
    for markup in ["<b>", "<script>", "<img", "<i>"] {
        assert!(!mail.html.contains(markup), "{markup} in {}", mail.html);
    }
    assert!(mail.html.contains("&lt;b&gt;Stichting &quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;"));
    assert!(mail.html.contains("href=\"https://leerkring.example.nl/account#reset=abc&amp;x="));
    assert!(mail.text.contains("<b>Stichting \"A\" & 'B'</b>"), "{}", mail.text);
}

#[test]
fn a_name_of_several_lines_makes_no_second_line_in_the_subject() {
    let message = invitation(RoleKind::BoardEditor, Some("Stichting\r\nBcc: everybody@example.nl"));
    let mail = message.mail(Language::Dutch, &facts());
    assert_eq!(mail.subject, "Uitnodiging: medewerker van Stichting Bcc: everybody@example.nl");
}

#[test]
fn an_invitation_names_the_role_the_place_and_who_invites() {
    let mail = invitation(RoleKind::OrganiserEditor, Some("PO-Raad"));
    let dutch = mail.mail(Language::Dutch, &facts()).text;
    assert!(dutch.contains("Sam nodigt u uit om medewerker van PO-Raad te worden."), "{dutch}");
    let nobody = Facts { by: None, name: None, ..facts() };
    let platform = invitation(RoleKind::Administrator, None).mail(Language::English, &nobody);
    assert_eq!(platform.subject, "Invitation: administrator of Leerkring");
    assert!(platform.text.starts_with("Hello,"));
    assert!(platform.text.contains("You are invited to become an administrator of Leerkring."));
}

#[test]
fn a_link_says_until_when_it_works_on_the_clock_of_the_netherlands() {
    let mail = Message::PasswordReset(link());
    assert!(mail.mail(Language::Dutch, &facts()).text.contains("tot 1 juli 2026 om 13:00."));
    assert_eq!(mail.useful_until(), Some(link().expires_at));
    let notice = Message::PasswordChanged { at: instant("2026-07-01T10:00:00Z") };
    assert_eq!(notice.useful_until(), None);
}

#[test]
fn a_message_opens_what_its_code_is_for() {
    let opens = |message: &Message| match message.opens() {
        Opens::Code(purpose, _) => purpose.code(),
        Opens::Forgotten => "forgotten",
        Opens::Participation(_) => "participation",
        Opens::Participations => "participations",
        Opens::Nothing => "nothing",
    };
    let opened: Vec<_> = samples().iter().map(opens).collect();
    assert_eq!(opened[..5], ["invitation", "confirm", "confirm", "reset", "reset"]);
    assert_eq!(opened[5..10], ["forgotten", "forgotten", "forgotten", "nothing", "forgotten"]);
    let rest = ["nothing", "participation", "participation", "nothing", "nothing"];
    assert_eq!(opened[10..15], rest);
    assert_eq!(opened[15..], ["participations"]);
}

#[test]
fn only_a_participant_gets_a_personal_link_and_is_asked_to_keep_it() {
    let at = instant("2026-07-01T10:00:00Z");
    let with_link = reminder(at).mail(Language::Dutch, &facts());
    assert!(with_link.text.contains(&format!("Uw bijeenkomsten:\n{LINK}\n")));
    assert!(with_link.text.contains("Deel hem met niemand"));
    let facts = Facts { link: String::new(), ..facts() };
    let without = reminder(at).mail(Language::Dutch, &facts);
    assert!(!without.html.contains("href") && !without.text.contains("persoonlijke link"));
}

#[test]
fn letters_that_change_what_stands_in_calendars_bring_it_along() {
    let at = instant("2026-07-01T10:00:00Z");
    let telling = |of| Message::Registration(RegistrationNews { news: of, ..news(at) });
    let changing =
        [News::Confirmed, News::Joined, News::Left, News::Withdrawn, News::Cancelled, News::Goes];
    for news in changing {
        let letter = telling(news);
        let mail = letter.mail(Language::Dutch, &facts());
        assert!(
            letter.calendar_of().is_some() && mail.text.contains("Open het bijgevoegde bestand")
        );
    }
    let submitted = telling(News::Submitted);
    assert!(submitted.calendar_of().is_none());
    assert!(!submitted.mail(Language::Dutch, &facts()).text.contains("bijgevoegde"));
    assert!(sessions_changed(at).calendar_of().is_some() && reminder(at).calendar_of().is_some());
}

#[test]
fn whoever_asks_for_their_links_gets_one_for_each_and_is_told_where_there_is_none() {
    let door = |name: &str, link: &str| Door { name: name.to_owned(), link: link.to_owned() };
    let asked = Message::PersonalLinks {};
    let doors =
        vec![door("HR – Groep 1", "https://a.nl/#p=1"), door("HR – <2>", "https://a.nl/#p=2")];
    let mail = asked.mail(Language::Dutch, &Facts { doors, ..facts() });
    assert_eq!(mail.subject, "Uw persoonlijke links");
    assert!(
        mail.text.contains("HR – Groep 1:\nhttps://a.nl/#p=1\n\nHR – <2>:\nhttps://a.nl/#p=2\n")
    );
    assert_eq!(mail.html.matches("<a href=\"https://a.nl/#p=").count(), 2);
    assert!(mail.html.contains(">HR – &lt;2&gt;</a>") && !mail.text.contains(LINK));
    let none = asked.mail(Language::English, &facts());
    assert!(none.text.contains("nothing in which you take part") && !none.html.contains("href"));
}

#[test]
fn an_address_in_a_text_can_be_opened_and_is_no_markup() {
    let at = instant("2026-07-01T10:00:00Z");
    let reason = "Zie https://a.nl/?x=\"1\"&y=<b>, of bel.".to_owned();
    let told = RegistrationNews { reason: Some(reason), ..news(at) };
    let html = Message::Registration(told).mail(Language::Dutch, &facts()).html;
    let address = "https://a.nl/?x=&quot;1&quot;&amp;y=&lt;b&gt;";
    assert!(html.contains(&format!("Zie <a href=\"{address}\">{address}</a>, of bel.")), "{html}");
}

#[test]
fn what_is_attached_needs_no_button() {
    let facts = Facts { link: String::new(), ..facts() };
    let mail = invoice_issued(InvoiceKind::Invoice).mail(Language::Dutch, &facts);
    assert_eq!(mail.subject, "Factuur PO-202600007 van PO-Raad");
    assert!(mail.text.contains("€\u{A0}1.210,00, te betalen uiterlijk op 15 juli 2026"));
    for without in ["href", "knop", ":\n"] {
        assert!(!mail.html.contains(without) && !mail.text.contains(without), "{}", mail.text);
    }
}

#[test]
fn a_message_waits_longer_after_each_failure_but_never_longer_than_two_and_a_half_hours() {
    assert_eq!(wait_after(1, 0), TimeDelta::seconds(15));
    assert_eq!(wait_after(2, 0), TimeDelta::seconds(30));
    assert_eq!(wait_after(u32::MAX, 255), TimeDelta::minutes(150));
    let least = |attempts| wait_after(attempts, 0);
    let most = |attempts| wait_after(attempts, 255);
    assert!((1..40).all(|attempts| most(attempts) < least(attempts + 1) || 9 < attempts));
    let day: TimeDelta = (1..MOST_ATTEMPTS).map(least).sum();
    assert!(TimeDelta::hours(20) < day && day < TimeDelta::hours(30), "{day}");
}
