//! Cutting off the oldest part of the log, when its term is over. What is left is verified from
//! where it was cut.

use std::sync::Arc;

use leerkring_domain::kernel::{Event, Instant};
use leerkring_persistence::audit::chain::{self, Link};

use super::seal::proof_of;
use crate::app::App;
use crate::error::Error;
use crate::work::{Author, Work};

/// How many entries are cut off together.
const BATCH: u64 = 5_000;

/// Cuts off the oldest entries, in the order of their seals, up to the first that is not from
/// before `before`. Gives how many these were. That it was done is an entry of its own.
pub async fn cut_before(app: &Arc<App>, before: Instant) -> Result<u64, Error> {
    let mut cut = 0;
    loop {
        let inner = app.clone();
        let some = app.work(Author::server("audit-cut"), move |work| {
            Box::pin(async move { cut_some(work, &inner, before).await })
        });
        match some.await? {
            0 => return Ok(cut),
            some => cut += some,
        }
    }
}

async fn cut_some(work: &mut Work, app: &App, before: Instant) -> Result<u64, Error> {
    let chain = chain::lock(&work.tx).await?;
    let oldest = chain::from_number(&work.tx, chain.anchor.number + 1, BATCH).await?;
    let over = oldest.iter().take_while(|link| link.at() < before);
    let Some(anchor) = over.last().and_then(Link::place) else { return Ok(0) };
    let proof = proof_of(&app.keys, &anchor).as_ref().to_owned();
    let cut = chain::cut(&work.tx, anchor, proof).await?;
    work.record(Event::of_the_platform("audit-log-cut"));
    Ok(cut)
}
