//! `leerkring audit`: beside a server, with a word for a script in how it ends.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use leerkring_tests::app::Directory;
use leerkring_tests::processes::{Process, command, output};
use leerkring_tests::{Client, TestApp, json};

use super::{sealed, verified};

const SECONDS: Duration = Duration::from_secs(20);

fn audit(mut command: Command, words: &[&str]) -> (Option<i32>, String) {
    let (status, said, wrong) = output(command.arg("audit").args(words), SECONDS);
    (status, said + &wrong)
}

fn beside(app: &TestApp) -> Command {
    let mut command = command(&app.config.data_dir);
    command.env("LEERKRING_DATABASE_URL", app.config.database_url());
    command
}

#[tokio::test]
async fn the_command_verifies_beside_a_server_and_names_the_first_broken_entry() {
    let app = TestApp::start().await;
    app.given_cohort(|_| {}).await;
    sealed(&app).await;
    let entries = verified(&app).await.unwrap().entries;
    let (status, head) = audit(beside(&app), &["head"]);
    assert_eq!(status, Some(0), "{head}");
    assert!(head.starts_with(&format!("{entries}:")), "{head}");
    let (status, said) = audit(beside(&app), &["verify", "--head", head.trim()]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.starts_with(&format!("{entries} entries are as they were sealed")), "{said}");
    assert!(said.contains(head.trim()), "{said}");
    let later = format!("{}:00", entries + 5);
    let (status, said) = audit(beside(&app), &["verify", "--head", &later]);
    assert!(status == Some(1) && said.contains("is missing"), "{said}");
    let (status, said) = audit(beside(&app), &["verify", "--head", "canary"]);
    assert!(status == Some(1) && said.contains("canary is no head"), "{said}");

    let (status, said) = audit(beside(&app), &["cut", "--before", "2026-01-01"]);
    assert!(status == Some(0) && said.contains("Cut off 0 entries"), "{said}");
    let on = if app.is_on_postgres() { " ON audit_entries" } else { "" };
    app.sql(&format!("DROP TRIGGER audit_entries_refuse_change{on}")).await;
    app.sql("UPDATE audit_entries SET what = 'cohort-cancelled' WHERE seal_number = 2").await;
    for words in [&["verify"][..], &["cut", "--before", "2030-01-01"]] {
        let (status, said) = audit(beside(&app), words);
        assert!(status == Some(1) && said.contains("is broken: entry 2 ("), "{said}");
    }
}

#[tokio::test]
async fn a_log_that_was_sealed_with_two_secrets_is_verified_with_both() {
    let app = TestApp::start().await;
    app.given_cohort(|_| {}).await;
    sealed(&app).await;
    let file = app.config.secret_file();
    let (old, text) = (file.with_extension("old"), std::fs::read_to_string(&file).unwrap());
    std::fs::write(&old, &text).unwrap();
    let other = app.config.data_dir.join("other");
    std::fs::write(&other, text.replace(&text[..8], "01234567")).unwrap();
    let with = |secret: &Path| {
        let mut command = beside(&app);
        command.env("LEERKRING_SECRET_FILE", secret);
        command
    };
    let (status, said) = audit(with(&other), &["verify"]);
    assert!(status == Some(1) && said.contains("entry 1 ("), "{said}");
    let (status, said) = audit(with(&other), &["verify", "--old-secret", old.to_str().unwrap()]);
    assert_eq!(status, Some(0), "{said}");
    let (status, said) = audit(with(Path::new("/nowhere")), &["verify"]);
    assert!(status == Some(1) && said.contains("LEERKRING_SECRET_FILE"), "{said}");
}

/// A server on the engine of this run, as a process that can be killed.
fn server(app: &TestApp, directory: &Path) -> Process {
    Process::start(settings(app, directory), directory)
}

fn settings(app: &TestApp, directory: &Path) -> Command {
    let mut command = command(directory);
    command.env("LEERKRING_DEVELOPMENT", "true");
    command.env("LEERKRING_PUBLIC_URL", "http://leerkring.test");
    if app.is_on_postgres() {
        command.env("LEERKRING_DATABASE_URL", app.config.database_url());
        command.env("LEERKRING_SECRET_FILE", app.config.secret_file());
    }
    command
}

fn token(app: &TestApp, directory: &Path) -> String {
    let mut command = settings(app, directory);
    let (status, said, wrong) = output(command.args(["token", "--role", "administrator"]), SECONDS);
    assert_eq!(status, Some(0), "{wrong}");
    said.trim().to_owned()
}

/// Writes as much as it can until the server is killed; gives how much was acknowledged.
async fn write_until_killed(client: &Client, mut server: Process, round: u32) -> u64 {
    let killed = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(1_000 + u64::from(round) * 330));
        server.child.kill().unwrap();
        drop(server);
    });
    let mut acknowledged = 0;
    for number in 0.. {
        let slug = format!("round-{round}-{number}");
        let new = json!({ "slug": slug, "name": slug, "members": "none" });
        match client.post("/v1/organisers", new).unchecked().await {
            Ok(answer) => acknowledged += u64::from(answer.status == 201),
            Err(_) => break,
        }
    }
    killed.join().unwrap();
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_while_it_seals_leaves_a_log_that_is_whole() {
    let (app, directory) = (TestApp::start().await, Directory::new());
    let mut acknowledged = 0;
    for round in 0..4 {
        let server = server(&app, directory.path());
        let client = app.visitor().bearing(&token(&app, directory.path())).at(&server.base);
        acknowledged += write_until_killed(&client, server, round).await;
        let (status, said) = audit(settings(&app, directory.path()), &["verify"]);
        assert_eq!(status, Some(0), "{said}");
    }
    let _server = server(&app, directory.path());
    let end = Instant::now() + SECONDS;
    loop {
        let (status, said) = audit(settings(&app, directory.path()), &["verify"]);
        assert_eq!(status, Some(0), "{said}");
        if said.contains("; 0 wait") {
            let entries: u64 = said.split(' ').next().unwrap().parse().unwrap();
            assert!(0 < acknowledged && acknowledged <= entries, "{acknowledged}: {said}");
            return;
        }
        assert!(Instant::now() < end, "entries are not sealed: {said}");
    }
}
