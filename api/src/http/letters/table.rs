//! Letters as a table.

use super::LetterView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for LetterView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("kind", "soort", 24),
        column("userId", "account", 38),
        column("email", "e-mailadres", 32),
        column("state", "toestand", 12),
        column("attempts", "pogingen", 10),
        column("createdAt", "geschreven", 18),
        column("nextAttemptAt", "volgende poging", 18),
        column("finishedAt", "afgerond", 18),
        column("trouble", "wat er misging", 40),
    ];

    fn rows(self) -> Vec<Row> {
        vec![vec![
            self.id.into(),
            self.kind.into(),
            self.user_id.into(),
            self.email.map(|email| email.0).into(),
            self.state.into(),
            self.attempts.into(),
            self.created_at.into(),
            self.next_attempt_at.into(),
            self.finished_at.into(),
            self.trouble.into(),
        ]]
    }
}
