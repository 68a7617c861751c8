//! Local accounts: people who sign in here, with a password.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{EmailAddress, Id};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait,
    Select, SelectTwo, Set,
};
use secrecy::{ExposeSecret, SecretString};

use crate::store::{StoreError, Stored, Tx};
use crate::tables::{passwords, users};

/// What decides whether somebody signs in.
#[derive(Debug, Clone)]
pub struct Account {
    pub user: Id<User>,
    pub name: String,
    pub email: EmailAddress,
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
}

fn account((user, password): (users::Model, Option<passwords::Model>)) -> Account {
    Account {
        user: user.id.into(),
        name: user.name,
        email: EmailAddress::new(&user.email_key),
        confirmed: user.confirmed_at.is_some(),
        blocked: user.blocked_at.is_some(),
        hash: password.map(|password| password.hash.into()),
    }
}

fn with_password(users: Select<users::Entity>) -> SelectTwo<users::Entity, passwords::Entity> {
    let password = passwords::Relation::User.def().rev();
    users.join(JoinType::LeftJoin, password).select_also(passwords::Entity)
}

/// The account with this e-mail address (in lower case), if there is one. One question, whether
/// there is or not.
pub async fn by_email(db: &impl ConnectionTrait, email_key: &str) -> Stored<Option<Account>> {
    let user = users::Entity::find().filter(users::Column::EmailKey.eq(email_key));
    Ok(with_password(user).one(db).await?.map(account))
}

/// The account of `user`.
pub async fn find(db: &impl ConnectionTrait, user: Id<User>) -> Stored<Account> {
    let user = users::Entity::find_by_id(user.uuid());
    with_password(user).one(db).await?.map(account).ok_or(StoreError::Missing("account"))
}

/// The account of `user`, whose password stays as it is until the transaction ends.
pub async fn lock(tx: &Tx, user: Id<User>) -> Stored<Account> {
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
