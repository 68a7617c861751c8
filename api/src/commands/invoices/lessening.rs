//! A team has become smaller: an invoice that counts participants is taken back, and another takes its
//! place. Both are whole, so that VAT is rounded once on each and nothing is left of the old one.

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::invoices::{Invoice, gives_back_free};
use leerkring_domain::kernel::Id;
use leerkring_domain::organisers::Organiser;
use leerkring_domain::registrations::Registration;
use leerkring_persistence::invoices;

use super::{Moved, credit, set_off, write};
use crate::error::Error;
use crate::work::Work;

/// Lets what `smaller` owes follow that it has one participant less, where that costs nothing any
/// more: after the date for it the fee stays due.
pub async fn lessen(
    work: &mut Work,
    cohort: &Cohort,
    lead: Id<Organiser>,
    smaller: &Registration,
) -> Result<(), Error> {
    if !gives_back_free(cohort, work.now) {
        return Ok(());
    }
    let Some(owed) = owed(work, smaller).await? else { return Ok(()) };
    let Some(lines) = owed.content.lines_for_one_less() else { return Ok(()) };
    let moved = Moved { by: work.author, from: Some(smaller.status), registration: smaller };
    let notes = credit(work, lead, &[moved]).await?;
    let fees = invoices::fees(&work.tx, cohort.programme).await?;
    let made = write(work, cohort, lead, (&fees, vec![(moved, lines)])).await?;
    match (made.first(), notes.first()) {
        (Some(made), Some(note)) => carry_over(work, made, note).await,
        _ => Ok(()),
    }
}

/// The invoice that the registration has to pay, or has paid.
async fn owed(work: &Work, of: &Registration) -> Result<Option<Invoice>, Error> {
    let all = invoices::of_registrations(&work.tx, &[of.id]).await?;
    let ids: Vec<_> = all.iter().map(|invoice| invoice.id).collect();
    let balances = invoices::lock_balances(&work.tx, &ids).await?;
    let owed = balances.into_iter().find(|balance| !balance.credited);
    Ok(owed.and_then(|owed| all.into_iter().find(|invoice| invoice.id == owed.invoice)))
}

/// What had been paid, and is to be paid back by the note, counts for the new invoice.
async fn carry_over(work: &Work, made: &Invoice, note: &Invoice) -> Result<(), Error> {
    let invoice = invoices::lock_balance(&work.tx, made.id).await?;
    let open = invoices::lock_balance(&work.tx, note.id).await?;
    let (invoice, open, cents) = invoice.set_off_with(open);
    if cents == 0 {
        return Ok(());
    }
    invoices::store_balance(&work.tx, &invoice).await?;
    invoices::store_balance(&work.tx, &open).await?;
    let payments = vec![set_off(work, made, note, cents), set_off(work, note, made, cents)];
    Ok(invoices::insert_payments(&work.tx, payments).await?)
}
