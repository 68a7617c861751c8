//! What clients show who they are by: hashes of secrets, public keys, and what they signed before.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use leerkring_domain::clients::{Client, ClientKey, ClientSecret};
use leerkring_domain::kernel::{Code, Id};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::codes;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{client_assertions, client_keys, client_secrets, clients};

/// A secret with the hash of its text.
#[derive(Debug, Clone)]
pub struct KnownSecret {
    pub secret: ClientSecret,
    pub hash: Vec<u8>,
}

/// A key with its public part as JSON (RFC 7517).
#[derive(Debug, Clone)]
pub struct KnownKey {
    pub key: ClientKey,
    pub jwk: String,
}

impl From<client_secrets::Model> for ClientSecret {
    fn from(row: client_secrets::Model) -> Self {
        Self {
            id: row.id.into(),
            client: row.client_id.into(),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        }
    }
}

impl TryFrom<client_keys::Model> for ClientKey {
    type Error = StoreError;

    fn try_from(row: client_keys::Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            client: row.client_id.into(),
            kid: row.kid,
            algorithm: codes::read(&row.algorithm, "client key")?,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        })
    }
}

/// What a client has, without what is secret.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    pub secrets: Vec<ClientSecret>,
    pub keys: Vec<ClientKey>,
}

/// What these clients have, in the order in which it was added.
pub async fn credentials(
    db: &impl ConnectionTrait,
    of: &[Id<Client>],
) -> Stored<HashMap<Id<Client>, Credentials>> {
    let mut found: HashMap<_, Credentials> = HashMap::new();
    if of.is_empty() {
        return Ok(found);
    }
    let ids = || of.iter().map(|id| id.uuid());
    let secrets = client_secrets::Entity::find()
        .filter(client_secrets::Column::ClientId.is_in(ids()))
        .order_by_asc(client_secrets::Column::Id);
    for row in secrets.all(db).await? {
        found.entry(row.client_id.into()).or_default().secrets.push(row.into());
    }
    let keys = client_keys::Entity::find()
        .filter(client_keys::Column::ClientId.is_in(ids()))
        .order_by_asc(client_keys::Column::Id);
    for row in keys.all(db).await? {
        found.entry(row.client_id.into()).or_default().keys.push(row.try_into()?);
    }
    Ok(found)
}

/// The secrets of a client.
pub async fn secrets_of(
    db: &impl ConnectionTrait,
    client: Id<Client>,
) -> Stored<Vec<ClientSecret>> {
    Ok(credentials(db, &[client]).await?.remove(&client).unwrap_or_default().secrets)
}

/// The keys of a client.
pub async fn keys_of(db: &impl ConnectionTrait, client: Id<Client>) -> Stored<Vec<ClientKey>> {
    Ok(credentials(db, &[client]).await?.remove(&client).unwrap_or_default().keys)
}

/// A client with all that it can show who it is by.
#[derive(Debug, Clone)]
pub struct Proofs {
    pub client: Client,
    pub secrets: Vec<KnownSecret>,
    pub keys: Vec<KnownKey>,
}

/// The client with this id and its proofs, if there is one.
pub async fn proofs(db: &impl ConnectionTrait, id: Id<Client>) -> Stored<Option<Proofs>> {
    let Some(client) = clients::Entity::find_by_id(id.uuid()).one(db).await? else {
        return Ok(None);
    };
    let secrets = client_secrets::Entity::find()
        .filter(client_secrets::Column::ClientId.eq(id.uuid()))
        .all(db)
        .await?;
    let known =
        |row: client_secrets::Model| KnownSecret { hash: row.hash.clone(), secret: row.into() };
    let secrets = secrets.into_iter().map(known).collect();
    let rows = client_keys::Entity::find()
        .filter(client_keys::Column::ClientId.eq(id.uuid()))
        .all(db)
        .await?;
    let mut keys = Vec::new();
    for row in rows {
        keys.push(KnownKey { jwk: row.jwk.clone(), key: row.try_into()? });
    }
    Ok(Some(Proofs { client: client.try_into()?, secrets, keys }))
}

