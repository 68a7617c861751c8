//! Mail: written with what it reports, sent after it, once.

mod codes;
mod late;
mod outbox;
mod smtp;

use leerkring::error::Error;
use leerkring::work::Author;
use leerkring_domain::kernel::access::RoleKind;
use leerkring_domain::kernel::{EmailAddress, Id, Language};
use leerkring_domain::notifications::{Addressee, Invitation, Letter, Link, Message};
use leerkring_domain::one_time_codes::{OneTimeCode, Purpose};
use leerkring_persistence::one_time_codes;
use leerkring_tests::TestApp;
use uuid::Uuid;

/// A new code for `subject`, as commands make it.
async fn given_code(app: &TestApp, purpose: Purpose, subject: Uuid) -> OneTimeCode {
    app.in_server(move |app| async move {
        app.work(Author::server("test"), move |work| {
            Box::pin(async move {
                let code = OneTimeCode::new(work.id(), purpose, subject, work.now);
                one_time_codes::insert(&work.tx, &code).await?;
                Ok(code)
            })
        })
        .await
        .unwrap()
    })
    .await
}

/// A unit of work that sends `letters` and then ends like this.
async fn send(
    app: &TestApp,
    letters: Vec<Letter>,
    end: Result<(), &'static str>,
) -> Result<(), Error> {
    app.in_server(move |app| async move {
        app.work(Author::server("test"), move |work| {
            for letter in letters {
                work.send(letter);
            }
            Box::pin(async move { end.map_err(|why| Error::Bug(why.to_owned())) })
        })
        .await
    })
    .await
}

fn to(address: &str, message: Message) -> Letter {
    let to = Addressee::Address(EmailAddress::new(address));
    Letter { to, language: Language::Dutch, message }
}

/// A link that is good for an hour.
fn link(app: &TestApp) -> Link {
    let code = Id::from(Uuid::from_u128(u128::from(app.number())));
    Link { code, expires_at: app.now() + chrono::Duration::hours(1) }
}

#[tokio::test]
async fn a_letter_arrives_as_text_and_html_from_the_service_with_a_link_that_opens() {
    let app = TestApp::start_with(|config| {
        config.mail_from = "noreply@leerkring.example.nl".to_owned();
        config.links_url = Some("https://www.example.nl/account".to_owned());
    })
    .await;
    let code = given_code(&app, Purpose::Confirm, Uuid::from_u128(1)).await;
    let message = Message::AddressConfirmation((&code).into());

    send(&app, vec![to("Noor.Voorbeeld@example.nl", message)], Ok(())).await.unwrap();

    let mail = app.last_mail_to("noor.voorbeeld@example.nl").await;
    assert_eq!(mail.to, "Noor.Voorbeeld@example.nl");
    assert_eq!(mail.from, "noreply@leerkring.example.nl");
    assert_eq!(mail.subject, "Bevestig uw e-mailadres");
    assert_eq!(mail.language, "nl");
    assert!(mail.message_id.ends_with("@leerkring.example.nl"), "{}", mail.message_id);
    assert!(mail.text.starts_with("Goedendag,"), "{}", mail.text);
    assert!(mail.html.contains("<html lang=\"nl\">"), "{}", mail.html);
    let text = mail.code("confirm");
    assert_eq!(mail.links, [format!("https://www.example.nl/account#confirm={text}")]);
    assert!(mail.html.contains(&format!("href=\"{}\"", mail.links[0])), "{}", mail.html);
    assert_eq!(app.app.keys.open_one_time_code(Purpose::Confirm, &text), Some(code.id));
}

#[tokio::test]
async fn a_person_is_written_to_by_name_at_the_address_they_have() {
    let app = TestApp::start().await;
    let (sam, noor) = (app.administrator().await, app.administrator().await);
    let message = Message::Invitation(Invitation {
        role: RoleKind::OrganiserEditor,
        organisation: Some("PO-Raad".to_owned()),
        by: sam.user,
        link: link(&app),
    });
    let letter = Letter {
        to: Addressee::User(noor.user.unwrap()),
        language: Language::English,
        message: message.clone(),
    };
    send(&app, vec![letter, to("zoe@example.nl", message)], Ok(())).await.unwrap();

    let mail = app.last_mail_to("person2@example.nl").await;
    assert_eq!(
        (mail.subject.as_str(), mail.language.as_str()),
        ("Invitation: editor of PO-Raad", "en")
    );
    assert!(mail.text.starts_with("Dear Person 2,"), "{}", mail.text);
    let dutch = app.last_mail_to("zoe@example.nl").await;
    assert!(dutch.text.contains("Person 1 nodigt u uit om medewerker van PO-Raad te worden."));
}
