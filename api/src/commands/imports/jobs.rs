//! Imports that go on after the request: a job in the database, taken up by any one process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use leerkring_domain::kernel::access::{Place, Principal, User};
use leerkring_domain::kernel::{Event, Id};
use leerkring_persistence::imports::{self, Job, Outcome, State};
use serde::Serialize;
use tokio::sync::Notify;

use super::{Options, Progress, Report, apply, read};
use crate::app::App;
use crate::error::Error;
use crate::work::{Author, Work};

/// How long a process has for a job before another may take it over.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// After how long a process looks for jobs that others left behind.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a job is taken up before it has failed.
const MOST_ATTEMPTS: i32 = 3;

/// Wakes the runner, and knows how far the jobs of this process are.
#[derive(Debug, Default)]
pub struct ImportSignal {
    waiting: Notify,
    progress: Mutex<HashMap<Id<Job>, (u64, u64)>>,
}

impl ImportSignal {
    /// Says that a job waits.
    pub fn wake(&self) {
        self.waiting.notify_one();
    }

    /// How much of a job is done, of how much, where this process runs it.
    pub fn progress(&self, job: Id<Job>) -> Option<(u64, u64)> {
        self.jobs().get(&job).copied()
    }

    fn jobs(&self) -> MutexGuard<'_, HashMap<Id<Job>, (u64, u64)>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file to import.
#[derive(Debug, Clone)]
pub struct NewImport {
    pub file_name: String,
    pub content: Vec<u8>,
    pub options: Options,
}

/// Takes a file in, to be imported soon.
pub async fn start(work: &mut Work, by: Id<User>, new: NewImport) -> Result<Job, Error> {
    let job = Job {
        id: work.id(),
        file_name: new.file_name,
        dry_run: new.options.dry_run,
        allow_mass_closing: new.options.allow_mass_closing,
        state: State::Queued,
        attempts: 0,
        report: None,
        requested_by: by,
        requested_at: work.now,
        finished_at: None,
        version: 1,
    };
    imports::insert(&work.tx, &job, new.content).await?;
    work.record(Event::new("import-requested", job.id, Place::Platform));
    Ok(job)
}

/// Runs jobs as they come, until the process ends.
pub async fn run_jobs(app: Arc<App>) {
    loop {
        if let Err(error) = run_waiting(&app).await {
            tracing::warn!(%error, "an import has to wait");
            tokio::time::sleep(PATIENCE).await;
        }
        // Both ends of the wait mean the same: look again.
        let _ = tokio::time::timeout(PATIENCE, app.imports.waiting.notified()).await;
    }
}

/// Runs the jobs that wait, oldest first, and returns when none does.
///
/// # Errors
/// Trouble with the database; the job it struck is taken up again later.
pub async fn run_waiting(app: &Arc<App>) -> Result<(), Error> {
    while imports::any_waits(app.store.reader(), app.now()).await? {
        let claimed = app.work(Author::server("run-imports"), |work| {
            Box::pin(async move { Ok(imports::claim(&work.tx, work.now, work.now + LEASE).await?) })
        });
        let Some((job, content)) = claimed.await? else { continue };
        let done = run(app, job.clone(), content).await;
        app.imports.jobs().remove(&job.id);
        if let Err(error) = done {
            give_back(app, job).await?;
            return Err(error);
        }
    }
    Ok(())
}

async fn run(app: &Arc<App>, job: Job, content: Vec<u8>) -> Result<(), Error> {
    if MOST_ATTEMPTS < job.attempts {
        let failed = Outcome { state: State::Failed, report: None, findings: None };
        return finish(app, job, failed).await;
    }
    let reading = match read(content).await? {
        Ok(reading) => reading,
        Err(report) => return finish(app, job, outcome(&report)?).await,
    };
    let options = Options { dry_run: job.dry_run, allow_mass_closing: job.allow_mass_closing };
    let progress = watch(app, job.id);
    app.work(on_behalf(&job), move |work| {
        Box::pin(async move {
            let report = apply(work, reading, options, &progress).await?;
            end(work, &job, outcome(&report)?).await
        })
    })
    .await
}

fn watch(app: &Arc<App>, job: Id<Job>) -> Progress {
    let app = app.clone();
    Arc::new(move |done, total| {
        app.imports.jobs().insert(job, (done, total));
    })
}

async fn finish(app: &Arc<App>, job: Job, outcome: Outcome) -> Result<(), Error> {
    app.work(on_behalf(&job), move |work| Box::pin(async move { end(work, &job, outcome).await }))
        .await
}

async fn end(work: &mut Work, job: &Job, outcome: Outcome) -> Result<(), Error> {
    let what = match outcome.state {
        State::Succeeded => "import-succeeded",
        State::Refused => "import-refused",
        State::Failed | State::Queued | State::Running => "import-failed",
    };
    work.record(Event::new(what, job.id, Place::Platform));
    Ok(imports::finish(&work.tx, job, outcome, work.now).await?)
}

/// The job is done for whoever asked for it.
fn on_behalf(job: &Job) -> Author {
    let principal = Some(Principal::User(job.requested_by));
    Author { principal, ..Author::server("run-imports") }
}

/// Lets the job wait again, unless it was tried often enough.
async fn give_back(app: &Arc<App>, job: Job) -> Result<(), Error> {
    if MOST_ATTEMPTS <= job.attempts {
        let failed = Outcome { state: State::Failed, report: None, findings: None };
        return finish(app, job, failed).await;
    }
    app.work(on_behalf(&job), move |work| {
        Box::pin(async move { Ok(imports::release(&work.tx, &job).await?) })
    })
    .await
}

fn outcome(report: &Report) -> Result<Outcome, Error> {
    let state = if report.is_refused() { State::Refused } else { State::Succeeded };
    Ok(Outcome {
        state,
        report: Some(json(&report.summary)?),
        findings: Some(json(&report.findings)?),
    })
}

fn json(value: &impl Serialize) -> Result<serde_json::Value, Error> {
    serde_json::to_value(value).map_err(|error| Error::Bug(format!("a report is no JSON: {error}")))
}
