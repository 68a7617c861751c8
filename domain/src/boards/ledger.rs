//! What a file makes of the register: entries added, changed, closed and opened again.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// Something of the register that files name, change and close.
pub trait Entry: Clone + PartialEq {
    type Key: Ord + Clone;

    /// What files know it by.
    fn key(&self) -> Self::Key;

    /// The first day on which it no longer exists.
    fn closed_on(&self) -> Option<NaiveDate>;

    fn closed_as_of(self, day: NaiveDate) -> Self;

    fn version(&self) -> i64;

    fn with_version(self, version: i64) -> Self;
}

/// What a row did to its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Added,
    Changed,
    Unchanged,
}

/// The entries as they are, and as a file has them.
#[derive(Debug)]
pub struct Ledger<T: Entry> {
    known: BTreeMap<T::Key, T>,
    named: BTreeMap<T::Key, T>,
}

/// What has to be written. Every entry stands in one of the lists.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference<T> {
    pub added: Vec<T>,
    pub changed: Vec<T>,
    pub closed: Vec<T>,
    pub reopened: Vec<T>,
    /// How many open entries the file had a say in.
    pub concerned: usize,
}

impl<T> Default for Difference<T> {
    fn default() -> Self {
        Self {
            added: Vec::new(),
            changed: Vec::new(),
            closed: Vec::new(),
            reopened: Vec::new(),
            concerned: 0,
        }
    }
}

impl<T: Entry> Ledger<T> {
    pub fn new(known: impl IntoIterator<Item = T>) -> Self {
        let known = known.into_iter().map(|entry| (entry.key(), entry)).collect();
        Self { known, named: BTreeMap::new() }
    }

    /// The entry as it is before the file.
    pub fn known(&self, key: &T::Key) -> Option<&T> {
        self.known.get(key)
    }

    /// Puts down an entry as the file has it; an old one with its old version.
    pub fn enter(&mut self, entry: T) -> Fate {
        let fate = match self.known.get(&entry.key()) {
            None => Fate::Added,
            Some(known) if *known == entry => Fate::Unchanged,
            Some(_) => Fate::Changed,
        };
        self.named.insert(entry.key(), entry);
        fate
    }

    /// The difference, where what the file `concerns` and no longer names is closed as of `today`.
    pub fn settle(self, today: NaiveDate, concerns: impl Fn(&T) -> bool) -> Difference<T> {
        let mut difference = Difference::default();
        for (key, known) in &self.known {
            if known.closed_on().is_some() || !concerns(known) {
                continue;
            }
            difference.concerned += 1;
            if !self.named.contains_key(key) {
                let version = known.version() + 1;
                difference.closed.push(known.clone().closed_as_of(today).with_version(version));
            }
        }
        for (key, entry) in self.named {
            let Some(known) = self.known.get(&key) else {
                difference.added.push(entry);
                continue;
            };
            let reopened = known.closed_on().is_some() && entry.closed_on().is_none();
            let list = match *known == entry {
                true => continue,
                false if reopened => &mut difference.reopened,
                false => &mut difference.changed,
            };
            let version = known.version() + 1;
            list.push(entry.with_version(version));
        }
        difference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Thing {
        key: u8,
        name: &'static str,
        closed_on: Option<NaiveDate>,
        version: i64,
    }

    impl Entry for Thing {
        type Key = u8;

        fn key(&self) -> u8 {
            self.key
        }

        fn closed_on(&self) -> Option<NaiveDate> {
            self.closed_on
        }

        fn closed_as_of(self, day: NaiveDate) -> Self {
            Self { closed_on: Some(day), ..self }
        }

        fn version(&self) -> i64 {
            self.version
        }

        fn with_version(self, version: i64) -> Self {
            Self { version, ..self }
        }
    }

    fn thing(key: u8, name: &'static str) -> Thing {
        Thing { key, name, closed_on: None, version: 1 }
    }

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn keys(things: &[Thing]) -> Vec<u8> {
        things.iter().map(|thing| thing.key).collect()
    }

    #[test]
    fn every_entry_gets_its_fate() {
        let closed = thing(4, "d").closed_as_of(today());
        let mut ledger = Ledger::new([thing(1, "a"), thing(2, "b"), thing(3, "c"), closed]);
        assert_eq!(ledger.enter(thing(1, "a")), Fate::Unchanged);
        assert_eq!(ledger.enter(thing(2, "B")), Fate::Changed);
        assert_eq!(ledger.enter(thing(4, "d")), Fate::Changed);
        assert_eq!(ledger.enter(thing(5, "e")), Fate::Added);
        let difference = ledger.settle(today(), |_| true);
        assert_eq!(keys(&difference.added), [5]);
        assert_eq!(keys(&difference.changed), [2]);
        assert_eq!(keys(&difference.closed), [3]);
        assert_eq!(keys(&difference.reopened), [4]);
        assert_eq!(difference.concerned, 3);
        assert!(difference.changed.iter().all(|thing| thing.version == 2));
    }

    #[test]
    fn b1_a_second_time_nothing_is_to_be_written() {
        let things = [thing(1, "a"), thing(2, "b").closed_as_of(today())];
        let mut ledger = Ledger::new(things);
        assert_eq!(ledger.enter(thing(1, "a")), Fate::Unchanged);
        let difference = ledger.settle(today(), |_| true);
        assert_eq!(difference, Difference { concerned: 1, ..Difference::default() });
    }

    #[test]
    fn b3_what_a_newer_file_lacks_is_closed_as_of_that_day() {
        let difference = Ledger::new([thing(1, "a")]).settle(today(), |_| true);
        assert_eq!(
            difference.closed,
            [Thing { version: 2, ..thing(1, "a").closed_as_of(today()) }]
        );
    }

    #[test]
    fn a_file_closes_only_what_it_concerns() {
        let ledger = Ledger::new([thing(1, "po"), thing(2, "vo")]);
        let difference = ledger.settle(today(), |thing| thing.name == "po");
        assert_eq!((keys(&difference.closed), difference.concerned), (vec![1], 1));
    }
}
