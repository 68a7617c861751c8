//! The personal links of participants, which let them in without an account.

use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Actor, EmailAddress, Event, Id};
use leerkring_domain::notifications::News;
use leerkring_domain::privacy::ERASED_DOMAIN;
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
    participations::renew_link(&work.tx, participant).await?;
    let concerning = concerning(work, &registration).await?;
    work.record(Event::new("personal-link-renewed", participant, concerning));
    let everything = Scope { everything: true, ..Scope::default() };
    let cohort = cohorts::find(&work.tx, registration.cohort, &everything).await?;
    let news = About::of(work, &cohort).await?.tell(&registration, News::PersonalLink);
    let news = news.to_participant(participant);
    to_address(work, &registration, person.email.clone(), news);
    Ok(())
}

fn is_erased(address: &EmailAddress) -> bool {
    address.as_str().ends_with(ERASED_DOMAIN)
}
