//! School boards.

use std::collections::HashMap;

use chrono::NaiveDate;
use leerkring_domain::boards::{Board, Sector, area_key, search_key};
use leerkring_domain::kernel::{Code, Id, RegionKey};
use leerkring_domain::organisers::Organiser;
use sea_orm::sea_query::{Expr, ExprTrait, LockType, OnConflict, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Iterable, PaginatorTrait, QueryFilter,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::address::{address, optional};
use crate::codes;
use crate::page::{By, Key, Page, PageRequest, Sort, fetch};
use crate::register::contains_words;
use crate::registrations::sectors;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{boards, memberships, school_regions, schools};

impl TryFrom<boards::Model> for Board {
    type Error = StoreError;

    fn try_from(row: boards::Model) -> Stored<Self> {
        let kinds: Vec<String> = codes::from_json(row.school_kinds, "board")?;
        let visited = row.address_line.zip(row.postcode).zip(row.city);
        Ok(Self {
            id: row.id.into(),
            number: crate::address::identifier(&row.number)?,
            name: row.name,
            sectors: sectors(row.in_po, row.in_vo, row.in_mbo),
            kinds: kinds.iter().map(|kind| codes::read(kind, "board")).collect::<Stored<_>>()?,
            size: row.size_class.map(|size| codes::read(&size, "board")).transpose()?,
            one_school: row.one_school,
            address: visited
                .map(|((line, postcode), city)| address(line, &postcode, city))
                .transpose()?,
            municipality: row.municipality,
            denomination: row.denomination,
            website: row.website,
            kvk_number: optional(row.kvk_number.as_deref())?,
            in_boards_file: row.in_boards_file,
            closed_on: row.closed_on,
            successor: row.successor_id.map(Id::from),
            version: row.version,
        })
    }
}

fn row(board: &Board) -> Stored<boards::ActiveModel> {
    let kinds: Vec<&str> = board.kinds.iter().map(|kind| kind.code()).collect();
    let address = board.address.as_ref();
    Ok(boards::ActiveModel {
        id: Set(board.id.uuid()),
        number: Set(board.number.to_string()),
        name: Set(board.name.clone()),
        search_key: Set(search_key(&board.name)),
        in_po: Set(board.sectors.contains(&Sector::Po)),
        in_vo: Set(board.sectors.contains(&Sector::Vo)),
        in_mbo: Set(board.sectors.contains(&Sector::Mbo)),
        school_kinds: Set(codes::to_json(&kinds, "board")?),
        address_line: Set(address.map(|address| address.line.clone())),
        postcode: Set(address.map(|address| address.postcode.to_string())),
        city: Set(address.map(|address| address.city.clone())),
        municipality: Set(board.municipality.clone()),
        municipality_key: Set(board.municipality.as_deref().map(area_key)),
        denomination: Set(board.denomination.clone()),
        website: Set(board.website.clone()),
        kvk_number: Set(board.kvk_number.as_ref().map(ToString::to_string)),
        size_class: Set(board.size.map(|size| size.code().to_owned())),
        one_school: Set(board.one_school),
        in_boards_file: Set(board.in_boards_file),
        closed_on: Set(board.closed_on),
        successor_id: Set(board.successor.map(Id::uuid)),
        version: Set(board.version),
    })
}

/// What a list of boards can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoardOrder {
    /// Its name, without regard to case, accents and abbreviations.
    Name,
    /// Its five-digit number.
    Number,
}

impl Code for BoardOrder {
    const ALL: &'static [Self] = &[Self::Name, Self::Number];

    fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Number => "number",
        }
    }
}

impl Default for Sort<BoardOrder> {
    fn default() -> Self {
        Self::ascending(BoardOrder::Name)
    }
}

/// Which boards are asked for, and how they are sorted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Each is part of the name.
    pub words: Vec<String>,
    pub sector: Option<Sector>,
    pub municipality: Option<String>,
    /// The board has a school there.
    pub region: Option<RegionKey>,
    /// The board has a school in this partnership, which is a region.
    pub partnership: Option<RegionKey>,
    /// The board is a member there today.
    pub member_of: Option<Id<Organiser>>,
    pub open: Option<bool>,
    pub sort: Sort<BoardOrder>,
}

impl Filter {
    fn into_condition(self, today: NaiveDate) -> Condition {
        use boards::Column;
        let sector = self.sector.map(|sector| match sector {
            Sector::Po => Column::InPo.eq(true),
            Sector::Vo => Column::InVo.eq(true),
            Sector::Mbo => Column::InMbo.eq(true),
        });
        let open = self.open.map(|open| {
            let lives =
                Condition::any().add(Column::ClosedOn.is_null()).add(Column::ClosedOn.gt(today));
            if open { lives } else { Condition::all().add(Column::ClosedOn.lte(today)) }
        });
        let id = || Expr::col((boards::Entity, Column::Id));
        let regions = self.region.iter().chain(&self.partnership);
        let mut condition = contains_words(Column::SearchKey, &self.words)
            .add_option(sector)
            .add_option(self.municipality.map(|it| Column::MunicipalityKey.eq(area_key(&it))))
            .add_option(open);
        for region in regions {
            condition = condition.add(id().in_subquery(with_school_in(region)));
        }
        let members = self.member_of.map(|organiser| members_of(organiser, today));
        condition.add_option(members.map(|members| id().in_subquery(members)))
    }
}

