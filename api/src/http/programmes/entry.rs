//! The self-assessment that a programme asks for before the start.

use chrono::NaiveDate;
use leerkring_domain::programmes::EntryAssessment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The self-assessment that a board hands in before the start.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntryAssessmentView {
    /// A questionnaire with a published version.
    pub questionnaire_id: Uuid,
    /// The first day on which a response is handed in that counts.
    pub since_on: NaiveDate,
}

impl From<EntryAssessmentView> for EntryAssessment {
    fn from(view: EntryAssessmentView) -> Self {
        Self { questionnaire: view.questionnaire_id.into(), since_on: view.since_on }
    }
}

impl From<EntryAssessment> for EntryAssessmentView {
    fn from(asked: EntryAssessment) -> Self {
        Self { questionnaire_id: asked.questionnaire.uuid(), since_on: asked.since_on }
    }
}
