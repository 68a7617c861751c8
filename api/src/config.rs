//! Settings: from a file and from the environment, checked at start.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use leerkring_domain::job_quota::FullTimeWeek;
use serde::{Deserialize, Serialize};

use crate::http::address::Network;
use crate::http::cors;
use crate::issuers;
use crate::issuers::settings::{TrustedIssuer, WrongIssuer};
use crate::limits;
use crate::retention::{self, LEAST_INVOICES_YEARS};

/// Every setting. Each is read from `leerkring.toml` under its name, and from the environment as
/// `LEERKRING_` and its name in capitals, which wins. `docs/configuration.md` explains them.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Where clients reach the server, without a slash at the end; the issuer of its tokens.
    pub public_url: Option<String>,
    /// Where the embedded database, its lock and the secret are kept.
    pub data_dir: PathBuf,
    /// `postgres://…`, or `sqlite:…`; left out: a SQLite file in `data_dir`.
    pub database_url: Option<String>,
    /// The most connections to the database.
    pub connections: u32,
    /// The mail server, as `smtps://user:password@host` or `smtp://…`; left out: mail is written as
    /// files.
    pub smtp_url: Option<String>,
    /// Certificates of authorities, as PEM, that the mail server's may be signed by besides those
    /// that this machine trusts.
    pub smtp_ca_file: Option<PathBuf>,
    /// Where mail is written as files; left out: `mail` in `data_dir`.
    pub mail_dir: Option<PathBuf>,
    /// The e-mail address that mail comes from.
    pub mail_from: String,
    /// What the service calls itself in mail.
    pub mail_from_name: String,
    /// The page that links in mail lead to; left out: `/account` of this server.
    pub links_url: Option<String>,
    /// Where the front-end shows registrations, without # or a slash at the end: letters to boards
    /// lead to the page of theirs below it; left out: letters say that it is in the system where
    /// they registered.
    pub registrations_url: Option<String>,
    /// The front-end in which people sign in, without #; left out: the page for accounts names
    /// none.
    pub front_end_url: Option<String>,
    /// The installation's secret, the same for all its servers; left out: made in `data_dir` at
    /// the first start.
    pub secret_file: Option<PathBuf>,
    /// Issuers whose tokens are believed besides our own.
    pub issuers: Vec<TrustedIssuer>,
    /// Origins of front-ends in browsers, such as `https://www.example.nl`.
    pub cors_origins: Vec<String>,
    /// Networks of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Networks that may read `/metrics`.
    pub metrics_networks: Vec<Network>,
    /// How often somebody may ask.
    pub limits: limits::Settings,
    /// How many hours a week are one FTE, by sector, in the jobs agreement.
    pub full_time_week: FullTimeWeek,
    /// How long data about people is kept.
    pub retention: retention::Settings,
    /// Threads that answer requests; left out: one for each core.
    pub workers: Option<usize>,
    /// What is logged: `info`, `debug`, or a filter such as `leerkring=debug,info`.
    pub log: String,
    pub log_format: LogFormat,
    /// How long the server goes on after it said that it is not ready, for a proxy to notice.
    pub drain_seconds: u64,
    /// Whether `leerkring token` may sign tokens for anybody, and whether they are believed. Never in
    /// production.
    pub development: bool,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            data_dir: PathBuf::from("leerkring-data"),
            database_url: None,
            connections: 16,
            smtp_url: None,
            smtp_ca_file: None,
            mail_dir: None,
            mail_from: "leerkring@localhost".to_owned(),
            mail_from_name: "Leerkring".to_owned(),
            links_url: None,
            registrations_url: None,
            front_end_url: None,
            secret_file: None,
            issuers: Vec::new(),
            cors_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            metrics_networks: Network::loopback(),
            limits: limits::Settings::default(),
            full_time_week: FullTimeWeek::default(),
            retention: retention::Settings::default(),
            workers: None,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            drain_seconds: 0,
            development: false,
        }
    }
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("database", &self.database_in_words())
            .field("data_dir", &self.data_dir)
            .finish_non_exhaustive()
    }
}

