//! What participants need: given and corrected by their board, read by the organisers only. Whoever
//! reads leaves a trace, so that reading is a unit of work too.

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::access::{Place, Scope};
use leerkring_domain::kernel::{Actor, Event, Id};
use leerkring_domain::registrations::{Correction, NEEDS_READ, Needs, Participant, Registration};
use leerkring_persistence::needs::{self, CohortNeeds, ParticipantNeeds};
use leerkring_persistence::{Page, PageRequest, cohorts, programmes, registrations};

use super::organisers::not_your_organiser;
use super::registrations::{Registered, as_it_is, concerning, own, refuse_unknown};
use crate::error::Error;
use crate::work::Work;

/// Everybody in a registration with what they need, for those who organise its cohort.
pub async fn of_registration(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
) -> Result<Vec<ParticipantNeeds>, Error> {
    let registration = registrations::find(&work.tx, id, &Scope::of(Some(actor))).await?;
    refuse_others(work, actor, registration.cohort).await?;
    work.record(Event::new(NEEDS_READ, id, concerning(work, &registration).await?));
    Ok(needs::in_registration(&work.tx, id).await?)
}

/// A page of those who take part in a cohort and need something, for those who organise it.
pub async fn of_cohort(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
    request: &PageRequest,
) -> Result<Page<CohortNeeds>, Error> {
    let cohort = cohorts::find(&work.tx, id, &Scope::of(Some(actor))).await?;
    refuse_others(work, actor, cohort.id).await?;
    let page = needs::in_cohort(&work.tx, id, request).await?;
    let event = Event::new(NEEDS_READ, id, programmes::lead(&work.tx, id).await?);
    work.record(event.of_rows(u64::try_from(page.items.len()).unwrap_or(u64::MAX)));
    Ok(page)
}

/// Somebody acts for who organises the cohort, from here on.
///
/// # Errors
/// `not-your-organiser` for somebody who edits neither the lead nor a partner.
pub(super) async fn refuse_others(
    work: &mut Work,
    actor: &Actor,
    cohort: Id<Cohort>,
) -> Result<(), Error> {
    let organisers = programmes::organisers(&work.tx, cohort).await?;
    if !organisers.iter().any(|organiser| actor.edits_organiser(*organiser)) {
        return Err(not_your_organiser().into());
    }
    work.acts_for(actor, organisers.into_iter().map(Place::Organiser));
    Ok(())
}

/// The board says something else about what a participant needs; it is told only whether anything
/// is known now.
pub async fn correct(
    work: &mut Work,
    actor: &Actor,
    (id, participant): (Id<Registration>, Id<Participant>),
    change: impl FnOnce(&Registration, Option<&Needs>) -> Result<Option<Needs>, Error>,
) -> Result<Registered, Error> {
    let (desk, registration) = own(work, actor, id).await?;
    refuse_unknown(work, id, participant).await?;
    let old = needs::of(&work.tx, participant).await?;
    let new = change(&registration, old.as_ref())?;
    let correction = Correction { participant, old, new };
    let registration = registration.correct_needs(&desk.cohort, &correction, work.now)?;
    needs::replace(&work.tx, participant, correction.new).await?;
    registrations::update(&work.tx, &registration).await?;
    let concerning = concerning(work, &registration).await?;
    work.record(Event::new("needs-changed", id, concerning));
    desk.close(work).await?;
    as_it_is(work, actor, id).await
}
