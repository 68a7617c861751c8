//! What clients show who they are by, over HTTP.

use std::sync::Arc;

use actix_web::post;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::wire::{ClientKeyView, ClientSecretView};
use crate::app::App;
use crate::commands::clients as commands;
use crate::http::cohorts::WithReason;
use crate::http::extract::{Json, Path, Repeatable, SignedIn};
use crate::http::operations::Operations;
use crate::http::respond::Answer;
use crate::http::secrets::ClientSecretText;
use crate::http::wire::Moment;
use crate::jwk::Jwk;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config
        .service(add_client_secret)
        .service(revoke_client_secret)
        .service(add_client_key)
        .service(remove_client_key);
}

/// How long a secret is to last.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewClientSecret {
    /// When it ends, two years from now at most; a year from now where nothing is said.
    #[schema(inline, value_type = Option<DateTime<Utc>>)]
    pub expires_at: Option<Moment>,
}

/// A new secret of a client, with its text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientSecretGiven {
    pub id: Uuid,
    /// The text, which nobody is told again: put it where the program keeps its secrets.
    #[schema(inline)]
    pub secret: ClientSecretText,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Give a client a secret
///
/// Its text is in this answer and nowhere else: only a hash of it is kept. A client has two at a
/// time, so that a new one takes the place of the old without a pause: add one, let the program use
/// it, revoke the other. Refused with `too-many-secrets` or `client-ended`.
#[utoipa::path(tag = "clients", operation_id = "addClientSecret",
    extensions(("x-shown-once" = json!(true))),
    responses((status = 201, description = "The secret", body = ClientSecretGiven)))]
#[post("/clients/{clientId}/secrets")]
pub async fn add_client_secret(
    app: Data<Arc<App>>,
    who: SignedIn,
    client: Path<Uuid>,
    body: Json<NewClientSecret>,
    key: Repeatable,
) -> Answer {
    let (caller, expires_at) = (who.repeating(key), body.0.expires_at.map(Into::into));
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move {
            let (secret, text) =
                commands::add_secret(work, &actor, client.0.into(), expires_at).await?;
            let ClientSecretView { id, created_at, expires_at, .. } = secret.into();
            let secret = ClientSecretText(text);
            let given = ClientSecretGiven { id, secret, created_at, expires_at };
            let location = Some(format!("/v1/clients/{}", client.0));
            Ok(Reply { location, ..Reply::secret(201, &given).once_for(id) })
        })
    })
    .await
}

/// Revoke a secret of a client
///
/// At once, everywhere: it gives no token any more, and the tokens that it gave are not good any
/// more.
#[utoipa::path(tag = "clients", operation_id = "revokeClientSecret",
    responses((status = 204, description = "The secret is gone")))]
#[post("/client-secrets/{clientSecretId}/_revoke")]
pub async fn revoke_client_secret(
    app: Data<Arc<App>>,
    who: SignedIn,
    secret: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, reason) = (caller.actor.clone(), body.0.reason.map(String::from));
    app.once(caller, move |work| {
        Box::pin(async move {
            commands::revoke_secret(work, &actor, secret.0.into(), reason).await?;
            Ok(Reply::nothing())
        })
    })
    .await
}

/// A public key to give to a client.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewClientKey {
    pub jwk: PublicKey,
}

/// A public key as a JSON Web Key (RFC 7517). Its private part stays with the program.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicKey {
    /// `EC`, `OKP` or `RSA`
    #[schema(max_length = 10)]
    pub kty: String,
    /// `P-256`, `P-384` or `Ed25519`
    #[schema(max_length = 20, nullable = false)]
    pub crv: Option<String>,
    #[schema(max_length = 200, nullable = false)]
    pub x: Option<String>,
    #[schema(max_length = 200, nullable = false)]
    pub y: Option<String>,
    #[schema(max_length = 2000, nullable = false)]
    pub n: Option<String>,
    #[schema(max_length = 20, nullable = false)]
    pub e: Option<String>,
    /// Its name; the thumbprint (RFC 7638) where there is none.
    #[schema(min_length = 1, max_length = 100, pattern = r"^[\x21-\x7e]+$", nullable = false)]
    pub kid: Option<String>,
    /// The one algorithm with which it signs. What the key is says it, but for `RSA`: `PS256` unless
    /// it says `RS256`.
    #[schema(max_length = 20, nullable = false)]
    pub alg: Option<String>,
    /// `sig`
    #[schema(max_length = 10, nullable = false)]
    pub r#use: Option<String>,
    /// `verify` among them
    #[schema(max_items = 10, nullable = false)]
    pub key_ops: Option<Vec<KeyOperation>>,
    /// Browsers put it in; it has no meaning here.
    #[schema(nullable = false)]
    pub ext: Option<bool>,
}

/// What a key may be used for, as RFC 7517 has it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(max_length = 20)]
pub struct KeyOperation(pub String);

impl From<PublicKey> for Jwk {
    fn from(key: PublicKey) -> Self {
        Self {
            kid: key.kid,
            kty: key.kty,
            r#use: key.r#use,
            key_ops: key.key_ops.map(|all| all.into_iter().map(|it| it.0).collect()),
            alg: key.alg,
            crv: key.crv,
            n: key.n,
            e: key.e,
            x: key.x,
            y: key.y,
        }
    }
}

/// Give a client a public key
///
/// The program signs with the private part (`private_key_jwt`), which it shows to nobody. EC with
/// P-256 or P-384, Ed25519, or RSA of 2048 to 4096 bits; a private key is refused. Refused with
/// `too-many-keys`, `kid-taken` or `client-ended`.
#[utoipa::path(tag = "clients", operation_id = "addClientKey",
    responses((status = 201, description = "The key", body = ClientKeyView)))]
#[post("/clients/{clientId}/keys")]
pub async fn add_client_key(
    app: Data<Arc<App>>,
    who: SignedIn,
    client: Path<Uuid>,
    body: Json<NewClientKey>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, jwk) = (caller.actor.clone(), Jwk::from(body.0.jwk));
    app.once(caller, move |work| {
        Box::pin(async move {
            let key = commands::add_key(work, &actor, client.0.into(), &jwk).await?;
            let location = format!("/v1/clients/{}", client.0);
            Ok(Reply::created(location, &ClientKeyView::from(key), etag(1)))
        })
    })
    .await
}

/// Remove a key of a client
///
/// At once, everywhere: what it signed gives no token any more, and the tokens that were given for
/// it are not good any more.
#[utoipa::path(tag = "clients", operation_id = "removeClientKey",
    responses((status = 204, description = "The key is gone")))]
#[post("/client-keys/{clientKeyId}/_remove")]
pub async fn remove_client_key(
    app: Data<Arc<App>>,
    who: SignedIn,
    client_key: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, reason) = (caller.actor.clone(), body.0.reason.map(String::from));
    app.once(caller, move |work| {
        Box::pin(async move {
            commands::remove_key(work, &actor, client_key.0.into(), reason).await?;
            Ok(Reply::nothing())
        })
    })
    .await
}
