//! Pages in the language of whoever reads: the kinds of problems, with what to do about each, and
//! the glossary.

use std::sync::OnceLock;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use leerkring_domain::kernel::{Language, Text, text};
use pulldown_cmark::{Options, Parser, html};

use super::{open, read};
use crate::http::gate::language;
use crate::http::security;
use crate::problem::{Entry, entries};

const STYLE: &str = include_str!("pages.css");
const GLOSSARY: &str = include_str!("../../../../docs/glossary.md");

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/problems", read().to(problems))
        .route("/problems/{code}", read().to(problem))
        .route("/docs/glossary", read().to(glossary));
}

/// The glossary as HTML, made when somebody asks first.
fn glossary_in_html() -> &'static str {
    static HTML: OnceLock<String> = OnceLock::new();
    HTML.get_or_init(|| {
        let mut written = String::new();
        html::push_html(&mut written, Parser::new_ext(GLOSSARY, Options::ENABLE_TABLES));
        written
    })
}

async fn glossary() -> HttpResponse {
    let says = Page { title: text("Woordenlijst", "Glossary"), class: "wide" };
    // Its words are English and Dutch side by side, whoever reads it.
    page(StatusCode::OK, Language::English, &says, glossary_in_html())
}

async fn problems(request: HttpRequest) -> HttpResponse {
    let language = language(&request);
    let row = |entry: &Entry| {
        let title = entry.title();
        format!(
            "<tr><td><a href=\"/problems/{0}\">{0}</a></td><td>{1}</td><td>{2}</td></tr>\n",
            entry.code,
            entry.status,
            marked(title.in_language(language))
        )
    };
    let says = Page { title: text("Problemen", "Problems"), class: "wide" };
    let [code, means] = [text("Code", "Code"), text("Betekenis", "Meaning")];
    let body = format!(
        "<h1>{}</h1>\n<table><thead><tr><th>{}</th><th>HTTP</th><th>{}</th></tr></thead>\n\
         <tbody>\n{}</tbody></table>",
        says.title.in_language(language),
        code.in_language(language),
        means.in_language(language),
        entries().iter().map(row).collect::<String>()
    );
    page(StatusCode::OK, language, &says, &body)
}

async fn problem(request: HttpRequest, code: web::Path<String>) -> HttpResponse {
    let language = language(&request);
    let Some(entry) = entries().iter().find(|entry| entry.code == code.as_str()) else {
        return unknown(language);
    };
    let other = match language {
        Language::Dutch => Language::English,
        Language::English => Language::Dutch,
    };
    let both = [language, other].map(|language| explained(entry, language));
    let says = Page { title: entry.title(), class: "narrow" };
    let body = format!(
        "<p class=\"about\"><code>{}</code> HTTP {}</p>\n{}{}",
        entry.code,
        entry.status,
        both.concat(),
        all_problems(language)
    );
    page(StatusCode::OK, language, &says, &body)
}

fn explained(entry: &Entry, language: Language) -> String {
    let (title, means, advice) = (entry.title(), entry.text(), entry.advice());
    let to_do = text("Wat u kunt doen", "What you can do");
    format!(
        "<section lang=\"{}\"><h1>{}</h1>\n<p>{}</p>\n<h2>{}</h2>\n<p>{}</p></section>\n",
        language.tag(),
        marked(title.in_language(language)),
        marked(means.in_language(language)),
        to_do.in_language(language),
        marked(advice.in_language(language))
    )
}

fn unknown(language: Language) -> HttpResponse {
    let says = Page { title: text("Onbekend probleem", "Unknown problem"), class: "narrow" };
    let why = text(
        "Deze server kent geen probleem met deze code. Kijk of het adres klopt.",
        "This server knows no problem with this code. See whether the address is right.",
    );
    let body = format!(
        "<h1>{}</h1>\n<p>{}</p>\n{}",
        says.title.in_language(language),
        why.in_language(language),
        all_problems(language)
    );
    page(StatusCode::NOT_FOUND, language, &says, &body)
}

fn all_problems(language: Language) -> String {
    let all = text("Alle problemen", "All problems");
    format!("<p class=\"more\"><a href=\"/problems\">{}</a></p>", all.in_language(language))
}

/// A text of ours as HTML: what stands between backticks is code.
fn marked(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;");
    let parts = safe.split('`').enumerate();
    let shown = |(at, part): (usize, &str)| {
        if at % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() }
    };
    parts.map(shown).collect()
}

struct Page {
    title: Text,
    class: &'static str,
}

fn page(status: StatusCode, language: Language, says: &Page, body: &str) -> HttpResponse {
    let document = format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{title} – Leerkring</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<header><a href=\"/docs/\">Leerkring API</a>\
         </header>\n<main class=\"{class}\">\n{body}\n</main>\n</body>\n</html>\n",
        tag = language.tag(),
        title = marked(says.title.in_language(language)),
        class = says.class,
    );
    let mut response = open("text/html; charset=utf-8", document);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&security::plain_page(STYLE)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glossary_is_a_table_and_no_markdown() {
        let html = glossary_in_html();
        assert!(html.contains("<td>organisator</td>") && html.contains("<h1>"), "{html}");
        assert!(!html.contains("|---"));
    }

    #[test]
    fn every_problem_says_what_to_do_in_both_languages() {
        for entry in entries() {
            let advice = entry.advice();
            assert!(!advice.nl.is_empty() && advice.nl != advice.en, "{}", entry.code);
            let html = explained(entry, Language::Dutch);
            assert!(html.contains("Wat u kunt doen") && !html.contains('`'), "{html}");
        }
    }
}
