//! What goes on in the background of a server.

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use leerkring_persistence::{clients, idempotency};

use crate::app::App;
use crate::commands::audit::{refusals, seal};
use crate::commands::imports::run_jobs;
use crate::commands::keys;
use crate::commands::registrations::sweep;
use crate::issuers;
use crate::mail;
use crate::work::Author;

/// How long an answer is kept for a repeated request.
const KEPT: Span = Span::hours(72);

/// Starts the jobs of a server.
pub fn start(app: &Arc<App>) {
    app.runtime.spawn(forget_what_is_old(app.clone()));
    app.runtime.spawn(run_jobs(app.clone()));
    app.runtime.spawn(mail::run(app.clone()));
    app.runtime.spawn(keys::watch(app.clone()));
    app.runtime.spawn(seal::watch(app.clone()));
    app.runtime.spawn(refusals::run(app.clone()));
    app.runtime.spawn(sweep::watch(app.clone()));
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

/// Forgets, once an hour, what was kept for a while only.
async fn forget_what_is_old(app: Arc<App>) {
    loop {
        let forgotten = app
            .work(Author::server("forget-old"), |work| {
                Box::pin(async move {
                    let answers = idempotency::forget_before(&work.tx, work.now - KEPT).await?;
                    let over = clients::forget_assertions_before(&work.tx, work.now).await?;
                    Ok((answers, over))
                })
            })
            .await;
        match forgotten {
            Ok((0, 0)) => {}
            Ok((answers, assertions)) => tracing::info!(answers, assertions, "forgot what is old"),
            Err(error) => tracing::warn!(%error, "what is old is still there"),
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}
