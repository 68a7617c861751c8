//! What a letter about a registration says besides its news, found out when it is sent.

use leerkring_domain::kernel::{Id, Scope};
use leerkring_domain::notifications::{Background, Message};
use leerkring_domain::registrations::{NextStep, Registration};
use leerkring_persistence::{StoreError, cohorts, organisers, programmes, registrations};

use crate::app::App;
use crate::commands::registrations::with_context;
use crate::error::Error;

/// Nothing where the message is about no registration, or about one that is not kept any more.
pub(super) async fn background(app: &App, message: &Message) -> Result<Option<Background>, Error> {
    let Some(id) = message.about() else { return Ok(None) };
    let (db, now) = (app.store.reader(), app.now());
    let everything = Scope { everything: true, ..Scope::default() };
    let registration = match registrations::find(db, id, &everything).await {
        Err(StoreError::Missing(_)) => return Ok(None),
        found => found?.as_of(now),
    };
    let cohort = cohorts::find(db, registration.cohort, &everything).await?;
    let programme = programmes::find(db, cohort.programme, &everything).await?;
    let steps = if message.names_next_steps() {
        let registered = with_context(db, vec![registration], now).await?;
        let steps = registered.iter().flat_map(|it| it.preparations().next_steps(now));
        steps.collect::<Vec<NextStep>>()
    } else {
        Vec::new()
    };
    Ok(Some(Background {
        organiser: organisers::find(db, programme.lead).await?.into(),
        page: app.mail.page_of(id),
        steps,
    }))
}

impl super::Mailer {
    /// The page of a registration in the front-end, where the service has one.
    fn page_of(&self, registration: Id<Registration>) -> Option<String> {
        let pages = self.registrations_url.as_ref()?;
        Some(format!("{pages}/{registration}"))
    }
}
