//! The function mix (functiemix): how a board's teachers spread over the salary scales.
//!
//! A scale never stands without the scheme that it belongs to: `LB` of 2014 is not `LB` of 2022.
//! Scales of different schemes are compared by their level, and whoever does so says it.

mod comparison;
mod report;
mod rules;
mod scheme;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::boards::{BoardNumber, FunctionMixSector, PostcodeArea, SizeClass};

pub use comparison::{Agreed, Change, Standing, Target, change, standings, target, target_source};
pub use report::{By, Division, Group, Part, RegionScheme, Sum, report};
pub use rules::{Entry, FIRST_OWN_YEAR};
pub use scheme::{LEVELS, Scale, Scheme, reference_on};

/// Teachers' FTE per level, and of those in no scale of the scheme. In hundredths, exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// By level, the lowest scale first.
    pub levels: [i64; LEVELS],
    pub other: i64,
}

impl Spread {
    pub fn total(&self) -> i64 {
        self.levels.iter().sum::<i64>() + self.other
    }

    /// The hundredths of FTE in `scale`; nothing where the scheme has no such level.
    pub fn at(&self, level: usize) -> i64 {
        self.levels.get(level).copied().unwrap_or(0)
    }

    pub fn add(&mut self, more: &Self) {
        for (sum, part) in self.levels.iter_mut().zip(more.levels) {
            *sum += part;
        }
        self.other += more.other;
    }
}

/// The share of `part` in `whole`, in percent, not rounded; none of nothing.
pub fn share(part: i64, whole: i64) -> Option<Decimal> {
    (whole != 0).then(|| Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole))
}

/// A percentage as it is published: one decimal, halves up.
pub fn rounded(percentage: Decimal) -> Decimal {
    let mut rounded = percentage.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(1);
    rounded
}

/// FTE of hundredths of them.
pub fn fte(hundredths: i64) -> Decimal {
    Decimal::new(hundredths, 2)
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// DUO's file of 2006–2017, which is open data.
    Duo,
    /// The board itself.
    Board,
}

impl crate::kernel::Code for Source {
    const ALL: &'static [Self] = &[Self::Duo, Self::Board];

    fn code(self) -> &'static str {
        match self {
            Self::Duo => "duo",
            Self::Board => "board",
        }
    }
}

/// What is known of a board in a sector on 1 October of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mix {
    pub board: BoardNumber,
    pub sector: FunctionMixSector,
    pub year: u16,
    pub spread: Spread,
    /// All of its staff in hundredths of FTE, where that is known.
    pub formation: Option<i64>,
    pub size: Option<SizeClass>,
    pub postcode: Option<PostcodeArea>,
    /// The shares that were agreed on with this board.
    pub agreed: Option<Agreed>,
    pub source: Source,
}

impl Mix {
    pub fn scheme(&self) -> Scheme {
        Scheme::of(self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q6_shares_are_of_all_teachers_and_published_with_one_decimal() {
        // The sums of DUO's file, October 2017, primary schools, all boards, in hundredths.
        let spread = Spread { levels: [5_481_290, 2_007_440, 26_130, 0, 0], other: 3_870 };
        assert_eq!(spread.total(), 7_518_730);
        let published =
            |level: usize| rounded(share(spread.at(level), spread.total()).unwrap()).to_string();
        assert_eq!((published(0), published(1), published(2)), q6());
    }

    fn q6() -> (String, String, String) {
        ("72.9".to_owned(), "26.7".to_owned(), "0.3".to_owned())
    }

    #[test]
    fn the_share_of_nothing_is_none() {
        assert_eq!(share(0, 0), None);
    }

    #[test]
    fn halves_go_up() {
        assert_eq!(rounded(Decimal::new(125, 2)).to_string(), "1.3");
        assert_eq!(rounded(Decimal::new(5, 0)).to_string(), "5.0");
    }
}
