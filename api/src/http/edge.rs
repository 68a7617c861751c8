//! The edge that every request passes, whatever it is for, before anything is looked up for it:
//! where it comes from, how often that address asks, whether its head is within bounds. And what
//! every answer carries on its way out: security headers, how much is left, who may read it.

use std::cell::Cell;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;
use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use uuid::Uuid;

use super::address::{Address, Network, Proxies};
use super::cors::Origins;
use super::respond::problem_response;
use super::security::Security;
use super::{gate, head};
use crate::app::App;
use crate::config::Config;
use crate::error::{Error, HttpError};
use crate::limits::{Manner, RetryAfter, Standing};

/// What the edge knows from the settings.
#[derive(Debug)]
pub struct Edge {
    proxies: Proxies,
    origins: Origins,
    security: Security,
    metrics: Vec<Network>,
}

impl Edge {
    pub fn new(config: &Config, methods: &[&str]) -> Self {
        Self {
            proxies: Proxies::new(&config.trusted_proxies),
            origins: Origins::new(&config.cors_origins, methods),
            security: Security::new(&config.public_url()),
            metrics: config.metrics_networks.clone(),
        }
    }

    /// Whether whoever asks from there may see the figures of this server.
    pub fn shows_metrics_to(&self, address: Address) -> bool {
        address.is_within(&self.metrics)
    }

    fn finish(&self, headers: &mut HeaderMap, origin: Option<&HeaderValue>, used: &Used) {
        self.security.dress(headers);
        self.origins.permit(origin, headers);
        used.announce(headers);
    }
}

/// Lets a request in, or answers it right here; dresses every answer.
pub async fn pass(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let found = (request.app_data::<Data<Edge>>(), request.app_data::<Data<Arc<App>>>());
    let (Some(edge), Some(app)) = found else {
        return Err(actix_web::error::ErrorInternalServerError("no Edge in the server"));
    };
    let (edge, app) = (edge.clone(), app.as_ref().clone());
    let peer = request.peer_addr().as_ref().map(SocketAddr::ip);
    let address = edge.proxies.client(peer, request.headers());
    let origin = edge.origins.of(request.head());
    let used = Rc::new(Used::default());
    request.extensions_mut().insert(address);
    request.extensions_mut().insert(used.clone());
    let here = match edge.origins.preflight(request.head()) {
        Some(permission) => Some(permission),
        None => admit(&app, &request, address.ip, &used).err().map(|error| {
            let request = request.request();
            let (language, id) = (gate::language(request), gate::request_id(&app, request));
            let mut response = problem_response(&app.public_url, language, id, &error);
            gate::dress(response.headers_mut(), id);
            count(response.status().as_u16());
            response
        }),
    };
    let answered = match here {
        Some(response) => Ok(request.into_response(response)),
        None => next.call(request).await.map(ServiceResponse::map_into_boxed_body),
    };
    match answered {
        Ok(mut response) => {
            edge.finish(response.headers_mut(), origin.as_ref(), &used);
            Ok(response)
        }
        Err(mut error) => {
            error.add_response_mapper(move |mut response| {
                edge.finish(response.headers_mut(), origin.as_ref(), &used);
                response
            });
            Err(error)
        }
    }
}

fn admit(app: &App, request: &ServiceRequest, from: IpAddr, used: &Used) -> Result<(), Error> {
    // Whether the process runs is asked by who restarts it: nobody's flood may make it say no.
    if request.path() == "/livez" {
        return Ok(());
    }
    let standing = app.limits.from_address(from, manner(request.method()));
    used.note(Whose::Address, standing)?;
    head::check(request.request())
}

/// Counts a request of somebody signed in, or with an address of their own.
///
/// # Errors
/// 429 where they used their allowance up.
pub fn count_principal(app: &App, request: &HttpRequest, principal: Uuid) -> Result<(), Error> {
    let used = request.extensions().get::<Rc<Used>>().cloned();
    let used = used.ok_or_else(|| Error::Bug("a request came past the edge".into()))?;
    used.note(Whose::Principal, app.limits.of_principal(principal, manner(request.method())))
}

fn manner(method: &Method) -> Manner {
    match *method {
        Method::GET | Method::HEAD | Method::OPTIONS => Manner::Reading,
        _ => Manner::Writing,
    }
}

fn count(status: u16) {
    let status = status.to_string();
    metrics::counter!("http_requests_total", "operation" => "none", "status" => status)
        .increment(1);
}

/// What a request used of the allowances that it falls under, for its answer to tell.
#[derive(Debug, Default)]
struct Used {
    by_address: Cell<Option<Standing>>,
    by_principal: Cell<Option<Standing>>,
}

#[derive(Debug, Clone, Copy)]
enum Whose {
    Address,
    Principal,
}

impl Used {
    fn note(&self, whose: Whose, taken: Result<Option<Standing>, Standing>) -> Result<(), Error> {
        let standing = taken.unwrap_or_else(Some);
        match whose {
            Whose::Address => self.by_address.set(standing),
            Whose::Principal => self.by_principal.set(standing),
        }
        match taken {
            Ok(_) => Ok(()),
            Err(standing) => Err(HttpError::TooMany(RetryAfter(standing.seconds)).into()),
        }
    }

    /// `RateLimit-Policy` and `RateLimit`, as draft-ietf-httpapi-ratelimit-headers has them.
    fn announce(&self, headers: &mut HeaderMap) {
        let standings = [self.by_principal.get(), self.by_address.get()];
        let list = |tell: fn(&Standing) -> String| {
            standings.iter().flatten().map(tell).collect::<Vec<_>>().join(", ")
        };
        let policies = list(|standing| standing.policy().to_string());
        if policies.is_empty() {
            return;
        }
        let limits = list(|standing| standing.limit().to_string());
        for (name, value) in [("ratelimit-policy", policies), ("ratelimit", limits)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}
