//! Who carries letters away, and what can go wrong.

use std::path::Path;

use lettre::Message;
use uuid::Uuid;

use super::files;
use super::smtp::Relay;

/// Carries letters one after the other.
#[derive(Debug)]
pub enum Carrier<'a> {
    /// Hands each to a mail server.
    Relay(&'a Relay),
    /// Writes each as a file.
    Files(&'a Path),
}

/// Why a letter was not sent; in words without anybody's name or address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It can be sent later.
    Later(String),
    /// The same, and so it is with every other letter: nobody is there to take them.
    Down(String),
    /// It can never be sent.
    Never(String),
}

impl Carrier<'_> {
    /// Carries the letter with this id.
    pub(super) async fn carry(&self, id: Uuid, letter: &Message) -> Result<(), Failure> {
        match self {
            Self::Relay(relay) => relay.carry(letter).await,
            Self::Files(directory) => files::write(directory, id, letter).await.map_err(|error| {
                Failure::Down(format!("the file could not be written: {}", error.kind()))
            }),
        }
    }
}
