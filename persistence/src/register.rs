//! What the register keeps besides its boards, schools, partnerships and regions: where schools
//! and areas lie, the school holidays, and whose turn it is to write.

use leerkring_domain::boards::{School, SchoolHolidayRecord};
use leerkring_domain::holidays::SchoolHoliday;
use leerkring_domain::kernel::{Id, RegionKey};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set,
};
use uuid::Uuid;

use crate::address::identifier;
use crate::store::{Stored, Tx};
use crate::tables::{area_regions, register_turns, school_holidays, school_regions};

/// The column contains every one of `words`, which hold nothing that LIKE knows.
pub(crate) fn contains_words(column: impl ColumnTrait, words: &[String]) -> Condition {
    words.iter().fold(Condition::all(), |all, word| all.add(column.contains(word.as_str())))
}

/// Waits for the turn to write to the register, and keeps it until the transaction ends.
pub async fn take_turn(tx: &Tx) -> Stored<()> {
    register_turns::Entity::find().lock_exclusive().one(tx).await?;
    Ok(())
}

/// A school lies in a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub school: Id<School>,
    pub region: RegionKey,
}

/// The schools in a region of `scheme`, each with the region's code.
pub async fn links(db: &impl ConnectionTrait, scheme: &str) -> Stored<Vec<(Id<School>, String)>> {
    let rows: Vec<(Uuid, String)> = school_regions::Entity::find()
        .select_only()
        .columns([school_regions::Column::SchoolId, school_regions::Column::Code])
        .filter(school_regions::Column::Scheme.eq(scheme))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(school, code)| (school.into(), code)).collect())
}

/// Adds links, at most 500 of them.
pub async fn add_links(tx: &Tx, links: &[Link]) -> Stored<()> {
    if links.is_empty() {
        return Ok(());
    }
    let rows = links.iter().map(|link| school_regions::ActiveModel {
        school_id: Set(link.school.uuid()),
        scheme: Set(link.region.scheme.clone()),
        code: Set(link.region.code.clone()),
    });
    school_regions::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Removes links.
pub async fn remove_links(tx: &Tx, links: &[Link]) -> Stored<()> {
    use school_regions::Column;
    for link in links {
        school_regions::Entity::delete_many()
            .filter(Column::SchoolId.eq(link.school.uuid()))
            .filter(Column::Scheme.eq(link.region.scheme.as_str()))
            .filter(Column::Code.eq(link.region.code.as_str()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// A municipality or a four-digit postcode lies in a region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    /// `municipality` or `postcode`.
    pub kind: &'static str,
    /// The key of the municipality, or the four digits.
    pub area: String,
    pub region: RegionKey,
}

/// The areas of a kind.
pub async fn areas(db: &impl ConnectionTrait, kind: &'static str) -> Stored<Vec<Area>> {
    let rows = area_regions::Entity::find()
        .filter(area_regions::Column::AreaKind.eq(kind))
        .all(db)
        .await?;
    let area = |row: area_regions::Model| Area {
        kind,
        area: row.area,
        region: RegionKey { scheme: row.scheme, code: row.code },
    };
    Ok(rows.into_iter().map(area).collect())
}

/// Adds areas, at most 500 of them.
pub async fn add_areas(tx: &Tx, areas: &[Area]) -> Stored<()> {
    if areas.is_empty() {
        return Ok(());
    }
    let rows = areas.iter().map(|area| area_regions::ActiveModel {
        area_kind: Set(area.kind.to_owned()),
        area: Set(area.area.clone()),
        scheme: Set(area.region.scheme.clone()),
        code: Set(area.region.code.clone()),
    });
    area_regions::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Removes areas.
pub async fn remove_areas(tx: &Tx, areas: &[Area]) -> Stored<()> {
    use area_regions::Column;
    for area in areas {
        area_regions::Entity::delete_many()
            .filter(Column::AreaKind.eq(area.kind))
            .filter(Column::Area.eq(area.area.as_str()))
            .filter(Column::Scheme.eq(area.region.scheme.as_str()))
            .filter(Column::Code.eq(area.region.code.as_str()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// All school holidays.
pub async fn holidays(db: &impl ConnectionTrait) -> Stored<Vec<SchoolHolidayRecord>> {
    let rows = school_holidays::Entity::find().all(db).await?;
    let holiday = |row: school_holidays::Model| {
        Ok(SchoolHolidayRecord {
            school_year: identifier(&row.school_year)?,
            holiday: SchoolHoliday {
                name: row.name,
                region: row.region,
                first_on: row.first_on,
                last_on: row.last_on,
            },
        })
    };
    rows.into_iter().map(holiday).collect()
}

/// Stores school holidays, new ones and moved ones, at most 500 of them.
pub async fn store_holidays(tx: &Tx, holidays: &[SchoolHolidayRecord]) -> Stored<()> {
    use school_holidays::Column;
    if holidays.is_empty() {
        return Ok(());
    }
    let rows = holidays.iter().map(|record| school_holidays::ActiveModel {
        school_year: Set(record.school_year.to_string()),
        name: Set(record.holiday.name.clone()),
        region: Set(record.holiday.region.clone()),
        first_on: Set(record.holiday.first_on),
        last_on: Set(record.holiday.last_on),
    });
    let over = OnConflict::columns([Column::SchoolYear, Column::Name, Column::Region])
        .update_columns([Column::FirstOn, Column::LastOn])
        .to_owned();
    school_holidays::Entity::insert_many(rows).on_conflict(over).exec_without_returning(tx).await?;
    Ok(())
}
