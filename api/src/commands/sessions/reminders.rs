//! Reminds people of sessions that are near, also where nobody else comes by.
//!
//! For which start people were reminded stands in the session's row and is written with the
//! letters, under the cohort's lock: however many servers look, and whenever one dies, each
//! reminder is written once.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use leerkring_domain::cohorts::{CohortStatus, Session};
use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::Scope;
use leerkring_persistence::{StoreError, cohorts, sessions};

use super::letters;
use crate::app::App;
use crate::error::Error;
use crate::work::{Author, Work};

/// How often a server looks.
const TURN: Duration = Duration::from_mins(1);
/// How far ahead it looks: a week, and the hour by which a changeover of the clock makes it longer.
const AHEAD: TimeDelta = TimeDelta::hours(7 * 24 + 1);

/// Looks every minute.
pub async fn watch(app: Arc<App>) {
    loop {
        if let Err(error) = sweep(&app).await {
            tracing::warn!(%error, "people are reminded of sessions later");
        }
        tokio::time::sleep(TURN).await;
    }
}

/// Writes the reminders that are due, those of each session in a unit of work of its own.
///
/// # Errors
/// Trouble with finding out which; a session of which nobody can be reminded keeps no other waiting.
pub async fn sweep(app: &Arc<App>) -> Result<(), Error> {
    let now = app.now();
    for session in sessions::to_remind_of(app.store.reader(), now, now + AHEAD).await? {
        if session.reminder_due(now).is_none() {
            continue;
        }
        if let Err(error) = remind(app, session.id).await {
            tracing::warn!(%error, session = %session.id, "nobody was reminded of a session yet");
        }
    }
    Ok(())
}

async fn remind(app: &Arc<App>, id: Id<Session>) -> Result<(), Error> {
    app.work(Author::server("remind-of-sessions"), move |work| {
        Box::pin(async move {
            match write(work, id).await {
                // Somebody deleted it after we looked.
                Err(Error::Store(StoreError::Missing(_))) => Ok(()),
                written => written,
            }
        })
    })
    .await
}

async fn write(work: &mut Work, id: Id<Session>) -> Result<(), Error> {
    let everything = Scope { everything: true, ..Scope::default() };
    let seen = sessions::find(&work.tx, id).await?;
    let cohort = cohorts::lock(&work.tx, seen.cohort, &everything).await?;
    let session = sessions::find(&work.tx, id).await?;
    let due = session.reminder_due(work.now);
    let Some(lead) = due.filter(|_| cohort.status == CohortStatus::Published) else {
        return Ok(());
    };
    letters::remind(work, &cohort, &session, lead).await?;
    Ok(sessions::store_reminded(&work.tx, &session.reminded_of(lead)).await?)
}
