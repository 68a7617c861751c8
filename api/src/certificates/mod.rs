//! Certificates in the forms in which they leave the server: on paper, and as credentials that
//! other programs verify. What they say was decided when they were issued.

mod credential;
mod ornament;
mod paper;
mod qr;
mod signed;
mod status_list;

pub use credential::{credential, issuer_profile};
pub use paper::paper;
pub use signed::{credential_file, file};
pub use status_list::{KEPT_SECONDS, status_list};

use leerkring_domain::certificates::{Certificate, VerificationCode};
use leerkring_domain::kernel::Id;
use leerkring_domain::organisers::Organiser;

/// Under what name a browser keeps it: the number, in letters that every file system takes.
pub fn file_name(certificate: &Certificate, extension: &str) -> String {
    let known = |it: char| if it.is_ascii_alphanumeric() || it == '-' { it } else { '_' };
    let number: String = certificate.number.text.chars().map(known).collect();
    format!("{number}.{extension}")
}

/// Where whoever holds the paper verifies it.
pub fn verification_address(public_url: &str, code: &VerificationCode) -> String {
    format!("{public_url}/certificates/{code}")
}

/// Where the key of this name is, for whoever verifies what it signed.
pub fn key_address(public_url: &str, kid: &str) -> String {
    format!("{public_url}/credentials/keys/{kid}")
}

/// Where it is said who an issuer is.
fn issuer_address(public_url: &str, organiser: Id<Organiser>) -> String {
    format!("{public_url}/credentials/issuers/{organiser}")
}

/// Where it is said which of an issuer's certificates of a year were revoked.
fn status_address(public_url: &str, organiser: Id<Organiser>, year: i32) -> String {
    format!("{public_url}/credentials/revocations/{organiser}/{year}")
}

#[cfg(test)]
mod tests;
