//! What goes on in the background of a server.

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use leerkring_persistence::{accounts, clients};

use crate::app::App;
use crate::commands::audit::{refusals, seal};
use crate::commands::imports::run_jobs;
use crate::commands::registrations::sweep;
use crate::commands::sessions::reminders;
use crate::commands::{keys, retention};
use crate::error::Error;
use crate::issuers;
use crate::mail;
use crate::work::{Author, Work};

/// How long an account waits to be confirmed.
const UNCONFIRMED: Span = Span::days(7);

/// Starts the jobs of a server.
pub fn start(app: &Arc<App>) {
    app.runtime.spawn(retention::run_daily(app.clone()));
    app.runtime.spawn(forget_what_is_over(app.clone()));
    app.runtime.spawn(run_jobs(app.clone()));
    app.runtime.spawn(mail::run(app.clone()));
    app.runtime.spawn(keys::watch(app.clone()));
    app.runtime.spawn(seal::watch(app.clone()));
    app.runtime.spawn(refusals::run(app.clone()));
    app.runtime.spawn(sweep::watch(app.clone()));
    app.runtime.spawn(reminders::watch(app.clone()));
    issuers::watch(app);
    app.runtime.spawn(forget_who_is_idle(app.clone()));
}

async fn forget_who_is_idle(app: Arc<App>) {
    loop {
        tokio::time::sleep(Duration::from_mins(1)).await;
        app.limits.forget_idle();
        app.audit.forget_idle();
    }
}

async fn forget_what_is_over(app: Arc<App>) {
    loop {
        let forgotten = app.work(Author::server("forget"), |work| Box::pin(forget(work))).await;
        match forgotten {
            Ok([0, 0]) => {}
            Ok([accounts, assertions]) => {
                tracing::info!(accounts, assertions, "forgot what is over");
            }
            Err(error) => tracing::warn!(%error, "what is over is still there"),
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

/// Forgets accounts that nobody confirmed, and which assertions of clients were used that would be
/// refused by now; says how many of each.
pub async fn forget(work: &mut Work) -> Result<[u64; 2], Error> {
    let (tx, now) = (&work.tx, work.now);
    Ok([
        accounts::forget_unconfirmed(tx, now - UNCONFIRMED).await?,
        clients::forget_assertions_before(tx, now).await?,
    ])
}
