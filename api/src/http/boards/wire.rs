//! What the register's resources are made of over HTTP.

use chrono::NaiveDate;
use leerkring_domain::boards::{Address, Board, SchoolKind, Sector, SizeClass, search_words};
use leerkring_domain::kernel::{Id, RegionKey};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::http::wire::{BoardRef, Text, Word};

pub type SectorWord = Word<Sector>;
pub type SchoolKindWord = Word<SchoolKind>;
pub type SizeWord = Word<SizeClass>;

/// A visiting address.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddressView {
    /// Street and house number.
    #[schema(max_length = 500)]
    pub line: String,
    /// Four digits and two letters: `7811 AP`.
    #[schema(max_length = 7, pattern = "^[1-9][0-9]{3} [A-Z]{2}$")]
    pub postcode: String,
    /// As DUO publishes it, mostly in capitals.
    #[schema(max_length = 200)]
    pub city: String,
}

impl From<Address> for AddressView {
    fn from(address: Address) -> Self {
        Self { line: address.line, postcode: address.postcode.into(), city: address.city }
    }
}

/// A region in a query: `rpa/05`.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct RegionPath(pub String);

impl PartialSchema for RegionPath {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[a-z0-9-]{1,40}/[a-z0-9-]{1,40}$"))
            .max_length(Some(81))
            .into()
    }
}

impl ToSchema for RegionPath {}

impl From<RegionPath> for RegionKey {
    fn from(path: RegionPath) -> Self {
        let (scheme, code) = path.0.split_once('/').unwrap_or((&path.0, ""));
        Self { scheme: scheme.to_owned(), code: code.to_owned() }
    }
}

/// The words of a search; none without one.
pub fn words(q: Option<&str>) -> Vec<String> {
    q.map(search_words).unwrap_or_default()
}

/// A school board, by name.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardSummary {
    pub id: Uuid,
    /// Five digits.
    #[schema(max_length = 5, pattern = "^[0-9]{5}$")]
    pub number: String,
    #[schema(max_length = 200)]
    pub name: String,
}

impl From<Board> for BoardSummary {
    fn from(board: Board) -> Self {
        Self { id: board.id.uuid(), number: board.number.into(), name: board.name }
    }
}

/// A school board (schoolbestuur, bevoegd gezag).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardView {
    pub id: Uuid,
    /// Five digits.
    #[schema(max_length = 5, pattern = "^[0-9]{5}$")]
    pub number: String,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(inline, max_items = 3)]
    pub sectors: Vec<SectorWord>,
    /// What its schools in sector po are.
    #[schema(inline, max_items = 5)]
    pub school_kinds: Vec<SchoolKindWord>,
    /// Null for a board that DUO's file of boards in sector po does not name.
    pub address: Option<AddressView>,
    /// As DUO publishes it, mostly in capitals.
    #[schema(max_length = 200)]
    pub municipality: Option<String>,
    #[schema(max_length = 200)]
    pub denomination: Option<String>,
    /// As DUO publishes it, mostly without a scheme: `www.pcbo-sittard.nl`.
    #[schema(max_length = 200)]
    pub website: Option<String>,
    /// The number in the trade register: eight digits.
    #[schema(max_length = 8, pattern = "^[0-9]{8}$")]
    pub kvk_number: Option<String>,
    /// By its number of pupils: fewer than 500, up to 2,500, more.
    #[schema(inline)]
    pub size_class: Option<SizeWord>,
    /// Whether it runs one school (eenpitter); null where that is unknown.
    pub one_school: Option<bool>,
    /// The first day on which it no longer exists.
    pub closed_on: Option<NaiveDate>,
    /// The board that it merged into.
    pub successor_id: Option<Uuid>,
}

impl From<Board> for BoardView {
    fn from(board: Board) -> Self {
        Self {
            id: board.id.uuid(),
            number: board.number.into(),
            name: board.name,
            sectors: board.sectors.into_iter().map(Word).collect(),
            school_kinds: board.kinds.into_iter().map(Word).collect(),
            address: board.address.map(AddressView::from),
            municipality: board.municipality,
            denomination: board.denomination,
            website: board.website,
            kvk_number: board.kvk_number.map(String::from),
            size_class: board.size.map(Word),
            one_school: board.one_school,
            closed_on: board.closed_on,
            successor_id: board.successor.map(Id::uuid),
        }
    }
}

/// A merger of a board into another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MergeBoard {
    /// The board that goes on.
    #[schema(inline)]
    pub successor_id: BoardRef,
    /// The first day on which the merged board no longer exists.
    pub merged_on: NaiveDate,
    /// Why, for the history of the board.
    #[schema(inline)]
    pub reason: Text<1, 1000>,
}
