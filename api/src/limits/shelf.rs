//! Where the limiter keeps how much each key used: bounded, whoever knocks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::ShrinkableKeyedStateStore;

/// In how many parts, each with a lock of its own.
const PARTS: usize = 16;
/// The most keys in one part: about 1.5 MB for the whole shelf.
const MOST: usize = 4096;

/// When each key's allowance is whole again, by key. Clones share one shelf.
#[derive(Debug, Clone, Default)]
pub(super) struct Shelf(Arc<[Mutex<Part>; PARTS]>);

type Part = HashMap<u64, u64>;

impl Shelf {
    fn part(&self, key: u64) -> MutexGuard<'_, Part> {
        let [first, ..] = &*self.0;
        let index = usize::try_from(key % 16).unwrap_or_default();
        locked(self.0.get(index).unwrap_or(first))
    }

    /// Sets back what `key` used by one that is worth `interval`.
    pub(super) fn lower(&self, key: u64, interval: Duration) {
        let interval = u64::try_from(interval.as_nanos()).unwrap_or(u64::MAX);
        if let Some(whole_at) = self.part(key).get_mut(&key) {
            *whole_at = whole_at.saturating_sub(interval);
        }
    }
}

fn locked(part: &Mutex<Part>) -> MutexGuard<'_, Part> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes room by forgetting the half that used least: those that just came, not those that are
/// being held back.
fn make_room(part: &mut Part) {
    let mut used: Vec<u64> = part.values().copied().collect();
    let middle = used.len() / 2;
    let (_, middle, _) = used.select_nth_unstable(middle);
    let middle = *middle;
    part.retain(|_, whole_at| middle < *whole_at);
}

impl StateStore for Shelf {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, key: &u64, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut part = self.part(*key);
        let (outcome, whole_at) = f(part.get(key).copied().map(Nanos::new))?;
        if MOST <= part.len() && !part.contains_key(key) {
            make_room(&mut part);
        }
        part.insert(*key, whole_at.as_u64());
        Ok(outcome)
    }
}

impl ShrinkableKeyedStateStore<u64> for Shelf {
    fn retain_recent(&self, drop_below: Nanos) {
        for part in self.0.iter() {
            let mut part = locked(part);
            part.retain(|_, whole_at| drop_below.as_u64() < *whole_at);
            part.shrink_to_fit();
        }
    }

    fn len(&self) -> usize {
        self.0.iter().map(|part| locked(part).len()).sum()
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(shelf: &Shelf, key: u64, whole_at: u64) {
        let put: Result<(), ()> = shelf.measure_and_replace(&key, |_| Ok(((), whole_at.into())));
        put.unwrap();
    }

    fn has(shelf: &Shelf, key: u64) -> bool {
        shelf
            .measure_and_replace(&key, |known| known.map(|_| ((), Nanos::new(0))).ok_or(()))
            .is_ok()
    }

    #[test]
    fn a_flood_of_keys_finds_an_end_and_does_not_free_whoever_is_held_back() {
        let shelf = Shelf::default();
        let (held, flood) = (0..100_u64, 1_000..200_000_u64);
        held.clone().for_each(|key| put(&shelf, key, u64::MAX));
        flood.for_each(|key| put(&shelf, key, key));
        assert!(shelf.len() <= PARTS * MOST, "{}", shelf.len());
        assert!(held.into_iter().all(|key| has(&shelf, key)));
    }

    #[test]
    fn a_flood_that_uses_equally_much_finds_an_end_too() {
        let shelf = Shelf::default();
        (0..100_000_u64).for_each(|key| put(&shelf, key, 7));
        assert!(shelf.len() <= PARTS * MOST, "{}", shelf.len());
    }

    #[test]
    fn keys_whose_allowance_is_whole_are_forgotten() {
        let shelf = Shelf::default();
        put(&shelf, 1, 10);
        put(&shelf, 2, 30);
        shelf.retain_recent(Nanos::new(20));
        assert_eq!((shelf.len(), has(&shelf, 2)), (1, true));
    }
}
