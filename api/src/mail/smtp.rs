//! Letters handed to a mail server, over TLS.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::{AT_ONCE, Failure, MailError};

/// How long the server may take for one step of the conversation.
const STEP: Duration = Duration::from_secs(20);
/// How long it may take for a letter: well below the lease under which one is sent.
const LETTER: Duration = Duration::from_secs(80);
/// How long a connection is kept for the next letter.
const IDLE: Duration = Duration::from_secs(30);

/// A mail server that takes our letters.
pub(super) struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    /// Its name and port.
    place: String,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relay({})", self.place)
    }
}

/// How the conversation is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secrecy {
    /// TLS from the first byte (RFC 8314), which is preferred.
    Implicit,
    /// TLS after STARTTLS; without it nothing is sent.
    StartTls,
    /// None, for a server on this machine.
    Nothing,
}

impl Secrecy {
    fn port(self) -> u16 {
        match self {
            Self::Implicit => 465,
            Self::StartTls => 587,
            Self::Nothing => 25,
        }
    }
}

/// A mail server as its address says it.
struct Server {
    host: String,
    port: u16,
    secrecy: Secrecy,
    credentials: Option<Credentials>,
}

impl Relay {
    /// The mail server at `url`, whose certificate may be signed by an authority in `ca_file` too.
    /// It is not spoken to before there is a letter.
    pub(super) fn new(url: &str, ca_file: Option<&Path>) -> Result<Self, MailError> {
        let Server { host, port, secrecy, credentials } = server(url)?;
        let place = format!("{host}:{port}");
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&host)
            .port(port)
            .tls(tls(secrecy, host, ca_file)?)
            .timeout(Some(STEP))
            .pool_config(PoolConfig::new().max_size(AT_ONCE).idle_timeout(IDLE));
        if let Some(credentials) = credentials {
            builder = builder.credentials(credentials);
        }
        Ok(Self { transport: builder.build(), place })
    }

    pub(super) fn in_words(&self) -> String {
        format!("the mail server {}", self.place)
    }

    pub(super) async fn carry(&self, letter: &Message) -> Result<(), Failure> {
        let sent = tokio::time::timeout(LETTER, self.transport.send(letter.clone())).await;
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => Err(Failure::Down("the mail server took too long".to_owned())),
        }
    }
}

fn server(url: &str) -> Result<Server, MailError> {
    let url = Url::parse(url).map_err(|_| MailError::NoServer("is no address"))?;
    let queried: Vec<_> = url.query_pairs().collect();
    let plain = match queried.as_slice() {
        [] => false,
        [(name, value)] if name == "tls" && value == "none" => true,
        _ => return Err(MailError::NoServer("says something else than tls=none behind the ?")),
    };
    let secrecy = match (url.scheme(), plain) {
        ("smtps", false) => Secrecy::Implicit,
        ("smtp", false) => Secrecy::StartTls,
        ("smtp", true) => Secrecy::Nothing,
        _ => return Err(MailError::NoServer("begins with neither smtps:// nor smtp://")),
    };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    if host.is_empty() || !matches!(url.path(), "" | "/") {
        return Err(MailError::NoServer("names no server, or more than one"));
    }
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let credentials = match (url.username(), url.password()) {
        ("", None) => None,
        (user, Some(password)) if !user.is_empty() => {
            Some(Credentials::new(decoded(user), decoded(password)))
        }
        _ => return Err(MailError::NoServer("has a user without a password, or the reverse")),
    };
    if secrecy == Secrecy::Nothing && !is_here(url.host().as_ref()) {
        return Err(MailError::NoServer("asks for no TLS to another machine"));
    }
    Ok(Server { host, port: url.port().unwrap_or(secrecy.port()), secrecy, credentials })
}

