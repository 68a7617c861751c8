//! Responses as a table.

use super::wire::ResponseView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for ResponseView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("questionnaireId", "vragenlijst", 38),
        column("questionnaireVersionId", "versie", 38),
        column("boardId", "bestuur", 38),
        column("schoolId", "school", 38),
        column("referenceOn", "peildatum", 12),
        column("status", "status", 12),
        column("submittedAt", "ingediend", 18),
        column("sharedSinceAt", "gedeeld sinds", 18),
        column("answers", "antwoorden", 12),
    ];

    fn rows(self) -> Vec<Row> {
        vec![vec![
            self.id.into(),
            self.questionnaire_id.into(),
            self.questionnaire_version_id.into(),
            self.board_id.into(),
            self.school_id.into(),
            self.reference_on.into(),
            self.status.into(),
            self.submitted_at.into(),
            self.shared_since_at.into(),
            self.answers.len().into(),
        ]]
    }
}
