//! The installation's secret: 32 random bytes in a file, shared by all its servers.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Write};
use std::path::Path;

use aws_lc_rs::{hmac, rand};

/// Why the secret cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("cannot be read: {0}")]
    Unreadable(Error),
    #[error("cannot be written: {0}")]
    Unwritable(Error),
    #[error(
        "holds something else than 64 hexadecimal digits (make one with: openssl rand -hex 32)"
    )]
    NoSecret,
    #[error("cannot be made: the machine gives no random bytes")]
    NoRandomness,
}

/// The root of all keys of an installation. It derives keys and never leaves this value.
#[derive(Clone)]
pub struct Secret(hmac::Key);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// The length of the secret.
const LENGTH: usize = 32;

impl Secret {
    /// The secret in `path`, where there is such a file.
    pub fn read(path: &Path) -> Result<Option<Self>, SecretError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::from_text(&text).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SecretError::Unreadable(error)),
        }
    }

    /// Makes a secret in `path`, whole or not at all. Where another process was first, its secret
    /// is the one.
    pub fn create(path: &Path) -> Result<Self, SecretError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let draft = path.with_file_name(format!(".{name}.{}", hexadecimal(&random::<8>()?)));
        let written = write_private(&draft, &format!("{}\n", hexadecimal(&random::<LENGTH>()?)));
        let linked = written.and_then(|()| match std::fs::hard_link(&draft, path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            other => other,
        });
        // Whether it can be removed or not: what counts is the file at `path`.
        std::fs::remove_file(&draft).ok();
        linked.map_err(SecretError::Unwritable)?;
        Self::read(path)?.ok_or_else(|| SecretError::Unreadable(Error::from(ErrorKind::NotFound)))
    }

    /// A secret that is written nowhere: what it seals, nothing opens later.
    pub fn passing() -> Result<Self, SecretError> {
        Ok(Self::from_bytes(&random::<LENGTH>()?))
    }

    fn from_text(text: &str) -> Result<Self, SecretError> {
        let text = text.trim();
        let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(byte).collect();
        let bytes = bytes.filter(|bytes| bytes.len() == LENGTH).ok_or(SecretError::NoSecret)?;
        Ok(Self::from_bytes(&bytes))
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }

    /// The 32 bytes for one purpose, by its label: they tell nothing of those for another.
    pub fn derive(&self, label: &str) -> hmac::Tag {
        hmac::sign(&self.0, label.as_bytes())
    }

    /// The key that authenticates for one purpose.
    pub fn mac_key(&self, label: &str) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.derive(label).as_ref())
    }
}

fn random<const N: usize>() -> Result<[u8; N], SecretError> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| SecretError::NoRandomness)?;
    Ok(bytes)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn byte(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.len() == 2)?;
    // `from_str_radix` takes a sign too.
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u8::from_str_radix(digits, 16).ok().filter(|_| plain)
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(secret: &Secret) -> Vec<u8> {
        secret.derive("test").as_ref().to_owned()
    }

    #[test]
    fn a_secret_is_64_hexadecimal_digits() {
        let good = "0123456789abcdefABCDEF0123456789".repeat(2);
        assert!(Secret::from_text(&format!("{good}\n")).is_ok());
        let signed = format!("+1{}", &good[2..]);
        for bad in ["", "00", &good[1..], &format!("{good}00"), &good.replace('0', "g"), &signed] {
            assert!(Secret::from_text(bad).unwrap_err().to_string().contains("openssl"), "{bad}");
        }
    }

    #[test]
    fn purposes_and_secrets_have_keys_of_their_own() {
        let (one, two) = (Secret::passing().unwrap(), Secret::passing().unwrap());
        assert_ne!(text_of(&one), text_of(&two));
        assert_ne!(text_of(&one), one.derive("another test").as_ref());
        assert_eq!(text_of(&one), text_of(&one.clone()));
    }

    #[test]
    fn those_who_make_a_secret_at_once_have_the_same_and_nobody_else_may_read_it() {
        let directory =
            std::env::temp_dir().join(format!("leerkring-secret-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let path = directory.join("secret");
        assert!(Secret::read(&path).unwrap().is_none());
        let made: Vec<_> = std::thread::scope(|scope| {
            let rivals: Vec<_> = (0..8).map(|_| scope.spawn(|| Secret::create(&path))).collect();
            rivals.into_iter().map(|it| text_of(&it.join().unwrap().unwrap())).collect()
        });
        assert!(made.iter().all(|one| *one == made[0]));
        assert_eq!(text_of(&Secret::read(&path).unwrap().unwrap()), made[0]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let permissions = std::fs::metadata(&path).unwrap().permissions();
            assert_eq!(permissions.mode() & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 1);
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
