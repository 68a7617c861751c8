//! The jobs agreement over HTTP.

mod export;
mod formations;
mod jobs;
mod picture;
mod reports;
mod schedule;
mod sharing;
mod table;
pub mod wire;

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::Datelike;
use leerkring_domain::boards::Board;
use leerkring_domain::job_quota::{Formation, Outcome, known, outcome};
use leerkring_domain::kernel::civil;
use leerkring_persistence::{ConnectionTrait, boards, function_mix, job_quota};

use self::schedule::with_assumed;
use self::wire::{BoardQuotaView, QuotaQuery};
use super::extract::{Path, Query, Reader};
use super::kinds::{Binary, SvgPicture, Wanted};
use super::operations::Operations;
use super::pictures;
use super::respond::Answer;
use super::tables::CsvTable;
use super::wire::BoardRef;
use crate::app::App;
use crate::commands::boards::board_at;
use crate::commands::quota_sharings::readable;
use crate::error::Error;

pub fn routes(config: &mut Operations) {
    config
        .service(schedule::list_quota_percentages)
        .service(schedule::assume_quota_percentage)
        .service(schedule::forget_quota_percentage)
        .service(sharing::list_quota_sharings)
        .service(sharing::share_job_quota)
        .service(sharing::unshare_job_quota)
        .service(get_board_job_quota)
        .service(reports::get_job_quota)
        .service(formations::list_formations)
        .service(formations::record_formation)
        .service(formations::import_formations)
        .service(jobs::list_jobs)
        .service(jobs::create_job)
        .service(jobs::import_jobs)
        .service(jobs::get_job)
        .service(jobs::change_job)
        .service(jobs::delete_job);
}

/// Get the jobs agreement of a board
///
/// For the board's staff, and organisers of which it is a member and with whom it shares
/// this: target, realised, gap, plans and forecast, year by year. Jobs count in paid
/// hours, averaged over the year by day; one job is 25.5 paid hours a week. Every rounded figure
/// stands beside the unrounded one, with the row of the schedule that was used. The formation is the
/// one that the board gave, or else what DUO counted.
#[utoipa::path(tag = "job-quota", operation_id = "getBoardJobQuota",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number"),
        QuotaQuery),
    responses((status = 200, description = "The jobs agreement", content(
        (BoardQuotaView = "application/json"),
        (CsvTable = "text/csv"),
        (SvgPicture = "image/svg+xml"),
        (Binary = "image/png")))))]
#[get("/boards/{boardId}/job-quota")]
pub async fn get_board_job_quota(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    board: Path<String>,
    query: Query<QuotaQuery>,
) -> Answer {
    let db = app.store.reader();
    let whose = (&reader.scope, civil::today(app.now()));
    let board = readable(db, whose, board_at(db, &board.0).await?).await?;
    let board = boards::find(db, board).await?;
    let view = of_board(&app, board, &query.0).await?;
    let picture = || picture::years(&view.board_name, &view.years, reader.language);
    let table = (export::COLUMNS, export::board(&view));
    pictures::figures(wanted, ("job-quota", reader.language), &view, picture, table)
}

/// The jobs agreement of a board as its staff reads it.
pub async fn of_board(
    app: &App,
    board: Board,
    query: &QuotaQuery,
) -> Result<BoardQuotaView, Error> {
    let db = app.store.reader();
    let formations = formations_of(db, &board).await?;
    let jobs = job_quota::of_board(db, board.id).await?;
    let jobs: Vec<_> = jobs.into_iter().map(|job| job.fields).collect();
    let schedule = with_assumed(db, query.assumed_by).await?;
    let question = query.question(&schedule);
    let of = |year| outcome(question, year, (&formations, &jobs), &app.full_time_week);
    let outcomes: Vec<Outcome> = query.years(this_year(app)).map(of).collect();
    Ok(BoardQuotaView {
        board_id: board.id.uuid(),
        board_name: board.name,
        years: outcomes.iter().map(Into::into).collect(),
    })
}

/// The formations of a board: its own, or else what DUO counted.
async fn formations_of(db: &impl ConnectionTrait, board: &Board) -> Result<Vec<Formation>, Error> {
    let own = job_quota::formations(db, Some(board.id)).await?;
    let counted = function_mix::staff(db, Some(&board.number)).await?;
    let counted: Vec<_> =
        counted.into_iter().map(|(_, sector, year, fte)| (sector.sector(), year, fte)).collect();
    Ok(known(own.into_iter().map(|(_, formation)| formation).collect(), &counted))
}

fn this_year(app: &App) -> u16 {
    u16::try_from(civil::today(app.now()).year()).unwrap_or_default()
}
