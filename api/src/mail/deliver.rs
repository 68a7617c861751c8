//! Sends what waits in the outbox.
//!
//! A letter is claimed in one transaction, sent outside any, and settled in another. Who stops
//! between sending and settling leaves a claim whose lease ends; then the letter is sent once more,
//! under the same Message-ID. Who was so slow that another took over cannot settle any more.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::try_join_all;
use leerkring_domain::notifications::{MOST_ATTEMPTS, wait_after};
use leerkring_persistence::StoreError;
use leerkring_persistence::outbox::{self, Claimed, Outcome};
use uuid::Uuid;

use super::compose::compose;
use super::{AT_ONCE, Failure};
use crate::app::App;
use crate::error::Error;
use crate::work::Author;

/// How long a server has for one letter before another may take it over.
const LEASE: TimeDelta = TimeDelta::seconds(120);
/// After how long a server looks for letters that others left behind, or that wait for their time.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a server tries to write down what came of a letter.
const MOST_NOTES: u32 = 10;

/// Sends letters as they come, until the process ends.
pub async fn run(app: Arc<App>) {
    loop {
        if let Err(error) = deliver_due(&app).await {
            tracing::warn!(%error, "mail has to wait");
        }
        // Both ends of the wait mean the same: look again.
        let _ = tokio::time::timeout(PATIENCE, app.mail.waiting.notified()).await;
    }
}

/// Sends the letters that are due, a few at the same time, and returns when none is.
///
/// # Errors
/// Trouble with the database; letters that were claimed are sent after their lease.
pub async fn deliver_due(app: &Arc<App>) -> Result<(), Error> {
    try_join_all((0..AT_ONCE).map(|_| deliver_in_turn(app))).await?;
    Ok(())
}

async fn deliver_in_turn(app: &Arc<App>) -> Result<(), Error> {
    let carrier = app.mail.carrier();
    while outbox::any_due(app.store.reader(), app.now()).await? {
        // Nobody gets a turn any more once the server stops.
        let Ok(_turn) = app.mail.turns.acquire().await else { break };
        let claimed = app.work(Author::server("deliver-mail"), |work| {
            Box::pin(async move { Ok(outbox::claim(&work.tx, work.now, work.now + LEASE).await?) })
        });
        let Some(claimed) = claimed.await? else { break };
        let sent = match compose(app, &claimed).await? {
            Ok(letter) => carrier.carry(claimed.id, &letter).await,
            Err(failure) => Err(failure),
        };
        let is_down = matches!(sent, Err(Failure::Down(_)));
        settle(app, claimed, sent).await?;
        if is_down {
            break;
        }
    }
    Ok(())
}

async fn settle(app: &Arc<App>, claimed: Claimed, sent: Result<(), Failure>) -> Result<(), Error> {
    let (outcome, trouble) = ruling(app, &claimed, sent);
    let id = claimed.id;
    tell(&claimed, outcome, trouble.as_deref());
    for note in 1.. {
        let (claimed, trouble) = (claimed.clone(), trouble.clone());
        let written = app.work(Author::server("deliver-mail"), move |work| {
            Box::pin(async move {
                Ok(outbox::settle(&work.tx, &claimed, outcome, trouble, work.now).await?)
            })
        });
        match written.await {
            Err(Error::Store(StoreError::Stale)) => {
                return told_late(app, id).await;
            }
            // Who does not write down that a letter was sent lets it be sent twice.
            Err(_) if note < MOST_NOTES => tokio::time::sleep(Duration::from_secs(1)).await,
            written => return written,
        }
    }
    Ok(())
}

/// A letter that is not this server's any more once it was sent: another took it over, or it was
/// deleted with the person it is to, and then nothing of it stays.
async fn told_late(app: &App, letter: Uuid) -> Result<(), Error> {
    if outbox::is_kept(app.store.reader(), letter).await? {
        tracing::warn!("a letter took longer than its lease: another server sends it too");
    } else {
        app.mail.forget(&[letter]);
    }
    Ok(())
}

/// What happens to a letter after it was sent, or was not.
fn ruling(app: &App, claimed: &Claimed, sent: Result<(), Failure>) -> (Outcome, Option<String>) {
    let why = match sent {
        Ok(()) => return (Outcome::Sent, None),
        Err(Failure::Never(why)) => return (Outcome::Dead, Some(why)),
        Err(Failure::Later(why) | Failure::Down(why)) => why,
    };
    if MOST_ATTEMPTS <= claimed.attempts {
        return (Outcome::Dead, Some(why));
    }
    let now = app.now();
    let chance = app.ids.next(now).as_bytes().last().copied().unwrap_or_default();
    let next = now + wait_after(claimed.attempts, chance);
    let until = claimed.letter.as_ref().and_then(|letter| letter.message.useful_until());
    match until {
        Some(until) if until <= next => {
            (Outcome::Dead, Some(format!("{why}; it would come too late")))
        }
        _ => (Outcome::Waits(next), Some(why)),
    }
}

fn tell(claimed: &Claimed, outcome: Outcome, trouble: Option<&str>) {
    let Claimed { id: letter, kind, attempts, .. } = claimed;
    let word = match outcome {
        Outcome::Sent => {
            tracing::debug!(%letter, kind, attempts, "mail was sent");
            "sent"
        }
        Outcome::Waits(until) => {
            tracing::warn!(%letter, kind, attempts, %until, trouble, "mail is sent again later");
            "waits"
        }
        Outcome::Dead => {
            tracing::error!(%letter, kind, attempts, trouble, "mail was given up");
            "dead"
        }
    };
    metrics::counter!("mail_total", "kind" => kind.clone(), "outcome" => word).increment(1);
}
