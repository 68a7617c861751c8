//! Removes what is past its term: once a day, on one of the servers, a little at a time so that
//! nobody waits long for their turn to write.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use leerkring_domain::kernel::access::Place;
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Code, Event, Instant};
use leerkring_domain::privacy::Term;
use leerkring_persistence::personal::{due, forget};
use leerkring_persistence::retention_runs::{self, Removed, Run};

use crate::app::App;
use crate::error::Error;
use crate::work::{Author, Work};

/// How many rows of a table one transaction removes.
const BATCH: u64 = 200;
/// How long a server has for one batch before another may take the run over.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How often a server looks whether the day's run is still to be done.
const EVERY: Duration = Duration::from_mins(10);

/// What is past its term, of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    pub term: Term,
    pub before: Instant,
    pub count: u64,
}

/// What a run would remove now.
pub async fn overdue(app: &App) -> Result<Vec<Overdue>, Error> {
    let mut all = Vec::new();
    for term in Term::ALL {
        let before = app.retention.before(*term, app.now());
        let count = due(*term, before).count(app.store.reader()).await?;
        all.push(Overdue { term: *term, before, count });
    }
    Ok(all)
}

/// Does the day's run, unless it was done or another server is at it; gives what it removed.
pub async fn run(app: &Arc<App>) -> Result<Option<Run>, Error> {
    let now = app.now();
    if retention_runs::on(app.store.reader(), today(now))
        .await?
        .is_some_and(|it| it.finished_at.is_some())
    {
        return Ok(None);
    }
    let claimed = app.work(Author::server("retention"), |work| {
        Box::pin(async move {
            let run = Run {
                id: work.id(),
                held_on: today(work.now),
                begun_at: work.now,
                finished_at: None,
                removed: Vec::new(),
            };
            Ok(retention_runs::claim(&work.tx, run, work.now + LEASE).await?)
        })
    });
    let Some(mut run) = claimed.await? else { return Ok(None) };
    for term in Term::ALL {
        run = remove(app, *term, run).await?;
    }
    let done = app.work(Author::server("retention"), |work| Box::pin(end(work, run))).await?;
    app.store.fold_log().await?;
    for Removed { term, count } in &done.removed {
        tracing::info!(term, count, "removed what was past its term");
    }
    Ok(Some(done))
}

async fn end(work: &mut Work, run: Run) -> Result<Run, Error> {
    let run = Run { finished_at: Some(work.now), ..run };
    retention_runs::note(&work.tx, &run, work.now).await?;
    let count = run.removed.iter().map(|removed| removed.count).sum();
    work.record(Event::new("retention-run-finished", run.id, Place::Platform).of_rows(count));
    Ok(run)
}

/// Removes what is past `term`, batch by batch. Each writes down in its own transaction what it
/// removed, so that a run that is taken over goes on counting.
async fn remove(app: &Arc<App>, term: Term, mut run: Run) -> Result<Run, Error> {
    let before = app.retention.before(term, app.now());
    loop {
        let (next, count) = app
            .work(Author::server("retention"), move |work| {
                Box::pin(async move {
                    let gone = forget(&work.tx, &due(term, before), BATCH, work.now).await?;
                    let mut run = run;
                    count_in(&mut run, term, gone.rows);
                    retention_runs::note(&work.tx, &run, work.now + LEASE).await?;
                    let letters = gone.letters;
                    work.afterwards(move |app| app.mail.forget(&letters));
                    Ok((run, gone.rows))
                })
            })
            .await?;
        run = next;
        if count == 0 {
            return Ok(run);
        }
    }
}

fn count_in(run: &mut Run, term: Term, count: u64) {
    if count == 0 {
        return;
    }
    match run.removed.iter_mut().find(|removed| removed.term == term.code()) {
        Some(removed) => removed.count += count,
        None => run.removed.push(Removed { term: term.code().to_owned(), count }),
    }
}

/// Does each day's run, until the process ends.
pub async fn run_daily(app: Arc<App>) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = run(&app).await {
            tracing::warn!(%error, "what is past its term is still there");
        }
    }
}
