//! Tests over DUO's files as they were published, and over damaged copies of them.

use std::collections::{BTreeSet, HashSet};

use leerkring_domain::boards::{
    BoardNumber, FunctionMixSector, SchoolKind, disappeared, profiles, search_key, search_words,
};

use super::{Content, Encoding, FileKind, Reading, Separator, read};

const BOARDS: &[u8] = include_bytes!("../../data/duo/07-bevoegde-gezagen-po.csv");
const SCHOOLS: &[u8] = include_bytes!("../../data/duo/03-alle-vestigingen-bo.csv");
const SPECIAL: &[u8] = include_bytes!("../../data/duo/04-alle-vestigingen-sbo-so-vso.csv");
const PARTNERSHIPS: &[u8] = include_bytes!("../../data/duo/08-samenwerkingsverbanden-po.csv");
const LOCATIONS: &[u8] =
    include_bytes!("../../data/duo/09-vestigingen-per-samenwerkingsverband-po.csv");
const LEGAL_BODIES: &[u8] = include_bytes!("../../data/duo/10-besturen-samenwerkingsverbanden.csv");
const FUNCTION_MIX: &[u8] = include_bytes!("../../data/duo/functiemix-besturen.csv");
const RPA: &[u8] = include_bytes!("../../data/duo/rpa-gebieden.csv");
const LABOUR_MARKET: &[u8] = include_bytes!("../../data/duo/labour_market_regions_2015_law.csv");
const POSTCODES: &[u8] = include_bytes!("../../data/duo/pc4_municipality_partnership_2012_law.csv");
const HOLIDAYS: &[u8] = include_bytes!("../../data/duo/school_holidays_2016_2019_law.csv");

const FILES: [(&[u8], FileKind, usize); 11] = [
    (BOARDS, FileKind::Boards, 1_012),
    (SCHOOLS, FileKind::Schools, 6_418),
    (SPECIAL, FileKind::SpecialSchools, 841),
    (PARTNERSHIPS, FileKind::Partnerships, 77),
    (LOCATIONS, FileKind::PartnershipLocations, 7_114),
    (LEGAL_BODIES, FileKind::LegalBodies, 152),
    (FUNCTION_MIX, FileKind::FunctionMix, 18_590),
    (RPA, FileKind::RpaAreas, 39),
    (LABOUR_MARKET, FileKind::LabourMarketRegions, 397),
    (POSTCODES, FileKind::PostcodePartnerships, 4_046),
    (HOLIDAYS, FileKind::SchoolHolidays, 15),
];

fn assert_accounted_for(reading: &Reading) {
    let counted = reading.accepted() + reading.content.historic() + reading.refused.len();
    assert_eq!(counted, reading.rows, "{:?}", reading.kind);
}

fn board_numbers(reading: &Reading) -> BTreeSet<BoardNumber> {
    match &reading.content {
        Content::Boards(boards) => boards.iter().map(|row| row.record.number.clone()).collect(),
        other => panic!("{} rows of something else", other.len()),
    }
}

#[test]
fn b1_every_row_of_every_file_is_accounted_for_and_none_refused() {
    for (bytes, kind, rows) in FILES {
        let reading = read(bytes).unwrap();
        assert_eq!((reading.kind, reading.rows), (kind, rows));
        assert_eq!(reading.refused, [], "{kind:?}");
        assert_accounted_for(&reading);
    }
}

#[test]
fn encoding_and_separator_are_told_by_looking() {
    let look = |bytes| {
        let reading = read(bytes).unwrap();
        (reading.encoding, reading.separator)
    };
    assert_eq!(look(BOARDS), (Encoding::Windows1252, Separator::Semicolon));
    assert_eq!(look(FUNCTION_MIX), (Encoding::Windows1252, Separator::Comma));
    assert_eq!(look(LABOUR_MARKET), (Encoding::Utf8, Separator::Semicolon));
}

