//! What people read: the document, Swagger UI, the glossary, a page for each problem.

mod pages;

use std::sync::OnceLock;

use actix_web::http::header;
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpResponse, Route, guard};
use serde_json::{Value, json};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::document::document;
use super::respond::api_version;
use super::security;

/// The document as this server gives it: with its own address, written when somebody asks first.
#[derive(Debug)]
pub struct Served {
    here: String,
    json: OnceLock<String>,
    yaml: OnceLock<String>,
}

impl Served {
    pub fn new(public_url: &str) -> Self {
        let here = format!("{public_url}/v1");
        Self { here, json: OnceLock::new(), yaml: OnceLock::new() }
    }

    fn document(&self) -> Value {
        let mut document = document().clone();
        if let Some(fields) = document.as_object_mut() {
            fields.insert("servers".to_owned(), json!([{ "url": self.here }]));
        }
        document
    }

    fn json(&self) -> &str {
        self.json.get_or_init(|| self.document().to_string())
    }

    fn yaml(&self) -> &str {
        let write = || yaml_serde::to_string(&self.document()).unwrap_or_default();
        self.yaml.get_or_init(write)
    }
}

/// The routes of what people read, of a server that clients reach at `public_url`.
pub fn routes(public_url: &str) -> impl FnOnce(&mut ServiceConfig) + use<> {
    let policy = security::swagger(public_url);
    move |config| {
        config
            .route("/", read().to(home))
            .route("/v1/openapi.json", read().to(openapi_json))
            .route("/v1/openapi.yaml", read().to(openapi_yaml))
            .route("/docs", read().to(to_docs))
            .configure(pages::routes)
            .service(web::scope("/docs").wrap(of_swagger(policy)).service(swagger()));
    }
}

fn of_swagger(policy: String) -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, policy))
        .add((header::CACHE_CONTROL, "public, max-age=300"))
}

fn swagger() -> SwaggerUi {
    let config = Config::new(["/v1/openapi.json"])
        .persist_authorization(true)
        .try_it_out_enabled(true)
        .display_request_duration(true)
        .default_models_expand_depth(0)
        .doc_expansion("none")
        .filter(true);
    SwaggerUi::new("/{_:.*}").config(config)
}

/// A route for GET, and for HEAD, of which the framework sends the head only.
pub fn read() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

async fn home() -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, "/docs/")).finish()
}

async fn to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish()
}

fn open(content_type: &str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(api_version())
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .content_type(content_type)
        .body(body)
}

async fn openapi_json(served: Data<Served>) -> HttpResponse {
    open("application/json", served.json().to_owned())
}

async fn openapi_yaml(served: Data<Served>) -> HttpResponse {
    open("application/yaml", served.yaml().to_owned())
}
