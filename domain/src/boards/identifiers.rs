//! The numbers and codes that the register hands out: read once, right from then on.

use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::Sector;

/// Number of a school board (bevoegd gezag): five digits.
pub type BoardNumber = Identifier<forms::BoardNumber>;
/// Number of a school as an institution (BRIN): two digits and two capitals.
pub type Brin = Identifier<forms::Brin>;
/// Number of a location (vestiging): its institution's BRIN and two digits.
pub type LocationNumber = Identifier<forms::LocationNumber>;
/// Code of a partnership for inclusive education: `PO` or `VO` and four digits.
pub type PartnershipCode = Identifier<forms::PartnershipCode>;
/// A whole postcode, kept as `1234 AB`; `1234AB` is accepted too.
pub type Postcode = Identifier<forms::Postcode>;
/// The four digits of a postcode.
pub type PostcodeArea = Identifier<forms::PostcodeArea>;
/// Number in the trade register of the Chamber of Commerce (KvK): eight digits.
pub type KvkNumber = Identifier<forms::KvkNumber>;
/// Number of a municipality (CBS gemeentecode): four digits.
pub type MunicipalityCode = Identifier<forms::MunicipalityCode>;
/// Code of a region within its scheme: small letters, digits and hyphens.
pub type RegionCode = Identifier<forms::RegionCode>;
/// A school year, named by the two calendar years that it spans: `2026-2027`.
pub type SchoolYear = Identifier<forms::SchoolYear>;

/// A text that has the form `F` for certain.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier<F: Form>(String, PhantomData<fn() -> F>);

/// A form that an identifier can have.
pub trait Form: Copy + Ord + Hash + 'static {
    /// What the identifier is, in words.
    const NAME: &'static str;
    /// What it looks like, in words.
    const SHAPE: &'static str;
    const EXAMPLE: &'static str;

    /// The text as it is kept, if it has this form.
    fn read(text: &str) -> Option<String>;
}

/// A text that does not have the form that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a {name} is {shape}, such as {example}")]
pub struct Malformed {
    pub name: &'static str,
    pub shape: &'static str,
    pub example: &'static str,
}

impl<F: Form> Identifier<F> {
    /// Reads `text` exactly: spaces around it are not forgiven.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let malformed = Malformed { name: F::NAME, shape: F::SHAPE, example: F::EXAMPLE };
        F::read(text).map(Self::trusted).ok_or(malformed)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn trusted(text: String) -> Self {
        Self(text, PhantomData)
    }
}

impl LocationNumber {
    /// The institution that the location belongs to.
    pub fn brin(&self) -> Brin {
        Brin::trusted(self.0.chars().take(4).collect())
    }
}

impl PartnershipCode {
    /// The sector of the partnership's schools.
    pub fn sector(&self) -> Sector {
        if self.0.starts_with("VO") { Sector::Vo } else { Sector::Po }
    }
}

impl Postcode {
    /// The four digits.
    pub fn area(&self) -> PostcodeArea {
        PostcodeArea::trusted(self.0.chars().take(4).collect())
    }
}

impl<F: Form> fmt::Display for Identifier<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<F: Form> fmt::Debug for Identifier<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", F::NAME, self.0)
    }
}

impl<F: Form> AsRef<str> for Identifier<F> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<F: Form> FromStr for Identifier<F> {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::parse(text)
    }
}

impl<F: Form> From<Identifier<F>> for String {
    fn from(identifier: Identifier<F>) -> Self {
        identifier.0
    }
}

impl<F: Form> Serialize for Identifier<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The forms themselves.
pub mod forms {
    use super::Form;

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum BoardNumber {}

    impl Form for BoardNumber {
        const NAME: &'static str = "board number";
        const SHAPE: &'static str = "five digits";
        const EXAMPLE: &'static str = "41512";

        fn read(text: &str) -> Option<String> {
            has_shape(text, "99999").then(|| text.to_owned())
        }
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Brin {}

    impl Form for Brin {
        const NAME: &'static str = "BRIN";
        const SHAPE: &'static str = "two digits and two capitals";
        const EXAMPLE: &'static str = "16AH";

        fn read(text: &str) -> Option<String> {
            has_shape(text, "99AA").then(|| text.to_owned())
        }
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum LocationNumber {}

    impl Form for LocationNumber {
        const NAME: &'static str = "location number";
        const SHAPE: &'static str = "a BRIN and two digits";
        const EXAMPLE: &'static str = "16AH00";

        fn read(text: &str) -> Option<String> {
            has_shape(text, "99AA99").then(|| text.to_owned())
        }
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum PartnershipCode {}

    impl Form for PartnershipCode {
        const NAME: &'static str = "partnership code";
        const SHAPE: &'static str = "PO or VO and four digits";
        const EXAMPLE: &'static str = "PO2602";

        fn read(text: &str) -> Option<String> {
            let known = has_shape(text, "PO9999") || has_shape(text, "VO9999");
            known.then(|| text.to_owned())
        }
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Postcode {}

    impl Form for Postcode {
        const NAME: &'static str = "postcode";
        const SHAPE: &'static str = "four digits, not starting with 0, and two capitals";
        const EXAMPLE: &'static str = "7822 HG";

        fn read(text: &str) -> Option<String> {
            let shaped = has_shape(text, "9999 AA") || has_shape(text, "9999AA");
            let (area, letters) = text.split_at_checked(4).filter(|_| shaped)?;
            (!area.starts_with('0')).then(|| format!("{area} {}", letters.trim_start()))
        }
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum PostcodeArea {}

