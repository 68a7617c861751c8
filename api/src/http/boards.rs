//! School boards over HTTP.

mod table;
pub mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::boards::{Board, Partnership, PartnershipCode};
use leerkring_domain::kernel::{RegionKey, civil};
use leerkring_persistence::ConnectionTrait;
use leerkring_persistence::boards::{self, BoardOrder, Filter};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::wire::{BoardView, MergeBoard, RegionPath, SectorWord, words};
use super::extract::{Json, Path, Query, Reader, Repeatable, SignedIn};
use super::kinds::Wanted;
use super::operations::Operations;
use super::page::{PageView, SortWord, order};
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Listing};
use super::wire::BoardRef;
use crate::app::App;
use crate::commands::boards as commands;
use crate::commands::organisers::organiser_id;
use crate::error::Error;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config.service(list_boards).service(get_board).service(merge_board);
}

pub type BoardSort = SortWord<BoardOrder>;

/// What the list of boards is narrowed to, and how it is sorted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct BoardsQuery {
    /// In which order: by `name`, without regard to case, accents and abbreviations, or by `number`;
    /// `-` turns it around.
    #[param(inline)]
    pub sort: Option<BoardSort>,
    /// Words of the name, or parts of them, without regard to case, accents and abbreviations:
    /// `sint` finds `St.` too.
    #[param(max_length = 200)]
    pub q: Option<String>,
    /// The sector they are of.
    #[param(inline)]
    pub sector: Option<SectorWord>,
    /// The municipality of its address, by name.
    #[param(max_length = 200)]
    pub municipality: Option<String>,
    /// A region in which it has a school, as scheme and code: `rpa/05`.
    #[param(inline)]
    pub region: Option<RegionPath>,
    /// The code of a partnership in which it has a school: `PO2602`.
    #[param(max_length = 6, pattern = "^(PO|VO)[0-9]{4}$")]
    pub partnership: Option<String>,
    /// The id of an organiser of which it is a member today.
    pub member_of: Option<Uuid>,
    /// Only boards that exist today (`true`), or that no longer do (`false`).
    pub open: Option<bool>,
}

impl BoardsQuery {
    async fn filter(self, db: &impl ConnectionTrait) -> Result<Filter, Error> {
        let member_of = match self.member_of {
            Some(id) => Some(organiser_id(db, id.into(), "memberOf").await?),
            None => None,
        };
        let partnership = self.partnership.and_then(|code| PartnershipCode::parse(&code).ok());
        Ok(Filter {
            words: words(self.q.as_deref()),
            sector: self.sector.map(|sector| sector.0),
            municipality: self.municipality,
            region: self.region.map(RegionKey::from),
            partnership: partnership.as_ref().map(Partnership::region),
            member_of,
            open: self.open,
            sort: order(self.sort),
        })
    }
}

/// List boards
///
/// The school boards of the register, closed ones too: by name, unless `sort` says otherwise.
#[utoipa::path(tag = "boards", operation_id = "listBoards", params(Paged<BoardsQuery>),
    responses((status = 200, description = "A page of boards", content(
        (PageView<BoardView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/boards")]
pub async fn list_boards(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    query: Query<Paged<BoardsQuery>>,
) -> Listing {
    let With { own: query, shared: paging } = query.0;
    let (filter, today) = (query.filter(app.store.reader()).await?, civil::today(app.now()));
    let asked = Asked::new("boards", wanted, paging, reader.language).sorted(filter.sort);
    let list = tables::list(&app, asked, async move |app, request| {
        let page = boards::list(app.store.reader(), filter.clone(), today, &request).await?;
        Ok(page.map(BoardView::from))
    });
    Ok(list.await?.public())
}

/// Get a board
///
/// One school board, by its id or by its five-digit number.
#[utoipa::path(tag = "boards", operation_id = "getBoard",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    responses((status = 200, description = "The board", body = BoardView)))]
#[get("/boards/{boardId}")]
pub async fn get_board(app: Data<Arc<App>>, board: Path<String>) -> Answer {
    let id = commands::board_at(app.store.reader(), &board.0).await?;
    let board = boards::find(app.store.reader(), id).await?;
    Ok(shown(board).public())
}

fn shown(board: Board) -> Reply {
    let etag = etag(board.version);
    Reply::ok(&BoardView::from(board), Some(etag))
}

/// Merge a board into another
///
/// For administrators. Closes the board as of a day and names its successor, which refusals of its
/// registrations then name too. A board that a file closed gets its successor in the same way.
/// Refused with `same-board`, `already-closed` (it merged before) or `successor-closed`.
#[utoipa::path(tag = "boards", operation_id = "mergeBoard",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    responses((status = 200, description = "The board, closed", body = BoardView)))]
#[post("/boards/{boardId}/_merge")]
pub async fn merge_board(
    app: Data<Arc<App>>,
    who: SignedIn,
    board: Path<String>,
    body: Json<MergeBoard>,
    key: Repeatable,
) -> Answer {
    let merger = commands::Merger {
        successor: body.0.successor_id.0,
        on: body.0.merged_on,
        reason: body.0.reason.into(),
    };
    app.once(who.repeating(key), move |work| {
        Box::pin(async move { Ok(shown(commands::merge(work, &board.0, merger).await?)) })
    })
    .await
}
