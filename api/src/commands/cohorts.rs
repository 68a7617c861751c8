//! Cohorts and their sessions.

use leerkring_domain::cohorts::{
    Cohort, CohortStatus, NewSession, Plan, SeatCount, Session, Verdict, numbered, refuse_none_left,
};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Actor, Event, Id, Refusal};
use leerkring_domain::programmes::Programme;
use leerkring_domain::registrations::Move;
use leerkring_persistence::{StoreError, cohorts, programmes, registrations, sessions};

use super::programmes::{own, refuse_others};
use super::regions::refuse_unknown;
use super::registrations::desk::Desk;
use super::registrations::{letters, offers};
use crate::error::Error;
use crate::work::Work;

/// A cohort with the sessions it has.
pub type WithSessions = (Cohort, Vec<Session>);

/// Makes a draft with the sessions given.
pub async fn create(
    work: &mut Work,
    actor: &Actor,
    programme: Id<Programme>,
    plan: Plan,
    planned: Vec<NewSession>,
) -> Result<WithSessions, Error> {
    let programme = own(work, actor, programme).await?;
    refuse_unknown(work, plan.region.as_slice(), |_| "/region".to_owned()).await?;
    let cohort = Cohort {
        id: work.id(),
        programme: programme.id,
        plan,
        status: CohortStatus::Draft,
        verdict: None,
        seats: SeatCount::default(),
        span: None,
        last_starts_at: None,
        version: 1,
    };
    let mut made = Vec::new();
    for (index, session) in planned.into_iter().enumerate() {
        let session = session.plan(work.id(), cohort.id, work.now);
        made.push(session.map_err(|refusal| under(refusal, &format!("/sessions/{index}")))?);
    }
    let made = numbered(made)?;
    let cohort = cohort.with_sessions(&made);
    cohort.plan.checked(cohort.span.map(|span| span.start))?;
    cohorts::insert(&work.tx, &cohort).await?;
    for session in &made {
        sessions::insert(&work.tx, session).await?;
    }
    work.record(Event::new("cohort-created", cohort.id, programme.lead));
    Ok((cohort, made))
}

/// The same refusal, its places below `prefix`.
fn under(refusal: Refusal, prefix: &str) -> Refusal {
    let reasons = refusal.reasons.into_iter().map(|reason| {
        let location = reason.location.clone().unwrap_or_default();
        reason.at(format!("{prefix}{location}"))
    });
    Refusal { reasons: reasons.collect(), ..refusal }
}

/// Opens the desk of a cohort that `actor` organises: programme before cohort.
async fn locked(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
) -> Result<(Programme, Desk), Error> {
    let scope = Scope::of(Some(actor));
    let seen = cohorts::find(&work.tx, id, &scope).await?;
    let programme = programmes::lock(&work.tx, seen.programme, &scope).await?;
    refuse_others(actor, &programme)?;
    let cohort = cohorts::lock(&work.tx, id, &scope).await?;
    Ok((programme, Desk::of(work, cohort).await?))
}

pub async fn change(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
    plan: impl FnOnce(&Cohort) -> Result<Plan, Error>,
) -> Result<WithSessions, Error> {
    let (programme, mut desk) = locked(work, actor, id).await?;
    let old = desk.cohort.clone();
    let plan = plan(&old)?;
    refuse_unknown(work, plan.region.as_slice(), |_| "/region".to_owned()).await?;
    let cohort = old.clone().change(plan)?;
    cohorts::update(&work.tx, &cohort).await?;
    let event = Event::new("cohort-changed", id, programme.lead);
    work.record(event.changing(old.changes(&cohort)));
    desk.cohort = cohort;
    desk.look_again();
    let cohort = desk.close(work).await?;
    with_sessions(work, cohort).await
}

pub async fn publish(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
) -> Result<WithSessions, Error> {
    let (programme, mut desk) = locked(work, actor, id).await?;
    let planned = sessions::of(&work.tx, &[id]).await?;
    let cohort = desk.cohort.clone().publish(programme.status, &planned, work.now)?;
    cohorts::update(&work.tx, &cohort).await?;
    work.record(Event::new("cohort-published", id, programme.lead).changing(vec!["status"]));
    desk.cohort = cohort;
    Ok((desk.close(work).await?, planned))
}

/// Cancels the cohort, and with it every live registration.
pub async fn cancel(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
    reason: Option<String>,
) -> Result<WithSessions, Error> {
    let (_, desk) = locked(work, actor, id).await?;
    let cohort = desk.cohort.clone().cancel(work.now)?;
    end(work, desk, cohort, reason).await
}

