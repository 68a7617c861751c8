//! Registrations: what a board does with its team.

pub mod desk;
pub(super) mod letters;
pub mod offers;
pub mod personal_links;
mod promotion;
pub mod selection;
pub mod sweep;
pub mod team;

use std::collections::HashMap;

use leerkring_domain::intake::{IntakeSlot, IntakeState};
use leerkring_domain::kernel::access::{Place, Scope};
use leerkring_domain::kernel::{Actor, Concerning, Event, Id, Instant, Refusal, text};
use leerkring_domain::programmes::EntryStanding;
use leerkring_domain::registrations::{
    Details, Move, Participant, Preparations, Registration, RegistrationStatus,
};
use leerkring_persistence::boards::Label;
use leerkring_persistence::cohorts::{Named, Settings};
use leerkring_persistence::{
    StoreError, boards, cohorts, entry_assessments, intake, programmes, registrations,
};

use self::desk::Desk;
use crate::error::Error;
use crate::work::Work;

/// A registration with what its readers want beside it.
#[derive(Debug, Clone)]
pub struct Registered {
    pub registration: Registration,
    pub board: Label,
    pub cohort: Named,
    /// The place in the waiting list, where it waits.
    pub position: Option<u64>,
    /// Where the programme asks for a self-assessment before the start.
    pub entry: Option<EntryStanding>,
    /// Nothing where the programme asks for no intake, and where a team fell away without one.
    pub intake: Option<Intake>,
}

impl Registered {
    /// How it stands with what its programme asks for before the cohort starts.
    pub fn preparations(&self) -> Preparations {
        Preparations {
            status: self.registration.status,
            intake: self.intake.as_ref().map(Intake::state),
            entry: self.entry,
            starts_at: self.cohort.starts_at,
        }
    }
}

/// The intake of a team, and when it was looked at.
#[derive(Debug, Clone)]
pub struct Intake {
    pub slot: Option<IntakeSlot>,
    pub now: Instant,
}

impl Intake {
    /// Whoever fell away books none any more: then there is only one that was held.
    fn of(slot: Option<IntakeSlot>, status: RegistrationStatus, now: Instant) -> Option<Self> {
        (slot.is_some() || !status.fell_away()).then_some(Self { slot, now })
    }

    pub fn state(&self) -> IntakeState {
        IntakeState::at(self.slot.as_ref(), self.now)
    }
}

/// The same registrations with the names of their boards and cohorts, their places in the waiting
/// list and how they stand with the self-assessment that is asked for.
pub async fn with_context(
    db: &impl leerkring_persistence::ConnectionTrait,
    list: Vec<Registration>,
    now: Instant,
) -> Result<Vec<Registered>, Error> {
    let positions = registrations::waiting_positions(db, &list).await?;
    let boards = boards::labels(db, list.iter().map(|it| it.board)).await?;
    let settings = cohorts::settings(db, list.iter().map(|it| it.cohort)).await?;
    let entries = entry_assessments::standings(db, &list, &settings).await?;
    let mut intakes = intakes(db, &list, &settings, now).await?;
    let context = list.into_iter().map(|registration| {
        Ok(Registered {
            intake: intakes.remove(&registration.id),
            board: boards.get(&registration.board).cloned().unwrap_or_default(),
            cohort: settings.of(registration.cohort)?.named.clone(),
            position: positions.get(&registration.id).copied(),
            entry: entries.get(&registration.id).copied(),
            registration,
        })
    });
    context.collect()
}

/// The intakes of those of these registrations whose programme asks for one.
async fn intakes(
    db: &impl leerkring_persistence::ConnectionTrait,
    list: &[Registration],
    settings: &Settings,
    now: Instant,
) -> Result<HashMap<Id<Registration>, Intake>, Error> {
    let asks = |cohort| settings.of(cohort).is_ok_and(|setting| setting.intake);
    let asked = list.iter().filter(|registration| asks(registration.cohort));
    let asked: Vec<_> = asked.map(|registration| (registration.id, registration.status)).collect();
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<_> = asked.iter().map(|(id, _)| *id).collect();
    let mut slots = intake::of_registrations(db, &ids).await?;
    let intakes =
        asked.into_iter().map(|(id, status)| (id, Intake::of(slots.remove(&id), status, now)));
    Ok(intakes.filter_map(|(id, intake)| Some((id, intake?))).collect())
}

pub(super) async fn one(work: &Work, registration: Registration) -> Result<Registered, Error> {
    let mut all = with_context(&work.tx, vec![registration], work.now).await?;
    all.pop().ok_or_else(|| Error::Bug("a registration without its context".into()))
}

/// The registration after its desk was closed, which may have offered it seats.
pub(super) async fn as_it_is(
    work: &Work,
    actor: &Actor,
    id: Id<Registration>,
) -> Result<Registered, Error> {
    let registration = registrations::find(&work.tx, id, &Scope::of(Some(actor))).await?;
    one(work, registration).await
}

/// The refusal of somebody who does not act for the board, which everybody may see.
pub fn not_your_board() -> Refusal {
    let sentence = text("u handelt niet namens dit bestuur", "you do not act for this board");
    Refusal::forbidden("not-your-board", sentence)
}

/// Opens the cohort's desk, then reads the registration, if `actor` acts for its board.
pub(super) async fn own(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
) -> Result<(Desk, Registration), Error> {
    let scope = Scope::of(Some(actor));
    let seen = registrations::find(&work.tx, id, &scope).await?;
    if !actor.edits_board(seen.board) {
        return Err(not_your_board().into());
    }
    work.acts_for(actor, [Place::Board(seen.board)]);
    let desk = Desk::open(work, seen.cohort).await?;
    Ok((desk, registrations::find(&work.tx, id, &scope).await?))
}

/// Whom what happens to the registration concerns: its board, and who leads the programme.
pub(super) async fn concerning(
    work: &Work,
    registration: &Registration,
) -> Result<Concerning, Error> {
    let lead = programmes::lead(&work.tx, registration.cohort).await?;
    Ok((lead, registration.board).into())
}

pub async fn change(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
    change: impl FnOnce(&Registration) -> Result<Details, Error>,
) -> Result<Registered, Error> {
    let (desk, old) = own(work, actor, id).await?;
    let details = change(&old)?;
    let registration = old.clone().change(details)?;
    registrations::update(&work.tx, &registration).await?;
    let concerning = concerning(work, &registration).await?;
    let event = Event::new("registration-changed", id, concerning);
    work.record(event.changing(old.changes(&registration)));
    desk.close(work).await?;
    as_it_is(work, actor, id).await
}

/// Takes the team back. Its seats come free.
pub async fn withdraw(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
    reason: Option<String>,
) -> Result<Registered, Error> {
    let (mut desk, registration) = own(work, actor, id).await?;
    let from = registration.status;
    let withdrawn = registration.withdraw(&desk.cohort, work.now)?;
    desk.enter(work, Move::from(from, withdrawn.clone()).because(reason));
    desk.close(work).await?;
    one(work, withdrawn).await
}

/// # Errors
/// A participant who never stood in the registration is absent.
pub(super) async fn refuse_unknown(
    work: &Work,
    id: Id<Registration>,
    participant: Id<Participant>,
) -> Result<(), Error> {
    if registrations::has_known(&work.tx, id, participant).await? {
        Ok(())
    } else {
        Err(StoreError::Missing("participant").into())
    }
}
