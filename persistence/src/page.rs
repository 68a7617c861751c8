//! Lists in pages: keyset paging, so that concurrent inserts neither repeat nor skip a row.

use sea_orm::sea_query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, ModelTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Value,
};
use uuid::Uuid;

use crate::store::{StoreError, Stored};

/// Which page of a list is asked for.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Rows, 1–100.
    pub limit: u64,
    /// The row after which the page starts.
    pub after: Option<Position>,
    /// Whether the total is asked for.
    pub count: bool,
}

/// Where a row stands in a list: the value it is sorted by, and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub key: String,
    pub id: Uuid,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The last row of the page, where more follow.
    pub next: Option<Position>,
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// The same page with every item changed.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
            total: self.total,
        }
    }

    /// The same page, if every item can be changed.
    ///
    /// # Errors
    /// The first that `change` gives.
    pub fn try_map<U, E>(self, change: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page {
            items: self.items.into_iter().map(change).collect::<Result<_, E>>()?,
            next: self.next,
            total: self.total,
        })
    }
}

impl<T> Page<T> {
    /// The page that is asked for of a list that is known as a whole, in the order of its ids.
    pub fn of(items: Vec<T>, request: &PageRequest, id: fn(&T) -> Uuid) -> Self {
        let total = request.count.then(|| u64::try_from(items.len()).unwrap_or(u64::MAX));
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let beyond = |item: &T| request.after.as_ref().is_none_or(|after| after.id < id(item));
        let mut rest = items.into_iter().filter(beyond);
        let items: Vec<T> = rest.by_ref().take(limit).collect();
        let last = items.last().map(|item| Position { key: String::new(), id: id(item) });
        Self { items, next: last.filter(|_| rest.next().is_some()), total }
    }
}

/// What a list is sorted by: a text column where there is one, then the id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<C> {
    column: Option<C>,
    id: C,
    order: Order,
}

#[derive(Debug, Clone, Copy)]
enum Order {
    Ascending,
    Descending,
}

impl<C: ColumnTrait> Key<C> {
    /// By id: what was made first stands first.
    pub fn ascending(id: C) -> Self {
        Self { column: None, id, order: Order::Ascending }
    }

    /// By id: what was made last stands first.
    pub fn descending(id: C) -> Self {
        Self { column: None, id, order: Order::Descending }
    }

    /// By a text column, and by id where texts are the same.
    pub fn by(column: C, id: C) -> Self {
        Self { column: Some(column), id, order: Order::Ascending }
    }

    /// What stands behind a place.
    fn beyond(self, after: &Position) -> Condition {
        let compare = |column: C, value: Value| match self.order {
            Order::Ascending => column.gt(value),
            Order::Descending => column.lt(value),
        };
        let behind_id = compare(self.id, after.id.into());
        match self.column {
            None => Condition::all().add(behind_id),
            Some(column) => Condition::any()
                .add(compare(column, after.key.clone().into()))
                .add(Condition::all().add(column.eq(after.key.clone())).add(behind_id)),
        }
    }
}

/// Where a row stands.
fn position<M: ModelTrait>(
    key: Key<<M::Entity as EntityTrait>::Column>,
    row: &M,
) -> Stored<Position> {
    let unreadable = |_| StoreError::Corrupt("a place in a list");
    let text = |column| <String as sea_query::ValueType>::try_from(row.get(column));
    Ok(Position {
        key: key.column.map(text).transpose().map_err(unreadable)?.unwrap_or_default(),
        id: <Uuid as sea_query::ValueType>::try_from(row.get(key.id)).map_err(unreadable)?,
    })
}

/// One page of `select`, sorted by `key`.
pub(crate) async fn fetch<E>(
    db: &impl ConnectionTrait,
    select: Select<E>,
    key: Key<E::Column>,
    request: &PageRequest,
) -> Stored<Page<E::Model>>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Sync,
{
    let total = if request.count { Some(select.clone().count(db).await?) } else { None };
    let mut select = select;
    if let Some(after) = &request.after {
        select = select.filter(key.beyond(after));
    }
    let order = match key.order {
        Order::Ascending => sea_query::Order::Asc,
        Order::Descending => sea_query::Order::Desc,
    };
    if let Some(column) = key.column {
        select = select.order_by(column, order.clone());
    }
    let mut items = select.order_by(key.id, order).limit(request.limit + 1).all(db).await?;
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let more = limit < items.len();
    items.truncate(limit);
    let last = items.last().filter(|_| more);
    let next = last.map(|row| position(key, row)).transpose()?;
    Ok(Page { items, next, total })
}
