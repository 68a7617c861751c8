//! Who is in a team: a board lets somebody take another's place, or takes somebody out.

use leerkring_domain::kernel::{Actor, Event, Id};
use leerkring_domain::registrations::{GivenNeeds, Participant, Registration, Replacement};
use leerkring_persistence::{needs, registrations};

use super::super::invoices;
use super::{Registered, as_it_is, concerning, letters, own, refuse_unknown};
use crate::error::Error;
use crate::work::Work;

/// Puts somebody else in the place of a participant. The seat stays.
pub async fn replace(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
    old: Id<Participant>,
    new: impl FnOnce(Id<Participant>) -> (Participant, Option<GivenNeeds>),
) -> Result<Registered, Error> {
    let (mut desk, registration) = own(work, actor, id).await?;
    refuse_unknown(work, id, old).await?;
    let (new, given) = new(work.id());
    let present = registrations::is_present(&work.tx, desk.cohort.id, &new.email, old).await?;
    // What rulings go by is asked for whoever comes: who is there already is not ruled on again.
    let about = Registration { participants: vec![new.clone()], ..registration.clone() };
    let facts = desk.facts(work, &[about]).await?;
    let replacement = Replacement { old, new: new.clone(), present };
    let left = registration.participants.iter().find(|person| person.id == old).cloned();
    let registration = registration.replace(&facts, replacement, work.now)?;
    if let Some(left) = left {
        letters::replaced(work, &desk.cohort, &registration, (&left, &new)).await?;
    }
    registrations::replace_participant(&work.tx, &registration, (old, &new), work.now).await?;
    needs::insert_all(&work.tx, given.into_iter().collect()).await?;
    let concerning = concerning(work, &registration).await?;
    let event = Event::new("participant-replaced", id, concerning);
    work.record(event.changing(vec!["participants"]));
    desk.close(work).await?;
    as_it_is(work, actor, id).await
}

/// Takes a participant out of the team. One seat comes free, and is offered to whoever waits; what was
/// asked for it is taken back, as long as that costs nothing.
pub async fn remove(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
    who: Id<Participant>,
    reason: Option<String>,
) -> Result<Registered, Error> {
    let (mut desk, before) = own(work, actor, id).await?;
    refuse_unknown(work, id, who).await?;
    let facts = desk.facts(work, std::slice::from_ref(&before)).await?;
    let after = before.clone().remove(&facts, who, work.now)?;
    registrations::remove_participant(&work.tx, &after, who, work.now).await?;
    let event = Event::new("participant-removed", id, (desk.lead, after.board));
    work.record(event.changing(vec!["participants"]).because(reason));
    if let Some(left) = before.participants.iter().find(|person| person.id == who) {
        letters::removed(work, &desk.cohort, &after, left).await?;
    }
    invoices::lessen(work, &desk.cohort, desk.lead, &after).await?;
    desk.resize(&before, &after);
    desk.close(work).await?;
    as_it_is(work, actor, id).await
}
