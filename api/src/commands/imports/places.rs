//! The labour-market region of a school: that of its municipality, or of the municipality that its
//! postcode lay in where the regulation does not know the school's municipality by that name.

use std::collections::HashMap;

use leerkring_domain::boards::{School, region_schemes};
use leerkring_domain::kernel::{Id, RegionKey};
use leerkring_persistence::Tx;
use leerkring_persistence::register::{self, Link};
use leerkring_persistence::schools::{self, Place};

use super::draft::Moves;
use super::report::Report;
use crate::duo::FileKind;
use crate::error::Error;

/// The kind of area that a municipality is; also the scheme that a postcode names it in.
pub(super) const MUNICIPALITY: &str = "municipality";
/// The kind of area that four digits are.
pub(super) const POSTCODE: &str = "postcode";

/// Whether the file says where schools or areas lie.
pub(super) fn depend_on(report: &Report) -> bool {
    let kind = report.summary.file.as_ref().map(|file| file.kind);
    matches!(
        kind,
        Some(
            FileKind::Schools
                | FileKind::SpecialSchools
                | FileKind::LabourMarketRegions
                | FileKind::PostcodePartnerships
        )
    )
}

/// What has to move for every school to lie in its labour-market region.
pub(super) async fn labour_market(tx: &Tx) -> Result<Moves<Link>, Error> {
    let map = Map::read(tx).await?;
    let scheme = region_schemes::LABOUR_MARKET;
    let known: HashMap<Id<School>, String> =
        register::links(tx, scheme).await?.into_iter().collect();
    let mut moves = Moves::default();
    for place in schools::places(tx).await? {
        let (old, new) = (known.get(&place.school), map.region(&place));
        if old == new {
            continue;
        }
        let link = |code: &String| Link {
            school: place.school,
            region: RegionKey { scheme: scheme.to_owned(), code: code.clone() },
        };
        moves.removed.extend(old.map(link));
        moves.added.extend(new.map(link));
    }
    Ok(moves)
}

/// Which municipality lies in which region, and which postcode in which municipality.
#[derive(Debug, Default)]
struct Map {
    regions: HashMap<String, String>,
    municipalities: HashMap<String, String>,
}

impl Map {
    async fn read(tx: &Tx) -> Result<Self, Error> {
        let of = |scheme: &'static str, areas: Vec<register::Area>| {
            let areas = areas.into_iter().filter(move |area| area.region.scheme == scheme);
            areas.map(|area| (area.area, area.region.code)).collect()
        };
        let municipalities = register::areas(tx, MUNICIPALITY).await?;
        let postcodes = register::areas(tx, POSTCODE).await?;
        Ok(Self {
            regions: of(region_schemes::LABOUR_MARKET, municipalities),
            municipalities: of(MUNICIPALITY, postcodes),
        })
    }

    fn region(&self, place: &Place) -> Option<&String> {
        let by_name = self.regions.get(&place.municipality);
        by_name.or_else(|| {
            let digits = place.postcode.get(..4)?;
            self.regions.get(self.municipalities.get(digits)?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(municipality: &str, postcode: &str) -> Place {
        let school = uuid::Uuid::nil().into();
        Place { school, municipality: municipality.into(), postcode: postcode.into() }
    }

    fn map() -> Map {
        let pair = |one: &str, two: &str| (one.to_owned(), two.to_owned());
        Map {
            regions: [pair("emmen", "05"), pair("nuenen-gerwen-en-nederwetten", "33")].into(),
            municipalities: [pair("5671", "nuenen-gerwen-en-nederwetten")].into(),
        }
    }

    #[test]
    fn a_school_lies_where_its_municipality_lies() {
        assert_eq!(map().region(&place("emmen", "5671 AA")).unwrap(), "05");
    }

    #[test]
    fn a_school_in_a_municipality_by_another_name_lies_where_its_postcode_lies() {
        assert_eq!(map().region(&place("nuenen-ca", "5671 AA")).unwrap(), "33");
        assert_eq!(map().region(&place("nuenen-ca", "5672 AA")), None);
    }
}
