//! Who was erased: only what it takes to erase them again after a restore.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::Code;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Set};

use crate::codes;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::erasures::{ActiveModel, Column, Entity, Model};

/// What was hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The id of an account: its address may have been another in an older copy.
    User,
    /// An address in lower case.
    Address,
}

impl Code for Kind {
    const ALL: &'static [Self] = &[Self::User, Self::Address];

    fn code(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Address => "address",
        }
    }
}

/// Somebody who was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    pub kind: Kind,
    pub hash: String,
    pub erased_at: DateTime<Utc>,
}

impl TryFrom<Model> for Erasure {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        let kind = codes::read(&row.kind, "erasure")?;
        Ok(Self { kind, hash: row.hash, erased_at: row.erased_at })
    }
}

/// Remembers an erasure; the newest of the same person takes the place of those before.
pub async fn remember(tx: &Tx, erasure: Erasure) -> Stored<()> {
    let row = ActiveModel {
        kind: Set(erasure.kind.code().to_owned()),
        hash: Set(erasure.hash),
        erased_at: Set(erasure.erased_at),
    };
    let newer = OnConflict::columns([Column::Kind, Column::Hash])
        .update_column(Column::ErasedAt)
        .action_and_where(Expr::col((Entity, Column::ErasedAt)).lt(erasure.erased_at))
        .to_owned();
    Entity::insert(row).on_conflict(newer).exec_without_returning(tx).await?;
    Ok(())
}

/// Everybody who was erased, the first one first.
pub async fn all(db: &impl ConnectionTrait) -> Stored<Vec<Erasure>> {
    let rows = Entity::find().order_by_asc(Column::ErasedAt).order_by_asc(Column::Hash);
    rows.all(db).await?.into_iter().map(Erasure::try_from).collect()
}
