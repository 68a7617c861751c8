//! Locations of schools.

use std::collections::HashMap;

use leerkring_domain::boards::{Board, School, SchoolKind, area_key, search_key};
use leerkring_domain::kernel::{Code, Id, RegionKey};
use sea_orm::sea_query::{OnConflict, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Iterable, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::address::{address, identifier};
use crate::codes;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::register::contains_words;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{school_regions, schools};

impl TryFrom<schools::Model> for School {
    type Error = StoreError;

    fn try_from(row: schools::Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            location: identifier(&row.location_number)?,
            board: row.board_id.into(),
            kind: codes::read(&row.kind, "school")?,
            name: row.name,
            address: address(row.address_line, &row.postcode, row.city)?,
            municipality: row.municipality,
            province: row.province,
            denomination: row.denomination,
            website: row.website,
            closed_on: row.closed_on,
            version: row.version,
        })
    }
}

fn row(school: &School) -> schools::ActiveModel {
    schools::ActiveModel {
        id: Set(school.id.uuid()),
        location_number: Set(school.location.to_string()),
        brin: Set(school.location.brin().into()),
        name: Set(school.name.clone()),
        search_key: Set(search_key(&school.name)),
        kind: Set(school.kind.code().to_owned()),
        address_line: Set(school.address.line.clone()),
        postcode: Set(school.address.postcode.to_string()),
        city: Set(school.address.city.clone()),
        municipality: Set(school.municipality.clone()),
        municipality_key: Set(area_key(&school.municipality)),
        province: Set(school.province.clone()),
        province_key: Set(area_key(&school.province)),
        denomination: Set(school.denomination.clone()),
        website: Set(school.website.clone()),
        closed_on: Set(school.closed_on),
        version: Set(school.version),
        board_id: Set(school.board.uuid()),
    }
}

/// How many schools are read at a time.
const BATCH: u64 = 500;

/// Which schools are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Each is part of the name.
    pub words: Vec<String>,
    pub board: Option<Id<Board>>,
    pub kind: Option<SchoolKind>,
    pub municipality: Option<String>,
    pub province: Option<String>,
    pub region: Option<RegionKey>,
    pub brin: Option<String>,
    pub open: Option<bool>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        use schools::Column;
        let open = self.open.map(|open| {
            if open { Column::ClosedOn.is_null() } else { Column::ClosedOn.is_not_null() }
        });
        contains_words(Column::SearchKey, &self.words)
            .add_option(self.board.map(|board| Column::BoardId.eq(board.uuid())))
            .add_option(self.kind.map(|kind| Column::Kind.eq(kind.code())))
            .add_option(self.municipality.map(|it| Column::MunicipalityKey.eq(area_key(&it))))
            .add_option(self.province.map(|it| Column::ProvinceKey.eq(area_key(&it))))
            .add_option(self.region.map(|region| Column::Id.in_subquery(lying_in(&region))))
            .add_option(self.brin.map(|brin| Column::Brin.eq(brin)))
            .add_option(open)
    }
}

fn lying_in(region: &RegionKey) -> SelectStatement {
    Query::select()
        .column(school_regions::Column::SchoolId)
        .from(school_regions::Entity)
        .and_where(school_regions::Column::Scheme.eq(region.scheme.as_str()))
        .and_where(school_regions::Column::Code.eq(region.code.as_str()))
        .to_owned()
}

