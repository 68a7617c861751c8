//! Totals over the boards of a sector, whole and divided, with what their groups are called.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use leerkring_domain::boards::region_schemes::LABOUR_MARKET;
use leerkring_domain::boards::{FunctionMixSector, SizeClass};
use leerkring_domain::function_mix::{
    By, Division, FIRST_OWN_YEAR, Group, Part, RegionScheme, Sum, report,
};
use leerkring_domain::kernel::{Code, Language, RegionKey};
use leerkring_domain::withholding::LEAST;
use leerkring_persistence::board_regions::{Seats, seats};
use leerkring_persistence::{ConnectionTrait, function_mix, regions};

use super::picture;
use crate::error::Error;
use crate::http::extract::Reader;

pub type Years = RangeInclusive<u16>;

/// What boards gave themselves is told, summed, to whoever is signed in.
pub fn last_year(reader: &Reader) -> u16 {
    if reader.actor.is_some() { u16::MAX } else { FIRST_OWN_YEAR - 1 }
}

/// Which totals are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Totals<'a> {
    pub sector: FunctionMixSector,
    pub by: &'a [By],
    pub scheme: RegionScheme,
}

impl Totals<'_> {
    /// What DUO counted in these years, and what boards gave for all years since: those stand in one
    /// publication, whatever of it is asked for.
    pub async fn read(self, db: &impl ConnectionTrait, years: Years) -> Result<Vec<Group>, Error> {
        let of_duo = *years.start()..=(*years.end()).min(FIRST_OWN_YEAR - 1);
        let mut groups = if self.by == [By::Sector] {
            vec![self.whole(db).await?]
        } else {
            // Open data: no other scheme has to be thought of.
            let asked = [self.scheme];
            self.divided(db, of_duo, if self.by_region() { &asked } else { &[] }).await?
        };
        if FIRST_OWN_YEAR <= *years.end() {
            let own = self.divided(db, FIRST_OWN_YEAR..=u16::MAX, self.schemes()).await?;
            for (group, own) in groups.iter_mut().zip(own) {
                group.years.extend(own.years);
            }
        }
        Ok(groups)
    }

    fn by_region(self) -> bool {
        self.by.contains(&By::Region)
    }

    /// The schemes that go before the one that is asked for, and that one.
    fn schemes(self) -> &'static [RegionScheme] {
        let place = RegionScheme::ALL.iter().position(|scheme| *scheme == self.scheme);
        let last = place.filter(|_| self.by_region());
        last.and_then(|last| RegionScheme::ALL.get(..=last)).unwrap_or_default()
    }

    /// The sector as a whole by what DUO counted. The first total of a publication is told if there
    /// are boards enough, so a sum by the database does.
    async fn whole(self, db: &impl ConnectionTrait) -> Result<Group, Error> {
        let sums = function_mix::sums(db, self.sector).await?;
        let of_duo = sums.into_iter().filter(|sum| sum.year < FIRST_OWN_YEAR).map(|sum| {
            let boards = usize::try_from(sum.boards).unwrap_or_default();
            (sum.year, (LEAST <= boards).then_some(Sum { boards, spread: sum.spread }))
        });
        Ok(Group { of: Division::Whole, years: of_duo.collect() })
    }

    /// Those asked for of what is published with the regions of `schemes`.
    async fn divided(
        self,
        db: &impl ConnectionTrait,
        years: Years,
        schemes: &[RegionScheme],
    ) -> Result<Vec<Group>, Error> {
        let rows = function_mix::parts(db, self.sector, years).await?;
        let codes: Vec<&str> = schemes.iter().map(|scheme| scheme.code()).collect();
        let seats = if rows.is_empty() || codes.is_empty() {
            Seats::new()
        } else {
            seats(db, &codes).await?
        };
        let parts: Vec<Part<'_>> = rows
            .iter()
            .map(|row| Part {
                board: &row.board,
                year: row.year,
                spread: row.spread,
                size: row.size,
                regions: seats.get(&row.board).map_or(&[][..], Vec::as_slice),
            })
            .collect();
        let mut groups = report(&parts, &known_regions(db, &codes).await?);
        groups.retain(|group| self.by.iter().any(|by| group.of.is_by(*by, self.scheme)));
        Ok(groups)
    }
}

/// The regions of these schemes, scheme by scheme in this order.
async fn known_regions(
    db: &impl ConnectionTrait,
    schemes: &[&str],
) -> Result<Vec<RegionKey>, Error> {
    if schemes.is_empty() {
        return Ok(Vec::new());
    }
    let place = |region: &RegionKey| schemes.iter().position(|scheme| *scheme == region.scheme);
    let keys = regions::all(db).await?.into_iter().map(|region| region.key);
    let mut known: Vec<RegionKey> = keys.filter(|key| place(key).is_some()).collect();
    known.sort_by(|one, other| (place(one), one).cmp(&(place(other), other)));
    Ok(known)
}

/// The labour-market regions: code and name.
pub async fn labour_market(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, Error> {
    let regions = regions::all(db).await?.into_iter();
    let of_scheme = regions.filter(|region| region.key.scheme == LABOUR_MARKET);
    Ok(of_scheme.map(|region| (region.key.code, region.name)).collect())
}

/// What groups are called.
#[derive(Debug)]
pub struct Names {
    language: Language,
    regions: HashMap<RegionKey, String>,
}

impl Names {
    pub async fn read(
        db: &impl ConnectionTrait,
        by: &[By],
        language: Language,
    ) -> Result<Self, Error> {
        let regions = if by.contains(&By::Region) { regions::all(db).await? } else { Vec::new() };
        let regions = regions.into_iter().map(|region| (region.key, region.name));
        Ok(Self { language, regions: regions.collect() })
    }

    /// The name of a division; the whole has none.
    pub fn of(&self, division: &Division) -> Option<String> {
        match division {
            Division::Whole => None,
            Division::Size(size) => Some(self.size(*size)),
            Division::Region(region) => self.regions.get(region).cloned(),
        }
    }

    fn size(&self, size: SizeClass) -> String {
        picture::size_in_words(size, self.language).to_owned()
    }
}
