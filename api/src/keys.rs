//! The server's secret: an ES256 key that signs tokens, from which the keys for cursors and
//! fingerprints are derived. Replicas share it.

mod one_time_codes;

use std::fmt;
use std::path::Path;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use aws_lc_rs::{digest, hmac};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, EncodingKey};

/// The keys of a server.
pub struct Keys {
    pub signing: EncodingKey,
    pub verifying: DecodingKey,
    /// Names the key in a token's head: the thumbprint of the public key.
    pub key_id: String,
    cursors: hmac::Key,
    fingerprints: hmac::Key,
    one_time_codes: hmac::Key,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.key_id)
    }
}

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("cannot read it: {0}")]
    Unreadable(std::io::Error),
    #[error("cannot write it: {0}")]
    Unwritable(std::io::Error),
    #[error(
        "it is not a P-256 private key in PKCS#8 PEM (make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256)"
    )]
    NoKey,
}

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

impl Keys {
    /// Reads the key in `path`, or makes one there where there is no file yet.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyError> {
        match std::fs::read_to_string(path) {
            Ok(pem) => Self::from_pem(&pem),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let pem = generate()?;
                write_private(path, &pem).map_err(KeyError::Unwritable)?;
                Self::from_pem(&pem)
            }
            Err(error) => Err(KeyError::Unreadable(error)),
        }
    }

    /// The keys of a PKCS#8 private key in PEM.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let inner = pem.trim().strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END));
        let base64: String =
            inner.ok_or(KeyError::NoKey)?.chars().filter(|it| !it.is_whitespace()).collect();
        let der = STANDARD.decode(base64).map_err(|_| KeyError::NoKey)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der)
            .map_err(|_| KeyError::NoKey)?;
        let public = pair.public_key().as_ref();
        let thumbprint = digest::digest(&digest::SHA256, public);
        let (x, y) = public.get(1..).map(|point| point.split_at(32)).ok_or(KeyError::NoKey)?;
        let verifying =
            DecodingKey::from_ec_components(&URL_SAFE_NO_PAD.encode(x), &URL_SAFE_NO_PAD.encode(y))
                .map_err(|_| KeyError::NoKey)?;
        let root = hmac::Key::new(hmac::HMAC_SHA256, &der);
        let derived = |purpose: &str| {
            let tag = hmac::sign(&root, purpose.as_bytes());
            hmac::Key::new(hmac::HMAC_SHA256, tag.as_ref())
        };
        Ok(Self {
            signing: EncodingKey::from_ec_der(&der),
            verifying,
            key_id: URL_SAFE_NO_PAD.encode(thumbprint.as_ref()),
            cursors: derived("leerkring cursor"),
            fingerprints: derived("leerkring fingerprint"),
            one_time_codes: derived("leerkring one-time code"),
        })
    }

    /// `payload` with a seal that only this server's key makes.
    pub fn seal(&self, payload: &[u8]) -> String {
        let tag = hmac::sign(&self.cursors, payload);
        let tag = tag.as_ref().get(..16).unwrap_or_default();
        URL_SAFE_NO_PAD.encode([tag, payload].concat())
    }

    /// The payload of a sealed text, if nobody tampered with it.
    pub fn open(&self, sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (tag, payload) = bytes.split_at_checked(16)?;
        let expected = hmac::sign(&self.cursors, payload);
        let same = aws_lc_rs::constant_time::verify_slices_are_equal(
            tag,
            expected.as_ref().get(..16).unwrap_or_default(),
        );
        same.ok().map(|()| payload.to_owned())
    }

    /// A hash of `parts` that nobody without the key can compute.
    pub fn fingerprint(&self, parts: &[&[u8]]) -> String {
        let mut context = hmac::Context::with_key(&self.fingerprints);
        for part in parts {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        URL_SAFE_NO_PAD.encode(context.sign().as_ref())
    }
}

fn generate() -> Result<String, KeyError> {
    let random = SystemRandom::new();
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
        .map_err(|_| KeyError::NoKey)?;
    let base64 = STANDARD.encode(der.as_ref());
    let lines: Vec<&str> =
        base64.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    Ok(format!("{BEGIN}\n{}\n{END}\n", lines.join("\n")))
}

fn write_private(path: &Path, pem: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(pem.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn keys() -> Keys {
        Keys::from_pem(&generate().unwrap()).unwrap()
    }

    #[test]
    fn a_sealed_text_opens_with_the_same_key_only() {
        let (one, two) = (keys(), keys());
        let sealed = one.seal(b"position");
        assert_eq!(one.open(&sealed).as_deref(), Some(b"position".as_slice()));
        assert_eq!(two.open(&sealed), None);
        assert_eq!(one.open("AAAA"), None);
        assert_eq!(one.open("not base64!"), None);
    }

    #[test]
    fn a_fingerprint_tells_where_one_part_ends() {
        let keys = keys();
        assert_ne!(keys.fingerprint(&[b"ab", b"c"]), keys.fingerprint(&[b"a", b"bc"]));
        assert_eq!(keys.fingerprint(&[b"ab"]), keys.fingerprint(&[b"ab"]));
    }

    #[test]
    fn another_kind_of_key_is_refused_with_what_to_do() {
        let refused = Keys::from_pem("-----BEGIN RSA PRIVATE KEY-----").unwrap_err();
        assert!(refused.to_string().contains("openssl genpkey"));
    }
}
