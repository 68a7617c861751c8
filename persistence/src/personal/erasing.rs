//! Erases a person in every holding: rows go, or their columns become what tells of nobody.

use leerkring_domain::kernel::Instant;
use leerkring_domain::privacy::{ERASED_DOMAIN, ERASED_NAME};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, UpdateStatement};
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use super::finding::{Known, Person, rows_of, unerased};
use super::holding::{Becomes, End, Holding};
use super::inventory::HOLDINGS;
use super::scrubbing;
use crate::store::{Stored, Tx};

/// What was done to the rows of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    pub table: &'static str,
    pub what: (&'static str, &'static str),
    pub deleted: u64,
    pub replaced: u64,
}

/// Everything that an erasure did.
#[derive(Debug, Clone, Default)]
pub struct Receipt {
    pub tables: Vec<Erased>,
    /// Texts of organisations out of which an address was taken.
    pub texts: u64,
    /// Texts of organisations that still have a name in them, which others may have too.
    pub mentions: u64,
    /// Mail that was written and deleted: its files go too.
    pub letters: Vec<Uuid>,
    /// What they were called, to take it out of what is yet to be written down.
    pub known: Known,
}

/// Erases `person`. Who was erased before is not found any more: nothing is done.
pub async fn erase(tx: &Tx, person: &Person, now: Instant) -> Stored<Receipt> {
    person.lock(tx).await?;
    let known = Known::of(tx, person).await?;
    let letters = letters(tx, person).await?;
    forget_wishes(tx, person).await?;
    let scrubbed = scrubbing::scrub(tx, person, &known).await?;
    let mut tables = Vec::new();
    for holding in HOLDINGS {
        let rows = unerased(holding, rows_of(holding, person));
        let changed = erase_rows(tx, holding, rows, now).await?;
        let (deleted, replaced) =
            if holding.end == End::Deleted { (changed, 0) } else { (0, changed) };
        let answers = if holding.table == "idempotency_keys" { scrubbed.answers } else { 0 };
        let replaced = replaced + answers;
        if 0 < deleted + replaced {
            tables.push(Erased { table: holding.table, what: holding.what, deleted, replaced });
        }
    }
    Ok(Receipt { tables, texts: scrubbed.texts, mentions: scrubbed.mentions, letters, known })
}

/// Forgets that others asked for an address of this person's: their accounts stay.
async fn forget_wishes(tx: &Tx, person: &Person) -> Stored<()> {
    let mut update = Query::update();
    update
        .table("users")
        .value("new_email_key", Expr::cust("NULL"))
        .value("version", Expr::col("version").add(1))
        .and_where(Expr::col("new_email_key").is_in(person.addresses.iter().cloned()));
    tx.execute(&update).await?;
    Ok(())
}

async fn letters(tx: &Tx, person: &Person) -> Stored<Vec<Uuid>> {
    let Some(outbox) = HOLDINGS.iter().find(|it| it.table == "outbox") else {
        return Ok(Vec::new());
    };
    let mut ids = Query::select();
    ids.column("id").from(outbox.table).cond_where(rows_of(outbox, person));
    let rows = tx.query_all(&ids).await?;
    rows.into_iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Ends these rows as their holding says; tells how many.
pub(super) async fn erase_rows(
    tx: &Tx,
    holding: &Holding,
    rows: Condition,
    now: Instant,
) -> Stored<u64> {
    let done = match holding.end {
        End::Deleted => {
            let mut deletion = Query::delete();
            deletion.from_table(holding.table).cond_where(rows);
            tx.execute(&deletion).await?
        }
        End::Replaced => {
            let mut update = replacement(holding, tx.get_database_backend(), now);
            update.cond_where(rows);
            tx.execute(&update).await?
        }
    };
    Ok(done.rows_affected())
}

fn replacement(holding: &Holding, engine: DbBackend, now: Instant) -> UpdateStatement {
    let mut update = Query::update();
    update.table(holding.table);
    for column in holding.columns {
        match column.becomes {
            // Texts are scrubbed row by row before this.
            Becomes::Kept | Becomes::Scrubbed => continue,
            // Without a type: columns of every type are emptied.
            Becomes::Nothing => update.value(column.name, Expr::cust("NULL")),
            Becomes::Empty => update.value(column.name, ""),
            Becomes::Name => update.value(column.name, ERASED_NAME),
            Becomes::Address => update.value(column.name, address(holding, engine)),
            Becomes::Now => update.value(column.name, now),
        };
    }
    if holding.versioned {
        update.value("version", Expr::col("version").add(1));
    }
    update
}

/// An address that no other row has, made of the row's id.
fn address(holding: &Holding, engine: DbBackend) -> Expr {
    let id = holding.key.first().copied().unwrap_or("id");
    Expr::cust(match engine {
        DbBackend::Sqlite => format!("lower(hex({id})) || '@{ERASED_DOMAIN}'"),
        _ => format!("replace(CAST({id} AS text), '-', '') || '@{ERASED_DOMAIN}'"),
    })
}
