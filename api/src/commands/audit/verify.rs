//! Verifying: every seal is made again, from the oldest entry to the newest, beside running
//! servers and in little memory. What is found is the first entry that is not as it was sealed.

use std::collections::BTreeMap;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use leerkring_persistence::audit::chain::{self, Chain, Link, Place};
use leerkring_persistence::{ConnectionTrait, Stored};

use super::seal::{hash_of, proof_of, seal_of};
use crate::commands::keys::in_words;
use crate::keys::Keys;

/// How many entries are read at once.
const PAGE: u64 = 1_000;

/// What is wrong with the first entry that is not as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("entry {0} is missing")]
    Missing(i64),
    #[error("entry {0} ({1}) was changed after it was sealed")]
    Changed(i64, String),
    #[error("the reason of entry {0} ({1}) was changed after it was sealed")]
    ReasonChanged(i64, String),
    #[error(
        "entry {0} ({1}) does not belong here: its seal is not one that this secret makes of it behind the entry before"
    )]
    Foreign(i64, String),
    #[error("entry {0} ({1}) stands there twice")]
    Twice(i64, String),
    #[error("entry {0} stands outside the chain, which goes from {1} to {2}")]
    Outside(i64, i64, i64),
    #[error("the chain ends at entry {0} with another seal than that entry has")]
    WrongHead(i64),
    #[error("the chain begins after entry {0}, but it was not leerkring that cut it off there")]
    WrongAnchor(i64),
    #[error("entry {0} had another seal when its head was written down")]
    WrongWitness(i64),
    #[error("entry {0} is missing: it was the head once, and now the chain ends at {1}")]
    CutOff(i64, i64),
}

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub chain: Chain,
    pub entries: u64,
    /// How many entries wait for their seal.
    pub unsealed: u64,
}

/// What a log is verified with.
#[derive(Debug)]
pub struct Witnesses<'a> {
    /// The keys of the secrets with which it was sealed, the oldest first.
    pub keys: &'a [Keys],
    /// Heads that were written down elsewhere, by their numbers.
    pub heads: BTreeMap<i64, Vec<u8>>,
}

/// Verifies the log that `db` holds. Tells `progress` how far it came.
pub async fn verify(
    db: &impl ConnectionTrait,
    witnesses: &Witnesses<'_>,
    mut progress: impl FnMut(u64, &Chain),
) -> Stored<Result<Verified, Flaw>> {
    // Before the chain: who is told that none waits is told of all that there were.
    let unsealed = chain::unsealed_count(db).await?;
    let mut chain = chain::find(db).await?;
    loop {
        let walked = walk(db, witnesses, &chain, &mut progress).await?;
        let now = chain::find(db).await?;
        // The oldest part may have been cut off meanwhile.
        if walked.is_err() && now.anchor != chain.anchor {
            chain = now;
            continue;
        }
        let entries = match walked {
            Ok(entries) => entries,
            Err(flaw) => return Ok(Err(flaw)),
        };
        if let Some(number) = chain::outside(db).await? {
            return Ok(Err(Flaw::Outside(number, now.anchor.number + 1, now.head.number)));
        }
        return Ok(Ok(Verified { chain, entries, unsealed }));
    }
}

async fn walk(
    db: &impl ConnectionTrait,
    witnesses: &Witnesses<'_>,
    chain: &Chain,
    progress: &mut impl FnMut(u64, &Chain),
) -> Stored<Result<u64, Flaw>> {
    let mut walk = match Walk::begin(witnesses, chain) {
        Ok(walk) => walk,
        Err(flaw) => return Ok(Err(flaw)),
    };
    loop {
        // The last one is read once more: another with its number would be passed over.
        let page = chain::from_number(db, walk.last.number, PAGE).await?;
        let is_sealed =
            |link: &Link| link.place().is_none_or(|place| place.number <= chain.head.number);
        let page: Vec<Link> = page.into_iter().take_while(is_sealed).collect();
        let full = u64::try_from(page.len()).unwrap_or(u64::MAX) == PAGE;
        for link in page {
            if let Err(flaw) = walk.step(link) {
                return Ok(Err(flaw));
            }
        }
        progress(walk.entries, chain);
        if !full {
            return Ok(walk.end());
        }
    }
}

/// A walk along the chain.
struct Walk<'a> {
    witnesses: &'a Witnesses<'a>,
    chain: &'a Chain,
    keys: std::slice::Iter<'a, Keys>,
    key: &'a Keys,
    last: Place,
    last_link: Option<Link>,
    entries: u64,
    /// An entry whose seal is not of what it tells. Whether it was changed or does not belong here
    /// at all shows in the one that follows.
    suspect: Option<(i64, String)>,
}

