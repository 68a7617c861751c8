//! A board's dashboard: everything of its own in one answer.

mod assessments;

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use leerkring_domain::boards::Board;
use leerkring_domain::kernel::{Id, Scope};
use leerkring_persistence::registrations::{self, Filter};
use leerkring_persistence::{PageRequest, boards, function_mix};
use serde::Serialize;
use utoipa::ToSchema;

use self::assessments::AssessmentsView;
use super::boards::wire::BoardView;
use super::extract::{Path, Reader};
use super::function_mix::wire::BoardMixSectorView;
use super::function_mix::{ShownQuery, sectors};
use super::job_quota::of_board;
use super::job_quota::wire::{QuotaQuery, QuotaYearView};
use super::operations::Operations;
use super::registrations::wire::RegistrationView;
use super::respond::Answer;
use super::wire::BoardRef;
use crate::app::App;
use crate::commands::boards::{board_at, own};
use crate::commands::registrations::with_context;
use crate::error::Error;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config.service(get_board_overview);
}

/// A board with what it takes part in, where it stands and what it reports.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardOverviewView {
    pub board: BoardView,
    /// Its newest registrations; `/registrations` has them all.
    #[schema(max_items = 10)]
    pub registrations: Vec<RegistrationView>,
    pub assessments: AssessmentsView,
    /// The jobs agreement by the government's percentages, from four years ago to two years ahead.
    #[schema(max_items = 30)]
    pub job_quota: Vec<QuotaYearView>,
    /// The newest function mix of each sector.
    #[schema(max_items = 4)]
    pub function_mix: Vec<BoardMixSectorView>,
}

/// Get the overview of a board
///
/// For the board's staff: what the board takes part in, where it stands by its self-assessments and
/// what it reports, in one answer. Each part stands in full at an address of its own.
#[utoipa::path(tag = "boards", operation_id = "getBoardOverview",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    responses((status = 200, description = "The overview", body = BoardOverviewView)))]
#[get("/boards/{boardId}/overview")]
pub async fn get_board_overview(
    app: Data<Arc<App>>,
    reader: Reader,
    board: Path<String>,
) -> Answer {
    let db = app.store.reader();
    let board = boards::find(db, own(&reader.scope, board_at(db, &board.0).await?)?).await?;
    let view = BoardOverviewView {
        registrations: newest_registrations(&app, board.id).await?,
        assessments: assessments::of_board(&app, board.id, reader.language).await?,
        job_quota: of_board(&app, board.clone(), &QuotaQuery::usual()).await?.years,
        function_mix: newest_mixes(&app, &board).await?,
        board: BoardView::from(board),
    };
    Ok(Reply::ok(&view, None).in_language(reader.language))
}

async fn newest_registrations(app: &App, board: Id<Board>) -> Result<Vec<RegistrationView>, Error> {
    let db = app.store.reader();
    let scope = Scope { boards: vec![board], ..Scope::default() };
    let filter = Filter { board: Some(board), ..Filter::default() };
    let request = PageRequest { limit: 10, after: None, count: false };
    let page = registrations::list(db, &scope, filter, &request).await?;
    let registered = with_context(db, page.items, app.now()).await?;
    let read = |registered| RegistrationView::read_by(registered, &scope);
    Ok(registered.into_iter().map(read).collect())
}

async fn newest_mixes(app: &App, board: &Board) -> Result<Vec<BoardMixSectorView>, Error> {
    let mixes = function_mix::of_board(app.store.reader(), &board.number).await?;
    let mut sectors = sectors(&mixes, &ShownQuery::default());
    for sector in &mut sectors {
        let newest = sector.years.len().saturating_sub(1);
        sector.years.drain(..newest);
    }
    Ok(sectors)
}
