//! Responses over HTTP.

pub mod results;
mod table;
pub mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch, post};
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Actor, Id};
use leerkring_domain::responses::Response;
use leerkring_persistence::responses::{self, Filter};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::wire::{NewResponse, ResponseChange, ResponseStatusWord, ResponseView, patch};
use super::extract::{IfMatch, Json, Path, Query, Reader, Repeatable, SignedIn};
use super::kinds::Wanted;
use super::narrowing::{Named, narrowed};
use super::operations::Operations;
use super::page::PageView;
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Listing};
use super::wire::BoardRef;
use crate::app::App;
use crate::commands::boards::board_id;
use crate::commands::responses as commands;
use crate::reply::{Reply, etag};
use crate::work::{Acting, Work};

pub fn routes(config: &mut Operations) {
    config
        .service(start_response)
        .service(list_responses)
        .service(get_response)
        .service(change_response)
        .service(submit_response)
        .service(withdraw_response)
        .service(share_response)
        .service(unshare_response)
        .configure(results::routes);
}

fn shown(response: Response) -> Reply {
    let etag = etag(response.version);
    Reply::ok(&ResponseView::from(response), Some(etag))
}

/// Start a response
///
/// For the board's staff: a draft of the version in use, about the board or one of its schools. Of
/// each there is one draft at a time: `draft-exists` names it.
#[utoipa::path(tag = "responses", operation_id = "startResponse",
    responses((status = 201, description = "The response, a draft", body = ResponseView)))]
#[post("/questionnaires/{questionnaireId}/responses")]
pub async fn start_response(
    app: Data<Arc<App>>,
    who: SignedIn,
    questionnaire: Path<Uuid>,
    body: Json<NewResponse>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, new) = (caller.actor.clone(), body.0);
    let answers = patch(new.answers)?;
    app.once(caller, move |work| {
        Box::pin(async move {
            let new = commands::NewResponse {
                board: board_id(&work.tx, &new.board_id.0, "/boardId").await?,
                school: new.school_id.map(Id::from),
                reference_on: new.reference_on.unwrap_or_else(|| today(work.now)),
                answers,
            };
            let response = commands::start(work, &actor, questionnaire.0.into(), new).await?;
            let location = format!("/v1/responses/{}", response.id);
            Ok(Reply::created(location, &ResponseView::from(response), etag(1)))
        })
    })
    .await
}

/// What the list of responses is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ResponsesQuery {
    /// The questionnaire that they answer.
    pub questionnaire_id: Option<Uuid>,
    /// A board's id or its five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
    /// Where they are in their life.
    #[param(inline)]
    pub status: Option<ResponseStatusWord>,
}

/// List responses
///
/// The newest first: those of your boards, and those to your questionnaires that boards share with
/// you.
#[utoipa::path(tag = "responses", operation_id = "listResponses", params(Paged<ResponsesQuery>),
    responses((status = 200, description = "A page of responses", content(
        (PageView<ResponseView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/responses")]
pub async fn list_responses(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    query: Query<Paged<ResponsesQuery>>,
) -> Listing {
    let With { own: query, shared: paging } = query.0;
    let db = app.store.reader();
    let named = Named { board: query.board_id, ..Named::default() };
    let board = narrowed(db, &reader.scope, named).await?.board;
    let filter = Filter {
        questionnaire: query.questionnaire_id.map(Id::from),
        board,
        status: query.status.map(|status| status.0),
    };
    let asked = Asked::new("responses", wanted, paging, reader.language);
    tables::list(&app, asked, async move |app, request| {
        let (db, scope) = (app.store.reader(), &reader.scope);
        let page = responses::list(db, scope, filter.clone(), &request).await?;
        Ok(page.map(ResponseView::from))
    })
    .await
}

/// Get a response
///
/// With its answers. Seen by its board; by the organiser only if it was submitted and the board
/// shares it. To all others it does not exist.
#[utoipa::path(tag = "responses", operation_id = "getResponse",
    responses((status = 200, description = "The response", body = ResponseView)))]
#[get("/responses/{responseId}")]
pub async fn get_response(app: Data<Arc<App>>, reader: Reader, response: Path<Uuid>) -> Answer {
    let found = responses::find(app.store.reader(), response.0.into(), &reader.scope).await?;
    Ok(shown(found))
}

/// Save a draft
///
/// For the board's staff, as often as they like. Merge patch (RFC 7396) but for `answers`:
/// questions that it names get the answer given, or lose theirs where none is given; the others
/// stay. Answers to questions that are hidden by other answers are kept, do not count, and fall
/// away when the response is submitted.
#[utoipa::path(tag = "responses", operation_id = "changeResponse",
    responses((status = 200, description = "The draft as it is now", body = ResponseView)))]
