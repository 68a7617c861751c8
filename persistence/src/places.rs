//! Where roles are held, as rows name it.

use leerkring_domain::kernel::access::{Place, RoleKind};
use leerkring_domain::kernel::{Code, Role};
use uuid::Uuid;

use crate::codes;
use crate::store::{StoreError, Stored};

/// The columns `organiser_id` and `board_id` of a place.
pub(crate) fn columns(place: Place) -> (Option<Uuid>, Option<Uuid>) {
    match place {
        Place::Platform => (None, None),
        Place::Organiser(organiser) => (Some(organiser.uuid()), None),
        Place::Board(board) => (None, Some(board.uuid())),
    }
}

/// The role with this word at the place of these columns.
pub(crate) fn role(
    word: &str,
    (organiser, board): (Option<Uuid>, Option<Uuid>),
    what: &'static str,
) -> Stored<Role> {
    let kind: RoleKind = codes::read(word, what)?;
    let place = match (organiser, board) {
        (None, None) => Some(Place::Platform),
        (Some(organiser), None) => Some(Place::Organiser(organiser.into())),
        (None, Some(board)) => Some(Place::Board(board.into())),
        (Some(_), Some(_)) => None,
    };
    let role = place.and_then(|place| Role::at(kind, place));
    role.ok_or(StoreError::Corrupt(what))
}

/// The word of a role.
pub(crate) fn word(role: Role) -> String {
    role.kind().code().to_owned()
}
