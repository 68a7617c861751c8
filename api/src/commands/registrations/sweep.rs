//! The sweeper: makes visible what the clock has ended, and offers what is free to who waits, also
//! where nobody else comes by.

use std::sync::Arc;
use std::time::Duration;

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::Id;
use leerkring_persistence::cohorts;

use super::desk::Desk;
use crate::app::App;
use crate::error::Error;
use crate::work::Author;

/// The longest that a server goes without looking: another may have ended before its own turn.
const TURN: Duration = Duration::from_mins(1);
/// The shortest, where the database is in trouble.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks after every turn, whenever an offer is due, and whenever one was made.
pub async fn watch(app: Arc<App>) {
    loop {
        if let Err(error) = sweep(&app).await {
            tracing::warn!(%error, "offers that lapsed are not written down yet");
        }
        // Both ends of the wait mean the same: look again.
        let _ = tokio::time::timeout(wait(&app).await, app.offers.notified()).await;
    }
}

async fn wait(app: &App) -> Duration {
    let Ok(next) = cohorts::next_lapse(app.store.reader()).await else { return PAUSE };
    let due = next.map(|next| (next - app.now()).to_std().unwrap_or_default());
    due.map_or(TURN, |due| due.clamp(PAUSE, TURN))
}

/// Looks at every cohort in which something may be due, each in a unit of work of its own.
///
/// # Errors
/// Trouble with finding out which; one that cannot be looked at keeps no other waiting.
pub async fn sweep(app: &Arc<App>) -> Result<(), Error> {
    for cohort in cohorts::to_look_at(app.store.reader(), app.now()).await? {
        if let Err(error) = look_at(app, cohort).await {
            tracing::warn!(%error, %cohort, "a cohort could not be looked at; the others are");
        }
    }
    Ok(())
}

async fn look_at(app: &Arc<App>, cohort: Id<Cohort>) -> Result<(), Error> {
    app.work(Author::server("settle-offers"), move |work| {
        Box::pin(async move {
            let mut desk = Desk::open(work, cohort).await?;
            desk.look_again();
            desk.close(work).await?;
            Ok(())
        })
    })
    .await
}
