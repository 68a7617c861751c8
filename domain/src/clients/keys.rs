//! Public keys of clients, with one algorithm each, so that nobody chooses another for it.

use super::Client;
use crate::kernel::event::Subject;
use crate::kernel::{Code, Id, Instant, Refusal, text};

/// The most that a client has at a time.
pub const MOST: usize = 5;

/// The sizes of RSA keys, in bytes: 2048 to 4096 bits. Smaller ones can be broken, larger ones only
/// cost time.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=512;

/// An algorithm with a public key. There is no word for any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAlgorithm {
    Rs256,
    Ps256,
    Es256,
    Es384,
    EdDsa,
}

impl Code for KeyAlgorithm {
    const ALL: &'static [Self] = &[Self::Rs256, Self::Ps256, Self::Es256, Self::Es384, Self::EdDsa];

    fn code(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// What kind of key somebody has (RFC 7517).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyShape<'a> {
    pub kty: &'a str,
    pub crv: Option<&'a str>,
    /// The length of an RSA modulus.
    pub modulus_bytes: usize,
    /// What the key says that it is for.
    pub alg: Option<&'a str>,
}

impl KeyAlgorithm {
    /// The one algorithm of a key.
    ///
    /// # Errors
    /// `key-not-admitted`, with what is admitted.
    pub fn of(key: KeyShape<'_>) -> Result<Self, Refusal> {
        let given = key.alg.map(Self::from_code);
        let fitting: &[Self] = match (key.kty, key.crv) {
            ("EC", Some("P-256")) => &[Self::Es256],
            ("EC", Some("P-384")) => &[Self::Es384],
            ("OKP", Some("Ed25519")) => &[Self::EdDsa],
            ("RSA", None) if RSA_BYTES.contains(&key.modulus_bytes) => &[Self::Ps256, Self::Rs256],
            _ => &[],
        };
        let chosen = match given {
            None => fitting.first().copied(),
            Some(given) => given.filter(|it| fitting.contains(it)),
        };
        chosen.ok_or_else(not_admitted)
    }
}

/// The refusal of a key that is none of those which are admitted.
pub fn not_admitted() -> Refusal {
    let sentence = text(
        "geef een publieke sleutel als JWK: EC met P-256 (ES256) of P-384 (ES384), OKP met Ed25519 \
         (EdDSA), of RSA van 2048 tot 4096 bits (PS256 of RS256)",
        "give a public key as a JWK: EC with P-256 (ES256) or P-384 (ES384), OKP with Ed25519 \
         (EdDSA), or RSA of 2048 to 4096 bits (PS256 or RS256)",
    );
    Refusal::invalid("/jwk", "key-not-admitted", sentence)
}

/// A public key of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey {
    pub id: Id<ClientKey>,
    pub client: Id<Client>,
    /// Its name in the head of what it signed.
    pub kid: String,
    pub algorithm: KeyAlgorithm,
    pub created_at: Instant,
    /// When a token was last given for something that it signed.
    pub last_used_at: Option<Instant>,
}

impl Subject for ClientKey {
    const KIND: &'static str = "client-key";
}

impl Client {
    /// A key more beside `those`.
    ///
    /// # Errors
    /// `client-ended`, `too-many-keys`, `kid-taken`.
    pub fn add_key(
        &self,
        id: Id<ClientKey>,
        (kid, algorithm): (String, KeyAlgorithm),
        those: &[ClientKey],
        now: Instant,
    ) -> Result<ClientKey, Refusal> {
        self.goes_on()?;
        if those.iter().any(|key| key.kid == kid) {
            let sentence = text(
                format!("deze client heeft al een sleutel {kid}"),
                format!("this client has a key {kid} already"),
            );
            return Err(Refusal::conflict("kid-taken", sentence));
        }
        if MOST <= those.len() {
            let sentence = text(
                format!("een client heeft hoogstens {MOST} sleutels; verwijder er eerst een"),
                format!("a client has at most {MOST} keys; remove one of them first"),
            );
            return Err(Refusal::conflict("too-many-keys", sentence));
        }
        let client = self.id;
        Ok(ClientKey { id, client, kid, algorithm, created_at: now, last_used_at: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kty: &str, crv: Option<&str>, bits: usize, alg: Option<&str>) -> Option<KeyAlgorithm> {
        KeyAlgorithm::of(KeyShape { kty, crv, modulus_bytes: bits / 8, alg }).ok()
    }

    #[test]
    fn a_key_has_one_algorithm() {
        assert_eq!(of("EC", Some("P-256"), 0, None), Some(KeyAlgorithm::Es256));
        assert_eq!(of("EC", Some("P-384"), 0, Some("ES384")), Some(KeyAlgorithm::Es384));
        assert_eq!(of("OKP", Some("Ed25519"), 0, Some("EdDSA")), Some(KeyAlgorithm::EdDsa));
        assert_eq!(of("RSA", None, 2048, None), Some(KeyAlgorithm::Ps256));
        assert_eq!(of("RSA", None, 4096, Some("RS256")), Some(KeyAlgorithm::Rs256));
    }

    #[test]
    fn weak_keys_and_others_are_not_admitted() {
        for (kty, crv, bits, alg) in [
            ("RSA", None, 1024, None),
            ("RSA", None, 2040, Some("RS256")),
            ("RSA", None, 16_384, None),
            ("RSA", None, 2048, Some("none")),
            ("RSA", None, 2048, Some("HS256")),
            ("RSA", None, 2048, Some("ES256")),
            ("EC", Some("P-521"), 0, None),
            ("EC", Some("secp256k1"), 0, None),
            ("EC", Some("P-256"), 0, Some("ES384")),
            ("EC", None, 0, None),
            ("OKP", Some("X25519"), 0, None),
            ("oct", None, 0, Some("HS256")),
        ] {
            assert_eq!(of(kty, crv, bits, alg), None, "{kty} {crv:?} {bits} {alg:?}");
        }
    }
}
