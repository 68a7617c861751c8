//! The kinds of files and the columns that tell them apart.

use std::collections::HashMap;

use leerkring_domain::kernel::Code;

use super::Unreadable;
use super::rows::shortened;

/// What a file is about, in the order in which files build on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    RpaAreas,
    LabourMarketRegions,
    SchoolHolidays,
    Boards,
    FunctionMix,
    Partnerships,
    LegalBodies,
    PostcodePartnerships,
    Schools,
    SpecialSchools,
    PartnershipLocations,
}

impl Code for FileKind {
    const ALL: &'static [Self] = &[
        Self::RpaAreas,
        Self::LabourMarketRegions,
        Self::SchoolHolidays,
        Self::Boards,
        Self::FunctionMix,
        Self::Partnerships,
        Self::LegalBodies,
        Self::PostcodePartnerships,
        Self::Schools,
        Self::SpecialSchools,
        Self::PartnershipLocations,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::RpaAreas => "rpa-areas",
            Self::LabourMarketRegions => "labour-market-regions",
            Self::SchoolHolidays => "school-holidays",
            Self::Boards => "boards",
            Self::FunctionMix => "function-mix",
            Self::Partnerships => "partnerships",
            Self::LegalBodies => "legal-bodies",
            Self::PostcodePartnerships => "postcode-partnerships",
            Self::Schools => "schools",
            Self::SpecialSchools => "special-schools",
            Self::PartnershipLocations => "partnership-locations",
        }
    }
}

impl FileKind {
    /// What to call it in a sentence, with DUO's number where it has one.
    pub fn title(self) -> &'static str {
        match self {
            Self::RpaAreas => "the RPA areas",
            Self::LabourMarketRegions => "the municipalities of the labour-market regions",
            Self::SchoolHolidays => "the school holidays",
            Self::Boards => "DUO's school boards po (07)",
            Self::FunctionMix => "DUO's function mix of boards",
            Self::Partnerships => "DUO's partnerships po (08)",
            Self::LegalBodies => "DUO's legal bodies of partnerships (10)",
            Self::PostcodePartnerships => "the postcodes of the partnerships",
            Self::Schools => "DUO's locations of primary schools (03)",
            Self::SpecialSchools => "DUO's locations of special schools (04)",
            Self::PartnershipLocations => "DUO's locations of the partnerships po (09)",
        }
    }

    fn layout(self) -> Layout {
        match self {
            Self::RpaAreas => Layout::of(super::regions::RPA_COLUMNS),
            Self::LabourMarketRegions => Layout::of(super::regions::LABOUR_MARKET_COLUMNS),
            Self::SchoolHolidays => Layout::of(super::holidays::COLUMNS),
            Self::Boards => Layout::of(super::boards::COLUMNS),
            Self::FunctionMix => {
                Layout { optional: super::sizes::MIX_COLUMNS, ..Layout::of(super::sizes::COLUMNS) }
            }
            Self::Partnerships => Layout::of(super::partnerships::COLUMNS),
            Self::LegalBodies => Layout::of(super::partnerships::LEGAL_BODY_COLUMNS),
            Self::PostcodePartnerships => Layout::of(super::regions::POSTCODE_COLUMNS),
            Self::Schools => Layout {
                optional: super::schools::REGION_COLUMNS,
                foreign: super::schools::FOREIGN_COLUMNS,
                ..Layout::of(super::schools::COLUMNS)
            },
            Self::SpecialSchools => Layout {
                optional: super::schools::REGION_COLUMNS,
                ..Layout::of(super::schools::SPECIAL_COLUMNS)
            },
            Self::PartnershipLocations => Layout::of(super::partnerships::LOCATION_COLUMNS),
        }
    }
}

/// The columns that are read from a kind of file; others may be there too.
#[derive(Clone, Copy)]
struct Layout {
    needed: &'static [&'static str],
    /// Read where they are there; they may go without harm.
    optional: &'static [&'static str],
    /// Columns that only files of other kinds have.
    foreign: &'static [&'static str],
}

impl Layout {
    fn of(needed: &'static [&'static str]) -> Self {
        Self { needed, optional: &[], foreign: &[] }
    }
}

/// What DUO calls a column since about 2023, where we use the older name.
const NEWER_NAMES: [(&str, &str); 2] =
    [("BRIN NUMMER", "INSTELLINGSCODE"), ("VESTIGINGSNUMMER", "VESTIGINGSCODE")];

/// The header of a file of a known kind.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) kind: FileKind,
    /// As the file has them.
    names: Vec<String>,
    positions: HashMap<&'static str, usize>,
}

impl Header {
    /// Tells the kind of a file by its header. Case, spaces, underscores and hyphens do not matter.
    pub(super) fn recognise(names: Vec<String>) -> Result<Self, Unreadable> {
        let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let Some(kind) = likeliest(&plain) else {
            return Err(Unreadable::UnknownHeader {
                found: names.iter().map(|name| shortened(name)).collect(),
            });
        };
        let layout = kind.layout();
        let missing = |title: &&&str| positions(&plain, title).is_empty();
        let columns: Vec<String> =
            layout.needed.iter().filter(missing).map(|title| (*title).to_owned()).collect();
        if !columns.is_empty() {
            return Err(Unreadable::MissingColumns { kind, columns });
        }
        let mut found = HashMap::new();
        for title in layout.needed.iter().chain(layout.optional) {
            match positions(&plain, title).as_slice() {
                [] => {}
                [only] => drop(found.insert(*title, *only)),
                _ => {
                    return Err(Unreadable::RepeatedColumn { kind, column: (*title).to_owned() });
                }
            }
        }
        Ok(Self { kind, names, positions: found })
    }

