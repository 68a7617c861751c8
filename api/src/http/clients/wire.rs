//! Clients as they are sent and answered.

use chrono::{DateTime, Utc};
use leerkring_domain::clients::{Client, ClientKey, ClientSecret, KeyAlgorithm, NewClient};
use leerkring_domain::kernel::access::{Place, scopes};
use leerkring_domain::kernel::{Reason, text};
use leerkring_persistence::ConnectionTrait;
use leerkring_persistence::clients::Credentials;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use uuid::Uuid;

use crate::commands::boards::board_id;
use crate::commands::directory::Directory;
use crate::commands::organisers::organiser_id;
use crate::error::{Error, Part};
use crate::http::places::{BoardName, OrganiserName, names};
use crate::http::wire::{BoardRef, Line, Word};

/// A scope of a machine, such as `registrations:read`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MachineScope(pub String);

impl PartialSchema for MachineScope {
    fn schema() -> RefOr<Schema> {
        let words = Some(scopes());
        let scope = ObjectBuilder::new().schema_type(Type::String).enum_values(words);
        scope.description(Some("What a machine may do, as a resource and a verb")).into()
    }
}

impl ToSchema for MachineScope {}

/// A program that acts for one organisation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientView {
    /// Its `client_id` in OAuth.
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
    /// The organiser that it acts for, if it is one.
    pub organiser: Option<OrganiserName>,
    /// The board that it acts for, if it is one.
    pub board: Option<BoardName>,
    /// What it may do there.
    #[schema(max_items = 100)]
    pub scopes: Vec<MachineScope>,
    pub created_at: DateTime<Utc>,
    /// Since when it is kept out; null while it is not.
    pub blocked_at: Option<DateTime<Utc>>,
    /// When it ended for good; null while it goes on.
    pub ended_at: Option<DateTime<Utc>>,
    /// Its secrets, without their texts.
    #[schema(max_items = 100)]
    pub secrets: Vec<ClientSecretView>,
    /// Its public keys.
    #[schema(max_items = 100)]
    pub keys: Vec<ClientKeyView>,
}

/// A secret of a client.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientSecretView {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// When a token was last given for it; null until then.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl From<ClientSecret> for ClientSecretView {
    fn from(secret: ClientSecret) -> Self {
        Self {
            id: secret.id.uuid(),
            created_at: secret.created_at,
            expires_at: secret.expires_at,
            last_used_at: secret.last_used_at,
        }
    }
}

type KeyAlgorithmWord = Word<KeyAlgorithm>;

/// A public key of a client.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientKeyView {
    pub id: Uuid,
    /// Its name, for the head of what it signs.
    #[schema(max_length = 100)]
    pub kid: String,
    /// The one algorithm with which it signs.
    #[schema(inline)]
    pub algorithm: KeyAlgorithmWord,
    pub created_at: DateTime<Utc>,
    /// When a token was last given for something that it signed; null until then.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl From<ClientKey> for ClientKeyView {
    fn from(key: ClientKey) -> Self {
        Self {
            id: key.id.uuid(),
            kid: key.kid,
            algorithm: Word(key.algorithm),
            created_at: key.created_at,
            last_used_at: key.last_used_at,
        }
    }
}

impl ClientView {
    pub(super) fn new(client: Client, has: Credentials, directory: &Directory) -> Self {
        let (organiser, board) = names(client.place, directory);
        Self {
            id: client.id.uuid(),
            name: client.name,
            organiser,
            board,
            scopes: client.scopes.into_iter().map(MachineScope).collect(),
            created_at: client.created_at,
            blocked_at: client.blocked_at,
            ended_at: client.ended_at,
            secrets: has.secrets.into_iter().map(ClientSecretView::from).collect(),
            keys: has.keys.into_iter().map(ClientKeyView::from).collect(),
        }
    }
}

/// What the list of clients is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ClientsQuery {
    /// The organiser that they act for.
    pub organiser_id: Option<Uuid>,
    /// The board that they act for: its id or its five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
}

/// A client to create, for one organiser or for one board.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewClientBody {
    /// What people call it, such as the program and the place where it runs.
    #[schema(inline)]
    pub name: Line,
    /// The organiser that it acts for; this or `boardId`.
    pub organiser_id: Option<Uuid>,
    /// The board that it acts for.
    #[schema(inline)]
    pub board_id: Option<BoardRef>,
    /// What it may do there; no more than it needs.
    #[schema(max_items = 100)]
    pub scopes: Vec<MachineScope>,
}

impl NewClientBody {
    pub(super) async fn new_client(self, db: &impl ConnectionTrait) -> Result<NewClient, Error> {
        let place = match (self.organiser_id, &self.board_id) {
            (Some(organiser), None) => {
                Place::Organiser(organiser_id(db, organiser.into(), "/organiserId").await?)
            }
            (None, Some(board)) => Place::Board(board_id(db, &board.0, "/boardId").await?),
            _ => {
                let sentence = text("geef organiserId of boardId", "give organiserId or boardId");
                let reason = Reason::new("one-organisation", sentence).at("");
                return Err(Error::invalid(Part::Body, reason));
            }
        };
        let scopes = self.scopes.into_iter().map(|scope| scope.0).collect();
        Ok(NewClient { name: self.name.into(), place, scopes })
    }
}

/// What to change about a client.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClientChange {
    #[schema(inline, nullable = false)]
    pub name: Option<Line>,
    /// All that it may do from now on.
    #[schema(max_items = 100, nullable = false)]
    pub scopes: Option<Vec<MachineScope>>,
}

impl ClientChange {
    pub(super) fn into_parts(self) -> (Option<String>, Option<Vec<String>>) {
        let scopes = self.scopes.map(|scopes| scopes.into_iter().map(|scope| scope.0).collect());
        (self.name.map(Into::into), scopes)
    }
}