#[test]
fn a_file_saved_anew_in_utf_8_with_tabs_says_the_same() {
    let (text, ..) = encoding_rs::WINDOWS_1252.decode(PARTNERSHIPS);
    let anew = format!("\u{feff}{}", text.replace(';', "\t").replace("\r\n", "\n"));
    let (published, anew) = (read(PARTNERSHIPS).unwrap(), read(anew.as_bytes()).unwrap());
    assert_eq!(anew.content, published.content);
    assert_eq!((anew.encoding, anew.separator), (Encoding::Utf8WithMark, Separator::Tab));
}

#[test]
fn quoted_names_and_accents_come_out_right() {
    let Content::Boards(boards) = read(BOARDS).unwrap().content else { panic!() };
    let name = |number: &str| {
        let row = boards.iter().find(|row| row.record.number.as_str() == number).unwrap();
        (row.line, row.record.name.clone())
    };
    assert_eq!(name("41312"), (377, "Stichting \"De Korre\"".to_owned()));
    assert!(boards.iter().any(|row| row.record.name == "Stichting Floréo"));
    assert!(boards.iter().any(|row| row.record.name.ends_with("tot Nut van ’t Algemeen")));
    assert_eq!(boards.iter().filter(|row| row.record.kvk_number.is_none()).count(), 8);
}

#[test]
fn every_school_has_a_board_of_the_boards_file_and_seven_regions() {
    let known = board_numbers(&read(BOARDS).unwrap());
    let mut running = BTreeSet::new();
    for bytes in [SCHOOLS, SPECIAL] {
        let reading = read(bytes).unwrap();
        let nodal_areas = if bytes == SPECIAL { 78 } else { 80 };
        assert_eq!(reading.named_regions.len(), 12 + nodal_areas + 34 + 42 + 40 + 25 + 39);
        let Content::Schools(schools) = reading.content else { panic!() };
        assert!(schools.iter().all(|row| row.record.regions.len() == 7));
        running.extend(schools.into_iter().map(|row| row.record.board));
    }
    assert_eq!(running, known);
}

#[test]
fn partnerships_have_locations_that_the_school_files_lack() {
    let mut schools = HashSet::new();
    for bytes in [SCHOOLS, SPECIAL] {
        let Content::Schools(rows) = read(bytes).unwrap().content else { panic!() };
        schools.extend(rows.into_iter().map(|row| row.record.location));
    }
    let Content::PartnershipLocations(rows) = read(LOCATIONS).unwrap().content else { panic!() };
    let unknown: Vec<_> =
        rows.iter().filter(|row| !schools.contains(&row.record.location)).collect();
    let without_board = unknown.iter().filter(|row| row.record.board.is_none()).count();
    assert_eq!((unknown.len(), without_board), (14, 7));
}

#[test]
fn the_newest_year_of_the_function_mix_is_2017_and_older_years_are_historic() {
    let Content::BoardSizes { year, sizes, historic, mixes } = read(FUNCTION_MIX).unwrap().content
    else {
        panic!()
    };
    assert_eq!(mixes.len(), sizes.len() + historic);
    assert_eq!((year, sizes.len(), historic), (Some(2017), 1_540, 17_050));
    let counted = |sector| sizes.iter().filter(|row| row.record.sector == sector).count();
    let counts = [
        counted(FunctionMixSector::Bo),
        counted(FunctionMixSector::SboSo),
        counted(FunctionMixSector::Vo),
        counted(FunctionMixSector::Mbo),
    ];
    assert_eq!(counts, [897, 271, 310, 62]);
    assert_eq!(profiles(sizes.iter().map(|row| &row.record)).len(), 1_318);
}

#[test]
fn special_schools_have_their_kinds() {
    let Content::Schools(rows) = read(SPECIAL).unwrap().content else { panic!() };
    let counted = |kind| rows.iter().filter(|row| row.record.kind == kind).count();
    let kinds = [SchoolKind::Sbo, SchoolKind::So, SchoolKind::Vso, SchoolKind::SoVso];
    assert_eq!(kinds.map(counted), [284, 112, 71, 374]);
}

