//! The chain of seals over the audit log, as rows hold it. What is in a seal, the server knows that
//! makes it; what of an entry is sealed, and in which form, is said here.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::store::{StoreError, Stored, Tx};
use crate::tables::audit_chain;
use crate::tables::audit_entries::{Column, Entity, Model};
use crate::versioned::hit;

/// A place in the chain: the number of an entry and its seal. Number 0, without a seal, is before
/// the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub number: i64,
    pub seal: Vec<u8>,
}

/// Where the sealed part ends, and after what it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    pub head: Place,
    /// The last entry that was cut off.
    pub anchor: Place,
    /// Shows that the anchor was put there by whoever has the secret; nothing where nothing was
    /// cut off.
    pub anchor_proof: Option<Vec<u8>>,
}

impl From<audit_chain::Model> for Chain {
    fn from(row: audit_chain::Model) -> Self {
        Self {
            head: Place { number: row.head_number, seal: row.head_seal },
            anchor: Place { number: row.anchor_number, seal: row.anchor_seal },
            anchor_proof: row.anchor_proof,
        }
    }
}

/// The seal of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    pub place: Place,
    /// With what the reason was hashed, and its hash.
    pub reason: Option<(Vec<u8>, Vec<u8>)>,
}

/// An entry as a link of the chain.
#[derive(Debug, Clone)]
pub struct Link(Model);

impl Link {
    pub fn id(&self) -> Uuid {
        self.0.id
    }

    pub fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    pub fn what(&self) -> &str {
        &self.0.what
    }

    /// Its place; nothing before it was sealed.
    pub fn place(&self) -> Option<Place> {
        let (number, seal) = (self.0.seal_number?, self.0.seal.clone()?);
        Some(Place { number, seal })
    }

    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    pub fn reason_salt(&self) -> Option<&[u8]> {
        self.0.reason_salt.as_deref()
    }

    pub fn reason_hash(&self) -> Option<&[u8]> {
        self.0.reason_hash.as_deref()
    }

    /// Everything that the entry tells but its reason, in one form whatever the database. The order
    /// of the fields is part of every seal: it never changes.
    pub fn content(&self) -> Vec<u8> {
        let row = &self.0;
        let id = |id: Option<Uuid>| id.map(Uuid::into_bytes);
        let (seconds, nanoseconds) = (row.at.timestamp(), row.at.timestamp_subsec_nanos());
        let changed = row.changed.as_ref().map(ToString::to_string);
        let mut content = Vec::new();
        put(&mut content, Some(row.id.into_bytes()));
        put(&mut content, Some(seconds.to_be_bytes()));
        put(&mut content, Some(nanoseconds.to_be_bytes()));
        put(&mut content, row.principal_kind.as_ref());
        put(&mut content, id(row.principal_id));
        put(&mut content, id(row.request_id));
        put(&mut content, Some(&row.operation));
        put(&mut content, Some(&row.what));
        put(&mut content, row.subject_kind.as_ref());
        put(&mut content, id(row.subject_id));
        put(&mut content, row.code.as_ref());
        put(&mut content, changed);
        put(&mut content, id(row.organiser_id));
        put(&mut content, id(row.board_id));
        // These came later: entries without them are sealed as they always were.
        if row.row_count.is_some() || row.acting_kind.is_some() {
            put(&mut content, row.row_count.map(i64::to_be_bytes));
        }
        if row.acting_kind.is_some() {
            put(&mut content, row.acting_kind.as_ref());
            put(&mut content, id(row.acting_id));
        }
        content
    }

    fn sealed(self, sealed: Sealed) -> Model {
        let (reason_salt, reason_hash) = sealed.reason.unzip();
        Model {
            seal_number: Some(sealed.place.number),
            seal: Some(sealed.place.seal),
            reason_salt,
            reason_hash,
            ..self.0
        }
    }
}

