//! `leerkring keys`: beside running servers, which look at the table every second.

use chrono::Duration;
use leerkring_persistence::signing_keys::{self, Purpose};

use super::said;
use crate::app::Sources;
use crate::commands::keys::{LEAD, in_words, revoke, rotate, state};
use crate::config::Config;
use crate::start;

/// What is asked about the keys.
#[derive(Debug)]
pub enum Asked {
    List,
    Rotate { purpose: Purpose, now: bool },
    Revoke(Vec<String>),
}

/// Looks at the keys that sign tokens and credentials, or changes them.
pub async fn keys(config: &Config, asked: Asked) -> Result<(), String> {
    let store = start::open_beside(config).await.map_err(said)?;
    match asked {
        Asked::Rotate { purpose, now } => {
            let app = start::app(config, store, Sources::default()).await.map_err(said)?;
            let lead = if now { Duration::zero() } else { LEAD };
            let kid = rotate(&app, purpose, lead).await.map_err(said)?;
            println!("Made {kid}. It signs from {} on.", in_words(app.now() + lead));
        }
        Asked::List => {
            let app = start::app_without_keys(config, store).map_err(said)?;
            let all = signing_keys::all(app.store.reader()).await.map_err(said)?;
            for key in &all {
                println!("{}  {}", key.kid, state(key, &all, app.now()));
            }
        }
        Asked::Revoke(kids) => {
            let app = start::app_without_keys(config, store).map_err(said)?;
            for kid in kids {
                revoke(&app, kid.clone()).await.map_err(|error| {
                    format!("{kid}: {error}\nSee which keys there are: leerkring keys list")
                })?;
                println!("Revoked {kid}: within a second no server believes what it signed.");
            }
            println!("Where no key is left, the servers make a new one.");
        }
    }
    Ok(())
}
