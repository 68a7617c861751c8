//! The life of the keys that sign tokens and credentials: made, rotated, revoked, watched.

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use leerkring_domain::kernel::{Event, Instant};
use leerkring_persistence::signing_keys::{self, Purpose, SealedKey};
use leerkring_persistence::{StoreError, Stored};

use crate::app::App;
use crate::error::Error;
use crate::keys::NewKey;
use crate::keys::ring::signer;
use crate::keys::signing::SigningKey;
use crate::tokens::{LEEWAY, LONGEST};
use crate::work::{Author, Work};

/// How long a new key is published before it signs: longer than anybody keeps the list of keys.
pub const LEAD: Span = Span::minutes(2);

/// How often a server looks at the table, and how long it waits for an answer.
const EVERY: Duration = Duration::from_millis(750);
const PATIENCE: Duration = Duration::from_secs(3);

/// Makes a key that signs at once where there is none that lives: at the first start, and after the
/// last one was revoked. Of several servers that find none, one makes it.
pub async fn make_where_missing(app: &Arc<App>, purpose: Purpose) -> Result<(), Error> {
    let new = generate(app)?;
    let made = app.work(Author::server("make-signing-key"), move |work| {
        Box::pin(async move {
            let living = signing_keys::living(&work.tx, work.now).await?;
            if living.iter().any(|key| key.purpose == purpose) {
                return Ok(());
            }
            add(work, new, (purpose, Span::zero())).await
        })
    });
    match made.await {
        Err(Error::Store(StoreError::Taken)) => Ok(()),
        other => other,
    }
}

/// The key that signs credentials now; the first one is made when it is needed.
pub async fn credential_signer(app: &Arc<App>) -> Result<Arc<SigningKey>, Error> {
    let signer = || app.keys.credentials().signer(app.now()).cloned();
    if let Some(key) = signer() {
        return Ok(key);
    }
    make_where_missing(app, Purpose::Credentials).await?;
    app.keys.take(&living(app).await?);
    signer().ok_or_else(|| Error::Bug("there is no key to sign credentials with".to_owned()))
}

/// Makes the next key, which signs after `lead`. Those before it are believed until the last token
/// that they signed has ended; what signs credentials is believed until it is revoked. Gives the
/// new key's name.
pub async fn rotate(app: &Arc<App>, purpose: Purpose, lead: Span) -> Result<String, Error> {
    let new = generate(app)?;
    let kid = new.kid.clone();
    app.work(Author::server("keys-rotate"), move |work| {
        Box::pin(async move {
            let signs_from = work.now + lead;
            let ends_at = match purpose {
                Purpose::Tokens => Some(signs_from + LONGEST + LEEWAY),
                Purpose::Credentials => None,
            };
            signing_keys::retire_all(&work.tx, purpose, signs_from, ends_at).await?;
            add(work, new, (purpose, lead)).await
        })
    })
    .await?;
    Ok(kid)
}

/// Ends a key: no server believes what it signed, a second later.
pub async fn revoke(app: &Arc<App>, kid: String) -> Result<(), Error> {
    app.work(Author::server("keys-revoke"), move |work| {
        Box::pin(async move {
            signing_keys::revoke(&work.tx, &kid, work.now).await?;
            work.record(Event::of_the_platform("signing-key-revoked"));
            Ok(())
        })
    })
    .await
}

fn generate(app: &App) -> Result<NewKey, Error> {
    app.keys.generate().map_err(|error| Error::Bug(format!("no new signing key: {error}")))
}

async fn add(work: &mut Work, new: NewKey, (purpose, lead): (Purpose, Span)) -> Result<(), Error> {
    let newest = signing_keys::all(&work.tx).await?.last().map_or(0, |key| key.generation);
    let key = SealedKey {
        kid: new.kid,
        generation: newest.saturating_add(1),
        purpose,
        sealed: new.sealed,
        created_at: work.now,
        signs_from: work.now + lead,
        retired_at: None,
        ends_at: None,
        revoked_at: None,
    };
    signing_keys::insert(&work.tx, key).await?;
    work.record(Event::of_the_platform("signing-key-made"));
    Ok(())
}

/// Uses the keys of the table from now on, makes one where none lives, and gives the names of those
/// that the secret does not open.
pub async fn look(
    app: &Arc<App>,
    known: &mut Option<Vec<SealedKey>>,
) -> Result<Vec<String>, Error> {
    let rows = living(app).await?;
    let sign_tokens = rows.iter().any(|row| row.purpose == Purpose::Tokens);
    if known.as_ref() == Some(&rows) && sign_tokens {
        return Ok(Vec::new());
    }
    // What was revoked goes first: making a key takes a turn to write.
    let mut closed = app.keys.take(&rows);
    *known = Some(rows);
    if !sign_tokens {
        make_where_missing(app, Purpose::Tokens).await?;
        let rows = living(app).await?;
        closed = app.keys.take(&rows);
        *known = Some(rows);
    }
    Ok(closed)
}

async fn living(app: &App) -> Stored<Vec<SealedKey>> {
    let rows = signing_keys::living(app.store.reader(), app.now());
    tokio::time::timeout(PATIENCE, rows).await.unwrap_or(Err(StoreError::Busy))
}

/// Keeps a server's signing keys those of the table. While the database is away it goes on with
/// those that it knows.
pub async fn watch(app: Arc<App>) {
    let (mut known, mut away) = (None, false);
    loop {
        tokio::time::sleep(EVERY).await;
        match look(&app, &mut known).await {
            Ok(closed) => {
                away = false;
                if !closed.is_empty() {
                    tracing::error!(?closed, "the secret does not open these signing keys");
                }
            }
            Err(error) if !away => {
                tracing::warn!(%error, "the signing keys cannot be looked at; those known stay");
                away = true;
            }
            Err(_) => {}
        }
    }
}

/// An instant for people at a terminal.
pub fn in_words(instant: Instant) -> String {
    instant.format("%Y-%m-%d %H:%M:%SZ").to_string()
}

/// What a key among `all` does at `now`, in words.
pub fn state(key: &SealedKey, all: &[SealedKey], now: Instant) -> String {
    let beside = all.iter().filter(|it| it.purpose == key.purpose);
    match (key.revoked_at, key.ends_at) {
        (Some(revoked), _) => format!("revoked {}", in_words(revoked)),
        (None, Some(end)) if end <= now => format!("ended {}", in_words(end)),
        _ if signer(beside, now).is_some_and(|it| it.kid == key.kid) => match key.purpose {
            Purpose::Tokens => "signs".to_owned(),
            Purpose::Credentials => "signs credentials".to_owned(),
        },
        (None, Some(end)) => format!("believed until {}", in_words(end)),
        (None, None) if key.retired_at.is_some_and(|it| it <= now) => "believed".to_owned(),
        (None, None) => format!("published, signs from {}", in_words(key.signs_from)),
    }
}