fn with_school_in(region: &RegionKey) -> SelectStatement {
    let school = (schools::Entity, schools::Column::Id);
    let lies = (school_regions::Entity, school_regions::Column::SchoolId);
    Query::select()
        .column((schools::Entity, schools::Column::BoardId))
        .from(schools::Entity)
        .inner_join(school_regions::Entity, Expr::col(lies).equals(school))
        .and_where(school_regions::Column::Scheme.eq(region.scheme.as_str()))
        .and_where(school_regions::Column::Code.eq(region.code.as_str()))
        .and_where(schools::Column::ClosedOn.is_null())
        .to_owned()
}

fn members_of(organiser: Id<Organiser>, today: NaiveDate) -> SelectStatement {
    use memberships::Column;
    Query::select()
        .column(Column::BoardId)
        .from(memberships::Entity)
        .and_where(Column::OrganiserId.eq(organiser.uuid()))
        .and_where(Column::BoardId.is_not_null())
        .and_where(Column::FromOn.lte(today))
        .cond_where(Condition::any().add(Column::UntilOn.is_null()).add(Column::UntilOn.gte(today)))
        .to_owned()
}

/// A page of the boards that `filter` asks for.
pub async fn list(
    db: &impl ConnectionTrait,
    filter: Filter,
    today: NaiveDate,
    request: &PageRequest,
) -> Stored<Page<Board>> {
    let by = match filter.sort.by {
        BoardOrder::Name => By::Text(Expr::col(boards::Column::SearchKey)),
        BoardOrder::Number => By::Text(Expr::col(boards::Column::Number)),
    };
    let key = Key::sorted(by, filter.sort.direction, boards::Column::Id);
    let select = boards::Entity::find().filter(filter.into_condition(today));
    fetch(db, select, key, request).await?.try_map(Board::try_from)
}

/// The board with this id.
pub async fn find(db: &impl ConnectionTrait, id: Id<Board>) -> Stored<Board> {
    let row = boards::Entity::find_by_id(id.uuid()).one(db).await?;
    row.ok_or(StoreError::Missing("board"))?.try_into()
}

/// Which of `ids` are boards.
pub async fn known(db: &impl ConnectionTrait, ids: &[Id<Board>]) -> Stored<Vec<Board>> {
    let ids = ids.iter().map(|id| id.uuid());
    let rows = boards::Entity::find().filter(boards::Column::Id.is_in(ids)).all(db).await?;
    rows.into_iter().map(Board::try_from).collect()
}

/// Locks the board until the transaction ends; what refers to it can still be written.
pub async fn lock(tx: &Tx, id: Id<Board>) -> Stored<Board> {
    let row = boards::Entity::find_by_id(id.uuid()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(StoreError::Missing("board"))?.try_into()
}

/// Locks and reads all boards, to compare a file with them.
pub async fn lock_all(tx: &Tx) -> Stored<Vec<Board>> {
    let rows = boards::Entity::find().lock(LockType::NoKeyUpdate).all(tx).await?;
    rows.into_iter().map(Board::try_from).collect()
}

/// The ids of all boards, by number.
pub async fn ids(db: &impl ConnectionTrait) -> Stored<Vec<(String, Id<Board>)>> {
    let rows: Vec<(String, Uuid)> = boards::Entity::find()
        .select_only()
        .columns([boards::Column::Number, boards::Column::Id])
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(number, id)| (number, id.into())).collect())
}

/// Stores boards, new ones and those that were locked, at most 500 of them.
pub async fn store(tx: &Tx, boards: &[Board]) -> Stored<()> {
    if boards.is_empty() {
        return Ok(());
    }
    let rows = boards.iter().map(row).collect::<Stored<Vec<_>>>()?;
    let others = boards::Column::iter().filter(|column| !matches!(column, boards::Column::Id));
    let over = OnConflict::column(boards::Column::Id).update_columns(others).to_owned();
    boards::Entity::insert_many(rows).on_conflict(over).exec_without_returning(tx).await?;
    Ok(())
}

/// Whether the register has this board.
pub async fn exists(db: &impl ConnectionTrait, id: Id<Board>) -> Stored<bool> {
    Ok(boards::Entity::find_by_id(id.uuid()).count(db).await? > 0)
}

/// The board with this five-digit number, if the register has it.
pub async fn by_number(db: &impl ConnectionTrait, number: &str) -> Stored<Option<Id<Board>>> {
    let id: Option<Uuid> = boards::Entity::find()
        .select_only()
        .column(boards::Column::Id)
        .filter(boards::Column::Number.eq(number))
        .into_tuple()
        .one(db)
        .await?;
    Ok(id.map(Id::from))
}

/// A board as it is named where something else is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// Five digits.
    pub number: String,
    pub name: String,
}

/// These boards by number and name, in one question.
pub async fn labels(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Id<Board>>,
) -> Stored<HashMap<Id<Board>, Label>> {
    let ids: Vec<Uuid> = ids.into_iter().map(Id::uuid).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String, String)> = boards::Entity::find()
        .select_only()
        .columns([boards::Column::Id, boards::Column::Number, boards::Column::Name])
        .filter(boards::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, number, name)| (id.into(), Label { number, name })).collect())
}
