//! Jobs as a board gives them: counts and hours.

use crate::http::kinds::Wanted;
use crate::http::tables::{self, Asked, CsvTable, Listing};
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use leerkring_domain::job_quota::{Engagement, JobFields, Status};
use leerkring_domain::kernel::{Id, civil, text};
use leerkring_persistence::job_quota;
use uuid::Uuid;

use super::wire::jobs::{JobChange, JobView, NewJob};
use crate::app::App;
use crate::commands::boards::{board_at, own};
use crate::commands::job_quota::{self as commands, MOST_ROWS, school_named, schools_of};
use crate::decimals;
use crate::error::Error;
use crate::http::extract::{Bytes, IfMatch, Json, Path, Query, Reader, Repeatable, SignedIn};
use crate::http::function_mix::giving::own_board;
use crate::http::function_mix::wire::SheetView;
use crate::http::imports::wire::CsvFile;
use crate::http::page::{PageView, Paging};
use crate::http::respond::Answer;
use crate::http::wire::BoardRef;
use crate::reply::{Reply, etag};
use crate::sheets::{self, Column, Row, needed, optional};

/// List the jobs of a board
///
/// For the board's staff: the jobs that it has and plans, in the order in which they were entered.
#[utoipa::path(tag = "job-quota", operation_id = "listJobs",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number"),
        Paging),
    responses((status = 200, description = "A page of jobs", content(
        (PageView<JobView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/boards/{boardId}/jobs")]
pub async fn list_jobs(
    app: Data<Arc<App>>,
    reader: Reader,
    board: Path<String>,
    wanted: Wanted,
    query: Query<Paging>,
) -> Listing {
    let db = app.store.reader();
    let board = own(&reader.scope, board_at(db, &board.0).await?)?;
    leerkring_persistence::boards::find(db, board).await?;
    let asked = Asked::new("jobs", wanted, query.0, reader.language);
    tables::list(&app, asked, async move |app, request| {
        let page = job_quota::list(app.store.reader(), board, &request).await?;
        Ok(page.map(JobView::from))
    })
    .await
}

/// Enter jobs
///
/// For the board's staff: jobs that are alike, as a number, hours a week and days. Never say who works:
/// there is no field for it. A job that is yet to begin is `planned`.
#[utoipa::path(tag = "job-quota", operation_id = "createJob",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    responses((status = 201, description = "The jobs", body = JobView)))]
#[post("/boards/{boardId}/jobs")]
pub async fn create_job(
    app: Data<Arc<App>>,
    who: SignedIn,
    board: Path<String>,
    body: Json<NewJob>,
    key: Repeatable,
) -> Answer {
    let board = own_board(&app, &who, &board.0).await?;
    let (scope, fields) = (who.scope(), JobFields::from(body.0));
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            let mut entered = commands::enter(work, &scope, board, vec![fields]).await?;
            let job = entered.pop().ok_or_else(|| Error::Bug("no job was entered".to_owned()))?;
            let location = format!("/v1/jobs/{}", job.id);
            Ok(Reply::created(location, &JobView::from(job), etag(1)))
        })
    })
    .await
}

const COLUMNS: [Column; 7] = [
    needed("status", "status"),
    needed("engagement", "dienstverband"),
    optional("count", "aantal"),
    needed("hoursPerWeek", "uren per week"),
    needed("fromOn", "vanaf"),
    optional("untilOn", "tot en met"),
    optional("school", "vestiging"),
];

/// Enter jobs from a file
///
/// For the board's staff. A CSV file with a row for jobs that are alike: `status` (`filled`,
/// `planned`), `engagement` (`employed`, `hired-in`), `count`, `hoursPerWeek`, `fromOn`, `untilOn`,
/// `school` (location number); Dutch names and words, semicolons, decimal commas and either encoding are
/// read too. All rows are taken, or none: everything that is wrong is named with its line and
/// column (`/3/fromOn`). Send it under an `Idempotency-Key`: the same file without one enters the jobs
/// again.
#[utoipa::path(tag = "job-quota", operation_id = "importJobs",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    request_body(content = CsvFile, content_type = "text/csv", description = "The file"),
    responses((status = 200, description = "How many rows were taken", body = SheetView)))]
