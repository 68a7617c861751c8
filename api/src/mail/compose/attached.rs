//! The files that go with letters, made when they are sent.

use std::sync::Arc;

use leerkring_domain::calendars::Viewer;
use leerkring_domain::certificates::Certificate;
use leerkring_domain::invoices::Invoice;
use leerkring_domain::kernel::{Id, Instant, Scope, text};
use leerkring_domain::notifications::{Letter, Message as Kind};
use leerkring_domain::registrations::Registration;
use leerkring_persistence::{StoreError, agendas, certificates, invoices, registrations};
use lettre::message::header::ContentType;

use crate::app::App;
use crate::calendars::calendar;
use crate::certificates as forms;
use crate::error::Error;
use crate::invoices::{file_name, paper};
use crate::mail::Failure;

/// A file that goes with a letter.
pub(super) struct Attached {
    pub name: String,
    pub kind: ContentType,
    pub bytes: Vec<u8>,
}

impl Attached {
    fn new(name: String, kind: &str, bytes: Vec<u8>) -> Self {
        let kind = ContentType::parse(kind).unwrap_or(ContentType::TEXT_PLAIN);
        Self { name, kind, bytes }
    }
}

/// The paper of an invoice or a certificate, the sessions of a registration; other letters come
/// alone.
pub(super) async fn attached(
    app: &Arc<App>,
    letter: &Letter,
    written_at: Instant,
) -> Result<Result<Vec<Attached>, Failure>, Error> {
    let attached = match &letter.message {
        Kind::InvoiceIssued(issued) => of_invoice(app, issued.invoice).await,
        Kind::Certificate(news) if news.revoked_because.is_none() => {
            of_certificate(app, news.certificate).await
        }
        message => match message.calendar_of() {
            Some(registration) => of_sessions(app, registration, letter, written_at).await,
            None => Ok(Vec::new()),
        },
    };
    match attached {
        Ok(attached) => Ok(Ok(attached)),
        Err(Error::Store(StoreError::Missing(_))) => {
            Ok(Err(Failure::Never("what goes with it is not kept any more".to_owned())))
        }
        Err(error) => Err(error),
    }
}

async fn of_invoice(app: &App, id: Id<Invoice>) -> Result<Vec<Attached>, Error> {
    let invoice = invoices::find(app.store.reader(), id, &everything()).await?.invoice;
    let name = file_name(&invoice, "pdf");
    let bytes = made(move || paper(&invoice)).await?;
    Ok(vec![Attached::new(name, "application/pdf", bytes)])
}

/// A certificate on paper and as a credential.
async fn of_certificate(app: &Arc<App>, id: Id<Certificate>) -> Result<Vec<Attached>, Error> {
    let certificate = certificates::find(app.store.reader(), id, &everything()).await?;
    if certificate.revoked.is_some() || certificate.is_erased() {
        return Err(StoreError::Missing("certificate").into());
    }
    let [paper, badge] = ["pdf", "jwt"].map(|extension| forms::file_name(&certificate, extension));
    let credential = forms::file(app, &certificate).await?;
    let public_url = app.public_url.clone();
    let bytes = made(move || forms::paper(&certificate, &public_url)).await?;
    Ok(vec![
        Attached::new(paper, "application/pdf", bytes),
        Attached::new(badge, "application/vc+jwt", credential.into_bytes()),
    ])
}

/// The sessions as they stand when the letter is sent, which may be later than it was written.
async fn of_sessions(
    app: &App,
    id: Id<Registration>,
    letter: &Letter,
    written_at: Instant,
) -> Result<Vec<Attached>, Error> {
    let (db, now, language) = (app.store.reader(), app.now(), letter.language);
    let registration = match registrations::find(db, id, &everything()).await {
        Err(StoreError::Missing(_)) => return Ok(Vec::new()),
        found => found?.as_of(now),
    };
    let viewer = Viewer::Team(letter.message.standing(&registration, written_at));
    let groups = agendas::of_cohort(db, registration.cohort, viewer).await?;
    let name = text("bijeenkomsten", "sessions");
    let name = format!("{}.ics", name.in_language(language));
    // Published, so that nobody is asked for an answer that nobody reads.
    let kind = "text/calendar; method=PUBLISH; charset=utf-8";
    let attached = groups.first().map(|group| {
        let bytes = calendar(&group.programme, &groups, language, now).into_bytes();
        Attached::new(name, kind, bytes)
    });
    Ok(attached.into_iter().collect())
}

/// Makes a paper where nobody else has to wait for it.
async fn made<E>(
    paper: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
) -> Result<Vec<u8>, Error>
where
    E: std::error::Error + Send + 'static,
{
    let made = tokio::task::spawn_blocking(paper).await;
    let made = made.map_err(|error| Error::Bug(error.to_string()))?;
    made.map_err(|error| Error::Bug(error.to_string()))
}

fn everything() -> Scope {
    Scope { everything: true, ..Scope::default() }
}
