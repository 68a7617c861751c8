//! Passwords, hashed with argon2id: slow on purpose, so off the threads that serve, one at a time,
//! and never more waiting than are soon served.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::{
    Algorithm, Argon2, CustomizedPasswordHasher, Params, PasswordHash, PasswordVerifier, Version,
};
use aws_lc_rs::rand;
use leerkring_domain::passwords::Password;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::error::{Error, HttpError};

/// What a hash costs: the floor that OWASP's Password Storage Cheat Sheet names (19 MiB, twice, one
/// lane). Hashes made with other costs are made anew when their owner signs in.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The most that wait for their turn: about a second's work.
const WAITING: usize = 32;

/// Where passwords are hashed.
pub struct Passwords {
    /// One at a time, whoever stops waiting.
    turn: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// What the passwords of people who have none are held against: no password fits it.
    nobodys: SecretString,
    verified: AtomicU64,
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passwords")
    }
}

/// Why passwords cannot be hashed at all.
#[derive(Debug, thiserror::Error)]
#[error("the machine gives no random numbers")]
pub struct NoRandomness;

/// What came of holding a password against its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, but the hash was made with other costs than are asked for now.
    RightButDated,
}

impl Passwords {
    /// # Errors
    /// Where the machine gives no random numbers.
    pub fn new() -> Result<Self, NoRandomness> {
        let (salt, output) = (random::<16>()?, random::<32>()?);
        let params = costs().and_then(|costs| (&costs).try_into().ok()).ok_or(NoRandomness)?;
        let nobodys = PasswordHash {
            algorithm: argon2::ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params,
            salt: argon2::password_hash::phc::Salt::new(&salt).ok(),
            hash: argon2::password_hash::phc::Output::new(&output).ok(),
        };
        Ok(Self {
            turn: Arc::new(Semaphore::new(1)),
            places: Arc::new(Semaphore::new(WAITING)),
            nobodys: nobodys.to_string().into(),
            verified: AtomicU64::new(0),
        })
    }

    /// Holds `password` against `hash`. Without one it takes as long, and is wrong.
    ///
    /// # Errors
    /// Where too many wait.
    pub async fn verify(
        &self,
        password: Password,
        hash: Option<SecretString>,
    ) -> Result<Verdict, Error> {
        let hash = hash.unwrap_or_else(|| self.nobodys.clone());
        self.verified.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("password_verifications_total").increment(1);
        self.in_turn(move || verdict(&password, &hash)).await?
    }

    /// The hash of `password`, to be stored.
    ///
    /// # Errors
    /// Where too many wait.
    pub async fn hash(&self, password: Password) -> Result<SecretString, Error> {
        self.in_turn(move || hash(&password)).await?
    }

    /// How many passwords were held against a hash since the start.
    pub fn verifications(&self) -> u64 {
        self.verified.load(Ordering::Relaxed)
    }

    /// Does slow work when its turn comes. The turn ends with the work, also where nobody waits for
    /// it any more.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| HttpError::Overloaded)?;
        let ended = |_| Error::Bug("the turn to hash ended".to_owned());
        let turn = self.turn.clone().acquire_owned().await.map_err(ended)?;
        let done = tokio::task::spawn_blocking(move || {
            let (_turn, _place) = (turn, place);
            work()
        });
        done.await.map_err(|error| Error::Bug(format!("hashing ended: {error}")))
    }
}

fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], NoRandomness> {
    let mut bytes = [0; LENGTH];
    rand::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

fn costs() -> Option<Params> {
    Params::new(MEMORY_KIB, PASSES, LANES, None).ok()
}

fn hash(password: &Password) -> Result<SecretString, Error> {
    let salt = random::<16>().map_err(|error| Error::Bug(error.to_string()))?;
    let refused = |error: String| Error::Bug(format!("a password cannot be hashed: {error}"));
    let costs = costs().ok_or_else(|| refused("its costs are none".to_owned()))?;
    let hash: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, costs.clone())
        .hash_password_with_params(password.expose().as_bytes(), &salt, costs)
        .map_err(|error| refused(error.to_string()))?;
    Ok(hash.to_string().into())
}

