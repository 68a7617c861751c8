//! The signing keys that are in use: which one signs, which ones are believed.

use std::sync::Arc;

use leerkring_domain::kernel::Instant;
use leerkring_persistence::signing_keys::SealedKey;

use super::signing::SigningKey;

/// The keys that live, the first one first. What a key may do depends on the clock.
#[derive(Debug, Default)]
pub struct Ring(Vec<(SealedKey, Arc<SigningKey>)>);

/// Whether what this key signed is believed at `now`.
fn lives(key: &SealedKey, now: Instant) -> bool {
    key.revoked_at.is_none() && key.ends_at.is_none_or(|end| now < end)
}

/// The key that signs at `now`: the newest that may. Where none may yet, the first one does: it has
/// no predecessor, and the clocks of servers differ.
pub fn signer<'a>(
    mut keys: impl DoubleEndedIterator<Item = &'a SealedKey> + Clone,
    now: Instant,
) -> Option<&'a SealedKey> {
    let may = keys.clone().rev().find(|key| key.signs_from <= now && lives(key, now));
    may.or_else(|| keys.find(|key| lives(key, now)))
}

impl Ring {
    /// A ring of `rows`, each opened by `open`; and the names of those that do not open.
    pub fn of(
        rows: &[SealedKey],
        open: impl Fn(&SealedKey) -> Option<Arc<SigningKey>>,
    ) -> (Self, Vec<String>) {
        let (mut opened, mut closed) = (Vec::new(), Vec::new());
        for row in rows {
            match open(row) {
                Some(key) => opened.push((row.clone(), key)),
                None => closed.push(row.kid.clone()),
            }
        }
        (Self(opened), closed)
    }

    /// The key that signs at `now`.
    pub fn signer(&self, now: Instant) -> Option<&Arc<SigningKey>> {
        self.find(&signer(self.0.iter().map(|(row, _)| row), now)?.kid)
    }

    /// The key of that name, if what it signed is believed at `now`.
    pub fn verifier(&self, kid: &str, now: Instant) -> Option<&Arc<SigningKey>> {
        self.published(now).find(|key| key.kid == kid)
    }

    /// The keys that are believed at `now`, also before they sign: so everybody knows them then.
    pub fn published(&self, now: Instant) -> impl Iterator<Item = &Arc<SigningKey>> {
        self.0.iter().filter(move |(row, _)| lives(row, now)).map(|(_, key)| key)
    }

    /// The key of that name, in whatever state.
    pub fn find(&self, kid: &str) -> Option<&Arc<SigningKey>> {
        self.0.iter().map(|(_, key)| key).find(|key| key.kid == kid)
    }
}

#[cfg(test)]
mod tests {
    use leerkring_persistence::signing_keys::Purpose;

    use super::super::signing::generate;
    use super::*;

    fn at(minute: u32) -> Instant {
        format!("2026-07-01T10:{minute:02}:00Z").parse().unwrap()
    }

    fn row(generation: i64, from: u32) -> SealedKey {
        let sealed = generate().unwrap();
        let kid = SigningKey::from_der(&sealed).unwrap().kid;
        let (created_at, signs_from) = (at(from), at(from));
        SealedKey {
            kid,
            generation,
            purpose: Purpose::Tokens,
            sealed,
            created_at,
            signs_from,
            retired_at: None,
            ends_at: None,
            revoked_at: None,
        }
    }

    fn ring(rows: &[SealedKey]) -> Ring {
        Ring::of(rows, |row| SigningKey::from_der(&row.sealed).map(Arc::new)).0
    }

    #[test]
    fn a_new_key_is_published_at_once_and_signs_later_and_the_old_one_is_believed_to_its_end() {
        let old = SealedKey { retired_at: Some(at(10)), ends_at: Some(at(30)), ..row(1, 0) };
        let new = row(2, 10);
        let ring = ring(&[old.clone(), new.clone()]);
        let signer = |minute| ring.signer(at(minute)).unwrap().kid.clone();
        assert_eq!((signer(9), signer(10)), (old.kid.clone(), new.kid.clone()));
        assert_eq!(ring.published(at(0)).count(), 2);
        assert!(ring.verifier(&old.kid, at(29)).is_some());
        assert!(ring.verifier(&old.kid, at(30)).is_none());
        assert!(ring.verifier(&new.kid, at(0)).is_some());
    }

    #[test]
    fn what_was_revoked_is_neither_published_nor_believed() {
        let revoked = SealedKey { revoked_at: Some(at(1)), ..row(1, 0) };
        let ring = ring(std::slice::from_ref(&revoked));
        assert!(ring.verifier(&revoked.kid, at(0)).is_none());
        assert!(ring.signer(at(2)).is_none());
    }

    #[test]
    fn the_first_key_signs_also_for_a_server_whose_clock_is_behind() {
        let (one, two) = (row(1, 5), row(2, 7));
        assert_eq!(ring(&[one.clone(), two]).signer(at(4)).unwrap().kid, one.kid);
    }

    #[test]
    fn a_key_that_does_not_open_is_named() {
        let row = row(1, 0);
        let (ring, closed) = Ring::of(std::slice::from_ref(&row), |_| None);
        assert_eq!(closed, std::slice::from_ref(&row.kid));
        assert!(ring.find(&row.kid).is_none());
        assert!(ring.signer(at(1)).is_none());
    }
}
