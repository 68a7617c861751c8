//! A client bound to a person; it believes no answer that the document does not announce.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::Arc;

use chrono::Duration;
use futures_util::{StreamExt, stream};
use leerkring::app::{App, Clock};
use leerkring::tokens::{self, Grant};
use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::{Principal, User};
use reqwest::header::HeaderMap;
use reqwest::{Body, Method};
use serde_json::Value;

use crate::app::TestApp;
use crate::document;

/// Somebody who sends requests to a server.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    app: Arc<App>,
    clock: Arc<dyn Clock>,
    pub user: Option<Id<User>>,
    /// The token to send, where it is not one of the test's own making.
    bearer: Option<String>,
}

impl Client {
    pub(crate) fn new(app: &TestApp, user: Option<Id<User>>) -> Self {
        Self {
            http: app.http.clone(),
            base: format!("http://{}", app.config.listen),
            app: app.app.clone(),
            clock: app.app.clock.clone(),
            user,
            bearer: None,
        }
    }

    /// The same person at the server at `base`, which has the clock of the machine.
    pub fn at(&self, base: &str) -> Self {
        let clock = Arc::new(leerkring::app::SystemClock);
        Self { base: base.to_owned(), clock, ..self.clone() }
    }

    /// Where the server is.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Somebody else at the same server.
    pub fn signed_in(&self, user: Id<User>) -> Self {
        Self { user: Some(user), ..self.clone() }
    }

    /// Somebody who sends this token.
    pub fn bearing(&self, token: &str) -> Self {
        Self { bearer: Some(token.to_owned()), ..self.clone() }
    }

    /// A token for this person, as good as any.
    pub fn token(&self) -> Option<String> {
        if self.bearer.is_some() {
            return self.bearer.clone();
        }
        let user = self.user?;
        let (app, lifetime) = (&self.app, Duration::hours(1));
        let (principal, from) = (Principal::User(user), self.clock.now());
        let grant = Grant { principal, sign_in: None, id: user.uuid(), from, lifetime };
        let token = tokens::issue(&app.keys, &app.public_url, grant);
        Some(token.expect("a token"))
    }

    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    pub fn head(&self, path: &str) -> Request {
        self.request(Method::HEAD, path)
    }

    pub fn post(&self, path: &str, body: impl Into<Option<Value>>) -> Request {
        self.request(Method::POST, path).json(body.into())
    }

    pub fn patch(&self, path: &str, etag: &str, body: Value) -> Request {
        self.request(Method::PATCH, path).header("if-match", etag).json(Some(body))
    }

    pub fn delete(&self, path: &str, etag: &str) -> Request {
        self.request(Method::DELETE, path).header("if-match", etag)
    }

    /// A request with nothing but this person's token.
    pub fn request(&self, method: Method, path: &str) -> Request {
        let request = Request {
            client: self.clone(),
            method,
            path: path.to_owned(),
            headers: HeaderMap::new(),
            body: None,
        };
        match self.token() {
            Some(token) => request.header("authorization", &format!("Bearer {token}")),
            None => request,
        }
    }
}

/// A request, sent when it is awaited.
#[derive(Debug)]
pub struct Request {
    client: Client,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
}

impl Request {
    /// Adds a header, also beside one of the same name.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().expect("a header"));
        self
    }

    /// The `Idempotency-Key`.
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub fn in_english(self) -> Self {
        self.header("accept-language", "en")
    }

    fn json(self, body: Option<Value>) -> Self {
        match body {
            Some(body) => self.body("application/json", body.to_string()),
            None => self,
        }
    }

    /// A body as it stands.
    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self.headers.insert("content-type", media_type.parse().expect("a media type"));
        self
    }

    /// The answer, or why there was none.
    ///
    /// # Errors
    /// The connection broke.
    pub async fn send(self) -> Result<Answer, reqwest::Error> {
        let (method, path) = (self.method.clone(), self.path.clone());
        let public_url = self.client.app.public_url.clone();
        let answer = self.unchecked().await?;
        document::check(method.as_str(), &path, &public_url, &answer);
        Ok(answer)
    }

    /// What came, as it came: an answer that the document need not announce, or none.
    pub async fn unchecked(self) -> Result<Answer, reqwest::Error> {
        let address = format!("{}{}", self.client.base, self.path);
        let mut request = self.client.http.request(self.method.clone(), address);
        request = request.headers(self.headers);
        if let Some(body) = self.body {
            request = request.body(Body::from(body));
        }
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?.to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or_default();
        Ok(Answer { status, headers, body, text, bytes })
    }

    /// The answer to what is no operation of the document, such as a browser's preflight.
    pub async fn raw(self) -> Answer {
        self.unchecked().await.expect("an answer")
    }

    /// The answer, or why none came.
    pub async fn attempt(self) -> Result<Answer, reqwest::Error> {
        self.send().await
    }
}

impl IntoFuture for Request {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let what = format!("{} {}", self.method, self.path);
        Box::pin(async move {
            let answer = self.send().await;
            answer.unwrap_or_else(|error| panic!("{what} got no answer: {error:?}"))
        })
    }
}

/// What the server said.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// The body where it is JSON.
    pub body: Value,
    pub text: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.status, self.text, self.headers)
    }
}

impl Answer {
    /// The same answer, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// The refusal, if it is this one.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.code()), (status, code), "{self}");
        self
    }

    /// The codes of all that is wrong with the input, each with its place, in order of place.
    pub fn errors(&self) -> Vec<(String, String)> {
        let errors = self.body["errors"].as_array().into_iter().flatten();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut errors: Vec<_> =
            errors.map(|error| (word(&error["location"]), word(&error["code"]))).collect();
        errors.sort();
        errors
    }

    /// The codes of all reasons of a refusal, in the order given.
    pub fn reasons(&self) -> Vec<&str> {
        let reasons = self.body["reasons"].as_array().into_iter().flatten();
        reasons.filter_map(|reason| reason["code"].as_str()).collect()
    }

    /// The problem's word; nothing where this is no problem.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    #[track_caller]
    pub fn etag(&self) -> &str {
        self.header("etag").unwrap_or_else(|| panic!("no ETag: {self}"))
    }

    #[track_caller]
    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_else(|| panic!("no id: {self}")).to_owned()
    }

    /// The body without what differs from one request to the next.
    pub fn without_instance(&self) -> Value {
        let mut body = self.body.clone();
        body["instance"].take();
        body
    }
}

/// The answers to all `requests`, of which at most `at_once` run at the same time.
pub async fn all(requests: Vec<Request>, at_once: usize) -> Vec<Answer> {
    let requests = requests.into_iter().map(IntoFuture::into_future);
    stream::iter(requests).buffered(at_once).collect().await
}
