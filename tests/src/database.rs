//! A fresh database for every test, copied from one that was migrated once in this process.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use leerkring::config::Config;
use leerkring::start::{migrate, open_beside};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use crate::app::Directory;

/// The name of PostgreSQL's template.
static TEMPLATE: OnceLock<String> = OnceLock::new();
/// The content of SQLite's.
static EMBEDDED: OnceLock<Vec<u8>> = OnceLock::new();

/// The server on which PostgreSQL's databases are made, if the tests run on PostgreSQL.
pub fn postgres() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// The address of a fresh database, migrated and empty. To be called outside a runtime.
pub fn fresh(directory: &Path) -> String {
    if let Some(server) = postgres() {
        let template = TEMPLATE.get_or_init(|| make_postgres_template(&server));
        let name = new_name("test");
        let copy = format!("CREATE DATABASE {name} TEMPLATE {template}");
        block_on(administer(&server, vec![copy])).expect("a database for this test");
        return in_server(&server, &name);
    }
    let template = EMBEDDED.get_or_init(make_sqlite_template);
    let file = directory.join("leerkring.sqlite");
    std::fs::write(&file, template).unwrap();
    format!("sqlite:{}", file.display())
}

/// Ends the database of a test; that of SQLite ends with its directory.
pub fn drop(url: &str) {
    if let (Some(server), Some((_, name))) = (postgres(), url.rsplit_once('/'))
        && name.starts_with("leerkring_test_")
    {
        let end = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        block_on(administer(&server, vec![end])).ok();
    }
}

fn new_name(purpose: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    format!("leerkring_{purpose}_{process}_{count}")
}

fn in_server(server: &str, name: &str) -> String {
    let (address, _) = server.rsplit_once('/').expect("postgres://…/postgres");
    format!("{address}/{name}")
}

fn make_postgres_template(server: &str) -> String {
    let name = new_name("template");
    let statements = vec![
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name}"),
    ];
    block_on(async {
        administer(server, statements).await.expect("a template of PostgreSQL");
        migrate_at(in_server(server, &name)).await;
    });
    name
}

fn make_sqlite_template() -> Vec<u8> {
    let directory = Directory::new();
    let file = directory.path().join("template.sqlite");
    block_on(migrate_at(format!("sqlite:{}", file.display())));
    std::fs::read(&file).unwrap()
}

/// Makes our schema in the database at this address.
pub async fn migrate_at(url: String) {
    let config = Config { database_url: Some(url), connections: 2, ..Config::default() };
    let store = open_beside(&config).await.expect("the template");
    migrate(&store).await.expect("the schema");
    store.close().await.expect("the template, closed");
}

async fn administer(server: &str, statements: Vec<String>) -> Result<(), sea_orm::DbErr> {
    let mut options = ConnectOptions::new(server);
    options.max_connections(1).sqlx_logging(false);
    let connection: DatabaseConnection = Database::connect(options).await?;
    for statement in statements {
        connection.execute_unprepared(&statement).await?;
    }
    connection.close().await
}

fn block_on<T>(act: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(act)
}
