//! Stays of people at the API.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{Code, Id};
use leerkring_domain::sign_ins::{End, SignIn};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryTrait, Set, UpdateMany,
};

use crate::codes;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::sign_ins::{ActiveModel, Column, Entity, Model};

impl TryFrom<Model> for SignIn {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        let ended = row.ended_at.map(|at| {
            let because = row.ended_because.as_deref().unwrap_or_default();
            Ok::<_, StoreError>(End { at, because: codes::read(because, "sign-in")? })
        });
        Ok(Self {
            id: row.id.into(),
            user: row.user_id.into(),
            begun_at: row.begun_at,
            generation: codes::from_db(row.generation),
            renewed_at: row.renewed_at,
            expires_at: row.expires_at,
            ended: ended.transpose()?,
        })
    }
}

/// A page of the sign-ins of `user` that go on at `now`, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    user: Id<User>,
    now: DateTime<Utc>,
    request: &PageRequest,
) -> Stored<Page<SignIn>> {
    let key = Key::descending(Column::Id);
    let select = Entity::find()
        .filter(Column::UserId.eq(user.uuid()))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now));
    fetch(db, select, key, request).await?.try_map(SignIn::try_from)
}

/// The sign-in with this id, if there is one.
pub async fn find(db: &impl ConnectionTrait, id: Id<SignIn>) -> Stored<Option<SignIn>> {
    Entity::find_by_id(id.uuid()).one(db).await?.map(SignIn::try_from).transpose()
}

/// The sign-in with this id, where it is this person's.
pub async fn find_own(db: &impl ConnectionTrait, id: Id<SignIn>, user: Id<User>) -> Stored<SignIn> {
    let own = Entity::find_by_id(id.uuid()).filter(Column::UserId.eq(user.uuid()));
    own.one(db).await?.ok_or(StoreError::Missing("sign-in"))?.try_into()
}

/// A new sign-in.
pub async fn insert(tx: &Tx, sign_in: &SignIn) -> Stored<()> {
    let row = ActiveModel {
        id: Set(sign_in.id.uuid()),
        begun_at: Set(sign_in.begun_at),
        generation: Set(codes::to_db(sign_in.generation)),
        renewed_at: Set(sign_in.renewed_at),
        expires_at: Set(sign_in.expires_at),
        ended_at: Set(sign_in.ended.map(|end| end.at)),
        ended_because: Set(sign_in.ended.map(|end| end.because.code().to_owned())),
        user_id: Set(sign_in.user.uuid()),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Makes the sign-in what `next` says, and tells whether that was done: of many who renew one
/// generation at once, one does.
pub async fn renew(tx: &Tx, next: &SignIn) -> Stored<bool> {
    let before = next.generation.saturating_sub(1);
    let renewed = Entity::update_many()
        .col_expr(Column::Generation, Expr::value(codes::to_db(next.generation)))
        .col_expr(Column::RenewedAt, Expr::value(next.renewed_at))
        .col_expr(Column::ExpiresAt, Expr::value(next.expires_at))
        .filter(Column::Id.eq(next.id.uuid()))
        .filter(Column::Generation.eq(codes::to_db(before)))
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(renewed.rows_affected == 1)
}

/// Ends the sign-in, and tells whether it was going on until then.
pub async fn end(tx: &Tx, id: Id<SignIn>, end: End) -> Stored<bool> {
    let ended = ending(end).filter(Column::Id.eq(id.uuid())).exec(tx).await?;
    Ok(ended.rows_affected == 1)
}

/// Ends all sign-ins of `user` but `kept`; says how many.
pub async fn end_all(tx: &Tx, user: Id<User>, kept: Option<Id<SignIn>>, end: End) -> Stored<u64> {
    let ended = ending(end)
        .filter(Column::UserId.eq(user.uuid()))
        .apply_if(kept, |ending, kept| ending.filter(Column::Id.ne(kept.uuid())))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}

fn ending(end: End) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(end.at))
        .col_expr(Column::EndedBecause, Expr::value(end.because.code()))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(end.at))
}
