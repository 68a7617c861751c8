//! The page that links in mail lead to: it accepts an invitation, confirms an address, chooses a
//! password. One file with everything in it; what it knows it asks of the API, as any front-end
//! does, and whoever has a front-end of their own sets `links_url` to a page there.

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use leerkring_domain::kernel::Language;

use super::docs::read;
use super::gate::language;
use super::security;

const FRAME: &str = include_str!("account_page/page.html");
const STYLE: &str = include_str!("account_page/style.css");
const SCRIPT: &str = concat!(
    include_str!("account_page/words.js"),
    include_str!("account_page/participation.js"),
    include_str!("account_page/script.js"),
);

/// The page as it is given, in both languages.
#[derive(Debug)]
pub struct AccountPage {
    dutch: String,
    english: String,
    policy: HeaderValue,
}

impl AccountPage {
    /// The page of a service that calls itself `name`, whose people sign in at `front_end`.
    pub fn new(name: &str, front_end: Option<&str>) -> Self {
        let policy = HeaderValue::from_str(&security::page_with_script(STYLE, SCRIPT));
        Self {
            dutch: page(name, front_end, Language::Dutch),
            english: page(name, front_end, Language::English),
            policy: policy.unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'")),
        }
    }
}

fn page(name: &str, front_end: Option<&str>, language: Language) -> String {
    let (name, front_end) = (escape(name), escape(front_end.unwrap_or_default()));
    // The script comes last: nothing is filled in where it looks like a place of the frame.
    FRAME
        .replace("{language}", language.tag())
        .replace("{name}", &name)
        .replace("{front_end}", &front_end)
        .replace("{style}", STYLE)
        .replace("{script}", SCRIPT)
}

/// `text` so that no browser reads markup in it, and the frame no place.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('{', "&#123;")
}

pub fn routes(config: &mut ServiceConfig) {
    config.route("/account", read().to(account));
}

async fn account(page: Data<AccountPage>, request: HttpRequest) -> HttpResponse {
    let language = language(&request);
    let body = match language {
        Language::Dutch => &page.dutch,
        Language::English => &page.english,
    };
    HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, page.policy.clone()))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .insert_header((header::VARY, "accept-language"))
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .content_type("text/html; charset=utf-8")
        .body(body.clone())
}
