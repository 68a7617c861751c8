//! Percentages that an organiser assumes where none is published.

use leerkring_domain::job_quota::{Assumption, Base, QuotaSector, Row};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Event, Id, Refusal, text};
use leerkring_domain::organisers::Organiser;
use leerkring_persistence::{organisers, quota_schedule};

use super::organisers::own;
use crate::error::Error;
use crate::work::Work;

/// Assumes a percentage, in place of what the organiser assumed before for that year.
pub async fn assume(
    work: &mut Work,
    scope: &Scope,
    organiser: Id<Organiser>,
    assumption: Assumption,
) -> Result<Row, Error> {
    organisers::find(&work.tx, own(scope, organiser)?).await?;
    let row = assumption.checked()?;
    quota_schedule::assume(&work.tx, work.id(), organiser, &row).await?;
    work.record(Event::new("quota-percentage-assumed", organiser, organiser));
    Ok(row)
}

/// Forgets what the organiser assumed.
///
/// # Errors
/// `nothing-assumed`.
pub async fn forget(
    work: &mut Work,
    scope: &Scope,
    organiser: Id<Organiser>,
    of: (QuotaSector, Base, u16),
) -> Result<(), Error> {
    organisers::find(&work.tx, own(scope, organiser)?).await?;
    if !quota_schedule::forget(&work.tx, organiser, of).await? {
        let year = of.2;
        let sentence = text(
            format!("voor {year} neemt deze organisator geen percentage aan"),
            format!("this organiser assumes no percentage for {year}"),
        );
        return Err(Refusal::conflict("nothing-assumed", sentence).into());
    }
    work.record(Event::new("quota-percentage-forgotten", organiser, organiser));
    Ok(())
}
