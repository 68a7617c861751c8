//! What is needed to issue: the fee, who is asked for it, and the numbers.

use std::collections::HashMap;

use leerkring_domain::boards::Board;
use leerkring_domain::invoices::{Buyer, Invoice, InvoiceKind, PostalAddress};
use leerkring_domain::kernel::{Code, Id};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::{Fee, Programme, Rules};
use leerkring_domain::registrations::Registration;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::codes;
use crate::series;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{boards, invoices, programmes};

/// What a programme asks, and the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fees {
    pub fee: Option<Fee>,
    pub title: String,
    /// The language it is given in: `nl` or `en`.
    pub language: String,
}

/// What the programme asks.
pub async fn fees(db: &impl ConnectionTrait, programme: Id<Programme>) -> Stored<Fees> {
    let row = programmes::Entity::find_by_id(programme.uuid()).one(db).await?;
    let row = row.ok_or(StoreError::Missing("programme"))?;
    let rules: Rules = codes::from_json(row.rules, "programme")?;
    Ok(Fees { fee: rules.fee, title: row.title, language: row.language })
}

/// Takes `count` numbers in a row of the organiser's series; says the first.
pub async fn take_numbers(tx: &Tx, organiser: Id<Organiser>, year: i32, count: i64) -> Stored<i64> {
    series::take(tx, "invoice_series", (organiser, year), count).await
}

/// The boards as they stand on invoices, without a reference.
pub async fn buyers(
    db: &impl ConnectionTrait,
    ids: &[Id<Board>],
) -> Stored<HashMap<Id<Board>, Buyer>> {
    let rows = boards::Entity::find()
        .filter(boards::Column::Id.is_in(ids.iter().map(|board| board.uuid())))
        .all(db)
        .await?;
    let buyer = |row: boards::Model| {
        let address = row.address_line.zip(row.postcode).zip(row.city);
        let address =
            address.map(|((line, postcode), city)| PostalAddress { line, postcode, city });
        let (name, number, kvk_number) = (row.name, row.number, row.kvk_number);
        (row.id.into(), Buyer { name, number, address, kvk_number, reference: None })
    };
    Ok(rows.into_iter().map(buyer).collect())
}

/// The invoices of these registrations.
pub async fn of_registrations(
    db: &impl ConnectionTrait,
    ids: &[Id<Registration>],
) -> Stored<Vec<Invoice>> {
    let mut all = Vec::new();
    for some in ids.chunks(1_000) {
        let rows = invoices::Entity::find()
            .filter(invoices::Column::RegistrationId.is_in(some.iter().map(|id| id.uuid())))
            .filter(invoices::Column::Kind.eq(InvoiceKind::Invoice.code()))
            .all(db)
            .await?;
        let read: Vec<Invoice> = rows.into_iter().map(Invoice::try_from).collect::<Stored<_>>()?;
        all.extend(read);
    }
    all.sort_unstable_by_key(|invoice| invoice.number.place);
    Ok(all)
}
