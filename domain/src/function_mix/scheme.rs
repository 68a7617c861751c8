//! Schemes of salary scales, and which scale of one is which of another.

use chrono::NaiveDate;

use crate::kernel::Code;

/// How many levels the largest schemes have.
pub const LEVELS: usize = 5;

/// A scheme of salary scales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// LA to LE, until 31 August 2018.
    LaLe,
    /// L10 to L14, from 1 September 2018.
    L10L14,
    /// LB to LE from 2022: LB is what was L10, and LA before that.
    LbLe,
}

impl Code for Scheme {
    const ALL: &'static [Self] = &[Self::LaLe, Self::L10L14, Self::LbLe];

    fn code(self) -> &'static str {
        match self {
            Self::LaLe => "la-le",
            Self::L10L14 => "l10-l14",
            Self::LbLe => "lb-le",
        }
    }
}

/// A scale within its scheme. Those of the same level are counterparts: LA, L10, LB of 2022.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    pub scheme: Scheme,
    /// From 0, the lowest.
    pub level: usize,
    pub name: &'static str,
}

impl Scheme {
    /// The scheme that holds on the reference date of a year, 1 October.
    pub fn of(year: u16) -> Self {
        match year {
            ..=2017 => Self::LaLe,
            2018..=2021 => Self::L10L14,
            2022.. => Self::LbLe,
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::LaLe => &["LA", "LB", "LC", "LD", "LE"],
            Self::L10L14 => &["L10", "L11", "L12", "L13", "L14"],
            Self::LbLe => &["LB", "LC", "LD", "LE"],
        }
    }

    /// Its scales, the lowest first.
    pub fn scales(self) -> impl Iterator<Item = Scale> {
        let names = self.names().iter().enumerate();
        names.map(move |(level, name)| Scale { scheme: self, level, name })
    }

    /// Its scale of this name, whatever its case.
    pub fn scale(self, name: &str) -> Option<Scale> {
        self.scales().find(|scale| scale.name.eq_ignore_ascii_case(name.trim()))
    }

    /// Its scale at this level; none where it ends below.
    pub fn at(self, level: usize) -> Option<Scale> {
        self.scales().nth(level)
    }
}

impl Scale {
    /// The counterpart in another scheme, if it has one.
    pub fn within(self, scheme: Scheme) -> Option<Self> {
        scheme.at(self.level)
    }
}

/// The day that the figures of a year are of.
pub fn reference_on(year: u16) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::from(year), 10, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_follows_from_the_reference_date() {
        assert_eq!(Scheme::of(2017), Scheme::LaLe);
        assert_eq!(Scheme::of(2018), Scheme::L10L14);
        assert_eq!(Scheme::of(2021), Scheme::L10L14);
        assert_eq!(Scheme::of(2022), Scheme::LbLe);
    }

    #[test]
    fn scales_have_counterparts_in_other_schemes() {
        for (la, l10, lb) in [("LA", "L10", "LB"), ("LB", "L11", "LC"), ("LC", "L12", "LD")] {
            let scale = Scheme::LaLe.scale(la).unwrap();
            assert_eq!(scale.within(Scheme::L10L14).unwrap().name, l10);
            assert_eq!(scale.within(Scheme::LbLe).unwrap().name, lb);
        }
    }

    #[test]
    fn the_highest_scale_of_a_longer_scheme_has_no_counterpart_in_a_shorter_one() {
        assert_eq!(Scheme::L10L14.scale("L14").unwrap().within(Scheme::LbLe), None);
    }

    #[test]
    fn a_scale_is_known_in_its_own_scheme_only() {
        assert_eq!(Scheme::LbLe.scale("LA"), None);
        assert_eq!(Scheme::LbLe.scale(" lb ").unwrap().level, 0);
        assert_eq!(Scheme::LaLe.scale("LB").unwrap().level, 1);
    }

    #[test]
    fn figures_are_of_the_first_of_october() {
        assert_eq!(reference_on(2017).unwrap().to_string(), "2017-10-01");
    }
}
