//! A letter as mail: its words, its head, its two forms.

mod attached;

use std::sync::Arc;
use std::time::SystemTime;

use leerkring_domain::kernel::{Code, Id};
use leerkring_domain::notifications::{Door, Facts, Letter, Mail, Opens};
use leerkring_domain::one_time_codes::{OneTimeCode, Purpose};
use leerkring_domain::participations::address;
use leerkring_domain::registrations::{Participant, Registration};
use leerkring_domain::secret_addresses::Opening;
use leerkring_persistence::outbox::{self, Claimed, Recipient};
use leerkring_persistence::participations::{self, TakenPart};
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart};
use secrecy::ExposeSecret;

use self::attached::{Attached, attached};
use super::background::background;
use super::sessions::shown;
use super::{Failure, Mailer};
use crate::app::App;
use crate::error::Error;

/// The letter as it is sent, or why it cannot be.
///
/// # Errors
/// Trouble with the database.
pub(super) async fn compose(
    app: &Arc<App>,
    claimed: &Claimed,
) -> Result<Result<Message, Failure>, Error> {
    let Some(letter) = &claimed.letter else {
        let unknown = "this version of the server does not know this kind of letter".to_owned();
        return Ok(Err(Failure::Later(unknown)));
    };
    let db = app.store.reader();
    let Some(recipient) = outbox::recipient(db, &letter.to).await? else {
        return Ok(Err(Failure::Never("there is nobody to send it to any more".to_owned())));
    };
    let by = match letter.message.by() {
        Some(user) => outbox::name(db, user).await?,
        None => None,
    };
    let sessions = match shown(app, &letter.message).await? {
        Ok(sessions) => sessions,
        Err(failure) => return Ok(Err(failure)),
    };
    let facts = Facts {
        sender: app.mail.sender.clone(),
        name: recipient.name.clone(),
        by,
        link: link(app, letter, &recipient).await?,
        sessions,
        doors: doors(app, letter, &recipient).await?,
        background: background(app, &letter.message).await?,
    };
    let answers_to = answers_to(&facts);
    let mail = letter.message.mail(letter.language, &facts);
    let attached = attached(app, letter, claimed.created_at).await?;
    Ok(attached.and_then(|attached| {
        message(&app.mail, claimed, letter, Contents { recipient, answers_to, mail, attached })
    }))
}

/// The organiser, where it can be written to.
fn answers_to(facts: &Facts) -> Option<Mailbox> {
    let organiser = &facts.background.as_ref()?.organiser;
    let address = organiser.email.as_ref()?.as_str().parse().ok()?;
    Some(Mailbox::new(Some(organiser.name.clone()), address))
}

/// Where the button leads. What opens something stands behind the `#`, which no browser tells a
/// server.
async fn link(app: &App, letter: &Letter, to: &Recipient) -> Result<String, Error> {
    Ok(match letter.message.opens() {
        Opens::Code(purpose, link) => link_of(app, purpose, link.code),
        Opens::Forgotten => format!("{}#forgotten", app.mail.links_url),
        Opens::Participation(registration) => {
            personal_link(app, registration, to).await?.unwrap_or_default()
        }
        Opens::Participations | Opens::Nothing => String::new(),
    })
}

/// Where whoever gets the letter takes part, if that is what it shows.
async fn doors(app: &App, letter: &Letter, to: &Recipient) -> Result<Vec<Door>, Error> {
    if letter.message.opens() != Opens::Participations {
        return Ok(Vec::new());
    }
    let found = participations::of_address(app.store.reader(), &to.address, app.now()).await?;
    let door = |it: TakenPart| Door {
        link: personal(app, it.participant, it.edition),
        name: format!("{} – {}", it.programme, it.cohort),
    };
    Ok(found.into_iter().map(door).collect())
}

/// The personal link of whoever gets the letter, where they are a participant: it is shown to nobody
/// else, the contact of their board included.
async fn personal_link(
    app: &App,
    registration: Id<Registration>,
    to: &Recipient,
) -> Result<Option<String>, Error> {
    let db = app.store.reader();
    let found = participations::with_address(db, registration, &to.address).await?;
    Ok(found.map(|(participant, edition)| personal(app, participant, edition)))
}

fn personal(app: &App, participant: Id<Participant>, edition: u32) -> String {
    let opening = Opening::Participation;
    let secret = app.keys.secret_address(address(participant, edition, opening));
    format!("{}#{}={}", app.mail.links_url, opening.code(), secret.expose_secret())
}

/// What a letter is made of.
struct Contents {
    recipient: Recipient,
    answers_to: Option<Mailbox>,
    mail: Mail,
    attached: Vec<Attached>,
}

fn body(text: String, html: String, attached: Vec<Attached>) -> MultiPart {
    let words = MultiPart::alternative_plain_html(text, html);
    if attached.is_empty() {
        return words;
    }
    attached.into_iter().fold(MultiPart::mixed().multipart(words), |mail, attached| {
        let Attached { name, kind, bytes } = attached;
        mail.singlepart(Attachment::new(name).body(bytes, kind))
    })
}

/// The link that opens what a code is for.
pub fn link_of(app: &App, purpose: Purpose, code: Id<OneTimeCode>) -> String {
    let text = app.keys.one_time_code(purpose, code);
    format!("{}#{}={text}", app.mail.links_url, purpose.code())
}

fn message(
    mailer: &Mailer,
    claimed: &Claimed,
    letter: &Letter,
    contents: Contents,
) -> Result<Message, Failure> {
    let Contents { recipient, answers_to, mail, attached } = contents;
    let unusable = || Failure::Never("the address is none that mail can be sent to".to_owned());
    let address = recipient.address.as_str().parse().map_err(|_| unusable())?;
    let raw = |name, value: &str| {
        HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
    };
    let head = match answers_to {
        Some(mailbox) => Message::builder().reply_to(mailbox),
        None => Message::builder(),
    };
    head.from(mailer.from.clone())
        .to(Mailbox::new(recipient.name, address))
        .subject(mail.subject)
        // The same each time that this letter is sent, so that a mailbox can show it once.
        .message_id(Some(format!("<{}@{}>", claimed.id, mailer.from.email.domain())))
        .date(SystemTime::from(claimed.created_at))
        .raw_header(raw("Content-Language", letter.language.tag()))
        // RFC 3834: nothing that answers by itself answers this.
        .raw_header(raw("Auto-Submitted", "auto-generated"))
        .raw_header(raw("X-Auto-Response-Suppress", "All"))
        .multipart(body(mail.text, mail.html, attached))
        .map_err(|_| unusable())
}
