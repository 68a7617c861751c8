//! Local accounts: people who sign in here, with a password.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{EmailAddress, Id, Language};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DeleteMany, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QuerySelect, RelationTrait, Select, SelectTwo, Set,
};
use secrecy::{ExposeSecret, SecretString};

use crate::codes;
use crate::store::{Stored, Tx};
use crate::tables::{identities, passwords, roles, users};

/// What decides whether somebody signs in.
#[derive(Debug, Clone)]
pub struct Account {
    pub user: Id<User>,
    pub name: String,
    pub email: EmailAddress,
    /// In which they are written to.
    pub language: Language,
    /// Whether mail to the address reaches this person.
    pub confirmed: bool,
    pub blocked: bool,
    /// Nothing where the person has no password here.
    pub hash: Option<SecretString>,
}

impl Account {
    /// Whether the right password lets this person in.
    pub fn may_sign_in(&self) -> bool {
        self.confirmed && !self.blocked
    }

    /// Whether the password is still the one that was `seen`.
    pub fn has_password_of(&self, seen: &Self) -> bool {
        let hash = |account: &Self| account.hash.as_ref().map(|it| it.expose_secret().to_owned());
        hash(self) == hash(seen)
    }
}

fn account((user, password): (users::Model, Option<passwords::Model>)) -> Stored<Account> {
    Ok(Account {
        user: user.id.into(),
        name: user.name,
        email: EmailAddress::new(&user.email_key),
        language: codes::read(&user.language, "language")?,
        confirmed: user.confirmed_at.is_some(),
        blocked: user.blocked_at.is_some(),
        hash: password.map(|password| password.hash.into()),
    })
}

fn with_password(users: Select<users::Entity>) -> SelectTwo<users::Entity, passwords::Entity> {
    let password = passwords::Relation::User.def().rev();
    users.join(JoinType::LeftJoin, password).select_also(passwords::Entity)
}

/// The account with this e-mail address (in lower case), if there is one. One question, whether
/// there is or not.
pub async fn by_email(db: &impl ConnectionTrait, email_key: &str) -> Stored<Option<Account>> {
    let user = users::Entity::find().filter(users::Column::EmailKey.eq(email_key));
    with_password(user).one(db).await?.map(account).transpose()
}

/// The account of `user`, if there is such a person.
pub async fn find(db: &impl ConnectionTrait, user: Id<User>) -> Stored<Option<Account>> {
    let user = users::Entity::find_by_id(user.uuid());
    with_password(user).one(db).await?.map(account).transpose()
}

/// The account of `user`, whose password stays as it is until the transaction ends.
pub async fn lock(tx: &Tx, user: Id<User>) -> Stored<Option<Account>> {
    passwords::Entity::find_by_id(user.uuid()).lock_exclusive().one(tx).await?;
    find(tx, user).await
}

/// Gives `user` the password with this hash.
pub async fn set_password(
    tx: &Tx,
    user: Id<User>,
    hash: &SecretString,
    now: DateTime<Utc>,
) -> Stored<()> {
    let row = passwords::ActiveModel {
        hash: Set(hash.expose_secret().to_owned()),
        changed_at: Set(now),
        user_id: Set(user.uuid()),
    };
    let instead = OnConflict::column(passwords::Column::UserId)
        .update_columns([passwords::Column::Hash, passwords::Column::ChangedAt])
        .to_owned();
    passwords::Entity::insert(row).on_conflict(instead).exec_without_returning(tx).await?;
    Ok(())
}

/// Whether `user` chooses a password here: whoever signs in at a trusted issuer and has none does
/// not, so that no mailbox gets past what that issuer asks for.
pub async fn chooses_password(db: &impl ConnectionTrait, user: Id<User>) -> Stored<bool> {
    let linked = identities::Entity::find().filter(identities::Column::UserId.eq(user.uuid()));
    let chosen = passwords::Entity::find_by_id(user.uuid());
    let (linked, chosen) = (linked.count(db).await?, chosen.count(db).await?);
    Ok(linked == 0 || 0 < chosen)
}

/// Forgets people who came before `instant` and never confirmed their address; says how many.
pub async fn forget_unconfirmed(tx: &Tx, instant: DateTime<Utc>) -> Stored<u64> {
    let old = unconfirmed().filter(users::Column::CreatedAt.lt(instant));
    Ok(old.exec(tx).await?.rows_affected)
}

/// Forgets whoever asked for an account with this address (in lower case) and never confirmed it.
pub async fn forget_unconfirmed_at(tx: &Tx, email_key: &str) -> Stored<()> {
    unconfirmed().filter(users::Column::EmailKey.eq(email_key)).exec(tx).await?;
    Ok(())
}

fn unconfirmed() -> DeleteMany<users::Entity> {
    let with_role = Query::select().column(roles::Column::UserId).from(roles::Entity).to_owned();
    users::Entity::delete_many()
        .filter(users::Column::ConfirmedAt.is_null())
        .filter(users::Column::Id.not_in_subquery(with_role))
}

/// Takes it that mail to the address reaches `user`.
pub async fn confirm(tx: &Tx, user: Id<User>, now: DateTime<Utc>) -> Stored<()> {
    users::Entity::update_many()
        .col_expr(users::Column::ConfirmedAt, Expr::value(now))
        .col_expr(users::Column::Version, Expr::col(users::Column::Version).add(1))
        .filter(users::Column::Id.eq(user.uuid()))
        .filter(users::Column::ConfirmedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Keeps the password of `user` under another hash.
pub async fn rehash(tx: &Tx, user: Id<User>, hash: &SecretString) -> Stored<()> {
    passwords::Entity::update_many()
        .col_expr(passwords::Column::Hash, Expr::value(hash.expose_secret()))
        .filter(passwords::Column::UserId.eq(user.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
