//! The function mix that boards give themselves.

use leerkring_domain::boards::Board;
use leerkring_domain::function_mix::{Entry, Mix};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Event, Id, civil};
use leerkring_persistence::{boards, function_mix};

use super::boards::own;
use crate::error::Error;
use crate::work::Work;

/// The most rows of a file of a board.
pub const MOST_ROWS: usize = 500;

/// Writes entries of a board over what stood in their place: all of them, or none.
pub async fn record(
    work: &mut Work,
    scope: &Scope,
    board: Id<Board>,
    entries: Vec<Entry>,
) -> Result<Vec<Mix>, Error> {
    let board = boards::lock(&work.tx, own(scope, board)?).await?;
    let today = civil::today(work.now);
    let mixes = entries.into_iter().map(|entry| entry.of(board.number.clone(), board.size, today));
    let mixes = mixes.collect::<Result<Vec<Mix>, _>>()?;
    function_mix::store(&work.tx, &mixes).await?;
    work.record(Event::new("function-mix-recorded", board.id, board.id));
    Ok(mixes)
}
