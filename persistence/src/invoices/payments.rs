//! What is open and what was paid.

use leerkring_domain::invoices::{Balance, Invoice, Payment};
use leerkring_domain::kernel::Id;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Set,
};

use crate::store::{MOST_ROWS, StoreError, Stored, Tx};
use crate::tables::{invoice_balances, payments};
use crate::versioned::hit;

impl From<invoice_balances::Model> for Balance {
    fn from(row: invoice_balances::Model) -> Self {
        Self {
            invoice: row.invoice_id.into(),
            open_cents: row.open_cents,
            credited: row.credited,
            version: row.version,
        }
    }
}

impl From<payments::Model> for Payment {
    fn from(row: payments::Model) -> Self {
        Self {
            id: row.id.into(),
            invoice: row.invoice_id.into(),
            paid_on: row.paid_on,
            cents: row.cents,
            reference: row.reference,
            set_off: row.set_off,
            marked_at: row.marked_at,
            undone: row.undone_at.zip(row.undone_because),
        }
    }
}

pub(super) fn balance_row(balance: &Balance) -> invoice_balances::ActiveModel {
    invoice_balances::ActiveModel {
        invoice_id: Set(balance.invoice.uuid()),
        open_cents: Set(balance.open_cents),
        credited: Set(balance.credited),
        version: Set(balance.version),
    }
}

/// Locks what is open on an invoice until the transaction ends.
pub async fn lock_balance(tx: &Tx, id: Id<Invoice>) -> Stored<Balance> {
    let row = invoice_balances::Entity::find_by_id(id.uuid()).lock_exclusive().one(tx).await?;
    Ok(row.ok_or(StoreError::Missing("invoice"))?.into())
}

/// Locks what is open on these invoices, in the order of their ids.
pub async fn lock_balances(tx: &Tx, ids: &[Id<Invoice>]) -> Stored<Vec<Balance>> {
    let mut all = Vec::new();
    let mut sorted: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
    sorted.sort_unstable();
    for some in sorted.chunks(1_000) {
        let rows = invoice_balances::Entity::find()
            .filter(invoice_balances::Column::InvoiceId.is_in(some.iter().copied()))
            .order_by_asc(invoice_balances::Column::InvoiceId)
            .lock_exclusive()
            .all(tx)
            .await?;
        all.extend(rows.into_iter().map(Balance::from));
    }
    Ok(all)
}

/// Stores a changed balance over the version before it.
pub async fn store_balance(tx: &Tx, balance: &Balance) -> Stored<()> {
    let row =
        invoice_balances::ActiveModel { invoice_id: ActiveValue::NotSet, ..balance_row(balance) };
    let result = invoice_balances::Entity::update_many()
        .set(row)
        .filter(invoice_balances::Column::InvoiceId.eq(balance.invoice.uuid()))
        .filter(invoice_balances::Column::Version.eq(balance.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

pub async fn insert_payments(tx: &Tx, list: Vec<Payment>) -> Stored<()> {
    let mut rows = list.into_iter().map(|payment| {
        let (undone_at, undone_because) = payment.undone.unzip();
        payments::ActiveModel {
            id: Set(payment.id.uuid()),
            paid_on: Set(payment.paid_on),
            cents: Set(payment.cents),
            reference: Set(payment.reference),
            set_off: Set(payment.set_off),
            marked_at: Set(payment.marked_at),
            undone_at: Set(undone_at),
            undone_because: Set(undone_because),
            invoice_id: Set(payment.invoice.uuid()),
        }
    });
    loop {
        let some: Vec<_> = rows.by_ref().take(MOST_ROWS).collect();
        if some.is_empty() {
            return Ok(());
        }
        payments::Entity::insert_many(some).exec_without_returning(tx).await?;
    }
}

/// A payment on this invoice.
pub async fn find_payment(
    db: &impl ConnectionTrait,
    invoice: Id<Invoice>,
    id: Id<Payment>,
) -> Stored<Option<Payment>> {
    let row = payments::Entity::find_by_id(id.uuid())
        .filter(payments::Column::InvoiceId.eq(invoice.uuid()))
        .one(db)
        .await?;
    Ok(row.map(Payment::from))
}

/// Stores that a payment was undone.
pub async fn store_undone(tx: &Tx, payment: &Payment) -> Stored<()> {
    let (undone_at, undone_because) = payment.undone.clone().unzip();
    let row = payments::ActiveModel {
        undone_at: Set(undone_at),
        undone_because: Set(undone_because),
        ..payments::ActiveModel::default()
    };
    payments::Entity::update_many()
        .set(row)
        .filter(payments::Column::Id.eq(payment.id.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
