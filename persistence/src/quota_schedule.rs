//! The percentages that organisers assume.

use leerkring_domain::job_quota::{Base, Kind, QuotaSector, Row};
use leerkring_domain::kernel::{Code, Id};
use leerkring_domain::organisers::Organiser;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::codes;
use crate::function_mix::year;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::assumed_percentages::{ActiveModel, Column, Entity, Model};

/// What an organiser assumes, by sector and year.
pub async fn assumed(db: &impl ConnectionTrait, by: Id<Organiser>) -> Stored<Vec<Row>> {
    let rows = Entity::find()
        .filter(Column::OrganiserId.eq(by.uuid()))
        .order_by_asc(Column::Sector)
        .order_by_asc(Column::Year)
        .order_by_asc(Column::Base)
        .all(db)
        .await?;
    let read = |row: Model| {
        Ok(Row {
            sector: codes::read(&row.sector, "percentage")?,
            year: year(row.year)?,
            percentage: Decimal::new(row.hundredths.into(), 2),
            base: codes::read(&row.base, "percentage")?,
            kind: Kind::Assumed,
            source: row.source.into(),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Stores what an organiser assumes over what it assumed before of the same.
pub async fn assume(tx: &Tx, id: Id<Row>, by: Id<Organiser>, row: &Row) -> Stored<()> {
    let hundredths = (row.percentage * Decimal::ONE_HUNDRED).to_i32();
    let stored = ActiveModel {
        id: Set(id.uuid()),
        organiser_id: Set(by.uuid()),
        sector: Set(row.sector.code().to_owned()),
        base: Set(row.base.code().to_owned()),
        year: Set(row.year.into()),
        hundredths: Set(hundredths.ok_or(StoreError::Corrupt("percentage"))?),
        source: Set(row.source.clone().into_owned()),
    };
    let over =
        OnConflict::columns([Column::OrganiserId, Column::Sector, Column::Base, Column::Year])
            .update_columns([Column::Hundredths, Column::Source])
            .to_owned();
    Entity::insert(stored).on_conflict(over).exec_without_returning(tx).await?;
    Ok(())
}

/// Removes what an organiser assumes, and says whether it did.
pub async fn forget(
    tx: &Tx,
    by: Id<Organiser>,
    (sector, base, year): (QuotaSector, Base, u16),
) -> Stored<bool> {
    let result = Entity::delete_many()
        .filter(Column::OrganiserId.eq(by.uuid()))
        .filter(Column::Sector.eq(sector.code()))
        .filter(Column::Base.eq(base.code()))
        .filter(Column::Year.eq(i32::from(year)))
        .exec(tx)
        .await?;
    Ok(result.rows_affected == 1)
}
