//! Start-up: from settings to a running app, or a sentence that says what to do.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use leerkring_domain::kernel::Instant;
use leerkring_migrations::{Migrator, MigratorTrait};
use leerkring_persistence::{Store, signing_keys, store};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::app::{App, Sources};
use crate::commands;
use crate::commands::audit::AuditLog;
use crate::commands::imports::ImportSignal;
use crate::commands::line::Lines;
use crate::config::{Config, ConfigError};
use crate::erasures::ErasureList;
use crate::issuers::Issuers;
use crate::keys::Keys;
use crate::keys::secret::{Secret, SecretError};
use crate::limits::Limits;
use crate::mail::{MailError, Mailer};
use crate::passwords::{NoRandomness, Passwords};
use crate::tokens::Verified;

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(
        "the data directory {0} cannot be made: {1}\nSet LEERKRING_DATA_DIR to a directory that this user may write in."
    )]
    DataDir(String, std::io::Error),
    #[error(
        "another Leerkring uses the database file {0}.\nStop it first; for several servers use PostgreSQL (LEERKRING_DATABASE_URL)."
    )]
    DatabaseInUse(String),
    #[error("the lock file {0} cannot be made: {1}")]
    Lock(String, std::io::Error),
    #[error(
        "the database {0} cannot be used: {1}\nCheck LEERKRING_DATABASE_URL and that the database runs and is reachable."
    )]
    Database(String, String),
    #[error("the schema cannot be brought up to date: {0}")]
    Schema(String),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error("the secret {0} {1}")]
    Secret(String, SecretError),
    #[error(
        "there is no secret in {0}, but this database has signing keys that were sealed with one.\nSay with LEERKRING_SECRET_FILE where it is. If it is lost, end those keys first: leerkring keys revoke {1}"
    )]
    NoSecret(String, String),
    #[error("there is no secret in {0}.\nSay with LEERKRING_SECRET_FILE where it is.")]
    SecretMissing(String),
    #[error(
        "the secret {0} does not open the signing keys of this database: it is not the one with which they were made.\nSay with LEERKRING_SECRET_FILE where that one is. If it is lost or was changed on purpose, end those keys first: leerkring keys revoke {1}"
    )]
    WrongSecret(String, String),
    #[error(
        "nothing can be fetched from trusted issuers: {0}\nInstall certificates of authorities (ca-certificates), or name a file of them in SSL_CERT_FILE."
    )]
    NoTls(String),
    #[error(
        "the signing keys cannot be used: {0}\nBring the schema up to date if it is not: leerkring migrate"
    )]
    Keys(String),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// The app and what has to be held while it runs.
#[derive(Debug)]
pub struct Started {
    pub app: Arc<App>,
    /// The lock on the embedded database: it ends with the process, however that ends.
    pub lock: Option<File>,
}

/// Opens the database of `config`, brings its schema up to date and builds the app.
pub async fn start(config: &Config) -> Result<Started, StartError> {
    let (store, lock) = open(config).await?;
    let app = app(config, store, Sources::default()).await?;
    Ok(Started { app, lock })
}

/// The app on an open database, with its keys.
pub async fn app(config: &Config, store: Store, sources: Sources) -> Result<Arc<App>, StartError> {
    let secret = secret(config, &store, sources.clock.now()).await?;
    let app = app_with(config, store, sources, &secret)?;
    let looked = commands::keys::look(&app, &mut None).await;
    let closed = looked.map_err(|error| StartError::Keys(error.to_string()))?;
    if closed.is_empty() {
        return Ok(app);
    }
    Err(StartError::WrongSecret(config.secret_file().display().to_string(), closed.join(" ")))
}

/// The app for somebody who looks at signing keys or ends them: it opens none.
pub fn app_without_keys(config: &Config, store: Store) -> Result<Arc<App>, StartError> {
    let secret = Secret::passing().map_err(|error| StartError::Secret(String::new(), error))?;
    app_with(config, store, Sources::default(), &secret)
}

/// The app for somebody who verifies the audit log: it opens no signing keys, which may be newer
/// than the secret, and makes no secret.
pub fn app_with_secret(config: &Config, store: Store) -> Result<Arc<App>, StartError> {
    app_with(config, store, Sources::default(), &read_secret(&config.secret_file())?)
}