/// Decides whether the cohort takes place; no go cancels it.
pub async fn decide(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
    (verdict, reason): (Verdict, Option<String>),
) -> Result<WithSessions, Error> {
    let (programme, mut desk) = locked(work, actor, id).await?;
    let cohort = desk.cohort.clone().decide(verdict, work.now)?;
    if verdict == Verdict::NoGo {
        return end(work, desk, cohort, reason).await;
    }
    cohorts::update(&work.tx, &cohort).await?;
    let event = Event::new("cohort-goes", id, programme.lead);
    work.record(event.changing(vec!["goNoGo"]).because(reason));
    desk.cohort = cohort;
    letters::goes(work, &desk.cohort).await?;
    let cohort = desk.close(work).await?;
    with_sessions(work, cohort).await
}

/// Stores that the cohort was cancelled, and cancels its live registrations.
async fn end(
    work: &mut Work,
    mut desk: Desk,
    cohort: Cohort,
    reason: Option<String>,
) -> Result<WithSessions, Error> {
    cohorts::update(&work.tx, &cohort).await?;
    let changed = desk.cohort.changes(&cohort);
    desk.cohort = cohort;
    for registration in registrations::live(&work.tx, desk.cohort.id).await? {
        let from = registration.status;
        let cancelled = registration.cancel(work.now)?;
        desk.enter(work, Move::from(from, cancelled).because(reason.clone()));
    }
    let event = Event::new("cohort-cancelled", desk.cohort.id, desk.lead);
    work.record(event.changing(changed).because(reason));
    let cohort = desk.close(work).await?;
    with_sessions(work, cohort).await
}

async fn with_sessions(work: &Work, cohort: Cohort) -> Result<WithSessions, Error> {
    let sessions = sessions::of(&work.tx, &[cohort.id]).await?;
    Ok((cohort, sessions))
}

/// Adds a session; the others are numbered anew.
pub async fn add_session(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
    new: NewSession,
) -> Result<Session, Error> {
    let (programme, desk) = locked(work, actor, id).await?;
    let session = desk.cohort.add(new, work.id(), work.now)?;
    sessions::insert(&work.tx, &session).await?;
    work.record(Event::new("session-added", session.id, programme.lead));
    let all = renumber(work, desk).await?;
    find(all, session.id)
}

/// Changes a session that has not started yet.
pub async fn change_session(
    work: &mut Work,
    actor: &Actor,
    id: Id<Session>,
    change: impl FnOnce(&Session) -> Result<NewSession, Error>,
) -> Result<Session, Error> {
    let (programme, desk, old) = own_session(work, actor, id).await?;
    let session = old.change(change(&old)?, &desk.cohort, work.now)?;
    sessions::update(&work.tx, &session).await?;
    let event = Event::new("session-changed", id, programme.lead);
    work.record(event.changing(old.changes(&session)));
    let all = renumber(work, desk).await?;
    find(all, id)
}

/// Cancels a session that was announced; a published cohort keeps at least one.
pub async fn cancel_session(
    work: &mut Work,
    actor: &Actor,
    id: Id<Session>,
    reason: String,
) -> Result<Session, Error> {
    let (programme, desk, old) = own_session(work, actor, id).await?;
    let session = old.cancel(reason.clone(), &desk.cohort, work.now)?;
    sessions::update(&work.tx, &session).await?;
    let event = Event::new("session-cancelled", id, programme.lead);
    work.record(event.changing(old.changes(&session)).because(Some(reason)));
    let all = renumber(work, desk).await?;
    refuse_none_left(&all)?;
    find(all, id)
}

/// Removes a session of which nobody was told.
pub async fn delete_session(
    work: &mut Work,
    actor: &Actor,
    id: Id<Session>,
    seen: impl FnOnce(&Session) -> Result<(), Error>,
) -> Result<(), Error> {
    let (programme, desk, session) = own_session(work, actor, id).await?;
    seen(&session)?;
    session.may_vanish(&desk.cohort, work.now)?;
    sessions::delete(&work.tx, &session).await?;
    work.record(Event::new("session-deleted", id, programme.lead));
    renumber(work, desk).await?;
    Ok(())
}

async fn own_session(
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

/// Puts the sessions in order and the cohort's times right, keeping every rule between them. No
/// offer outlasts the start of the first session.
async fn renumber(work: &mut Work, mut desk: Desk) -> Result<Vec<Session>, Error> {
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
    offers::shorten(work, &mut desk).await?;
    desk.close(work).await?;
    Ok(after)
}

fn find(sessions: Vec<Session>, id: Id<Session>) -> Result<Session, Error> {
    let found = sessions.into_iter().find(|session| session.id == id);
    found.ok_or_else(|| StoreError::Missing("session").into())
}
