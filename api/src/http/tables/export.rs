//! Tables about people are told to the audit log before anything of them is given.

use std::sync::Arc;

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::access::Place;
use leerkring_domain::kernel::event::Object;
use leerkring_domain::kernel::{Concerning, Event, Id};
use leerkring_persistence::{ConnectionTrait, StoreError, Stored, cohorts, programmes};

use crate::app::App;
use crate::error::Error;
use crate::work::Caller;

/// A table about people that somebody takes away, as the audit log tells it.
#[derive(Debug, Clone)]
pub struct Export {
    caller: Caller,
    event: Event,
}

impl Export {
    /// What somebody takes who acts for one place, or for none in particular.
    pub fn new(what: &'static str, caller: Caller) -> Self {
        let place = caller.actor.only_place().unwrap_or(Place::Platform);
        let event = Event { concerning: place.into(), ..Event::of_the_platform(what) };
        Self { caller, event }
    }

    /// What is about one thing.
    pub fn of(self, subject: impl Into<Object>, concerning: impl Into<Concerning>) -> Self {
        let event =
            Event { subject: Some(subject.into()), concerning: concerning.into(), ..self.event };
        Self { event, ..self }
    }

    /// What is about a cohort, or about something of it: whoever leads it reads of it too.
    ///
    /// # Errors
    /// The cohort is not there.
    pub async fn in_cohort(
        self,
        db: &impl ConnectionTrait,
        subject: impl Into<Object>,
        cohort: Id<Cohort>,
    ) -> Stored<Self> {
        let organiser = Some(programmes::lead(db, cohort).await?);
        let concerning = Concerning { organiser, ..self.event.concerning };
        Ok(self.of(subject, concerning))
    }

    /// What a list is about that may be narrowed to one cohort: that cohort, if they organise it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn narrowed_to(
        self,
        db: &impl ConnectionTrait,
        cohort: Option<Id<Cohort>>,
    ) -> Stored<Self> {
        let Some(cohort) = cohort else { return Ok(self) };
        let (all, own) = (self.caller.actor.is_administrator(), self.caller.actor.organisers());
        match programmes::lead(db, cohort).await {
            Ok(lead) if all || cohorts::organised_by(db, cohort, &own).await? => {
                Ok(self.of(cohort, lead))
            }
            Ok(_) | Err(StoreError::Missing(_)) => Ok(self),
            Err(error) => Err(error),
        }
    }

    /// Tells that this many rows are taken.
    ///
    /// # Errors
    /// It cannot be written down; then nothing is given.
    pub async fn tell(self, app: &Arc<App>, rows: u64) -> Result<(), Error> {
        let event = self.event.of_rows(rows);
        app.act(&self.caller, move |work| {
            Box::pin(async move {
                work.record(event);
                Ok(())
            })
        })
        .await
    }
}
