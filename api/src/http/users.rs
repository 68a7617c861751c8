//! People with an account over HTTP, for administrators of the platform.

mod table;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use chrono::{DateTime, Utc};
use leerkring_domain::kernel::Language;
use leerkring_domain::people::{User, search_words};
use leerkring_persistence::users::{self, Filter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::cohorts::WithReason;
use super::extract::{Json, Path, Query, Repeatable, SignedIn};
use super::kinds::Wanted;
use super::operations::Operations;
use super::page::PageView;
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Export, Listing};
use super::wire::{Email, Text, Word};
use crate::app::App;
use crate::commands::users as commands;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config.service(list_users).service(get_user).service(block_user).service(unblock_user);
}

pub type LanguageWord = Word<Language>;

/// A person with an account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserView {
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(inline)]
    pub email: Email,
    /// The language of mail to this person.
    #[schema(inline)]
    pub language: LanguageWord,
    pub created_at: DateTime<Utc>,
    /// When it was shown that mail to the address reaches this person; null until then.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Since when this person is kept out; null for everybody else.
    pub blocked_at: Option<DateTime<Utc>>,
    /// The address that is to take the place of `email` once it is confirmed; null where none was
    /// asked for.
    #[schema(inline)]
    pub new_email: Option<Email>,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id.uuid(),
            name: user.name,
            email: Email(user.email.to_string()),
            language: Word(user.language),
            created_at: user.created_at,
            confirmed_at: user.confirmed_at,
            blocked_at: user.blocked_at,
            new_email: user.new_email.map(|email| Email(email.to_string())),
        }
    }
}

/// What the list of people is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct UsersQuery {
    /// Parts of the name or of the e-mail address, without regard to case and accents.
    #[param(max_length = 200)]
    pub q: Option<String>,
    /// Only people who are blocked (`true`), or who are not (`false`).
    pub blocked: Option<bool>,
}

/// List people
///
/// For administrators: everybody with an account, by name. `GET /roles?userId=…` tells what
/// somebody is.
#[utoipa::path(tag = "people", operation_id = "listUsers", params(Paged<UsersQuery>),
    responses((status = 200, description = "A page of people", content(
        (PageView<UserView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/users")]
pub async fn list_users(
    app: Data<Arc<App>>,
    who: SignedIn,
    wanted: Wanted,
    query: Query<Paged<UsersQuery>>,
) -> Listing {
    let With { own: query, shared: paging } = query.0;
    let words = query.q.as_deref().map(search_words).unwrap_or_default();
    let filter = Filter { words, blocked: query.blocked };
    let asked = Asked::new("users", wanted, paging, who.0.language)
        .told(Export::new("users-exported", who.0));
    tables::list(&app, asked, async move |app, request| {
        let page = users::list(app.store.reader(), filter.clone(), &request).await?;
        Ok(page.map(UserView::from))
    })
    .await
}

/// Get a person
///
/// For administrators: one person with an account.
#[utoipa::path(tag = "people", operation_id = "getUser",
    responses((status = 200, description = "The person", body = UserView)))]
#[get("/users/{userId}")]
pub async fn get_user(app: Data<Arc<App>>, user: Path<Uuid>) -> Answer {
    Ok(shown(users::find(app.store.reader(), user.0.into()).await?))
}

fn shown(user: User) -> Reply {
    let etag = etag(user.version);
    Reply::ok(&UserView::from(user), Some(etag))
}

/// Why somebody is kept out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BlockUser {
    /// Why, for the history.
    #[schema(inline)]
    pub reason: Text<1, 500>,
}

/// Block a person
///
/// For administrators. It holds at once, everywhere: the person is signed out and no token of
/// theirs is good any more. Their roles stay for when they are unblocked. Refused with
/// `own-account`, `already-blocked` or `last-administrator`.
#[utoipa::path(tag = "people", operation_id = "blockUser",
    responses((status = 200, description = "The person, blocked", body = UserView)))]
#[post("/users/{userId}/_block")]
pub async fn block_user(
    app: Data<Arc<App>>,
    who: SignedIn,
    user: Path<Uuid>,
    body: Json<BlockUser>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, reason) = (caller.actor.clone(), String::from(body.0.reason));
    app.once(caller, move |work| {
        Box::pin(
            async move { Ok(shown(commands::block(work, &actor, user.0.into(), reason).await?)) },
        )
    })
    .await
}

/// Unblock a person
///
/// For administrators. The person can sign in again, with the roles held before. Refused with
/// `not-blocked`.
#[utoipa::path(tag = "people", operation_id = "unblockUser",
    responses((status = 200, description = "The person, let in again", body = UserView)))]
#[post("/users/{userId}/_unblock")]
pub async fn unblock_user(
    app: Data<Arc<App>>,
    who: SignedIn,
    user: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, reason) = (caller.actor.clone(), body.0.reason.map(String::from));
    app.once(caller, move |work| {
        Box::pin(
            async move { Ok(shown(commands::unblock(work, &actor, user.0.into(), reason).await?)) },
        )
    })
    .await
}
