//! Formation (formatie): what a target is a share of.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{hours_of_a_job, yearly_hours_of_a_job};
use crate::boards::Sector;
use crate::kernel::Code;

/// How sure a formation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accuracy {
    Measured,
    Estimated,
}

impl Code for Accuracy {
    const ALL: &'static [Self] = &[Self::Measured, Self::Estimated];

    fn code(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Estimated => "estimated",
        }
    }
}

/// Where a formation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// DUO's function-mix file: all staff on 1 October.
    Duo,
    Board,
}

impl Code for Source {
    const ALL: &'static [Self] = &[Self::Duo, Self::Board];

    fn code(self) -> &'static str {
        match self {
            Self::Duo => "duo",
            Self::Board => "board",
        }
    }
}

/// How much staff there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Fte(Decimal),
    /// Paid hours in the year.
    PaidHours(Decimal),
}

/// The staff of a board in a sector in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formation {
    pub sector: Sector,
    pub year: u16,
    pub extent: Extent,
    pub accuracy: Accuracy,
    pub source: Source,
}

/// How many hours a week are one FTE, by sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FullTimeWeek {
    pub po: Decimal,
    pub vo: Decimal,
    pub mbo: Decimal,
}

impl Default for FullTimeWeek {
    fn default() -> Self {
        let hours = Decimal::from(36);
        Self { po: hours, vo: hours, mbo: hours }
    }
}

impl FullTimeWeek {
    /// Whether anybody works such weeks.
    pub fn is_possible(&self) -> bool {
        let possible = Decimal::ONE..=Decimal::from(60);
        [self.po, self.vo, self.mbo].iter().all(|hours| possible.contains(hours))
    }

    pub fn of(&self, sector: Sector) -> Decimal {
        match sector {
            Sector::Po => self.po,
            Sector::Vo => self.vo,
            Sector::Mbo => self.mbo,
        }
    }
}

impl Formation {
    /// Paid hours a week, not rounded.
    pub fn hours_per_week(&self, week: &FullTimeWeek) -> Decimal {
        match self.extent {
            Extent::Fte(fte) => fte * week.of(self.sector),
            Extent::PaidHours(hours) => hours * hours_of_a_job() / yearly_hours_of_a_job(),
        }
    }

    /// FTE, not rounded.
    pub fn fte(&self, week: &FullTimeWeek) -> Decimal {
        match self.extent {
            Extent::Fte(fte) => fte,
            Extent::PaidHours(_) => self.hours_per_week(week) / week.of(self.sector),
        }
    }
}

/// What is known of a board's staff: what it gave itself, and where it gave nothing what DUO counted
/// (sector, year, hundredths of FTE), its kinds of schools together.
pub fn known(own: Vec<Formation>, counted: &[(Sector, u16, i64)]) -> Vec<Formation> {
    let mut sums: BTreeMap<(Sector, u16), i64> = BTreeMap::new();
    for (sector, year, hundredths) in counted {
        *sums.entry((*sector, *year)).or_default() += hundredths;
    }
    for formation in &own {
        sums.remove(&(formation.sector, formation.year));
    }
    let counted = sums.into_iter().map(|((sector, year), hundredths)| Formation {
        sector,
        year,
        extent: Extent::Fte(Decimal::new(hundredths, 2)),
        accuracy: Accuracy::Measured,
        source: Source::Duo,
    });
    let mut all: Vec<Formation> = own.into_iter().chain(counted).collect();
    all.sort_by_key(|formation| (formation.year, formation.sector));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_board_gave_itself_goes_before_what_duo_counted() {
        let own = vec![Formation {
            sector: Sector::Po,
            year: 2017,
            extent: Extent::Fte(Decimal::from(9)),
            accuracy: Accuracy::Estimated,
            source: Source::Board,
        }];
        let counted = [(Sector::Po, 2016, 1000), (Sector::Po, 2016, 250), (Sector::Po, 2017, 1300)];
        let known = known(own.clone(), &counted);
        assert_eq!(known.len(), 2);
        assert_eq!(known[0].extent, Extent::Fte(Decimal::new(125, 1)));
        assert_eq!((known[0].source, &known[1]), (Source::Duo, &own[0]));
    }

    #[test]
    fn paid_hours_of_a_year_are_hours_a_week_and_fte() {
        let formation = Formation {
            sector: Sector::Po,
            year: 2024,
            extent: Extent::PaidHours(Decimal::from(13_310)),
            accuracy: Accuracy::Measured,
            source: Source::Board,
        };
        let week = FullTimeWeek { po: Decimal::from(51), ..FullTimeWeek::default() };
        assert_eq!(formation.hours_per_week(&week), Decimal::from(255));
        assert_eq!(formation.fte(&week), Decimal::from(5));
    }
}