impl<'a> Walk<'a> {
    fn begin(witnesses: &'a Witnesses<'a>, chain: &'a Chain) -> Result<Self, Flaw> {
        let anchor = &chain.anchor;
        let is_ours = match &chain.anchor_proof {
            None => anchor.number == 0 && anchor.seal.is_empty(),
            Some(proof) => {
                witnesses.keys.iter().any(|keys| is_same(&proof_of(keys, anchor), proof))
            }
        };
        let mut keys = witnesses.keys.iter();
        let key = keys.next().filter(|_| is_ours).ok_or(Flaw::WrongAnchor(anchor.number))?;
        Ok(Self {
            witnesses,
            chain,
            keys,
            key,
            last: anchor.clone(),
            last_link: None,
            entries: 0,
            suspect: None,
        })
    }

    fn step(&mut self, link: Link) -> Result<(), Flaw> {
        let Some(place) = link.place() else {
            return Err(Flaw::Missing(self.last.number + 1));
        };
        let was_read = self.last_link.as_ref().is_some_and(|last| last.id() == link.id());
        if was_read {
            return Ok(());
        }
        if place.number <= self.last.number {
            return Err(match self.last_link {
                Some(_) => Flaw::Twice(place.number, in_short(&link)),
                None => Flaw::Outside(place.number, self.last.number + 1, self.chain.head.number),
            });
        }
        if place.number != self.last.number + 1 {
            return Err(self.cleared(None).err().unwrap_or(Flaw::Missing(self.last.number + 1)));
        }
        let is_right = self.is_sealed(&link, &place);
        self.cleared(Some(is_right))?;
        if !is_right {
            self.suspect = Some((place.number, in_short(&link)));
        }
        self.holds_reason(&link, place.number)?;
        if self.witnesses.heads.get(&place.number).is_some_and(|seal| *seal != place.seal) {
            return Err(Flaw::WrongWitness(place.number));
        }
        (self.last, self.last_link) = (place, Some(link));
        self.entries += 1;
        Ok(())
    }

    /// Whether the seal is of what the entry tells; by the next secret, where it is not by this.
    fn is_sealed(&mut self, link: &Link, place: &Place) -> bool {
        let (content, hash) = (link.content(), link.reason_hash());
        let is_by = |keys| {
            let before = (place.number, self.last.seal.as_slice());
            is_same(&seal_of(keys, before, &content, hash), &place.seal)
        };
        if is_by(self.key) {
            return true;
        }
        let later = self.keys.clone();
        let found = (1..).zip(later).find(|(_, keys)| is_by(keys));
        if let Some((count, keys)) = found {
            self.key = keys;
            self.keys = self.keys.as_slice().get(count..).unwrap_or_default().iter();
        }
        found.is_some()
    }

    /// Says what the suspect is, now that it is known whether the next one follows its seal.
    fn cleared(&mut self, follows: Option<bool>) -> Result<(), Flaw> {
        match self.suspect.take() {
            None => Ok(()),
            Some((number, told)) if follows == Some(true) => Err(Flaw::Changed(number, told)),
            Some((number, told)) => Err(Flaw::Foreign(number, told)),
        }
    }

    /// A reason is as it was sealed, or erased together with its salt.
    fn holds_reason(&self, link: &Link, number: i64) -> Result<(), Flaw> {
        let holds = match (link.reason(), link.reason_salt(), link.reason_hash()) {
            (None, None, _) => true,
            (Some(reason), Some(salt), Some(hash)) => {
                is_same(&hash_of(self.key, salt, reason), hash)
            }
            _ => false,
        };
        let is_suspect = self.suspect.is_some();
        if holds || is_suspect { Ok(()) } else { Err(Flaw::ReasonChanged(number, in_short(link))) }
    }

    fn end(mut self) -> Result<u64, Flaw> {
        let head = &self.chain.head;
        let reached = self.last.number == head.number;
        self.cleared(reached.then(|| self.last.seal == head.seal))?;
        if !reached {
            return Err(Flaw::Missing(self.last.number + 1));
        }
        if self.last.seal != head.seal {
            return Err(Flaw::WrongHead(head.number));
        }
        match self.witnesses.heads.range(head.number + 1..).next() {
            Some((number, _)) => Err(Flaw::CutOff(*number, head.number)),
            None => Ok(self.entries),
        }
    }
}

fn is_same(expected: &hmac::Tag, found: &[u8]) -> bool {
    verify_slices_are_equal(expected.as_ref(), found).is_ok()
}

/// An entry for whoever has to look into it.
fn in_short(link: &Link) -> String {
    format!("{}, {}, {}", link.id(), in_words(link.at()), link.what())
}
