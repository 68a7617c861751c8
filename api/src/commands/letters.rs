//! Letters that were given up, and are sent again.

use leerkring_domain::kernel::access::Place;
use leerkring_domain::kernel::{Event, Id};
use leerkring_domain::notifications::{Letter, send_again};
use leerkring_persistence::letters::{self, Posted};

use crate::error::Error;
use crate::work::Work;

/// Sends a letter that was given up again.
pub async fn resend(work: &mut Work, id: Id<Letter>) -> Result<Posted, Error> {
    let letter = letters::lock(&work.tx, id).await?;
    send_again(letter.state, letter.message.as_ref(), work.now)?;
    letters::revive(&work.tx, id, work.now).await?;
    work.record(Event::new("letter-sent-again", id, Place::Platform).changing(vec!["state"]));
    Ok(letters::find(&work.tx, id).await?)
}
