//! The desk of a cohort: registrations come to another status here, and nowhere else.
//!
//! While a desk is open the cohort's row is locked. Moves are entered one by one, so that the next
//! ruling counts them; closing stores them with the seats and tells of them.

use leerkring_domain::cohorts::{Cohort, SeatCount};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Author, Event, Id};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::registrations::Move;
use leerkring_persistence::{cohorts, programmes, registrations};

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
        Ok(Self { stored: cohort.seats, cohort, lead, moves: Vec::new() })
    }

    /// Enters a move in the name of the unit of work.
    pub fn enter(&mut self, work: &Work, moved: Move) {
        self.enter_by(work.author, moved);
    }

    /// The same in the name of somebody else.
    pub fn enter_by(&mut self, author: Author, moved: Move) {
        moved.enter(&mut self.cohort.seats);
        self.moves.push((author, moved));
    }

    /// Stores what was entered, and tells of it.
    pub async fn close(mut self, work: &mut Work) -> Result<Cohort, Error> {
        self.store(work).await?;
        if self.stored != self.cohort.seats {
            cohorts::store_seats(&work.tx, &self.cohort).await?;
        }
        Ok(self.cohort)
    }

    async fn store(&mut self, work: &mut Work) -> Result<(), Error> {
        let moves = std::mem::take(&mut self.moves);
        let (made, others): (Vec<_>, Vec<_>) =
            moves.iter().map(|(_, it)| it).partition(|it| it.from.is_none());
        let made: Vec<_> = made.into_iter().map(|it| &it.registration).collect();
        registrations::insert_all(&work.tx, &made).await?;
        for it in others {
            registrations::update(&work.tx, &it.registration).await?;
        }
        self.tell(work, &moves);
        Ok(())
    }

    /// Tells of moves that were just stored, each in the name of its author.
    fn tell(&self, work: &mut Work, moves: &[(Author, Move)]) {
        for (author, moved) in moves {
            let registration = &moved.registration;
            let event = Event::new(moved.what(), registration.id, (self.lead, registration.board));
            let changed = moved.from.map(|_| "status").into_iter().collect();
            work.record_by(*author, event.changing(changed).because(moved.reason.clone()));
        }
    }
}
