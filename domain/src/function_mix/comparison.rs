//! Shares, what they should be, and how they changed.

use rust_decimal::Decimal;

use super::{LEVELS, Scale, Scheme, Spread, share};
use crate::boards::FunctionMixSector;

/// A share that was agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub percentage: Decimal,
}

/// The shares that were agreed on with a board, by level, in hundredths of a percent. DUO's file has
/// them beside the figures of 2014: for secondary boards each its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed(pub [i64; LEVELS]);

/// A scale of a mix, in the scheme in which it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub scale: Scale,
    /// The scale that the figure was counted in, where that is of another scheme.
    pub mapped_from: Option<Scale>,
    /// Hundredths of FTE.
    pub fte: i64,
    /// In percent, not rounded; none where there are no teachers.
    pub share: Option<Decimal>,
    pub target: Option<Target>,
}

impl Standing {
    /// What the share lacks of its target, in percent points; less than nothing is more than asked.
    pub fn gap(&self) -> Option<Decimal> {
        Some(self.target?.percentage - self.share?)
    }
}

/// The mix of `year`, scale by scale, in the scales of `shown`. Scales that `shown` lacks are left
/// out where nobody is in them, and otherwise counted with those in no scale.
pub fn standings(
    (sector, agreed): (FunctionMixSector, Option<Agreed>),
    year: u16,
    spread: &Spread,
    shown: Scheme,
) -> Vec<Standing> {
    let counted = Scheme::of(year);
    shown
        .scales()
        .map(|scale| {
            let from = scale.within(counted);
            let fte = from.map_or(0, |from| spread.at(from.level));
            Standing {
                scale,
                mapped_from: from.filter(|_| counted != shown),
                fte,
                share: share(fte, spread.total()),
                target: target((sector, agreed), year, scale.level),
            }
        })
        .collect()
}

/// The hundredths of FTE that stand in no scale of `shown`.
pub(super) fn outside(spread: &Spread, shown: Scheme) -> i64 {
    spread.total() - shown.scales().map(|scale| spread.at(scale.level)).sum::<i64>()
}

impl Spread {
    /// Those in no scale of `shown`, in hundredths of FTE.
    pub fn outside(&self, shown: Scheme) -> i64 {
        outside(self, shown)
    }
}

/// The years for which the agreed shares were to be reached, and until which they held.
const TARGETS_UNTIL: u16 = 2017;

/// The share agreed for a level: with the board, or else for its sector: primary 58/40/2, special
/// 0/86/14 (LA/LB/LC). They were to be reached in 2014 and lapsed after 2017. Secondary boards have
/// none but their own; vocational ones none.
pub fn target(
    (sector, agreed): (FunctionMixSector, Option<Agreed>),
    year: u16,
    level: usize,
) -> Option<Target> {
    let hundredths = match (agreed, sector) {
        (Some(Agreed(shares)), _) => shares,
        (None, FunctionMixSector::Bo) => [5800, 4000, 200, 0, 0],
        (None, FunctionMixSector::SboSo) => [0, 8600, 1400, 0, 0],
        (None, FunctionMixSector::Vo | FunctionMixSector::Mbo) => return None,
    };
    let share = hundredths.get(level).filter(|_| year <= TARGETS_UNTIL)?;
    Some(Target { percentage: Decimal::new(*share, 2).normalize() })
}

/// Where the agreed shares stand.
pub fn target_source() -> &'static str {
    "DUO, functiemix-besturen, streefpercentages 2014"
}

/// How a share changed since a base year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub since: u16,
    /// In percent points, not rounded.
    pub points: Decimal,
    /// Whether the base was counted in another scheme, so that its scale was mapped.
    pub across_schemes: bool,
}

/// The change of the share at `level` between two years.
pub fn change(
    (since, base): (u16, &Spread),
    (year, spread): (u16, &Spread),
    level: usize,
) -> Option<Change> {
    let before = share(base.at(level), base.total())?;
    let now = share(spread.at(level), spread.total())?;
    let across_schemes = Scheme::of(since) != Scheme::of(year);
    Some(Change { since, points: now - before, across_schemes })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIX: Spread = Spread { levels: [6000, 3000, 800, 0, 100], other: 100 };

    #[test]
    fn a_mix_is_shown_in_its_own_scales_or_mapped_to_anothers() {
        let own = standings((FunctionMixSector::Bo, None), 2017, &MIX, Scheme::LaLe);
        assert_eq!((own[0].scale.name, own[0].mapped_from, own[0].fte), ("LA", None, 6000));
        let mapped = standings((FunctionMixSector::Bo, None), 2017, &MIX, Scheme::LbLe);
        assert_eq!((mapped[0].scale.name, mapped[0].mapped_from.unwrap().name), ("LB", "LA"));
        assert_eq!(mapped[0].share, own[0].share);
    }

    #[test]
    fn who_has_no_counterpart_stands_outside() {
        assert_eq!(MIX.outside(Scheme::LaLe), 100);
        assert_eq!(MIX.outside(Scheme::LbLe), 200);
    }

    #[test]
    fn targets_hold_until_2017() {
        let gap =
            standings((FunctionMixSector::Bo, None), 2017, &MIX, Scheme::LaLe)[1].gap().unwrap();
        assert_eq!(gap, Decimal::from(10));
        let special = target((FunctionMixSector::SboSo, None), 2014, 1).unwrap();
        assert_eq!(special.percentage, Decimal::from(86));
        assert_eq!(target((FunctionMixSector::Bo, None), 2018, 1), None);
        assert_eq!(target((FunctionMixSector::Vo, None), 2014, 1), None);
    }

    #[test]
    fn what_was_agreed_with_a_board_goes_before_what_its_sector_agreed_on() {
        let agreed = Some(Agreed([0, 1490, 5210, 3300, 0]));
        let own = |year| target((FunctionMixSector::Vo, agreed), year, 1);
        assert_eq!(own(2017).unwrap().percentage.to_string(), "14.9");
        assert_eq!(own(2018), None);
    }

    #[test]
    fn a_change_says_whether_it_crosses_schemes() {
        let later = Spread { levels: [5000, 4000, 1000, 0, 0], other: 0 };
        let within = change((2006, &MIX), (2017, &later), 1).unwrap();
        assert_eq!((within.points, within.across_schemes), (Decimal::from(10), false));
        assert!(change((2017, &MIX), (2018, &later), 1).unwrap().across_schemes);
        assert_eq!(change((2006, &Spread::default()), (2017, &later), 1), None);
    }
}
