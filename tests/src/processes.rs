//! Servers as processes of their own, started from the real binary.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::app::TestApp;

/// The binary that was built beside this test.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let binary = profile.join("leerkring");
    let hint = "build it first: cargo build --workspace --bins";
    assert!(binary.exists(), "{} is missing: {hint}", binary.display());
    binary
}

/// The binary without settings from the environment of whoever runs the tests, and without limits:
/// tests and measurements ask from one address as fast as they can.
pub fn command(directory: &Path) -> Command {
    let mut command = Command::new(binary());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LEERKRING_")) {
        command.env_remove(name);
    }
    command.current_dir(directory).env("LEERKRING_DATA_DIR", directory).stdin(Stdio::null());
    command.env("LEERKRING_LIMITS__ENABLED", "false");
    command
}

/// An address that is free now.
pub fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// A server process; it ends with its value.
#[derive(Debug)]
pub struct Process {
    pub base: String,
    pub child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts a server and waits until it is ready.
    pub fn start(mut command: Command, directory: &Path) -> Self {
        let address = free_address();
        let log = directory.join(format!("server-{}.log", address.replace(':', "-")));
        let child = command
            .arg("serve")
            .env("LEERKRING_LISTEN", &address)
            .env("LEERKRING_DEVELOPMENT", "true")
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut process = Self { base: format!("http://{address}"), child, log };
        let end = Instant::now() + Duration::from_mins(1);
        while !lives(&address) {
            let ended = process.child.try_wait().unwrap();
            assert!(ended.is_none() && Instant::now() < end, "no server: {}", process.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        process
    }

    /// What it wrote to its standard error.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Tells it to stop, and says with what status it ended.
    pub fn terminate(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

/// Whether the server at `address` answers.
fn lives(address: &str) -> bool {
    use std::io::{Read, Write};
    let Ok(mut stream) = std::net::TcpStream::connect(address) else { return false };
    let asked =
        write!(stream, "GET /livez HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    asked.and_then(|()| stream.read_to_string(&mut answer)).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl TestApp {
    /// `count` server processes on this app's database and with its secret. PostgreSQL only.
    pub fn start_processes(&self, count: usize) -> Vec<Process> {
        assert!(self.is_on_postgres(), "SQLite is for one process");
        let directory = self.directory.path();
        let start = |_| {
            let mut command = command(directory);
            command
                .env("LEERKRING_DATABASE_URL", self.config.database_url())
                .env("LEERKRING_PUBLIC_URL", &self.app.public_url)
                .env("LEERKRING_CONNECTIONS", "8")
                .env("LEERKRING_WORKERS", "1")
                .env("LEERKRING_LOG", "warn");
            Process::start(command, directory)
        };
        (0..count).map(start).collect()
    }
}

impl TestApp {
    /// A server process on this app's database, which is SQLite's: on a copy of it in a directory of
    /// its own, since a file is for one process.
    pub async fn start_on_copy(&self, directory: &Path) -> Process {
        assert!(!self.is_on_postgres(), "several processes share PostgreSQL");
        let copy = directory.join("leerkring.sqlite");
        if !copy.exists() {
            std::fs::copy(self.config.secret_file(), directory.join("secret")).unwrap();
            self.sql(&format!("VACUUM INTO '{}'", copy.display())).await;
        }
        let mut command = command(directory);
        command.env("LEERKRING_PUBLIC_URL", &self.app.public_url).env("LEERKRING_LOG", "warn");
        Process::start(command, directory)
    }
}

/// What a command that ends by itself says, with its status; it is given `patience`.
pub fn output(command: &mut Command, patience: Duration) -> (Option<i32>, String, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let end = Instant::now() + patience;
    let reading = child.stdout.take().map(|pipe| std::thread::spawn(|| read(pipe)));
    let complaining = child.stderr.take().map(|pipe| std::thread::spawn(|| read(pipe)));
    while child.try_wait().unwrap().is_none() {
        if end < Instant::now() {
            child.kill().ok();
            child.wait().ok();
            panic!("it did not end within {patience:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let status = child.wait().unwrap().code();
    let said = |thread: Option<std::thread::JoinHandle<String>>| thread.unwrap().join().unwrap();
    (status, said(reading), said(complaining))
}

fn read(mut pipe: impl std::io::Read) -> String {
    let mut text = Vec::new();
    pipe.read_to_end(&mut text).ok();
    String::from_utf8_lossy(&text).into_owned()
}
