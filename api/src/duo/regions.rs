//! Divisions of the country: RPA areas, labour-market regions, postcodes of partnerships.

use leerkring_domain::boards::{
    MunicipalityRegionRecord, PartnershipCode, PostcodePartnershipRecord, RegionRecord, Sector,
    region_schemes, search_key,
};
use leerkring_domain::kernel::Code;

use super::rows::{Refusal, Row, Table};
use super::schools::{region, two_digits};
use super::{Line, Reason, Unreadable};

pub(super) const RPA_COLUMNS: &[&str] = &["RPA-code", "RPA-indeling"];
pub(super) const LABOUR_MARKET_COLUMNS: &[&str] = &["region_number", "region", "municipality"];
pub(super) const POSTCODE_COLUMNS: &[&str] = &["pc4", "municipality", "swv_po", "swv_vo"];

/// What stands in place of both codes where the regulation of 2012 assigns no partnership.
const NO_PARTNERSHIP: &str = "Europoort";

pub(super) fn read_rpa(table: &mut Table) -> Result<Vec<Line<RegionRecord>>, Unreadable> {
    let rpa = |row: &Row| {
        let code = two_digits(row, "RPA-code")?;
        Ok(region(region_schemes::RPA, code, row.needed("RPA-indeling")?))
    };
    table.read(rpa, |region| region.key.clone())
}

/// A municipality lies in one region.
pub(super) fn read_labour_market(
    table: &mut Table,
) -> Result<Vec<Line<MunicipalityRegionRecord>>, Unreadable> {
    let row = |row: &Row| {
        let (code, name) = (two_digits(row, "region_number")?, row.needed("region")?);
        let region = region(region_schemes::LABOUR_MARKET, code, name);
        Ok(MunicipalityRegionRecord { municipality: row.needed("municipality")?, region })
    };
    table.read(row, |row| search_key(&row.municipality))
}

pub(super) fn read_postcodes(
    table: &mut Table,
) -> Result<Vec<Line<PostcodePartnershipRecord>>, Unreadable> {
    table.read(postcode, |row| row.postcode.clone())
}

fn postcode(row: &Row) -> Result<PostcodePartnershipRecord, Refusal> {
    Ok(PostcodePartnershipRecord {
        postcode: row.identifier("pc4")?,
        municipality: row.needed("municipality")?,
        po: partnership(row, "swv_po", Sector::Po)?,
        vo: partnership(row, "swv_vo", Sector::Vo)?,
    })
}

fn partnership(
    row: &Row,
    column: &'static str,
    sector: Sector,
) -> Result<Option<PartnershipCode>, Refusal> {
    if row.field(column) == NO_PARTNERSHIP {
        return Ok(None);
    }
    let code: PartnershipCode = row.identifier(column)?;
    if code.sector() == sector {
        return Ok(Some(code));
    }
    let known = format!("the partnerships of sector {}", sector.code());
    Err(row.refuse(column, Reason::UnknownWord { known }))
}

#[cfg(test)]
mod tests {
    use super::super::{Content, Reading, read};

    fn reading(text: &str) -> Reading {
        read(text.as_bytes()).unwrap()
    }

    #[test]
    fn an_area_code_gets_two_digits_so_that_all_files_agree() {
        let reading = reading(
            "RPA-code;RPA-indeling\n4;Friesland\n04;Frysl\u{e2}n\n23;Rijnmond excl, Rotterdam\n",
        );
        let Content::Regions(regions) = &reading.content else { panic!() };
        assert_eq!(regions[0].record.key.to_string(), "rpa/04");
        assert_eq!(regions[1].record.name, "Rijnmond excl, Rotterdam");
        assert_eq!(reading.refused[0].reason.to_string(), "line 2 is about the same");
    }

    #[test]
    fn a_municipality_lies_in_one_labour_market_region() {
        let reading = reading(
            "region_number;region;municipality\n20;Haaglanden;’s-Gravenhage\n21;Rijnmond;'S Gravenhage\n",
        );
        assert_eq!((reading.accepted(), reading.refused[0].line), (1, 3));
    }

    #[test]
    fn europoort_lies_in_no_partnership_and_other_words_are_refused() {
        let reading = reading(
            "pc4;municipality;swv_po;swv_vo\n3197;Rotterdam;Europoort;Europoort\n1011;Amsterdam;PO2707;VO2708\n1012;Amsterdam;VO2708;VO2708\n1013;Amsterdam;;VO2708\n1014;Amsterdam;Botlek;VO2708\n",
        );
        let Content::PostcodePartnerships(rows) = &reading.content else { panic!() };
        assert_eq!((rows.len(), &rows[0].record.po, &rows[0].record.vo), (2, &None, &None));
        let codes: Vec<&str> = reading.refused.iter().map(|row| row.reason.code()).collect();
        assert_eq!(codes, ["unknown-value", "missing-value", "malformed-value"]);
    }
}
