//! Where roles are held, as clients read it.

use leerkring_domain::kernel::access::{Place, RoleKind};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::wire::Word;
use crate::commands::directory::Directory;

pub type RoleWord = Word<RoleKind>;

/// The organiser where a role is held.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganiserName {
    pub id: Uuid,
    #[schema(max_length = 60)]
    pub slug: String,
    #[schema(max_length = 200)]
    pub name: String,
}

/// The board where a role is held.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardName {
    pub id: Uuid,
    /// Its five-digit number.
    #[schema(pattern = "^[0-9]{5}$", max_length = 5)]
    pub number: String,
    #[schema(max_length = 200)]
    pub name: String,
}

/// The organiser or the board that a place is; neither is the platform.
pub fn names(place: Place, directory: &Directory) -> (Option<OrganiserName>, Option<BoardName>) {
    match place {
        Place::Platform => (None, None),
        Place::Organiser(id) => {
            let organiser = directory.organisers.get(&id).map(|organiser| OrganiserName {
                id: id.uuid(),
                slug: organiser.slug.clone(),
                name: organiser.name.clone(),
            });
            (organiser, None)
        }
        Place::Board(id) => {
            let board = directory.boards.get(&id).map(|board| BoardName {
                id: id.uuid(),
                number: board.number.to_string(),
                name: board.name.clone(),
            });
            (None, board)
        }
    }
}
