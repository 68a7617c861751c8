//! A PostgreSQL of a test's own, to kill and to freeze.
//!
//! ```text
//! let Some(mut postgres) = Postgres::start().await else { return };   // a run on SQLite
//! let app = TestApp::start_with(|config| config.database_url = Some(postgres.url())).await;
//! postgres.kill();
//! postgres.run();
//! ```

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::app::Directory;
use crate::database;
use crate::processes::free_address;

/// The server; it ends with its value.
#[derive(Debug)]
pub struct Postgres {
    directory: Directory,
    programs: PathBuf,
    address: String,
    postmaster: Option<Child>,
}

impl Postgres {
    /// A server with an empty database that has our schema, where this run is on PostgreSQL.
    pub async fn start() -> Option<Self> {
        database::postgres()?;
        let server = tokio::task::spawn_blocking(|| {
            let mut server = Self {
                directory: Directory::new(),
                programs: programs(),
                address: free_address(),
                postmaster: None,
            };
            server.initialise();
            server.run();
            server
        });
        let server = server.await.unwrap();
        database::migrate_at(server.url()).await;
        Some(server)
    }

    pub fn url(&self) -> String {
        format!("postgres://leerkring@{}/postgres", self.address)
    }

    fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    fn initialise(&self) {
        if is_root() {
            let given = Command::new("chown").arg(OWNER).arg(self.directory.path()).status();
            assert!(given.unwrap().success());
        }
        let mut initdb = as_owner(&self.programs.join("initdb"), self.directory.path());
        initdb.arg("--pgdata").arg(self.data());
        initdb.args(["--username=leerkring", "--auth=trust", "--encoding=UTF8"]);
        let made = initdb.args(["--locale=C.UTF-8", "--no-sync"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// Starts it, again too, and waits until it is ready.
    pub fn run(&mut self) {
        let (host, port) = self.address.split_once(':').unwrap();
        let mut postgres = as_owner(&self.programs.join("postgres"), self.directory.path());
        postgres.arg("-D").arg(self.data()).args(["-p", port, "-h", host]);
        postgres.arg("-k").arg(self.directory.path()).args(["-c", "shared_buffers=16MB"]);
        self.postmaster = Some(postgres.spawn().unwrap());
        let end = Instant::now() + Duration::from_secs(30);
        let is_ready = || {
            let status = std::fs::read_to_string(self.data().join("postmaster.pid"));
            // The eighth line is the state; `pg_ctl --wait` reads the same.
            status.is_ok_and(|it| it.lines().nth(7).is_some_and(|line| line.starts_with("ready")))
        };
        while !is_ready() {
            assert!(Instant::now() < end, "PostgreSQL did not start");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it and all its processes at once, as a machine that loses power does.
    pub fn kill(&mut self) {
        let family = self.family();
        self.signal("KILL");
        if let Some(mut postmaster) = self.postmaster.take() {
            postmaster.wait().ok();
        }
        let end = Instant::now() + Duration::from_secs(5);
        while family.iter().any(|id| lives(*id)) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::fs::remove_file(self.data().join("postmaster.pid")).ok();
    }

    /// Makes it do nothing any more, while its connections stay.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    pub fn thaw(&self) {
        self.signal("CONT");
    }

    /// Its processes, of which the first started the others.
    fn family(&self) -> Vec<u32> {
        let first = self.postmaster.as_ref().map(Child::id);
        first.into_iter().flat_map(|id| std::iter::once(id).chain(children(id))).collect()
    }

    fn signal(&self, signal: &str) {
        let ids: Vec<_> = self.family().iter().map(ToString::to_string).collect();
        if ids.is_empty() {
            return;
        }
        Command::new("kill")
            .arg(format!("-{signal}"))
            .args(ids)
            .stderr(Stdio::null())
            .status()
            .ok();
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
    }
}

/// PostgreSQL refuses to run as root.
const OWNER: &str = "postgres";

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

fn as_owner(program: &Path, directory: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args([format!("--reuid={OWNER}"), format!("--regid={OWNER}")]);
        command.args(["--clear-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(directory).env("LC_ALL", "C");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The directory with all server programs, the newest where there are several.
fn programs() -> PathBuf {
    let mut found = Vec::new();
    for (parent, below) in [("/usr/lib/postgresql", "bin"), ("/usr", "bin")] {
        let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
        found.extend(entries.map(|entry| entry.path().join(below)));
    }
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        found.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    found.retain(|path| path.join("initdb").exists() && path.join("postgres").exists());
    found.sort();
    found.pop().expect("the server programs of PostgreSQL, which tests/run installs")
}

/// The processes that this one started.
fn children(parent: u32) -> Vec<u32> {
    let ids = std::fs::read_dir("/proc").unwrap().flatten();
    let ids = ids.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|id| stat(*id).is_some_and(|(_, its)| its == parent)).collect()
}

fn lives(id: u32) -> bool {
    stat(id).is_some_and(|(state, _)| state != "Z")
}

/// The state of a process, and which one started it.
fn stat(id: u32) -> Option<(String, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // What stands before is the name in parentheses, which may hold anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
}
