//! The function mix of boards, and its sums.

use leerkring_domain::boards::{BoardNumber, FunctionMixSector, SizeClass};
use leerkring_domain::function_mix::{Agreed, LEVELS, Mix, Source, Spread};
use leerkring_domain::kernel::Code;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::address::{identifier, optional};
use crate::codes;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::function_mixes::{ActiveModel, Column, Entity, Model};

impl TryFrom<Model> for Mix {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        let shares = [row.agreed_1, row.agreed_2, row.agreed_3, row.agreed_4, row.agreed_5];
        let any = shares.iter().any(Option::is_some);
        let agreed = any.then(|| Agreed(shares.map(Option::unwrap_or_default)));
        Ok(Self {
            board: identifier(&row.board_number)?,
            sector: codes::read(&row.sector, "function mix")?,
            year: year(row.year)?,
            spread: Spread {
                levels: [row.level_1, row.level_2, row.level_3, row.level_4, row.level_5],
                other: row.other,
            },
            formation: row.formation,
            size: row.size_class.map(|size| codes::read(&size, "function mix")).transpose()?,
            postcode: optional(row.postcode.as_deref())?,
            agreed,
            source: codes::read(&row.source, "function mix")?,
        })
    }
}

pub(crate) fn year(year: i32) -> Stored<u16> {
    u16::try_from(year).map_err(|_| StoreError::Corrupt("year"))
}

fn row(mix: &Mix) -> ActiveModel {
    let [first, second, third, fourth, fifth] = mix.spread.levels;
    let agreed = mix.agreed.map_or([None; LEVELS], |Agreed(shares)| shares.map(Some));
    let [agreed_1, agreed_2, agreed_3, agreed_4, agreed_5] = agreed;
    ActiveModel {
        board_number: Set(mix.board.to_string()),
        sector: Set(mix.sector.code().to_owned()),
        year: Set(mix.year.into()),
        formation: Set(mix.formation),
        size_class: Set(mix.size.map(|size| size.code().to_owned())),
        postcode: Set(mix.postcode.as_ref().map(ToString::to_string)),
        source: Set(mix.source.code().to_owned()),
        level_1: Set(first),
        level_2: Set(second),
        level_3: Set(third),
        level_4: Set(fourth),
        level_5: Set(fifth),
        other: Set(mix.spread.other),
        agreed_1: Set(agreed_1),
        agreed_2: Set(agreed_2),
        agreed_3: Set(agreed_3),
        agreed_4: Set(agreed_4),
        agreed_5: Set(agreed_5),
    }
}

/// Stores mixes over what stood in their place, at most 500 of them.
pub async fn store(tx: &Tx, mixes: &[Mix]) -> Stored<()> {
    if mixes.is_empty() {
        return Ok(());
    }
    let key = [Column::BoardNumber, Column::Sector, Column::Year];
    let others = Column::iter()
        .filter(|it| !matches!(it, Column::BoardNumber | Column::Sector | Column::Year));
    let over = OnConflict::columns(key).update_columns(others).to_owned();
    Entity::insert_many(mixes.iter().map(row)).on_conflict(over).exec_without_returning(tx).await?;
    Ok(())
}

/// What is known of a board, by sector and year.
pub async fn of_board(db: &impl ConnectionTrait, board: &BoardNumber) -> Stored<Vec<Mix>> {
    let rows = Entity::find()
        .filter(Column::BoardNumber.eq(board.as_str()))
        .order_by_asc(Column::Sector)
        .order_by_asc(Column::Year)
        .all(db)
        .await?;
    rows.into_iter().map(Mix::try_from).collect()
}

/// The sum over all boards of a sector in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub year: u16,
    pub boards: i64,
    pub spread: Spread,
}

type SumRow = (i32, i64, i64, i64, i64, i64, i64, i64);

/// The sums over all boards of a sector, year by year.
pub async fn sums(db: &impl ConnectionTrait, sector: FunctionMixSector) -> Stored<Vec<Sum>> {
    let mut select = Entity::find()
        .select_only()
        .column(Column::Year)
        // Not of a column: the index would not have it, and every row be read.
        .column_as(Expr::cust("COUNT(*)"), "boards");
    for (column, name) in FTE {
        // A sum of 64-bit integers is a decimal in PostgreSQL.
        let sum = Func::sum(Expr::col(column)).cast_as(Alias::new("bigint"));
        select = select.column_as(sum, name);
    }
    let rows: Vec<SumRow> = select
        .filter(Column::Sector.eq(sector.code()))
        .group_by(Column::Year)
        .order_by_asc(Column::Year)
        .into_tuple()
        .all(db)
        .await?;
    let sum = |(year_of, boards, first, second, third, fourth, fifth, other)| {
        let spread = Spread { levels: [first, second, third, fourth, fifth], other };
        Ok(Sum { year: year(year_of)?, boards, spread })
    };
    rows.into_iter().map(sum).collect()
}

const FTE: [(Column, &str); 6] = [
    (Column::Level1, "first"),
    (Column::Level2, "second"),
    (Column::Level3, "third"),
    (Column::Level4, "fourth"),
    (Column::Level5, "fifth"),
    (Column::Other, "outside"),
];

/// A board's part of the sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub board: String,
    pub year: u16,
    pub size: Option<SizeClass>,
    pub spread: Spread,
}

/// The parts of all boards of a sector in the years that `years` has.
pub async fn parts(
    db: &impl ConnectionTrait,
    sector: FunctionMixSector,
    years: std::ops::RangeInclusive<u16>,
) -> Stored<Vec<Part>> {
    let rows = Entity::find()
        .filter(Column::Sector.eq(sector.code()))
        .filter(Column::Year.between(i32::from(*years.start()), i32::from(*years.end())))
        .all(db)
        .await?;
    let part = |row: Model| {
        let mix = Mix::try_from(row)?;
        Ok(Part {
            board: mix.board.to_string(),
            year: mix.year,
            size: mix.size,
            spread: mix.spread,
        })
    };
    rows.into_iter().map(part).collect()
}

/// All staff that DUO counted: the board's number, sector, year and hundredths of FTE.
pub type CountedStaff = (String, FunctionMixSector, u16, i64);

/// The staff that DUO counted, of one board or of all.
pub async fn staff(
    db: &impl ConnectionTrait,
    board: Option<&BoardNumber>,
) -> Stored<Vec<CountedStaff>> {
    let mut select = Entity::find()
        .select_only()
        .columns([Column::BoardNumber, Column::Sector, Column::Year, Column::Formation])
        .filter(Column::Source.eq(Source::Duo.code()))
        .filter(Column::Formation.is_not_null());
    if let Some(board) = board {
        select = select.filter(Column::BoardNumber.eq(board.as_str()));
    }
    let rows: Vec<(String, String, i32, i64)> = select.into_tuple().all(db).await?;
    let read = |(board, sector, of, fte): (String, String, i32, i64)| {
        Ok((board, codes::read(&sector, "function mix")?, year(of)?, fte))
    };
    rows.into_iter().map(read).collect()
}

/// The four digits of where each board was seated, by its number, in its newest row.
pub async fn postcodes(db: &impl ConnectionTrait) -> Stored<Vec<(String, String)>> {
    let rows: Vec<(String, Option<String>)> = Entity::find()
        .select_only()
        .columns([Column::BoardNumber, Column::Postcode])
        .filter(Column::Postcode.is_not_null())
        .order_by_asc(Column::Year)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(board, postcode)| Some((board, postcode?))).collect())
}
