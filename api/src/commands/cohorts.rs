//! Cohorts.

use leerkring_domain::cohorts::{
    Cohort, CohortStatus, NewSession, Plan, SeatCount, Session, Verdict, numbered,
};
use leerkring_domain::kernel::access::{Place, Scope};
use leerkring_domain::kernel::{Actor, Event, Id, Refusal};
use leerkring_domain::programmes::Programme;
use leerkring_domain::registrations::Move;
use leerkring_persistence::{cohorts, programmes, registrations, sessions};

use super::invoices;
use super::programmes::{own, refuse_others};
use super::regions::refuse_unknown;
use super::registrations::desk::Desk;
use super::registrations::letters;
use super::sessions::{fall_away, follow};
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
pub(super) async fn locked(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
) -> Result<(Programme, Desk), Error> {
    let scope = Scope::of(Some(actor));
    let seen = cohorts::find(&work.tx, id, &scope).await?;
    let programme = programmes::lock(&work.tx, seen.programme, &scope).await?;
    refuse_others(actor, &programme)?;
    work.acts_for(actor, programme.organisers().map(Place::Organiser));
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
    let most = registrations::most_of_one_board(&work.tx, id).await?;
    let cohort = old.clone().change(plan, most)?;
    cohorts::update(&work.tx, &cohort).await?;
    let event = Event::new("cohort-changed", id, programme.lead);
    work.record(event.changing(old.changes(&cohort)));
    follow(work, &old, &cohort).await?;
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
    reason: String,
) -> Result<WithSessions, Error> {
    let (_, desk) = locked(work, actor, id).await?;
    let cohort = desk.cohort.clone().cancel(work.now)?;
    end(work, desk, cohort, Some(reason)).await
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

/// Stores that the cohort was cancelled, cancels its live registrations and the sessions to come, and
/// takes back what others still owe for it.
async fn end(
    work: &mut Work,
    mut desk: Desk,
    cohort: Cohort,
    reason: Option<String>,
) -> Result<WithSessions, Error> {
    cohorts::update(&work.tx, &cohort).await?;
    let changed = desk.cohort.changes(&cohort);
    desk.cohort = cohort;
    fall_away(work, &desk.cohort, reason.as_ref()).await?;
    for registration in registrations::live(&work.tx, desk.cohort.id).await? {
        let from = registration.status;
        let cancelled = registration.cancel(work.now)?;
        desk.enter(work, Move::from(from, cancelled).because(reason.clone()));
    }
    let event = Event::new("cohort-cancelled", desk.cohort.id, desk.lead);
    work.record(event.changing(changed).because(reason));
    let lead = desk.lead;
    let cohort = desk.close(work).await?;
    invoices::forgive(work, &cohort, lead).await?;
    with_sessions(work, cohort).await
}

async fn with_sessions(work: &Work, cohort: Cohort) -> Result<WithSessions, Error> {
    let sessions = sessions::of(&work.tx, &[cohort.id]).await?;
    Ok((cohort, sessions))
}