    pub(super) fn width(&self) -> usize {
        self.names.len()
    }

    /// Where a column stands; none for an optional column that the file lacks.
    pub(super) fn position(&self, title: &str) -> Option<usize> {
        self.positions.get(title).copied()
    }

    /// The column's name as the file has it.
    pub(super) fn name(&self, title: &str) -> String {
        let found = self.position(title).and_then(|position| self.names.get(position));
        found.map_or_else(|| title.to_owned(), |name| shortened(name))
    }
}

/// The kind with all its columns in the header, or else with most of them, if at least half.
fn likeliest(plain: &[String]) -> Option<FileKind> {
    let has = |title: &&&str| !positions(plain, title).is_empty();
    let mut best: Option<(FileKind, (bool, usize, usize))> = None;
    for kind in FileKind::ALL {
        let layout = kind.layout();
        let found = layout.needed.iter().filter(has).count();
        let missing = layout.needed.len() - found;
        if found < missing || layout.foreign.iter().any(|title| has(&title)) {
            continue;
        }
        let known = found + layout.optional.iter().filter(has).count();
        let rank = (missing == 0, known, usize::MAX - missing);
        if best.is_none_or(|(_, highest)| highest < rank) {
            best = Some((*kind, rank));
        }
    }
    best.map(|(kind, _)| kind)
}

fn positions(plain: &[String], title: &str) -> Vec<usize> {
    let newer = NEWER_NAMES.iter().find(|(older, _)| *older == title).map(|(_, newer)| *newer);
    let wanted: Vec<String> = [Some(title), newer].into_iter().flatten().map(self::plain).collect();
    let fits = |(_, name): &(usize, &String)| wanted.contains(name);
    plain.iter().enumerate().filter(fits).map(|(position, _)| position).collect()
}

fn plain(name: &str) -> String {
    let matters = |letter: &char| !letter.is_whitespace() && !matches!(letter, '_' | '-');
    name.chars().filter(matters).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognise(header: &str) -> Result<Header, Unreadable> {
        Header::recognise(header.split(';').map(str::to_owned).collect())
    }

    #[test]
    fn a_header_is_recognised_whatever_its_case_and_marks() {
        for header in ["RPA-code;RPA-indeling", "rpa code;RPA_INDELING", "x;Rpa Code;rpaindeling"] {
            assert_eq!(recognise(header).unwrap().kind, FileKind::RpaAreas);
        }
    }

    #[test]
    fn the_names_of_2018_and_of_2023_are_the_same_columns() {
        let older = super::super::schools::COLUMNS.join(";");
        let newer = older
            .replace("BRIN NUMMER", "INSTELLINGSCODE")
            .replace("VESTIGINGSNUMMER", "VESTIGINGSCODE");
        assert_eq!(recognise(&older).unwrap().kind, FileKind::Schools);
        let header = recognise(&newer).unwrap();
        assert_eq!(header.kind, FileKind::Schools);
        assert_eq!(header.name("BRIN NUMMER"), "INSTELLINGSCODE");
    }

    #[test]
    fn an_unknown_header_is_answered_with_what_was_found_and_what_is_known() {
        let answer = recognise("naam;leeftijd").unwrap_err().to_string();
        assert!(answer.contains("its columns are naam, leeftijd"), "{answer}");
        assert!(FileKind::ALL.iter().all(|kind| answer.contains(kind.title())), "{answer}");
    }

    #[test]
    fn a_missing_column_is_named() {
        let header = super::super::boards::COLUMNS.join(";").replace("KVK-NUMMER", "KVK");
        let answer = recognise(&header).unwrap_err();
        let columns = vec!["KVK-NUMMER".to_owned()];
        assert_eq!(answer, Unreadable::MissingColumns { kind: FileKind::Boards, columns });
        assert!(answer.to_string().contains("lacks the column KVK-NUMMER;"), "{answer}");
    }

    #[test]
    fn special_schools_without_their_kind_are_not_taken_for_primary_schools() {
        let special = super::super::schools::SPECIAL_COLUMNS.join(";") + ";CLUSTER";
        let header = special.replace("SOORT PRIMAIR ONDERWIJS", "SOORT");
        let answer = recognise(&header).unwrap_err();
        let columns = vec!["SOORT PRIMAIR ONDERWIJS".to_owned()];
        assert_eq!(answer, Unreadable::MissingColumns { kind: FileKind::SpecialSchools, columns });
    }

    #[test]
    fn secondary_schools_are_not_taken_for_primary_schools() {
        let header = super::super::schools::COLUMNS.join(";") + ";ONDERWIJSSTRUCTUUR";
        assert!(recognise(&header).is_err());
    }

    #[test]
    fn a_column_that_stands_twice_is_refused() {
        let answer = recognise("RPA-code;RPA-indeling;RPA_CODE").unwrap_err();
        assert_eq!(answer.code(), "repeated-column");
    }
}
