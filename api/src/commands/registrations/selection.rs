//! Selection: the organiser decides about teams that were submitted, one by one or many at once.

use std::collections::HashMap;

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Actor, Id, Kind, Reason, Refusal, text};
use leerkring_domain::registrations::{Decision, Move, Registration};
use leerkring_persistence::{cohorts, registrations};

use super::desk::Desk;
use super::{Registered, one, with_context};
use crate::commands::needs::refuse_others;
use crate::error::Error;
use crate::work::Work;

/// Opens the desk of the cohort, then reads the registration, if `actor` organises the cohort.
pub(super) async fn organised(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
) -> Result<(Desk, Registration), Error> {
    let scope = Scope::of(Some(actor));
    let seen = registrations::find(&work.tx, id, &scope).await?;
    refuse_others(work, actor, seen.cohort).await?;
    let desk = Desk::open(work, seen.cohort).await?;
    Ok((desk, registrations::find(&work.tx, id, &scope).await?))
}

/// A decision about one registration.
#[derive(Debug, Clone)]
pub struct Decided {
    pub registration: Id<Registration>,
    pub decision: Decision,
    pub reason: Option<String>,
}

/// Decides about one team.
pub async fn decide(work: &mut Work, actor: &Actor, decided: Decided) -> Result<Registered, Error> {
    let (mut desk, submitted) = organised(work, actor, decided.registration).await?;
    let from = submitted.status;
    desk.look_again_first(work).await?;
    let facts = desk.facts(work, std::slice::from_ref(&submitted)).await?;
    let next = facts.decide(decided.decision, submitted, work.now)?;
    desk.enter(work, Move::from(from, next).because(decided.reason));
    desk.close(work).await?;
    let scope = Scope::of(Some(actor));
    let after = registrations::find(&work.tx, decided.registration, &scope).await?;
    one(work, after).await
}

/// What came of a row: the registration as it is now, or why it stayed as it was.
pub type Ruled = (Id<Registration>, Result<Registered, Refusal>);

/// Decides about many teams of one cohort, each by itself, in the order given.
pub async fn decide_all(
    work: &mut Work,
    actor: &Actor,
    cohort: Id<Cohort>,
    rows: Vec<Decided>,
) -> Result<Vec<Ruled>, Error> {
    let seen = cohorts::find(&work.tx, cohort, &Scope::of(Some(actor))).await?;
    refuse_others(work, actor, seen.id).await?;
    let mut desk = Desk::open(work, cohort).await?;
    desk.look_again_first(work).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.registration).collect();
    let submitted = registrations::of_cohort(&work.tx, cohort, &ids).await?;
    let mut facts = desk.facts(work, &submitted).await?;
    let mut known: HashMap<_, _> = submitted.into_iter().map(|it| (it.id, it)).collect();
    let mut ruled = Vec::new();
    for row in rows {
        let ruling = rule(&mut known, &facts, &row, work);
        if let Ok(moved) = &ruling {
            facts.enter(moved);
            desk.enter(work, moved.clone());
        }
        ruled.push((row.registration, ruling.map(|_| ())));
    }
    desk.close(work).await?;
    let after = registrations::of_cohort(&work.tx, cohort, &ids).await?;
    let after = with_context(&work.tx, after, work.now).await?;
    let after: HashMap<_, _> = after.into_iter().map(|it| (it.registration.id, it)).collect();
    let answer = |(id, ruling): (Id<Registration>, Result<(), Refusal>)| {
        let now = ruling.and_then(|()| after.get(&id).cloned().ok_or_else(unknown));
        (id, now)
    };
    Ok(ruled.into_iter().map(answer).collect())
}

fn rule(
    known: &mut HashMap<Id<Registration>, Registration>,
    facts: &leerkring_domain::registrations::Admission,
    row: &Decided,
    work: &Work,
) -> Result<Move, Refusal> {
    let submitted = known.get(&row.registration).cloned().ok_or_else(unknown)?;
    if row.decision == Decision::Reject && row.reason.is_none() {
        let sentence = text("geef een reden bij een afwijzing", "give a reason for a rejection");
        let reasons = vec![Reason::new("reason-required", sentence)];
        return Err(Refusal { kind: Kind::Conflict, reasons });
    }
    let from = submitted.status;
    let next = facts.decide(row.decision, submitted, work.now)?;
    known.insert(next.id, next.clone());
    Ok(Move::from(from, next).because(row.reason.clone()))
}

fn unknown() -> Refusal {
    let sentence =
        text("deze groep heeft zo'n aanmelding niet", "the cohort has no such registration");
    Refusal::conflict("not-in-cohort", sentence)
}
