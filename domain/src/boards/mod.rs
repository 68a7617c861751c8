//! The register of boards: school boards, schools, partnerships and regions.
//!
//! Source: DUO's open education data. Nobody types the register in, so its texts are what a file
//! said (a [`BoardRecord`], a [`SchoolRecord`], …); only a board's standing is ours.

mod board;
mod closing;
mod identifiers;
mod kinds;
mod ledger;
mod records;
mod school;
mod search;
mod sizes;

pub use board::Board;
pub use closing::{disappeared, is_mass_closing};
pub use identifiers::{
    BoardNumber, Brin, Form, Identifier, KvkNumber, LocationNumber, Malformed, MunicipalityCode,
    PartnershipCode, Postcode, PostcodeArea, RegionCode, SchoolYear, forms,
};
pub use kinds::{FunctionMixSector, SchoolKind, Sector, SizeClass, region_schemes};
pub use ledger::{Difference, Entry, Fate, Ledger};
pub use records::{
    Address, BoardRecord, BoardSizeRecord, LegalBodyRecord, Municipality, MunicipalityRegionRecord,
    PartnershipLocationRecord, PartnershipRecord, PostcodePartnershipRecord, RegionRecord,
    SchoolHolidayRecord, SchoolRecord,
};
pub use school::{Partnership, School};
pub(crate) use search::words;
pub use search::{MOST_SEARCH_WORDS, area_key, search_key, search_words};
pub use sizes::{BoardProfile, profiles};
