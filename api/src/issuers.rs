//! Issuers that are trusted, and their keys: fetched at start and on schedule, kept while the issuer
//! is away, never fetched because of a token. Whoever sends tokens cannot make this server call
//! anybody.

pub mod keys;
pub mod settings;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};

use self::keys::TrustedKey;
use self::settings::{TrustedIssuer, is_loopback};
use crate::app::App;

/// The largest list of keys, in bytes.
const LIMIT: usize = 256 * 1024;
/// How long an issuer may take to give it.
const PATIENCE: Duration = Duration::from_secs(10);
/// How soon it is asked again after it failed, the first time.
const SOON: Duration = Duration::from_secs(2);

/// The issuers that are trusted.
#[derive(Debug, Default)]
pub struct Issuers(Vec<Arc<Issuer>>);

/// An issuer and what is known of its keys.
#[derive(Debug)]
pub struct Issuer {
    pub settings: TrustedIssuer,
    http: Client,
    keys: RwLock<Vec<Arc<TrustedKey>>>,
}

/// What a fetch brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fetched {
    /// How many keys there are.
    pub keys: usize,
    /// Whether they are others than before.
    pub changed: bool,
}

/// Why an issuer's keys were not fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("no answer: {0}")]
    NoAnswer(String),
    #[error("the answer is {0}")]
    Status(StatusCode),
    #[error("the answer is larger than {LIMIT} bytes")]
    TooLarge,
    #[error("the answer is no list of keys: {0}")]
    NoKeys(#[from] serde_json::Error),
}

impl From<reqwest::Error> for FetchError {
    fn from(error: reqwest::Error) -> Self {
        // The sources say what the error itself does not, such as a name that does not resolve.
        let mut told = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(error) = source {
            told = format!("{told}: {error}");
            source = error.source();
        }
        Self::NoAnswer(told)
    }
}

impl Issuers {
    /// The issuers of these settings, whose keys nobody has fetched yet.
    pub fn new(settings: &[TrustedIssuer]) -> Result<Self, reqwest::Error> {
        let issuers = settings.iter().map(|it| Issuer::new(it.clone()).map(Arc::new));
        Ok(Self(issuers.collect::<Result<_, _>>()?))
    }

    /// The issuer of that name.
    pub fn find(&self, issuer: &str) -> Option<&Arc<Issuer>> {
        self.0.iter().find(|it| it.settings.issuer == issuer)
    }
}

impl Issuer {
    fn new(settings: TrustedIssuer) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .user_agent(concat!("leerkring/", env!("CARGO_PKG_VERSION")));
        // What is on this machine is not behind the proxy that the environment names.
        let here = Url::parse(&settings.jwks_url).is_ok_and(|url| is_loopback(&url));
        let client = if here { client.no_proxy() } else { client.https_only(true) };
        Ok(Self { settings, http: client.build()?, keys: RwLock::default() })
    }

    /// The key of that name.
    pub fn key(&self, kid: &str) -> Option<Arc<TrustedKey>> {
        self.known().iter().find(|key| key.kid == kid).cloned()
    }

    /// Whether `key` is still one of the issuer's.
    pub fn has(&self, key: &Arc<TrustedKey>) -> bool {
        self.known().iter().any(|known| Arc::ptr_eq(known, key))
    }

    fn known(&self) -> std::sync::RwLockReadGuard<'_, Vec<Arc<TrustedKey>>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fetches the keys. Those that are no longer there are no longer believed; where anything
    /// fails, those that are known stay.
    pub async fn refresh(&self) -> Result<Fetched, FetchError> {
        let body = self.fetch().await?;
        let known = self.known().clone();
        let keys = keys::read(&body, self.settings.algorithm, &known)?;
        let same = keys.len() == known.len() && keys.iter().all(|key| self.has(key));
        let fetched = Fetched { keys: keys.len(), changed: !same };
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(fetched)
    }

    async fn fetch(&self) -> Result<Vec<u8>, FetchError> {
        let accepted = "application/jwk-set+json, application/json";
        let request = self.http.get(&self.settings.jwks_url).header(ACCEPT, accepted);
        let mut response = request.send().await?;
        if response.status() != StatusCode::OK {
            return Err(FetchError::Status(response.status()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > LIMIT {
                return Err(FetchError::TooLarge);
            }
        }
        Ok(body)
    }

    /// How long until the next fetch after `failures` in a row: as configured, or sooner, and never
    /// to the second, so that not all servers come at once.
    fn pause(&self, failures: u32) -> Duration {
        let regular = Duration::from_secs(self.settings.refresh_seconds.into());
        let pause = match failures.checked_sub(1) {
            None => regular,
            Some(times) => regular.min(SOON.saturating_mul(1 << times.min(16))),
        };
        let mut byte = [0; 1];
        // Without randomness there is no jitter, which is not worth an error.
        aws_lc_rs::rand::fill(&mut byte).ok();
        let [byte] = byte;
        pause.mul_f64(0.8 + f64::from(byte) / 255.0 * 0.2)
    }
}

/// Keeps the keys of all trusted issuers up to date.
pub fn watch(app: &App) {
    for issuer in &app.issuers.0 {
        app.runtime.spawn(follow(issuer.clone()));
    }
}

async fn follow(issuer: Arc<Issuer>) {
    let (name, mut failures) = (issuer.settings.issuer.clone(), 0_u32);
    loop {
        let result = issuer.refresh().await;
        match &result {
            Ok(Fetched { keys: 0, .. }) => {
                tracing::warn!(issuer = name, "has no keys for its algorithm");
            }
            Ok(Fetched { keys, changed: true }) => {
                tracing::info!(issuer = name, keys, "has new keys");
            }
            Ok(_) if failures > 0 => tracing::info!(issuer = name, "answers again"),
            Ok(_) => {}
            Err(error) => tracing::warn!(issuer = name, %error, "its keys were not fetched"),
        }
        let (word, count) = if result.is_ok() { ("ok", 0) } else { ("failed", failures + 1) };
        failures = count;
        observe(&issuer, word, failures);
        tokio::time::sleep(issuer.pause(failures)).await;
    }
}

fn observe(issuer: &Issuer, result: &'static str, failures: u32) {
    let name = issuer.settings.issuer.clone();
    let keys = u32::try_from(issuer.known().len()).unwrap_or(u32::MAX);
    metrics::counter!("issuer_fetches_total", "issuer" => name.clone(), "result" => result)
        .increment(1);
    metrics::gauge!("issuer_keys", "issuer" => name.clone()).set(f64::from(keys));
    metrics::gauge!("issuer_failures_in_a_row", "issuer" => name).set(f64::from(failures));
}
