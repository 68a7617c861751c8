//! How a registration stands with the self-assessment that its programme asks for.

use chrono::NaiveDate;
use leerkring_domain::kernel::{Id, Scope};
use leerkring_domain::programmes::{EntryStanding, HandingIn};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::wire::RegistrationView;
use crate::commands::registrations::Registered;
use crate::http::wire::Word;

pub type HandedInWord = Word<HandingIn>;

/// The self-assessment that the board hands in before the start.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationEntryView {
    pub questionnaire_id: Uuid,
    /// The first day on which a response is handed in that counts.
    pub since_on: NaiveDate,
    /// The day of the board's latest submitted response since then; null while there is none, or
    /// none any more.
    pub submitted_on: Option<NaiveDate>,
    /// That response, where the board itself reads the registration; others do not learn which it is.
    pub response_id: Option<Uuid>,
}

impl RegistrationEntryView {
    /// As everybody reads it who reads the registration.
    pub fn of(standing: EntryStanding) -> Self {
        Self {
            questionnaire_id: standing.asked.questionnaire.uuid(),
            since_on: standing.asked.since_on,
            submitted_on: standing.handed_in.map(|latest| latest.on()),
            response_id: None,
        }
    }
}

impl RegistrationView {
    /// The registration as `scope` reads it.
    pub fn read_by(registered: Registered, scope: &Scope) -> Self {
        let own = scope.everything || scope.boards.contains(&registered.registration.board);
        let handed_in = registered.entry.and_then(|entry| entry.handed_in);
        let response = handed_in.filter(|_| own).map(|latest| latest.response).map(Id::uuid);
        let view = Self::new(registered);
        let entry_assessment = view
            .entry_assessment
            .map(|entry| RegistrationEntryView { response_id: response, ..entry });
        Self { entry_assessment, ..view }
    }
}
