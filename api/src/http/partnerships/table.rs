//! Partnerships as a table.

use super::PartnershipView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for PartnershipView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("code", "code", 10),
        column("name", "naam", 45),
        column("sector", "sector", 8),
        column("addressLine", "adres", 32),
        column("postcode", "postcode", 10),
        column("city", "plaats", 22),
        column("website", "website", 30),
        column("legalBodyNumber", "nummer rechtspersoon", 20),
        column("legalBodyName", "rechtspersoon", 40),
        column("boardCount", "aantal besturen", 15),
        column("closedOn", "gesloten op", 12),
    ];

    fn rows(self) -> Vec<Row> {
        vec![vec![
            self.id.into(),
            self.code.into(),
            self.name.into(),
            self.sector.into(),
            self.address.line.into(),
            self.address.postcode.into(),
            self.address.city.into(),
            self.website.into(),
            self.legal_body_number.into(),
            self.legal_body_name.into(),
            self.board_count.into(),
            self.closed_on.into(),
        ]]
    }
}
