//! The HTTP server: the API behind its gate, its documentation, its health.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_cors::Cors;
use actix_web::dev::Server;
use actix_web::middleware::{Condition, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App as ActixApp, HttpRequest, HttpResponse, HttpServer};
use metrics_exporter_prometheus::PrometheusHandle;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::App;
use crate::config::Config;
use crate::error::{Error, HttpError};
use crate::http::contract::{Contract, Flaw};
use crate::http::document::document;
use crate::http::respond::problem_response;
use crate::http::{docs, gate, routes, well_known};

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
    Document(#[from] Flaw),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// A server for `app` on `listener`. It does not listen to signals.
pub fn server(
    app: Arc<App>,
    config: &Config,
    listener: TcpListener,
    readiness: Readiness,
) -> Result<Server, ServeError> {
    let document = document();
    let contract = Data::new(Contract::compile(&document)?);
    let metadata = Data::new(well_known::Metadata::new(&document, &app.public_url));
    let document = Data::new(docs::Served::new(document, &app.public_url));
    let (app, readiness) = (Data::new(app), Data::new(readiness));
    let origins = config.cors_origins.clone();
    let mut server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(app.clone())
            .app_data(contract.clone())
            .app_data(document.clone())
            .app_data(metadata.clone())
            .app_data(readiness.clone())
            .configure(docs::routes)
            .configure(well_known::routes)
            .route("/livez", web::get().to(livez))
            .route("/readyz", web::get().to(readyz))
            .route("/metrics", web::get().to(metrics))
            .service(
                web::scope("/v1")
                    .wrap(from_fn(gate::pass))
                    .wrap(Condition::new(!origins.is_empty(), cors(&origins)))
                    .configure(|config| routes(&mut ServiceConfig::new(config))),
            )
            .default_service(web::to(nothing_here))
    })
    .shutdown_timeout(25)
    .disable_signals();
    if let Some(workers) = config.workers {
        server = server.workers(workers.max(1));
    }
    Ok(server.listen(listener)?.run())
}

fn cors(origins: &[String]) -> Cors {
    let exposed = ["ETag", "Location", "Link", "X-Request-Id", "API-Version", "Retry-After"];
    let cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PATCH", "DELETE"])
        .allow_any_header()
        .expose_headers(exposed)
        .max_age(3600);
    origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
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

async fn metrics() -> HttpResponse {
    let text = crate::observe::metrics().map(PrometheusHandle::render).unwrap_or_default();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text)
}