/// Why the settings cannot be used: which one, what is wrong, what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{0}\nEvery setting is explained in docs/configuration.md.")]
    Unreadable(Box<figment::Error>),
    #[error("the file {1} that {0} names cannot be read: {2}")]
    NoUrlFile(&'static str, PathBuf, std::io::Error),
    #[error(
        "LEERKRING_DATABASE_URL starts with neither sqlite: nor postgres: — write for example postgres://user:password@host:5432/leerkring"
    )]
    UnknownDatabase,
    #[error(
        "LEERKRING_PUBLIC_URL is {0:?}: write a web address without a slash at the end, such as https://leerkring.example.nl"
    )]
    NoWebAddress(String),
    #[error("{0}.\nTrusted issuers are explained in docs/configuration.md.")]
    Issuers(#[from] WrongIssuer),
    #[error(
        "LEERKRING_LINKS_URL is {0:?}: write the web address of the page for accounts, without #, such as https://www.example.nl/account"
    )]
    NoPage(String),
    #[error(
        "LEERKRING_REGISTRATIONS_URL is {0:?}: write the web address below which your front-end shows registrations, without # or a slash at the end, such as https://www.example.nl/aanmeldingen"
    )]
    NoRegistrations(String),
    #[error(
        "LEERKRING_FRONT_END_URL is {0:?}: write the web address of your front-end, without #, such as https://www.example.nl"
    )]
    NoFrontEnd(String),
    #[error(
        "cors_origins names {0:?}: write an origin as browsers send it, such as https://www.example.nl, without a path or a slash at the end; there is no wildcard"
    )]
    NoOrigin(String),
    #[error(
        "full_time_week has hours of no working week: write from 1 to 60 hours for po, vo and mbo"
    )]
    NoWeek,
    #[error(
        "retention.invoices_years is {0}: write at least {LEAST_INVOICES_YEARS}, for which the law asks to \
         keep invoices (article 52 AWR)"
    )]
    TooFewYears(u32),
}

impl Config {
    /// The settings from `file` (or `leerkring.toml`, where that is) and from the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let toml = match file {
            Some(file) => Toml::file_exact(file),
            None => Toml::file("leerkring.toml"),
        };
        let ignored = ["config", "database_url_file", "smtp_url_file"];
        let figment = Figment::from(Serialized::defaults(Self::default()))
            .merge(toml)
            .merge(Env::prefixed("LEERKRING_").ignore(&ignored).split("__"));
        let mut config: Self =
            figment.extract().map_err(|error| ConfigError::Unreadable(Box::new(error)))?;
        if let Some(url) = from_file("LEERKRING_DATABASE_URL_FILE")? {
            config.database_url = Some(url);
        }
        if let Some(url) = from_file("LEERKRING_SMTP_URL_FILE")? {
            config.smtp_url = Some(url);
        }
        config.check()
    }

    fn check(self) -> Result<Self, ConfigError> {
        let url = self.database_url();
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|kind| url.starts_with(kind)) {
            return Err(ConfigError::UnknownDatabase);
        }
        let public_url = self.public_url();
        if !is_web(&public_url) || public_url.ends_with('/') {
            return Err(ConfigError::NoWebAddress(public_url));
        }
        issuers::settings::check(&self.issuers, &public_url)?;
        let page = self.links_url();
        if !is_page(&page) {
            return Err(ConfigError::NoPage(page));
        }
        let wrong = |url: &&String| !is_page(url) || url.ends_with('/');
        if let Some(url) = self.registrations_url.as_ref().filter(wrong) {
            return Err(ConfigError::NoRegistrations(url.clone()));
        }
        if let Some(url) = self.front_end_url.as_ref().filter(|url| !is_page(url)) {
            return Err(ConfigError::NoFrontEnd(url.clone()));
        }
        if !self.full_time_week.is_possible() {
            return Err(ConfigError::NoWeek);
        }
        if self.retention.invoices_years < LEAST_INVOICES_YEARS {
            return Err(ConfigError::TooFewYears(self.retention.invoices_years));
        }
        if let Some(wrong) = self.cors_origins.iter().find(|it| !cors::is_origin(it)) {
            return Err(ConfigError::NoOrigin(wrong.clone()));
        }
        Ok(self)
    }

    pub fn database_url(&self) -> String {
        let embedded = || format!("sqlite:{}", self.data_dir.join("leerkring.sqlite").display());
        self.database_url.clone().unwrap_or_else(embedded)
    }

    /// The file of the embedded database, where that is used.
    pub fn database_file(&self) -> Option<PathBuf> {
        let url = self.database_url();
        let path = url.strip_prefix("sqlite:")?.trim_start_matches("//");
        Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
    }

    /// The database without its password.
    pub fn database_in_words(&self) -> String {
        let url = self.database_url();
        match (url.split_once("://"), url.rsplit_once('@')) {
            (Some((kind, _)), Some((_, place))) => format!("{kind}://…@{place}"),
            _ => url,
        }
    }

    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// The page that links in mail lead to.
    pub fn links_url(&self) -> String {
        let own = || format!("{}/account", self.public_url());
        self.links_url.clone().unwrap_or_else(own)
    }

    pub fn mail_dir(&self) -> PathBuf {
        self.mail_dir.clone().unwrap_or_else(|| self.data_dir.join("mail"))
    }

    pub fn secret_file(&self) -> PathBuf {
        let made = || self.data_dir.join("secret");
        self.secret_file.clone().unwrap_or_else(made)
    }
}

