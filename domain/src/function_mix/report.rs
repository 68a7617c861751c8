//! The function mix of many boards, year by year, without what would give a few of them away.

use std::collections::BTreeMap;

use super::{FIRST_OWN_YEAR, Spread};
use crate::boards::{SizeClass, region_schemes};
use crate::kernel::{Code, RegionKey};
use crate::withholding::Publication;

/// What a report is divided by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// The sector as a whole.
    #[default]
    Sector,
    SizeClass,
    /// The region of the board's seat.
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

/// The divisions of the country that a report can be divided by, in the order in which they are
/// published: what comes later gives way where it crosses what came before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RegionScheme {
    #[default]
    LabourMarket,
    Province,
    Rpa,
}

impl Code for RegionScheme {
    const ALL: &'static [Self] = &[Self::LabourMarket, Self::Province, Self::Rpa];

    fn code(self) -> &'static str {
        match self {
            Self::LabourMarket => region_schemes::LABOUR_MARKET,
            Self::Province => region_schemes::PROVINCE,
            Self::Rpa => region_schemes::RPA,
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
    /// That of its seat in each scheme.
    pub regions: &'a [RegionKey],
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
    pub of: Division,
    pub years: BTreeMap<u16, Option<Sum>>,
}

/// A part of the sector's boards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Division {
    Whole,
    Size(SizeClass),
    Region(RegionKey),
}

impl Division {
    /// Whether somebody asks for it who asks for this.
    pub fn is_by(&self, by: By, scheme: RegionScheme) -> bool {
        self.kind() == (by, (by == By::Region).then_some(scheme.code()))
    }

    /// The word of the size class or the code of the region; none for the whole.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Whole => None,
            Self::Size(size) => Some(size.code()),
            Self::Region(region) => Some(&region.code),
        }
    }

    /// What divides the boards like this: the scheme, for a region.
    fn kind(&self) -> (By, Option<&str>) {
        match self {
            Self::Whole => (By::Sector, None),
            Self::Size(_) => (By::SizeClass, None),
            Self::Region(region) => (By::Region, Some(&region.scheme)),
        }
    }

    fn has(&self, part: &Part<'_>) -> bool {
        match self {
            Self::Whole => true,
            Self::Size(size) => part.size == Some(*size),
            Self::Region(region) => part.regions.contains(region),
        }
    }
}

/// The report of `parts`, whole and by size class and by `regions`, which stand scheme by scheme. What
/// is more important goes before: the sector in every year, the newest first, then its size classes
/// in every year, then one scheme after the other. So what is left out behind changes nothing before
/// it, and a publication is the same whatever of it is asked for. Years of DUO's file stand each by
/// themselves: what boards did then is open data.
pub fn report(parts: &[Part<'_>], regions: &[RegionKey]) -> Vec<Group> {
    let sizes = SizeClass::ALL.iter().copied().map(Division::Size);
    let divisions = std::iter::once(Division::Whole)
        .chain(sizes)
        .chain(regions.iter().cloned().map(Division::Region));
    let mut groups: Vec<Group> = divisions.map(|of| Group { of, years: BTreeMap::new() }).collect();
    let mut years: BTreeMap<u16, Vec<&Part<'_>>> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.spread.total() != 0) {
        years.entry(part.year).or_default().push(part);
    }
    let mut own = Publication::default();
    let mut of_duo: BTreeMap<u16, Publication<&str>> = BTreeMap::new();
    for alike in groups.chunk_by_mut(|one, other| one.of.kind() == other.of.kind()) {
        for (year, parts) in years.iter().rev() {
            let publication =
                if *year < FIRST_OWN_YEAR { of_duo.entry(*year).or_default() } else { &mut own };
            for group in alike.iter_mut() {
                let members: Vec<_> = parts.iter().filter(|part| group.of.has(part)).collect();
                group.years.insert(*year, admitted(publication, &members));
            }
        }
    }
    groups
}

