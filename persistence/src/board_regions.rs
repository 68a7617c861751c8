//! In which region a board has its seat: that of its municipality, or of its postcode.

use std::collections::HashMap;

use leerkring_domain::boards::region_schemes::LABOUR_MARKET;
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

use crate::function_mix;
use crate::register::{Area, areas};
use crate::store::Stored;
use crate::tables::boards;

/// The code of the labour-market region of every board that has a known seat, by board number.
pub async fn labour_market(db: &impl ConnectionTrait) -> Stored<HashMap<String, String>> {
    let municipalities = by_area(areas(db, "municipality").await?, LABOUR_MARKET);
    let postcodes = by_area(areas(db, "postcode").await?, "municipality");
    let by_postcode = |postcode: &str| municipalities.get(postcodes.get(postcode.get(..4)?)?);
    let mut seats: HashMap<String, String> = HashMap::new();
    for (board, postcode) in function_mix::postcodes(db).await? {
        if let Some(region) = by_postcode(&postcode) {
            seats.insert(board, region.clone());
        }
    }
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
    for (board, municipality, postcode) in named {
        let by_name = municipality.and_then(|name| municipalities.get(&name));
        if let Some(region) = by_name.or_else(|| by_postcode(&postcode?)) {
            seats.insert(board, region.clone());
        }
    }
    Ok(seats)
}

fn by_area(areas: Vec<Area>, scheme: &str) -> HashMap<String, String> {
    let of_scheme = areas.into_iter().filter(|area| area.region.scheme == scheme);
    of_scheme.map(|area| (area.area, area.region.code)).collect()
}
