//! Partnerships for inclusive education.

use std::collections::HashMap;

use leerkring_domain::boards::{Board, Partnership, Sector, region_schemes, search_key};
use leerkring_domain::kernel::{Code, Id};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Iterable, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select, Set,
};
use uuid::Uuid;

use crate::address::{address, identifier, optional};
use crate::page::{Key, Page, PageRequest, fetch};
use crate::register::contains_words;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{boards, partnerships, school_regions, schools};

impl TryFrom<partnerships::Model> for Partnership {
    type Error = StoreError;

    fn try_from(row: partnerships::Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            code: identifier(&row.code)?,
            name: row.name,
            address: address(row.address_line, &row.postcode, row.city)?,
            website: row.website,
            legal_body: optional(row.legal_body_number.as_deref())?,
            legal_body_name: row.legal_body_name,
            closed_on: row.closed_on,
            version: row.version,
        })
    }
}

fn row(partnership: &Partnership) -> partnerships::ActiveModel {
    partnerships::ActiveModel {
        id: Set(partnership.id.uuid()),
        code: Set(partnership.code.to_string()),
        name: Set(partnership.name.clone()),
        search_key: Set(search_key(&partnership.name)),
        sector: Set(partnership.code.sector().code().to_owned()),
        address_line: Set(partnership.address.line.clone()),
        postcode: Set(partnership.address.postcode.to_string()),
        city: Set(partnership.address.city.clone()),
        website: Set(partnership.website.clone()),
        legal_body_number: Set(partnership.legal_body.as_ref().map(ToString::to_string)),
        legal_body_name: Set(partnership.legal_body_name.clone()),
        closed_on: Set(partnership.closed_on),
        version: Set(partnership.version),
    }
}

/// Which partnerships are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Each is part of the name.
    pub words: Vec<String>,
    pub sector: Option<Sector>,
    pub open: Option<bool>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        use partnerships::Column;
        let open = self.open.map(|open| {
            if open { Column::ClosedOn.is_null() } else { Column::ClosedOn.is_not_null() }
        });
        contains_words(Column::SearchKey, &self.words)
            .add_option(self.sector.map(|sector| Column::Sector.eq(sector.code())))
            .add_option(open)
    }
}

/// A page of the partnerships that `filter` asks for, by name.
pub async fn list(
    db: &impl ConnectionTrait,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Partnership>> {
    let key = Key::by(partnerships::Column::SearchKey, partnerships::Column::Id);
    let select = partnerships::Entity::find().filter(filter.into_condition());
    fetch(db, select, key, request).await?.try_map(Partnership::try_from)
}

/// The partnership with this id.
pub async fn find(db: &impl ConnectionTrait, id: Id<Partnership>) -> Stored<Partnership> {
    let row = partnerships::Entity::find_by_id(id.uuid()).one(db).await?;
    row.ok_or(StoreError::Missing("partnership"))?.try_into()
}

/// The partnership with this code, if the register has it.
pub async fn by_code(db: &impl ConnectionTrait, code: &str) -> Stored<Option<Id<Partnership>>> {
    let id: Option<Uuid> = partnerships::Entity::find()
        .select_only()
        .column(partnerships::Column::Id)
        .filter(partnerships::Column::Code.eq(code))
        .into_tuple()
        .one(db)
        .await?;
    Ok(id.map(Id::from))
}

/// The schools that exist, with the partnership that each lies in.
fn memberships() -> Select<schools::Entity> {
    let lies = school_regions::Entity::belongs_to(schools::Entity)
        .from(school_regions::Column::SchoolId)
        .to(schools::Column::Id);
    schools::Entity::find()
        .join_rev(JoinType::InnerJoin, lies.into())
        .filter(school_regions::Column::Scheme.eq(region_schemes::PARTNERSHIP))
        .filter(schools::Column::ClosedOn.is_null())
}

/// How many boards have a school in each of `partnerships`.
pub async fn count_boards(
    db: &impl ConnectionTrait,
    partnerships: &[Partnership],
) -> Stored<HashMap<String, u64>> {
    let codes = partnerships.iter().map(|partnership| Partnership::region(&partnership.code).code);
    let board = Expr::col((schools::Entity, schools::Column::BoardId));
    let rows: Vec<(String, i64)> = memberships()
        .select_only()
        .column(school_regions::Column::Code)
        .column_as(board.count_distinct(), "boards")
        .filter(school_regions::Column::Code.is_in(codes))
        .group_by(school_regions::Column::Code)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(code, boards)| (code, boards.try_into().unwrap_or(0))).collect())
}

/// The boards with a school in `partnership`, by name, at most `most` of them.
pub async fn boards(
    db: &impl ConnectionTrait,
    partnership: &Partnership,
    most: u64,
) -> Stored<Vec<Board>> {
    let members = memberships()
        .select_only()
        .column(schools::Column::BoardId)
        .filter(school_regions::Column::Code.eq(Partnership::region(&partnership.code).code))
        .into_query();
    let rows = boards::Entity::find()
        .filter(boards::Column::Id.in_subquery(members))
        .order_by_asc(boards::Column::SearchKey)
        .order_by_asc(boards::Column::Id)
        .limit(most)
        .all(db)
        .await?;
    rows.into_iter().map(Board::try_from).collect()
}

/// Reads all partnerships, to compare a file with them.
pub async fn all(tx: &Tx) -> Stored<Vec<Partnership>> {
    let rows = partnerships::Entity::find().all(tx).await?;
    rows.into_iter().map(Partnership::try_from).collect()
}

/// Stores partnerships, new ones and changed ones, at most 500 of them.
pub async fn store(tx: &Tx, partnerships: &[Partnership]) -> Stored<()> {
    use partnerships::Column;
    if partnerships.is_empty() {
        return Ok(());
    }
    let others = Column::iter().filter(|column| !matches!(column, Column::Id));
    let over = OnConflict::column(Column::Id).update_columns(others).to_owned();
    let rows = partnerships.iter().map(row);
    partnerships::Entity::insert_many(rows).on_conflict(over).exec_without_returning(tx).await?;
    Ok(())
}