fn admitted<'a>(publication: &mut Publication<&'a str>, members: &[&&Part<'a>]) -> Option<Sum> {
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

    fn key(scheme: RegionScheme, code: &str) -> RegionKey {
        RegionKey { scheme: scheme.code().to_owned(), code: code.to_owned() }
    }

    /// Two labour-market regions, and two provinces that divide the same boards otherwise.
    fn regions() -> Vec<RegionKey> {
        use RegionScheme::{LabourMarket, Province};
        vec![
            key(LabourMarket, "01"),
            key(LabourMarket, "02"),
            key(Province, "drenthe"),
            key(Province, "fryslan"),
        ]
    }

    /// Where a board lies: its places in [`regions`].
    type Seat = Vec<RegionKey>;

    fn seat(places: &[usize]) -> Seat {
        places.iter().map(|place| regions()[*place].clone()).collect()
    }

    fn part(place: usize, size: SizeClass, seat: &Seat) -> Part<'_> {
        let spread = Spread { levels: [1000, 100, 0, 0, 0], other: 0 };
        Part { board: BOARDS[place], year: 2025, spread, size: Some(size), regions: seat }
    }

    fn shown(parts: &[Part<'_>], by: By, scheme: RegionScheme) -> Vec<Option<usize>> {
        let groups = report(parts, &regions());
        let asked = groups.iter().filter(|group| group.of.is_by(by, scheme));
        asked.map(|group| group.years[&2025].map(|sum| sum.boards)).collect()
    }

    const USUAL: RegionScheme = RegionScheme::LabourMarket;

    #[test]
    fn a_sector_is_summed() {
        let nowhere = Seat::new();
        let parts: Vec<_> = (0..6).map(|at| part(at, SizeClass::Small, &nowhere)).collect();
        let groups = report(&parts, &[]);
        let sum = groups[0].years[&2025].unwrap();
        assert_eq!((sum.boards, sum.spread.levels[0]), (6, 6000));
    }

    #[test]
    fn a_class_of_few_and_the_one_that_would_tell_are_both_withheld() {
        let first = seat(&[0]);
        let mut parts: Vec<_> = (0..8).map(|at| part(at, SizeClass::Small, &first)).collect();
        parts.extend((8..11).map(|at| part(at, SizeClass::Large, &first)));
        assert_eq!(shown(&parts, By::Sector, USUAL), [Some(11)]);
        assert_eq!(shown(&parts, By::SizeClass, USUAL), [None, None, None]);
    }

    #[test]
    fn regions_give_way_to_the_classes_that_were_published_before_them() {
        let (first, second) = (seat(&[0]), seat(&[1]));
        let mut parts: Vec<_> = (0..6).map(|at| part(at, SizeClass::Small, &first)).collect();
        parts.extend((6..12).map(|at| part(at, SizeClass::Large, &second)));
        assert_eq!(shown(&parts, By::SizeClass, USUAL), [Some(6), None, Some(6)]);
        assert_eq!(shown(&parts, By::Region, USUAL), [Some(6), Some(6)]);
        parts[5].regions = &second;
        assert_eq!(shown(&parts, By::Region, USUAL), [None, None]);
    }

    #[test]
    fn provinces_give_way_to_the_labour_market_regions_that_they_cross() {
        let seats = [seat(&[0, 2]), seat(&[1, 3]), seat(&[1, 2])];
        let place = |at: usize| &seats[usize::from(6 <= at)];
        let mut parts: Vec<_> = (0..12).map(|at| part(at, SizeClass::Small, place(at))).collect();
        let provinces = |parts: &[Part<'_>]| shown(parts, By::Region, RegionScheme::Province);
        // The same boards by another name tell nothing new.
        assert_eq!(provinces(&parts), [Some(6), Some(6)]);
        // One board between the two would be known by subtraction.
        parts[11].regions = &seats[2];
        assert_eq!(shown(&parts, By::Region, USUAL), [Some(6), Some(6)]);
        assert_eq!(provinces(&parts), [None, None]);
    }

    #[test]
    fn an_older_year_gives_way_where_the_difference_would_tell() {
        let first = seat(&[0]);
        let mut parts: Vec<_> = (0..6).map(|at| part(at, SizeClass::Small, &first)).collect();
        parts.extend((0..5).map(|at| Part { year: 2024, ..part(at, SizeClass::Small, &first) }));
        let groups = report(&parts, &[]);
        assert!(groups[0].years[&2025].is_some() && groups[0].years[&2024].is_none());
    }

    #[test]
    fn a_sector_of_an_older_year_goes_before_the_regions_of_a_newer_one() {
        let (first, second) = (seat(&[0]), seat(&[1]));
        let place = |at: usize| if at < 6 { &first } else { &second };
        let newer = |at| part(at, SizeClass::Small, place(at));
        let mut parts: Vec<_> = (0..12).map(newer).collect();
        // Those of the first region alone, less one, and with five of the second.
        parts.extend((1..11).map(|at| Part { year: 2024, ..newer(at) }));
        let groups = report(&parts, &regions());
        assert_eq!(groups[0].years[&2024], None, "twelve less ten");
        parts.truncate(12);
        parts.extend((0..7).map(|at| Part { year: 2024, ..newer(at) }));
        let groups = report(&parts, &regions());
        assert!(groups[0].years[&2024].is_some(), "seven of twelve");
        assert_eq!(shown(&parts, By::Region, USUAL), [None, None], "six less seven is one");
        assert_eq!(report(&parts, &[])[0], groups[0], "whatever is asked for");
    }

    #[test]
    fn who_has_no_teachers_contributes_nothing_and_looks_like_nobody() {
        let first = seat(&[0]);
        let mut parts: Vec<_> = (0..6).map(|at| part(at, SizeClass::Small, &first)).collect();
        parts[0].spread = Spread::default();
        let five = shown(&parts, By::Sector, USUAL);
        parts[1].spread = Spread::default();
        assert_eq!((five, shown(&parts, By::Sector, USUAL)), (vec![Some(5)], vec![None]));
        assert_eq!(shown(&parts, By::Region, USUAL), [None, None]);
    }
}
