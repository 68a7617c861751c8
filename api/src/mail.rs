//! Mail: from the outbox to whoever carries it.

mod carrier;
mod compose;
mod deliver;
mod files;

use std::path::PathBuf;

use lettre::Address;
use lettre::message::Mailbox;
use tokio::sync::{Notify, Semaphore};

use carrier::{Carrier, Failure};
pub use deliver::{deliver_due, run};

use crate::config::Config;

/// How many letters one server sends at the same time.
const AT_ONCE: u32 = 4;

/// How a server sends its mail.
#[derive(Debug)]
pub struct Mailer {
    from: Mailbox,
    /// What the service calls itself in letters.
    sender: String,
    /// Where links in letters lead.
    links_url: String,
    /// Where letters are written as files.
    directory: PathBuf,
    waiting: Notify,
    turns: Semaphore,
}

/// Why mail cannot be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error(
        "LEERKRING_MAIL_FROM is {0:?}: write the e-mail address that mail comes from, such as noreply@example.nl"
    )]
    NoAddress(String),
    #[error(
        "the mail directory {0} cannot be made: {1}\nSet LEERKRING_MAIL_DIR to a directory that this user may write in."
    )]
    NoDirectory(String, std::io::Error),
}

impl Mailer {
    /// Sends mail as `config` says.
    ///
    /// # Errors
    /// A sentence that says which setting is wrong and what to do.
    pub fn new(config: &Config) -> Result<Self, MailError> {
        let address: Address =
            config.mail_from.parse().map_err(|_| MailError::NoAddress(config.mail_from.clone()))?;
        let directory = config.mail_dir();
        files::make_directory(&directory)
            .map_err(|error| MailError::NoDirectory(directory.display().to_string(), error))?;
        Ok(Self {
            from: Mailbox::new(Some(config.mail_from_name.clone()), address),
            sender: config.mail_from_name.clone(),
            links_url: config.links_url(),
            directory,
            waiting: Notify::new(),
            turns: Semaphore::new(usize::try_from(AT_ONCE).unwrap_or(1)),
        })
    }

    /// Says that a letter waits.
    pub fn wake(&self) {
        self.waiting.notify_one();
    }

    /// Waits until no letter is on its way any more, and lets none go after it.
    pub async fn stop(&self) {
        let all = self.turns.acquire_many(AT_ONCE).await;
        self.turns.close();
        drop(all);
    }

    /// Where mail goes, in words for a log.
    pub fn in_words(&self) -> String {
        format!("files in {}", self.directory.display())
    }

    fn carrier(&self) -> Carrier<'_> {
        Carrier::files(&self.directory)
    }
}
