//! Locations of primary schools (DUO, file 03) and of special schools (file 04).

use std::collections::HashSet;

use leerkring_domain::boards::{
    Malformed, RegionCode, RegionRecord, SchoolKind, SchoolRecord, region_schemes, search_key,
};
use leerkring_domain::kernel::RegionKey;

use super::rows::{Refusal, Row, Table};
use super::{Line, Unreadable};

pub(super) const COLUMNS: &[&str] = &[
    "PROVINCIE",
    "BEVOEGD GEZAG NUMMER",
    "BRIN NUMMER",
    "VESTIGINGSNUMMER",
    "VESTIGINGSNAAM",
    "STRAATNAAM",
    "HUISNUMMER-TOEVOEGING",
    "POSTCODE",
    "PLAATSNAAM",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "DENOMINATIE",
    "INTERNETADRES",
];

pub(super) const SPECIAL_COLUMNS: &[&str] = &[
    "SOORT PRIMAIR ONDERWIJS",
    "PROVINCIE",
    "BEVOEGD GEZAG NUMMER",
    "BRIN NUMMER",
    "VESTIGINGSNUMMER",
    "VESTIGINGSNAAM",
    "STRAATNAAM",
    "HUISNUMMER-TOEVOEGING",
    "POSTCODE",
    "PLAATSNAAM",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "DENOMINATIE",
    "INTERNETADRES",
];

/// Columns of DUO's files of special, secondary and vocational schools, which look alike otherwise.
pub(super) const FOREIGN_COLUMNS: &[&str] = &[
    "SOORT PRIMAIR ONDERWIJS",
    "CLUSTER",
    "ONDERWIJS",
    "ONDERWIJSSTRUCTUUR",
    "MBO INSTELLINGSSOORT NAAM",
];

pub(super) const REGION_COLUMNS: &[&str] = &[
    "NODAAL GEBIED CODE",
    "NODAAL GEBIED NAAM",
    "RPA-GEBIED CODE",
    "RPA-GEBIED NAAM",
    "WGR-GEBIED CODE",
    "WGR-GEBIED NAAM",
    "COROPGEBIED CODE",
    "COROPGEBIED NAAM",
    "ONDERWIJSGEBIED CODE",
    "ONDERWIJSGEBIED NAAM",
    "RMC-REGIO CODE",
    "RMC-REGIO NAAM",
];

/// Each scheme with the columns of a region's code and name.
const SCHEMES: [(&str, &str, &str); 6] = [
    (region_schemes::NODAL, "NODAAL GEBIED CODE", "NODAAL GEBIED NAAM"),
    (region_schemes::RPA, "RPA-GEBIED CODE", "RPA-GEBIED NAAM"),
    (region_schemes::WGR, "WGR-GEBIED CODE", "WGR-GEBIED NAAM"),
    (region_schemes::COROP, "COROPGEBIED CODE", "COROPGEBIED NAAM"),
    (region_schemes::EDUCATION_AREA, "ONDERWIJSGEBIED CODE", "ONDERWIJSGEBIED NAAM"),
    (region_schemes::RMC, "RMC-REGIO CODE", "RMC-REGIO NAAM"),
];

const SPECIAL_KINDS: [(&str, SchoolKind); 5] = [
    ("SBAO", SchoolKind::Sbo),
    ("SBO", SchoolKind::Sbo),
    ("SO", SchoolKind::So),
    ("VSO", SchoolKind::Vso),
    ("(V)SO", SchoolKind::SoVso),
];

type Schools = Result<Vec<Line<SchoolRecord>>, Unreadable>;

pub(super) fn read(table: &mut Table, regions: &mut Vec<Line<RegionRecord>>) -> Schools {
    collect(table, regions, |_| Ok(SchoolKind::Bo))
}

pub(super) fn read_special(table: &mut Table, regions: &mut Vec<Line<RegionRecord>>) -> Schools {
    collect(table, regions, |row| row.one_of("SOORT PRIMAIR ONDERWIJS", &SPECIAL_KINDS))
}

fn collect(
    table: &mut Table,
    regions: &mut Vec<Line<RegionRecord>>,
    kind: impl Fn(&Row) -> Result<SchoolKind, Refusal>,
) -> Schools {
    let mut known: HashSet<RegionKey> = HashSet::new();
    let parse = |row: &Row| {
        let named = named_regions(row)?;
        let keys = named.iter().map(|region| region.key.clone()).collect();
        let school = school(row, kind(row)?, keys)?;
        let unknown = named.into_iter().filter(|region| known.insert(region.key.clone()));
        regions.extend(unknown.map(|record| Line { line: row.line, record }));
        Ok(school)
    };
    table.read(parse, |school| school.location.clone())
}

fn school(row: &Row, kind: SchoolKind, regions: Vec<RegionKey>) -> Result<SchoolRecord, Refusal> {
    let school = SchoolRecord {
        location: row.identifier("VESTIGINGSNUMMER")?,
        board: row.identifier("BEVOEGD GEZAG NUMMER")?,
        kind,
        name: row.needed("VESTIGINGSNAAM")?,
        address: row.address(row.street()?, "POSTCODE", "PLAATSNAAM")?,
        municipality: row.municipality()?,
        province: row.needed("PROVINCIE")?,
        denomination: row.text("DENOMINATIE")?,
        website: row.text("INTERNETADRES")?,
        regions,
    };
    if school.location.brin() != row.identifier("BRIN NUMMER")? {
        return Err(row.contradicts("VESTIGINGSNUMMER", "BRIN NUMMER"));
    }
    Ok(school)
}

