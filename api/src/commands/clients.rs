//! Machine clients: created, changed and ended by administrators of the organisation they act for.

use leerkring_domain::clients::{
    Client, ClientKey, ClientSecret, KeyAlgorithm, KeyShape, NewClient, not_admitted,
};
use leerkring_domain::kernel::{Actor, Event, Id, Instant};
use leerkring_domain::people::not_the_administrator;
use leerkring_persistence::{StoreError, clients, roles};
use secrecy::SecretString;

use crate::client_secrets;
use crate::error::Error;
use crate::jwk::{Jwk, signs_with};
use crate::work::Work;

pub async fn create(work: &mut Work, actor: &Actor, new: NewClient) -> Result<Client, Error> {
    let place = new.place;
    roles::lock_place(&work.tx, place).await?;
    if !work.recheck(actor).await?.administers(place) {
        return Err(not_the_administrator().into());
    }
    let others = clients::count_at(&work.tx, place).await?;
    let client = Client::create(work.id(), new, others, work.now)?;
    clients::insert(&work.tx, &client).await?;
    work.record(Event::new("client-created", client.id, place));
    Ok(client)
}

/// The client, locked, if `actor` manages it by then.
async fn locked(work: &Work, actor: &Actor, id: Id<Client>) -> Result<Client, Error> {
    let actor = work.recheck(actor).await?;
    Ok(clients::lock(&work.tx, id, &actor).await?)
}

pub async fn change(
    work: &mut Work,
    actor: &Actor,
    id: Id<Client>,
    change: impl FnOnce(Client) -> Result<Client, Error>,
) -> Result<Client, Error> {
    let old = locked(work, actor, id).await?;
    let changed = change(old.clone())?;
    clients::update(&work.tx, &changed).await?;
    let event = Event::new("client-changed", id, changed.place);
    work.record(event.changing(old.changes(&changed)));
    Ok(changed)
}

/// Keeps a client out, at once: no token of it is good any more, and it gets none.
pub async fn block(
    work: &mut Work,
    actor: &Actor,
    id: Id<Client>,
    reason: String,
) -> Result<Client, Error> {
    let blocked = locked(work, actor, id).await?.block(work.now)?;
    clients::update(&work.tx, &blocked).await?;
    work.record(Event::new("client-blocked", id, blocked.place).because(Some(reason)));
    Ok(blocked)
}

/// Lets a client in again, with what it has.
pub async fn unblock(
    work: &mut Work,
    actor: &Actor,
    id: Id<Client>,
    reason: Option<String>,
) -> Result<Client, Error> {
    let unblocked = locked(work, actor, id).await?.unblock()?;
    clients::update(&work.tx, &unblocked).await?;
    work.record(Event::new("client-unblocked", id, unblocked.place).because(reason));
    Ok(unblocked)
}

/// Ends a client for good, and takes its secrets and keys away.
pub async fn end(
    work: &mut Work,
    actor: &Actor,
    id: Id<Client>,
    reason: Option<String>,
) -> Result<Client, Error> {
    let ended = locked(work, actor, id).await?.end(work.now)?;
    clients::update(&work.tx, &ended).await?;
    clients::delete_all(&work.tx, id).await?;
    work.record(Event::new("client-ended", id, ended.place).because(reason));
    Ok(ended)
}

/// Gives a client a secret more; its text is shown this once.
pub async fn add_secret(
    work: &mut Work,
    actor: &Actor,
    id: Id<Client>,
    expires_at: Option<Instant>,
) -> Result<(ClientSecret, SecretString), Error> {
    let client = locked(work, actor, id).await?;
    let those = clients::secrets_of(&work.tx, id).await?;
    let secret = client.add_secret(work.id(), expires_at, &those, work.now)?;
    let text = client_secrets::generate().map_err(|error| Error::Bug(error.to_string()))?;
    clients::insert_secret(&work.tx, &secret, &client_secrets::hash(&text)).await?;
    work.record(Event::new("client-secret-added", secret.id, client.place));
    Ok((secret, text))
}

/// Makes a secret useless, and with it every token that was given for it.
pub async fn revoke_secret(
    work: &mut Work,
    actor: &Actor,
    id: Id<ClientSecret>,
    reason: Option<String>,
) -> Result<(), Error> {
    let client = clients::of_secret(&work.tx, id).await?;
    let client = unseen(locked(work, actor, client).await, "client secret")?;
    if !clients::delete_secret(&work.tx, id).await? {
        return Err(StoreError::Missing("client secret").into());
    }
    work.record(Event::new("client-secret-revoked", id, client.place).because(reason));
    Ok(())
}

/// Gives a client a public key more.
pub async fn add_key(
    work: &mut Work,
    actor: &Actor,
    id: Id<Client>,
    jwk: &Jwk,
) -> Result<ClientKey, Error> {
    let algorithm = algorithm(jwk)?;
    let client = locked(work, actor, id).await?;
    let those = clients::keys_of(&work.tx, id).await?;
    let kid = jwk.kid.clone().unwrap_or_else(|| jwk.thumbprint());
    let key = client.add_key(work.id(), (kid, algorithm), &those, work.now)?;
    clients::insert_key(&work.tx, &key, &jwk.canonical()).await?;
    work.record(Event::new("client-key-added", key.id, client.place));
    Ok(key)
}

/// The one algorithm of a key that is what it says.
fn algorithm(jwk: &Jwk) -> Result<KeyAlgorithm, Error> {
    let algorithm = KeyAlgorithm::of(KeyShape {
        kty: &jwk.kty,
        crv: jwk.crv.as_deref(),
        modulus_bytes: jwk.modulus_bytes(),
        alg: jwk.alg.as_deref(),
    })?;
    let verifies = jwk.is_for_signatures() && jwk.verifying(signs_with(algorithm)).is_some();
    if verifies { Ok(algorithm) } else { Err(not_admitted().into()) }
}

/// Takes a key away, and with it every token that was given for what it signed.
pub async fn remove_key(
    work: &mut Work,
    actor: &Actor,
    id: Id<ClientKey>,
    reason: Option<String>,
) -> Result<(), Error> {
    let client = clients::of_key(&work.tx, id).await?;
    let client = unseen(locked(work, actor, client).await, "client key")?;
    if !clients::delete_key(&work.tx, id).await? {
        return Err(StoreError::Missing("client key").into());
    }
    work.record(Event::new("client-key-removed", id, client.place).because(reason));
    Ok(())
}

/// What belongs to a client that somebody does not manage is not there for them either.
fn unseen(client: Result<Client, Error>, what: &'static str) -> Result<Client, Error> {
    client.map_err(|error| match error {
        Error::Store(StoreError::Missing(_)) => StoreError::Missing(what).into(),
        other => other,
    })
}