#[patch("/responses/{responseId}")]
pub async fn change_response(
    app: Data<Arc<App>>,
    who: SignedIn,
    response: Path<Uuid>,
    if_match: IfMatch,
    body: Json<ResponseChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let actor = caller.actor.clone();
    let answers = patch(change.answers)?;
    let saved = app
        .act(&caller, move |work| {
            Box::pin(async move {
                commands::save(work, &actor, response.0.into(), |old| {
                    if_match.meets(old.version)?;
                    let reference_on = change.reference_on.unwrap_or(old.reference_on);
                    Ok(commands::Saving { answers, reference_on })
                })
                .await
            })
        })
        .await?;
    Ok(shown(saved))
}

type Command = for<'a> fn(&'a mut Work, &'a Actor, Id<Response>) -> Acting<'a, Response>;

async fn act(
    app: &Arc<App>,
    (who, key): (SignedIn, Repeatable),
    response: Path<Uuid>,
    command: Command,
) -> Answer {
    let caller = who.repeating(key);
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move { Ok(shown(command(work, &actor, response.0.into()).await?)) })
    })
    .await
}

/// Submit a response
///
/// For the board's staff; it is final. Every question that is shown and required has to be
/// answered: `answer-missing` names each that is not, and the draft is kept.
#[utoipa::path(tag = "responses", operation_id = "submitResponse",
    responses((status = 200, description = "The response, submitted", body = ResponseView)))]
#[post("/responses/{responseId}/_submit")]
pub async fn submit_response(
    app: Data<Arc<App>>,
    who: SignedIn,
    response: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    act(&app, (who, key), response, |work, actor, id| Box::pin(commands::submit(work, actor, id)))
        .await
}

/// Withdraw a response
///
/// For the board's staff: a draft is thrown away, a submitted response counts nowhere any more from
/// the next edition of the benchmark on, and the organiser no longer sees it.
#[utoipa::path(tag = "responses", operation_id = "withdrawResponse",
    responses((status = 200, description = "The response, withdrawn", body = ResponseView)))]
#[post("/responses/{responseId}/_withdraw")]
pub async fn withdraw_response(
    app: Data<Arc<App>>,
    who: SignedIn,
    response: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    act(&app, (who, key), response, |work, actor, id| Box::pin(commands::withdraw(work, actor, id)))
        .await
}

/// Share a response
///
/// For the board's staff: the board agrees that the organiser sees this response with all its
/// answers.
#[utoipa::path(tag = "responses", operation_id = "shareResponse",
    responses((status = 200, description = "The response, shared", body = ResponseView)))]
#[post("/responses/{responseId}/_share")]
pub async fn share_response(
    app: Data<Arc<App>>,
    who: SignedIn,
    response: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    act(&app, (who, key), response, |work, actor, id| Box::pin(commands::share(work, actor, id)))
        .await
}

/// Stop sharing a response
///
/// For the board's staff: from this moment on it does not exist for the organiser.
#[utoipa::path(tag = "responses", operation_id = "unshareResponse",
    responses((status = 200, description = "The response, no longer shared",
        body = ResponseView)))]
#[post("/responses/{responseId}/_unshare")]
pub async fn unshare_response(
    app: Data<Arc<App>>,
    who: SignedIn,
    response: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    act(&app, (who, key), response, |work, actor, id| Box::pin(commands::unshare(work, actor, id)))
        .await
}
