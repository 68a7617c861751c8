//! Roles over HTTP.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch, post};
use chrono::{DateTime, Utc};
use leerkring_domain::kernel::{Actor, Id};
use leerkring_domain::people::RoleHeld;
use leerkring_persistence::ConnectionTrait;
use leerkring_persistence::roles::{self, Filter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::cohorts::WithReason;
use super::extract::{IfMatch, Json, Path, Query, Repeatable, SignedIn};
use super::narrowing::{Named, Narrowed, narrowed};
use super::operations::Operations;
use super::page::{self, PageView};
use super::params::{Paged, With};
use super::places::{BoardName, OrganiserName, RoleWord, names};
use super::respond::Answer;
use super::wire::{BoardRef, Email, Word};
use crate::app::App;
use crate::commands::directory::Directory;
use crate::commands::roles as commands;
use crate::error::Error;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config.service(list_roles).service(get_role).service(change_role).service(end_role);
}

/// A role that somebody holds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    pub id: Uuid,
    #[schema(inline)]
    pub role: RoleWord,
    /// Who holds it.
    pub user: ColleagueView,
    /// Where it is held, if that is an organiser.
    pub organiser: Option<OrganiserName>,
    /// Where it is held, if that is a board.
    pub board: Option<BoardName>,
    pub given_at: DateTime<Utc>,
    /// Who gave it; null where it came with the installation.
    pub given_by_id: Option<Uuid>,
}

/// Somebody with a role at the same place.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ColleagueView {
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
    /// Shown to administrators of the place and to the person; null for others.
    #[schema(inline)]
    pub email: Option<Email>,
    /// Whether the person is kept out for now, so that the role opens nothing.
    pub blocked: bool,
}

impl RoleView {
    fn new(held: &RoleHeld, directory: &Directory, reader: &Actor) -> Self {
        let place = held.role.place();
        let sees_email = reader.user() == Some(held.user) || reader.administers(place);
        let person = directory.people.get(&held.user);
        let email = person.filter(|_| sees_email).map(|person| Email(person.email.to_string()));
        let (organiser, board) = names(place, directory);
        Self {
            id: held.id.uuid(),
            role: Word(held.role.kind()),
            user: ColleagueView {
                id: held.user.uuid(),
                name: person.map(|person| person.name.clone()).unwrap_or_default(),
                email,
                blocked: person.is_some_and(|person| person.blocked_at.is_some()),
            },
            organiser,
            board,
            given_at: held.given_at,
            given_by_id: held.given_by.map(Id::uuid),
        }
    }
}

async fn directory(db: &impl ConnectionTrait, held: &[RoleHeld]) -> Result<Directory, Error> {
    let (places, people) = (held.iter().map(|it| it.role.place()), held.iter().map(|it| it.user));
    Directory::of(db, places, people).await
}

/// What the list of roles is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct RolesQuery {
    /// The organiser where they are held.
    pub organiser_id: Option<Uuid>,
    /// The board where they are held: its id or its five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
    /// The person who holds them.
    pub user_id: Option<Uuid>,
}

/// List roles
///
/// Who is what, the newest first: your own roles, and those of everybody at organisers and boards
/// where you hold one. Their e-mail addresses are shown to administrators of the place.
/// Administrators of the platform see all.
#[utoipa::path(tag = "people", operation_id = "listRoles", params(Paged<RolesQuery>),
    responses((status = 200, description = "A page of roles", body = PageView<RoleView>)))]
#[get("/roles")]
pub async fn list_roles(
    app: Data<Arc<App>>,
    who: SignedIn,
    query: Query<Paged<RolesQuery>>,
) -> Answer {
    let (db, actor) = (app.store.reader(), &who.0.actor);
    let With { own: query, shared: paging } = query.0;
    let request = paging.request(&app.keys, "roles")?;
    let named = Named { board: query.board_id, organiser: query.organiser_id, ..Named::default() };
    let Narrowed { board, organiser, .. } = narrowed(db, &who.scope(), named).await?;
    let filter = Filter { organiser, board, user: query.user_id.map(Id::from) };
    let page = roles::list(db, actor, filter, &request).await?;
    let directory = directory(db, &page.items).await?;
    let page = page.map(|held| RoleView::new(&held, &directory, actor));
    Ok(page::reply(&app, "roles", page))
}

/// Get a role
///
/// One role. Seen by whoever holds it and by everybody with a role at the same place; to others it
/// does not exist.
#[utoipa::path(tag = "people", operation_id = "getRole",
    responses((status = 200, description = "The role", body = RoleView)))]
#[get("/roles/{roleId}")]
pub async fn get_role(app: Data<Arc<App>>, who: SignedIn, role: Path<Uuid>) -> Answer {
    let db = app.store.reader();
    let held = roles::find(db, role.0.into(), &who.0.actor).await?;
    shown(db, held, &who.0.actor).await
}

async fn shown(db: &impl ConnectionTrait, held: RoleHeld, reader: &Actor) -> Answer {
    let held = [held];
    let directory = directory(db, &held).await?;
    let [held] = held;
    let view = RoleView::new(&held, &directory, reader);
    Ok(Reply::ok(&view, Some(etag(held.version))))
}

/// What to change about a role.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleChange {
    /// The other role at the same place: administrator instead of editor, or the other way round.
    #[schema(inline, nullable = false)]
    pub role: Option<RoleWord>,
}

/// Change a role
///
/// For administrators of the place: makes an editor an administrator, or an administrator an
/// editor. It holds with the next request of whoever has it. The last administrator of a place
/// stays one: `last-administrator`. Merge patch (RFC 7396).
#[utoipa::path(tag = "people", operation_id = "changeRole",
    responses((status = 200, description = "The role as it is now", body = RoleView)))]
#[patch("/roles/{roleId}")]
pub async fn change_role(
    app: Data<Arc<App>>,
    who: SignedIn,
    role: Path<Uuid>,
    if_match: IfMatch,
    body: Json<RoleChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let actor = caller.actor.clone();
    app.act(&caller, move |work| {
        Box::pin(async move {
            let held = commands::change(work, &actor, role.0.into(), |old| {
                if_match.meets(old.version)?;
                Ok(change.role.map_or(old.role.kind(), |word| word.0))
            })
            .await?;
            shown(&work.tx, held, &actor).await
        })
    })
    .await
}

/// End a role
///
/// For administrators of the place; whoever holds a role may give it up. It is over with the next
/// request. The last administrator of a place stays: `last-administrator`.
#[utoipa::path(tag = "people", operation_id = "endRole",
    responses((status = 204, description = "The role has ended")))]
#[post("/roles/{roleId}/_end")]
pub async fn end_role(
    app: Data<Arc<App>>,
    who: SignedIn,
    role: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, reason) = (caller.actor.clone(), body.0.reason.map(String::from));
    app.once(caller, move |work| {
        Box::pin(async move {
            commands::end(work, &actor, role.0.into(), reason).await?;
            Ok(Reply::nothing())
        })
    })
    .await
}
