//! Schools as a table.

use super::SchoolView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for SchoolView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("locationNumber", "vestigingsnummer", 16),
        column("brin", "BRIN", 8),
        column("name", "naam", 40),
        column("kind", "soort", 8),
        column("boardId", "bestuur", 38),
        column("addressLine", "adres", 32),
        column("postcode", "postcode", 10),
        column("city", "plaats", 22),
        column("municipality", "gemeente", 22),
        column("province", "provincie", 18),
        column("denomination", "denominatie", 24),
        column("website", "website", 30),
        column("regions", "regio's", 40),
        column("closedOn", "gesloten op", 12),
    ];

    fn rows(self) -> Vec<Row> {
        let regions =
            self.regions.iter().map(|region| format!("{}/{}", region.scheme, region.code));
        let regions = regions.collect::<Vec<_>>().join(" ");
        vec![vec![
            self.id.into(),
            self.location_number.into(),
            self.brin.into(),
            self.name.into(),
            self.kind.into(),
            self.board_id.into(),
            self.address.line.into(),
            self.address.postcode.into(),
            self.address.city.into(),
            self.municipality.into(),
            self.province.into(),
            self.denomination.into(),
            self.website.into(),
            regions.into(),
            self.closed_on.into(),
        ]]
    }
}
