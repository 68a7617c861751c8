//! Boards: as other commands name them, and how they merge.

use chrono::NaiveDate;
use leerkring_domain::boards::{Board, BoardNumber};
use leerkring_domain::kernel::{Event, Id, Reason, Scope, text};
use leerkring_persistence::{ConnectionTrait, StoreError, boards};
use uuid::Uuid;

use crate::error::{Error, Part};
use crate::work::Work;

/// The board that a request names, by id or by five-digit number, at `location`.
///
/// # Errors
/// `unknown-board` at that location.
pub async fn board_id(
    db: &impl ConnectionTrait,
    named: &str,
    location: &str,
) -> Result<Id<Board>, Error> {
    let id = match Uuid::parse_str(named) {
        Ok(id) => boards::exists(db, id.into()).await?.then(|| id.into()),
        Err(_) => boards::by_number(db, named).await?,
    };
    id.ok_or_else(|| {
        let sentence = text(
            format!("het register kent geen bestuur {named}"),
            format!("the register has no board {named}"),
        );
        Error::invalid(Part::of(location), Reason::new("unknown-board", sentence).at(location))
    })
}

/// The board that a path names, by id or by five-digit number.
///
/// # Errors
/// A name that is neither; no such board.
pub async fn board_at(db: &impl ConnectionTrait, named: &str) -> Result<Id<Board>, Error> {
    if let (36, Ok(id)) = (named.len(), Uuid::parse_str(named)) {
        return Ok(id.into());
    }
    let number = BoardNumber::parse(named).map_err(|_| {
        let sentence = text(
            "geen id (UUID) en geen bestuursnummer (vijf cijfers)",
            "not an id (UUID) nor a board number (five digits)",
        );
        Error::invalid(Part::Path, Reason::new("wrong-form", sentence).at("boardId"))
    })?;
    let known = boards::by_number(db, number.as_str()).await?;
    known.ok_or_else(|| StoreError::Missing("board").into())
}

/// A merger of one board into another.
#[derive(Debug, Clone)]
pub struct Merger {
    /// By id or by five-digit number.
    pub successor: String,
    pub on: NaiveDate,
    pub reason: String,
}

pub async fn merge(work: &mut Work, named: &str, merger: Merger) -> Result<Board, Error> {
    let id = board_at(&work.tx, named).await?;
    boards::find(&work.tx, id).await?;
    let successor = board_id(&work.tx, &merger.successor, "/successorId").await?;
    let (board, successor) = lock_both(work, id, successor).await?;
    let closed = board.merge(&successor, merger.on)?;
    boards::store(&work.tx, std::slice::from_ref(&closed)).await?;
    work.record(Event::new("board-merged", closed.id, closed.id).because(Some(merger.reason)));
    Ok(closed)
}

/// Locks in the order of ids, so that two mergers never wait for each other.
async fn lock_both(work: &Work, one: Id<Board>, other: Id<Board>) -> Result<(Board, Board), Error> {
    if one <= other {
        let one = boards::lock(&work.tx, one).await?;
        Ok((one, boards::lock(&work.tx, other).await?))
    } else {
        let other = boards::lock(&work.tx, other).await?;
        Ok((boards::lock(&work.tx, one).await?, other))
    }
}

/// The board whose own figures `scope` may see and give; to others it has none.
pub fn own(scope: &Scope, board: Id<Board>) -> Result<Id<Board>, Error> {
    if scope.everything || scope.boards.contains(&board) {
        Ok(board)
    } else {
        Err(StoreError::Missing("board").into())
    }
}
