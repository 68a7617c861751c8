//! Roles that people hold.

use chrono::{DateTime, Utc};
use leerkring_domain::boards::Board;
use leerkring_domain::kernel::access::{Place, RoleKind, User};
use leerkring_domain::kernel::{Actor, Code, Id, Role, Scope};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::people::RoleHeld;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::page::{Key, Page, PageRequest, fetch};
use crate::places;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::roles::{ActiveModel, Column, Entity, Model};
use crate::tables::{platform_turns, users};
use crate::versioned::hit;
use crate::{boards, organisers};

/// The role that stands in a row.
pub(crate) fn role(row: &Model) -> Stored<Role> {
    places::role(&row.role, (row.organiser_id, row.board_id), "role")
}

impl TryFrom<Model> for RoleHeld {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            user: row.user_id.into(),
            role: role(&row)?,
            given_at: row.given_at,
            given_by: row.given_by.map(Id::from),
            version: row.version,
        })
    }
}

/// What a list of roles is narrowed to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub organiser: Option<Id<Organiser>>,
    pub board: Option<Id<Board>>,
    pub user: Option<Id<User>>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        Condition::all()
            .add_option(self.organiser.map(|id| Column::OrganiserId.eq(id.uuid())))
            .add_option(self.board.map(|id| Column::BoardId.eq(id.uuid())))
            .add_option(self.user.map(|user| Column::UserId.eq(user.uuid())))
    }
}

fn held_at(place: Place) -> Condition {
    let at = Condition::all();
    match place {
        Place::Platform => at.add(Column::OrganiserId.is_null()).add(Column::BoardId.is_null()),
        Place::Organiser(organiser) => at.add(Column::OrganiserId.eq(organiser.uuid())),
        Place::Board(board) => at.add(Column::BoardId.eq(board.uuid())),
    }
}

/// What `actor` sees: their own roles, and those of everybody at places where they hold one.
fn visible(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    Condition::any()
        .add_option(actor.user().map(|user| Column::UserId.eq(user.uuid())))
        .add(Column::OrganiserId.is_in(actor.organisers().into_iter().map(Id::uuid)))
        .add(Column::BoardId.is_in(actor.boards().into_iter().map(Id::uuid)))
}

/// A page of the roles that `actor` sees, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<RoleHeld>> {
    let key = Key::descending(Column::Id);
    let select = Entity::find().filter(visible(actor)).filter(filter.into_condition());
    fetch(db, select, key, request).await?.try_map(RoleHeld::try_from)
}

/// The role with this id, if `actor` sees it.
pub async fn find(db: &impl ConnectionTrait, id: Id<RoleHeld>, actor: &Actor) -> Stored<RoleHeld> {
    let row = Entity::find_by_id(id.uuid()).filter(visible(actor)).one(db).await?;
    row.ok_or(StoreError::Missing("role"))?.try_into()
}

/// Which of `users` hold a role at the organisations of `scope`.
pub async fn holders_within(
    db: &impl ConnectionTrait,
    users: &[Id<User>],
    scope: &Scope,
) -> Stored<Vec<Id<User>>> {
    let within = Condition::any()
        .add(Column::OrganiserId.is_in(scope.organisers.iter().map(|id| id.uuid())))
        .add(Column::BoardId.is_in(scope.boards.iter().map(|id| id.uuid())));
    let held = Entity::find()
        .select_only()
        .column(Column::UserId)
        .distinct()
        .filter(Column::UserId.is_in(users.iter().map(|id| id.uuid())))
        .filter(within);
    let held: Vec<Uuid> = held.into_tuple().all(db).await?;
    Ok(held.into_iter().map(Id::from).collect())
}

/// The most roles of one person that are read at once.
const MOST: u64 = 1_000;

/// The roles of `user`, in the order in which they were given.
pub async fn of(db: &impl ConnectionTrait, user: Id<User>) -> Stored<Vec<RoleHeld>> {
    let held = Entity::find().filter(Column::UserId.eq(user.uuid()));
    let rows = held.order_by_asc(Column::Id).limit(MOST).all(db).await?;
    rows.into_iter().map(RoleHeld::try_from).collect()
}

