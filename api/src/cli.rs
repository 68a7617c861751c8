//! What the binary's commands do.

mod audit;
mod import;
mod invite;
mod keys;
mod privacy;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use leerkring_domain::kernel::access::{Place, Principal, RoleKind, User};
use leerkring_domain::kernel::{Code, EmailAddress, Id, Role};
use leerkring_persistence::roles::{self, Grant};
use leerkring_persistence::{boards, organisers, users};
use tokio::signal::unix::{SignalKind, signal};

pub use self::audit::{Asked as AuditAsked, audit};
pub use self::invite::{Invited, invite};
pub use self::keys::{Asked as KeysAsked, keys};
pub use self::privacy::{EraseAsked, erase, retention};

use crate::app::{App, Sources};
use crate::commands::imports::Options;
use crate::config::Config;
use crate::demo;
use crate::http::document::{authorization, document};
use crate::server::{Readiness, server};
use crate::start::{self, Started};
use crate::tokens;
use crate::work::Author;

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Prints the OpenAPI document.
pub fn print_document(yaml: bool) -> Result<(), String> {
    let document = document();
    let text = if yaml {
        yaml_serde::to_string(&document).map_err(said)?
    } else {
        serde_json::to_string_pretty(&document).map_err(said)? + "\n"
    };
    std::io::stdout().write_all(text.as_bytes()).map_err(said)
}

/// Prints who may do what.
pub fn print_authorization() -> Result<(), String> {
    std::io::stdout().write_all(authorization::page().as_bytes()).map_err(said)
}

/// Serves until it is told to stop.
pub async fn serve(config: &Config) -> Result<(), String> {
    let listener = listen(config)?;
    let Started { app, lock } = start::start(config).await.map_err(said)?;
    tracing::info!(address = %config.listen, database = config.database_in_words(), "serving");
    run(app, config, listener).await?;
    drop(lock);
    Ok(())
}

/// Loads what the demo needs, where it is not there yet; prints how to begin; serves.
pub async fn demo(config: &Config) -> Result<(), String> {
    let config = &Config { development: true, ..config.clone() };
    let listener = listen(config)?;
    let (store, lock) = start::open(config).await.map_err(said)?;
    let sources = Sources { ids: demo::ids(), ..Sources::default() };
    let loading = start::app(config, store.clone(), sources).await.map_err(said)?;
    demo::load(&loading).await.map_err(said)?;
    let app = start::app(config, store, Sources::default()).await.map_err(said)?;
    println!("{}", demo::welcome(&app).await?);
    run(app, config, listener).await?;
    drop(lock);
    Ok(())
}

/// Takes the address first of all, so that nothing is made or promised where it is not free. Who
/// connects meanwhile waits.
fn listen(config: &Config) -> Result<TcpListener, String> {
    TcpListener::bind(config.listen).map_err(|error| {
        let address = config.listen;
        format!(
            "cannot listen on {address}: {error}\n\
             Choose another address or port with LEERKRING_LISTEN, such as 127.0.0.1:8081."
        )
    })
}

async fn run(app: Arc<App>, config: &Config, listener: TcpListener) -> Result<(), String> {
    let mut terminate = signal(SignalKind::terminate()).map_err(said)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(said)?;
    crate::observe::metrics();
    let readiness = Readiness::default();
    let server = server(app.clone(), config, listener, readiness.clone()).map_err(said)?;
    let handle = server.handle();
    let drain = Duration::from_secs(config.drain_seconds);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: finishing what runs");
        readiness.end();
        tokio::time::sleep(drain).await;
        handle.stop(true).await;
    });
    crate::jobs::start(&app);
    server.await.map_err(said)?;
    let refusals = crate::commands::audit::refusals::record(&app);
    if let Ok(Err(error)) = tokio::time::timeout(Duration::from_secs(5), refusals).await {
        tracing::warn!(%error, "the last refusals are not in the audit log");
    }
    // A letter that was sent is written down as sent before the database is closed.
    tokio::time::timeout(Duration::from_secs(25), app.mail.stop()).await.ok();
    app.store.clone().close().await.map_err(said)
}

/// Brings the schema up to date.
pub async fn migrate(config: &Config) -> Result<(), String> {
    let (store, lock) = start::open(config).await.map_err(said)?;
    println!("The schema of {} is up to date.", config.database_in_words());
    drop(lock);
    store.close().await.map_err(said)
}

