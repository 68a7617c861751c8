//! `leerkring audit`: beside running servers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{NaiveDate, NaiveTime};
use leerkring_persistence::audit::chain;

use super::said;
use crate::app::App;
use crate::commands::audit::cut::cut_before;
use crate::commands::audit::seal::in_words;
use crate::commands::audit::verify::{Verified, Witnesses, verify};
use crate::config::Config;
use crate::keys::Keys;
use crate::start;

/// What is asked about the audit log.
#[derive(Debug)]
pub enum Asked {
    Verify { heads: Vec<String>, old_secrets: Vec<PathBuf> },
    Head,
    Cut { before: NaiveDate, old_secrets: Vec<PathBuf> },
}

/// After how many entries it is told how far one is.
const STEP: u64 = 100_000;

/// Looks at the audit log, or cuts off its oldest part.
pub async fn audit(config: &Config, asked: Asked) -> Result<(), String> {
    let store = start::open_beside(config).await.map_err(said)?;
    let app = start::app_with_secret(config, store).map_err(said)?;
    match asked {
        Asked::Head => {
            let chain = chain::find(app.store.reader()).await.map_err(said)?;
            println!("{}", in_words(&chain.head));
        }
        Asked::Verify { heads, old_secrets } => {
            let heads = heads.iter().map(|head| read(head)).collect::<Result<_, _>>()?;
            let verified = verified(&app, config, heads, &old_secrets).await?;
            println!("{}", told(&verified));
        }
        Asked::Cut { before, old_secrets } => {
            verified(&app, config, BTreeMap::new(), &old_secrets).await?;
            let before = before.and_time(NaiveTime::MIN).and_utc();
            let cut = cut_before(&app, before).await.map_err(said)?;
            println!("Cut off {cut} entries.");
        }
    }
    app.store.clone().close().await.map_err(said)
}

async fn verified(
    app: &App,
    config: &Config,
    heads: BTreeMap<i64, Vec<u8>>,
    old_secrets: &[PathBuf],
) -> Result<Verified, String> {
    let mut keys = Vec::new();
    for path in old_secrets.iter().chain([&config.secret_file()]) {
        let secret = start::read_secret(path).map_err(said)?;
        keys.push(Keys::new(&secret).map_err(said)?);
    }
    let witnesses = Witnesses { keys: &keys, heads };
    let mut next = STEP;
    let progress = |entries, chain: &chain::Chain| {
        if next <= entries {
            eprintln!("{entries} of {} entries …", chain.head.number - chain.anchor.number);
            next = entries + STEP;
        }
    };
    let verified = verify(app.store.reader(), &witnesses, progress).await.map_err(said)?;
    verified.map_err(|flaw| {
        format!("the audit log is broken: {flaw}.\nWhat to do is in docs/security.md.")
    })
}

fn told(verified: &Verified) -> String {
    let Verified { chain, entries, unsealed } = verified;
    let cut = match chain.anchor.number {
        0 => String::new(),
        number => format!(" Entries up to {number} were cut off."),
    };
    format!(
        "{entries} entries are as they were sealed; {unsealed} wait for their seal.{cut}\n{}",
        in_words(&chain.head)
    )
}

/// A head, as it was written down.
fn read(head: &str) -> Result<(i64, Vec<u8>), String> {
    let read = || {
        let (number, seal) = head.trim().split_once(':')?;
        let digits = |place| seal.get(place..place + 2);
        let bytes = (0..seal.len()).step_by(2);
        let bytes = bytes.map(|place| u8::from_str_radix(digits(place)?, 16).ok());
        Some((number.parse().ok()?, bytes.collect::<Option<_>>()?))
    };
    read().ok_or_else(|| format!("{head} is no head: write it as leerkring audit head prints it"))
}
