//! `leerkring retention` and `leerkring erase`.

use std::path::PathBuf;

use leerkring_domain::kernel::Code;
use leerkring_persistence::erasures as remembered;

use super::said;
use crate::app::Sources;
use crate::commands::keys::in_words;
use crate::commands::privacy::erase_again;
use crate::commands::retention::{overdue, run};
use crate::config::Config;
use crate::erasures::{line, read};
use crate::start::{self, Started};

/// What is asked about those who were erased.
#[derive(Debug)]
pub enum EraseAsked {
    List,
    Again(Vec<PathBuf>),
}

/// Says what is past its term, and removes it unless this is a dry run.
pub async fn retention(config: &Config, dry_run: bool) -> Result<(), String> {
    let (store, lock) = if dry_run {
        (start::open_beside(config).await.map_err(said)?, None)
    } else {
        start::open(config).await.map_err(said)?
    };
    let app = start::app(config, store, Sources::default()).await.map_err(said)?;
    for due in overdue(&app).await.map_err(said)? {
        let (term, kept) = (due.term.code(), app.retention.span(due.term).in_words());
        println!(
            "{term:16} {:>9}  {} ({kept}, before {})",
            due.count,
            due.term.in_words(),
            in_words(due.before)
        );
    }
    if dry_run {
        println!("Nothing was removed: this was a dry run.");
    } else {
        match run(&app).await.map_err(said)? {
            Some(_) => println!("Removed, as the list of retention runs tells."),
            None => println!("Nothing was removed: today's run was done, or a server is at it."),
        }
    }
    drop(lock);
    app.store.clone().close().await.map_err(said)
}

/// Prints who was erased, or erases them again after a restore.
pub async fn erase(config: &Config, asked: EraseAsked) -> Result<(), String> {
    match asked {
        EraseAsked::List => {
            let store = start::open_beside(config).await.map_err(said)?;
            for erasure in remembered::all(store.reader()).await.map_err(said)? {
                println!("{}", line(&erasure));
            }
            store.close().await.map_err(said)
        }
        EraseAsked::Again(files) => {
            let mut lists = Vec::new();
            for file in files {
                let name = file.display();
                let text = std::fs::read_to_string(&file)
                    .map_err(|error| format!("{name} cannot be read: {error}"))?;
                lists.extend(read(&text).map_err(|number| {
                    format!("line {number} of {name} is none that leerkring erase list prints")
                })?);
            }
            let Started { app, lock } = start::start(config).await.map_err(said)?;
            let back = erase_again(&app, lists).await.map_err(said)?;
            println!("Erased again: {back}.");
            drop(lock);
            app.store.clone().close().await.map_err(said)
        }
    }
}