#[post("/boards/{boardId}/jobs/_import")]
pub async fn import_jobs(
    app: Data<Arc<App>>,
    who: SignedIn,
    board: Path<String>,
    body: Bytes,
    key: Repeatable,
) -> Answer {
    let board = own_board(&app, &who, &board.0).await?;
    let schools = schools_of(app.store.reader(), board).await?;
    let today = civil::today(app.now());
    let jobs = sheets::read(&body.0, &COLUMNS, MOST_ROWS, |row| {
        let school_wanted = text("een vestiging van dit bestuur", "a location of this board");
        let school = row.optional("school", &school_wanted, |named| school_named(&schools, named));
        let fields = JobFields { school, ..fields(row)? };
        match fields.checked(today) {
            Ok(fields) => Some(fields),
            Err(refusal) => {
                row.refused(refusal);
                None
            }
        }
    })?;
    let scope = who.scope();
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            let entered = commands::enter(work, &scope, board, jobs).await?;
            Ok(Reply::ok(&SheetView { rows: entered.len() }, None))
        })
    })
    .await
}

fn fields(row: &mut Row) -> Option<JobFields> {
    let status = row.needed("status", &text("gevuld of gepland", "filled or planned"), status);
    let engagement = row.needed(
        "engagement",
        &text("in dienst of ingeleend", "employed or hired-in"),
        engagement,
    );
    let number = text("een geheel getal", "a whole number");
    let count = match row.text("count") {
        None => Some(1),
        Some(_) => row.optional("count", &number, |value| value.parse().ok()),
    };
    let hours = row.needed("hoursPerWeek", &sheets::a_number(), decimals::read);
    let from_on = row.needed("fromOn", &sheets::a_day(), sheets::day);
    let until_on = match row.text("untilOn") {
        None => Some(None),
        Some(_) => row.optional("untilOn", &sheets::a_day(), sheets::day).map(Some),
    };
    Some(JobFields {
        status: status?,
        engagement: engagement?,
        count: count?,
        hours_per_week: hours?,
        from_on: from_on?,
        until_on: until_on?,
        school: None,
    })
}

fn status(value: &str) -> Option<Status> {
    match value.to_lowercase().as_str() {
        "filled" | "gevuld" => Some(Status::Filled),
        "planned" | "gepland" => Some(Status::Planned),
        _ => None,
    }
}

fn engagement(value: &str) -> Option<Engagement> {
    match value.to_lowercase().as_str() {
        "employed" | "in dienst" => Some(Engagement::Employed),
        "hired-in" | "ingeleend" => Some(Engagement::HiredIn),
        _ => None,
    }
}

/// Get jobs
///
/// For the board's staff.
#[utoipa::path(tag = "job-quota", operation_id = "getJob",
    responses((status = 200, description = "The jobs", body = JobView)))]
#[get("/jobs/{jobId}")]
pub async fn get_job(app: Data<Arc<App>>, reader: Reader, job: Path<Uuid>) -> Answer {
    let job = job_quota::find(app.store.reader(), job.0.into(), &reader.scope).await?;
    let etag = etag(job.version);
    Ok(Reply::ok(&JobView::from(job), Some(etag)))
}

/// Change jobs
///
/// For the board's staff: fill a plan, give jobs a last day. Merge patch (RFC 7396).
#[utoipa::path(tag = "job-quota", operation_id = "changeJob",
    responses((status = 200, description = "The jobs as they are now", body = JobView)))]
#[patch("/jobs/{jobId}")]
pub async fn change_job(
    app: Data<Arc<App>>,
    who: SignedIn,
    job: Path<Uuid>,
    if_match: IfMatch,
    body: Json<JobChange>,
) -> Answer {
    let (scope, change) = (who.scope(), body.0);
    let changed = app
        .act(&who.0, move |work| {
            Box::pin(async move {
                commands::change(work, &scope, job.0.into(), |old| {
                    if_match.meets(old.version)?;
                    Ok(change.apply(&old.fields))
                })
                .await
            })
        })
        .await?;
    let etag = etag(changed.version);
    Ok(Reply::ok(&JobView::from(changed), Some(etag)))
}

/// Delete jobs
///
/// For the board's staff, where they were entered by mistake. Jobs that ended get a last day instead:
/// they count in the years before it.
#[utoipa::path(tag = "job-quota", operation_id = "deleteJob",
    responses((status = 204, description = "The jobs are gone")))]
#[delete("/jobs/{jobId}")]
pub async fn delete_job(
    app: Data<Arc<App>>,
    who: SignedIn,
    job: Path<Uuid>,
    if_match: IfMatch,
) -> Answer {
    let (scope, id) = (who.scope(), Id::from(job.0));
    app.act(&who.0, move |work| {
        Box::pin(async move {
            commands::delete(work, &scope, id, |seen| if_match.meets(seen.version)).await
        })
    })
    .await?;
    Ok(Reply::nothing())
}
