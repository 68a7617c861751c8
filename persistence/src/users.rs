//! People with an account, and who they are when they ask.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::{SignIn, User};
use leerkring_domain::kernel::{Actor, Code, EmailAddress, Id};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    Select, Set,
};

use crate::codes;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::register::contains_words;
use crate::roles;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{roles as role_rows, sign_ins, users};
use crate::versioned::hit;

impl TryFrom<users::Model> for User {
    type Error = StoreError;

    fn try_from(row: users::Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            name: row.name,
            email: EmailAddress::new(&row.email_key),
            language: codes::read(&row.language, "user")?,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
            blocked_at: row.blocked_at,
            new_email: row.new_email_key.as_deref().map(EmailAddress::new),
            version: row.version,
        })
    }
}

fn row(user: &User) -> users::ActiveModel {
    users::ActiveModel {
        id: Set(user.id.uuid()),
        name: Set(user.name.clone()),
        email_key: Set(user.email.key()),
        created_at: Set(user.created_at),
        language: Set(user.language.code().to_owned()),
        confirmed_at: Set(user.confirmed_at),
        blocked_at: Set(user.blocked_at),
        version: Set(user.version),
        search_key: Set(user.search_key()),
        new_email_key: Set(user.new_email.as_ref().map(EmailAddress::key)),
        ..users::ActiveModel::default()
    }
}

/// Who `user` is at `now`: the person with the roles held now, or nobody, where there is no such
/// person, they are blocked, or the sign-in they come with has ended.
pub async fn actor(
    db: &impl ConnectionTrait,
    user: Id<User>,
    sign_in: Option<Id<SignIn>>,
    now: DateTime<Utc>,
) -> Stored<Option<Actor>> {
    let goes_on = sign_in.map(|sign_in| {
        let ends = sign_ins::Entity::find_by_id(sign_in.uuid())
            .select_only()
            .expr(Expr::val(1))
            .filter(sign_ins::Column::UserId.eq(user.uuid()))
            .filter(sign_ins::Column::EndedAt.is_null())
            .filter(sign_ins::Column::ExpiresAt.gt(now));
        Expr::exists(ends.into_query())
    });
    let held = users::Entity::find_by_id(user.uuid())
        .filter(users::Column::BlockedAt.is_null())
        .filter(users::Column::ErasedAt.is_null())
        .apply_if(goes_on, QueryFilter::filter)
        .find_also_related(role_rows::Entity)
        .all(db)
        .await?;
    if held.is_empty() {
        return Ok(None);
    }
    let roles = held.into_iter().filter_map(|(_, held)| held).map(|held| roles::role(&held));
    Ok(Some(Actor::person(user, roles.collect::<Stored<_>>()?)))
}

/// What a list of people is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Each is part of the name or of the address.
    pub words: Vec<String>,
    pub blocked: Option<bool>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        let blocked = self.blocked.map(|blocked| {
            let at = users::Column::BlockedAt;
            if blocked { at.is_not_null() } else { at.is_null() }
        });
        contains_words(users::Column::SearchKey, &self.words).add_option(blocked)
    }
}

/// A page of people, by the words of their names.
pub async fn list(
    db: &impl ConnectionTrait,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<User>> {
    let key = Key::by(users::Column::SearchKey, users::Column::Id);
    let select = living().filter(filter.into_condition());
    fetch(db, select, key, request).await?.try_map(User::try_from)
}

/// Those who were not erased.
fn living() -> Select<users::Entity> {
    users::Entity::find().filter(users::Column::ErasedAt.is_null())
}

/// The person with this id.
pub async fn find(db: &impl ConnectionTrait, id: Id<User>) -> Stored<User> {
    let row = living().filter(users::Column::Id.eq(id.uuid())).one(db).await?;
    row.ok_or(StoreError::Missing("user"))?.try_into()
}

/// Which of `ids` are people.
pub async fn known(db: &impl ConnectionTrait, ids: &[Id<User>]) -> Stored<Vec<User>> {
    let ids = ids.iter().map(|id| id.uuid());
    let rows = users::Entity::find().filter(users::Column::Id.is_in(ids)).all(db).await?;
    rows.into_iter().map(User::try_from).collect()
}

/// Locks the person until the transaction ends.
pub async fn lock(tx: &Tx, id: Id<User>) -> Stored<User> {
    let row = living().filter(users::Column::Id.eq(id.uuid())).lock_exclusive().one(tx).await?;
    row.ok_or(StoreError::Missing("user"))?.try_into()
}

/// The person with this e-mail address (in lower case), if there is one.
pub async fn by_email(db: &impl ConnectionTrait, email_key: &str) -> Stored<Option<Id<User>>> {
    let row = users::Entity::find().filter(users::Column::EmailKey.eq(email_key)).one(db).await?;
    Ok(row.map(|row| row.id.into()))
}

/// Locks the person with this e-mail address (in lower case) until the transaction ends, if there
/// is one. One question, whether there is or not.
pub async fn lock_by_email(tx: &Tx, email_key: &str) -> Stored<Option<User>> {
    let found = users::Entity::find().filter(users::Column::EmailKey.eq(email_key));
    found.lock_exclusive().one(tx).await?.map(User::try_from).transpose()
}

/// The person with this id, if there is one.
pub async fn find_if_any(db: &impl ConnectionTrait, id: Id<User>) -> Stored<Option<User>> {
    users::Entity::find_by_id(id.uuid()).one(db).await?.map(User::try_from).transpose()
}

/// A new person.
pub async fn insert(tx: &Tx, user: &User) -> Stored<()> {
    users::Entity::insert(row(user)).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed person over the version before it.
pub async fn update(tx: &Tx, user: &User) -> Stored<()> {
    let result = users::Entity::update_many()
        .set(row(user))
        .filter(users::Column::Id.eq(user.id.uuid()))
        .filter(users::Column::Version.eq(user.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

/// Ends everything with which the person is signed in.
pub async fn end_sign_ins(
    tx: &Tx,
    user: Id<User>,
    because: &str,
    now: DateTime<Utc>,
) -> Stored<()> {
    sign_ins::Entity::update_many()
        .col_expr(sign_ins::Column::EndedAt, Expr::value(now))
        .col_expr(sign_ins::Column::EndedBecause, Expr::value(because))
        .filter(sign_ins::Column::UserId.eq(user.uuid()))
        .filter(sign_ins::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
