//! Several processes with one secret and one table of keys, and what they say when these differ.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use leerkring_tests::app::Directory;
use leerkring_tests::database;
use leerkring_tests::processes::{Process, command, free_address, output};
use leerkring_tests::{Client, TestApp};

const SECONDS: Duration = Duration::from_secs(20);

/// `leerkring keys …`: how it ended and all that it said.
fn keys(mut command: Command, words: &[&str]) -> (Option<i32>, String) {
    let (status, said, wrong) = output(command.arg("keys").args(words), SECONDS);
    (status, said + &wrong)
}

/// The names of the keys with what they do.
fn listed(command: Command) -> Vec<(String, String)> {
    let (status, said) = keys(command, &["list"]);
    assert_eq!(status, Some(0), "{said}");
    let line = |line: &str| line.split_once("  ").map(|(kid, does)| (kid.into(), does.into()));
    said.lines().filter_map(line).collect()
}

/// What `leerkring serve` says when it cannot start.
fn refused(mut command: Command) -> String {
    command.arg("serve").env("LEERKRING_LISTEN", free_address());
    let (status, _, said) = output(&mut command, SECONDS);
    assert_eq!(status, Some(1), "{said}");
    said
}

fn serves(directory: &Path) {
    let mut server = Process::start(command(directory), directory);
    assert_eq!(server.terminate(), Some(0), "{}", server.log());
}

#[test]
fn a_database_is_refused_with_another_secret_or_none_until_its_keys_were_ended() {
    let directory = Directory::new();
    let (path, start) = (directory.path().join("secret"), || command(directory.path()));
    serves(directory.path());
    let (first, does) = listed(start()).remove(0);
    assert_eq!(does, "signs");
    serves(directory.path());
    assert_eq!(listed(start()).len(), 1, "a second start makes no second key");

    let secret = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let told = refused(start());
    assert!(told.contains("no secret") && told.contains(&first), "{told}");
    assert!(!path.exists(), "a secret that opens nothing was left behind");
    std::fs::write(&path, secret.replace(&secret[..8], "01234567")).unwrap();
    let told = refused(start());
    for words in ["does not open", "LEERKRING_SECRET_FILE", "keys revoke", &first] {
        assert!(told.contains(words), "{words} is not in {told}");
    }
    let (status, told) = keys(start(), &["rotate"]);
    assert_eq!(status, Some(1), "{told}");

    let (status, told) = keys(start(), &["revoke", &first]);
    assert_eq!(status, Some(0), "{told}");
    serves(directory.path());
    let after = listed(start());
    assert!(after[0].1.starts_with("revoked"), "{after:?}");
    assert_eq!((after.len(), after[1].1.as_str()), (2, "signs"));
}

#[test]
fn keys_are_rotated_and_revoked_beside_a_server() {
    let directory = Directory::new();
    let start = || command(directory.path());
    let server = Process::start(start(), directory.path());
    let (status, told) = keys(start(), &["rotate"]);
    assert!(status == Some(0) && told.contains("signs from"), "{told}");
    let does: Vec<String> = listed(start()).into_iter().map(|(_, does)| does).collect();
    assert_eq!(does[0], "signs");
    assert!(does[1].starts_with("published, signs from"), "{does:?}");
    let (status, told) = keys(start(), &["rotate", "--now"]);
    assert_eq!(status, Some(0), "{told}");
    let does: Vec<String> = listed(start()).into_iter().map(|(_, does)| does).collect();
    assert!(does[0].starts_with("believed until"), "{does:?}");
    assert!(does[1].starts_with("believed until"), "{does:?}");
    assert_eq!(does[2], "signs");
    let (status, told) = keys(start(), &["revoke", "-never-heard-of"]);
    assert_eq!(status, Some(1));
    assert!(told.contains("-never-heard-of") && told.contains("keys list"), "{told}");
    drop(server);
}

/// Servers on a fresh database and with a secret that is not there yet, all started at once.
fn start_at_once(count: usize, url: &str, directory: &Path) -> Vec<Process> {
    std::thread::scope(|scope| {
        let start = |_| {
            scope.spawn(|| {
                let mut command = command(directory);
                command
                    .env("LEERKRING_DATABASE_URL", url)
                    .env("LEERKRING_SECRET_FILE", directory.join("the-secret"))
                    .env("LEERKRING_CONNECTIONS", "4")
                    .env("LEERKRING_WORKERS", "1");
                Process::start(command, directory)
            })
        };
        let starting: Vec<_> = (0..count).map(start).collect();
        starting.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn servers_that_start_at_once_make_one_secret_and_one_key() {
    let directory = Directory::new();
    let url = database::fresh(directory.path());
    if !url.starts_with("postgres") {
        return;
    }
    let servers = start_at_once(3, &url, directory.path());
    let mut list = command(directory.path());
    list.env("LEERKRING_DATABASE_URL", &url);
    let made = listed(list);
    drop(servers);
    database::drop(&url);
    assert_eq!((made.len(), made[0].1.as_str()), (1, "signs"));
}

/// Waits until `client`'s token is answered with `status` at every server.
async fn within_a_second(servers: &[Client], token: &str, status: u16) {
    let begun = Instant::now();
    for server in servers {
        loop {
            let request = server.get("/v1/registrations").header("authorization", token);
            if request.await.status == status {
                break;
            }
            assert!(begun.elapsed() < Duration::from_millis(2_500), "no {status} yet");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test]
async fn rotation_and_revocation_reach_every_server() {
    let app = TestApp::start().await;
    if !app.is_on_postgres() {
        return;
    }
    app.set_now_to_real_time();
    let processes = app.start_processes(2);
    let administrator = app.administrator().await;
    let servers: Vec<Client> =
        processes.iter().map(|process| app.visitor().at(&process.base)).collect();
    let beside = || {
        let mut command = command(&app.config.data_dir);
        command.env("LEERKRING_DATABASE_URL", app.config.database_url());
        command
    };
    let old = format!("Bearer {}", administrator.token().unwrap());
    within_a_second(&servers, &old, 200).await;

    let (status, told) = keys(beside(), &["rotate", "--now"]);
    assert_eq!(status, Some(0), "{told}");
    // This app is a server too: it signs with the new key as soon as it knows it.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    app.set_now_to_real_time();
    let new = format!("Bearer {}", administrator.token().unwrap());
    assert_ne!(super::kid(&new[7..]), super::kid(&old[7..]));
    within_a_second(&servers, &new, 200).await;
    within_a_second(&servers, &old, 200).await;
    let (status, told) = keys(beside(), &["revoke", &super::kid(&old[7..])]);
    assert_eq!(status, Some(0), "{told}");
    within_a_second(&servers, &old, 401).await;
    within_a_second(&servers, &new, 200).await;
}
