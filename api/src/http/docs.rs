//! What people read: the document, Swagger UI, the glossary, a page for each problem.

use std::sync::OnceLock;

use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, Route, guard};
use leerkring_domain::kernel::Language;
use serde_json::{Value, json};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::document::document;
use super::gate::language;
use super::respond::api_version;
use super::security;
use crate::problem::{Entry, entries};

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
            .route("/problems", read().to(problems))
            .route("/problems/{code}", read().to(problem))
            .route("/docs", read().to(to_docs))
            .route("/docs/glossary", read().to(glossary))
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

async fn glossary() -> HttpResponse {
    let body = include_str!("../../../docs/glossary.md");
    open("text/markdown; charset=utf-8", body.to_owned())
}

async fn problems(request: HttpRequest) -> HttpResponse {
    let language = language(&request);
    let list = entries().iter().map(|entry| {
        let title = entry.title();
        let title = title.in_language(language);
        format!(
            "<li><a href=\"/problems/{0}\">{0}</a> · {1} · {title}</li>",
            entry.code, entry.status
        )
    });
    page(language, "Leerkring: problems", &format!("<ul>{}</ul>", list.collect::<String>()))
}

async fn problem(request: HttpRequest, code: web::Path<String>) -> HttpResponse {
    let language = language(&request);
    match entries().iter().find(|entry| entry.code == code.as_str()) {
        Some(entry) => page(language, entry.code, &explained(entry)),
        None => HttpResponse::NotFound().content_type("text/plain").body("no such problem\n"),
    }
}

fn explained(entry: &Entry) -> String {
    let both = [(Language::Dutch, "nl"), (Language::English, "en")].map(|(language, tag)| {
        let (title, text) = (entry.title(), entry.text());
        format!(
            "<section lang=\"{tag}\"><h2>{}</h2><p>{}</p></section>",
            title.in_language(language),
            text.in_language(language)
        )
    });
    format!(
        "<p>HTTP {}</p>{}<p><a href=\"/problems\">Alle problemen · All problems</a></p>",
        entry.status,
        both.concat()
    )
}

const STYLE: &str = "body{font:1rem/1.5 system-ui;max-width:45rem;margin:2rem auto;padding:0 1rem}";

fn page(language: Language, title: &str, body: &str) -> HttpResponse {
    let page = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <link rel=\"icon\" href=\"data:,\"><title>{title}</title>\
         <style>{STYLE}</style><h1>{title}</h1>{body}</html>",
        language.tag()
    );
    let mut response = open("text/html; charset=utf-8", page);
    if let Ok(policy) = HeaderValue::from_str(&security::plain_page(STYLE)) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
