//! A participation as the participant reads it.

use leerkring_domain::calendars::Group;
use leerkring_domain::participations::Participation;
use leerkring_domain::registrations::RegistrationStatus;
use secrecy::SecretString;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::registrations::wire::StatusWord;
use crate::http::secrets::AddressText;
use crate::http::sessions::wire::SessionView;
use crate::http::wire::Word;

/// What a participant sees of what they take part in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipationView {
    pub participant_id: Uuid,
    pub registration_id: Uuid,
    pub cohort_id: Uuid,
    /// The participant's own name.
    #[schema(max_length = 200)]
    pub name: String,
    /// In what role they take part.
    #[schema(max_length = 100)]
    pub role: String,
    /// Where their team stands.
    #[schema(inline)]
    pub status: StatusWord,
    /// The board that registered them.
    #[schema(max_length = 200)]
    pub board: String,
    #[schema(max_length = 200)]
    pub programme: String,
    #[schema(max_length = 200)]
    pub cohort: String,
    /// Where the cohort meets; an address of its own stands at a session that has one. Null where its
    /// organiser did not say.
    #[schema(max_length = 200)]
    pub place: Option<String>,
    /// In time order; meeting links are null until they are confirmed.
    #[schema(max_items = 1000)]
    pub sessions: Vec<SessionView>,
    /// What to give to a calendar program: it opens the sessions and nothing else.
    pub calendar_address: AddressText,
}

/// What a participation is shown with.
pub(super) struct Parts {
    pub board: String,
    pub calendar: SecretString,
    pub group: Option<Group>,
}

impl ParticipationView {
    pub(super) fn new(of: Participation, parts: Parts) -> Self {
        let Participation { participant, registration, .. } = of;
        let status = registration.status;
        let sees_link =
            matches!(status, RegistrationStatus::Confirmed | RegistrationStatus::Completed);
        let (programme, cohort, place, sessions) =
            parts.group.map_or_else(Default::default, |group| {
                (group.programme, group.name, group.place, group.sessions)
            });
        let sessions = sessions.into_iter().map(|session| SessionView::new(session, sees_link));
        Self {
            participant_id: participant.id.uuid(),
            registration_id: registration.id.uuid(),
            cohort_id: registration.cohort.uuid(),
            name: participant.name,
            role: participant.role,
            status: Word(status),
            board: parts.board,
            programme,
            cohort,
            place,
            sessions: sessions.collect(),
            calendar_address: AddressText(parts.calendar),
        }
    }
}
