//! People with an account, and what they are.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::{RoleKind, User};
use leerkring_domain::kernel::{Actor, Code, Id, Role};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::codes;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{roles, users};

/// Who `user` is: the person with the roles held now, or nobody.
pub async fn actor(db: &impl ConnectionTrait, user: Id<User>) -> Stored<Option<Actor>> {
    let held =
        users::Entity::find_by_id(user.uuid()).find_also_related(roles::Entity).all(db).await?;
    if held.is_empty() {
        return Ok(None);
    }
    let roles = held
        .into_iter()
        .filter_map(|(_, held)| held)
        .map(|held| role(&held))
        .collect::<Stored<_>>()?;
    Ok(Some(Actor { user, roles }))
}

fn role(row: &roles::Model) -> Stored<Role> {
    let kind: RoleKind = codes::read(&row.role, "role")?;
    match (kind, row.organiser_id, row.board_id) {
        (RoleKind::Administrator, None, None) => Ok(Role::Administrator),
        (RoleKind::OrganiserEditor, Some(id), None) => Ok(Role::OrganiserEditor(id.into())),
        (RoleKind::BoardEditor, None, Some(id)) => Ok(Role::BoardEditor(id.into())),
        _ => Err(StoreError::Corrupt("role")),
    }
}

/// The person with this e-mail address (in lower case), if there is one.
pub async fn by_email(db: &impl ConnectionTrait, email_key: &str) -> Stored<Option<Id<User>>> {
    let row = users::Entity::find().filter(users::Column::EmailKey.eq(email_key)).one(db).await?;
    Ok(row.map(|row| row.id.into()))
}

/// A new person.
pub async fn insert(
    tx: &Tx,
    user: Id<User>,
    name: &str,
    email_key: &str,
    now: DateTime<Utc>,
) -> Stored<()> {
    let row = users::ActiveModel {
        id: Set(user.uuid()),
        name: Set(name.to_owned()),
        email_key: Set(email_key.to_owned()),
        created_at: Set(now),
    };
    users::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Gives `user` a role, under the new id `id`.
pub async fn grant(tx: &Tx, id: Uuid, user: Id<User>, role: Role) -> Stored<()> {
    let (organiser, board) = match role {
        Role::Administrator => (None, None),
        Role::OrganiserEditor(organiser) => (Some(organiser.uuid()), None),
        Role::BoardEditor(board) => (None, Some(board.uuid())),
    };
    let row = roles::ActiveModel {
        id: Set(id),
        role: Set(role.kind().code().to_owned()),
        user_id: Set(user.uuid()),
        organiser_id: Set(organiser),
        board_id: Set(board),
    };
    roles::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
