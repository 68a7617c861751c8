//! Roles that people hold: changed and ended by administrators of the place, one by one.

use leerkring_domain::kernel::access::RoleKind;
use leerkring_domain::kernel::{Actor, Event, Id};
use leerkring_domain::people::{RoleHeld, not_the_administrator};
use leerkring_persistence::roles;

use crate::error::Error;
use crate::work::Work;

/// Locks the place of a role that `actor` sees; tells who they are by then.
async fn locked(work: &Work, actor: &Actor, id: Id<RoleHeld>) -> Result<(Actor, RoleHeld), Error> {
    let seen = roles::find(&work.tx, id, actor).await?;
    roles::lock_place(&work.tx, seen.role.place()).await?;
    let actor = work.recheck(actor).await?;
    let held = roles::find(&work.tx, id, &actor).await?;
    Ok((actor, held))
}

/// Makes an editor an administrator, or the other way round.
pub async fn change(
    work: &mut Work,
    actor: &Actor,
    id: Id<RoleHeld>,
    kind: impl FnOnce(&RoleHeld) -> Result<RoleKind, Error>,
) -> Result<RoleHeld, Error> {
    let (actor, held) = locked(work, actor, id).await?;
    if !actor.administers(held.role.place()) {
        return Err(not_the_administrator().into());
    }
    let kind = kind(&held)?;
    let others = roles::other_administrators(&work.tx, held.role.place(), held.user).await?;
    let changed = held.clone().change(kind, others)?;
    roles::update(&work.tx, &changed).await?;
    let event = Event::new("role-changed", id, held.role.place());
    work.record(event.changing(held.changes(&changed)));
    Ok(changed)
}

/// Takes a role away. Whoever holds it may always leave.
pub async fn end(
    work: &mut Work,
    actor: &Actor,
    id: Id<RoleHeld>,
    reason: Option<String>,
) -> Result<(), Error> {
    let (actor, held) = locked(work, actor, id).await?;
    let leaves = actor.user() == Some(held.user);
    if !leaves && !actor.administers(held.role.place()) {
        return Err(not_the_administrator().into());
    }
    held.end(roles::other_administrators(&work.tx, held.role.place(), held.user).await?)?;
    roles::delete(&work.tx, &held).await?;
    work.record(Event::new("role-ended", id, held.role.place()).because(reason));
    Ok(())
}
