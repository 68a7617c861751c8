//! Boards from file 07, and what the function-mix file adds to them.

use std::collections::HashMap;

use leerkring_domain::boards::{
    Board, BoardNumber, BoardRecord, BoardSizeRecord, Fate, Ledger, profiles,
};
use leerkring_domain::kernel::civil;
use leerkring_persistence::boards;

use super::draft::Draft;
use crate::duo::Line;
use crate::error::Error;
use crate::work::Work;

/// File 07: it decides about the boards that it ever named.
pub(super) async fn recorded(
    work: &Work,
    rows: &[Line<BoardRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let mut ledger = Ledger::new(boards::lock_all(&work.tx).await?);
    for Line { record, .. } in rows {
        let board = match ledger.known(&record.number) {
            Some(known) => known.clone().with_record(record),
            None => Board::recorded(work.id(), record),
        };
        draft.report.count(ledger.enter(board));
    }
    draft.boards = ledger.settle(civil::today(work.now), |board| board.in_boards_file);
    Ok(())
}

/// The function-mix file: it decides about the boards that file 07 never named. A row's fate is
/// its board's.
pub(super) async fn counted(
    work: &Work,
    rows: &[Line<BoardSizeRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let mut ledger = Ledger::new(boards::lock_all(&work.tx).await?);
    let mut fates: HashMap<BoardNumber, Fate> = HashMap::new();
    for profile in profiles(rows.iter().map(|row| &row.record)) {
        let board = match ledger.known(&profile.board) {
            Some(known) => known.clone().with_profile(&profile),
            None => Board::counted(work.id(), &profile),
        };
        fates.insert(profile.board, ledger.enter(board));
    }
    for row in rows {
        draft.report.count(fates.get(&row.record.board).copied().unwrap_or(Fate::Unchanged));
    }
    draft.boards = ledger.settle(civil::today(work.now), |board| !board.in_boards_file);
    Ok(())
}
