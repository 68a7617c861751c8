//! Codes that open something once. Their text is not kept: see `leerkring_domain::one_time_codes`.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::{Code, Id};
use leerkring_domain::one_time_codes::{OneTimeCode, Purpose};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select, Set};
use uuid::Uuid;

use crate::codes;
use crate::store::{Stored, Tx};
use crate::tables::one_time_codes::{ActiveModel, Column, Entity};

/// Stores a new code.
pub async fn insert(tx: &Tx, code: &OneTimeCode) -> Stored<()> {
    let row = ActiveModel {
        id: Set(code.id.uuid()),
        purpose: Set(code.purpose.code().to_owned()),
        subject: Set(code.subject),
        expires_at: Set(code.expires_at),
        used_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The code, if it may still be used at `now`.
pub async fn usable(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    id: Id<OneTimeCode>,
    now: DateTime<Utc>,
) -> Stored<Option<OneTimeCode>> {
    found(db, unexpired(purpose, id, now).filter(Column::UsedAt.is_null())).await
}

/// The code, if it would still be good at `now`, had it not been used or replaced.
pub async fn used(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    id: Id<OneTimeCode>,
    now: DateTime<Utc>,
) -> Stored<Option<OneTimeCode>> {
    found(db, unexpired(purpose, id, now).filter(Column::UsedAt.is_not_null())).await
}

fn unexpired(purpose: Purpose, id: Id<OneTimeCode>, now: DateTime<Utc>) -> Select<Entity> {
    Entity::find_by_id(id.uuid())
        .filter(Column::Purpose.eq(purpose.code()))
        .filter(Column::ExpiresAt.gt(now))
}

async fn found(db: &impl ConnectionTrait, code: Select<Entity>) -> Stored<Option<OneTimeCode>> {
    let row = code.one(db).await?;
    row.map(|row| {
        Ok(OneTimeCode {
            id: row.id.into(),
            purpose: codes::read(&row.purpose, "one-time code")?,
            subject: row.subject,
            expires_at: row.expires_at,
        })
    })
    .transpose()
}

/// Uses the code and says what it opens; nothing where it may not be used, or not any more. Of two
/// who use it at once one does.
pub async fn redeem(
    tx: &Tx,
    purpose: Purpose,
    id: Id<OneTimeCode>,
    now: DateTime<Utc>,
) -> Stored<Option<Uuid>> {
    let used = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::Purpose.eq(purpose.code()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    if used.rows_affected == 0 {
        return Ok(None);
    }
    let row = Entity::find_by_id(id.uuid()).one(tx).await?;
    Ok(row.map(|row| row.subject))
}

/// Makes all codes for this purpose and subject useless: a newer one takes their place, or what
/// they open is no longer to be had.
pub async fn void(tx: &Tx, purpose: Purpose, subject: Uuid, now: DateTime<Utc>) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::Subject.eq(subject))
        .filter(Column::Purpose.eq(purpose.code()))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
