//! Programmes as a table.

use super::wire::ProgrammeView;
use crate::http::tables::Tabled;
use crate::tables::{Cell, Column, Row, column};

impl Tabled for ProgrammeView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("status", "status", 12),
        column("kind", "soort", 18),
        column("title", "titel", 45),
        column("language", "taal", 6),
        column("leadOrganiserId", "organisator", 38),
        column("themes", "thema's", 30),
        column("admission", "toelating", 12),
        column("teamLeast", "deelnemers minstens", 18),
        column("teamMost", "deelnemers hoogstens", 18),
        column("fee", "bijdrage", 12),
        column("intake", "intake", 8),
        column("entryAssessmentQuestionnaireId", "vragenlijst vooraf", 38),
        column("completionPercentage", "afronding vanaf %", 16),
    ];

    fn rows(self) -> Vec<Row> {
        let themes: Vec<_> = self.themes.into_iter().map(|theme| theme.0).collect();
        vec![vec![
            self.id.into(),
            self.status.into(),
            self.kind.into(),
            self.title.into(),
            self.language.into(),
            self.lead_organiser_id.into(),
            themes.join(" ").into(),
            self.admission.into(),
            u32::from(self.team.least).into(),
            u32::from(self.team.most).into(),
            self.fee.map(|fee| Cell::Euros(fee.amount.cents())).into(),
            self.intake.into(),
            self.entry_assessment.map(|it| it.questionnaire_id).into(),
            self.completion_percentage.map(u32::from).into(),
        ]]
    }
}
