//! Access tokens for machine clients, for a secret or for something they signed.

use std::net::IpAddr;
use std::sync::Arc;

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_domain::clients::{Assertion, Client, ClientKey, ClientSecret};
use leerkring_domain::kernel::access::Principal;
use leerkring_domain::kernel::{Event, Id};
use leerkring_persistence::StoreError;
use leerkring_persistence::clients::{self, Proofs};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::app::App;
use crate::client_secrets;
use crate::error::{Error, HttpError};
use crate::limits::{Attempt, Key};
use crate::tokens::{self, LEEWAY, MachineGrant, assertion};
use crate::work::{Author, Work, soon};

/// A client that wants a token.
#[derive(Debug)]
pub struct Asking {
    /// The name it gives itself, if any.
    pub client: Option<String>,
    pub shows: Shows,
    /// What it wants the token to open; everything that it may, where it does not say.
    pub scope: Option<String>,
    pub from: IpAddr,
}

/// What a client shows who it is by.
#[derive(Debug)]
pub enum Shows {
    Secret(SecretString),
    Assertion(SecretString),
}

/// A token for a client.
#[derive(Debug)]
pub struct Granted {
    pub access: SecretString,
    pub scopes: Vec<String>,
}

/// What a client showed was found good.
#[derive(Clone)]
enum Proof {
    Secret(Id<ClientSecret>),
    Key(Id<ClientKey>, Assertion),
}

impl Proof {
    fn uuid(&self) -> Uuid {
        match self {
            Self::Secret(id) => id.uuid(),
            Self::Key(id, _) => id.uuid(),
        }
    }
}

/// A token for whoever shows that they are the client they say. Everybody else is told the same.
pub async fn grant(app: &Arc<App>, author: Author, asking: Asking) -> Result<Granted, Error> {
    let named = match (&asking.client, &asking.shows) {
        (Some(client), _) => client.parse().ok().map(|id: Uuid| id.into()),
        (None, Shows::Assertion(text)) => assertion::client_of(text.expose_secret()),
        (None, Shows::Secret(_)) => None,
    };
    let name = named.map(|id: Id<Client>| id.to_string());
    let key = Key { address: asking.from, name: name.as_deref() };
    app.limits.attempt(Attempt::ClientToken, key)?;
    let granted = match named {
        Some(client) => to_client(app, author, client, &asking).await,
        None => Ok(None),
    };
    let granted = granted.and_then(|granted| granted.ok_or_else(|| HttpError::WrongClient.into()));
    if !matches!(granted, Err(Error::Http(HttpError::WrongClient))) {
        app.limits.succeeded(Attempt::ClientToken, key);
    }
    granted
}

/// The token; nothing where it is not shown to be this client, or the client may not act.
async fn to_client(
    app: &Arc<App>,
    author: Author,
    id: Id<Client>,
    asking: &Asking,
) -> Result<Option<Granted>, Error> {
    let known = clients::proofs(app.store.reader(), id).await?.filter(|it| it.client.acts());
    let Some(known) = known else { return Ok(None) };
    let Some(shown) = proof(app, &known, &asking.shows) else { return Ok(None) };
    let scopes = known.client.granted(asking.scope.as_deref()).ok_or(HttpError::InvalidScope)?;
    let proof = shown.uuid();
    let author = Author { principal: Some(Principal::Client(id)), ..author };
    let used = app.work(author, move |work| Box::pin(async move { used(work, id, shown).await }));
    match soon(used).await {
        Ok(true) => {}
        // The assertion was used before.
        Ok(false) | Err(Error::Store(StoreError::Taken)) => return Ok(None),
        Err(error) => return Err(error),
    }
    let from = app.now();
    let grant = MachineGrant { client: id, proof, scopes: &scopes, id: app.ids.next(from), from };
    let access = tokens::issue_to_machine(&app.keys, &app.public_url, grant);
    let access = access.map_err(|error| Error::Bug(error.to_string()))?.into();
    Ok(Some(Granted { access, scopes }))
}

/// What of the client's shows who it is.
fn proof(app: &App, known: &Proofs, shown: &Shows) -> Option<Proof> {
    let now = app.now();
    match shown {
        Shows::Secret(text) => {
            let hash = client_secrets::hash(text);
            // All are compared, so that the time tells nothing.
            let fits = |it: &&clients::KnownSecret| client_secrets::is_of(&hash, &it.hash);
            let fitting: Vec<_> = known.secrets.iter().filter(fits).collect();
            let good = fitting.into_iter().find(|it| it.secret.is_good(now))?;
            Some(Proof::Secret(good.secret.id))
        }
        Shows::Assertion(text) => {
            let (signed_by, assertion) = assertion::read(&known.keys, text.expose_secret())?;
            let endpoint = format!("{}/v1/oauth/token", app.public_url);
            let ours = [app.public_url.as_str(), &endpoint];
            let holds = assertion.holds(known.client.id, &ours, now, LEEWAY);
            holds.then_some(Proof::Key(signed_by.key.id, assertion))
        }
    }
}

/// Notes that the client used what it showed, and tells whether that was still good.
async fn used(work: &mut Work, client: Id<Client>, proof: Proof) -> Result<bool, Error> {
    let good = match &proof {
        Proof::Secret(id) => clients::use_secret(&work.tx, *id, work.now).await?,
        Proof::Key(id, _) => clients::use_key(&work.tx, *id, work.now).await?,
    };
    let found = clients::find_self(&work.tx, client).await?;
    if !good || !found.acts() {
        return Ok(false);
    }
    if let Proof::Key(_, assertion) = proof {
        let jti = digest::digest(&digest::SHA256, assertion.jti.as_bytes());
        let jti = URL_SAFE_NO_PAD.encode(jti);
        let until = assertion.expires_at + LEEWAY;
        clients::remember_assertion(&work.tx, client, &jti, until).await?;
    }
    work.record(Event::new("token-given", client, found.place));
    Ok(true)
}
