//! What a list is sorted by: one thing of a row, and then its id.
//!
//! What rows are sorted by is read with them, as the database has it, and stands in the cursor: so
//! whatever the database can compare, a list can be sorted by.

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::sea_query::{self, Expr, ExprTrait, Order};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, ModelTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QueryResult, QuerySelect, Select, TryGetable, Value,
};
use uuid::Uuid;

use super::{Direction, Page, PageRequest, Position};
use crate::store::{StoreError, Stored};

/// What rows are sorted by, which is never null; where it is the same, by their id.
#[derive(Debug, Clone)]
pub(crate) enum By {
    /// The id alone, which begins with the instant at which the row was made.
    Id,
    Text(Expr),
    Number(Expr),
    Instant(Expr),
}

/// What a list is sorted by, and in which direction.
#[derive(Debug, Clone)]
pub(crate) struct Key<C> {
    by: By,
    place: Place<C>,
}

/// Where rows stand that are the same in all else.
#[derive(Debug, Clone, Copy)]
struct Place<C> {
    id: C,
    direction: Direction,
}

impl<C: ColumnTrait> Key<C> {
    /// By id: what was made first stands first.
    pub fn ascending(id: C) -> Self {
        Self::sorted(By::Id, Direction::Ascending, id)
    }

    /// By id: what was made last stands first.
    pub fn descending(id: C) -> Self {
        Self::sorted(By::Id, Direction::Descending, id)
    }

    /// By a text column, and by id where texts are the same.
    pub fn by(column: C, id: C) -> Self {
        Self::sorted(By::Text(expr(column)), Direction::Ascending, id)
    }

    /// In an order that is asked for.
    pub fn sorted(by: By, direction: Direction, id: C) -> Self {
        Self { by, place: Place { id, direction } }
    }
}

fn expr(column: impl ColumnTrait) -> Expr {
    Expr::col(column.as_column_ref())
}

impl Direction {
    fn order(self) -> Order {
        match self {
            Self::Ascending => Order::Asc,
            Self::Descending => Order::Desc,
        }
    }

    /// What comes after `value` in this direction.
    fn beyond(self, of: Expr, value: impl Into<Value>) -> Expr {
        match self {
            Self::Ascending => of.gt(value.into()),
            Self::Descending => of.lt(value.into()),
        }
    }
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
    let Key { by, place } = key;
    let mut rows = match by {
        By::Id => place.by_id(db, select, request).await?,
        By::Text(by) => place.by::<E, String>(by, db, select, request).await?,
        By::Number(by) => place.by::<E, i64>(by, db, select, request).await?,
        By::Instant(by) => place.by::<E, DateTime<Utc>>(by, db, select, request).await?,
    };
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let more = limit < rows.len();
    rows.truncate(limit);
    let last = rows.last().filter(|_| more);
    let next = last.map(|(row, key)| position(place.id, row, key)).transpose()?;
    Ok(Page { items: rows.into_iter().map(|(row, _)| row).collect(), next, total })
}

/// Where a row with this key stands.
fn position<M: ModelTrait>(
    id: <M::Entity as EntityTrait>::Column,
    row: &M,
    key: &str,
) -> Stored<Position> {
    let id = <Uuid as sea_query::ValueType>::try_from(row.get(id));
    let id = id.map_err(|_| StoreError::Corrupt("a place in a list"))?;
    Ok(Position { key: key.to_owned(), id })
}

impl<C: ColumnTrait> Place<C> {
    /// What stands behind the row with this id.
    fn behind(self, id: Uuid) -> Expr {
        self.direction.beyond(expr(self.id), id)
    }

    async fn by_id<E>(
        self,
        db: &impl ConnectionTrait,
        mut select: Select<E>,
        request: &PageRequest,
    ) -> Stored<Vec<(E::Model, String)>>
    where
        E: EntityTrait<Column = C>,
        E::Model: FromQueryResult + Sync,
    {
        if let Some(after) = &request.after {
            select = select.filter(self.behind(after.id));
        }
        let select = select.order_by(self.id, self.direction.order());
        let rows = select.limit(request.limit + 1).all(db).await?;
        Ok(rows.into_iter().map(|row| (row, String::new())).collect())
    }

    /// The rows that follow, each with its key as it stands in a cursor.
    async fn by<E, K>(
        self,
        by: Expr,
        db: &impl ConnectionTrait,
        mut select: Select<E>,
        request: &PageRequest,
    ) -> Stored<Vec<(E::Model, String)>>
    where
        E: EntityTrait<Column = C>,
        E::Model: FromQueryResult + Sync,
        K: InCursor,
    {
        if let Some(after) = &request.after {
            let key = K::read(&after.key).ok_or(StoreError::Corrupt("a place in a list"))?;
            let same = by.clone().eq(key.clone()).and(self.behind(after.id));
            select = select.filter(self.direction.beyond(by.clone(), key).or(same));
        }
        let rows = select
            .expr_as(by.clone(), KEY)
            .order_by(by, self.direction.order())
            .order_by(self.id, self.direction.order())
            .limit(request.limit + 1)
            .into_model::<Read<E::Model, K>>()
            .all(db)
            .await?;
        Ok(rows.into_iter().map(|Read { row, key }| (row, key.text())).collect())
    }
}

const KEY: &str = "sort_key";

/// A row with what it is sorted by.
struct Read<M, K> {
    row: M,
    key: K,
}

impl<M: FromQueryResult, K: TryGetable> FromQueryResult for Read<M, K> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let key = row.try_get(prefix, KEY)?;
        Ok(Self { row: M::from_query_result(row, prefix)?, key })
    }
}

/// What can stand in a cursor, and comes back from there as it was.
trait InCursor: TryGetable + Into<Value> + Clone + Send + Sync {
    fn text(&self) -> String;
    fn read(text: &str) -> Option<Self>;
}

impl InCursor for String {
    fn text(&self) -> String {
        self.clone()
    }

    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl InCursor for i64 {
    fn text(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl InCursor for DateTime<Utc> {
    fn text(&self) -> String {
        self.to_rfc3339_opts(SecondsFormat::Nanos, true)
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_cursor_comes_back_as_it_was() {
        let at: DateTime<Utc> = "2026-07-01T10:00:00.123456Z".parse().unwrap();
        assert_eq!(InCursor::read(&at.text()), Some(at));
        assert_eq!(InCursor::read(&(-7_i64).text()), Some(-7_i64));
        assert_eq!(<i64 as InCursor>::read("year"), None);
    }
}
