//! The binary: how it starts, refuses to start and stops, and what it does without its database.

mod draining;
mod full;
mod killed;
mod outage;
mod undone;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use leerkring_tests::app::Directory;
use leerkring_tests::document::DOCUMENT;
use leerkring_tests::processes::{Process, command, free_address, output};
use leerkring_tests::{TestApp, Value};

const SECONDS: Duration = Duration::from_secs(20);

/// What `leerkring serve` says when it cannot start.
fn refused(change: impl FnOnce(&mut Command)) -> String {
    let directory = Directory::new();
    let mut command = command(directory.path());
    command.arg("serve").env("LEERKRING_LISTEN", free_address());
    change(&mut command);
    let (status, _, said) = output(&mut command, SECONDS);
    assert_eq!(status, Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// Trusted issuers, as they stand in the environment.
fn issuers(url: &str, algorithm: &str) -> String {
    format!(
        "[{{issuer=\"{url}\", audience=\"leerkring\", jwks_url=\"{url}/jwks\", \
         algorithm=\"{algorithm}\"}}]"
    )
}

/// A server on the engine of this run.
fn server(app: &TestApp, directory: &Path) -> Process {
    let mut command = command(directory);
    if app.is_on_postgres() {
        command.env("LEERKRING_DATABASE_URL", app.config.database_url());
        command.env("LEERKRING_SECRET_FILE", app.config.secret_file());
    }
    Process::start(command, directory)
}

#[test]
fn the_help_explains_every_command_and_where_settings_are() {
    let directory = Directory::new();
    let (status, said, _) = output(command(directory.path()).arg("--help"), SECONDS);
    assert_eq!(status, Some(0));
    for word in [
        "serve",
        "demo",
        "migrate",
        "import",
        "openapi",
        "token",
        "invite",
        "keys",
        "audit",
        "LEERKRING_",
        "docs/configuration.md",
    ] {
        assert!(said.contains(word), "{word} is not in: {said}");
    }
    let (status, _, said) = output(command(directory.path()).arg("dance"), SECONDS);
    assert_eq!(status, Some(2), "{said}");
}

#[test]
fn the_document_is_printed_as_json_and_as_yaml() {
    let directory = Directory::new();
    let (status, json, _) = output(command(directory.path()).arg("openapi"), SECONDS);
    assert_eq!(status, Some(0));
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), **DOCUMENT);
    let (status, yaml, _) = output(command(directory.path()).args(["openapi", "--yaml"]), SECONDS);
    assert_eq!(status, Some(0));
    assert_eq!(yaml_serde::from_str::<Value>(&yaml).unwrap(), **DOCUMENT);
}

#[test]
fn a_setting_that_is_wrong_is_named_with_what_to_do() {
    let told = refused(|it| _ = it.env("LEERKRING_COLOUR", "red"));
    assert!(told.contains("colour") && told.contains("docs/configuration.md"), "{told}");
    let told = refused(|it| _ = it.env("LEERKRING_LISTEN", "nowhere:at:all"));
    assert!(told.to_lowercase().contains("listen"), "{told}");
    let told = refused(|it| _ = it.env("LEERKRING_CONNECTIONS", "many"));
    assert!(told.to_lowercase().contains("connections"), "{told}");
    let told = refused(|it| _ = it.env("LEERKRING_PUBLIC_URL", "leerkring.example.nl/"));
    assert!(told.contains("LEERKRING_PUBLIC_URL") && told.contains("https://"), "{told}");
    let told = refused(|it| _ = it.env("LEERKRING_DATABASE_URL", "mysql://root@db/leerkring"));
    assert!(told.contains("LEERKRING_DATABASE_URL") && told.contains("postgres://"), "{told}");
    let told =
        refused(|it| _ = it.env("LEERKRING_ISSUERS", issuers("http://login.example.nl", "RS256")));
    assert!(told.contains("issuers") && told.contains("https://"), "{told}");
    let told =
        refused(|it| _ = it.env("LEERKRING_ISSUERS", issuers("https://login.example.nl", "HS256")));
    assert!(told.contains("HS256") && told.contains("RS256"), "{told}");
    let told = refused(|it| _ = it.args(["--config", "/nowhere/leerkring.toml"]));
    assert!(told.contains("/nowhere/leerkring.toml"), "{told}");
}

#[test]
fn an_address_that_is_taken_is_named_with_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let told = refused(|it| _ = it.env("LEERKRING_LISTEN", &address));
    assert!(told.contains(&address) && told.contains("LEERKRING_LISTEN"), "{told}");
}

