//! Who is in which breakout, as a table.

use super::wire::BreakoutChoiceView;
use crate::http::tables::{Tabled, role};
use crate::tables::{Column, Row, column};

impl Tabled for BreakoutChoiceView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("name", "naam", 30),
        column("role", "rol", 24),
        column("boardName", "naam bestuur", 45),
        column("breakoutTitle", "deelsessie", 40),
        column("chosenAt", "gekozen", 18),
        column("participantId", "deelnemer", 38),
        column("registrationId", "aanmelding", 38),
        column("breakoutId", "deelsessie (id)", 38),
    ];

    fn rows(self) -> Vec<Row> {
        vec![vec![
            self.name.into(),
            role(self.role),
            self.board_name.into(),
            self.breakout_title.into(),
            self.chosen_at.into(),
            self.participant_id.into(),
            self.registration_id.into(),
            self.breakout_id.into(),
        ]]
    }
}