/// Prints a token for somebody with a role.
pub async fn token(
    config: &Config,
    kind: RoleKind,
    of: Option<String>,
    hours: u16,
) -> Result<(), String> {
    if !config.development {
        return Err("tokens for anybody are for development only: \
                    set LEERKRING_DEVELOPMENT=true if this is no production server"
            .to_owned());
    }
    let store = start::open_beside(config).await.map_err(said)?;
    let app = start::app(config, store, Sources::default()).await.map_err(said)?;
    let role = role(&app, kind, of.as_deref()).await?;
    let user = person(&app, role, of.as_deref()).await.map_err(said)?;
    println!("{}", sign(&app, user, hours)?);
    Ok(())
}

async fn role(app: &App, kind: RoleKind, of: Option<&str>) -> Result<Role, String> {
    let db = app.store.reader();
    let place = match kind {
        RoleKind::Administrator => Place::Platform,
        RoleKind::OrganiserAdministrator | RoleKind::OrganiserEditor => {
            let slug = of.ok_or("say which organiser: --of po-raad")?;
            let found = organisers::by_slug(db, slug).await.map_err(said)?;
            Place::Organiser(found.ok_or_else(|| format!("there is no organiser {slug}"))?.id)
        }
        RoleKind::BoardAdministrator | RoleKind::BoardEditor => {
            let number = of.ok_or("say which board: --of 41441")?;
            let found = boards::by_number(db, number).await.map_err(said)?;
            Place::Board(found.ok_or_else(|| format!("the register has no board {number}"))?)
        }
    };
    Role::at(kind, place).ok_or_else(|| format!("nobody is {} there", kind.code()))
}

/// The name of the person that stands for a role in development and in the demo.
pub fn stand_in(kind: RoleKind, of: Option<&str>) -> String {
    of.map_or_else(|| kind.code().to_owned(), |of| format!("{} of {of}", kind.code()))
}

/// The person that stands for a role; made where there is none.
pub async fn person(
    app: &Arc<App>,
    role: Role,
    of: Option<&str>,
) -> Result<Id<User>, crate::error::Error> {
    let name = stand_in(role.kind(), of);
    let email = stand_in_email(&name);
    if let Some(user) = users::by_email(app.store.reader(), &email).await? {
        return Ok(user);
    }
    app.work(Author::server("token"), move |work| {
        Box::pin(async move {
            let user = User::new(work.id(), name, EmailAddress::new(&email), work.now);
            users::insert(&work.tx, &user.clone().confirmed(work.now)).await?;
            let grant = Grant { id: work.id(), user: user.id, role, by: None };
            roles::grant(&work.tx, grant, work.now).await?;
            Ok(user.id)
        })
    })
    .await
}

/// The address of the person with this name.
pub fn stand_in_email(name: &str) -> String {
    format!("{}@example.nl", name.replace(' ', "-"))
}

/// A token for `user`.
pub fn sign(app: &App, user: Id<User>, hours: u16) -> Result<String, String> {
    let (from, lifetime) = (app.now(), Span::hours(hours.into()));
    let principal = Principal::User(user);
    let grant = tokens::Grant { principal, sign_in: None, id: app.ids.next(from), from, lifetime };
    tokens::issue(&app.keys, &app.public_url, grant).map_err(said)
}

/// Reads files into the register.
pub async fn import(config: &Config, files: &[PathBuf], options: Options) -> Result<(), String> {
    let Started { app, lock } = start::start(config).await.map_err(said)?;
    let result = import::run(&app, files, options).await;
    drop(lock);
    app.store.clone().close().await.map_err(said)?;
    result
}

/// Asks the server at the configured address whether it is ready.
pub fn health(config: &Config) -> Result<(), String> {
    let mut address: SocketAddr = config.listen;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let patience = Duration::from_secs(3);
    let mut stream = TcpStream::connect_timeout(&address, patience).map_err(said)?;
    stream.set_read_timeout(Some(patience)).map_err(said)?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(said)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(said)?;
    if answer.starts_with("HTTP/1.1 200") { Ok(()) } else { Err("not ready".to_owned()) }
}
