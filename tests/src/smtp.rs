//! A mail server of its own for one test: a real one, with TLS and sign-in.
//!
//! ```text
//! let server = MailServer::start(Secrecy::StartTls);
//! let app = TestApp::start_with(|config| server.configure(config)).await;
//! …
//! let mails = server.mails();
//! ```

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use leerkring::config::Config;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use crate::app::Directory;
use crate::mails::Received;

/// How the server keeps a conversation from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    Implicit,
    StartTls,
    Plain,
}

/// A mail server; it ends with its value.
#[derive(Debug)]
pub struct MailServer {
    port: u16,
    secrecy: Secrecy,
    directory: Directory,
    child: Child,
}

impl MailServer {
    /// Starts a server whose certificate is signed by an authority of its own.
    pub fn start(secrecy: Secrecy) -> Self {
        let directory = Directory::new();
        let at = |name: &str| directory.path().join(name);
        certify(&at("authority.pem"), &at("certificate.pem"), &at("key.pem"));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let word = match secrecy {
            Secrecy::Implicit => "implicit",
            Secrecy::StartTls => "starttls",
            Secrecy::Plain => "plain",
        };
        let program = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("smtp/server.py");
        let mut child = Command::new(python())
            .arg(program)
            .arg(port.to_string())
            .args([directory.path(), &at("certificate.pem"), &at("key.pem")])
            .arg(word)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        assert_eq!(ready, "ready\n", "the mail server did not start");
        Self { port, secrecy, directory, child }
    }

    /// The settings with which mail goes to this server.
    pub fn configure(&self, config: &mut Config) {
        let port = self.port;
        config.smtp_url = Some(match self.secrecy {
            Secrecy::Implicit => format!("smtps://noor:geheim@localhost:{port}"),
            Secrecy::StartTls => format!("smtp://noor:geheim@localhost:{port}"),
            Secrecy::Plain => format!("smtp://127.0.0.1:{port}?tls=none"),
        });
        config.smtp_ca_file = Some(self.directory.path().join("authority.pem"));
    }

    /// Lets those who were told to come later come now.
    pub fn become_willing(&self) {
        std::fs::write(self.directory.path().join("willing"), "").unwrap();
    }

    /// The mails that were taken, oldest first.
    pub fn mails(&self) -> Vec<Received> {
        Received::all_in(self.directory.path())
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A Python that has aiosmtpd: that of the system, where Debian's package put it, or another.
fn python() -> &'static str {
    let knows = |python: &&str| {
        let mut asked = Command::new(python);
        let asked = asked.args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    let found = ["/usr/bin/python3", "python3"].iter().find(|python| knows(python));
    found.expect("no Python with aiosmtpd: apt-get install python3-aiosmtpd")
}

/// An authority, and a certificate for this machine that it signed.
fn certify(authority: &Path, certificate: &Path, key: &Path) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let pair = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let signed = params.signed_by(&pair, &issuer).unwrap();
    std::fs::write(authority, issuer.pem()).unwrap();
    std::fs::write(certificate, signed.pem()).unwrap();
    std::fs::write(key, pair.serialize_pem()).unwrap();
}
