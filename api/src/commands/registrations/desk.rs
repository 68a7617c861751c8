//! The desk of a cohort: registrations come to another status here, and nowhere else.
//!
//! While a desk is open the cohort's row is locked. Opening it settles the offers that the clock
//! has ended; moves are entered one by one, so that the next ruling counts them; closing stores
//! them with the seats, tells of them, and offers what came free to those who wait.

use leerkring_domain::cohorts::{Cohort, SeatCount};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Author, Event, Id};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::registrations::{Admission, Move, Registration, RegistrationStatus};
use leerkring_persistence::registrations::Asked;
use leerkring_persistence::{cohorts, programmes, registrations};

use super::super::invoices::{self, Moved};
use super::{letters, promotion};
use crate::error::Error;
use crate::work::Work;

/// A locked cohort with what has come of its registrations since.
#[must_use = "what is not closed is not stored"]
#[derive(Debug)]
pub struct Desk {
    pub cohort: Cohort,
    /// Who leads the programme.
    pub lead: Id<Organiser>,
    /// The seats as they stand in the row.
    stored: SeatCount,
    moves: Vec<(Author, Move)>,
    /// Whether somebody in the list may get on.
    lets_on: bool,
}

/// In whose name the server settles and offers.
pub(super) fn server() -> Author {
    Author::server("settle-offers")
}

impl Desk {
    /// Locks the cohort, whoever may see it.
    pub async fn open(work: &mut Work, id: Id<Cohort>) -> Result<Self, Error> {
        let everything = Scope { everything: true, ..Scope::default() };
        let cohort = cohorts::lock(&work.tx, id, &everything).await?;
        Self::of(work, cohort).await
    }

    /// The desk of a cohort that this unit of work has locked.
    pub async fn of(work: &mut Work, cohort: Cohort) -> Result<Self, Error> {
        let lead = programmes::lead(&work.tx, cohort.id).await?;
        let stored = cohort.seats;
        let mut desk = Self { cohort, lead, stored, moves: Vec::new(), lets_on: false };
        if stored.next_lapse.is_some_and(|lapse| lapse <= work.now) {
            desk.settle(work).await?;
        }
        Ok(desk)
    }

    /// Writes down which offers the clock has ended.
    async fn settle(&mut self, work: &mut Work) -> Result<(), Error> {
        for offer in registrations::offered_until(&work.tx, self.cohort.id, work.now).await? {
            let lapsed = offer.as_of(work.now);
            self.enter_by(server(), Move::from(RegistrationStatus::Offered, lapsed));
        }
        self.store(work).await?;
        self.cohort.seats.next_lapse = registrations::next_lapse(&work.tx, self.cohort.id).await?;
        self.store_seats(work).await
    }

    /// Enters a move in the name of the unit of work.
    pub fn enter(&mut self, work: &Work, moved: Move) {
        self.enter_by(work.author, moved);
    }

    /// The same in the name of somebody else.
    pub fn enter_by(&mut self, author: Author, moved: Move) {
        moved.enter(&mut self.cohort.seats);
        self.lets_on |= moved.lets_on();
        self.moves.push((author, moved));
    }

    /// The same in the name of the server.
    pub(super) fn enter_by_server(&mut self, moved: Move) {
        self.enter_by(server(), moved);
    }

    /// Counts that a team, which keeps its status, has become `after`: seats that it held are free.
    pub(super) fn resize(&mut self, before: &Registration, after: &Registration) {
        self.cohort.seats.resize(before, after);
        self.look_again();
    }

    /// The list is looked at again when the desk closes: something else than seats has changed.
    pub fn look_again(&mut self) {
        self.lets_on = true;
    }

    /// What rulings on these registrations go by, with all that was entered.
    pub async fn facts(
        &mut self,
        work: &mut Work,
        about: &[Registration],
    ) -> Result<Admission, Error> {
        self.store(work).await?;
        let boards: Vec<_> = about.iter().map(|registration| registration.board).collect();
        let people = about.iter().flat_map(|registration| &registration.participants);
        let persons: Vec<_> = people.map(|person| person.email.key()).collect();
        let asked = Asked { boards: &boards, persons: &persons, now: work.now };
        Ok(registrations::locked_admission(&work.tx, self.cohort.clone(), asked).await?)
    }

    /// Stores what was entered, tells of it, and offers what came free.
    pub async fn close(mut self, work: &mut Work) -> Result<Cohort, Error> {
        self.store(work).await?;
        self.let_on(work).await?;
        self.store_seats(work).await?;
        Ok(self.cohort)
    }

    /// Offers free seats to those who were passed over and meet the conditions again: they go
    /// before whoever comes now.
    pub async fn look_again_first(&mut self, work: &mut Work) -> Result<(), Error> {
        if 0 < self.cohort.seats.passed_over {
            self.look_again();
            self.let_on(work).await?;
        }
        Ok(())
    }

    async fn let_on(&mut self, work: &mut Work) -> Result<(), Error> {
        let someone_waits = 0 < self.cohort.seats.waiting_teams && 0 < self.cohort.seats_free();
        if self.lets_on && someone_waits && self.cohort.gives_out_seats(work.now) {
            promotion::run(work, self).await?;
        }
        self.lets_on = false;
        Ok(())
    }

    async fn store_seats(&mut self, work: &mut Work) -> Result<(), Error> {
        if self.stored == self.cohort.seats {
            return Ok(());
        }
        if self.stored.next_lapse != self.cohort.seats.next_lapse {
            work.offers_changed();
        }
        cohorts::store_seats(&work.tx, &self.cohort).await?;
        self.stored = self.cohort.seats;
        Ok(())
    }

    /// Stores the moves that were entered, and tells of them. Whatever else follows from a move is
    /// done here, once for every way in which it can come about.
    pub async fn store(&mut self, work: &mut Work) -> Result<(), Error> {
        let moves = std::mem::take(&mut self.moves);
        if moves.is_empty() {
            return Ok(());
        }
        let (made, others): (Vec<_>, Vec<_>) =
            moves.iter().map(|(_, it)| it).partition(|it| it.from.is_none());
        let made: Vec<_> = made.into_iter().map(|it| &it.registration).collect();
        registrations::insert_all(&work.tx, &made).await?;
        let others: Vec<_> = others.into_iter().map(|it| &it.registration).collect();
        registrations::update_all(&work.tx, &others).await?;
        self.tell(work, &moves).await?;
        let moves: Vec<_> = moves.iter().map(|(by, it)| Moved::of(*by, it)).collect();
        invoices::settle(work, &self.cohort, self.lead, &moves).await
    }

    /// Tells of moves that were just stored, each in the name of its author.
    async fn tell(&self, work: &mut Work, moves: &[(Author, Move)]) -> Result<(), Error> {
        for (author, moved) in moves {
            let registration = &moved.registration;
            let event = Event::new(moved.what(), registration.id, (self.lead, registration.board));
            let changed = moved.from.map(|_| "status").into_iter().collect();
            let event = event.changing(changed).because(moved.why());
            // An offer lapses at its instant, whenever somebody comes by to write it down.
            work.record_by(*author, event.at(registration.status_since));
        }
        let moves: Vec<&Move> = moves.iter().map(|(_, moved)| moved).collect();
        letters::send(work, &self.cohort, &moves).await
    }
}
