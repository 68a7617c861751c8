//! The personal links of participants, which let them in without an account.

use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Actor, EmailAddress, Event, Id, Language};
use leerkring_domain::notifications::{Addressee, Letter, Message, News};
use leerkring_domain::privacy::is_erased;
use leerkring_domain::registrations::{Participant, Registration};
use leerkring_persistence::{StoreError, cohorts, participations, registrations};

use super::letters::{About, to_address};
use super::{concerning, refuse_unknown};
use crate::error::Error;
use crate::work::Work;

/// Lets a new link take the place of the one that a participant has, and mails it to them alone.
pub async fn renew(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
    participant: Id<Participant>,
) -> Result<(), Error> {
    let registration = registrations::find(&work.tx, id, &Scope::of(Some(actor))).await?;
    refuse_unknown(work, id, participant).await?;
    let mut people = registration.participants.iter();
    let person = people.find(|it| it.id == participant && !is_erased(&it.email));
    let person = person.ok_or(StoreError::Missing("participant"))?;
    replace(work, &registration, person).await
}

/// The same for a participant who has the link: others may have it too.
///
/// # Errors
/// Nothing is there where it was renewed in the meantime.
pub async fn renew_own(
    work: &mut Work,
    participant: Id<Participant>,
    edition: u32,
) -> Result<(), Error> {
    let found = participations::opened(&work.tx, participant, edition).await?;
    replace(work, &found.registration, &found.participant).await
}

async fn replace(
    work: &mut Work,
    registration: &Registration,
    person: &Participant,
) -> Result<(), Error> {
    participations::renew_link(&work.tx, person.id).await?;
    let concerning = concerning(work, registration).await?;
    work.record(Event::new("personal-link-renewed", person.id, concerning));
    let everything = Scope { everything: true, ..Scope::default() };
    let cohort = cohorts::find(&work.tx, registration.cohort, &everything).await?;
    let news = About::of(work, &cohort).await?.tell(registration, News::PersonalLink);
    let news = news.to_participant(person.id);
    to_address(work, registration, person.email.clone(), news);
    Ok(())
}

/// Mails the links that somebody with this address has. What is asked and stored is the same for
/// everybody: what there is, is found out when the letter is sent.
pub fn send(work: &mut Work, address: EmailAddress, language: Language) {
    work.record(Event::of_the_platform("personal-links-requested"));
    let to = Addressee::Address(address);
    work.send(Letter { to, language, message: Message::PersonalLinks {} });
}
