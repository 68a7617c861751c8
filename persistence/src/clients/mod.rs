//! Machine clients, and who they are when they ask.

mod proofs;

pub use proofs::{
    Credentials, KnownKey, KnownSecret, Proofs, credentials, delete_all, delete_key, delete_secret,
    forget_assertions_before, insert_key, insert_secret, keys_of, of_key, of_secret, proofs,
    remember_assertion, secrets_of, use_key, use_secret,
};

use chrono::{DateTime, Utc};
use leerkring_domain::boards::Board;
use leerkring_domain::clients::Client;
use leerkring_domain::kernel::access::{Place, Principal};
use leerkring_domain::kernel::{Actor, Id};
use leerkring_domain::organisers::Organiser;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    QueryTrait, Set,
};
use uuid::Uuid;

use crate::page::{Key, Page, PageRequest, fetch};
use crate::places;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::clients::{ActiveModel, Column, Entity, Model};
use crate::tables::{client_keys, client_secrets};
use crate::versioned::hit;

impl TryFrom<Model> for Client {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        let place = match (row.organiser_id, row.board_id) {
            (Some(organiser), None) => Place::Organiser(organiser.into()),
            (None, Some(board)) => Place::Board(board.into()),
            _ => return Err(StoreError::Corrupt("client")),
        };
        Ok(Self {
            id: row.id.into(),
            name: row.name,
            place,
            scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
            created_at: row.created_at,
            blocked_at: row.blocked_at,
            ended_at: row.ended_at,
            version: row.version,
        })
    }
}

fn row(client: &Client) -> ActiveModel {
    let (organiser, board) = places::columns(client.place);
    ActiveModel {
        id: Set(client.id.uuid()),
        name: Set(client.name.clone()),
        scopes: Set(client.scopes.join(" ")),
        created_at: Set(client.created_at),
        blocked_at: Set(client.blocked_at),
        ended_at: Set(client.ended_at),
        version: Set(client.version),
        organiser_id: Set(organiser),
        board_id: Set(board),
    }
}

/// Who the client that shows this proof, a secret or a key, is at `now`; nobody where it is blocked
/// or has ended, or the proof is not there any more.
pub async fn actor(
    db: &impl ConnectionTrait,
    client: Id<Client>,
    proof: Uuid,
    now: DateTime<Utc>,
) -> Stored<Option<Actor>> {
    let secret = client_secrets::Entity::find_by_id(proof)
        .select_only()
        .expr(Expr::val(1))
        .filter(client_secrets::Column::ClientId.eq(client.uuid()))
        .filter(client_secrets::Column::ExpiresAt.gt(now));
    let key = client_keys::Entity::find_by_id(proof)
        .select_only()
        .expr(Expr::val(1))
        .filter(client_keys::Column::ClientId.eq(client.uuid()));
    let proven =
        Condition::any().add(Expr::exists(secret.into_query())).add(Expr::exists(key.into_query()));
    let row = Entity::find_by_id(client.uuid()).filter(proven).one(db).await?;
    let found = row.map(Client::try_from).transpose()?.filter(Client::acts);
    Ok(found.map(|client| Actor {
        principal: Principal::Client(client.id),
        roles: client.role().into_iter().collect(),
        scopes: Some(client.scopes),
    }))
}

/// What a list of clients is narrowed to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub organiser: Option<Id<Organiser>>,
    pub board: Option<Id<Board>>,
}

/// What `actor` manages: the clients of the places that they administer.
fn managed(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let places = actor.roles.iter().filter(|role| role.administers()).map(|role| role.place());
    let (organisers, boards): (Vec<_>, Vec<_>) = places.map(places::columns).unzip();
    Condition::any()
        .add(Column::OrganiserId.is_in(organisers.into_iter().flatten()))
        .add(Column::BoardId.is_in(boards.into_iter().flatten()))
}

/// A page of the clients that `actor` manages, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Client>> {
    let key = Key::descending(Column::Id);
    let narrowed = Condition::all()
        .add_option(filter.organiser.map(|id| Column::OrganiserId.eq(id.uuid())))
        .add_option(filter.board.map(|id| Column::BoardId.eq(id.uuid())));
    let select = Entity::find().filter(managed(actor)).filter(narrowed);
    fetch(db, select, key, request).await?.try_map(Client::try_from)
}

/// The client with this id, if `actor` manages it.
pub async fn find(db: &impl ConnectionTrait, id: Id<Client>, actor: &Actor) -> Stored<Client> {
    let row = Entity::find_by_id(id.uuid()).filter(managed(actor)).one(db).await?;
    row.ok_or(StoreError::Missing("client"))?.try_into()
}

/// The client that asks.
pub async fn find_self(db: &impl ConnectionTrait, id: Id<Client>) -> Stored<Client> {
    let row = Entity::find_by_id(id.uuid()).one(db).await?;
    row.ok_or(StoreError::Missing("client"))?.try_into()
}

/// Locks the client until the transaction ends, if `actor` manages it.
pub async fn lock(tx: &Tx, id: Id<Client>, actor: &Actor) -> Stored<Client> {
    let row = Entity::find_by_id(id.uuid()).filter(managed(actor)).lock_exclusive().one(tx).await?;
    row.ok_or(StoreError::Missing("client"))?.try_into()
}

/// How many clients that have not ended act for `place`.
pub async fn count_at(db: &impl ConnectionTrait, place: Place) -> Stored<u64> {
    let (organiser, board) = places::columns(place);
    let at = Condition::all()
        .add_option(organiser.map(|id| Column::OrganiserId.eq(id)))
        .add_option(board.map(|id| Column::BoardId.eq(id)));
    let living = Entity::find().filter(at).filter(Column::EndedAt.is_null());
    Ok(living.count(db).await?)
}

/// A new client.
pub async fn insert(tx: &Tx, client: &Client) -> Stored<()> {
    Entity::insert(row(client)).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed client over the version before it.
pub async fn update(tx: &Tx, client: &Client) -> Stored<()> {
    let result = Entity::update_many()
        .set(row(client))
        .filter(Column::Id.eq(client.id.uuid()))
        .filter(Column::Version.eq(client.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}
