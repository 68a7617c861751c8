//! People with an account, and what they are.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::{Place, RoleKind, SignIn, User};
use leerkring_domain::kernel::{Actor, Code, Id, Language, Role};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Set,
};
use uuid::Uuid;

use crate::codes;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{roles, sign_ins, users};

/// Who `user` is at `now`: the person with the roles held now, or nobody, where there is no such
/// person, they are blocked, or the sign-in they come with has ended.
pub async fn actor(
    db: &impl ConnectionTrait,
    user: Id<User>,
    sign_in: Option<Id<SignIn>>,
    now: DateTime<Utc>,
) -> Stored<Option<Actor>> {
    let goes_on = sign_in.map(|sign_in| {
        let ends = sign_ins::Entity::find_by_id(sign_in.uuid())
            .select_only()
            .expr(Expr::val(1))
            .filter(sign_ins::Column::UserId.eq(user.uuid()))
            .filter(sign_ins::Column::EndedAt.is_null())
            .filter(sign_ins::Column::ExpiresAt.gt(now));
        Expr::exists(ends.into_query())
    });
    let held = users::Entity::find_by_id(user.uuid())
        .filter(users::Column::BlockedAt.is_null())
        .apply_if(goes_on, QueryFilter::filter)
        .find_also_related(roles::Entity)
        .all(db)
        .await?;
    if held.is_empty() {
        return Ok(None);
    }
    let roles = held
        .into_iter()
        .filter_map(|(_, held)| held)
        .map(|held| role(&held))
        .collect::<Stored<_>>()?;
    Ok(Some(Actor::person(user, roles)))
}

fn role(row: &roles::Model) -> Stored<Role> {
    let kind: RoleKind = codes::read(&row.role, "role")?;
    let place = match (row.organiser_id, row.board_id) {
        (None, None) => Some(Place::Platform),
        (Some(organiser), None) => Some(Place::Organiser(organiser.into())),
        (None, Some(board)) => Some(Place::Board(board.into())),
        (Some(_), Some(_)) => None,
    };
    let role = place.and_then(|place| Role::at(kind, place));
    role.ok_or(StoreError::Corrupt("role"))
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
        language: Set(Language::default().tag().to_owned()),
        confirmed_at: Set(None),
        blocked_at: Set(None),
        version: Set(1),
    };
    users::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// A role to give, under a new id.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    pub id: Uuid,
    pub user: Id<User>,
    pub role: Role,
    /// Who gives it; nobody where it comes with the installation.
    pub by: Option<Id<User>>,
}

/// Gives a role.
pub async fn grant(tx: &Tx, grant: Grant, now: DateTime<Utc>) -> Stored<()> {
    let (organiser, board) = match grant.role.place() {
        Place::Platform => (None, None),
        Place::Organiser(organiser) => (Some(organiser.uuid()), None),
        Place::Board(board) => (None, Some(board.uuid())),
    };
    let row = roles::ActiveModel {
        id: Set(grant.id),
        role: Set(grant.role.kind().code().to_owned()),
        given_at: Set(now),
        given_by: Set(grant.by.map(Id::uuid)),
        version: Set(1),
        user_id: Set(grant.user.uuid()),
        organiser_id: Set(organiser),
        board_id: Set(board),
    };
    roles::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
