//! Headers that tell browsers what an answer is not: no page to frame, no script, no other type.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// For what is data: nothing in it is run, loaded or framed.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'";

/// The headers of every answer.
#[derive(Debug)]
pub struct Security {
    /// Whether clients reach us over TLS: then never otherwise again.
    over_tls: bool,
}

impl Security {
    pub fn new(public_url: &str) -> Self {
        Self { over_tls: public_url.starts_with("https://") }
    }

    /// Adds what an answer lacks; what a page says of itself stays.
    pub fn dress(&self, headers: &mut HeaderMap) {
        let mut add = |name: HeaderName, value: &'static str| {
            if !headers.contains_key(&name) {
                headers.insert(name, HeaderValue::from_static(value));
            }
        };
        add(header::CONTENT_SECURITY_POLICY, DATA);
        add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        add(header::X_FRAME_OPTIONS, "DENY");
        add(header::REFERRER_POLICY, "no-referrer");
        add(
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        );
        add(header::CACHE_CONTROL, "no-store");
        if self.over_tls {
            add(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
        }
    }
}

/// The policy of a page of ours without scripts, that has this one `style` sheet in it.
pub fn plain_page(style: &str) -> String {
    let style = hash(style);
    format!(
        "default-src 'none'; style-src '{style}'; img-src data:; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}

/// The policy of a page of ours that has this `style` sheet and this `script` in it and calls the
/// API beside it.
pub fn page_with_script(style: &str, script: &str) -> String {
    let (style, script) = (hash(style), hash(script));
    format!(
        "default-src 'none'; style-src '{style}'; script-src '{script}'; connect-src 'self'; \
         img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// How a policy names a text that stands in the page.
fn hash(text: &str) -> String {
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    format!("sha256-{}", STANDARD.encode(hash))
}

/// The policy of Swagger UI, which calls the API at `public_url`. Its scripts are files of ours;
/// its styles are set by scripts.
pub fn swagger(public_url: &str) -> String {
    let scheme = public_url.find("://").map_or(0, |at| at + 3);
    let host = public_url.get(scheme..).and_then(|rest| rest.find('/'));
    let origin = public_url.get(..host.map_or(public_url.len(), |at| scheme + at));
    let origin = origin.unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data:; connect-src 'self' {origin}; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swagger_ui_may_call_the_api_and_nothing_else() {
        for url in ["https://api.example.nl:8443", "https://api.example.nl:8443/leerkring"] {
            assert!(swagger(url).contains("connect-src 'self' https://api.example.nl:8443;"));
        }
    }

    #[test]
    fn a_page_keeps_its_own_policy_and_tls_is_promised_only_where_it_is() {
        let mut headers = HeaderMap::new();
        let own = HeaderValue::from_static("default-src 'self'");
        headers.insert(header::CONTENT_SECURITY_POLICY, own.clone());
        Security::new("http://localhost:8080").dress(&mut headers);
        assert_eq!(headers.get(header::CONTENT_SECURITY_POLICY), Some(&own));
        assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
        Security::new("https://leerkring.example.nl").dress(&mut headers);
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }
}
