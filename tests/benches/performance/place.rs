//! A filled database with a server on it.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use leerkring::app::Sources;
use leerkring::config::Config;
use leerkring::{cli, start};
use leerkring_tests::app::Directory;
use leerkring_tests::processes::{Process, command, free_address};

use crate::data::{self, Engine, Size, administrator};
use crate::load::{Load, Measured, closed};
use crate::postgres::Postgres;

const PUBLIC_URL: &str = "http://leerkring.example";

#[derive(Debug)]
pub struct Place {
    pub engine: Engine,
    pub url: String,
    pub size: Size,
    pub token: String,
    pub server: Option<Process>,
    directory: Directory,
}

impl Place {
    /// A new database with `size` rows and a server on it.
    pub fn new(engine: Engine, postgres: &Postgres, name: &str, size: Size) -> Self {
        let directory = Directory::new();
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", directory.path().join("data.sqlite").display()),
            Engine::Postgres => postgres.database(name),
        };
        wait_for(data::fill(engine, &url, directory.path(), size));
        let token = wait_for(token(&url, directory.path()));
        let mut place = Self { engine, url, size, token, server: None, directory };
        place.start();
        place
    }

    fn command(&self) -> Command {
        let mut command = command(self.directory.path());
        command.env("LEERKRING_DATABASE_URL", &self.url).env("LEERKRING_PUBLIC_URL", PUBLIC_URL);
        command
    }

    /// Starts the server, with the settings it has in real life.
    pub fn start(&mut self) {
        self.server = None;
        self.server = Some(Process::start(self.command(), self.directory.path()));
    }

    /// How long it takes from starting the process to the first answer, to `request`.
    pub fn time_to_first_answer(&mut self, request: &[u8]) -> Duration {
        self.server = None;
        let (address, mut command) = (free_address(), self.command());
        let start = Instant::now();
        let mut child = command
            .arg("serve")
            .env("LEERKRING_LISTEN", &address)
            .env("LEERKRING_DEVELOPMENT", "true")
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let took = wait_for(async {
            let mut connection = loop {
                match crate::http::Connection::open(&address).await {
                    Ok(connection) => break connection,
                    Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
                }
                assert!(start.elapsed() < Duration::from_mins(1), "the server does not start");
            };
            assert_eq!(connection.call(request).await.unwrap().status, 200);
            start.elapsed()
        });
        child.kill().unwrap();
        child.wait().unwrap();
        took
    }

    pub fn address(&self) -> String {
        let base = &self.server.as_ref().expect("a server").base;
        base.trim_start_matches("http://").to_owned()
    }

    /// Asks the server without a pause; gives also the microseconds of processor time that it took
    /// for one answer, which other work on the machine changes less than the rate.
    pub fn closed(&self, load: &Load, lasting: Duration) -> (Measured, f64) {
        let before = self.processor_seconds();
        let measured = closed(load, lasting);
        let used = self.processor_seconds() - before;
        let answers: u32 = measured.statuses.values().sum();
        (measured, used * 1_000_000.0 / f64::from(answers.max(1)))
    }

    /// The fourteenth and fifteenth word of this file are hundredths of a second.
    fn processor_seconds(&self) -> f64 {
        let process = self.server.as_ref().expect("a server").child.id();
        let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let behind_name = text.rsplit(')').next().unwrap_or_default();
        let words = behind_name.split_whitespace().skip(11).take(2);
        words.filter_map(|word| word.parse::<f64>().ok()).sum::<f64>() / 100.0
    }

    /// Memory of the server: in use now, and at its peak.
    pub fn memory(&self) -> (u32, u32) {
        memory(self.server.as_ref().expect("a server").child.id())
    }
}

/// A token by the key of the server that is to come.
async fn token(url: &str, directory: &Path) -> String {
    let config = Config {
        database_url: Some(url.to_owned()),
        data_dir: directory.to_owned(),
        public_url: Some(PUBLIC_URL.to_owned()),
        ..Config::default()
    };
    let store = start::open_beside(&config).await.unwrap();
    let app = start::app(&config, store, Sources::default()).await.unwrap();
    let token = cli::sign(&app, administrator().into(), 24).unwrap();
    app.store.clone().close().await.unwrap();
    token
}

/// Resident memory of a process in KiB: now, and at its peak; zeros once it has ended.
pub fn memory(process: u32) -> (u32, u32) {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let value = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    };
    (value("VmRSS:"), value("VmHWM:"))
}

pub fn wait_for<T>(act: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(act)
}