/// Adds a secret, in the place of those that are over.
pub async fn insert_secret(tx: &Tx, secret: &ClientSecret, hash: &[u8]) -> Stored<()> {
    client_secrets::Entity::delete_many()
        .filter(client_secrets::Column::ClientId.eq(secret.client.uuid()))
        .filter(client_secrets::Column::ExpiresAt.lte(secret.created_at))
        .exec(tx)
        .await?;
    let row = client_secrets::ActiveModel {
        id: Set(secret.id.uuid()),
        hash: Set(hash.to_owned()),
        created_at: Set(secret.created_at),
        expires_at: Set(secret.expires_at),
        last_used_at: Set(secret.last_used_at),
        client_id: Set(secret.client.uuid()),
    };
    client_secrets::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Whose secret this is.
pub async fn of_secret(db: &impl ConnectionTrait, id: Id<ClientSecret>) -> Stored<Id<Client>> {
    let row = client_secrets::Entity::find_by_id(id.uuid()).one(db).await?;
    Ok(row.ok_or(StoreError::Missing("client secret"))?.client_id.into())
}

/// Takes a secret away, and tells whether it was there.
pub async fn delete_secret(tx: &Tx, id: Id<ClientSecret>) -> Stored<bool> {
    let deleted = client_secrets::Entity::delete_by_id(id.uuid()).exec(tx).await?;
    Ok(deleted.rows_affected == 1)
}

/// Notes that a token is given for the secret, and tells whether it is still good.
pub async fn use_secret(tx: &Tx, id: Id<ClientSecret>, now: DateTime<Utc>) -> Stored<bool> {
    let used = client_secrets::Entity::update_many()
        .col_expr(client_secrets::Column::LastUsedAt, Expr::value(now))
        .filter(client_secrets::Column::Id.eq(id.uuid()))
        .filter(client_secrets::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Adds a key. One whose name the client has already is [`StoreError::Taken`].
pub async fn insert_key(tx: &Tx, key: &ClientKey, jwk: &str) -> Stored<()> {
    let row = client_keys::ActiveModel {
        id: Set(key.id.uuid()),
        kid: Set(key.kid.clone()),
        algorithm: Set(key.algorithm.code().to_owned()),
        jwk: Set(jwk.to_owned()),
        created_at: Set(key.created_at),
        last_used_at: Set(key.last_used_at),
        client_id: Set(key.client.uuid()),
    };
    client_keys::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Whose key this is.
pub async fn of_key(db: &impl ConnectionTrait, id: Id<ClientKey>) -> Stored<Id<Client>> {
    let row = client_keys::Entity::find_by_id(id.uuid()).one(db).await?;
    Ok(row.ok_or(StoreError::Missing("client key"))?.client_id.into())
}

/// Takes a key away, and tells whether it was there.
pub async fn delete_key(tx: &Tx, id: Id<ClientKey>) -> Stored<bool> {
    let deleted = client_keys::Entity::delete_by_id(id.uuid()).exec(tx).await?;
    Ok(deleted.rows_affected == 1)
}

/// Notes that a token is given for what the key signed, and tells whether it is still there.
pub async fn use_key(tx: &Tx, id: Id<ClientKey>, now: DateTime<Utc>) -> Stored<bool> {
    let used = client_keys::Entity::update_many()
        .col_expr(client_keys::Column::LastUsedAt, Expr::value(now))
        .filter(client_keys::Column::Id.eq(id.uuid()))
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Takes all secrets and keys of a client away.
pub async fn delete_all(tx: &Tx, client: Id<Client>) -> Stored<()> {
    client_secrets::Entity::delete_many()
        .filter(client_secrets::Column::ClientId.eq(client.uuid()))
        .exec(tx)
        .await?;
    client_keys::Entity::delete_many()
        .filter(client_keys::Column::ClientId.eq(client.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Remembers an assertion until it ends. One that was used before is [`StoreError::Taken`], also
/// where another server used it.
pub async fn remember_assertion(
    tx: &Tx,
    client: Id<Client>,
    jti: &str,
    expires_at: DateTime<Utc>,
) -> Stored<()> {
    let row = client_assertions::ActiveModel {
        client_id: Set(client.uuid()),
        jti: Set(jti.to_owned()),
        expires_at: Set(expires_at),
    };
    client_assertions::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets assertions that were over before `instant`; says how many.
pub async fn forget_assertions_before(tx: &Tx, instant: DateTime<Utc>) -> Stored<u64> {
    let over = client_assertions::Column::ExpiresAt.lt(instant);
    let forgotten = client_assertions::Entity::delete_many().filter(over).exec(tx).await?;
    Ok(forgotten.rows_affected)
}
