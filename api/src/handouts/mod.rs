//! Papers for the room where a session is held: a sheet to sign, and badges to wear. Pure: who stands
//! on them is asked before.

mod badges;
mod sign_in_sheet;
#[cfg(test)]
mod tests;

pub use badges::{Badges, badges};
pub use sign_in_sheet::{SignInSheet, sign_in_sheet};

use leerkring_domain::boards::search_key;
use leerkring_domain::kernel::Language;
use leerkring_domain::registrations::role_in_words;

/// Somebody who is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    pub name: String,
    /// The word of the role.
    pub role: String,
    pub board: String,
}

impl Guest {
    fn role_in(&self, language: Language) -> String {
        role_in_words(&self.role).in_language(language).to_owned()
    }
}

/// The same people by name, as one looks for oneself in a list: without regard to case and accents.
fn by_name(guests: &[Guest]) -> Vec<&Guest> {
    let mut sorted: Vec<&Guest> = guests.iter().collect();
    sorted.sort_by_cached_key(|guest| (search_key(&guest.name), guest.board.clone()));
    sorted
}
