//! Lists over HTTP: pages with a sealed cursor.

use std::borrow::Cow;

use leerkring_domain::kernel::{Code, Reason, text};
use leerkring_persistence::page::{Position, Sort};
use leerkring_persistence::{Page, PageRequest};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::error::{Error, Part};
use crate::keys::Keys;
use crate::reply::Reply;

/// Which page of a list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many items at most.
    #[param(minimum = 1, maximum = 100, default = 25)]
    pub limit: Option<u64>,
    /// The `next` of the page before this one.
    #[param(max_length = 1500)]
    pub cursor: Option<String>,
    /// Whether the answer says how many items there are in all.
    #[param(default = false)]
    pub count: Option<bool>,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PageView<T> {
    #[schema(max_items = 100)]
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    #[schema(max_length = 1500)]
    pub next: Option<String>,
    /// How many items there are in all, where `count=true` asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, nullable = false)]
    pub count: Option<u64>,
}

/// In which order a list is asked for: a word of a closed list, with `-` in front the other way
/// around. A query names an alias, such as `type BoardSort = SortWord<BoardOrder>`.
#[derive(Debug, Clone, Copy)]
pub struct SortWord<B>(pub Sort<B>);

impl<'de, B: Code> Deserialize<'de> for SortWord<B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = Cow::<str>::deserialize(deserializer)?;
        Sort::from_word(&word).map(Self).ok_or_else(|| D::Error::custom("unknown order"))
    }
}

impl<B: Code> PartialSchema for SortWord<B>
where
    Sort<B>: Default,
{
    fn schema() -> RefOr<Schema> {
        let words = Sort::<B>::all().map(Sort::word);
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(words))
            .default(Some(Sort::<B>::default().word().into()))
            .into()
    }
}

impl<B: Code> ToSchema for SortWord<B>
where
    Sort<B>: Default,
{
    fn name() -> Cow<'static, str> {
        let name = std::any::type_name::<B>();
        Cow::Owned(name.rsplit("::").next().unwrap_or(name).to_owned())
    }
}

/// The order that is asked for, or the one that the list usually has.
pub fn order<B>(asked: Option<SortWord<B>>) -> Sort<B>
where
    Sort<B>: Default,
{
    asked.map(|word| word.0).unwrap_or_default()
}

impl Paging {
    /// The page to read of the list called `list`.
    ///
    /// # Errors
    /// A cursor that this server did not give for this list.
    pub fn request(&self, keys: &Keys, list: &str) -> Result<PageRequest, Error> {
        let after = self.cursor.as_deref().map(|cursor| open(keys, list, cursor)).transpose()?;
        Ok(PageRequest {
            limit: self.limit.unwrap_or(25),
            after,
            count: self.count.unwrap_or(false),
        })
    }
}

fn open(keys: &Keys, list: &str, cursor: &str) -> Result<Position, Error> {
    let position = keys.open(cursor).and_then(|payload| {
        let (of, id, key): (String, Uuid, String) = serde_json::from_slice(&payload).ok()?;
        (of == list).then_some(Position { key, id })
    });
    position.ok_or_else(|| {
        let sentence = text(
            "deze cursor is niet van deze lijst in deze volgorde; begin opnieuw zonder cursor",
            "this cursor is not of this list in this order; start again without one",
        );
        Error::invalid(Part::Query, Reason::new("wrong-cursor", sentence).at("cursor"))
    })
}

/// The answer with a page of the list called `list`.
pub fn reply<T: Serialize>(app: &App, list: &str, page: Page<T>) -> Reply {
    let next = page.next.map(|position| {
        let payload = serde_json::to_vec(&(list, position.id, position.key)).unwrap_or_default();
        app.keys.seal(&payload).unwrap_or_default()
    });
    let view = PageView { items: page.items, next: next.clone(), count: page.total };
    Reply { next, ..Reply::ok(&view, None) }
}
