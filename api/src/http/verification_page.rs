//! The page that the QR code on a certificate leads to: whether it holds, and what stands on it, to
//! be held beside the paper. Without a script; who asks for JSON is sent to the API.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use leerkring_domain::certificates::{Certificate, Revocation, VerificationCode};
use leerkring_domain::kernel::civil::{day_in_words, in_words};
use leerkring_domain::kernel::{Language, Text, text};
use leerkring_persistence::StoreError;

use super::address::Address;
use super::certificates::verified;
use super::docs::read;
use super::gate::{language, request_id};
use super::respond::problem_response;
use super::security;
use crate::app::App;
use crate::error::Error;

const FRAME: &str = include_str!("verification_page/page.html");
const STYLE: &str = include_str!("verification_page/style.css");

pub fn routes(config: &mut ServiceConfig) {
    config.route("/certificates/{code}", read().to(verify));
}

async fn verify(
    request: HttpRequest,
    app: Data<Arc<App>>,
    address: Address,
    code: Path<String>,
) -> HttpResponse {
    if let Some(code) = VerificationCode::parse(&code).filter(|_| wants_json(&request)) {
        let place = format!("{}/v1/verifications/{code}", app.public_url);
        return HttpResponse::SeeOther()
            .insert_header((header::LOCATION, place))
            .insert_header((header::VARY, "accept"))
            .finish();
    }
    let language = language(&request);
    let (status, page) = match verified(&app, address.ip, &code).await {
        Ok(certificate) => (StatusCode::OK, Page::of(&certificate)),
        Err(Error::Store(StoreError::Missing(_)) | Error::Invalid(_)) => {
            (StatusCode::NOT_FOUND, Page::unknown(&code))
        }
        Err(error) => {
            let id = request_id(&app, &request);
            return problem_response(&app.public_url, language, id, &error);
        }
    };
    let policy = HeaderValue::from_str(&security::plain_page(STYLE));
    HttpResponse::build(status)
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            policy.unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'")),
        ))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "accept, accept-language"))
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .content_type("text/html; charset=utf-8")
        .body(page.html(app.mail.sender(), language))
}

fn wants_json(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|it| it.to_str().ok());
    accepted.is_some_and(|it| it.contains("application/json") && !it.contains("text/html"))
}

/// What the page says, in both languages.
struct Page {
    title: Text,
    /// Whether all is well.
    class: &'static str,
    says: Text,
    details: Vec<(Text, Text)>,
}

fn same(text: &str) -> Text {
    Text { nl: text.to_owned(), en: text.to_owned() }
}

impl Page {
    fn of(certificate: &Certificate) -> Self {
        let content = &certificate.content;
        let details = vec![
            (text("Naam", "Name"), same(&certificate.holder.name)),
            (text("Voltooid", "Completed"), same(&content.programme)),
            (text("Groep", "Cohort"), same(&content.cohort)),
            (text("Periode", "Period"), content.days()),
            (text("Aanwezig", "Attended"), attended(certificate)),
            (text("Organisator", "Organiser"), content.organisers_in_words()),
            (text("Uitgereikt op", "Issued on"), day_in_words(certificate.issued_on)),
            (text("Nummer", "Number"), same(&certificate.number.text)),
            (text("Code", "Code"), same(&certificate.code.to_string())),
        ];
        match &certificate.revoked {
            None => Self {
                title: text("Dit certificaat is geldig", "This certificate is valid"),
                class: "good",
                says: text(
                    "Vergelijk wat hieronder staat met het papier: het moet hetzelfde zijn.",
                    "Hold what stands below beside the paper: it has to be the same.",
                ),
                details,
            },
            Some(revoked) => Self::revoked(revoked, details),
        }
    }

    fn revoked(revoked: &Revocation, mut details: Vec<(Text, Text)>) -> Self {
        let erased = || text("Die is gewist.", "It was erased.");
        let reason = revoked.reason.as_deref().map_or_else(erased, same);
        details.insert(0, (text("Reden", "Reason"), reason));
        let since = in_words(revoked.at);
        Self {
            title: text("Dit certificaat is ingetrokken", "This certificate was revoked"),
            class: "bad",
            says: text(
                format!("De organisator trok het in op {}; het geldt niet meer.", since.nl),
                format!("The organiser revoked it on {}; it holds no more.", since.en),
            ),
            details,
        }
    }

    fn unknown(code: &str) -> Self {
        Self {
            title: text("Dit certificaat kennen wij niet", "We do not know this certificate"),
            class: "bad",
            says: text(
                "Kijk of de code klopt: 16 letters en cijfers in groepen van vier. Klopt hij, dan is \
                 dit certificaat niet van ons, of zijn de gegevens van de houder gewist.",
                "See whether the code is right: 16 letters and digits in groups of four. If it is, \
                 this certificate is not ours, or its holder's data were erased.",
            ),
            details: vec![(text("Code", "Code"), same(code))],
        }
    }

    fn html(&self, service: &str, language: Language) -> String {
        let say = |text: &Text| escape(text.in_language(language));
        let row = |(label, value): &(Text, Text)| {
            format!("<div><dt>{}</dt><dd>{}</dd></div>\n", say(label), say(value))
        };
        let details = format!("<dl>\n{}</dl>\n", self.details.iter().map(row).collect::<String>());
        let footer = text(
            "Deze pagina toont wat er op het certificaat staat, en niets meer.",
            "This page shows what stands on the certificate, and nothing more.",
        );
        // What people wrote comes last: nothing is filled in where it looks like a place of the frame.
        FRAME
            .replace("{language}", language.tag())
            .replace("{class}", self.class)
            .replace("{style}", STYLE)
            .replace("{title}", &say(&self.title))
            .replace("{says}", &say(&self.says))
            .replace("{footer}", &say(&footer))
            .replace("{service}", &escape(service))
            .replace("{details}", &details)
    }
}

fn attended(certificate: &Certificate) -> Text {
    let (sessions, hours) =
        (certificate.content.sessions_in_words(), certificate.content.hours_in_words());
    text(format!("{}, {}", sessions.nl, hours.nl), format!("{}, {}", sessions.en, hours.en))
}

/// `text` so that no browser reads markup in it, and the frame no place.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '{' => escaped.push_str("&#123;"),
            other => escaped.push(other),
        }
    }
    escaped
}
