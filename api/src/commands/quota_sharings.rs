//! A board lets organisers of which it is a member read its jobs agreement, and ends that.

use chrono::NaiveDate;
use leerkring_domain::boards::Board;
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Event, Id, Instant, Refusal, text};
use leerkring_domain::organisers::Organiser;
use leerkring_persistence::{ConnectionTrait, StoreError, boards, organisers, quota_sharings};

use super::boards::own;
use super::organisers::organiser_id;
use crate::error::Error;
use crate::work::Work;

pub async fn share(
    work: &mut Work,
    scope: &Scope,
    board: Id<Board>,
    with: Id<Organiser>,
) -> Result<(), Error> {
    let board = boards::lock(&work.tx, own(scope, board)?).await?.id;
    organiser_id(&work.tx, with, "/organiserId").await?;
    let day = today(work.now);
    if !is_member(&work.tx, board, with, (day, day)).await? {
        let sentence = text(
            "dit bestuur is vandaag geen lid van deze organisator",
            "this board is no member of this organiser today",
        );
        return Err(Refusal::conflict("no-member", sentence).into());
    }
    let shared = in_force(&work.tx, board, day).await?;
    if shared.iter().any(|(organiser, _)| *organiser == with) {
        let sentence = text(
            "deze organisator leest de banenafspraak van dit bestuur al",
            "this organiser reads the jobs agreement of this board already",
        );
        return Err(Refusal::conflict("already-shared", sentence).into());
    }
    quota_sharings::share(&work.tx, board, with, work.now).await?;
    work.record(Event::new("job-quota-shared", board, (with, board)));
    Ok(())
}

pub async fn end(
    work: &mut Work,
    scope: &Scope,
    board: Id<Board>,
    with: Id<Organiser>,
) -> Result<(), Error> {
    let board = boards::lock(&work.tx, own(scope, board)?).await?.id;
    if !quota_sharings::is_shared(&work.tx, board, &[with]).await? {
        let sentence = text(
            "deze organisator leest de banenafspraak van dit bestuur niet",
            "this organiser does not read the jobs agreement of this board",
        );
        return Err(Refusal::conflict("not-shared", sentence).into());
    }
    quota_sharings::end(&work.tx, board, with, work.now).await?;
    work.record(Event::new("job-quota-unshared", board, (with, board)));
    Ok(())
}

/// The board, if `scope` reads its jobs agreement on this day: its own, or that of a member that
/// shares it.
pub async fn readable(
    db: &impl ConnectionTrait,
    (scope, day): (&Scope, NaiveDate),
    board: Id<Board>,
) -> Result<Id<Board>, Error> {
    if scope.everything || scope.boards.contains(&board) {
        return Ok(board);
    }
    if !scope.organisers.is_empty() {
        let shared = in_force(db, board, day).await?;
        if shared.iter().any(|(organiser, _)| scope.organisers.contains(organiser)) {
            return Ok(board);
        }
    }
    Err(StoreError::Missing("board").into())
}

/// The organisers that read the jobs agreement of a board on this day, each with since when.
pub async fn in_force(
    db: &impl ConnectionTrait,
    board: Id<Board>,
    day: NaiveDate,
) -> Result<Vec<(Id<Organiser>, Instant)>, Error> {
    let mut shared = Vec::new();
    for (organiser, at) in quota_sharings::of_board(db, board).await? {
        if is_member(db, board, organiser, (today(at), day)).await? {
            shared.push((organiser, at));
        }
    }
    Ok(shared)
}

/// Whether the board has been a member without a break from the one day to the other: an agreement
/// ends with the membership in which it was given.
async fn is_member(
    db: &impl ConnectionTrait,
    board: Id<Board>,
    of: Id<Organiser>,
    (since, day): (NaiveDate, NaiveDate),
) -> Result<bool, Error> {
    let memberships = organisers::members_on(db, of.uuid(), day, &[board.uuid()], &[]).await?;
    Ok(memberships.iter().any(|membership| membership.from_on <= since))
}
