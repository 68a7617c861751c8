//! Sessions of cohorts. Whatever becomes of one that was announced is told to everybody.

mod letters;
pub mod reminders;

use leerkring_domain::breakouts::keeps_choices;
use leerkring_domain::cohorts::{
    Cohort, CohortStatus, NewSession, Session, numbered, refuse_none_left,
};
use leerkring_domain::kernel::{Actor, Event, Id, Reason};
use leerkring_domain::notifications::SessionChange;
use leerkring_domain::programmes::Programme;
use leerkring_persistence::{StoreError, attendances, cohorts, sessions};

use super::cohorts::locked;
use super::intake::release_late;
use super::registrations::desk::Desk;
use super::registrations::offers;
use crate::error::Error;
use crate::work::Work;

/// A session after it was added or changed, with what deserves a thought about it.
#[derive(Debug, Clone)]
pub struct Settled {
    pub session: Session,
    pub warning: Option<Reason>,
}

/// The sessions of a cohort in order, with what deserves a thought.
struct Ordered {
    sessions: Vec<Session>,
    warning: Option<Reason>,
}

/// Adds a session; the others are numbered anew.
pub async fn add(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
    new: NewSession,
) -> Result<Settled, Error> {
    let (programme, desk) = locked(work, actor, id).await?;
    let session = desk.cohort.add(new, work.id(), work.now)?;
    sessions::insert(&work.tx, &session).await?;
    work.record(Event::new("session-added", session.id, programme.lead));
    let changes = [SessionChange::added(&session.placed_in(&desk.cohort))];
    let all = settle(work, desk, &changes).await?;
    find(all, session.id)
}

/// Changes a session that has not started yet.
pub async fn change(
    work: &mut Work,
    actor: &Actor,
    id: Id<Session>,
    change: impl FnOnce(&Session) -> Result<NewSession, Error>,
) -> Result<Settled, Error> {
    let (programme, desk, old) = own(work, actor, id).await?;
    let session = old.change(change(&old)?, &desk.cohort, work.now)?;
    keeps_choices(&old.breakouts, &session.breakouts)?;
    sessions::update(&work.tx, &session).await?;
    if (old.on, old.starts, old.ends) != (session.on, session.starts, session.ends) {
        attendances::forget_presence(&work.tx, id).await?;
    }
    let event = Event::new("session-changed", id, programme.lead);
    work.record(event.changing(old.changes(&session)));
    let changes = become_of(&old, &session, &desk.cohort);
    let all = settle(work, desk, changes.as_slice()).await?;
    find(all, id)
}

/// Cancels a session that was announced; a published cohort keeps at least one.
pub async fn cancel(
    work: &mut Work,
    actor: &Actor,
    id: Id<Session>,
    reason: String,
) -> Result<Settled, Error> {
    let (programme, desk, old) = own(work, actor, id).await?;
    let session = old.cancel(reason.clone(), &desk.cohort, work.now)?;
    sessions::update(&work.tx, &session).await?;
    let event = Event::new("session-cancelled", id, programme.lead);
    work.record(event.changing(old.changes(&session)).because(Some(reason)));
    let changes = become_of(&old, &session, &desk.cohort);
    let all = settle(work, desk, changes.as_slice()).await?;
    refuse_none_left(&all.sessions)?;
    find(all, id)
}

/// Removes a session of which nobody was told.
pub async fn delete(
    work: &mut Work,
    actor: &Actor,
    id: Id<Session>,
    seen: impl FnOnce(&Session) -> Result<(), Error>,
) -> Result<(), Error> {
    let (programme, desk, session) = own(work, actor, id).await?;
    seen(&session)?;
    session.may_vanish(&desk.cohort, work.now)?;
    sessions::delete(&work.tx, &session).await?;
    work.record(Event::new("session-deleted", id, programme.lead));
    settle(work, desk, &[]).await?;
    Ok(())
}

/// What people have to know of a session of this cohort that has become another.
fn become_of(old: &Session, new: &Session, cohort: &Cohort) -> Option<SessionChange> {
    SessionChange::between(&old.placed_in(cohort), &new.placed_in(cohort))
}

/// Lets the sessions of a published cohort follow what calendars show of it, and tells of those to
/// come that are in another place by it. A name is read where it stands.
pub(super) async fn follow(work: &mut Work, old: &Cohort, new: &Cohort) -> Result<(), Error> {
    if new.status != CohortStatus::Published || !new.is_shown_otherwise(old) {
        return Ok(());
    }
    sessions::revise_of_cohort(&work.tx, new.id, work.now).await?;
    let all = sessions::of(&work.tx, &[new.id]).await?;
    let to_come = all.iter().filter(|it| it.is_held() && work.now < it.period.start);
    let change = |it: &Session| SessionChange::between(&it.placed_in(old), &it.placed_in(new));
    let changes: Vec<_> = to_come.filter_map(change).collect();
    letters::tell(work, new, &changes).await
}

/// Cancels what has not started yet of a cohort that was cancelled.
pub(super) async fn fall_away(
    work: &Work,
    cohort: &Cohort,
    reason: Option<&String>,
) -> Result<(), Error> {
    for session in sessions::of(&work.tx, &[cohort.id]).await? {
        if let Some(cancelled) = session.fall_away(reason.cloned(), work.now) {
            sessions::update(&work.tx, &cancelled).await?;
        }
    }
    Ok(())
}

async fn own(
    work: &mut Work,
    actor: &Actor,
    id: Id<Session>,
) -> Result<(Programme, Desk, Session), Error> {
    let seen = sessions::find(&work.tx, id).await?;
    let locked = locked(work, actor, seen.cohort).await;
    let (programme, desk) = locked.map_err(|error| match error {
        Error::Store(StoreError::Missing(_)) => StoreError::Missing("session").into(),
        other => other,
    })?;
    Ok((programme, desk, sessions::find(&work.tx, id).await?))
}

/// Puts the sessions in order and the cohort's times right, keeping every rule between them, and
/// tells of the changes. No offer outlasts the start of the first session, and no intake does.
async fn settle(
    work: &mut Work,
    mut desk: Desk,
    changes: &[SessionChange],
) -> Result<Ordered, Error> {
    let before = sessions::of(&work.tx, &[desk.cohort.id]).await?;
    let after = numbered(before.clone())?;
    for session in &after {
        if !before.iter().any(|old| old.id == session.id && old.ordinal == session.ordinal) {
            sessions::store_ordinal(&work.tx, session).await?;
        }
    }
    let version = desk.cohort.version + 1;
    desk.cohort = Cohort { version, ..desk.cohort.clone().with_sessions(&after) };
    desk.cohort.plan.checked(desk.cohort.span.map(|span| span.start))?;
    cohorts::update(&work.tx, &desk.cohort).await?;
    if desk.cohort.status == CohortStatus::Published {
        letters::tell(work, &desk.cohort, changes).await?;
    }
    offers::shorten(work, &mut desk).await?;
    let warning = release_late(work, &desk).await?;
    desk.close(work).await?;
    Ok(Ordered { sessions: after, warning })
}

fn find(ordered: Ordered, id: Id<Session>) -> Result<Settled, Error> {
    let Ordered { sessions, warning } = ordered;
    let found = sessions.into_iter().find(|session| session.id == id);
    let session = found.ok_or(StoreError::Missing("session"))?;
    Ok(Settled { session, warning })
}
