//! Answers kept for a repeated request: the key, the outcome and the effect commit together.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::store::{StoreError, Stored, Tx};
use crate::tables::idempotency_keys;

/// Who repeats what: the principal and the key they chose.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    pub principal: Uuid,
    pub key: String,
}

/// The outcome of a request, to be given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// A keyed hash of what was asked: another request under the same key is refused.
    pub fingerprint: String,
    pub status: u16,
    pub location: Option<String>,
    pub etag: Option<String>,
    pub language: Option<String>,
    pub body: String,
}

/// For how long an answer stands under its key. From that instant on the key is free.
const KEPT: TimeDelta = TimeDelta::hours(72);

/// The outcomes that stand under these keys at `now`.
pub async fn find(
    db: &impl ConnectionTrait,
    scopes: &[Scope],
    now: DateTime<Utc>,
) -> Stored<HashMap<Scope, Outcome>> {
    if scopes.is_empty() {
        return Ok(HashMap::new());
    }
    let keys = scopes.iter().fold(Condition::any(), |keys, scope| {
        keys.add(
            Condition::all()
                .add(idempotency_keys::Column::Principal.eq(scope.principal))
                .add(idempotency_keys::Column::Key.eq(scope.key.as_str())),
        )
    });
    let kept = idempotency_keys::Column::CreatedAt.gt(now - KEPT);
    let rows = idempotency_keys::Entity::find().filter(keys).filter(kept).all(db).await?;
    Ok(rows.into_iter().map(outcome).collect())
}

fn outcome(row: idempotency_keys::Model) -> (Scope, Outcome) {
    let outcome = Outcome {
        fingerprint: row.fingerprint,
        status: u16::try_from(row.status).unwrap_or(500),
        location: row.location,
        etag: row.etag,
        language: row.language,
        body: row.body,
    };
    (Scope { principal: row.principal, key: row.key }, outcome)
}

/// Keeps outcomes under their keys, each in the place of one that has had its time. A key that
/// another transaction is writing makes this one wait.
///
/// # Errors
/// One of the keys is taken.
pub async fn insert_all(
    tx: &Tx,
    outcomes: Vec<(Scope, Outcome)>,
    now: DateTime<Utc>,
) -> Stored<()> {
    use idempotency_keys::Column;

    if outcomes.is_empty() {
        return Ok(());
    }
    let rows = outcomes.into_iter().map(|(scope, outcome)| idempotency_keys::ActiveModel {
        principal: Set(scope.principal),
        key: Set(scope.key),
        fingerprint: Set(outcome.fingerprint),
        status: Set(outcome.status.into()),
        location: Set(outcome.location),
        etag: Set(outcome.etag),
        language: Set(outcome.language),
        body: Set(outcome.body),
        created_at: Set(now),
    });
    let over = Expr::col((idempotency_keys::Entity, Column::CreatedAt)).lte(now - KEPT);
    let in_its_place = OnConflict::columns([Column::Principal, Column::Key])
        .update_columns([
            Column::Fingerprint,
            Column::Status,
            Column::Location,
            Column::Etag,
            Column::Language,
            Column::Body,
            Column::CreatedAt,
        ])
        .action_and_where(over)
        .to_owned();
    let count = rows.len();
    let kept = idempotency_keys::Entity::insert_many(rows)
        .on_conflict(in_its_place)
        .exec_without_returning(tx)
        .await?;
    if u64::try_from(count).is_ok_and(|count| count == kept) {
        Ok(())
    } else {
        Err(StoreError::Taken)
    }
}
