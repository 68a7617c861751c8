//! Boards as a table.

use super::wire::BoardView;
use crate::http::tables::{Tabled, words};
use crate::tables::{Column, Row, column};

impl Tabled for BoardView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("number", "bestuursnummer", 16),
        column("name", "naam", 45),
        column("sectors", "sectoren", 12),
        column("schoolKinds", "soorten scholen", 16),
        column("addressLine", "adres", 32),
        column("postcode", "postcode", 10),
        column("city", "plaats", 22),
        column("municipality", "gemeente", 22),
        column("denomination", "denominatie", 24),
        column("website", "website", 30),
        column("kvkNumber", "KvK-nummer", 12),
        column("sizeClass", "grootteklasse", 14),
        column("oneSchool", "eenpitter", 10),
        column("closedOn", "gesloten op", 12),
        column("successorId", "opvolger", 38),
    ];

    fn rows(self) -> Vec<Row> {
        let address = self.address.as_ref();
        vec![vec![
            self.id.into(),
            self.number.into(),
            self.name.into(),
            words(self.sectors),
            words(self.school_kinds),
            address.map(|it| it.line.as_str()).into(),
            address.map(|it| it.postcode.as_str()).into(),
            address.map(|it| it.city.as_str()).into(),
            self.municipality.into(),
            self.denomination.into(),
            self.website.into(),
            self.kvk_number.into(),
            self.size_class.into(),
            self.one_school.into(),
            self.closed_on.into(),
            self.successor_id.into(),
        ]]
    }
}