/// Absent is something else than empty, and every field tells where it ends.
fn put(content: &mut Vec<u8>, field: Option<impl AsRef<[u8]>>) {
    let Some(field) = field else { return content.push(0) };
    let field = field.as_ref();
    content.push(1);
    content.extend(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
    content.extend(field);
}

/// Whether an entry waits for its seal: one look at an index that is empty most of the time.
pub async fn any_unsealed(db: &impl ConnectionTrait) -> Stored<bool> {
    let first = Entity::find().filter(Column::SealNumber.is_null());
    let first: Option<Uuid> =
        first.select_only().column(Column::Id).limit(1).into_tuple().one(db).await?;
    Ok(first.is_some())
}

/// How many entries wait for their seal.
pub async fn unsealed_count(db: &impl ConnectionTrait) -> Stored<u64> {
    Ok(Entity::find().filter(Column::SealNumber.is_null()).count(db).await?)
}

/// The chain, if it is nobody else's turn to change it; the turn ends with the transaction.
pub async fn try_lock(tx: &Tx) -> Stored<Option<Chain>> {
    let chain = audit_chain::Entity::find()
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(tx)
        .await?;
    Ok(chain.map(Chain::from))
}

/// Waits for the turn to change the chain.
pub async fn lock(tx: &Tx) -> Stored<Chain> {
    let chain = audit_chain::Entity::find().lock_exclusive().one(tx).await?;
    Ok(chain.ok_or(StoreError::Missing("chain of the audit log"))?.into())
}

/// The chain as it is.
pub async fn find(db: &impl ConnectionTrait) -> Stored<Chain> {
    let chain = audit_chain::Entity::find().one(db).await?;
    Ok(chain.ok_or(StoreError::Missing("chain of the audit log"))?.into())
}

/// The oldest entries without a seal, at most `most`. Which are there is asked of the table and not
/// of a cursor: one that commits late is sealed late, whatever its id. Whose reason is being erased
/// has to wait.
pub async fn unsealed(tx: &Tx, most: u64) -> Stored<Vec<Link>> {
    let rows = Entity::find()
        .filter(Column::SealNumber.is_null())
        .order_by_asc(Column::Id)
        .limit(most)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(Link).collect())
}

/// Stores the seals of entries that [`unsealed`] gave, in their order, and the new head.
pub async fn seal(tx: &Tx, sealed: Vec<(Link, Sealed)>) -> Stored<()> {
    let Some(head) = sealed.last().map(|(_, sealed)| sealed.place.clone()) else { return Ok(()) };
    let rows = sealed.into_iter().map(|(link, sealed)| link.sealed(sealed).into_active_model());
    // The rows are there and locked: this is one statement that changes them all.
    let seals = OnConflict::column(Column::Id)
        .update_columns([Column::SealNumber, Column::Seal, Column::ReasonSalt, Column::ReasonHash])
        .to_owned();
    let rows = rows.map(ActiveModelTrait::reset_all);
    Entity::insert_many(rows).on_conflict(seals).exec_without_returning(tx).await?;
    let moved = audit_chain::Entity::update_many()
        .col_expr(audit_chain::Column::HeadNumber, Expr::value(head.number))
        .col_expr(audit_chain::Column::HeadSeal, Expr::value(head.seal))
        .exec(tx)
        .await?;
    hit(&moved)
}

/// The sealed entries from `number` on, in the order of their seals.
pub async fn from_number(db: &impl ConnectionTrait, number: i64, most: u64) -> Stored<Vec<Link>> {
    let rows = Entity::find()
        .filter(Column::SealNumber.gte(number))
        .order_by_asc(Column::SealNumber)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Link).collect())
}

/// The first number that stands outside the chain as it is at this moment, if any does.
pub async fn outside(db: &impl ConnectionTrait) -> Stored<Option<i64>> {
    let end = |column: audit_chain::Column| {
        let end = audit_chain::Entity::find().select_only().column(column);
        Expr::SubQuery(None, Box::new(end.into_query().into()))
    };
    let number = Expr::col(Column::SealNumber);
    let before = number.clone().lte(end(audit_chain::Column::AnchorNumber));
    let after = number.gt(end(audit_chain::Column::HeadNumber));
    for beyond in [before, after] {
        let found = Entity::find().filter(beyond).order_by_asc(Column::SealNumber).limit(1);
        if let Some(row) = found.one(db).await? {
            return Ok(row.seal_number);
        }
    }
    Ok(None)
}

/// Cuts off the sealed entries up to the anchor, which is put there first: the table lets go of
/// nothing behind it.
pub async fn cut(tx: &Tx, anchor: Place, proof: Vec<u8>) -> Stored<u64> {
    let moved = audit_chain::Entity::update_many()
        .col_expr(audit_chain::Column::AnchorNumber, Expr::value(anchor.number))
        .col_expr(audit_chain::Column::AnchorSeal, Expr::value(anchor.seal))
        .col_expr(audit_chain::Column::AnchorProof, Expr::value(proof))
        .exec(tx)
        .await?;
    hit(&moved)?;
    let oldest = Column::SealNumber.lte(anchor.number);
    let cut = Entity::delete_many().filter(oldest).exec(tx).await?;
    Ok(cut.rows_affected)
}
