//! Formations and jobs that boards give.

use leerkring_domain::boards::{Board, School};
use leerkring_domain::job_quota::{Formation, Job, JobFields};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Event, Id, Refusal, civil, text};
use leerkring_persistence::{ConnectionTrait, boards, job_quota, schools};
use uuid::Uuid;

use super::boards::own;
use crate::error::Error;
use crate::work::Work;

/// The most rows of a file of a board.
pub const MOST_ROWS: usize = 500;

/// Enters jobs of a board: all of them, or none.
pub async fn enter(
    work: &mut Work,
    scope: &Scope,
    board: Id<Board>,
    jobs: Vec<JobFields>,
) -> Result<Vec<Job>, Error> {
    boards::lock(&work.tx, own(scope, board)?).await?;
    let today = civil::today(work.now);
    let schools = schools_of(&work.tx, board).await?;
    let mut entered = Vec::new();
    for fields in jobs {
        let fields = fields.checked(today)?;
        refuse_others(&schools, fields.school)?;
        entered.push(Job { id: work.id(), board, fields, version: 1 });
    }
    job_quota::insert_all(&work.tx, &entered).await?;
    for job in &entered {
        work.record(Event::new("job-entered", job.id, board));
    }
    Ok(entered)
}

pub async fn change(
    work: &mut Work,
    scope: &Scope,
    id: Id<Job>,
    change: impl FnOnce(&Job) -> Result<JobFields, Error>,
) -> Result<Job, Error> {
    let old = job_quota::find(&work.tx, id, scope).await?;
    let fields = change(&old)?.checked(civil::today(work.now))?;
    refuse_others(&schools_of(&work.tx, old.board).await?, fields.school)?;
    let job = Job { fields, version: old.version + 1, ..old.clone() };
    job_quota::update(&work.tx, &job).await?;
    work.record(Event::new("job-changed", id, job.board).changing(old.changes(&job)));
    Ok(job)
}

/// Removes jobs that were entered by mistake; those that ended get a last day.
pub async fn delete(
    work: &mut Work,
    scope: &Scope,
    id: Id<Job>,
    check: impl FnOnce(&Job) -> Result<(), Error>,
) -> Result<(), Error> {
    let job = job_quota::find(&work.tx, id, scope).await?;
    check(&job)?;
    job_quota::delete(&work.tx, &job).await?;
    work.record(Event::new("job-deleted", id, job.board));
    Ok(())
}

/// Writes formations of a board over what stood in their place: all of them, or none.
pub async fn record(
    work: &mut Work,
    scope: &Scope,
    board: Id<Board>,
    formations: Vec<Formation>,
) -> Result<Vec<Formation>, Error> {
    boards::lock(&work.tx, own(scope, board)?).await?;
    job_quota::store_formations(&work.tx, board, &formations).await?;
    work.record(Event::new("formation-recorded", board, board));
    Ok(formations)
}

/// The schools of a board: id and location number.
pub async fn schools_of(
    db: &impl ConnectionTrait,
    board: Id<Board>,
) -> Result<Vec<(Id<School>, String)>, Error> {
    Ok(schools::of_board(db, board).await?)
}

/// The school among these that is named by its id or location number.
pub fn school_named(schools: &[(Id<School>, String)], named: &str) -> Option<Id<School>> {
    let id = Uuid::parse_str(named).ok();
    let fits = |(school, location): &&(Id<School>, String)| {
        Some(school.uuid()) == id || location.eq_ignore_ascii_case(named)
    };
    schools.iter().find(fits).map(|(school, _)| *school)
}

fn refuse_others(
    schools: &[(Id<School>, String)],
    school: Option<Id<School>>,
) -> Result<(), Refusal> {
    let Some(school) = school else { return Ok(()) };
    if schools.iter().any(|(own, _)| *own == school) {
        return Ok(());
    }
    let sentence = text("dit is geen school van dit bestuur", "this is no school of this board");
    Err(Refusal::invalid("/schoolId", "unknown-school", sentence))
}