#[test]
fn a_demo_whose_address_is_taken_promises_nothing() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let directory = Directory::new();
    let mut command = command(directory.path());
    command.arg("demo").env("LEERKRING_LISTEN", taken.local_addr().unwrap().to_string());
    let (status, promised, told) = output(&mut command, SECONDS);
    assert_eq!((status, promised.as_str()), (Some(1), ""), "{told}");
    assert!(told.contains("LEERKRING_LISTEN"), "{told}");
}

#[test]
fn a_directory_or_secret_that_cannot_be_used_is_named() {
    let directory = Directory::new();
    let file = directory.path().join("file");
    std::fs::write(&file, "no secret").unwrap();
    let told = refused(|it| _ = it.env("LEERKRING_DATA_DIR", file.join("below")));
    assert!(told.contains("LEERKRING_DATA_DIR"), "{told}");
    let told = refused(|it| _ = it.env("LEERKRING_SECRET_FILE", &file));
    assert!(told.contains(&file.display().to_string()) && told.contains("openssl"), "{told}");
    let told = refused(|it| {
        let url = format!("sqlite:{}", file.display());
        it.env("LEERKRING_DATABASE_URL", url);
    });
    assert!(told.contains("file"), "{told}");
}

#[test]
fn a_second_server_on_the_same_sqlite_file_refuses_and_the_first_goes_on() {
    let directory = Directory::new();
    let mut first = Process::start(command(directory.path()), directory.path());

    let told = refused(|it| _ = it.env("LEERKRING_DATA_DIR", directory.path()));

    assert!(told.contains("another Leerkring") && told.contains("leerkring.sqlite"), "{told}");
    assert!(first.child.try_wait().unwrap().is_none());
    assert_eq!(first.terminate(), Some(0), "{}", first.log());
    let mut next = Process::start(command(directory.path()), directory.path());
    assert_eq!(next.terminate(), Some(0), "{}", next.log());
}

#[test]
fn a_server_that_was_killed_leaves_no_lock_behind() {
    let directory = Directory::new();
    drop(Process::start(command(directory.path()), directory.path()));
    let mut next = Process::start(command(directory.path()), directory.path());
    assert_eq!(next.terminate(), Some(0), "{}", next.log());
}

#[test]
fn a_database_that_is_away_at_start_is_told_within_seconds_without_its_password() {
    let begun = std::time::Instant::now();
    let url = format!("postgres://leerkring:hush-hush@{}/leerkring", free_address());
    let told = refused(|it| _ = it.env("LEERKRING_DATABASE_URL", &url));
    assert!(told.contains("LEERKRING_DATABASE_URL") && told.contains("reachable"), "{told}");
    assert!(!told.contains("hush-hush"), "{told}");
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[tokio::test]
async fn a_postgres_that_loses_what_it_acknowledged_is_refused() {
    let app = TestApp::start().await;
    if !app.is_on_postgres() {
        return;
    }
    app.sql(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', \
         current_database()); END $$",
    )
    .await;
    let url = app.config.database_url();
    let told = tokio::task::spawn_blocking(move || {
        refused(|it| _ = it.env("LEERKRING_DATABASE_URL", &url))
    });
    let told = told.await.unwrap();
    assert!(told.contains("synchronous_commit=off") && told.contains("turn it on"), "{told}");
}

#[tokio::test]
async fn sigterm_ends_a_server_with_0_and_keeps_what_it_acknowledged() {
    let app = TestApp::start().await;
    let directory = Directory::new();
    let mut server = server(&app, directory.path());
    let answer = reqwest::get(format!("{}/readyz", server.base)).await.unwrap();
    assert_eq!(answer.status(), 200);

    let ended = tokio::task::spawn_blocking(move || (server.terminate(), server.log()));

    let (status, log) = ended.await.unwrap();
    assert_eq!(status, Some(0), "{log}");
}

#[test]
fn a_token_for_anybody_is_for_development_only() {
    let directory = Directory::new();
    let token = || {
        let mut command = command(directory.path());
        command.args(["token", "--role", "administrator"]);
        command
    };
    output(command(directory.path()).arg("migrate"), SECONDS);
    let (status, _, said) = output(&mut token(), SECONDS);
    assert_eq!(status, Some(1));
    assert!(said.contains("LEERKRING_DEVELOPMENT"), "{said}");
    let development = &mut token();
    let (status, said, _) = output(development.env("LEERKRING_DEVELOPMENT", "true"), SECONDS);
    assert_eq!(status, Some(0));
    assert_eq!(said.trim().split('.').count(), 3, "{said}");
}

#[test]
fn migrating_twice_changes_nothing() {
    let directory = Directory::new();
    for _ in 0..2 {
        let (status, said, wrong) = output(command(directory.path()).arg("migrate"), SECONDS);
        assert_eq!(status, Some(0), "{wrong}");
        assert!(said.contains("up to date"), "{said}");
    }
}