/// Whether the server is on this machine. A URL of no known scheme has IPv4 addresses as names.
fn is_here(host: Option<&Host<&str>>) -> bool {
    match host {
        Some(Host::Domain(name)) => {
            *name == "localhost" || name.parse().is_ok_and(|it: IpAddr| it.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn tls(secrecy: Secrecy, host: String, ca_file: Option<&Path>) -> Result<Tls, MailError> {
    if secrecy == Secrecy::Nothing {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(host);
    if let Some(file) = ca_file {
        let refused = |error: String| MailError::NoAuthority(file.display().to_string(), error);
        let pem = std::fs::read(file).map_err(|error| refused(error.to_string()))?;
        let authority = Certificate::from_pem(&pem).map_err(|error| refused(error.to_string()))?;
        parameters = parameters.add_root_certificate(authority);
    }
    let parameters =
        parameters.build_rustls().map_err(|error| MailError::NoTls(error.to_string()))?;
    Ok(match secrecy {
        Secrecy::Implicit => Tls::Wrapper(parameters),
        _ => Tls::Required(parameters),
    })
}

/// What an error of the conversation means for the letter. What servers write beside their codes
/// may name people, so only the code is kept.
fn failure(error: &Error) -> Failure {
    let Some(code) = error.status().map(u16::from) else {
        let what = if error.is_tls() || is_handshake(error) {
            "TLS with the mail server failed"
        } else if error.is_timeout() {
            "the mail server took too long"
        } else if error.is_client() {
            "the mail server does not do what we need: sign-in or STARTTLS"
        } else {
            "the mail server could not be reached, or broke off"
        };
        return Failure::Down(what.to_owned());
    };
    let answered = format!("the mail server answered {code}");
    match code {
        // Not available; no sign-in now; sign-in needed, too weak, refused, only with TLS.
        421 | 432 | 454 | 530 | 534 | 535 | 538 => Failure::Down(answered),
        _ if error.is_permanent() => Failure::Never(answered),
        _ => Failure::Later(answered),
    }
}

/// Whether TLS broke off, as when the certificate is not one that we trust: such an error comes as
/// one of the connection, with invalid data behind it.
fn is_handshake(error: &Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let io = inner.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::InvalidData) {
            return true;
        }
        source = inner.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<(String, u16, Secrecy, bool), String> {
        let server = server(url).map_err(|error| error.to_string())?;
        Ok((server.host, server.port, server.secrecy, server.credentials.is_some()))
    }

    #[test]
    fn the_address_says_how_the_conversation_is_kept_secret() {
        let host = || "mail.example.nl".to_owned();
        for (url, expected) in [
            ("smtps://noor:p%40ss@mail.example.nl", (host(), 465, Secrecy::Implicit, true)),
            ("smtp://mail.example.nl", (host(), 587, Secrecy::StartTls, false)),
            ("smtp://mail.example.nl:2525/", (host(), 2525, Secrecy::StartTls, false)),
            ("smtp://localhost?tls=none", ("localhost".into(), 25, Secrecy::Nothing, false)),
            ("smtp://127.0.0.1:26?tls=none", ("127.0.0.1".into(), 26, Secrecy::Nothing, false)),
            ("smtp://[::1]?tls=none", ("::1".into(), 25, Secrecy::Nothing, false)),
        ] {
            assert_eq!(read(url), Ok(expected), "{url}");
        }
    }

    #[test]
    fn an_address_that_would_show_mail_to_others_or_names_nothing_is_refused_with_an_example() {
        for url in [
            "smtp://mail.example.nl?tls=none",
            "smtps://mail.example.nl?tls=none",
            "smtp://mail.example.nl?tls=opportunistic",
            "https://mail.example.nl",
            "mail.example.nl",
            "smtp://",
            "smtps://noor@mail.example.nl",
            "smtps://:secret@mail.example.nl",
            "smtps://mail.example.nl/path",
        ] {
            assert!(read(url).unwrap_err().contains("smtps://user:password@"), "{url}");
        }
    }
}
