//! What one participant sees and does for themselves, by their personal link.

use crate::kernel::Id;
use crate::registrations::{Participant, Registration};
use crate::secret_addresses::{Opening, SecretAddress};

/// A participant in their registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participation {
    pub participant: Participant,
    pub registration: Registration,
    /// The edition of their personal link that is good.
    pub edition: u32,
}

impl Participation {
    /// Their personal link, or that of their calendar.
    pub fn address(&self, opening: Opening) -> SecretAddress {
        address(self.participant.id, self.edition, opening)
    }
}

/// An address of a participant.
pub fn address(participant: Id<Participant>, edition: u32, opening: Opening) -> SecretAddress {
    SecretAddress { opening, id: participant.uuid(), edition }
}
