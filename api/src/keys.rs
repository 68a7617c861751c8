//! The keys of a server: those derived from the installation's secret, and those that sign tokens
//! and credentials, which stand in the database, sealed with the secret.

mod one_time_codes;
pub mod ring;
pub mod secret;
pub mod secret_addresses;
pub mod signing;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use aws_lc_rs::aead::{
    AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, RandomizedNonceKey, UnboundKey,
};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_persistence::signing_keys::{Purpose, SealedKey};

use self::ring::Ring;
use self::secret::Secret;
use self::signing::SigningKey;

/// The keys of a server.
pub struct Keys {
    cursors: LessSafeKey,
    cursor_nonces: hmac::Key,
    fingerprints: hmac::Key,
    one_time_codes: hmac::Key,
    secret_addresses: hmac::Key,
    refresh_tokens: hmac::Key,
    audit_chain: hmac::Key,
    erasures: hmac::Key,
    sealing: RandomizedNonceKey,
    ring: RwLock<Arc<Ring>>,
    credentials: RwLock<Arc<Ring>>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({:?}, {:?})", self.ring(), self.credentials())
    }
}

/// A private key under seal, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    pub kid: String,
    pub sealed: Vec<u8>,
}

impl Keys {
    /// The keys derived from `secret`; none that sign yet. Each label is for one purpose and stays
    /// as it is: a new one makes void what the old one made.
    pub fn new(secret: &Secret) -> Result<Self, Unspecified> {
        let sealing = secret.derive("leerkring signing key");
        let cursors = UnboundKey::new(&AES_256_GCM, secret.derive("leerkring cursor").as_ref())?;
        Ok(Self {
            one_time_codes: secret.mac_key("leerkring one-time code"),
            secret_addresses: secret.mac_key("leerkring secret address"),
            cursors: LessSafeKey::new(cursors),
            cursor_nonces: secret.mac_key("leerkring cursor nonce"),
            fingerprints: secret.mac_key("leerkring fingerprint"),
            refresh_tokens: secret.mac_key("leerkring refresh token"),
            audit_chain: secret.mac_key("leerkring audit chain"),
            erasures: secret.mac_key("leerkring erasure"),
            sealing: RandomizedNonceKey::new(&AES_256_GCM, sealing.as_ref())?,
            ring: RwLock::default(),
            credentials: RwLock::default(),
        })
    }

    /// `payload` as a text that only this installation makes and reads: cursors stand in addresses,
    /// and addresses in logs. The same payload gives the same text, so that a page which did not
    /// change is not sent anew; hence a nonce made of what it is for.
    ///
    /// # Errors
    /// A payload of gigabytes.
    pub fn seal(&self, payload: &[u8]) -> Result<String, Unspecified> {
        let mac = hmac::sign(&self.cursor_nonces, payload);
        let nonce = mac.as_ref().get(..NONCE_LEN).unwrap_or_default();
        let mut content = payload.to_owned();
        self.cursors.seal_in_place_append_tag(
            Nonce::try_assume_unique_for_key(nonce)?,
            Aad::empty(),
            &mut content,
        )?;
        Ok(URL_SAFE_NO_PAD.encode([nonce, &content].concat()))
    }

