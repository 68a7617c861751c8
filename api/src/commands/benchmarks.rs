//! Benchmarks: editions are made when somebody reads and one is due.

use std::sync::Arc;

use leerkring_domain::benchmarks::Editions;
use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::questionnaires::Questionnaire;
use leerkring_persistence::{benchmarks, questionnaires};

use crate::app::App;
use crate::error::Error;
use crate::work::{Author, Work};

/// The editions of a questionnaire's benchmark, with a new one where it is time.
pub async fn editions(app: &Arc<App>, of: Id<Questionnaire>) -> Result<Editions, Error> {
    let (db, now) = (app.store.reader(), app.now());
    let editions = benchmarks::editions(db, of).await?;
    if !editions.may_end(now) {
        return Ok(editions);
    }
    let contributions = benchmarks::contributions(db, of).await?;
    if !editions.is_due(&contributions, now) {
        return Ok(editions);
    }
    app.work(Author::server("makeEdition"), move |work| Box::pin(make(work, of))).await
}

/// Locks the questionnaire, so that its editions are made one after the other.
async fn make(work: &mut Work, of: Id<Questionnaire>) -> Result<Editions, Error> {
    let everything = Scope { everything: true, ..Scope::default() };
    questionnaires::lock(&work.tx, of, &everything).await?;
    let mut editions = benchmarks::editions(&work.tx, of).await?;
    let contributions = benchmarks::contributions(&work.tx, of).await?;
    if let Some(edition) = editions.next((work.id(), of), contributions, work.now) {
        benchmarks::insert(&work.tx, &edition).await?;
        editions.0.push(edition);
    }
    Ok(editions)
}
