//! Papers for the room: a sheet to sign, and badges.

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use leerkring_domain::cohorts::{Cohort, Session};
use leerkring_domain::kernel::civil::day_in_words;
use leerkring_domain::kernel::{Id, Scope, Text, text};
use leerkring_domain::registrations::RegistrationStatus;
use leerkring_persistence::participants::{self, Filter};
use leerkring_persistence::{PageRequest, organisers, programmes, sessions};
use uuid::Uuid;

use super::organised;
use crate::app::App;
use crate::error::Error;
use crate::handouts::{Badges, Guest, SignInSheet, badges, sign_in_sheet};
use crate::http::extract::{Path, SignedIn};
use crate::http::kinds::{AnswerKind, Binary};
use crate::http::operations::Operations;
use crate::http::respond::Answer;
use crate::http::tables::Export;
use crate::papers::PaperError;
use crate::reply::Reply;
use crate::work::Caller;

pub fn routes(config: &mut Operations) {
    config.service(get_sign_in_sheet).service(get_badges);
}

/// How many people are read at once.
const AT_ONCE: u64 = 1_000;

/// Get a session's sign-in sheet
///
/// As PDF: everybody with a seat by name, with role, board and room to sign, and some empty lines. For
/// those who organise the cohort, as lead or partner. Told to the audit log.
#[utoipa::path(tag = "sessions", operation_id = "getSignInSheet",
    responses((status = 200, description = "The sheet", content((Binary = "application/pdf")))))]
#[get("/sessions/{sessionId}/sign-in-sheet")]
pub async fn get_sign_in_sheet(app: Data<Arc<App>>, who: SignedIn, session: Path<Uuid>) -> Answer {
    let db = app.store.reader();
    let session = sessions::find(db, session.0.into()).await?;
    let cohort = organised(db, session.cohort, &who.scope()).await;
    let cohort = cohort.map_err(|error| match error {
        Error::Store(error) => error.missing_as("session").into(),
        other => other,
    })?;
    let told = about(&app, &cohort).await?;
    let guests = guests(&app, cohort.id, (who.0.clone(), "sign-in-sheet-made")).await?;
    let sheet = SignInSheet {
        organiser: told.organiser,
        programme: told.programme,
        cohort: cohort.plan.name,
        session: in_words(&session),
        guests,
        language: who.0.language,
        made_at: app.now(),
    };
    made(move || sign_in_sheet(&sheet), "sign-in-sheet.pdf").await
}

fn in_words(session: &Session) -> Text {
    let day = day_in_words(session.on);
    let times = format!("{}–{}", session.starts.format("%H:%M"), session.ends.format("%H:%M"));
    let place = session.place.address.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
    // One that was cancelled has no number.
    let number = |word: &str| match session.ordinal {
        0 => String::new(),
        ordinal => format!("{word} {ordinal}, "),
    };
    text(
        format!("{}{}, {times}{place}", number("Bijeenkomst"), day.nl),
        format!("{}{}, {times}{place}", number("Session"), day.en),
    )
}

/// Get a cohort's name badges
///
/// As PDF: a badge for everybody with a seat, by name, ten on a sheet of A4 (90 × 54 mm each). For those
/// who organise the cohort, as lead or partner. Told to the audit log.
#[utoipa::path(tag = "registrations", operation_id = "getBadges",
    responses((status = 200, description = "The badges", content((Binary = "application/pdf")))))]
#[get("/cohorts/{cohortId}/badges")]
pub async fn get_badges(app: Data<Arc<App>>, who: SignedIn, cohort: Path<Uuid>) -> Answer {
    let cohort = organised(app.store.reader(), cohort.0.into(), &who.scope()).await?;
    let told = about(&app, &cohort).await?;
    let sheet = Badges {
        organiser: told.organiser,
        programme: told.programme,
        guests: guests(&app, cohort.id, (who.0.clone(), "badges-made")).await?,
        language: who.0.language,
        made_at: app.now(),
    };
    made(move || badges(&sheet), "badges.pdf").await
}

struct About {
    organiser: String,
    programme: String,
}

async fn about(app: &App, cohort: &Cohort) -> Result<About, Error> {
    let db = app.store.reader();
    let everything = Scope { everything: true, ..Scope::default() };
    let programme = programmes::find(db, cohort.programme, &everything).await?;
    let organiser = organisers::find(db, programme.lead).await?;
    Ok(About { organiser: organiser.name, programme: programme.description.title })
}

/// Everybody with a seat; told to the audit log.
async fn guests(
    app: &Arc<App>,
    cohort: Id<Cohort>,
    (caller, what): (Caller, &'static str),
) -> Result<Vec<Guest>, Error> {
    let db = app.store.reader();
    let mut guests = Vec::new();
    for status in [RegistrationStatus::Confirmed, RegistrationStatus::Completed] {
        let filter = Filter { status: Some(status), ..Filter::default() };
        let mut after = None;
        loop {
            let some = PageRequest { limit: AT_ONCE, after, count: false };
            let page = participants::list(db, cohort, (&filter, app.now()), &some).await?;
            guests.extend(page.items.into_iter().map(|found| Guest {
                name: found.participant.name,
                role: found.participant.role,
                board: found.board_name,
            }));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    let export = Export::new(what, caller).in_cohort(db, cohort, cohort).await?;
    export.tell(app, u64::try_from(guests.len()).unwrap_or(u64::MAX)).await?;
    Ok(guests)
}

/// A paper, made where nobody waits for it.
async fn made(
    paper: impl FnOnce() -> Result<Vec<u8>, PaperError> + Send + 'static,
    name: &str,
) -> Answer {
    let made = actix_web::web::block(paper).await;
    let made = made.map_err(|error| Error::Bug(error.to_string()))?;
    let pdf = made.map_err(|error| Error::Bug(error.to_string()))?;
    Ok(Reply::file(AnswerKind::Pdf, pdf).named(name))
}
