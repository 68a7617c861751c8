//! The function mix of many boards, year by year, without what would give a few of them away.

use std::collections::BTreeMap;

use super::{FIRST_OWN_YEAR, Spread};
use crate::boards::SizeClass;
use crate::kernel::Code;
use crate::withholding::Publication;

/// What a report is divided by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// The sector as a whole.
    #[default]
    Sector,
    SizeClass,
    /// The labour-market region of the board's seat.
    Region,
}

impl Code for By {
    const ALL: &'static [Self] = &[Self::Sector, Self::SizeClass, Self::Region];

    fn code(self) -> &'static str {
        match self {
            Self::Sector => "sector",
            Self::SizeClass => "size-class",
            Self::Region => "region",
        }
    }
}

/// A board's mix in a year, and where it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    pub board: &'a str,
    pub year: u16,
    pub spread: Spread,
    pub size: Option<SizeClass>,
    pub region: Option<&'a str>,
}

/// The sum over a group in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub boards: usize,
    pub spread: Spread,
}

/// The sums of a group; none where there is nothing, or nothing to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The word of a size class or the code of a region; empty for the sector.
    pub key: String,
    pub years: BTreeMap<u16, Option<Sum>>,
}

/// The report of `parts` by the size class or region; `regions` are the codes of all that there
/// are, in order. A publication is the same whatever of it is asked for: the newest year first, of
/// each the sector, then its size classes, then its regions. Years of DUO's file stand each by
/// themselves: what boards did then is open data.
pub fn report(parts: &[Part<'_>], by: By, regions: &[String]) -> Vec<Group> {
    let keys: Vec<(By, String)> = std::iter::once((By::Sector, String::new()))
        .chain(SizeClass::ALL.iter().map(|size| (By::SizeClass, size.code().to_owned())))
        .chain(regions.iter().map(|region| (By::Region, region.clone())))
        .collect();
    let mut years: BTreeMap<u16, Vec<&Part<'_>>> = BTreeMap::new();
    for part in parts {
        years.entry(part.year).or_default().push(part);
    }
    let mut groups: Vec<Group> = keys
        .iter()
        .filter(|(kind, _)| *kind == by)
        .map(|(_, key)| Group { key: key.clone(), years: BTreeMap::new() })
        .collect();
    let mut own = Publication::default();
    for (year, parts) in years.into_iter().rev() {
        let mut of_duo = Publication::default();
        let publication = if year < FIRST_OWN_YEAR { &mut of_duo } else { &mut own };
        let mut asked = groups.iter_mut();
        for (kind, key) in &keys {
            let sum = admitted(publication, &members(&parts, *kind, key));
            if *kind == by {
                asked.next().map(|group| group.years.insert(year, sum));
            }
        }
    }
    groups
}

/// Those of a group with something to show.
fn members<'p, 'a>(parts: &[&'p Part<'a>], kind: By, key: &str) -> Vec<&'p Part<'a>> {
    let belongs = |part: &&&Part<'_>| match kind {
        By::Sector => true,
        By::SizeClass => part.size.is_some_and(|size| size.code() == key),
        By::Region => part.region == Some(key),
    };
    let shown = parts.iter().filter(belongs).filter(|part| part.spread.total() != 0);
    shown.copied().collect()
}

fn admitted<'a>(publication: &mut Publication<&'a str>, members: &[&Part<'a>]) -> Option<Sum> {
    publication.admit(members.iter().map(|part| part.board)).then(|| {
        let mut spread = Spread::default();
        for part in members {
            spread.add(&part.spread);
        }
        Sum { boards: members.len(), spread }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOARDS: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];

    fn part(place: usize, size: SizeClass, region: &'static str) -> Part<'static> {
        let spread = Spread { levels: [1000, 100, 0, 0, 0], other: 0 };
        Part { board: BOARDS[place], year: 2025, spread, size: Some(size), region: Some(region) }
    }

    fn shown(parts: &[Part<'_>], by: By) -> Vec<Option<usize>> {
        let groups = report(parts, by, &["01".to_owned(), "02".to_owned()]);
        groups.iter().map(|group| group.years[&2025].map(|sum| sum.boards)).collect()
    }

    #[test]
    fn a_sector_is_summed() {
        let parts: Vec<_> = (0..6).map(|at| part(at, SizeClass::Small, "01")).collect();
        let groups = report(&parts, By::Sector, &[]);
        let sum = groups[0].years[&2025].unwrap();
        assert_eq!((sum.boards, sum.spread.levels[0]), (6, 6000));
    }

    #[test]
    fn a_class_of_few_and_the_one_that_would_tell_are_both_withheld() {
        let mut parts: Vec<_> = (0..8).map(|at| part(at, SizeClass::Small, "01")).collect();
        parts.extend((8..11).map(|at| part(at, SizeClass::Large, "01")));
        assert_eq!(shown(&parts, By::Sector), [Some(11)]);
        assert_eq!(shown(&parts, By::SizeClass), [None, None, None]);
    }

    #[test]
    fn regions_give_way_to_the_classes_that_were_published_before_them() {
        let mut parts: Vec<_> = (0..6).map(|at| part(at, SizeClass::Small, "01")).collect();
        parts.extend((6..12).map(|at| part(at, SizeClass::Large, "02")));
        assert_eq!(shown(&parts, By::SizeClass), [Some(6), None, Some(6)]);
        assert_eq!(shown(&parts, By::Region), [Some(6), Some(6)]);
        parts[5].region = Some("02");
        assert_eq!(shown(&parts, By::Region), [None, None]);
    }

    #[test]
    fn an_older_year_gives_way_where_the_difference_would_tell() {
        let mut parts: Vec<_> = (0..6).map(|at| part(at, SizeClass::Small, "01")).collect();
        parts.extend((0..5).map(|at| Part { year: 2024, ..part(at, SizeClass::Small, "01") }));
        let groups = report(&parts, By::Sector, &[]);
        assert!(groups[0].years[&2025].is_some() && groups[0].years[&2024].is_none());
    }

    #[test]
    fn who_has_no_teachers_contributes_nothing_and_looks_like_nobody() {
        let mut parts: Vec<_> = (0..6).map(|at| part(at, SizeClass::Small, "01")).collect();
        for part in &mut parts {
            part.spread = Spread::default();
        }
        assert_eq!(shown(&parts, By::Sector), [None]);
        assert_eq!(shown(&parts, By::Region), [None, None]);
    }
}
