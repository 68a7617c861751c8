//! Connections: one code path for the embedded SQLite file and for PostgreSQL.

use std::time::Duration;

use sea_orm::sqlx::pool::PoolConnectionMetadata;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection, PgConnection, Row, SqliteConnection};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, SqliteTransactionMode, SqlxError, Statement, TransactionOptions, TransactionTrait,
};

/// The most rows that are written at once: databases bound the parameters of a statement.
pub(crate) const MOST_ROWS: usize = 1_000;

/// A write transaction. Dropping it without [`commit`](DatabaseTransaction::commit) undoes it.
pub type Tx = DatabaseTransaction;

/// What a query of this crate returns.
pub type Stored<T> = Result<T, StoreError>;

/// Why something could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such object, or none that the reader may see.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// The object was changed after the reader saw it.
    #[error("it was changed in the meantime")]
    Stale,
    /// Somebody else took the same name, number or key first.
    #[error("it was taken in the meantime")]
    Taken,
    /// Another transaction has what this one needs; trying again helps.
    #[error("the database is busy")]
    Busy,
    /// The database undid all of a transaction because another stood in its way; doing it again
    /// helps.
    #[error("the database undid it for the sake of another")]
    Undone,
    /// There is no room to write anything.
    #[error("the database has no room")]
    Full(#[source] DbErr),
    /// The database cannot be reached.
    #[error("the database cannot be reached")]
    Away(#[source] DbErr),
    /// A value in the database is not one that the code writes.
    #[error("{0} in the database is not readable")]
    Corrupt(&'static str),
    #[error(transparent)]
    Database(DbErr),
}

impl StoreError {
    /// The same where what is missing is another thing to who asks: the session whose cohort they
    /// may not see.
    pub fn missing_as(self, what: &'static str) -> Self {
        match self {
            Self::Missing(_) => Self::Missing(what),
            other => other,
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match sqlstate(&error).as_deref() {
            // PostgreSQL: lock not available, statement timeout; SQLite: busy and its extended
            // codes.
            Some("55P03" | "57014" | "5" | "261" | "517") => Self::Busy,
            // PostgreSQL: serialization failure, deadlock.
            Some("40001" | "40P01") => Self::Undone,
            // PostgreSQL: disk full; SQLite: full, and no room for the index of its log.
            Some("53100" | "13" | "4874") => Self::Full(error),
            // Unique violations: PostgreSQL, SQLite (unique index, primary key).
            Some("23505" | "2067" | "1555") => Self::Taken,
            // PostgreSQL: shutting down, crashed, starting up, too many connections.
            Some("57P01" | "57P02" | "57P03" | "53300") => Self::Away(error),
            None if is_connection_trouble(&error) => Self::Away(error),
            _ => Self::Database(error),
        }
    }
}

fn sqlx_error(error: &DbErr) -> Option<&sea_orm::SqlxError> {
    match error {
        DbErr::Exec(sea_orm::RuntimeErr::SqlxError(inner))
        | DbErr::Query(sea_orm::RuntimeErr::SqlxError(inner))
        | DbErr::Conn(sea_orm::RuntimeErr::SqlxError(inner)) => Some(inner),
        _ => None,
    }
}

fn sqlstate(error: &DbErr) -> Option<String> {
    let database = sqlx_error(error)?.as_database_error()?;
    database.code().map(std::borrow::Cow::into_owned)
}

fn is_connection_trouble(error: &DbErr) -> bool {
    use sea_orm::SqlxError::{Io, PoolClosed, PoolTimedOut, Protocol, Tls, WorkerCrashed};
    matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_))
        || matches!(
            sqlx_error(error),
            Some(Io(_) | PoolClosed | PoolTimedOut | Protocol(_) | Tls(_) | WorkerCrashed)
        )
}

/// The database of a server: where it reads and where it writes.
#[derive(Debug, Clone)]
pub struct Store {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Store {
    /// Opens the database at `url` (`sqlite:` or `postgres:`), with at most `connections` to it; three
    /// are the least on PostgreSQL.
    ///
    /// SQLite gets one writer, whose queue takes the place of "database is locked", and a pool of
    /// readers; PostgreSQL a pool of writers and one of readers, half of the connections each. So a
    /// crowd that writes leaves connections to whoever reads, and what a writer asks of the readers
    /// never waits for a writer. Readers begin no transaction, so nothing of one can be left behind.
    pub async fn open(url: &str, connections: u32) -> Stored<Self> {
        if url.starts_with("sqlite:") {
            Self::open_sqlite(url, connections).await
        } else {
            Self::open_postgres(url, connections).await
        }
    }

    async fn open_sqlite(url: &str, connections: u32) -> Stored<Self> {
        let mut writing = ConnectOptions::new(url);
        common(&mut writing).max_connections(1).min_connections(1).map_sqlx_sqlite_opts(
            |options| {
                options
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(4))
                    .foreign_keys(true)
                    // What is erased is overwritten, not only let go of.
                    .pragma("secure_delete", "ON")
            },
        );
        writing.map_sqlx_sqlite_pool_opts(|pool| {
            pool.after_release(|connection, _| Box::pin(is_done_with_it(connection)))
        });
        let writer = Database::connect(writing).await?;
        let mut reading = ConnectOptions::new(url);
        common(&mut reading).max_connections(connections.max(1)).map_sqlx_sqlite_opts(|options| {
            options.read_only(true).busy_timeout(Duration::from_secs(4)).foreign_keys(true)
        });
        let reader = Database::connect(reading).await?;
        Ok(Self { reader, writer })
    }

    async fn open_postgres(url: &str, connections: u32) -> Stored<Self> {
        // Two of them write at least: the schema is changed while another has the turn to do so.
        let connections = connections.max(3);
        let writers = (connections / 2).max(2);
        let mut writing = postgres(url, "off");
        writing.max_connections(writers).map_sqlx_postgres_pool_opts(|pool| {
            pool.after_release(|connection, _| Box::pin(is_outside_transactions(connection)))
                .before_acquire(|connection, idle| Box::pin(answers_still(connection, idle)))
        });
        let writer = Database::connect(writing).await?;
        let mut reading = postgres(url, "on");
        reading.max_connections(connections - writers).map_sqlx_postgres_pool_opts(|pool| {
            pool.before_acquire(|connection, idle| Box::pin(answers_still(connection, idle)))
        });
        let reader = Database::connect(reading).await?;
        let store = Self { reader, writer };
        store.refuse_to_lose_commits().await?;
        Ok(store)
    }

    async fn refuse_to_lose_commits(&self) -> Stored<()> {
        for setting in ["fsync", "synchronous_commit"] {
            let question = Statement::from_string(DbBackend::Postgres, format!("SHOW {setting}"));
            let answer = self.reader.query_one_raw(question).await?;
            let value: Option<String> = answer.and_then(|row| row.try_get_by_index(0).ok());
            if value.as_deref() == Some("off") {
                return Err(StoreError::Database(DbErr::Custom(format!(
                    "PostgreSQL runs with {setting}=off, which loses acknowledged registrations: \
                     turn it on"
                ))));
            }
        }
        Ok(())
    }

    /// Where queries outside a unit of work go.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// The connection for the schema: the one that may write.
    pub fn schema(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Begins a write transaction, which takes SQLite's write lock at once.
    pub async fn begin(&self) -> Stored<Tx> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// Whether the database answers those who read; a write finds out for itself.
    pub async fn ping(&self) -> Stored<()> {
        Ok(self.reader.ping().await?)
    }

    /// Whether this is a file that one process owns.
    pub fn is_embedded(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Sqlite
    }

    /// Folds the write-ahead log of the embedded database into its file, so that what was erased
    /// stands in neither. PostgreSQL does so by itself.
    pub async fn fold_log(&self) -> Stored<()> {
        if self.is_embedded() {
            self.writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// Closes all connections; on SQLite this folds the write-ahead log into the file.
    pub async fn close(self) -> Stored<()> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

/// Whether whoever takes this connection next is in no transaction of somebody else's, in which
/// what they write would be acknowledged and lost. sqlx 0.9 leaves one open where a `BEGIN` was
/// given up halfway; its own books do not know of it, so the database is asked.
async fn is_outside_transactions(connection: &mut PgConnection) -> Result<bool, SqlxError> {
    // Not prepared: a prepared statement has always begun later than the transaction made for it.
    let question = sqlx::raw_sql("SELECT transaction_timestamp() = statement_timestamp()");
    question.fetch_one(connection).await?.try_get(0)
}

/// Whether a connection that nobody used for a while still leads to the database: it may have been
/// started anew meanwhile. One that is in use is not asked, which would be a round trip each time.
async fn answers_still(
    connection: &mut PgConnection,
    idle: PoolConnectionMetadata,
) -> Result<bool, SqlxError> {
    if idle.idle_for > Duration::from_secs(1) {
        connection.ping().await?;
    }
    Ok(true)
}

/// Whether sqlx believes the last transaction over. Where SQLite undid one by itself, as it does
/// when the disk is full, sqlx cannot undo it again and believes ever after to be inside it.
async fn is_done_with_it(connection: &mut SqliteConnection) -> Result<bool, SqlxError> {
    // What is on its way to the database, such as the end of a transaction, arrives before this.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// How PostgreSQL is connected to, for reading only or not.
fn postgres(url: &str, read_only: &'static str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    common(&mut options).map_sqlx_postgres_opts(move |options| {
        options.application_name("leerkring").options([
            ("lock_timeout", "2s"),
            ("statement_timeout", "4s"),
            ("idle_in_transaction_session_timeout", "10s"),
            ("default_transaction_read_only", read_only),
            ("timezone", "UTC"),
        ])
    });
    options
}

fn common(options: &mut ConnectOptions) -> &mut ConnectOptions {
    options
        .sqlx_logging(false)
        .test_before_acquire(false)
        .connect_timeout(Duration::from_secs(4))
        .acquire_timeout(Duration::from_secs(4))
}

/// Waits until no other process changes the schema; the turn ends with the transaction. SQLite has
/// one process and needs none.
pub async fn schema_turn(store: &Store) -> Stored<Option<Tx>> {
    if store.is_embedded() {
        return Ok(None);
    }
    let turn = store.begin().await?;
    for statement in [
        "SET LOCAL lock_timeout = 0",
        "SET LOCAL statement_timeout = 0",
        "SET LOCAL idle_in_transaction_session_timeout = 0",
        "SELECT pg_advisory_xact_lock(7233201)",
    ] {
        turn.execute_unprepared(statement).await?;
    }
    Ok(Some(turn))
}
