//! The closed lists of the register, and the names of the divisions of the country.

use crate::kernel::Code;

/// A sector of education.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sector {
    /// Primary and special education.
    Po,
    /// Secondary education.
    Vo,
    /// Vocational education.
    Mbo,
}

impl Code for Sector {
    const ALL: &'static [Self] = &[Self::Po, Self::Vo, Self::Mbo];

    fn code(self) -> &'static str {
        match self {
            Self::Po => "po",
            Self::Vo => "vo",
            Self::Mbo => "mbo",
        }
    }
}

/// What a school in sector po is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchoolKind {
    /// Primary school (basisschool).
    Bo,
    /// Special primary school (speciaal basisonderwijs; DUO also writes SBAO).
    Sbo,
    /// Special school (speciaal onderwijs).
    So,
    /// Special secondary school (voortgezet speciaal onderwijs).
    Vso,
    /// A location with both of these; DUO writes (V)SO.
    SoVso,
}

impl Code for SchoolKind {
    const ALL: &'static [Self] = &[Self::Bo, Self::Sbo, Self::So, Self::Vso, Self::SoVso];

    fn code(self) -> &'static str {
        match self {
            Self::Bo => "bo",
            Self::Sbo => "sbo",
            Self::So => "so",
            Self::Vso => "vso",
            Self::SoVso => "so-vso",
        }
    }
}

impl SchoolKind {
    /// Its sector: special education, vso included, is counted with primary education.
    pub fn sector(self) -> Sector {
        match self {
            Self::Bo | Self::Sbo | Self::So | Self::Vso | Self::SoVso => Sector::Po,
        }
    }
}

/// Size of a board by its number of pupils within a sector, as the function-mix file classes it.
///
/// The file gives no legend; in its rows of October 2017 the classes hold 17–499, 502–2,494 and
/// 2,503–62,041 pupils.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SizeClass {
    /// Fewer than 500 pupils; `1` in the file.
    Small,
    /// 500 to 2,500 pupils; `2` in the file.
    Medium,
    /// More than 2,500 pupils; `3` in the file.
    Large,
}

impl Code for SizeClass {
    const ALL: &'static [Self] = &[Self::Small, Self::Medium, Self::Large];

    fn code(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// The sectors that the function-mix file distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FunctionMixSector {
    /// Primary schools; `1` in the file.
    Bo,
    /// Special (primary) schools, S(B)O; `2` in the file.
    SboSo,
    /// Secondary schools; `3` in the file.
    Vo,
    /// Vocational schools; `4` in the file.
    Mbo,
}

impl Code for FunctionMixSector {
    const ALL: &'static [Self] = &[Self::Bo, Self::SboSo, Self::Vo, Self::Mbo];

    fn code(self) -> &'static str {
        match self {
            Self::Bo => "bo",
            Self::SboSo => "sbo-so",
            Self::Vo => "vo",
            Self::Mbo => "mbo",
        }
    }
}

impl FunctionMixSector {
    pub fn sector(self) -> Sector {
        match self {
            Self::Bo | Self::SboSo => Sector::Po,
            Self::Vo => Sector::Vo,
            Self::Mbo => Sector::Mbo,
        }
    }
}

/// The divisions of the country that we know of. The list is open: a region's scheme is any
/// kebab-case word, nothing is keyed to one of these.
pub mod region_schemes {
    /// RPA area (regionaal platform arbeidsmarkt), two digits.
    pub const RPA: &str = "rpa";
    /// Labour-market region (arbeidsmarktregio), two digits: 35 since the regulation of 2015.
    pub const LABOUR_MARKET: &str = "labour-market";
    /// Province, its name in kebab-case: `zuid-holland`.
    pub const PROVINCE: &str = "province";
    /// COROP area (NUTS 3), two digits.
    pub const COROP: &str = "corop";
    /// Area of the former Joint Arrangements Act (Wgr-gebied), two digits.
    pub const WGR: &str = "wgr";
    /// Nodal area (nodaal gebied), two digits.
    pub const NODAL: &str = "nodal";
    /// Education area (onderwijsgebied), two digits.
    pub const EDUCATION_AREA: &str = "education-area";
    /// Region for early school leaving (RMC-regio), two digits.
    pub const RMC: &str = "rmc";
    /// Partnership for inclusive education, its code in small letters: `po2602`.
    pub const PARTNERSHIP: &str = "partnership";
    /// Region of the school holidays: `noord`, `midden` or `zuid`.
    pub const SCHOOL_HOLIDAYS: &str = "school-holidays";

    pub const ALL: &[&str] = &[
        RPA,
        LABOUR_MARKET,
        PROVINCE,
        COROP,
        WGR,
        NODAL,
        EDUCATION_AREA,
        RMC,
        PARTNERSHIP,
        SCHOOL_HOLIDAYS,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boards::RegionCode;

    fn words_are_unique_and_found_again<T: Code + PartialEq + std::fmt::Debug>() {
        for value in T::ALL {
            assert_eq!(T::from_code(value.code()), Some(*value));
        }
        assert_eq!(T::from_code("unknown"), None);
    }

    #[test]
    fn every_value_is_found_by_its_word() {
        words_are_unique_and_found_again::<Sector>();
        words_are_unique_and_found_again::<SchoolKind>();
        words_are_unique_and_found_again::<SizeClass>();
        words_are_unique_and_found_again::<FunctionMixSector>();
    }

    #[test]
    fn the_known_schemes_are_kebab_case() {
        assert!(region_schemes::ALL.iter().all(|scheme| RegionCode::parse(scheme).is_ok()));
    }
}
