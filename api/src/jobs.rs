//! What goes on in the background of a server.

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use leerkring_persistence::idempotency;

use crate::app::App;
use crate::commands::imports::run_jobs;
use crate::commands::keys;
use crate::issuers;
use crate::mail;
use crate::work::Author;

/// How long an answer is kept for a repeated request.
const KEPT: Span = Span::hours(72);

/// Starts the jobs of a server.
pub fn start(app: &Arc<App>) {
    app.runtime.spawn(forget_old_answers(app.clone()));
    app.runtime.spawn(run_jobs(app.clone()));
    app.runtime.spawn(mail::run(app.clone()));
    app.runtime.spawn(keys::watch(app.clone()));
    issuers::watch(app);
    app.runtime.spawn(forget_who_is_idle(app.clone()));
}

async fn forget_who_is_idle(app: Arc<App>) {
    loop {
        tokio::time::sleep(Duration::from_mins(1)).await;
        app.limits.forget_idle();
    }
}

async fn forget_old_answers(app: Arc<App>) {
    loop {
        let forgotten = app
            .work(Author::server("forget-answers"), |work| {
                Box::pin(
                    async move { Ok(idempotency::forget_before(&work.tx, work.now - KEPT).await?) },
                )
            })
            .await;
        match forgotten {
            Ok(0) => {}
            Ok(answers) => tracing::info!(answers, "forgot old answers"),
            Err(error) => tracing::warn!(%error, "old answers are still there"),
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}
