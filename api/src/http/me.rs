//! Whoever asks, over HTTP: who they are, and what they may do where.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch};
use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::{Needed, Principal, opened_by};
use leerkring_domain::kernel::{Actor, Role};
use leerkring_domain::people::{RoleHeld, User};
use leerkring_persistence::{ConnectionTrait, clients, roles, users};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::clients::MachineScope;
use super::extract::{IfMatch, Json, SignedIn};
use super::operations::Operations;
use super::places::{BoardName, OrganiserName, RoleWord, names};
use super::respond::Answer;
use super::users::{LanguageWord, UserView};
use super::wire::{Line, Word};
use crate::app::App;
use crate::commands::directory::Directory;
use crate::commands::users as commands;
use crate::error::HttpError;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config.service(get_me).service(change_me);
}

/// Whoever asks: a person or a machine.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeView {
    /// The person; null for a machine.
    pub user: Option<UserView>,
    /// The machine; null for a person.
    pub client: Option<MachineView>,
    /// What you are, where, and what that opens. What is public is open to everybody besides.
    #[schema(max_items = 1000)]
    pub roles: Vec<MyRoleView>,
}

/// A machine that asks.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MachineView {
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
    /// What its token opens, as far as its role does.
    #[schema(max_items = 100)]
    pub scopes: Vec<MachineScope>,
}

/// A role of whoever asks.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyRoleView {
    /// The role's id, with which it can be given up; null for a machine's.
    pub id: Option<Uuid>,
    #[schema(inline)]
    pub role: RoleWord,
    /// Where you hold it, if that is an organiser.
    pub organiser: Option<OrganiserName>,
    /// Where you hold it, if that is a board.
    pub board: Option<BoardName>,
    /// Since when; null for a machine's.
    pub given_at: Option<DateTime<Utc>>,
    /// What it opens there, each by its `operationId` in this document.
    #[schema(max_items = 1000, max_length = 60)]
    pub operations: Vec<OperationName>,
}

/// An `operationId` of this document.
#[derive(Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(max_length = 60)]
pub struct OperationName(pub String);

impl MyRoleView {
    fn new(role: Role, held: Option<&RoleHeld>, actor: &Actor, directory: &Directory) -> Self {
        let (organiser, board) = names(role.place(), directory);
        let operations = opened_by(role.kind(), actor);
        Self {
            id: held.map(|held| held.id.uuid()),
            role: Word(role.kind()),
            organiser,
            board,
            given_at: held.map(|held| held.given_at),
            operations: operations.map(|name| OperationName(name.to_owned())).collect(),
        }
    }
}

/// Get me
///
/// Who you are and what you may do where. For a person each role comes with the operations that it
/// opens at its organiser or board (everywhere, for `administrator`): show what is there, hide what
/// is not. For a machine they are those that both its role and its scopes open.
#[utoipa::path(tag = "people", operation_id = "getMe",
    responses((status = 200, description = "You", body = MeView)))]
#[get("/me")]
pub async fn get_me(app: Data<Arc<App>>, who: SignedIn) -> Answer {
    let (db, actor) = (app.store.reader(), &who.0.actor);
    match actor.principal {
        Principal::User(user) => shown(db, users::find(db, user).await?, actor).await,
        Principal::Client(client) => {
            let places = actor.roles.iter().map(|role| role.place());
            let directory = Directory::of(db, places, []).await?;
            let role = |role: &Role| MyRoleView::new(*role, None, actor, &directory);
            let scopes = actor.scopes.iter().flatten().cloned().map(MachineScope).collect();
            let name = clients::find_self(db, client).await?.name;
            let view = MeView {
                user: None,
                client: Some(MachineView { id: client.uuid(), name, scopes }),
                roles: actor.roles.iter().map(role).collect(),
            };
            Ok(Reply::ok(&view, Some(etag(1))).with_body_in_etag())
        }
    }
}

async fn shown(db: &impl ConnectionTrait, user: User, actor: &Actor) -> Answer {
    let held = roles::of(db, user.id).await?;
    let directory = Directory::of(db, held.iter().map(|held| held.role.place()), []).await?;
    let role = |held: &RoleHeld| MyRoleView::new(held.role, Some(held), actor, &directory);
    let (version, roles) = (user.version, held.iter().map(role).collect());
    let view = MeView { user: Some(user.into()), client: None, roles };
    Ok(Reply::ok(&view, Some(etag(version))).with_body_in_etag())
}

/// What to change about yourself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MeChange {
    #[schema(inline, nullable = false)]
    pub name: Option<Line>,
    /// The language of mail to you.
    #[schema(inline, nullable = false)]
    pub language: Option<LanguageWord>,
}

/// Change me
///
/// Your own name and language. Merge patch (RFC 7396): what is left out stays as it is.
#[utoipa::path(tag = "people", operation_id = "changeMe",
    responses((status = 200, description = "You, as you are now", body = MeView)))]
#[patch("/me")]
pub async fn change_me(
    app: Data<Arc<App>>,
    who: SignedIn,
    if_match: IfMatch,
    body: Json<MeChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let actor = caller.actor.clone();
    let user = actor.user().ok_or(HttpError::Forbidden(Needed::Person))?;
    app.act(&caller, move |work| {
        Box::pin(async move {
            let changed = commands::change(work, user, |old| {
                if_match.meets(old.version)?;
                let (name, language) = (change.name.map(Into::into), change.language);
                Ok(old.change(name, language.map(|word| word.0)))
            })
            .await?;
            shown(&work.tx, changed, &actor).await
        })
    })
    .await
}
