//! Which front-ends in browsers may call the API (the Fetch standard's CORS): those that the
//! settings name. It guards nobody's data, tokens do; it says whose pages may use them.

use actix_web::HttpResponse;
use actix_web::dev::RequestHead;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderValue};

/// What a front-end may send beside what every page may.
const REQUEST_HEADERS: &str = "authorization, content-type, if-match, if-none-match, \
                               idempotency-key, accept-language, x-request-id";
/// What a front-end may read beside what every page may.
pub const EXPOSED: &str = "api-version, allow, etag, idempotent-replayed, link, location, \
                           ratelimit, ratelimit-policy, retry-after, www-authenticate, x-request-id";
/// For how many seconds a browser may go by a preflight; none believes it longer.
const MAX_AGE: &str = "7200";
const VARY: &str = "origin, access-control-request-method, access-control-request-headers";

/// The front-ends that may call the API, and the methods that it has.
#[derive(Debug, Clone)]
pub struct Origins {
    allowed: Vec<String>,
    methods: String,
}

/// Whether `text` is an origin as browsers send it.
pub fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    host.is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|byte| known(byte) || b".-:[]".contains(&byte))
    })
}

impl Origins {
    pub fn new(allowed: &[String], methods: &[&str]) -> Self {
        Self { allowed: allowed.to_vec(), methods: methods.join(", ") }
    }

    /// The origin of a request, if it is one of ours.
    pub fn of(&self, request: &RequestHead) -> Option<HeaderValue> {
        let origin = request.headers().get(header::ORIGIN)?;
        self.allowed.iter().any(|allowed| allowed.as_bytes() == origin).then(|| origin.clone())
    }

    /// The answer to a browser that asks beforehand. A page that may not call gets no permission,
    /// and nothing else either.
    pub fn preflight(&self, request: &RequestHead) -> Option<HttpResponse> {
        let asks = request.method == Method::OPTIONS
            && request.headers().contains_key(header::ORIGIN)
            && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        if !asks {
            return None;
        }
        let mut response = HttpResponse::NoContent();
        if let Some(origin) = self.of(request) {
            response
                .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, origin))
                .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, self.methods.as_str()))
                .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS))
                .insert_header((header::ACCESS_CONTROL_MAX_AGE, MAX_AGE));
        }
        Some(response.insert_header((header::VARY, VARY)).finish())
    }

    /// Lets the page at `origin` read an answer, unless every page may.
    pub fn permit(&self, origin: Option<&HeaderValue>, headers: &mut HeaderMap) {
        if self.allowed.is_empty() || headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
            return;
        }
        headers.append(header::VARY, HeaderValue::from_static("origin"));
        if let Some(origin) = origin {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            let exposed = HeaderValue::from_static(EXPOSED);
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
    }
}
