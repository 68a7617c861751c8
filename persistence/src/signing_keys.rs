//! The keys that sign access tokens. Only a server with the secret can open them.

use leerkring_domain::kernel::Instant;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::store::{StoreError, Stored, Tx};
use crate::tables::signing_keys::{ActiveModel, Column, Entity, Model};

/// A key and its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedKey {
    /// Names the key in the head of a token.
    pub kid: String,
    /// Keys are numbered in the order in which they were made, from 1.
    pub generation: i64,
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

impl From<Model> for SealedKey {
    fn from(row: Model) -> Self {
        Self {
            kid: row.kid,
            generation: row.generation,
            sealed: row.sealed,
            created_at: row.created_at,
            signs_from: row.signs_from,
            retired_at: row.retired_at,
            ends_at: row.ends_at,
            revoked_at: row.revoked_at,
        }
    }
}

/// Every key there ever was, the first one first.
pub async fn all(db: &impl ConnectionTrait) -> Stored<Vec<SealedKey>> {
    let rows = Entity::find().order_by_asc(Column::Generation).all(db).await?;
    Ok(rows.into_iter().map(SealedKey::from).collect())
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
    Ok(rows.into_iter().map(SealedKey::from).collect())
}

/// Adds a key. Of two that want to be the same generation, one is [`StoreError::Taken`].
pub async fn insert(tx: &Tx, key: SealedKey) -> Stored<()> {
    let row = ActiveModel {
        kid: Set(key.kid),
        generation: Set(key.generation),
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

/// No key that is there signs any more from `retired_at` on, and all of them end at `ends_at`;
/// those that were to retire sooner still do.
pub async fn retire_all(tx: &Tx, retired_at: Instant, ends_at: Instant) -> Stored<()> {
    let later =
        Condition::any().add(Column::RetiredAt.is_null()).add(Column::RetiredAt.gt(retired_at));
    Entity::update_many()
        .col_expr(Column::RetiredAt, Expr::value(retired_at))
        .col_expr(Column::EndsAt, Expr::value(ends_at))
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
