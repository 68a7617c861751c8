//! Bank details that do not exist, a paid invoice and a credit note, so that there is something to
//! look at.

use leerkring_domain::invoices::{Iban, Invoice, Invoicing, PostalAddress, VatNumber};
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Actor, Id};
use leerkring_domain::registrations::Registration;
use leerkring_persistence::{invoices, registrations};

use super::lacks;
use super::offer::Planned;
use crate::commands::invoices::{NewPayment, mark_paid};
use crate::commands::registrations::withdraw;
use crate::error::Error;
use crate::work::Work;

/// The programme with a fee, and its cohort that is open.
const PAID: (&str, u8) = ("leergang-strategisch-hr", 2);

/// What the organiser with this number and slug says on its invoices.
pub(super) fn invoicing(number: u8, slug: &str) -> Invoicing {
    let prefix: String = slug.to_uppercase().chars().take(8).collect();
    Invoicing {
        legal_name: None,
        address: Some(PostalAddress {
            line: format!("Voorbeeldlaan {number}"),
            postcode: "3500 AA".to_owned(),
            city: "Utrecht".to_owned(),
        }),
        kvk_number: Some(format!("900000{number:02}")),
        oin: None,
        vat_number: VatNumber::parse(&format!("NL0000000{number:02}B01")),
        iban: Iban::parse("NL91 ABNA 0417 1643 00"),
        email: Some(format!("facturen-{slug}@example.nl")),
        payment_days: 30,
        number_prefix: format!("{}-", prefix.trim_end_matches('-')),
    }
}

/// The first team in line has paid, and the last one withdraws in time.
pub(super) async fn show(work: &mut Work, actor: &Actor, planned: &[Planned]) -> Result<(), Error> {
    let cohort = planned.iter().find(|it| (it.slug.as_str(), it.place) == PAID);
    let cohort = cohort.ok_or_else(|| lacks("a cohort with a fee"))?.id;
    let live = registrations::live(&work.tx, cohort).await?;
    let (first, last) = live.first().zip(live.last()).ok_or_else(|| lacks("teams that pay"))?;
    let payment = NewPayment {
        paid_on: today(work.now),
        cents: None,
        reference: Some("Bankafschrift 2026-112".to_owned()),
    };
    mark_paid(work, actor, invoice_of(work, first.id).await?, payment).await?;
    let reason = Some("De bestuurder is dan verhinderd.".to_owned());
    withdraw(work, actor, last.id, reason).await?;
    Ok(())
}

async fn invoice_of(work: &Work, registration: Id<Registration>) -> Result<Id<Invoice>, Error> {
    let issued = invoices::of_registrations(&work.tx, &[registration]).await?;
    issued.first().map(|invoice| invoice.id).ok_or_else(|| lacks("an invoice"))
}
