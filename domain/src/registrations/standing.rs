//! Where a registration stands, as a sentence goes on after "the registration".

use super::RegistrationStatus;
use crate::kernel::{Text, text};

impl RegistrationStatus {
    /// `is ingetrokken`, `is withdrawn`.
    pub fn in_words(self) -> Text {
        let (nl, en) = match self {
            Self::Submitted => ("is ingediend", "is submitted"),
            Self::Waitlisted => ("staat op de wachtlijst", "is on the waiting list"),
            Self::Offered => ("heeft een aanbod van plaatsen", "is offered seats"),
            Self::Confirmed => ("is bevestigd", "is confirmed"),
            Self::Completed => ("is voltooid", "is completed"),
            Self::Rejected => ("is afgewezen", "is rejected"),
            Self::Withdrawn => ("is ingetrokken", "is withdrawn"),
            Self::Declined => ("heeft het aanbod afgeslagen", "declined the offer"),
            Self::Lapsed => ("heeft het aanbod laten verlopen", "let the offer lapse"),
            Self::Cancelled => ("is vervallen met de groep", "was cancelled with the cohort"),
        };
        text(nl, en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_told_in_words() {
        assert_eq!(RegistrationStatus::Withdrawn.in_words().nl, "is ingetrokken");
        assert_eq!(RegistrationStatus::Waitlisted.in_words().en, "is on the waiting list");
    }
}