/// A page of the schools that `filter` asks for, by name.
pub async fn list(
    db: &impl ConnectionTrait,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<School>> {
    let key = Key::by(schools::Column::SearchKey, schools::Column::Id);
    let select = schools::Entity::find().filter(filter.into_condition());
    fetch(db, select, key, request).await?.try_map(School::try_from)
}

/// The school with this id.
pub async fn find(db: &impl ConnectionTrait, id: Id<School>) -> Stored<School> {
    let row = schools::Entity::find_by_id(id.uuid()).one(db).await?;
    row.ok_or(StoreError::Missing("school"))?.try_into()
}

/// The school with this location number, if the register has it.
pub async fn by_location(db: &impl ConnectionTrait, number: &str) -> Stored<Option<Id<School>>> {
    let id: Option<Uuid> = schools::Entity::find()
        .select_only()
        .column(schools::Column::Id)
        .filter(schools::Column::LocationNumber.eq(number))
        .into_tuple()
        .one(db)
        .await?;
    Ok(id.map(Id::from))
}

/// The regions that each of `schools` lies in, in order.
pub async fn regions(
    db: &impl ConnectionTrait,
    schools: &[Id<School>],
) -> Stored<HashMap<Id<School>, Vec<RegionKey>>> {
    use school_regions::Column;
    let rows = school_regions::Entity::find()
        .filter(Column::SchoolId.is_in(schools.iter().map(|school| school.uuid())))
        .order_by_asc(Column::Scheme)
        .order_by_asc(Column::Code)
        .all(db)
        .await?;
    let mut regions: HashMap<Id<School>, Vec<RegionKey>> = HashMap::new();
    for row in rows {
        let region = RegionKey { scheme: row.scheme, code: row.code };
        regions.entry(row.school_id.into()).or_default().push(region);
    }
    Ok(regions)
}

/// Reads all schools, to compare a file with them; a batch at a time, for a row as the database
/// gives it takes several times the room of a school.
pub async fn all(tx: &Tx) -> Stored<Vec<School>> {
    let mut schools: Vec<School> = Vec::new();
    loop {
        let after = schools.last().map_or_else(Uuid::nil, |school| school.id.uuid());
        let rows = schools::Entity::find()
            .filter(schools::Column::Id.gt(after))
            .order_by_asc(schools::Column::Id)
            .limit(BATCH)
            .all(tx)
            .await?;
        if rows.is_empty() {
            return Ok(schools);
        }
        for row in rows {
            schools.push(row.try_into()?);
        }
    }
}

/// The ids of all schools, by location number.
pub async fn ids(db: &impl ConnectionTrait) -> Stored<Vec<(String, Id<School>)>> {
    let rows: Vec<(String, Uuid)> = schools::Entity::find()
        .select_only()
        .columns([schools::Column::LocationNumber, schools::Column::Id])
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(number, id)| (number, id.into())).collect())
}

/// Where a school lies.
#[derive(Debug)]
pub struct Place {
    pub school: Id<School>,
    /// The key of its municipality.
    pub municipality: String,
    pub postcode: String,
}

/// Where every school lies.
pub async fn places(db: &impl ConnectionTrait) -> Stored<Vec<Place>> {
    use schools::Column;
    let rows: Vec<(Uuid, String, String)> = schools::Entity::find()
        .select_only()
        .columns([Column::Id, Column::MunicipalityKey, Column::Postcode])
        .into_tuple()
        .all(db)
        .await?;
    let place = |(id, municipality, postcode): (Uuid, String, String)| Place {
        school: id.into(),
        municipality,
        postcode,
    };
    Ok(rows.into_iter().map(place).collect())
}

/// Stores schools, new ones and changed ones, at most 500 of them.
pub async fn store(tx: &Tx, schools: &[School]) -> Stored<()> {
    if schools.is_empty() {
        return Ok(());
    }
    let others = schools::Column::iter().filter(|column| !matches!(column, schools::Column::Id));
    let over = OnConflict::column(schools::Column::Id).update_columns(others).to_owned();
    let rows = schools.iter().map(row);
    schools::Entity::insert_many(rows).on_conflict(over).exec_without_returning(tx).await?;
    Ok(())
}

/// The schools of a board: id and location number.
pub async fn of_board(
    db: &impl ConnectionTrait,
    board: Id<Board>,
) -> Stored<Vec<(Id<School>, String)>> {
    let rows: Vec<(Uuid, String)> = schools::Entity::find()
        .select_only()
        .columns([schools::Column::Id, schools::Column::LocationNumber])
        .filter(schools::Column::BoardId.eq(board.uuid()))
        .order_by_asc(schools::Column::LocationNumber)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, location)| (id.into(), location)).collect())
}
