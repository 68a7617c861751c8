//! Machine clients over HTTP.

mod credentials;
mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch, post};
use leerkring_domain::clients::Client;
use leerkring_persistence::ConnectionTrait;
use leerkring_persistence::clients::{self, Filter};
use uuid::Uuid;

pub use self::wire::MachineScope;
use self::wire::{ClientChange, ClientView, ClientsQuery, NewClientBody};
use super::cohorts::WithReason;
use super::extract::{IfMatch, Json, Path, Query, Repeatable, SignedIn};
use super::narrowing::{Named, Narrowed, narrowed};
use super::operations::Operations;
use super::page::{self, PageView};
use super::params::{Paged, With};
use super::respond::Answer;
use super::users::BlockUser;
use crate::app::App;
use crate::commands::clients as commands;
use crate::commands::directory::Directory;
use crate::error::Error;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config
        .service(list_clients)
        .service(create_client)
        .service(get_client)
        .service(change_client)
        .service(block_client)
        .service(unblock_client)
        .service(end_client)
        .configure(credentials::routes);
}

/// List clients
///
/// The machine clients of the organisations that you administer, the newest first; ended ones too.
#[utoipa::path(tag = "clients", operation_id = "listClients", params(Paged<ClientsQuery>),
    responses((status = 200, description = "A page of clients", body = PageView<ClientView>)))]
#[get("/clients")]
pub async fn list_clients(
    app: Data<Arc<App>>,
    who: SignedIn,
    query: Query<Paged<ClientsQuery>>,
) -> Answer {
    let (db, scope) = (app.store.reader(), who.scope());
    let With { own: query, shared: paging } = query.0;
    let named = Named { board: query.board_id, organiser: query.organiser_id, ..Named::default() };
    let Narrowed { board, organiser, .. } = narrowed(db, &scope, named).await?;
    let filter = Filter { organiser, board };
    let request = paging.request(&app.keys, "clients")?;
    let page = clients::list(db, &who.0.actor, filter, &request).await?;
    let ids: Vec<_> = page.items.iter().map(|client| client.id).collect();
    let mut credentials = clients::credentials(db, &ids).await?;
    let directory = Directory::of(db, page.items.iter().map(|it| it.place), []).await?;
    let page = page.map(|client| {
        let has = credentials.remove(&client.id).unwrap_or_default();
        ClientView::new(client, has, &directory)
    });
    Ok(page::reply(&app, "clients", page))
}

/// Create a client
///
/// For administrators of the organisation. The client acts for one organiser or one board as an
/// editor there, within its scopes. It has nothing to show who it is by yet: give it a secret or a
/// public key. Refused with `too-many-clients`.
#[utoipa::path(tag = "clients", operation_id = "createClient",
    responses((status = 201, description = "The client", body = ClientView)))]
#[post("/clients")]
pub async fn create_client(
    app: Data<Arc<App>>,
    who: SignedIn,
    body: Json<NewClientBody>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move {
            let new = body.0.new_client(&work.tx).await?;
            let client = commands::create(work, &actor, new).await?;
            let location = format!("/v1/clients/{}", client.id);
            let etag = etag(client.version);
            Ok(Reply::created(location, &view(&work.tx, client).await?, etag))
        })
    })
    .await
}

async fn view(db: &impl ConnectionTrait, client: Client) -> Result<ClientView, Error> {
    let has = clients::credentials(db, &[client.id]).await?.remove(&client.id);
    let directory = Directory::of(db, [client.place], []).await?;
    Ok(ClientView::new(client, has.unwrap_or_default(), &directory))
}

async fn shown(db: &impl ConnectionTrait, client: Client) -> Answer {
    let etag = etag(client.version);
    Ok(Reply::ok(&view(db, client).await?, Some(etag)).with_body_in_etag())
}

/// Get a client
///
/// For administrators of the organisation; to others it does not exist. It shows when each secret
/// and key was last used, so that you know when an old one can go.
#[utoipa::path(tag = "clients", operation_id = "getClient",
    responses((status = 200, description = "The client", body = ClientView)))]
#[get("/clients/{clientId}")]
pub async fn get_client(app: Data<Arc<App>>, who: SignedIn, client: Path<Uuid>) -> Answer {
    let db = app.store.reader();
    shown(db, clients::find(db, client.0.into(), &who.0.actor).await?).await
}

/// Change a client
///
/// Its name, or its scopes. Scopes that it loses are gone with its next request, whatever its
/// token says; for those that it gets it needs a new token. Refused with `client-ended`. Merge
/// patch (RFC 7396).
#[utoipa::path(tag = "clients", operation_id = "changeClient",
    responses((status = 200, description = "The client as it is now", body = ClientView)))]
#[patch("/clients/{clientId}")]
pub async fn change_client(
    app: Data<Arc<App>>,
    who: SignedIn,
    client: Path<Uuid>,
    if_match: IfMatch,
    body: Json<ClientChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let actor = caller.actor.clone();
    app.act(&caller, move |work| {
        Box::pin(async move {
            let changed = commands::change(work, &actor, client.0.into(), |old| {
                if_match.meets(old.version)?;
                let (name, scopes) = change.into_parts();
                Ok(old.change(name, scopes)?)
            })
            .await?;
            shown(&work.tx, changed).await
        })
    })
    .await
}

/// Block a client
///
/// It holds at once, everywhere: no token of the client is good any more, and it gets no other.
/// Its secrets and keys stay for when it is unblocked. Refused with `already-blocked` or
/// `client-ended`.
#[utoipa::path(tag = "clients", operation_id = "blockClient",
    responses((status = 200, description = "The client, blocked", body = ClientView)))]
#[post("/clients/{clientId}/_block")]
pub async fn block_client(
    app: Data<Arc<App>>,
    who: SignedIn,
    client: Path<Uuid>,
    body: Json<BlockUser>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, reason) = (caller.actor.clone(), String::from(body.0.reason));
    app.once(caller, move |work| {
        Box::pin(async move {
            let blocked = commands::block(work, &actor, client.0.into(), reason).await?;
            shown(&work.tx, blocked).await
        })
    })
    .await
}

/// Unblock a client
///
/// It can get tokens again, and those it has that have not ended are good again. Refused with
/// `not-blocked` or `client-ended`.
#[utoipa::path(tag = "clients", operation_id = "unblockClient",
    responses((status = 200, description = "The client, let in again", body = ClientView)))]
#[post("/clients/{clientId}/_unblock")]
pub async fn unblock_client(
    app: Data<Arc<App>>,
    who: SignedIn,
    client: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, reason) = (caller.actor.clone(), body.0.reason.map(String::from));
    app.once(caller, move |work| {
        Box::pin(async move {
            let unblocked = commands::unblock(work, &actor, client.0.into(), reason).await?;
            shown(&work.tx, unblocked).await
        })
    })
    .await
}

/// End a client
///
/// For good, at once and everywhere: no token of the client is good any more, and its secrets and
/// keys are gone. The client itself stays to be read, because the history names it. Refused with
/// `client-ended`.
#[utoipa::path(tag = "clients", operation_id = "endClient",
    responses((status = 200, description = "The client, ended", body = ClientView)))]
#[post("/clients/{clientId}/_end")]
pub async fn end_client(
    app: Data<Arc<App>>,
    who: SignedIn,
    client: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, reason) = (caller.actor.clone(), body.0.reason.map(String::from));
    app.once(caller, move |work| {
        Box::pin(async move {
            let ended = commands::end(work, &actor, client.0.into(), reason).await?;
            shown(&work.tx, ended).await
        })
    })
    .await
}