/// The secret in this file.
pub fn read_secret(path: &Path) -> Result<Secret, StartError> {
    let name = path.display().to_string();
    let read = Secret::read(path).map_err(|error| StartError::Secret(name.clone(), error))?;
    read.ok_or(StartError::SecretMissing(name))
}

fn app_with(
    config: &Config,
    store: Store,
    sources: Sources,
    secret: &Secret,
) -> Result<Arc<App>, StartError> {
    Ok(Arc::new(App {
        store,
        full_time_week: config.full_time_week,
        limits: Limits::new(&config.limits, &sources.clock),
        audit: AuditLog::new(&sources.ids, &sources.clock),
        clock: sources.clock,
        ids: sources.ids,
        keys: Keys::new(secret).map_err(|error| StartError::Keys(error.to_string()))?,
        issuers: Issuers::new(&config.issuers)
            .map_err(|error| StartError::NoTls(error.to_string()))?,
        passwords: Passwords::new()?,
        verified: Verified::default(),
        development: config.development,
        public_url: config.public_url(),
        runtime: Handle::current(),
        lines: Lines::default(),
        offers: Notify::new(),
        imports: ImportSignal::default(),
        mail: Mailer::new(config)?,
        retention: config.retention.clone(),
        erasures: ErasureList::new(config.data_dir.join("erasures.txt")),
    }))
}

/// The secret; made at the first start, but not for a database that has keys under another.
async fn secret(config: &Config, store: &Store, now: Instant) -> Result<Secret, StartError> {
    let path = config.secret_file();
    let name = path.display().to_string();
    let refused = |error| StartError::Secret(name.clone(), error);
    // Before the file: whoever makes both makes the file first.
    let living = signing_keys::living(store.reader(), now).await;
    let living = living.map_err(|error| StartError::Keys(error.to_string()))?;
    if let Some(secret) = Secret::read(&path).map_err(refused)? {
        return Ok(secret);
    }
    if !living.is_empty() {
        let kids: Vec<String> = living.into_iter().map(|key| key.kid).collect();
        return Err(StartError::NoSecret(name, kids.join(" ")));
    }
    if config.secret_file.is_none() {
        make_directory(&config.data_dir)?;
    }
    Secret::create(&path).map_err(refused)
}

/// Opens the database and brings its schema up to date.
pub async fn open(config: &Config) -> Result<(Store, Option<File>), StartError> {
    let lock = match config.database_file() {
        Some(file) => Some(lock_file(config, &file)?),
        None => None,
    };
    let store = open_beside(config).await?;
    migrate(&store).await?;
    Ok((store, lock))
}

/// Opens the database beside a server that may be using it, without touching the schema.
pub async fn open_beside(config: &Config) -> Result<Store, StartError> {
    let opened = Store::open(&config.database_url(), config.connections).await;
    opened.map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        let cause = cause.unwrap_or_else(|| error.to_string());
        StartError::Database(config.database_in_words(), cause)
    })
}

fn make_directory(path: &Path) -> Result<(), StartError> {
    std::fs::create_dir_all(path)
        .map_err(|error| StartError::DataDir(path.display().to_string(), error))
}

fn lock_file(config: &Config, database: &Path) -> Result<File, StartError> {
    let directory = database.parent().unwrap_or(&config.data_dir);
    for directory in [directory, &config.data_dir] {
        make_directory(directory)?;
    }
    let path = database.with_extension("lock");
    let name = path.display().to_string();
    let file = File::create(&path).map_err(|error| StartError::Lock(name.clone(), error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(StartError::DatabaseInUse(database.display().to_string()))
        }
        Err(std::fs::TryLockError::Error(error)) => Err(StartError::Lock(name, error)),
    }
}

/// Brings the schema up to date, one process at a time.
pub async fn migrate(store: &Store) -> Result<(), StartError> {
    let failed = |error: String| StartError::Schema(error);
    let turn = store::schema_turn(store).await.map_err(|error| failed(error.to_string()))?;
    Migrator::up(store.schema(), None).await.map_err(|error| failed(error.to_string()))?;
    if let Some(turn) = turn {
        turn.commit().await.map_err(|error| failed(error.to_string()))?;
    }
    Ok(())
}
