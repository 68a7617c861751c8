//! Regions, by scheme and code.

use leerkring_domain::boards::{RegionRecord, search_key};
use leerkring_domain::kernel::RegionKey;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::page::{Page, PageRequest, Position};
use crate::register::contains_words;
use crate::store::{Stored, Tx};
use crate::tables::regions;

/// Between scheme and code in a position, which has one text; it stands in neither.
const BETWEEN: char = '/';

impl From<regions::Model> for RegionRecord {
    fn from(row: regions::Model) -> Self {
        Self { key: RegionKey { scheme: row.scheme, code: row.code }, name: row.name }
    }
}

/// Which regions are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Each is part of the name.
    pub words: Vec<String>,
    pub scheme: Option<String>,
}

/// A page of the regions that `filter` asks for, by scheme and code.
pub async fn list(
    db: &impl ConnectionTrait,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<RegionRecord>> {
    use regions::Column;
    let condition = contains_words(Column::SearchKey, &filter.words)
        .add_option(filter.scheme.map(|scheme| Column::Scheme.eq(scheme)));
    let mut select = regions::Entity::find().filter(condition);
    let total = if request.count { Some(select.clone().count(db).await?) } else { None };
    if let Some((scheme, code)) =
        request.after.as_ref().and_then(|after| after.key.split_once(BETWEEN))
    {
        let in_scheme = Condition::all().add(Column::Scheme.eq(scheme)).add(Column::Code.gt(code));
        select = select.filter(Condition::any().add(Column::Scheme.gt(scheme)).add(in_scheme));
    }
    let mut rows = select
        .order_by_asc(Column::Scheme)
        .order_by_asc(Column::Code)
        .limit(request.limit + 1)
        .all(db)
        .await?;
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let more = limit < rows.len();
    rows.truncate(limit);
    let position = |row: &regions::Model| Position {
        key: format!("{}{BETWEEN}{}", row.scheme, row.code),
        id: Uuid::nil(),
    };
    let next = if more { rows.last().map(position) } else { None };
    Ok(Page { items: rows.into_iter().map(RegionRecord::from).collect(), next, total })
}

/// All regions.
pub async fn all(db: &impl ConnectionTrait) -> Stored<Vec<RegionRecord>> {
    let rows = regions::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(RegionRecord::from).collect())
}

/// Stores regions, new ones and renamed ones, at most 500 of them.
pub async fn store(tx: &Tx, regions: &[RegionRecord]) -> Stored<()> {
    use regions::Column;
    if regions.is_empty() {
        return Ok(());
    }
    let rows = regions.iter().map(|region| regions::ActiveModel {
        scheme: Set(region.key.scheme.clone()),
        code: Set(region.key.code.clone()),
        name: Set(region.name.clone()),
        search_key: Set(search_key(&region.name)),
    });
    let over = OnConflict::columns([Column::Scheme, Column::Code])
        .update_columns([Column::Name, Column::SearchKey])
        .to_owned();
    regions::Entity::insert_many(rows).on_conflict(over).exec_without_returning(tx).await?;
    Ok(())
}

/// Which of `asked` the register does not have.
pub async fn unknown(db: &impl ConnectionTrait, asked: &[RegionKey]) -> Stored<Vec<RegionKey>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let any = asked.iter().fold(Condition::any(), |any, region| {
        let one = Condition::all()
            .add(regions::Column::Scheme.eq(region.scheme.as_str()))
            .add(regions::Column::Code.eq(region.code.as_str()));
        any.add(one)
    });
    let known = regions::Entity::find().filter(any).all(db).await?;
    let is_known = |region: &RegionKey| {
        known.iter().any(|row| row.scheme == region.scheme && row.code == region.code)
    };
    Ok(asked.iter().filter(|region| !is_known(region)).cloned().collect())
}
