//! Series of numbers: a row for each organiser and year with the number given out last.

use leerkring_domain::kernel::Id;
use leerkring_domain::organisers::Organiser;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

use crate::store::{StoreError, Stored, Tx};

/// Takes `count` numbers in a row of the organiser's series in `table`; says the first. Whoever
/// else wants numbers of it waits for the end of this transaction, so that none is lost and none
/// given twice.
pub(crate) async fn take(
    tx: &Tx,
    table: &'static str,
    (organiser, year): (Id<Organiser>, i32),
    count: i64,
) -> Stored<i64> {
    let last = Expr::col((table, "last_place")).add(count);
    let next = OnConflict::columns(["organiser_id", "year"]).value("last_place", last).to_owned();
    let mut taking = Query::insert();
    taking.into_table(table).columns(["organiser_id", "year", "last_place"]);
    let values = [organiser.uuid().into(), year.into(), count.into()];
    taking.values(values).map_err(|_| StoreError::Corrupt("series"))?;
    taking.on_conflict(next).returning_col("last_place");
    let row = tx.query_one(&taking).await?.ok_or(StoreError::Corrupt("series"))?;
    let last: i64 = row.try_get_by_index(0)?;
    Ok(last - count + 1)
}
