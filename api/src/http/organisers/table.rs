//! Memberships as a table.

use super::membership::MembershipView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for MembershipView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("organiserId", "organisator", 38),
        column("organiserName", "naam organisator", 30),
        column("number", "lidnummer", 14),
        column("boardId", "bestuur", 38),
        column("boardNumber", "bestuursnummer", 16),
        column("boardName", "naam bestuur", 40),
        column("personName", "naam", 28),
        column("personEmail", "e-mailadres", 32),
        column("fromOn", "vanaf", 12),
        column("untilOn", "tot en met", 12),
    ];

    fn rows(self) -> Vec<Row> {
        vec![vec![
            self.id.into(),
            self.organiser_id.into(),
            self.organiser_name.into(),
            self.number.into(),
            self.board_id.into(),
            self.board_number.into(),
            self.board_name.into(),
            self.person_name.into(),
            self.person_email.map(|email| email.0).into(),
            self.from_on.into(),
            self.until_on.into(),
        ]]
    }
}
