//! The HTTP server: the API behind its gate, its documentation, its health.

mod patience;

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App as ActixApp, HttpRequest, HttpResponse, HttpServer};
use metrics_exporter_prometheus::PrometheusHandle;

use crate::app::App;
use crate::config::Config;
use crate::error::{Error, HttpError};
use crate::http::account_page::AccountPage;
use crate::http::address::Address;
use crate::http::contract::{Flaw, contract};
use crate::http::document::document;
use crate::http::edge::{self, Edge};
use crate::http::operations::Operations;
use crate::http::respond::problem_response;
use crate::http::{account_page, credentials, docs, gate, routes, verification_page, well_known};

/// Whether the server takes new work; false once it was told to stop.
#[derive(Debug, Clone)]
pub struct Readiness(Arc<AtomicBool>);

impl Default for Readiness {
    fn default() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }
}

impl Readiness {
    pub fn end(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    fn holds(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Why the server cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    Document(#[from] &'static Flaw),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// How long the head of a request may take to arrive.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);
/// How long a connection stays open for another request. Longer than a proxy keeps it.
const IDLE: Duration = Duration::from_secs(5);
/// How long a client may leave an answer lying. Whatever is to be sent to it waits in memory.
const READING_PATIENCE: Duration = Duration::from_mins(1);
/// How long a client may take to go away once it was told to.
const GOODBYE: Duration = Duration::from_secs(5);

/// A server for `app` on `listener`. It does not listen to signals.
pub fn server(
    app: Arc<App>,
    config: &Config,
    listener: TcpListener,
    readiness: Readiness,
) -> Result<Server, ServeError> {
    let contract = contract()?;
    let metadata = Data::new(well_known::Metadata::new(document(), &app.public_url));
    let methods: Vec<&str> = contract.methods().into_iter().collect();
    let edge = Data::new(Edge::new(config, &methods));
    let shown = Data::new(docs::Served::new(&app.public_url));
    let account_page =
        Data::new(AccountPage::new(&config.mail_from_name, config.front_end_url.as_deref()));
    let (app, readiness) = (Data::new(app), Data::new(readiness));
    let mut server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(app.clone())
            .app_data(contract)
            .app_data(shown.clone())
            .app_data(metadata.clone())
            .app_data(account_page.clone())
            .app_data(readiness.clone())
            .app_data(edge.clone())
            .wrap(from_fn(edge::pass))
            .configure(docs::routes(&app.public_url))
            .configure(well_known::routes)
            .configure(account_page::routes)
            .configure(credentials::routes)
            .configure(verification_page::routes)
            .route("/livez", web::get().to(livez))
            .route("/readyz", web::get().to(readyz))
            .route("/metrics", web::get().to(metrics))
            .service(
                web::scope("/v1")
                    .wrap(from_fn(gate::pass))
                    .configure(|config| routes(&mut Operations::Served(config))),
            )
            .default_service(web::to(nothing_here))
    })
    .on_connect(patience::with_readers(READING_PATIENCE))
    .client_request_timeout(HEAD_PATIENCE)
    .client_disconnect_timeout(GOODBYE)
    .keep_alive(IDLE)
    .shutdown_timeout(25)
    .disable_signals();
    if let Some(workers) = config.workers {
        server = server.workers(workers.max(1));
    }
    Ok(server.listen(listener)?.run())
}

async fn nothing_here(app: Data<Arc<App>>, request: HttpRequest) -> HttpResponse {
    let id = app.ids.next(app.now());
    let error = Error::from(HttpError::NoSuchPath);
    let mut response = problem_response(&app.public_url, gate::language(&request), id, &error);
    gate::dress(response.headers_mut(), id);
    response
}

async fn livez() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("alive\n")
}

async fn readyz(app: Data<Arc<App>>, readiness: Data<Readiness>) -> HttpResponse {
    let asked = tokio::time::timeout(Duration::from_secs(2), app.store.ping()).await;
    match asked {
        Ok(Ok(())) if readiness.holds() => {
            HttpResponse::Ok().content_type("text/plain").body("ready\n")
        }
        Ok(Ok(())) => unready("stopping\n"),
        _ => unready("the database does not answer\n"),
    }
}

fn unready(why: &'static str) -> HttpResponse {
    HttpResponse::ServiceUnavailable().content_type("text/plain").body(why)
}

/// The figures, for whoever collects them; for all others there is nothing here.
async fn metrics(
    app: Data<Arc<App>>,
    edge: Data<Edge>,
    address: Address,
    request: HttpRequest,
) -> HttpResponse {
    if !edge.shows_metrics_to(address) {
        return nothing_here(app, request).await;
    }
    let text = crate::observe::metrics().map(PrometheusHandle::render).unwrap_or_default();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text)
}
