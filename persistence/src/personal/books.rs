//! What tells of people in the books: it goes once the law does not ask to keep it any more. The
//! invoice stays, with its number and amounts, so that no series has a gap.

use leerkring_domain::kernel::Instant;
use leerkring_domain::privacy::{ERASED_DOMAIN, ERASED_NAME};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use crate::store::{Stored, Tx};

/// A table of the books.
#[derive(Debug)]
pub(super) struct Book {
    pub table: &'static str,
    /// The day that it is booked on.
    pub on: &'static str,
    /// The invoice that a row belongs to.
    invoice: &'static str,
    /// Which rows may still tell of people.
    pub unerased: fn() -> Expr,
    /// What becomes of them.
    becomes: fn(DbBackend, Instant) -> Vec<(&'static str, Expr)>,
}

/// The texts on an invoice that people wrote: what the board wants to read on it, and where the
/// organiser is asked about it. All else on it is organisations', or money.
const INVOICES: Book = Book {
    table: "invoices",
    on: "issued_on",
    invoice: "id",
    unerased: || Expr::col("anonymous_at").is_null(),
    becomes: |engine, now| {
        let address = format!("gewist@{ERASED_DOMAIN}");
        let content = match engine {
            DbBackend::Sqlite => format!(
                "json_set(content, '$.buyer.reference', NULL, '$.seller.email', '{address}')"
            ),
            _ => format!(
                "jsonb_set(jsonb_set(content, '{{buyer,reference}}', 'null'), \
                 '{{seller,email}}', '\"{address}\"')"
            ),
        };
        vec![("content", Expr::cust(content)), ("anonymous_at", Expr::value(now))]
    },
};

/// What a bank statement says and why a payment was undone.
const PAYMENTS: Book = Book {
    table: "payments",
    on: "paid_on",
    invoice: "invoice_id",
    unerased: || {
        let undone = Expr::col("undone_because").ne(ERASED_NAME);
        Expr::col("reference").is_not_null().or(undone)
    },
    becomes: |_, _| {
        let undone = Expr::case(Expr::col("undone_because").is_not_null(), ERASED_NAME);
        vec![("reference", Expr::cust("NULL")), ("undone_because", undone.into())]
    },
};

pub(super) const BOOKS: &[Book] = &[INVOICES, PAYMENTS];

/// Takes what tells of people out of these rows; tells how many. What is read of their invoices is
/// another version then.
pub(super) async fn anonymise(
    tx: &Tx,
    book: &Book,
    (rows, now): (Condition, Instant),
) -> Stored<u64> {
    let mut those = Query::select();
    those.columns(["id", book.invoice]).from(book.table).cond_where(rows);
    let (mut ids, mut invoices): (Vec<Uuid>, Vec<Uuid>) = (Vec::new(), Vec::new());
    for row in tx.query_all(&those).await? {
        ids.push(row.try_get_by_index(0)?);
        invoices.push(row.try_get_by_index(1)?);
    }
    let mut balances = Query::update();
    balances
        .table("invoice_balances")
        .value("version", Expr::col("version").add(1))
        .and_where(Expr::col("invoice_id").is_in(invoices));
    tx.execute(&balances).await?;
    let mut update = Query::update();
    update.table(book.table).and_where(Expr::col("id").is_in(ids));
    for (column, value) in (book.becomes)(tx.get_database_backend(), now) {
        update.value(column, value);
    }
    Ok(tx.execute(&update).await?.rows_affected())
}
