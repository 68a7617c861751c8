//! Attendance: marked by those who organise the cohort, and what it completes.

use std::collections::HashSet;

use leerkring_domain::attendances::{Attendance, Mark, MarkKind, Marked, Marking, Roll};
use leerkring_domain::cohorts::{Cohort, Session};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Actor, Event, Id, Refusal};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::registrations::{Move, Participant, RegistrationStatus};
use leerkring_persistence::{
    ConnectionTrait, StoreError, Stored, attendances, cohorts, programmes, registrations, sessions,
};

use super::needs::refuse_others;
use super::registrations::desk::Desk;
use crate::error::Error;
use crate::work::Work;

/// What came of marking a session.
#[derive(Debug)]
pub struct Outcome {
    /// Of each row, in order: what is marked now, or why it stayed as it was.
    pub rows: Vec<(Id<Participant>, Result<Marked, Refusal>)>,
    /// How many others were marked.
    pub others: usize,
}

/// Marks participants of a session, each row by itself, then everybody else who has no mark yet.
pub async fn mark(
    work: &mut Work,
    actor: &Actor,
    id: Id<Session>,
    (rows, others): (Vec<Marking>, Option<Mark>),
) -> Result<Outcome, Error> {
    let lead = locked(work, actor, id).await?;
    let session = sessions::find(&work.tx, id).await?;
    let mut roll = attendances::roll(&work.tx, session).await?;
    let now = work.now;
    let rows: Vec<_> = rows.iter().map(|row| (row.participant, roll.mark(row, now))).collect();
    let mut new: Vec<Attendance> = rows.iter().filter_map(|(_, ruling)| newly(ruling)).collect();
    let others = others.map(|mark| roll.mark_others(mark, now)).transpose()?.unwrap_or_default();
    new.extend(&others);
    let outcome = Outcome { rows, others: others.len() };
    store(work, &roll, lead, new).await?;
    Ok(outcome)
}

fn newly(ruling: &Result<Marked, Refusal>) -> Option<Attendance> {
    match ruling {
        Ok(Marked::New(attendance)) => Some(*attendance),
        Ok(Marked::Same(_)) | Err(_) => None,
    }
}

/// Locks the cohort of a session, if `actor` organises it; tells who leads its programme.
async fn locked(work: &mut Work, actor: &Actor, id: Id<Session>) -> Result<Id<Organiser>, Error> {
    let seen = sessions::find(&work.tx, id).await?;
    let scope = Scope::of(Some(actor));
    let as_session = |error: StoreError| error.missing_as("session");
    let cohort = cohorts::find(&work.tx, seen.cohort, &scope).await.map_err(as_session)?;
    refuse_others(work, actor, cohort.id).await?;
    cohorts::lock(&work.tx, cohort.id, &scope).await.map_err(as_session)?;
    Ok(programmes::lead(&work.tx, cohort.id).await?)
}

/// Whether `actor` organises the cohort, as lead or partner.
pub async fn organises(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohort: Id<Cohort>,
) -> Stored<bool> {
    if actor.is_administrator() {
        return Ok(true);
    }
    cohorts::organised_by(db, cohort, &actor.organisers()).await
}

/// Stores marks and tells of them: of the session once, of each participant for their board.
async fn store(
    work: &mut Work,
    roll: &Roll,
    lead: Id<Organiser>,
    new: Vec<Attendance>,
) -> Result<(), Error> {
    if new.is_empty() {
        return Ok(());
    }
    // A row may correct one before it: what is stored is the last.
    let people: HashSet<_> = new.iter().map(|attendance| attendance.participant).collect();
    let last: Vec<_> = people.iter().filter_map(|it| roll.marks.get(it)).copied().collect();
    attendances::store(&work.tx, &last).await?;
    work.record(Event::new("attendance-marked", roll.session.id, lead));
    for attendance in new {
        let Some(board) = roll.boards.get(&attendance.participant) else { continue };
        let what = marked(attendance.mark);
        let event = Event::new(what, attendance.participant, (lead, *board));
        work.record(event.changing(vec!["attendance"]));
    }
    Ok(())
}

fn marked(mark: Mark) -> &'static str {
    match mark.kind() {
        MarkKind::Present => "marked-present",
        MarkKind::Partly => "marked-partly",
        MarkKind::Absent => "marked-absent",
        MarkKind::Excused => "marked-excused",
    }
}

/// What came of completing a cohort.
#[derive(Debug, Clone, Copy)]
pub struct Completed {
    /// Registrations that are completed now.
    pub completed: usize,
    /// Those that were before.
    pub before: usize,
    /// Those of which nobody completes the programme, as it is marked now.
    pub remaining: usize,
}

/// Completes the registrations of a cohort of which somebody completes its programme.
pub async fn complete(work: &mut Work, actor: &Actor, id: Id<Cohort>) -> Result<Completed, Error> {
    let seen = cohorts::find(&work.tx, id, &Scope::of(Some(actor))).await?;
    refuse_others(work, actor, seen.id).await?;
    let mut desk = Desk::open(work, id).await?;
    let course = attendances::course(&work.tx, desk.cohort.programme, id).await?;
    course.can_be_completed(&desk.cohort, work.now)?;
    let people = attendances::attendees(&work.tx, id).await?;
    let completes = people.iter().filter(|who| course.completion(who, work.now).is_met());
    let completes: HashSet<_> = completes.map(|who| who.registration).collect();
    let all: HashSet<_> = people.iter().map(|who| who.registration).collect();
    let confirmed = registrations::live(&work.tx, id).await?;
    let confirmed = confirmed.into_iter().filter(|it| it.status == RegistrationStatus::Confirmed);
    let (done, remaining): (Vec<_>, Vec<_>) = confirmed.partition(|it| completes.contains(&it.id));
    let (count, remaining) = (done.len(), remaining.len());
    for registration in done {
        let from = registration.status;
        desk.enter(work, Move::from(from, registration.complete(work.now)?));
    }
    desk.close(work).await?;
    Ok(Completed { completed: count, before: all.len() - count - remaining, remaining })
}
