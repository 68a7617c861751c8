//! Intake slots: the organiser publishes them, a confirmed team books one.

mod releasing;

pub(super) use self::releasing::release_late;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::intake::{
    IntakeSlot, Openings, Planned, Series, may_have_intake, publishable,
};
use leerkring_domain::kernel::{Actor, Event, Id, Instant, Period, Refusal, text};
use leerkring_domain::notifications::{Appointment, News};
use leerkring_domain::registrations::Registration;
use leerkring_persistence::intake::{self, Seen, SeenBy};
use leerkring_persistence::{ConnectionTrait, StoreError, cohorts, registrations};

use super::cohorts::locked;
use super::registrations::desk::Desk;
use super::registrations::letters::{About, to_all};
use super::registrations::{Registered, as_it_is, own};
use crate::error::Error;
use crate::work::Work;

/// Publishes the slots of a series; tells which of them can be booked.
pub async fn publish(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
    series: Series,
) -> Result<(Planned, Openings), Error> {
    let (programme, desk) = locked(work, actor, id).await?;
    let planned = series.plan(id, || work.id())?;
    let openings = Openings::of((&desk.cohort, programme.rules.intake), work.now)?;
    let others = match span(&planned.slots) {
        Some(span) => intake::around(&work.tx, programme.id, span).await?,
        None => Vec::new(),
    };
    let present = intake::count(&work.tx, id).await?;
    publishable(&planned.slots, &openings, (&others, present))?;
    intake::insert_all(&work.tx, &planned.slots).await?;
    work.record(Event::new("intake-slots-published", id, programme.lead));
    desk.close(work).await?;
    Ok((planned, openings))
}

/// From the start of the first to the end of the last.
fn span(slots: &[IntakeSlot]) -> Option<Period> {
    let start = slots.iter().map(|slot| slot.period.start).min()?;
    Period::new(start, slots.iter().map(|slot| slot.period.end).max()?)
}

/// Takes a slot away that has not started. Who booked it is told, and books another.
pub async fn cancel_slot(
    work: &mut Work,
    actor: &Actor,
    id: Id<IntakeSlot>,
    reason: Option<String>,
) -> Result<(), Error> {
    let missing = || StoreError::Missing("intake slot");
    let cohort = intake::cohort_of(&work.tx, id).await?;
    let locked = locked(work, actor, cohort).await;
    let (programme, desk) = locked.map_err(|error| match error {
        Error::Store(StoreError::Missing(_)) => missing().into(),
        other => other,
    })?;
    let slot = intake::in_cohort(&work.tx, cohort, id).await?.ok_or_else(missing)?;
    slot.not_started(work.now)?;
    intake::delete(&work.tx, &slot).await?;
    if let Some(booking) = slot.booking {
        let why = (None, reason.clone());
        releasing::tell(work, &desk, (booking.registration, slot.period.start), why).await?;
    }
    work.record(Event::new("intake-slot-cancelled", id, programme.lead).because(reason));
    desk.close(work).await?;
    Ok(())
}

/// A team that has no slot books one.
pub async fn book(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
    slot: Id<IntakeSlot>,
) -> Result<Registered, Error> {
    let (desk, team, openings) = with_intake(work, actor, id).await?;
    if let Some(booked) = slot_of(work, id).await? {
        return Err(already_booked(&booked).into());
    }
    let slot = taken(work, (&team, &openings), slot).await?;
    let appointment = Appointment::from(&slot);
    finish(work, desk, &team, ("intake-booked", Some(News::IntakeBooked { appointment }))).await?;
    as_it_is(work, actor, id).await
}

/// A team gives its slot back for another, in one step.
pub async fn change(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
    slot: Id<IntakeSlot>,
) -> Result<Registered, Error> {
    let (desk, team, openings) = with_intake(work, actor, id).await?;
    let old = slot_of(work, id).await?.ok_or_else(nothing_booked)?;
    if old.id == slot {
        return Err(already_booked(&old).into());
    }
    let from = old.period.start;
    // The old one first: a registration has one slot, and the database sees to it.
    intake::update(&work.tx, &old.give_back(work.now)?).await?;
    let slot = taken(work, (&team, &openings), slot).await?;
    let appointment = Appointment::from(&slot);
    finish(work, desk, &team, ("intake-moved", Some(News::IntakeMoved { appointment, from })))
        .await?;
    as_it_is(work, actor, id).await
}

