//! People with an account as a table.

use super::UserView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for UserView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("name", "naam", 28),
        column("email", "e-mailadres", 32),
        column("language", "taal", 6),
        column("createdAt", "gemaakt", 18),
        column("confirmedAt", "bevestigd", 18),
        column("blockedAt", "geblokkeerd", 18),
    ];

    fn rows(self) -> Vec<Row> {
        vec![vec![
            self.id.into(),
            self.name.into(),
            self.email.0.into(),
            self.language.into(),
            self.created_at.into(),
            self.confirmed_at.into(),
            self.blocked_at.into(),
        ]]
    }
}
