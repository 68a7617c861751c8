//! The keys that sign access tokens and credentials. Only a server with the secret can open them.

use leerkring_domain::kernel::{Code, Instant};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::codes;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::signing_keys::{ActiveModel, Column, Entity, Model};

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Access tokens, which end.
    Tokens,
    /// What people keep and show for years.
    Credentials,
}

impl Code for Purpose {
    const ALL: &'static [Self] = &[Self::Tokens, Self::Credentials];

    fn code(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::Credentials => "credentials",
        }
    }
}

/// A key and its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedKey {
    /// Names the key in the head of a token.
    pub kid: String,
    /// Keys are numbered in the order in which they were made, from 1.
    pub generation: i64,
    pub purpose: Purpose,
    /// The private key, which the secret opens.
    pub sealed: Vec<u8>,
    pub created_at: Instant,
    /// From when on it signs, unless a later one does.
    pub signs_from: Instant,
    /// From when on a later one signs.
    pub retired_at: Option<Instant>,
    /// From when on nothing that it signed is believed, because all of that has ended.
    pub ends_at: Option<Instant>,
    /// When it was revoked: nothing that it signed is believed from then on.
    pub revoked_at: Option<Instant>,
}

impl TryFrom<Model> for SealedKey {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        Ok(Self {
            kid: row.kid,
            generation: row.generation,
            purpose: codes::read(&row.purpose, "signing key")?,
            sealed: row.sealed,
            created_at: row.created_at,
            signs_from: row.signs_from,
            retired_at: row.retired_at,
            ends_at: row.ends_at,
            revoked_at: row.revoked_at,
        })
    }
}

/// Every key there ever was, the first one first.
pub async fn all(db: &impl ConnectionTrait) -> Stored<Vec<SealedKey>> {
    let rows = Entity::find().order_by_asc(Column::Generation).all(db).await?;
    rows.into_iter().map(SealedKey::try_from).collect()
}

/// The keys that are neither revoked nor at their end at `now`, the first one first.
pub async fn living(db: &impl ConnectionTrait, now: Instant) -> Stored<Vec<SealedKey>> {
    let not_ended = Condition::any().add(Column::EndsAt.is_null()).add(Column::EndsAt.gt(now));
    let rows = Entity::find()
        .filter(Column::RevokedAt.is_null())
        .filter(not_ended)
        .order_by_asc(Column::Generation)
        .all(db)
        .await?;
    rows.into_iter().map(SealedKey::try_from).collect()
}

/// Adds a key. Of two that want to be the same generation, one is [`StoreError::Taken`].
pub async fn insert(tx: &Tx, key: SealedKey) -> Stored<()> {
    let row = ActiveModel {
        kid: Set(key.kid),
        generation: Set(key.generation),
        purpose: Set(key.purpose.code().to_owned()),
        sealed: Set(key.sealed),
        created_at: Set(key.created_at),
        signs_from: Set(key.signs_from),
        retired_at: Set(key.retired_at),
        ends_at: Set(key.ends_at),
        revoked_at: Set(key.revoked_at),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// No key for `purpose` that is there signs any more from `retired_at` on, and all of them end at
/// `ends_at`, or never; those that were to retire sooner still do.
pub async fn retire_all(
    tx: &Tx,
    purpose: Purpose,
    retired_at: Instant,
    ends_at: Option<Instant>,
) -> Stored<()> {
    let later =
        Condition::any().add(Column::RetiredAt.is_null()).add(Column::RetiredAt.gt(retired_at));
    Entity::update_many()
        .col_expr(Column::RetiredAt, Expr::value(retired_at))
        .col_expr(Column::EndsAt, Expr::value(ends_at))
        .filter(Column::Purpose.eq(purpose.code()))
        .filter(later)
        .exec(tx)
        .await?;
    Ok(())
}

/// Nothing that `kid` signed is believed from `now` on.
pub async fn revoke(tx: &Tx, kid: &str, now: Instant) -> Stored<()> {
    let key = Entity::find_by_id(kid).one(tx).await?;
    key.ok_or(StoreError::Missing("signing key"))?;
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::Kid.eq(kid))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
