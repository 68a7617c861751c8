//! Who reads the jobs agreement of a board besides its staff.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use chrono::{DateTime, Utc};
use leerkring_domain::boards::Board;
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Id, Instant, Scope};
use leerkring_domain::organisers::Organiser;
use leerkring_persistence::{ConnectionTrait, boards};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::commands::boards::{board_at, own};
use crate::commands::quota_sharings as commands;
use crate::error::Error;
use crate::http::extract::{Json, Path, Reader, Repeatable, SignedIn};
use crate::http::function_mix::giving::own_board;
use crate::http::respond::Answer;
use crate::http::wire::BoardRef;
use crate::reply::Reply;
use crate::work::{Acting, Work};

/// An organiser that reads the jobs agreement of a board.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuotaSharingView {
    pub organiser_id: Uuid,
    pub shared_since_at: DateTime<Utc>,
}

/// The organisers that read the jobs agreement of a board.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuotaSharingsView {
    #[schema(max_items = 1000)]
    pub items: Vec<QuotaSharingView>,
    #[schema(max_length = 1000)]
    pub next: Option<String>,
}

/// With whom to share.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShareWith {
    pub organiser_id: Uuid,
}

async fn view(
    db: &impl ConnectionTrait,
    board: Id<Board>,
    now: Instant,
) -> Result<QuotaSharingsView, Error> {
    let sharings = commands::in_force(db, board, today(now)).await?.into_iter();
    let view = |(organiser, since): (Id<Organiser>, _)| QuotaSharingView {
        organiser_id: organiser.uuid(),
        shared_since_at: since,
    };
    Ok(QuotaSharingsView { items: sharings.map(view).collect(), next: None })
}

/// List who reads the jobs agreement of a board
///
/// For the board's staff: the organisers with whom it shares target, realised jobs, plans and
/// forecast, for as long as it is their member.
#[utoipa::path(tag = "job-quota", operation_id = "listQuotaSharings",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    responses((status = 200, description = "The organisers", body = QuotaSharingsView)))]
#[get("/boards/{boardId}/quota-sharings")]
pub async fn list_quota_sharings(
    app: Data<Arc<App>>,
    reader: Reader,
    board: Path<String>,
) -> Answer {
    let db = app.store.reader();
    let board = boards::find(db, own(&reader.scope, board_at(db, &board.0).await?)?).await?;
    Ok(Reply::ok(&view(db, board.id, app.now()).await?, None))
}

type Command = for<'a> fn(&'a mut Work, &'a Scope, Id<Board>, Id<Organiser>) -> Acting<'a, ()>;

async fn act(
    app: &Arc<App>,
    (who, key): (SignedIn, Repeatable),
    (board, with): (Path<String>, Json<ShareWith>),
    command: Command,
) -> Answer {
    let board = own_board(app, &who, &board.0).await?;
    let (scope, with) = (who.scope(), with.0.organiser_id.into());
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            command(work, &scope, board, with).await?;
            Ok(Reply::ok(&view(&work.tx, board, work.now).await?, None))
        })
    })
    .await
}

/// Share the jobs agreement of a board
///
/// For the board's staff: the board agrees that an organiser of which it is a member reads its target,
/// realised jobs, plans and forecast (not single jobs, nor at which school they are), until it ends
/// that or its membership ends. Whoever becomes a member again is asked again.
#[utoipa::path(tag = "job-quota", operation_id = "shareJobQuota",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    responses((status = 200, description = "The organisers that read it now",
        body = QuotaSharingsView)))]
#[post("/boards/{boardId}/quota-sharings/_share")]
pub async fn share_job_quota(
    app: Data<Arc<App>>,
    who: SignedIn,
    board: Path<String>,
    body: Json<ShareWith>,
    key: Repeatable,
) -> Answer {
    act(&app, (who, key), (board, body), |work, scope, board, with| {
        Box::pin(commands::share(work, scope, board, with))
    })
    .await
}

/// Stop sharing the jobs agreement of a board
///
/// For the board's staff: from this moment on it does not exist for the organiser.
#[utoipa::path(tag = "job-quota", operation_id = "unshareJobQuota",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    responses((status = 200, description = "The organisers that still read it",
        body = QuotaSharingsView)))]
#[post("/boards/{boardId}/quota-sharings/_unshare")]
pub async fn unshare_job_quota(
    app: Data<Arc<App>>,
    who: SignedIn,
    board: Path<String>,
    body: Json<ShareWith>,
    key: Repeatable,
) -> Answer {
    act(&app, (who, key), (board, body), |work, scope, board, with| {
        Box::pin(commands::end(work, scope, board, with))
    })
    .await
}
