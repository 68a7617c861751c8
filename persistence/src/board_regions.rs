//! In which regions a board has its seat: those of its municipality, or of its postcode.

use std::collections::HashMap;

use leerkring_domain::boards::region_schemes::LABOUR_MARKET;
use leerkring_domain::kernel::RegionKey;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef,
};

use crate::function_mix;
use crate::register::{Area, areas};
use crate::store::Stored;
use crate::tables::{boards, school_regions, schools};

/// The regions of a board's seat, one of each scheme that knows its municipality.
pub type Seats = HashMap<String, Vec<RegionKey>>;

/// The seats of every board that has a known one, by board number, in these schemes.
pub async fn seats(db: &impl ConnectionTrait, schemes: &[&str]) -> Stored<Seats> {
    let mut known: HashMap<(String, String), String> = by_schools(db, schemes).await?;
    if schemes.contains(&LABOUR_MARKET) {
        for (municipality, code) in by_area(areas(db, "municipality").await?, LABOUR_MARKET) {
            known.insert((municipality, LABOUR_MARKET.to_owned()), code);
        }
    }
    let region = |municipalities: &[String], scheme: &str| {
        let code = municipalities
            .iter()
            .find_map(|municipality| known.get(&(municipality.clone(), scheme.to_owned())));
        code.map(|code| RegionKey { scheme: scheme.to_owned(), code: code.clone() })
    };
    let seat = |(board, municipalities): (String, Vec<String>)| {
        let regions = schemes.iter().filter_map(|scheme| region(&municipalities, scheme));
        (board, regions.collect())
    };
    Ok(municipalities(db).await?.into_iter().map(seat).collect())
}

/// The code of the labour-market region of every board that has a known seat, by board number.
pub async fn labour_market(db: &impl ConnectionTrait) -> Stored<HashMap<String, String>> {
    let seats = seats(db, &[LABOUR_MARKET]).await?.into_iter();
    Ok(seats.filter_map(|(board, mut regions)| Some((board, regions.pop()?.code))).collect())
}

/// What the municipality of every board's seat may be called, the best first: as the register has
/// it, by its postcode, by the postcode in DUO's figures. Municipalities merge, and files are of
/// different years.
async fn municipalities(db: &impl ConnectionTrait) -> Stored<HashMap<String, Vec<String>>> {
    let postcodes = by_area(areas(db, "postcode").await?, "municipality");
    let by_postcode = |postcode: &str| postcodes.get(postcode.get(..4)?).cloned();
    let named: Vec<(String, Option<String>, Option<String>)> = boards::Entity::find()
        .select_only()
        .columns([
            boards::Column::Number,
            boards::Column::MunicipalityKey,
            boards::Column::Postcode,
        ])
        .into_tuple()
        .all(db)
        .await?;
    let mut seats: HashMap<String, Vec<String>> = HashMap::new();
    for (board, municipality, postcode) in named {
        let by_postcode = postcode.as_deref().and_then(by_postcode);
        seats.insert(board, municipality.into_iter().chain(by_postcode).collect());
    }
    // The newest row of a board comes last, and goes first.
    for (board, postcode) in function_mix::postcodes(db).await?.into_iter().rev() {
        if let Some(municipality) = by_postcode(&postcode) {
            let seat = seats.entry(board).or_default();
            if !seat.contains(&municipality) {
                seat.push(municipality);
            }
        }
    }
    Ok(seats)
}

/// The code of the region of a scheme in which most of the schools in a municipality lie, by both: no
/// file says it of municipalities themselves.
async fn by_schools(
    db: &impl ConnectionTrait,
    schemes: &[&str],
) -> Stored<HashMap<(String, String), String>> {
    let of: Vec<&str> = schemes.iter().copied().filter(|it| *it != LABOUR_MARKET).collect();
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let to_school: RelationDef = school_regions::Entity::belongs_to(schools::Entity)
        .from(school_regions::Column::SchoolId)
        .to(schools::Column::Id)
        .into();
    let rows: Vec<(String, String, String, i64)> = school_regions::Entity::find()
        .select_only()
        .column(schools::Column::MunicipalityKey)
        .columns([school_regions::Column::Scheme, school_regions::Column::Code])
        .column_as(school_regions::Column::SchoolId.count(), "schools")
        .join(JoinType::InnerJoin, to_school)
        .filter(school_regions::Column::Scheme.is_in(of))
        .group_by(schools::Column::MunicipalityKey)
        .group_by(school_regions::Column::Scheme)
        .group_by(school_regions::Column::Code)
        .into_tuple()
        .all(db)
        .await?;
    let mut most: HashMap<(String, String), (i64, String)> = HashMap::new();
    for (municipality, scheme, code, schools) in rows {
        let known = most.entry((municipality, scheme)).or_default();
        // Of as many the code that comes last, so that it is the same one every time.
        *known = std::mem::take(known).max((schools, code));
    }
    Ok(most.into_iter().map(|(of, (_, code))| (of, code)).collect())
}

fn by_area(areas: Vec<Area>, scheme: &str) -> HashMap<String, String> {
    let of_scheme = areas.into_iter().filter(|area| area.region.scheme == scheme);
    of_scheme.map(|area| (area.area, area.region.code)).collect()
}
