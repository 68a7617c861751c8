//! Mail: from the outbox to whoever carries it.

mod background;
mod carrier;
mod compose;
mod deliver;
mod files;
mod sessions;
mod smtp;

use std::path::PathBuf;

use lettre::Address;
use lettre::message::Mailbox;
use tokio::sync::{Notify, Semaphore};
use uuid::Uuid;

use carrier::{Carrier, Failure};
pub use compose::link_of;
pub use deliver::{deliver_due, run};
use smtp::Relay;

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
    /// Where the front-end shows registrations.
    registrations_url: Option<String>,
    way: Way,
    waiting: Notify,
    turns: Semaphore,
}

/// Where letters go.
#[derive(Debug)]
enum Way {
    /// To a mail server.
    Relay(Relay),
    /// Into this directory, as files.
    Files(PathBuf),
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
    #[error(
        "LEERKRING_SMTP_URL {0}: write smtps://user:password@mail.example.nl for TLS from the start, smtp://user:password@mail.example.nl for STARTTLS, or smtp://127.0.0.1:25?tls=none for a mail server on this machine"
    )]
    NoServer(&'static str),
    #[error("the certificates in {0}, which LEERKRING_SMTP_CA_FILE names, cannot be used: {1}")]
    NoAuthority(String, String),
    #[error("the mail server cannot be spoken to over TLS: {0}")]
    NoTls(String),
}

impl Mailer {
    /// Sends mail as `config` says.
    ///
    /// # Errors
    /// A sentence that says which setting is wrong and what to do.
    pub fn new(config: &Config) -> Result<Self, MailError> {
        let address: Address =
            config.mail_from.parse().map_err(|_| MailError::NoAddress(config.mail_from.clone()))?;
        let way = match &config.smtp_url {
            Some(url) => Way::Relay(Relay::new(url, config.smtp_ca_file.as_deref())?),
            None => Way::Files(directory(config)?),
        };
        Ok(Self {
            from: Mailbox::new(Some(config.mail_from_name.clone()), address),
            sender: config.mail_from_name.clone(),
            links_url: config.links_url(),
            registrations_url: config.registrations_url.clone(),
            way,
            waiting: Notify::new(),
            turns: Semaphore::new(usize::try_from(AT_ONCE).unwrap_or(1)),
        })
    }

    /// What the service calls itself.
    pub fn sender(&self) -> &str {
        &self.sender
    }

    /// Says that a letter waits.
    pub fn wake(&self) {
        self.waiting.notify_one();
    }

    /// Removes the files of letters that are deleted.
    pub fn forget(&self, letters: &[Uuid]) {
        let Way::Files(directory) = &self.way else { return };
        for letter in letters {
            files::remove(directory, *letter);
        }
    }

    /// Waits until no letter is on its way any more, and lets none go after it.
    pub async fn stop(&self) {
        let all = self.turns.acquire_many(AT_ONCE).await;
        self.turns.close();
        drop(all);
    }

    /// Where mail goes, in words for a log.
    pub fn in_words(&self) -> String {
        match &self.way {
            Way::Relay(relay) => relay.in_words(),
            Way::Files(directory) => format!("files in {}", directory.display()),
        }
    }

    fn carrier(&self) -> Carrier<'_> {
        match &self.way {
            Way::Relay(relay) => Carrier::Relay(relay),
            Way::Files(directory) => Carrier::Files(directory),
        }
    }
}

fn directory(config: &Config) -> Result<PathBuf, MailError> {
    let directory = config.mail_dir();
    files::make_directory(&directory)
        .map_err(|error| MailError::NoDirectory(directory.display().to_string(), error))?;
    Ok(directory)
}