/// A team gives its slot back.
pub async fn cancel(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
) -> Result<Registered, Error> {
    let (desk, team, _) = with_intake(work, actor, id).await?;
    let old = slot_of(work, id).await?.ok_or_else(nothing_booked)?;
    intake::update(&work.tx, &old.give_back(work.now)?).await?;
    finish(work, desk, &team, ("intake-cancelled", None)).await?;
    as_it_is(work, actor, id).await
}

/// Opens the desk of a team that can have an intake, if `actor` acts for its board.
async fn with_intake(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
) -> Result<(Desk, Registration, Openings), Error> {
    let (desk, team) = own(work, actor, id).await?;
    let asks = asks(&work.tx, team.cohort).await?;
    let openings = may_have_intake((&desk.cohort, asks), &team, work.now)?;
    Ok((desk, team, openings))
}

async fn asks(db: &impl ConnectionTrait, cohort: Id<Cohort>) -> Result<bool, Error> {
    let settings = cohorts::settings(db, [cohort]).await?;
    Ok(settings.of(cohort)?.intake)
}

async fn slot_of(work: &Work, id: Id<Registration>) -> Result<Option<IntakeSlot>, Error> {
    Ok(intake::of_registrations(&work.tx, &[id]).await?.remove(&id))
}

/// The slot of this cohort, taken by the team.
async fn taken(
    work: &Work,
    (team, openings): (&Registration, &Openings),
    id: Id<IntakeSlot>,
) -> Result<IntakeSlot, Error> {
    let slot = intake::in_cohort(&work.tx, team.cohort, id).await?.ok_or_else(no_such_slot)?;
    let slot = slot.book(team, openings)?;
    intake::update(&work.tx, &slot).await?;
    Ok(slot)
}

/// Records what was done, tells the team where there is something to tell, and closes the desk.
async fn finish(
    work: &mut Work,
    desk: Desk,
    team: &Registration,
    (what, news): (&'static str, Option<News>),
) -> Result<(), Error> {
    work.record(Event::new(what, team.id, (desk.lead, team.board)));
    if let Some(news) = news {
        let about = About::of(work, &desk.cohort).await?;
        to_all(work, team, &about.tell(team, news));
    }
    desk.close(work).await?;
    Ok(())
}

fn already_booked(slot: &IntakeSlot) -> Refusal {
    let starts = slot.in_words();
    let sentence = text(
        format!("het team heeft al een gesprek op {}; verplaats het", starts.nl),
        format!("the team has an intake on {} already; move it", starts.en),
    );
    Refusal::conflict("already-booked", sentence)
}

fn nothing_booked() -> Refusal {
    let sentence = text("het team heeft geen gesprek geboekt", "the team has not booked an intake");
    Refusal::conflict("nothing-booked", sentence)
}

fn no_such_slot() -> Refusal {
    let sentence = text(
        "de groep heeft zo'n moment niet (meer); lees de lijst opnieuw",
        "the cohort has no such slot (any more); read the list again",
    );
    Refusal::conflict("no-such-slot", sentence)
}

/// Which slots of a cohort `actor` sees: its organisers all of them, boards with a confirmed
/// registration those that are free and their own.
///
/// # Errors
/// `not-your-cohort` for all others.
pub async fn seen(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohort: &Cohort,
    now: Instant,
) -> Result<Seen, Error> {
    let by = seen_by(db, actor, cohort.id).await?;
    let openings = Openings::of((cohort, asks(db, cohort.id).await?), now).ok();
    Ok(Seen { by, openings })
}

/// Who looks at what only those who organise a cohort and those who take part in it see.
///
/// # Errors
/// `not-your-cohort` for all others.
pub async fn seen_by(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohort: Id<Cohort>,
) -> Result<SeenBy, Error> {
    if actor.is_administrator() || cohorts::organised_by(db, cohort, &actor.organisers()).await? {
        return Ok(SeenBy::Organiser);
    }
    let boards = actor.boards();
    if registrations::takes_part(db, cohort, &boards).await? {
        return Ok(SeenBy::Boards(boards));
    }
    Err(not_your_cohort().into())
}

/// The refusal of somebody who neither organises the cohort nor has a confirmed team in it.
pub fn not_your_cohort() -> Refusal {
    let sentence = text(
        "dit is voor wie de groep organiseert en voor besturen met een bevestigde aanmelding",
        "this is for the cohort's organisers and for boards with a confirmed registration",
    );
    Refusal::forbidden("not-your-cohort", sentence)
}
