//! What the function-mix file says about a board as a whole.

use std::collections::BTreeMap;

use super::{BoardNumber, BoardSizeRecord, PostcodeArea, Sector, SizeClass};

/// A board over all sectors that the function-mix file counts it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardProfile {
    pub board: BoardNumber,
    pub name: String,
    pub postcode: PostcodeArea,
    /// Each once, in order, at least one.
    pub sectors: Vec<Sector>,
    /// The largest of its classes: the file classes each sector by itself.
    pub size: SizeClass,
    /// One school over all sectors (eenpitter): counted in one sector, with one school there.
    pub one_school: bool,
}

/// One profile for each board, by board number.
pub fn profiles<'a>(records: impl IntoIterator<Item = &'a BoardSizeRecord>) -> Vec<BoardProfile> {
    let mut profiles: BTreeMap<BoardNumber, BoardProfile> = BTreeMap::new();
    for record in records {
        profiles
            .entry(record.board.clone())
            .and_modify(|profile| widen(profile, record))
            .or_insert_with(|| first(record));
    }
    profiles.into_values().collect()
}

fn first(record: &BoardSizeRecord) -> BoardProfile {
    BoardProfile {
        board: record.board.clone(),
        name: record.name.clone(),
        postcode: record.postcode.clone(),
        sectors: vec![record.sector.sector()],
        size: record.size,
        one_school: record.one_school,
    }
}

fn widen(profile: &mut BoardProfile, record: &BoardSizeRecord) {
    profile.sectors.push(record.sector.sector());
    profile.sectors.sort_unstable();
    profile.sectors.dedup();
    profile.size = profile.size.max(record.size);
    profile.one_school = false;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boards::FunctionMixSector;

    fn record(sector: FunctionMixSector, size: SizeClass) -> BoardSizeRecord {
        BoardSizeRecord {
            board: BoardNumber::parse("10249").unwrap(),
            name: "Gemeente Emmen".into(),
            postcode: PostcodeArea::parse("7811").unwrap(),
            one_school: true,
            size,
            sector,
        }
    }

    #[test]
    fn a_board_counted_once_with_one_school_is_a_one_school_board() {
        let profiles = profiles(&[record(FunctionMixSector::Bo, SizeClass::Small)]);
        assert!(profiles[0].one_school);
        assert_eq!(profiles[0].sectors, [Sector::Po]);
    }

    #[test]
    fn a_board_in_several_sectors_has_its_largest_size_and_more_than_one_school() {
        let rows = [
            record(FunctionMixSector::Vo, SizeClass::Large),
            record(FunctionMixSector::Bo, SizeClass::Small),
            record(FunctionMixSector::SboSo, SizeClass::Small),
        ];
        let profiles = profiles(&rows);
        assert_eq!(profiles.len(), 1);
        assert_eq!(profiles[0].sectors, [Sector::Po, Sector::Vo]);
        assert_eq!(profiles[0].size, SizeClass::Large);
        assert!(!profiles[0].one_school);
    }
}
