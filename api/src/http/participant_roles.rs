//! The roles in which people take part.

use actix_web::get;
use leerkring_domain::programmes::ROLES;
use leerkring_domain::registrations::role_in_words;
use serde::Serialize;
use utoipa::ToSchema;

use super::operations::Operations;
use super::page::PageView;
use super::respond::Answer;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config.service(list_participant_roles);
}

/// A role with what people call it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantRoleView {
    /// As it stands in a team: `board-executive`.
    #[schema(max_length = 60)]
    pub role: String,
    /// In Dutch.
    #[schema(max_length = 100)]
    pub nl: String,
    /// In English.
    #[schema(max_length = 100)]
    pub en: String,
}

impl From<&str> for ParticipantRoleView {
    fn from(role: &str) -> Self {
        let words = role_in_words(role);
        Self { role: role.to_owned(), nl: words.nl, en: words.en }
    }
}

/// List the roles of participants
///
/// Those that are built in, with what people call them in Dutch and in English. A programme may name
/// others. A team may give one that neither knows: it is registered with the warning `unusual-role`,
/// which names the nearest.
#[utoipa::path(tag = "registrations", operation_id = "listParticipantRoles",
    responses((status = 200, description = "The roles", body = PageView<ParticipantRoleView>)))]
#[get("/participant-roles")]
pub async fn list_participant_roles() -> Answer {
    let items = ROLES.iter().map(|role| ParticipantRoleView::from(*role)).collect();
    Ok(Reply::ok(&PageView { items, next: None, count: None }, None).public())
}
