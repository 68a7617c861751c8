//! What the contact of a team is told of an offer that is over.

use super::registrations::{Condition, Said};
use crate::kernel::civil::in_words;
use crate::kernel::{Instant, text};

pub(super) fn lapsed(at: Instant) -> Said {
    let at = in_words(at);
    let subject = text("Aanbod vervallen", "Offer lapsed");
    let line = text(
        format!(
            "Op het aanbod is niet geantwoord; het is vervallen op {}. De aanmelding is daarmee \
             beëindigd. U kunt zich opnieuw aanmelden zolang de aanmelding open is.",
            at.nl
        ),
        format!(
            "The offer was not answered; it lapsed on {}. This ended the registration. You can \
             register again as long as registration is open.",
            at.en
        ),
    );
    (subject, vec![line])
}

/// Told to who accepted it, but does not qualify any more.
pub(super) fn void(conditions: &[Condition]) -> Said {
    let subject = text("Aanbod vervallen", "Offer void");
    let line = text(
        "U hebt het aanbod aangenomen, maar uw team voldoet niet meer aan de voorwaarden. Het aanbod \
         is daarom vervallen en gaat naar de volgende op de wachtlijst. De aanmelding is daarmee \
         beëindigd. Wat er niet meer klopt:",
        "You accepted the offer, but your team does not meet the conditions any more. The offer is \
         void therefore, and goes to the next on the waiting list. This ended the registration. \
         What is not met any more:",
    );
    (subject, std::iter::once(line).chain(conditions.iter().map(Condition::line)).collect())
}
