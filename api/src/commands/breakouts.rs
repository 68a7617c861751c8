//! Breakouts: participants choose one, their board and the organisers do it for them.

use leerkring_domain::breakouts::{Choice, Chooser, no_such_breakout};
use leerkring_domain::cohorts::{Cohort, Session};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Actor, Event, Id};
use leerkring_domain::notifications::News;
use leerkring_domain::registrations::{Participant, Registration};
use leerkring_persistence::{StoreError, breakouts, cohorts, programmes, registrations, sessions};
use uuid::Uuid;

use super::registrations::letters::{About, to_address};
use super::registrations::{not_your_board, refuse_unknown};
use crate::error::Error;
use crate::work::Work;

/// A participant in their registration.
pub type Person = (Id<Registration>, Id<Participant>);

/// The same with the cohort that it is for.
#[derive(Debug, Clone, Copy)]
pub struct Whose {
    pub cohort: Id<Cohort>,
    pub person: Person,
}

/// A breakout of a session.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub session: Id<Session>,
    pub breakout: Uuid,
}

/// `actor` chooses for a participant of their board, or in a cohort that they organise. Whoever
/// was given a place by an organiser is told.
pub async fn choose_for(
    work: &mut Work,
    actor: &Actor,
    person: Person,
    asked: Asked,
) -> Result<Choice, Error> {
    let (whose, acts_for_board) = seen(work, actor, person).await?;
    let (choice, Seat { registration, session, .. }) = seat(work, whose, asked).await?;
    if !acts_for_board && choice.at == work.now {
        tell(work, &registration, (&session, choice)).await?;
    }
    Ok(choice)
}

/// Gives the seat of a participant back in their stead.
pub async fn leave_for(
    work: &mut Work,
    actor: &Actor,
    person: Person,
    session: Id<Session>,
) -> Result<(), Error> {
    let (whose, _) = seen(work, actor, person).await?;
    leave(work, whose, session).await
}

/// A participant chooses.
pub async fn choose(work: &mut Work, whose: Whose, asked: Asked) -> Result<Choice, Error> {
    Ok(seat(work, whose, asked).await?.0)
}

/// A participant gives their seat back.
pub async fn leave(work: &mut Work, whose: Whose, session: Id<Session>) -> Result<(), Error> {
    let seat = Seat::locked(work, whose, session).await?;
    let choice = seat.chooser().leave(&seat.session, work.now)?;
    breakouts::delete(&work.tx, choice).await?;
    record(work, "breakout-left", &seat).await
}

/// What a choice is ruled by, in a cohort that is locked.
struct Seat {
    registration: Registration,
    participant: Id<Participant>,
    session: Session,
    before: Option<Choice>,
}

impl Seat {
    /// Locks the cohort, in which teams leave and sessions change too, then reads.
    async fn locked(work: &Work, whose: Whose, session: Id<Session>) -> Result<Self, Error> {
        let everything = Scope { everything: true, ..Scope::default() };
        let (registration, participant) = whose.person;
        let cohort = cohorts::lock(&work.tx, whose.cohort, &everything).await?;
        let registration = registrations::find(&work.tx, registration, &everything).await?;
        let session = match sessions::find(&work.tx, session).await {
            Ok(session) if session.cohort == cohort.id => session,
            Ok(_) | Err(StoreError::Missing(_)) => return Err(no_such_breakout().into()),
            Err(error) => return Err(error.into()),
        };
        let before = breakouts::choice(&work.tx, participant, session.id).await?;
        Ok(Self { registration, participant, session, before })
    }

    fn chooser(&self) -> Chooser<'_> {
        let Self { registration, participant, before, .. } = self;
        Chooser { registration, participant: *participant, before: *before }
    }
}

async fn seat(work: &mut Work, whose: Whose, asked: Asked) -> Result<(Choice, Seat), Error> {
    let seat = Seat::locked(work, whose, asked.session).await?;
    let choice = seat.chooser().choose(&seat.session, asked.breakout, work.now)?;
    if seat.before != Some(choice) {
        breakouts::store(&work.tx, choice).await?;
        record(work, "breakout-chosen", &seat).await?;
    }
    Ok((choice, seat))
}

async fn record(work: &mut Work, what: &'static str, seat: &Seat) -> Result<(), Error> {
    let lead = programmes::lead(&work.tx, seat.registration.cohort).await?;
    work.record(Event::new(what, seat.participant, (lead, seat.registration.board)));
    Ok(())
}

/// The participant that `actor` sees, and whether they act for the board rather than for an
/// organiser.
///
/// # Errors
/// Absent to whoever does not see the registration, and where it never had such a participant.
async fn seen(work: &Work, actor: &Actor, person: Person) -> Result<(Whose, bool), Error> {
    let (registration, participant) = person;
    let seen = registrations::find(&work.tx, registration, &Scope::of(Some(actor))).await?;
    refuse_unknown(work, registration, participant).await?;
    let whose = Whose { cohort: seen.cohort, person };
    let organises = actor.is_administrator()
        || cohorts::organised_by(&work.tx, seen.cohort, &actor.organisers()).await?;
    match (organises, actor.edits_board(seen.board)) {
        (true, for_board) => Ok((whose, for_board && !actor.is_administrator())),
        (false, true) => Ok((whose, true)),
        (false, false) => Err(not_your_board().into()),
    }
}

async fn tell(
    work: &mut Work,
    registration: &Registration,
    (session, choice): (&Session, Choice),
) -> Result<(), Error> {
    let mut people = registration.participants.iter();
    let person = people.find(|person| person.id == choice.participant);
    let chosen = session.breakouts.iter().find(|breakout| breakout.id == choice.breakout);
    let Some((person, chosen)) = person.zip(chosen) else { return Ok(()) };
    let everything = Scope { everything: true, ..Scope::default() };
    let cohort = cohorts::find(&work.tx, registration.cohort, &everything).await?;
    let news = News::BreakoutPlaced { breakout: chosen.title.clone(), at: session.period.start };
    let news = About::of(work, &cohort).await?.tell(registration, news).to_participant(person.id);
    to_address(work, registration, person.email.clone(), news);
    Ok(())
}