/// The province and the regions of a row. A scheme whose code is blank names no region; a region
/// without a name is called by its code.
fn named_regions(row: &Row) -> Result<Vec<RegionRecord>, Refusal> {
    let province = row.needed("PROVINCIE")?;
    let code = search_key(&province).replace(' ', "-");
    let code = RegionCode::parse(&code).map_err(|fault| row.malformed("PROVINCIE", fault))?;
    let mut regions = vec![region(region_schemes::PROVINCE, code.into(), province)];
    for (scheme, code, name) in SCHEMES {
        if let Some(found) = area_code(row, code)? {
            let name = row.text(name)?.unwrap_or_else(|| found.clone());
            regions.push(region(scheme, found, name));
        }
    }
    Ok(regions)
}

/// A code of two digits, as in every scheme of these files; `5` is `05`. None if it is blank.
fn area_code(row: &Row, column: &'static str) -> Result<Option<String>, Refusal> {
    if row.field(column).is_empty() {
        return Ok(None);
    }
    two_digits(row, column).map(Some)
}

/// A number from 1 to 99 as two digits.
pub(super) fn two_digits(row: &Row, column: &'static str) -> Result<String, Refusal> {
    const AREA: Malformed =
        Malformed { name: "region number", shape: "a number from 1 to 99", example: "05" };
    Ok(format!("{:02}", row.number(column, 1..=99, AREA)?))
}

pub(super) fn region(scheme: &str, code: String, name: String) -> RegionRecord {
    RegionRecord { key: RegionKey { scheme: scheme.to_owned(), code }, name }
}

#[cfg(test)]
mod tests {
    use super::super::{Content, Reading, read};
    use super::*;

    const DAM: &str = "Zuid-Holland;97176;08CL;08CL00;De Dam;Dam;14;3022 PR;ROTTERDAM;0599;ROTTERDAM;Openbaar;;5;Rijnmond";

    fn reading(header: &str, row: &str) -> Reading {
        let header = format!("{header};RPA-GEBIED CODE;RPA-GEBIED NAAM");
        read(format!("{header}\r\n{row}\r\n").as_bytes()).unwrap()
    }

    fn school_of(reading: &Reading) -> &SchoolRecord {
        match &reading.content {
            Content::Schools(schools) => &schools[0].record,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_school_is_read_with_its_regions() {
        let reading = reading(&COLUMNS.join(";"), DAM);
        let school = school_of(&reading);
        assert_eq!((school.kind, school.location.as_str()), (SchoolKind::Bo, "08CL00"));
        let keys: Vec<String> = school.regions.iter().map(ToString::to_string).collect();
        assert_eq!(keys, ["province/zuid-holland", "rpa/05"]);
        let names: Vec<&str> =
            reading.named_regions.iter().map(|region| region.record.name.as_str()).collect();
        assert_eq!(names, ["Zuid-Holland", "Rijnmond"]);
    }

    #[test]
    fn the_names_of_2023_are_read_with_commas_and_quotes_too() {
        let header = COLUMNS.join(";").replace("BRIN NUMMER", "INSTELLINGSCODE");
        let header = header.replace("VESTIGINGSNUMMER", "VESTIGINGSCODE").replace(';', "\",\"");
        let row = DAM.replace("De Dam", "De Dam, Rotterdam").replace(';', "\",\"");
        let row = row.replace("De Dam\",\" ", "De Dam, ");
        let file =
            format!("\u{feff}\"{header}\",\"RPA-GEBIED CODE\",\"RPA-GEBIED NAAM\"\n\"{row}\"\n");
        let reading = read(file.as_bytes()).unwrap();
        assert_eq!(reading.refused, []);
        assert_eq!(school_of(&reading).name, "De Dam, Rotterdam");
    }

    #[test]
    fn a_special_school_says_its_kind() {
        for (word, kind) in SPECIAL_KINDS {
            let reading = reading(&SPECIAL_COLUMNS.join(";"), &format!("{word};{DAM}"));
            assert_eq!(school_of(&reading).kind, kind);
        }
    }

    #[test]
    fn a_location_of_another_institution_is_refused() {
        let reading = reading(&COLUMNS.join(";"), &DAM.replace("08CL00", "08CM00"));
        let reason = reading.refused[0].reason.to_string();
        assert_eq!(reason, "the value contradicts column BRIN NUMMER");
    }

    #[test]
    fn a_region_number_that_is_none_is_refused_and_a_blank_one_is_no_region() {
        let refused = |code: &str| {
            let row = DAM.replace(";5;", &format!(";{code};"));
            let reading = reading(&COLUMNS.join(";"), &row);
            reading.refused.first().map(|row| row.reason.code())
        };
        assert_eq!(refused("0"), Some("malformed-value"));
        assert_eq!(refused("+5"), Some("malformed-value"));
        assert_eq!(refused("100000"), Some("malformed-value"));
        assert_eq!(refused(""), None);
    }
}
