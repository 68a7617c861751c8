//! A real server in this process, with a database of its own and a clock that a test sets.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use leerkring::app::{App, Clock, Ids, Sources, SystemIds};
use leerkring::config::Config;
use leerkring::server::{Readiness, server};
use leerkring::start::open_beside;
use leerkring_domain::kernel::Instant;

use crate::client::Client;
use crate::database;

/// The instant at which scenarios begin.
pub const BEGINNING: &str = "2026-07-01T10:00:00Z";

/// A server of its own for one test; it ends with its value.
#[derive(Debug)]
pub struct TestApp {
    pub app: Arc<App>,
    pub config: Config,
    pub(crate) http: reqwest::Client,
    pub(crate) runtime: tokio::runtime::Handle,
    pub(crate) directory: Directory,
    clock: Arc<TestClock>,
    numbers: AtomicU64,
    server: Option<Running>,
}

#[derive(Debug)]
struct Running {
    handle: actix_web::dev::ServerHandle,
    thread: JoinHandle<()>,
}

/// A clock that stands still until a test sets it.
#[derive(Debug)]
pub struct TestClock(Mutex<Instant>);

impl Clock for TestClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }

    fn elapsed(&self) -> Duration {
        let beginning: Instant = BEGINNING.parse().unwrap();
        (self.now() - beginning).to_std().unwrap_or_default()
    }
}

impl TestApp {
    /// A server on a fresh database: SQLite, or PostgreSQL where `TEST_DATABASE_URL` names one.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same with other settings.
    pub async fn start_with(settings: impl FnOnce(&mut Config)) -> Self {
        Self::start_with_ids(settings, Arc::new(SystemIds::default())).await
    }

    /// The same with ids of the test's choice.
    pub async fn start_with_ids(settings: impl FnOnce(&mut Config), ids: Arc<dyn Ids>) -> Self {
        let directory = Directory::new();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut config = Config {
            listen: listener.local_addr().unwrap(),
            data_dir: directory.path().to_owned(),
            connections: 4,
            workers: Some(2),
            development: true,
            ..Config::default()
        };
        // A scenario about limits switches them on.
        config.limits.enabled = false;
        settings(&mut config);
        let clock = Arc::new(TestClock(Mutex::new(BEGINNING.parse().unwrap())));
        let (tell, told) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn({
            let clock = clock.clone();
            move || {
                // A scenario may bring a database of its own.
                let fresh = || database::fresh(&config.data_dir);
                config.database_url = Some(config.database_url.clone().unwrap_or_else(fresh));
                serve(config, clock, ids, (listener, tell));
            }
        });
        let (app, config, handle, runtime) = told.await.expect("the server did not start");
        Self {
            app,
            config,
            http: http_client(),
            runtime,
            directory,
            clock,
            numbers: AtomicU64::new(1),
            server: Some(Running { handle, thread }),
        }
    }

    /// Sets the server's clock.
    pub fn set_now(&self, instant: &str) {
        *self.clock.0.lock().unwrap() = instant.parse().unwrap();
    }

    /// Sets the server's clock to that of the machine, for processes that know no other.
    pub fn set_now_to_real_time(&self) {
        *self.clock.0.lock().unwrap() = leerkring::app::SystemClock.now();
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Whether this run is on PostgreSQL, where several servers may share a database.
    pub fn is_on_postgres(&self) -> bool {
        !self.app.store.is_embedded()
    }

    /// Does something with the database on the server's own runtime, to which connections belong.
    pub async fn in_server<T, F>(&self, act: impl FnOnce(Arc<App>) -> F) -> T
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        self.runtime.spawn(act(self.app.clone())).await.unwrap()
    }

    /// Somebody without a token.
    pub fn visitor(&self) -> Client {
        Client::new(self, None)
    }

    /// A number that this app has not given before.
    pub fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }
}

type Told = (Arc<App>, Config, actix_web::dev::ServerHandle, tokio::runtime::Handle);

fn serve(
    config: Config,
    clock: Arc<TestClock>,
    ids: Arc<dyn Ids>,
    (listener, tell): (TcpListener, tokio::sync::oneshot::Sender<Told>),
) {
    let database = config.database_url();
    actix_web::rt::System::new().block_on(async move {
        let store = open_beside(&config).await.expect("the database");
        let sources = Sources { clock, ids };
        let app = leerkring::start::app(&config, store, sources).await.expect("an app");
        leerkring::jobs::start(&app);
        let server = server(app.clone(), &config, listener, Readiness::default())
            .unwrap_or_else(|error| panic!("the server cannot serve: {error}"));
        let runtime = tokio::runtime::Handle::current();
        let told = (app.clone(), config, server.handle(), runtime);
        assert!(tell.send(told).is_ok(), "the test went away");
        server.await.expect("the server");
        let closed = tokio::time::timeout(Duration::from_secs(5), app.store.clone().close());
        closed.await.ok();
    });
    database::drop(&database);
}

pub(crate) fn http_client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_mins(2))
        // Sooner than the server lets go of a connection, so that no request meets its end.
        .pool_idle_timeout(Duration::from_secs(2))
        .build()
        .unwrap()
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(Running { handle, thread }) = self.server.take() {
            // The command is sent at once; the thread tells when it was done.
            drop(handle.stop(false));
            thread.join().ok();
        }
    }
}

/// A directory that ends with its value.
#[derive(Debug)]
pub struct Directory(PathBuf);

impl Directory {
    pub fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(format!("leerkring-test-{process}-{count}"));
        std::fs::remove_dir_all(&path).ok();
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for Directory {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}
