//! Import jobs: what was asked for, who works on it, and what came of it.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::event::Subject;
use leerkring_domain::kernel::{Code, Id};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::Value;

use crate::codes;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{import_files, imports};
use crate::versioned::hit;

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Queued,
    Running,
    Succeeded,
    /// Nothing of the file was applied, for reasons that stand in it.
    Refused,
    /// Nothing of the file was applied, for reasons of ours.
    Failed,
}

impl Code for State {
    const ALL: &'static [Self] =
        &[Self::Queued, Self::Running, Self::Succeeded, Self::Refused, Self::Failed];

    fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

impl Subject for Job {
    const KIND: &'static str = "import";
}

/// A file to be imported, or one that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: Id<Job>,
    pub file_name: String,
    pub dry_run: bool,
    pub allow_mass_closing: bool,
    pub state: State,
    /// How often a process took it up.
    pub attempts: i32,
    /// What came of it, in the form of whoever wrote it.
    pub report: Option<Value>,
    pub requested_by: Id<User>,
    pub requested_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub version: i64,
}

impl TryFrom<imports::Model> for Job {
    type Error = StoreError;

    fn try_from(row: imports::Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            file_name: row.file_name,
            dry_run: row.dry_run,
            allow_mass_closing: row.allow_mass_closing,
            state: codes::read(&row.state, "import")?,
            attempts: row.attempts,
            report: row.report,
            requested_by: row.requested_by.into(),
            requested_at: row.requested_at,
            finished_at: row.finished_at,
            version: row.version,
        })
    }
}

/// A page of the jobs, newest first.
pub async fn list(db: &impl ConnectionTrait, request: &PageRequest) -> Stored<Page<Job>> {
    let key = Key::descending(imports::Column::Id);
    fetch(db, imports::Entity::find(), key, request).await?.try_map(Job::try_from)
}

/// The job with this id, and what there is to say about the rows of its file.
pub async fn find(db: &impl ConnectionTrait, id: Id<Job>) -> Stored<(Job, Option<Value>)> {
    let row = imports::Entity::find_by_id(id.uuid()).one(db).await?;
    let job = row.ok_or(StoreError::Missing("import"))?.try_into()?;
    let file = import_files::Entity::find_by_id(id.uuid()).one(db).await?;
    Ok((job, file.and_then(|file| file.findings)))
}

/// Stores a new job with its file.
pub async fn insert(tx: &Tx, job: &Job, content: Vec<u8>) -> Stored<()> {
    let row = imports::ActiveModel {
        id: Set(job.id.uuid()),
        file_name: Set(job.file_name.clone()),
        dry_run: Set(job.dry_run),
        allow_mass_closing: Set(job.allow_mass_closing),
        state: Set(job.state.code().to_owned()),
        attempts: Set(job.attempts),
        report: Set(job.report.clone()),
        requested_by: Set(job.requested_by.uuid()),
        requested_at: Set(job.requested_at),
        leased_until: Set(None),
        finished_at: Set(job.finished_at),
        version: Set(job.version),
    };
    imports::Entity::insert(row).exec_without_returning(tx).await?;
    let file = import_files::ActiveModel {
        import_id: Set(job.id.uuid()),
        content: Set(Some(content)),
        findings: Set(None),
    };
    import_files::Entity::insert(file).exec_without_returning(tx).await?;
    Ok(())
}

/// The oldest job that is not done, if nobody works on it. Files are read in the order in which
/// they came, because an older one must not come after a newer one: while a job runs, the others
/// wait.
async fn next(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Stored<Option<imports::Model>> {
    let undone = [State::Queued.code(), State::Running.code()];
    let oldest = imports::Entity::find()
        .filter(imports::Column::State.is_in(undone))
        .order_by_asc(imports::Column::Id)
        .one(db)
        .await?;
    let is_free = |job: &imports::Model| {
        job.state == State::Queued.code() || job.leased_until.is_none_or(|until| until < now)
    };
    Ok(oldest.filter(is_free))
}

/// Whether the next job is one that nobody works on.
pub async fn any_waits(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Stored<bool> {
    Ok(next(db, now).await?.is_some())
}

/// Takes up the oldest job that nobody works on, with its file: one that waits, or one whose
/// worker did not finish it before its lease ran out. The job's new version is the fence: only
/// who holds it can finish the job.
pub async fn claim(
    tx: &Tx,
    now: DateTime<Utc>,
    leased_until: DateTime<Utc>,
) -> Stored<Option<(Job, Vec<u8>)>> {
    use imports::Column;
    let Some(oldest) = next(tx, now).await? else { return Ok(None) };
    let claimed = imports::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Running.code()))
        .col_expr(Column::LeasedUntil, Expr::value(leased_until))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(oldest.id))
        .filter(Column::Version.eq(oldest.version))
        .exec(tx)
        .await?;
    if claimed.rows_affected == 0 {
        return Ok(None);
    }
    let file = import_files::Entity::find_by_id(oldest.id).one(tx).await?;
    let content = file.and_then(|file| file.content).ok_or(StoreError::Corrupt("import"))?;
    let (attempts, version) = (oldest.attempts + 1, oldest.version + 1);
    let job = Job { state: State::Running, attempts, version, ..oldest.try_into()? };
    Ok(Some((job, content)))
}

/// What came of a job.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub state: State,
    pub report: Option<Value>,
    pub findings: Option<Value>,
}

/// Writes down what came of a job that was claimed, and lets go of its file.
///
/// # Errors
/// [`StoreError::Stale`] where the lease ran out and another process took the job over.
pub async fn finish(tx: &Tx, job: &Job, outcome: Outcome, now: DateTime<Utc>) -> Stored<()> {
    use imports::Column;
    let changed = imports::ActiveModel {
        state: Set(outcome.state.code().to_owned()),
        report: Set(outcome.report),
        leased_until: Set(None),
        finished_at: Set(Some(now)),
        version: Set(job.version + 1),
        ..imports::ActiveModel::default()
    };
    let result = imports::Entity::update_many()
        .set(changed)
        .filter(Column::Id.eq(job.id.uuid()))
        .filter(Column::Version.eq(job.version))
        .exec(tx)
        .await?;
    hit(&result)?;
    let file = import_files::ActiveModel {
        content: Set(None),
        findings: Set(outcome.findings),
        ..import_files::ActiveModel::default()
    };
    import_files::Entity::update_many()
        .set(file)
        .filter(import_files::Column::ImportId.eq(job.id.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Lets a job that was claimed wait again.
///
/// # Errors
/// [`StoreError::Stale`] where the lease ran out and another process took the job over.
pub async fn release(tx: &Tx, job: &Job) -> Stored<()> {
    let changed = imports::ActiveModel {
        state: Set(State::Queued.code().to_owned()),
        leased_until: Set(None),
        version: Set(job.version + 1),
        ..imports::ActiveModel::default()
    };
    let result = imports::Entity::update_many()
        .set(changed)
        .filter(imports::Column::Id.eq(job.id.uuid()))
        .filter(imports::Column::Version.eq(job.version))
        .exec(tx)
        .await?;
    hit(&result)
}
