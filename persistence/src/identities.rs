//! Who people are at trusted issuers: one of ours for each subject of an issuer.

use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{Id, Instant};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, Set};
use uuid::Uuid;

use crate::store::{Stored, Tx};
use crate::tables::identities::{ActiveModel, Column, Entity};

/// Whom an issuer's `subject` was linked to.
pub async fn find(
    db: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
) -> Stored<Option<Id<User>>> {
    let key = (issuer.to_owned(), subject.to_owned());
    let user = Entity::find_by_id(key).select_only().column(Column::UserId);
    let user: Option<Uuid> = user.into_tuple().one(db).await?;
    Ok(user.map(Id::from))
}

/// Links an issuer's `subject` to `user`; it is [taken](crate::StoreError::Taken) where it was
/// linked before.
pub async fn link(
    tx: &Tx,
    user: Id<User>,
    (issuer, subject): (&str, &str),
    now: Instant,
) -> Stored<()> {
    let row = ActiveModel {
        issuer: Set(issuer.to_owned()),
        subject: Set(subject.to_owned()),
        linked_at: Set(now),
        user_id: Set(user.uuid()),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
