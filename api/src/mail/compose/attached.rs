//! The files that go with letters, made when they are sent.

use leerkring_domain::invoices::Invoice;
use leerkring_domain::kernel::{Id, Language, Scope, text};
use leerkring_domain::notifications::{Letter, Message as Kind};
use leerkring_domain::registrations::Registration;
use leerkring_persistence::{StoreError, agendas, invoices, registrations};
use lettre::message::header::ContentType;

use crate::app::App;
use crate::calendars::calendar;
use crate::error::Error;
use crate::invoices::{file_name, paper};
use crate::mail::Failure;

/// A file that goes with a letter.
pub(super) struct Attached {
    pub name: String,
    pub kind: ContentType,
    pub bytes: Vec<u8>,
}

/// The paper of an invoice, the sessions of a registration; other letters come alone.
pub(super) async fn attached(
    app: &App,
    letter: &Letter,
) -> Result<Result<Option<Attached>, Failure>, Error> {
    if let Kind::InvoiceIssued(issued) = &letter.message {
        return of_invoice(app, issued.invoice).await.map(|it| it.map(Some));
    }
    match letter.message.calendar_of() {
        Some(registration) => of_sessions(app, registration, letter.language).await.map(Ok),
        None => Ok(Ok(None)),
    }
}

async fn of_invoice(app: &App, id: Id<Invoice>) -> Result<Result<Attached, Failure>, Error> {
    let found = invoices::find(app.store.reader(), id, &everything()).await;
    let invoice = match found {
        Ok(found) => found.invoice,
        Err(StoreError::Missing(_)) => {
            return Ok(Err(Failure::Never("its invoice is not kept any more".to_owned())));
        }
        Err(error) => return Err(error.into()),
    };
    let name = file_name(&invoice, "pdf");
    let made = tokio::task::spawn_blocking(move || paper(&invoice)).await;
    let made = made.map_err(|error| Error::Bug(error.to_string()))?;
    let bytes = made.map_err(|error| Error::Bug(error.to_string()))?;
    Ok(Ok(Attached { name, kind: kind("application/pdf"), bytes }))
}

/// The sessions as they stand when the letter is sent, which may be later than it was written.
async fn of_sessions(
    app: &App,
    id: Id<Registration>,
    language: Language,
) -> Result<Option<Attached>, Error> {
    let (db, now) = (app.store.reader(), app.now());
    let registration = match registrations::find(db, id, &everything()).await {
        Err(StoreError::Missing(_)) => return Ok(None),
        found => found?.as_of(now),
    };
    let groups = agendas::of_registration(db, &registration).await?;
    let name = text("bijeenkomsten", "sessions");
    let name = name.in_language(language);
    Ok(groups.first().map(|group| Attached {
        name: format!("{name}.ics"),
        // Published, so that nobody is asked for an answer that nobody reads.
        kind: kind("text/calendar; method=PUBLISH; charset=utf-8"),
        bytes: calendar(&group.programme, &groups, language, now).into_bytes(),
    }))
}

fn everything() -> Scope {
    Scope { everything: true, ..Scope::default() }
}

fn kind(media_type: &str) -> ContentType {
    ContentType::parse(media_type).unwrap_or(ContentType::TEXT_PLAIN)
}
