//! What a row of a register file says: texts as published, numbers and codes read.

use super::{
    BoardNumber, FunctionMixSector, KvkNumber, LocationNumber, MunicipalityCode, PartnershipCode,
    Postcode, PostcodeArea, SchoolKind, SchoolYear, Sector, SizeClass,
};
use crate::holidays::SchoolHoliday;
use crate::kernel::RegionKey;

/// A visiting address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Street and house number: `Boulevard 1-G`.
    pub line: String,
    pub postcode: Postcode,
    /// As published, mostly in capitals: `'S-GRAVENHAGE`.
    pub city: String,
}

/// A municipality as the files write it: `0518`, `S GRAVENHAGE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    pub code: MunicipalityCode,
    pub name: String,
}

/// A school board (DUO, file 07).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRecord {
    pub number: BoardNumber,
    pub name: String,
    pub address: Address,
    pub municipality: Municipality,
    /// What its schools are, at least one.
    pub kinds: Vec<SchoolKind>,
    /// Religious or other conviction; at most 30 characters of it are published.
    pub denomination: Option<String>,
    /// Without a scheme: `www.obs-eenspan.nl`.
    pub website: Option<String>,
    pub kvk_number: Option<KvkNumber>,
}

impl BoardRecord {
    /// The sectors of its schools, each once, in order.
    pub fn sectors(&self) -> Vec<Sector> {
        let mut sectors: Vec<Sector> = self.kinds.iter().map(|kind| kind.sector()).collect();
        sectors.sort_unstable();
        sectors.dedup();
        sectors
    }
}

/// A location of a school (DUO, files 03 and 04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolRecord {
    pub location: LocationNumber,
    pub board: BoardNumber,
    pub kind: SchoolKind,
    pub name: String,
    pub address: Address,
    pub municipality: Municipality,
    pub province: String,
    /// Religious or other conviction; at most 30 characters of it are published.
    pub denomination: Option<String>,
    /// Without a scheme: `www.obs-eenspan.nl`.
    pub website: Option<String>,
    /// The regions that the row names, at most one in each scheme; the province is one of them.
    pub regions: Vec<RegionKey>,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionRecord {
    pub key: RegionKey,
    pub name: String,
}

/// A partnership for inclusive education in sector po (DUO, file 08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipRecord {
    pub code: PartnershipCode,
    pub name: String,
    /// The legal body behind it: numbered as a board, but no school board.
    pub legal_body: BoardNumber,
    pub address: Address,
    pub website: Option<String>,
}

/// The legal body of a partnership in sector po or vo (DUO, file 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalBodyRecord {
    /// Numbered as a board, but no school board.
    pub number: BoardNumber,
    pub partnership: PartnershipCode,
    pub name: String,
    pub address: Address,
    pub website: Option<String>,
}

/// The partnership that a location belongs to (DUO, file 09).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipLocationRecord {
    pub partnership: PartnershipCode,
    pub location: LocationNumber,
    pub location_name: String,
    /// Empty for a provision of the partnership itself (OPDC).
    pub board: Option<BoardNumber>,
}

/// Size of a board within one sector in the newest year of the function-mix file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardSizeRecord {
    pub board: BoardNumber,
    pub name: String,
    pub postcode: PostcodeArea,
    /// The board runs one school within this sector (eenpitter).
    pub one_school: bool,
    pub size: SizeClass,
    pub sector: FunctionMixSector,
}

/// The labour-market region that a municipality lies in (regulation of 2015, its municipalities).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MunicipalityRegionRecord {
    pub municipality: String,
    pub region: RegionRecord,
}

/// The partnerships that a postcode area lies in (regulation of 2012, its municipalities).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostcodePartnershipRecord {
    pub postcode: PostcodeArea,
    pub municipality: String,
    /// None for Europoort: a harbour without homes, in no partnership.
    pub po: Option<PartnershipCode>,
    /// None for Europoort: a harbour without homes, in no partnership.
    pub vo: Option<PartnershipCode>,
}

/// A school holiday of one school year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolHolidayRecord {
    pub school_year: SchoolYear,
    pub holiday: SchoolHoliday,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_with_special_schools_only_is_in_sector_po() {
        let board = BoardRecord {
            number: BoardNumber::parse("41414").unwrap(),
            name: "Stichting RENN4".into(),
            address: Address {
                line: "Postweg 1".into(),
                postcode: Postcode::parse("9405 HX").unwrap(),
                city: "ASSEN".into(),
            },
            municipality: Municipality {
                code: MunicipalityCode::parse("0106").unwrap(),
                name: "ASSEN".into(),
            },
            kinds: vec![SchoolKind::So, SchoolKind::Vso],
            denomination: None,
            website: None,
            kvk_number: None,
        };
        assert_eq!(board.sectors(), [Sector::Po]);
    }
}
