//! A letter as mail: its words, its head, its two forms.

use std::time::SystemTime;

use leerkring_domain::kernel::Code;
use leerkring_domain::notifications::{Facts, Letter, Mail, Opens};
use leerkring_persistence::outbox::{self, Claimed, Recipient};
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use super::{Failure, Mailer};
use crate::app::App;
use crate::error::Error;

/// The letter as it is sent, or why it cannot be.
///
/// # Errors
/// Trouble with the database.
pub(super) async fn compose(
    app: &App,
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
    let facts = Facts {
        sender: app.mail.sender.clone(),
        name: recipient.name.clone(),
        by,
        link: link(app, letter),
    };
    let mail = letter.message.mail(letter.language, &facts);
    Ok(message(&app.mail, claimed, letter, recipient, mail))
}

/// Where the button leads. What opens something stands behind the `#`, which no browser tells a
/// server.
fn link(app: &App, letter: &Letter) -> String {
    let page = &app.mail.links_url;
    match letter.message.opens() {
        Opens::Code(purpose, link) => {
            format!("{page}#{}={}", purpose.code(), app.keys.one_time_code(purpose, link.code))
        }
        Opens::Forgotten => format!("{page}#forgotten"),
        Opens::Nothing => page.clone(),
    }
}

fn message(
    mailer: &Mailer,
    claimed: &Claimed,
    letter: &Letter,
    recipient: Recipient,
    mail: Mail,
) -> Result<Message, Failure> {
    let unusable = || Failure::Never("the address is none that mail can be sent to".to_owned());
    let address = recipient.address.as_str().parse().map_err(|_| unusable())?;
    let raw = |name, value: &str| {
        HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
    };
    Message::builder()
        .from(mailer.from.clone())
        .to(Mailbox::new(recipient.name, address))
        .subject(mail.subject)
        // The same each time that this letter is sent, so that a mailbox can show it once.
        .message_id(Some(format!("<{}@{}>", claimed.id, mailer.from.email.domain())))
        .date(SystemTime::from(claimed.created_at))
        .raw_header(raw("Content-Language", letter.language.tag()))
        // RFC 3834: nothing that answers by itself answers this.
        .raw_header(raw("Auto-Submitted", "auto-generated"))
        .raw_header(raw("X-Auto-Response-Suppress", "All"))
        .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
        .map_err(|_| unusable())
}