/// What stands in the file that `variable` names: an address with a password in it.
fn from_file(variable: &'static str) -> Result<Option<String>, ConfigError> {
    let Some(file) = std::env::var_os(variable).map(PathBuf::from) else { return Ok(None) };
    match std::fs::read_to_string(&file) {
        Ok(url) => Ok(Some(url.trim().to_owned())),
        Err(error) => Err(ConfigError::NoUrlFile(variable, file, error)),
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// Whether `url` is of a page, and not of a place in one.
fn is_page(url: &str) -> bool {
    is_web(url) && !url.contains('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        let url = "postgres://leerkring:secret@db:5432/leerkring".to_owned();
        let config = Config { database_url: Some(url), ..Config::default() };
        assert!(!format!("{config:?}").contains("secret"));
        assert!(config.database_in_words().contains("db:5432"));
    }

    #[test]
    fn a_database_of_another_kind_is_refused_with_an_example() {
        let config = Config { database_url: Some("mysql://x".into()), ..Config::default() };
        assert!(config.check().unwrap_err().to_string().contains("postgres://user"));
    }

    #[test]
    fn the_documentation_names_every_setting() {
        let page = include_str!("../../docs/configuration.md");
        let settings = serde_json::to_value(Config::default()).unwrap();
        let groups = ["limits", "retention"].map(|name| settings[name].as_object().unwrap());
        let grouped = groups.into_iter().flat_map(|group| group.keys());
        for name in settings.as_object().unwrap().keys().chain(grouped) {
            assert!(page.contains(&format!("`{name}`")), "{name} is not in configuration.md");
        }
    }

    #[test]
    fn the_page_of_registrations_is_a_web_address_to_which_something_can_be_added() {
        for url in ["www.example.nl", "https://www.example.nl/", "https://www.example.nl/#/a"] {
            let config = Config { registrations_url: Some(url.to_owned()), ..Config::default() };
            assert!(config.check().unwrap_err().to_string().contains("REGISTRATIONS_URL"), "{url}");
        }
        let url = "https://www.example.nl/aanmeldingen".to_owned();
        assert!(Config { registrations_url: Some(url), ..Config::default() }.check().is_ok());
    }

    #[test]
    fn the_front_end_is_a_web_address_that_may_end_with_a_slash() {
        for url in ["www.example.nl", "https://www.example.nl/#/inloggen"] {
            let config = Config { front_end_url: Some(url.to_owned()), ..Config::default() };
            assert!(config.check().unwrap_err().to_string().contains("FRONT_END_URL"), "{url}");
        }
        for url in ["https://www.example.nl", "https://www.example.nl/"] {
            let config = Config { front_end_url: Some(url.to_owned()), ..Config::default() };
            assert!(config.check().is_ok(), "{url}");
        }
    }

    #[test]
    fn an_origin_that_no_browser_sends_is_refused() {
        for origin in ["*", "null", "https://example.nl/", "example.nl", "https://Example.nl"] {
            let config = Config { cors_origins: vec![origin.to_owned()], ..Config::default() };
            assert!(config.check().is_err(), "{origin}");
        }
        let origins = ["https://www.example.nl", "http://localhost:3000"].map(str::to_owned);
        assert!(Config { cors_origins: origins.to_vec(), ..Config::default() }.check().is_ok());
    }
}
