//! Partnerships for inclusive education (DUO, file 08), their locations (09), their legal bodies (10).

use leerkring_domain::boards::{
    Brin, LegalBodyRecord, PartnershipLocationRecord, PartnershipRecord, Sector,
};

use super::rows::{Refusal, Row, Table};
use super::{Line, Unreadable};

pub(super) const COLUMNS: &[&str] = &[
    "ADMINISTRATIENUMMER",
    "SAMENWERKINGSVERBAND",
    "ADRES",
    "POSTCODE",
    "PLAATSNAAM",
    "INTERNET",
    "BEVOEGD GEZAG",
];

pub(super) const LOCATION_COLUMNS: &[&str] = &[
    "ADMINISTRATIENUMMER",
    "VESTIGINGSNUMMER",
    "VESTIGINGSNAAM",
    "BRIN NUMMER",
    "BEVOEGD GEZAG SCHOOL",
];

pub(super) const LEGAL_BODY_COLUMNS: &[&str] = &[
    "ADMINISTRATIENUMMER",
    "SWV",
    "ROL_SWV",
    "NAAM",
    "ADRES",
    "POSTCODE",
    "PLAATSNAAM",
    "INTERNET",
];

const ROLES: [(&str, Sector); 2] = [("SVPO", Sector::Po), ("SVVO", Sector::Vo)];

pub(super) fn read(table: &mut Table) -> Result<Vec<Line<PartnershipRecord>>, Unreadable> {
    table.read(partnership, |partnership| partnership.code.clone())
}

/// A location belongs to one partnership.
pub(super) fn read_locations(
    table: &mut Table,
) -> Result<Vec<Line<PartnershipLocationRecord>>, Unreadable> {
    table.read(location, |row| row.location.clone())
}

/// A partnership has one legal body.
pub(super) fn read_legal_bodies(
    table: &mut Table,
) -> Result<Vec<Line<LegalBodyRecord>>, Unreadable> {
    table.read(legal_body, |body| body.partnership.clone())
}

fn partnership(row: &Row) -> Result<PartnershipRecord, Refusal> {
    Ok(PartnershipRecord {
        code: row.identifier("ADMINISTRATIENUMMER")?,
        name: row.needed("SAMENWERKINGSVERBAND")?,
        legal_body: row.identifier("BEVOEGD GEZAG")?,
        address: row.address(row.needed("ADRES")?, "POSTCODE", "PLAATSNAAM")?,
        website: row.text("INTERNET")?,
    })
}

fn location(row: &Row) -> Result<PartnershipLocationRecord, Refusal> {
    let record = PartnershipLocationRecord {
        partnership: row.identifier("ADMINISTRATIENUMMER")?,
        location: row.identifier("VESTIGINGSNUMMER")?,
        location_name: row.needed("VESTIGINGSNAAM")?,
        board: row.optional("BEVOEGD GEZAG SCHOOL")?,
    };
    let brin: Brin = row.identifier("BRIN NUMMER")?;
    if record.location.brin() != brin {
        return Err(row.contradicts("VESTIGINGSNUMMER", "BRIN NUMMER"));
    }
    Ok(record)
}

fn legal_body(row: &Row) -> Result<LegalBodyRecord, Refusal> {
    let record = LegalBodyRecord {
        number: row.identifier("ADMINISTRATIENUMMER")?,
        partnership: row.identifier("SWV")?,
        name: row.needed("NAAM")?,
        address: row.address(row.needed("ADRES")?, "POSTCODE", "PLAATSNAAM")?,
        website: row.text("INTERNET")?,
    };
    if record.partnership.sector() != row.one_of("ROL_SWV", &ROLES)? {
        return Err(row.contradicts("ROL_SWV", "SWV"));
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::super::{Content, Reading, read};
    use super::*;

    fn reading(columns: &[&str], rows: &str) -> Reading {
        read(format!("{}\n{rows}\n", columns.join(";")).as_bytes()).unwrap()
    }

    fn reason(columns: &[&str], rows: &str) -> &'static str {
        reading(columns, rows).refused[0].reason.code()
    }

    #[test]
    fn a_provision_of_the_partnership_itself_has_no_board() {
        let reading = reading(LOCATION_COLUMNS, "PO3003;31GB00;OPDC RSV Breda;31GB;");
        let Content::PartnershipLocations(locations) = reading.content else { panic!() };
        assert_eq!(locations[0].record.board, None);
    }

    #[test]
    fn a_location_belongs_to_one_partnership() {
        let rows = "PO3003;31GB00;A;31GB;\nPO3004;31GB00;A;31GB;";
        assert_eq!(reason(LOCATION_COLUMNS, rows), "duplicate-row");
        assert_eq!(reason(LOCATION_COLUMNS, "PO3003;31GB00;A;31GC;"), "contradiction");
        assert_eq!(reason(LOCATION_COLUMNS, "PO303;31GB00;A;31GC;"), "malformed-value");
    }

    #[test]
    fn a_legal_body_says_the_sector_of_its_partnership() {
        let row = "00819;VO2508;SVVO;Rivierenland;Willemstraat 17a;4191GD;GELDERMALSEN;";
        let reading = reading(LEGAL_BODY_COLUMNS, row);
        let Content::LegalBodies(bodies) = reading.content else { panic!() };
        assert_eq!(bodies[0].record.address.postcode.as_str(), "4191 GD");
        assert_eq!(reason(LEGAL_BODY_COLUMNS, &row.replace("SVVO", "SVPO")), "contradiction");
        assert_eq!(reason(LEGAL_BODY_COLUMNS, &row.replace("SVVO", "SV")), "unknown-value");
    }

    #[test]
    fn a_partnership_is_read_with_its_legal_body() {
        let row = "PO0001;Reformatorisch;Kastanjelaan 10;2982CM;RIDDERKERK;www.berseba.nl;42638";
        let reading = reading(COLUMNS, row);
        let Content::Partnerships(found) = reading.content else { panic!() };
        assert_eq!(found[0].record.legal_body.as_str(), "42638");
    }
}
