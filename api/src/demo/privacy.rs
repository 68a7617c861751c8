//! What was removed after its term, as if the demo had run for longer.

use chrono::Duration;
use leerkring_domain::kernel::civil::today;
use leerkring_persistence::retention_runs::{Removed, Run, claim, note};

use super::ids::{Block, first_of};
use crate::error::Error;
use crate::work::Work;

/// Yesterday's run.
pub(super) async fn show_run(work: &Work) -> Result<(), Error> {
    let at = work.now - Duration::days(1);
    let removed = [("sign-ins", 3), ("letters", 12)];
    let removed = removed.map(|(term, count)| Removed { term: term.to_owned(), count });
    let run = Run {
        id: first_of(Block::RetentionRuns).into(),
        held_on: today(at),
        begun_at: at,
        finished_at: Some(at),
        removed: removed.into(),
    };
    claim(&work.tx, run.clone(), at).await?;
    Ok(note(&work.tx, &run, at).await?)
}