#[test]
fn b2_one_row_cut_in_half_is_the_only_one_refused() {
    let text = String::from_utf8_lossy(BOARDS);
    let lines: Vec<&str> = text.split("\r\n").collect();
    let cut = &lines[99][..lines[99].len() / 2];
    let damaged = [&lines[..99], &[cut], &lines[100..]].concat().join("\r\n");
    let reading = read(damaged.replace('\u{fffd}', "?").as_bytes()).unwrap();
    assert_eq!((reading.rows, reading.refused.len(), reading.refused[0].line), (1_012, 1, 100));
    assert_eq!(reading.refused[0].reason.code(), "cut-row");
}

#[test]
fn b3_a_board_missing_from_a_newer_file_has_disappeared() {
    let known = board_numbers(&read(BOARDS).unwrap());
    let end = BOARDS.len() - 2 - BOARDS.rsplit(|byte| *byte == b'\n').nth(1).unwrap().len();
    let newer = board_numbers(&read(&BOARDS[..end]).unwrap());
    assert_eq!(disappeared(&known, &newer), [BoardNumber::parse("99711").unwrap()]);
    assert_eq!(disappeared(&known, &known.clone()), []);
}

#[test]
fn b4_sint_finds_the_boards_called_sint_and_st() {
    let Content::Boards(boards) = read(BOARDS).unwrap().content else { panic!() };
    let finds = |query: &str| -> Vec<String> {
        let fits = |name: &str| {
            let key = search_key(name);
            search_words(query).iter().all(|word| key.contains(word.as_str()))
        };
        boards.iter().map(|row| row.record.name.clone()).filter(|name| fits(name)).collect()
    };
    let sint = finds("sint");
    for name in [
        "Stichting Katholiek Primair Onderwijs Sint Antonius",
        "Stichting Schoolbestuur St. Jozef",
        "Stichting St.-Christoffel",
    ] {
        assert!(sint.iter().any(|found| found == name), "{name}");
    }
    assert_eq!(sint, finds("St."));
    assert!(sint.len() < 60, "{sint:#?}");
}

#[test]
fn a_file_cut_off_or_damaged_anywhere_is_answered_and_still_accounted_for() {
    const WINDOW: usize = 600;
    const DAMAGE: [u8; 8] = [0, b'"', b';', b',', b'\n', b'\r', 0xC3, 0xFF];
    for (bytes, ..) in FILES {
        let header = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for (step, at) in (0..bytes.len()).step_by(997).enumerate() {
            let piece = match at.checked_sub(WINDOW) {
                Some(from) if header < from => [&bytes[..header], &bytes[from..at]].concat(),
                _ => bytes[..at].to_vec(),
            };
            let mut damaged = piece.clone();
            if let Some(last) = damaged.len().checked_sub(step % WINDOW + 1) {
                damaged[last] = DAMAGE[step % DAMAGE.len()];
            }
            for reading in [read(&piece), read(&damaged)].iter().flatten() {
                assert_accounted_for(reading);
            }
        }
    }
}

#[test]
fn whole_files_with_one_byte_damaged_are_answered() {
    for (bytes, ..) in FILES {
        for (step, byte) in [(3, b'"'), (5, b'\n'), (7, 0x81)] {
            let mut damaged = bytes.to_vec();
            damaged[bytes.len() * step / 8] = byte;
            match read(&damaged) {
                Ok(reading) => assert_accounted_for(&reading),
                Err(unreadable) => assert_eq!(unreadable.code(), "broken-utf-8"),
            }
        }
    }
}

#[test]
fn a_header_alone_is_no_file() {
    for (bytes, kind, _) in FILES {
        let end = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        assert_eq!(read(&bytes[..end]), Err(super::Unreadable::NoRows { kind }));
    }
}