fn verdict(password: &Password, hash: &SecretString) -> Result<Verdict, Error> {
    let unreadable = || Error::Bug("a hash in the database is none".to_owned());
    let hash = PasswordHash::new(hash.expose_secret()).map_err(|_| unreadable())?;
    match Argon2::default().verify_password(password.expose().as_bytes(), &hash) {
        Ok(()) if is_dated(&hash) => Ok(Verdict::RightButDated),
        Ok(()) => Ok(Verdict::Right),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(_) => Err(unreadable()),
    }
}

fn is_dated(hash: &PasswordHash) -> bool {
    let made_with = Params::try_from(hash).ok();
    let same = made_with.zip(costs()).is_some_and(|(made_with, costs)| {
        let cost = |of: &Params| (of.m_cost(), of.t_cost(), of.p_cost());
        cost(&made_with) == cost(&costs)
    });
    !same || hash.algorithm != argon2::ARGON2ID_IDENT || hash.version != Some(Version::V0x13.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::given(&text.into())
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_only_and_names_its_costs() {
        let passwords = Passwords::new().unwrap();
        let hash = passwords.hash(password("paard accu nietje")).await.unwrap();
        assert!(hash.expose_secret().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "its costs");
        let right = passwords.verify(password("paard accu nietje"), Some(hash.clone())).await;
        assert_eq!(right.unwrap(), Verdict::Right);
        let wrong = passwords.verify(password("paard accu nietjes"), Some(hash.clone())).await;
        assert_eq!(wrong.unwrap(), Verdict::Wrong);
        let again = passwords.hash(password("paard accu nietje")).await.unwrap();
        assert_ne!(hash.expose_secret(), again.expose_secret());
    }

    #[tokio::test]
    async fn nobodys_password_is_wrong_after_the_same_work() {
        let passwords = Passwords::new().unwrap();
        let verdict = passwords.verify(password("paard accu nietje"), None).await;
        assert_eq!(verdict.unwrap(), Verdict::Wrong);
        assert_eq!(passwords.verifications(), 1);
        let costs = |hash: &str| hash.rsplitn(3, '$').nth(2).map(str::to_owned);
        let real = passwords.hash(password("paard accu nietje")).await.unwrap();
        let nobodys = passwords.nobodys.expose_secret();
        assert_eq!(costs(nobodys), costs(real.expose_secret()));
        assert_eq!(nobodys.len(), real.expose_secret().len());
    }

    #[tokio::test]
    async fn a_hash_made_with_other_costs_is_right_and_dated() {
        let passwords = Passwords::new().unwrap();
        let cheap = Params::new(8_192, 1, 1, None).unwrap();
        let hash: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, cheap.clone())
            .hash_password_with_params(b"paard accu nietje", &[7; 16], cheap)
            .unwrap();
        let hash = SecretString::from(hash.to_string());
        let verdict = passwords.verify(password("paard accu nietje"), Some(hash)).await;
        assert_eq!(verdict.unwrap(), Verdict::RightButDated);
    }

    #[tokio::test]
    async fn who_finds_no_place_to_wait_is_told_so_and_places_come_back() {
        let passwords = Passwords::new().unwrap();
        let taken = passwords.places.clone().acquire_many_owned(32).await.unwrap();
        let refused = passwords.hash(password("paard accu nietje")).await.unwrap_err();
        assert!(matches!(refused, Error::Http(HttpError::Overloaded)));
        drop(taken);
        passwords.hash(password("paard accu nietje")).await.unwrap();
        assert_eq!(
            (passwords.places.available_permits(), passwords.turn.available_permits()),
            (32, 1)
        );
    }

    #[tokio::test]
    async fn nothing_secret_is_shown() {
        let passwords = Passwords::new().unwrap();
        let hash = passwords.hash(password("paard accu nietje")).await.unwrap();
        let shown = format!("{passwords:?} {hash:?}");
        assert!(!shown.contains("argon2id"), "{shown}");
    }
}