    impl Form for PostcodeArea {
        const NAME: &'static str = "postcode area";
        const SHAPE: &'static str = "four digits, not starting with 0";
        const EXAMPLE: &'static str = "7822";

        fn read(text: &str) -> Option<String> {
            (has_shape(text, "9999") && !text.starts_with('0')).then(|| text.to_owned())
        }
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum KvkNumber {}

    impl Form for KvkNumber {
        const NAME: &'static str = "Chamber of Commerce number";
        const SHAPE: &'static str = "eight digits";
        const EXAMPLE: &'static str = "01181973";

        fn read(text: &str) -> Option<String> {
            has_shape(text, "99999999").then(|| text.to_owned())
        }
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum MunicipalityCode {}

    impl Form for MunicipalityCode {
        const NAME: &'static str = "municipality code";
        const SHAPE: &'static str = "four digits";
        const EXAMPLE: &'static str = "0114";

        fn read(text: &str) -> Option<String> {
            has_shape(text, "9999").then(|| text.to_owned())
        }
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum RegionCode {}

    impl Form for RegionCode {
        const NAME: &'static str = "region code";
        const SHAPE: &'static str = "at most 40 small letters, digits and hyphens";
        const EXAMPLE: &'static str = "05";

        fn read(text: &str) -> Option<String> {
            let sized = !text.is_empty() && text.len() <= 40;
            let clean =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            (sized && text.bytes().all(clean)).then(|| text.to_owned())
        }
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum SchoolYear {}

    impl Form for SchoolYear {
        const NAME: &'static str = "school year";
        const SHAPE: &'static str = "two consecutive years with a hyphen";
        const EXAMPLE: &'static str = "2026-2027";

        fn read(text: &str) -> Option<String> {
            let (first, second) = text.split_once('-').filter(|_| has_shape(text, "9999-9999"))?;
            let (first, second) = (first.parse::<u16>().ok()?, second.parse::<u16>().ok()?);
            (first + 1 == second).then(|| text.to_owned())
        }
    }

    /// In `shape` a `9` stands for a digit, an `A` for a capital, the rest for itself.
    fn has_shape(text: &str, shape: &str) -> bool {
        let fits = |(byte, wanted): (u8, u8)| match wanted {
            b'9' => byte.is_ascii_digit(),
            b'A' => byte.is_ascii_uppercase(),
            _ => byte == wanted,
        };
        text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses<F: Form>(texts: &[&str]) {
        for text in texts {
            assert!(Identifier::<F>::parse(text).is_err(), "{} {text:?}", F::NAME);
        }
    }

    fn accepts<F: Form>(texts: &[&str]) {
        for text in texts.iter().chain(&[F::EXAMPLE]) {
            assert_eq!(Identifier::<F>::parse(text).unwrap().as_str(), *text);
        }
    }

    #[test]
    fn numbers_have_exactly_their_digits_and_capitals() {
        accepts::<forms::BoardNumber>(&["00819", "99999"]);
        refuses::<forms::BoardNumber>(&[
            "",
            "1024",
            "102490",
            "1024A",
            " 10249",
            "10249\n",
            "１０２４９",
        ]);
        accepts::<forms::Brin>(&["00AR"]);
        refuses::<forms::Brin>(&["0AAR", "00ar", "00A", "00AR00", "00ÄR"]);
        accepts::<forms::LocationNumber>(&["00AR00"]);
        refuses::<forms::LocationNumber>(&["00AR", "00AR0", "00AR0A"]);
        accepts::<forms::KvkNumber>(&["00000001"]);
        refuses::<forms::KvkNumber>(&["1181973", "011819733", "0118197-"]);
        accepts::<forms::MunicipalityCode>(&["0003"]);
        refuses::<forms::MunicipalityCode>(&["114", "GM0114"]);
    }

    #[test]
    fn a_partnership_code_says_its_sector() {
        accepts::<forms::PartnershipCode>(&["PO0001", "VO2508"]);
        refuses::<forms::PartnershipCode>(&["Europoort", "MO0001", "PO001", "po0001"]);
        assert_eq!(PartnershipCode::parse("PO0001").unwrap().sector(), Sector::Po);
        assert_eq!(PartnershipCode::parse("VO2508").unwrap().sector(), Sector::Vo);
    }

    #[test]
    fn a_postcode_is_kept_with_its_space() {
        for text in ["2982 CM", "2982CM"] {
            let postcode = Postcode::parse(text).unwrap();
            assert_eq!((postcode.as_str(), postcode.area().as_str()), ("2982 CM", "2982"));
        }
        refuses::<forms::Postcode>(&[
            "2982", "2982  CM", "2982cm", "0982 CM", "B-3920", "2982 C", "éé CM",
        ]);
        refuses::<forms::PostcodeArea>(&["0982", "982", "2982C"]);
    }

    #[test]
    fn a_location_knows_its_institution() {
        assert_eq!(LocationNumber::parse("16AH01").unwrap().brin(), Brin::parse("16AH").unwrap());
    }

    #[test]
    fn region_codes_are_kebab_case_and_school_years_consecutive() {
        accepts::<forms::RegionCode>(&["zuid-holland", "39"]);
        refuses::<forms::RegionCode>(&["", "Zuid-Holland", "a b", &"a".repeat(41)]);
        accepts::<forms::SchoolYear>(&["1999-2000"]);
        refuses::<forms::SchoolYear>(&["2016-2018", "2016/2017", "2016", "2016-17", "9999-0000"]);
    }

    #[test]
    fn a_refusal_says_what_is_wanted() {
        let refusal = BoardNumber::parse("1024").unwrap_err();
        assert_eq!(refusal.to_string(), "a board number is five digits, such as 41512");
    }
}
