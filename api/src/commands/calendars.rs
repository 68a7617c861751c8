//! Calendars that people make for their calendar programs, and the reading of them.

use std::sync::Arc;

use leerkring_domain::calendars::{Calendar, CalendarOf};
use leerkring_domain::kernel::access::{Needed, Place, Scope, User};
use leerkring_domain::kernel::{Actor, Concerning, Event, Id};
use leerkring_persistence::{ConnectionTrait, StoreError, calendars, cohorts, programmes, users};

use super::organisers::not_your_organiser;
use super::programmes::refuse_others;
use super::registrations::not_your_board;
use crate::app::App;
use crate::error::{Error, HttpError};
use crate::work::{Author, Work};

/// Whom a calendar of this concerns, if `actor` may have one.
async fn concerning(
    db: &impl ConnectionTrait,
    actor: &Actor,
    of: CalendarOf,
) -> Result<Concerning, Error> {
    match of {
        CalendarOf::Board(board) if actor.edits_board(board) => Ok(board.into()),
        CalendarOf::Board(_) => Err(not_your_board().into()),
        CalendarOf::Organiser(organiser) if actor.edits_organiser(organiser) => {
            Ok(organiser.into())
        }
        CalendarOf::Organiser(_) => Err(not_your_organiser().into()),
        CalendarOf::Cohort(cohort) => {
            let scope = Scope::of(Some(actor));
            let cohort = cohorts::find(db, cohort, &scope).await?;
            let programme = programmes::find(db, cohort.programme, &scope).await?;
            refuse_others(actor, &programme)?;
            Ok(programme.lead.into())
        }
    }
}

/// The person that `actor` is; a machine makes no calendars.
pub fn person(actor: &Actor) -> Result<Id<User>, Error> {
    actor.user().ok_or_else(|| HttpError::Forbidden(Needed::Person).into())
}

/// Makes a calendar for `actor`.
pub async fn create(work: &mut Work, actor: &Actor, of: CalendarOf) -> Result<Calendar, Error> {
    let owner = person(actor)?;
    // One person makes calendars one by one, so that they are counted.
    users::lock(&work.tx, owner).await?;
    let concerning = concerning(&work.tx, actor, of).await?;
    let others = calendars::count_of(&work.tx, owner).await?;
    let calendar = Calendar::create(work.id(), owner, of, others, work.now)?;
    calendars::insert(&work.tx, &calendar).await?;
    work.record(Event::new("calendar-created", calendar.id, concerning));
    Ok(calendar)
}

/// Gives a calendar another address; the one before opens nothing any more.
pub async fn renew(work: &mut Work, actor: &Actor, id: Id<Calendar>) -> Result<Calendar, Error> {
    let calendar = calendars::lock(&work.tx, id, person(actor)?).await?;
    let concerning = concerning(&work.tx, actor, calendar.of).await?;
    let renewed = calendar.renewed();
    calendars::update(&work.tx, &renewed).await?;
    work.record(Event::new("calendar-renewed", id, concerning));
    Ok(renewed)
}

/// Removes a calendar: its address opens nothing any more. It may be one of a role that is over.
pub async fn revoke(work: &mut Work, actor: &Actor, id: Id<Calendar>) -> Result<(), Error> {
    let calendar = calendars::lock(&work.tx, id, person(actor)?).await?;
    let concerning = concerning(&work.tx, actor, calendar.of).await;
    calendars::delete(&work.tx, &calendar).await?;
    let concerning = concerning.unwrap_or_else(|_| Place::Platform.into());
    work.record(Event::new("calendar-revoked", id, concerning));
    Ok(())
}

/// The calendar with this address and whoever made it, if they still may see what it shows.
///
/// # Errors
/// Nothing is there where it was revoked or renewed, its owner was blocked or is gone, or their
/// role is over.
pub async fn opened(app: &App, id: Id<Calendar>, edition: u32) -> Result<(Calendar, User), Error> {
    let (db, absent) = (app.store.reader(), || StoreError::Missing("calendar"));
    let calendar = calendars::opened(db, id, edition).await?;
    let actor = users::actor(db, calendar.owner, None, app.now()).await?.ok_or_else(absent)?;
    match concerning(db, &actor, calendar.of).await {
        Ok(_) => Ok((calendar.clone(), users::find(db, calendar.owner).await?)),
        Err(Error::Refused(_)) => Err(absent().into()),
        Err(error) => Err(error),
    }
}

/// Notes that a calendar is read, now and then. Whoever reads it is answered also where that fails.
pub async fn note_read(app: &Arc<App>, calendar: &Calendar) {
    if !calendar.is_worth_noting(app.now()) {
        return;
    }
    let id = calendar.id;
    let noted = app.work(Author::server("note-reading"), move |work| {
        Box::pin(async move { Ok(calendars::note_read(&work.tx, id, work.now).await?) })
    });
    if let Err(error) = noted.await {
        tracing::warn!(%error, "it was not noted that a calendar was read");
    }
}
