//! The sessions that a letter shows, as they are when it is sent.

use leerkring_domain::cohorts::{CohortStatus, Session};
use leerkring_domain::kernel::{Id, Instant, Scope};
use leerkring_domain::notifications::{Message, Shows};
use leerkring_domain::registrations::Registration;
use leerkring_persistence::{ConnectionTrait, StoreError, cohorts, registrations, sessions};

use super::Failure;
use crate::app::App;
use crate::error::Error;

/// What the message shows, or why it is not sent any more.
///
/// # Errors
/// Trouble with the database.
pub(super) async fn shown(
    app: &App,
    message: &Message,
) -> Result<Result<Vec<Session>, Failure>, Error> {
    let db = app.store.reader();
    if !reaches(db, message, app.now()).await? {
        let left = "whom it is to does not take part any more".to_owned();
        return Ok(Err(Failure::Never(left)));
    }
    match message.shows() {
        Shows::Nothing => Ok(Ok(Vec::new())),
        Shows::Of(registration) => Ok(Ok(to_come(db, registration, app.now()).await?)),
        Shows::One(id, start) => {
            let changed = "its session was moved or cancelled after it was written".to_owned();
            let found = as_announced(db, id, start).await?;
            Ok(found.map(|session| vec![session]).ok_or(Failure::Never(changed)))
        }
    }
}

fn everything() -> Scope {
    Scope { everything: true, ..Scope::default() }
}

/// Whether the message still says to its reader what is so of the registration it is about.
async fn reaches(
    db: &impl ConnectionTrait,
    message: &Message,
    now: Instant,
) -> Result<bool, Error> {
    let Some(id) = message.calendar_of() else { return Ok(true) };
    match registrations::find(db, id, &everything()).await {
        Err(StoreError::Missing(_)) => Ok(false),
        found => Ok(message.still_holds(&found?.as_of(now))),
    }
}

/// What is still held of a registration's cohort.
async fn to_come(
    db: &impl ConnectionTrait,
    id: Id<Registration>,
    now: Instant,
) -> Result<Vec<Session>, Error> {
    let registration = match registrations::find(db, id, &everything()).await {
        Err(StoreError::Missing(_)) => return Ok(Vec::new()),
        found => found?,
    };
    let cohort = cohorts::find(db, registration.cohort, &everything()).await?;
    let all = sessions::of(db, &[cohort.id]).await?;
    let to_come = all.iter().filter(|session| session.is_held() && now < session.period.end);
    Ok(to_come.map(|session| session.placed_in(&cohort)).collect())
}

/// The session, where it still starts then.
async fn as_announced(
    db: &impl ConnectionTrait,
    id: Id<Session>,
    start: Instant,
) -> Result<Option<Session>, Error> {
    let session = match sessions::find(db, id).await {
        Err(StoreError::Missing(_)) => return Ok(None),
        found => found?,
    };
    let cohort = cohorts::find(db, session.cohort, &everything()).await?;
    let stands = session.is_held() && session.period.start == start;
    let held = stands && cohort.status == CohortStatus::Published;
    Ok(held.then(|| session.placed_in(&cohort)))
}
