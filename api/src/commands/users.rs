//! People: what they change about themselves, and how they are kept out.

use leerkring_domain::kernel::access::{Place, Role};
use leerkring_domain::kernel::{Actor, Event, Id};
use leerkring_domain::people::{User, last_administrator};
use leerkring_persistence::{roles, users};

use crate::error::Error;
use crate::work::Work;

/// Changes a person as they ask for themselves.
pub async fn change(
    work: &mut Work,
    id: Id<User>,
    change: impl FnOnce(User) -> Result<User, Error>,
) -> Result<User, Error> {
    let old = users::lock(&work.tx, id).await?;
    let changed = change(old.clone())?;
    users::update(&work.tx, &changed).await?;
    let event = Event::new("user-changed", id, Place::Platform);
    work.record(event.changing(old.changes(&changed)));
    Ok(changed)
}

/// Keeps somebody out, at once: they are signed out everywhere, and no token of theirs is good.
pub async fn block(
    work: &mut Work,
    actor: &Actor,
    id: Id<User>,
    reason: String,
) -> Result<User, Error> {
    let (actor, user) = locked(work, actor, id).await?;
    let held = roles::of(&work.tx, id).await?;
    let blocked = user.block(actor.user(), work.now)?;
    if held.iter().any(|held| held.role == Role::Administrator)
        && roles::other_administrators(&work.tx, Place::Platform, id).await? == 0
    {
        return Err(last_administrator().into());
    }
    users::update(&work.tx, &blocked).await?;
    users::end_sign_ins(&work.tx, id, "blocked", work.now).await?;
    work.record(Event::new("user-blocked", id, Place::Platform).because(Some(reason)));
    Ok(blocked)
}

/// Lets somebody in again; they sign in anew.
pub async fn unblock(
    work: &mut Work,
    actor: &Actor,
    id: Id<User>,
    reason: Option<String>,
) -> Result<User, Error> {
    let (_, user) = locked(work, actor, id).await?;
    let unblocked = user.unblock()?;
    users::update(&work.tx, &unblocked).await?;
    work.record(Event::new("user-unblocked", id, Place::Platform).because(reason));
    Ok(unblocked)
}

/// Locks the platform, because administrators may be among those who are kept out, and the person.
async fn locked(work: &Work, actor: &Actor, id: Id<User>) -> Result<(Actor, User), Error> {
    roles::lock_place(&work.tx, Place::Platform).await?;
    let actor = work.recheck(actor).await?;
    Ok((actor, users::lock(&work.tx, id).await?))
}