/// The role that the person with this address (in lower case) holds at `place`, if any.
pub async fn held_by(
    db: &impl ConnectionTrait,
    place: Place,
    email_key: &str,
) -> Stored<Option<RoleHeld>> {
    let row = Entity::find()
        .inner_join(users::Entity)
        .filter(held_at(place))
        .filter(users::Column::EmailKey.eq(email_key))
        .one(db)
        .await?;
    row.map(RoleHeld::try_from).transpose()
}

/// Whether `user` holds a role at `place`.
pub async fn is_held(db: &impl ConnectionTrait, place: Place, user: Id<User>) -> Stored<bool> {
    let held = Entity::find().filter(held_at(place)).filter(Column::UserId.eq(user.uuid()));
    Ok(0 < held.count(db).await?)
}

/// How many administrators `place` has besides `user`: people who are not blocked.
pub async fn other_administrators(
    db: &impl ConnectionTrait,
    place: Place,
    user: Id<User>,
) -> Stored<u64> {
    let kinds = RoleKind::ALL.iter().filter(|kind| kind.administers()).map(|kind| kind.code());
    let others = Entity::find()
        .inner_join(users::Entity)
        .filter(held_at(place))
        .filter(Column::Role.is_in(kinds))
        .filter(Column::UserId.ne(user.uuid()))
        .filter(users::Column::BlockedAt.is_null());
    Ok(others.count(db).await?)
}

/// The person as far as they manage people, with nothing but the roles by which they do so; nobody
/// where they are gone or blocked.
pub async fn managers(db: &impl ConnectionTrait, users: &[Id<User>]) -> Stored<Vec<Actor>> {
    let kinds = RoleKind::ALL.iter().filter(|kind| kind.administers()).map(|kind| kind.code());
    let rows = Entity::find()
        .inner_join(users::Entity)
        .filter(Column::UserId.is_in(users.iter().map(|user| user.uuid())))
        .filter(Column::Role.is_in(kinds))
        .filter(users::Column::BlockedAt.is_null())
        .all(db)
        .await?;
    let manager = |row: &Model| Ok(Actor::person(row.user_id.into(), vec![role(row)?]));
    rows.iter().map(manager).collect()
}

/// Locks a place until the transaction ends, so that its people are changed one by one.
pub async fn lock_place(tx: &Tx, place: Place) -> Stored<()> {
    match place {
        Place::Platform => {
            platform_turns::Entity::find().lock_exclusive().one(tx).await?;
        }
        Place::Organiser(organiser) => {
            organisers::lock(tx, organiser).await?;
        }
        Place::Board(board) => {
            boards::lock(tx, board).await?;
        }
    }
    Ok(())
}

/// A role to give, under a new id.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    pub id: Id<RoleHeld>,
    pub user: Id<User>,
    pub role: Role,
    /// Who gives it; nobody where it comes with the installation.
    pub by: Option<Id<User>>,
}

/// Gives a role.
pub async fn grant(tx: &Tx, grant: Grant, now: DateTime<Utc>) -> Stored<RoleHeld> {
    let Grant { id, user, role, by } = grant;
    let held = RoleHeld { id, user, role, given_at: now, given_by: by, version: 1 };
    Entity::insert(row(&held)).exec_without_returning(tx).await?;
    Ok(held)
}

/// Stores a changed role over the version before it.
pub async fn update(tx: &Tx, held: &RoleHeld) -> Stored<()> {
    let result = Entity::update_many()
        .set(row(held))
        .filter(Column::Id.eq(held.id.uuid()))
        .filter(Column::Version.eq(held.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

/// Takes a role away.
pub async fn delete(tx: &Tx, held: &RoleHeld) -> Stored<()> {
    Entity::delete_by_id(held.id.uuid()).exec(tx).await?;
    Ok(())
}

fn row(held: &RoleHeld) -> ActiveModel {
    let (organiser, board) = places::columns(held.role.place());
    ActiveModel {
        id: Set(held.id.uuid()),
        role: Set(places::word(held.role)),
        given_at: Set(held.given_at),
        given_by: Set(held.given_by.map(Id::uuid)),
        version: Set(held.version),
        user_id: Set(held.user.uuid()),
        organiser_id: Set(organiser),
        board_id: Set(board),
    }
}