    /// The payload of a sealed text, if nobody tampered with it.
    pub fn open(&self, sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, content) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut content = content.to_owned();
        self.cursors.open_in_place(nonce, Aad::empty(), &mut content).ok().map(|it| it.to_vec())
    }

    /// A hash of `parts` that nobody without the secret can compute.
    pub fn fingerprint(&self, parts: &[&[u8]]) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.fingerprints, parts).as_ref())
    }

    /// What makes a refresh token ours. To be compared in constant time.
    pub fn refresh_mac(&self, parts: &[&[u8]]) -> hmac::Tag {
        mac(&self.refresh_tokens, parts)
    }

    /// What links an entry of the audit to the one before.
    pub fn audit_mac(&self, parts: &[&[u8]]) -> hmac::Tag {
        mac(&self.audit_chain, parts)
    }

    /// What is remembered of somebody who was erased: nobody without the secret can tell whom.
    pub fn erasure(&self, who: &str) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.erasures, &[who.as_bytes()]).as_ref())
    }

    /// The keys for tokens that are in use now.
    pub fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The keys for credentials that are in use now. What they signed is no token of ours.
    pub fn credentials(&self) -> Arc<Ring> {
        self.credentials.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Uses the signing keys in `rows` from now on, and no others. Gives the names of those that
    /// the secret does not open: they are not ours to sign with, nor to believe.
    pub fn take(&self, rows: &[SealedKey]) -> Vec<String> {
        let rings = [(Purpose::Tokens, &self.ring), (Purpose::Credentials, &self.credentials)];
        let mut closed = Vec::new();
        for (purpose, ring) in rings {
            let known = ring.read().unwrap_or_else(PoisonError::into_inner).clone();
            let own: Vec<_> = rows.iter().filter(|row| row.purpose == purpose).cloned().collect();
            let open = |row: &SealedKey| known.find(&row.kid).cloned().or_else(|| self.unseal(row));
            let (opened, unopened) = Ring::of(&own, open);
            *ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(opened);
            closed.extend(unopened);
        }
        closed
    }

    /// A new signing key, sealed for the database.
    pub fn generate(&self) -> Result<NewKey, Unspecified> {
        let mut content = signing::generate()?;
        let kid = SigningKey::from_der(&content).ok_or(Unspecified)?.kid;
        let label = Aad::from(kid.as_bytes());
        let nonce = self.sealing.seal_in_place_append_tag(label, &mut content)?;
        Ok(NewKey { kid, sealed: [nonce.as_ref().as_slice(), &content].concat() })
    }

    /// Name and content are sealed together, so that no key stands under another's name.
    fn unseal(&self, row: &SealedKey) -> Option<Arc<SigningKey>> {
        let (nonce, content) = row.sealed.split_at_checked(NONCE_LEN)?;
        let (nonce, mut content) =
            (Nonce::try_assume_unique_for_key(nonce).ok()?, content.to_owned());
        let label = Aad::from(row.kid.as_bytes());
        let der = self.sealing.open_in_place(nonce, label, &mut content).ok()?;
        SigningKey::from_der(der).map(Arc::new)
    }
}

/// A code over `parts` that also tells where each of them ends.
fn mac(key: &hmac::Key, parts: &[&[u8]]) -> hmac::Tag {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(part);
    }
    context.sign()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn keys() -> Keys {
        Keys::new(&Secret::passing().unwrap()).unwrap()
    }

    fn row(new: NewKey) -> SealedKey {
        let now = "2026-07-01T10:00:00Z".parse().unwrap();
        SealedKey {
            kid: new.kid,
            generation: 1,
            purpose: Purpose::Tokens,
            sealed: new.sealed,
            created_at: now,
            signs_from: now,
            retired_at: None,
            ends_at: None,
            revoked_at: None,
        }
    }

    #[test]
    fn a_sealed_text_opens_with_the_same_secret_only_and_shows_nothing() {
        let (one, two) = (keys(), keys());
        let sealed = one.seal(b"position").unwrap();
        assert_eq!(one.seal(b"position").unwrap(), sealed);
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        assert!(!bytes.windows(3).any(|part| b"position".windows(3).any(|it| it == part)));
        assert_eq!(one.open(&sealed).as_deref(), Some(b"position".as_slice()));
        assert_eq!(two.open(&sealed), None);
        assert_eq!(one.open("AAAA"), None);
        assert_eq!(one.open("not base64!"), None);
    }

    #[test]
    fn a_code_tells_where_one_part_ends_and_what_it_is_for() {
        let keys = keys();
        assert_ne!(keys.fingerprint(&[b"ab", b"c"]), keys.fingerprint(&[b"a", b"bc"]));
        assert_eq!(keys.fingerprint(&[b"ab"]), keys.fingerprint(&[b"ab"]));
        assert_ne!(keys.refresh_mac(&[b"ab"]).as_ref(), keys.audit_mac(&[b"ab"]).as_ref());
    }

    #[test]
    fn a_key_for_credentials_signs_no_token() {
        let keys = keys();
        let key = SealedKey { purpose: Purpose::Credentials, ..row(keys.generate().unwrap()) };
        assert_eq!(keys.take(std::slice::from_ref(&key)), [""; 0]);
        assert!(keys.credentials().signer(key.signs_from).is_some());
        assert!(keys.ring().signer(key.signs_from).is_none());
        assert!(keys.ring().verifier(&key.kid, key.signs_from).is_none());
    }

    #[test]
    fn a_signing_key_opens_with_the_same_secret_under_its_own_name_only() {
        let (one, two) = (keys(), keys());
        let key = row(one.generate().unwrap());
        assert_eq!(one.take(std::slice::from_ref(&key)), [""; 0]);
        assert_eq!(two.take(std::slice::from_ref(&key)), std::slice::from_ref(&key.kid));
        let renamed = SealedKey { kid: "another".to_owned(), ..key.clone() };
        let cut = SealedKey { sealed: key.sealed[..5].to_owned(), ..key.clone() };
        let fresh = keys();
        assert_eq!(fresh.take(&[renamed, cut]).len(), 2);
        assert!(one.ring().find(&key.kid).is_some());
        assert!(one.take(&[]).is_empty() && one.ring().find(&key.kid).is_none());
    }
}
