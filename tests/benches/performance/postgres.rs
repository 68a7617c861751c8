//! A PostgreSQL of our own, thrown away afterwards, and pgbench on it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use leerkring_tests::app::Directory;

/// A server with fsync on, as in real life; it ends with its value.
#[derive(Debug)]
pub struct Postgres {
    programs: PathBuf,
    port: u16,
    child: Child,
    _directory: Directory,
}

const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 256MB
max_wal_size = 4GB
checkpoint_timeout = 30min
timezone = 'UTC'
";

/// The newest server programs of this machine.
fn programs() -> PathBuf {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<_> = installed
        .map(|entry| entry.path().join("bin"))
        .filter(|path| path.join("postgres").exists() && path.join("pgbench").exists())
        .collect();
    found.sort();
    found.pop().expect("PostgreSQL with pgbench in /usr/lib/postgresql: run tests/run once")
}

/// PostgreSQL does not run as root. The server ends with us, however we end.
fn as_owner(program: &Path, directory: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig=QUIT"]);
    if Command::new("id").arg("-u").output().unwrap().stdout == b"0\n" {
        let given = Command::new("chown").args(["-R", "postgres:"]).arg(directory).status();
        assert!(given.unwrap().success());
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.arg(program).current_dir(directory).env("LC_ALL", "C").stdin(Stdio::null());
    command
}

impl Postgres {
    pub fn start() -> Self {
        let (programs, directory) = (programs(), Directory::new());
        let data = directory.path().join("data");
        let mut initialise = as_owner(&programs.join("initdb"), directory.path());
        let options = ["--username=leerkring", "--auth=trust", "--encoding=UTF8", "--no-sync"];
        let made = initialise.arg("-D").arg(&data).args(options).arg("--locale=C.UTF-8").output();
        let made = made.unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = format!("{SETTINGS}port = {port}\n");
        std::fs::write(data.join("postgresql.auto.conf"), settings).unwrap();
        let log = std::fs::File::create(directory.path().join("log")).unwrap();
        let mut serve = as_owner(&programs.join("postgres"), directory.path());
        let child = serve.arg("-D").arg(&data).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let this = Self { programs, port, child, _directory: directory };
        this.wait();
        this
    }

    fn wait(&self) {
        let end = Instant::now() + Duration::from_secs(30);
        while !self.say("postgres", "SELECT 1") {
            assert!(Instant::now() < end, "PostgreSQL does not answer");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn say(&self, database: &str, statement: &str) -> bool {
        let mut command = Command::new(self.programs.join("psql"));
        let said = command.arg("-qX").args(["-d", &self.url(database), "-c", statement]).output();
        said.unwrap().status.success()
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://leerkring@127.0.0.1:{}/{database}", self.port)
    }

    /// A new, empty database.
    pub fn database(&self, name: &str) -> String {
        assert!(self.say("postgres", &format!("CREATE DATABASE {name}")));
        self.url(name)
    }

    /// Runs a script with pgbench: transactions a second, and how long each took (with a rate:
    /// since it was due), shortest first.
    pub fn bench(&self, url: &str, run: &Run<'_>) -> (f64, Vec<Duration>) {
        let directory = Directory::new();
        std::fs::write(directory.path().join("script.sql"), run.script).unwrap();
        let mut command = Command::new(self.programs.join("pgbench"));
        command.current_dir(directory.path());
        command.args(["--no-vacuum", "--protocol=prepared", "--jobs=1", "--file=script.sql"]);
        command.args(["--log", "--log-prefix=log"]);
        command.arg(format!("--client={}", run.clients));
        command.arg(format!("--time={}", run.lasting.as_secs().max(1)));
        if let Some(rate) = run.rate {
            command.arg(format!("--rate={rate:.0}"));
        }
        for (name, value) in &run.variables {
            command.arg(format!("--define={name}={value}"));
        }
        let output = command.arg(url).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "pgbench: {complaint}\n{text}");
        let tps = text.lines().find_map(|line| line.strip_prefix("tps = "));
        let tps = tps.and_then(|tps| tps.split(' ').next()?.parse().ok());
        (tps.unwrap_or_else(|| panic!("no rate: {text}")), latencies(directory.path()))
    }
}

/// How pgbench is to run.
#[derive(Debug)]
pub struct Run<'a> {
    pub script: &'a str,
    pub variables: Vec<(&'a str, u32)>,
    pub clients: u32,
    pub rate: Option<f64>,
    pub lasting: Duration,
}

/// The third word of every line of the log is how long a transaction took, in microseconds.
fn latencies(directory: &Path) -> Vec<Duration> {
    let files = std::fs::read_dir(directory).unwrap().flatten();
    let logs = files.filter(|file| file.file_name().to_string_lossy().starts_with("log"));
    let mut all: Vec<Duration> = Vec::new();
    for log in logs {
        let text = std::fs::read_to_string(log.path()).unwrap();
        let times = text.lines().filter_map(|line| line.split(' ').nth(2)?.parse().ok());
        all.extend(times.map(Duration::from_micros));
    }
    all.sort_unstable();
    all
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-QUIT", &id]).status().ok();
        self.child.wait().ok();
    }
}
