//! The text of clients' secrets, and the hash by which it is known again. The text is random all
//! through, so that a fast hash is as good as a slow one: there is nothing to guess.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::{digest, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};

/// What every secret begins with, so that it is found where it leaked to.
const PREFIX: &str = "leerkring_cs_";

/// A new secret: 256 random bits.
pub fn generate() -> Result<SecretString, Unspecified> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes)?;
    Ok(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes)).into())
}

/// What is kept of a secret.
pub fn hash(secret: &SecretString) -> Vec<u8> {
    digest::digest(&digest::SHA256, secret.expose_secret().as_bytes()).as_ref().to_owned()
}

/// Whether this is the hash of that secret, in the same time whether it is or not.
pub fn is_of(hash_of_given: &[u8], known: &[u8]) -> bool {
    verify_slices_are_equal(hash_of_given, known).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_are_recognised_and_are_not_shown() {
        let (one, two) = (generate().unwrap(), generate().unwrap());
        assert!(is_of(&hash(&one), &hash(&one)) && !is_of(&hash(&one), &hash(&two)));
        let text = one.expose_secret();
        let rest = text.strip_prefix("leerkring_cs_").unwrap();
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        assert!(rest.len() == 43 && rest.bytes().all(known));
        assert!(!format!("{one:?}").contains(rest));
    }
}
