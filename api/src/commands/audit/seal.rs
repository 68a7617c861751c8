//! Sealing: every entry is linked to the one sealed before it, a moment after it was committed.
//!
//! On any number of servers at once: the chain's row is the turn. Which entries wait for a seal is
//! asked of the table, so that one that commits late is sealed late and none is passed over.

use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use aws_lc_rs::{hmac, rand};
use leerkring_persistence::audit::chain::{self, Link, Place, Sealed};

use crate::app::App;
use crate::error::Error;
use crate::keys::Keys;
use crate::work::{Author, Work};

/// How often a server looks for entries without a seal.
const EVERY: Duration = Duration::from_secs(1);
/// How many entries are sealed together.
const BATCH: u64 = 500;
/// How often a server whose log grows tells how far it is sealed: whoever keeps the lines
/// elsewhere sees later whether the end was cut off.
const TOLD_EVERY: Duration = Duration::from_mins(10);

/// The seal of an entry at `number` behind the seal `before`.
pub(super) fn seal_of(
    keys: &Keys,
    (number, before): (i64, &[u8]),
    content: &[u8],
    reason_hash: Option<&[u8]>,
) -> hmac::Tag {
    let number = number.to_be_bytes();
    match reason_hash {
        None => keys.audit_mac(&[b"entry", &number, before, content]),
        Some(hash) => keys.audit_mac(&[b"entry with reason", &number, before, content, hash]),
    }
}

/// What stands for a reason in the seal: with another salt it is another, so that an erased reason
/// cannot be guessed.
pub(super) fn hash_of(keys: &Keys, salt: &[u8], reason: &str) -> hmac::Tag {
    keys.audit_mac(&[b"reason", salt, reason.as_bytes()])
}

/// What shows that the chain begins after `anchor` because we cut it there.
pub(super) fn proof_of(keys: &Keys, anchor: &Place) -> hmac::Tag {
    keys.audit_mac(&[b"anchor", &anchor.number.to_be_bytes(), &anchor.seal])
}

/// Seals entries as they come, until the process ends.
pub async fn watch(app: Arc<App>) {
    let mut told: Option<Stopwatch> = None;
    loop {
        tokio::time::sleep(EVERY).await;
        match seal_due(&app).await {
            Ok(Some(head)) if told.is_none_or(|told| TOLD_EVERY <= told.elapsed()) => {
                tracing::info!(head = in_words(&head), "the audit log is sealed");
                told = Some(Stopwatch::now());
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "entries of the audit log wait for their seal"),
        }
    }
}

/// A place for people and for `leerkring audit verify --head`.
pub fn in_words(place: &Place) -> String {
    let seal = place.seal.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    format!("{}:{seal}", place.number)
}

/// Seals the entries that have no seal; gives the new head, if this server made one.
///
/// # Errors
/// Trouble with the database; the entries are sealed later.
pub async fn seal_due(app: &Arc<App>) -> Result<Option<Place>, Error> {
    let mut head = None;
    while chain::any_unsealed(app.store.reader()).await? {
        let inner = app.clone();
        let sealed = app.work(Author::server("seal-audit-log"), move |work| {
            Box::pin(async move { seal_some(work, &inner.keys).await })
        });
        // Where nothing was sealed, another server is at it.
        let Some(sealed) = sealed.await? else { break };
        head = Some(sealed);
    }
    Ok(head)
}

async fn seal_some(work: &mut Work, keys: &Keys) -> Result<Option<Place>, Error> {
    let Some(chain) = chain::try_lock(&work.tx).await? else { return Ok(None) };
    let mut head = chain.head;
    let mut sealed = Vec::new();
    for link in chain::unsealed(&work.tx, BATCH).await? {
        let seal = next(keys, &head, &link)?;
        head = seal.place.clone();
        sealed.push((link, seal));
    }
    if sealed.is_empty() {
        return Ok(None);
    }
    chain::seal(&work.tx, sealed).await?;
    Ok(Some(head))
}

fn next(keys: &Keys, head: &Place, link: &Link) -> Result<Sealed, Error> {
    let reason = link.reason().map(|reason| salted(keys, reason)).transpose()?;
    let hash = reason.as_ref().map(|(_, hash)| hash.as_slice());
    let number = head.number.saturating_add(1);
    let seal = seal_of(keys, (number, &head.seal), &link.content(), hash);
    Ok(Sealed { place: Place { number, seal: seal.as_ref().to_owned() }, reason })
}

fn salted(keys: &Keys, reason: &str) -> Result<(Vec<u8>, Vec<u8>), Error> {
    let mut salt = vec![0; 16];
    rand::fill(&mut salt).map_err(|_| Error::Bug("the machine gives no random bytes".into()))?;
    let hash = hash_of(keys, &salt, reason).as_ref().to_owned();
    Ok((salt, hash))
}
