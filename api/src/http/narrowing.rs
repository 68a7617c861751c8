//! What lists are narrowed to by name: a board, an organiser, a programme, a cohort. One rule for all
//! of them: what does not exist, or not for this reader, is refused where it is named, because an
//! empty list would read as an answer.

use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Id, Reason, Scope, text};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::Programme;
use leerkring_persistence::{ConnectionTrait, StoreError, cohorts, programmes};
use uuid::Uuid;

use super::wire::BoardRef;
use crate::commands::boards::board_id;
use crate::commands::organisers::organiser_id;
use crate::error::{Error, Part, Violation};

/// What a query names.
#[derive(Debug, Clone, Default)]
pub struct Named {
    pub board: Option<BoardRef>,
    pub organiser: Option<Uuid>,
    pub programme: Option<Uuid>,
    pub cohort: Option<Uuid>,
}

/// What it means.
#[derive(Debug, Clone, Copy, Default)]
pub struct Narrowed {
    pub board: Option<Id<Board>>,
    pub organiser: Option<Id<Organiser>>,
    pub programme: Option<Id<Programme>>,
    pub cohort: Option<Id<Cohort>>,
}

/// What `named` means to who sees `scope`.
///
/// # Errors
/// `unknown-board`, `unknown-organiser`, `unknown-programme`, `unknown-cohort`: all that are unknown.
pub async fn narrowed(
    db: &impl ConnectionTrait,
    scope: &Scope,
    named: Named,
) -> Result<Narrowed, Error> {
    let (mut found, mut wrong) = (Narrowed::default(), Vec::new());
    if let Some(board) = named.board {
        found.board = known(board_id(db, &board.0, "boardId").await, &mut wrong)?;
    }
    if let Some(id) = named.organiser {
        found.organiser = known(organiser_id(db, id.into(), "organiserId").await, &mut wrong)?;
    }
    if let Some(id) = named.programme {
        let programme = programmes::find(db, id.into(), scope).await;
        let programme = programme.map(|it| it.id).map_err(|error| unseen(error, no_programme));
        found.programme = known(programme, &mut wrong)?;
    }
    if let Some(id) = named.cohort {
        let cohort = cohorts::find(db, id.into(), scope).await;
        let cohort = cohort.map(|it| it.id).map_err(|error| unseen(error, no_cohort));
        found.cohort = known(cohort, &mut wrong)?;
    }
    if wrong.is_empty() { Ok(found) } else { Err(Error::Invalid(wrong)) }
}

/// What was found; what was named wrongly is told with all else that is.
fn known<T>(found: Result<T, Error>, wrong: &mut Vec<Violation>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Invalid(violations)) => {
            wrong.extend(violations);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn no_programme() -> Reason {
    let sentence = text("dit programma is er niet", "there is no such programme");
    Reason::new("unknown-programme", sentence).at("programmeId")
}

fn no_cohort() -> Reason {
    let sentence = text("deze groep is er niet", "there is no such cohort");
    Reason::new("unknown-cohort", sentence).at("cohortId")
}

fn unseen(error: StoreError, reason: fn() -> Reason) -> Error {
    match error {
        StoreError::Missing(_) => Error::invalid(Part::Query, reason()),
        other => other.into(),
    }
}
