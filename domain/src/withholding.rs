//! Which totals over boards may be published together, so that nothing about fewer than five of
//! them can be read or worked out.
//!
//! A total over fewer than [`LEAST`] contributors is withheld. That is not enough: whoever has the
//! total of a sector and of all its regions but one has the last one too. So a publication is
//! built total by total, the most important first, and each is admitted only if *whatever anybody
//! computes from all that is published* still rests on at least five contributors which it cannot
//! tell apart.
//!
//! How: contributors that stand in the same totals are told apart by none of them; they form a
//! *group*, and a group's signature says in which totals it stands. What can be computed from
//! totals (added, subtracted, weighted) gives every member of a group the same weight. If the
//! signature of each group smaller than five is a linear combination of signatures of larger
//! groups, a computation that gives every large group the weight 0 gives every small group 0 too:
//! so none is left that is about small groups alone.
//!
//! The verdicts depend on who contributes, never on the figures. A contributor is somebody with
//! something to show; a total of nothing, a total of nobody and a total withheld look the same: no
//! figure and no number of boards.

#[cfg(test)]
mod attacks;
mod span;

use std::collections::{BTreeMap, BTreeSet};

use span::Span;

/// The fewest contributors that a published total rests on.
pub const LEAST: usize = 5;

/// The totals published so far, over contributors `C`: whatever is read together (the sectors, the
/// regions of every scheme, the size classes, the members of organisations) belongs in one
/// publication, and goes in in the same order each time.
#[derive(Debug, Clone)]
pub struct Publication<C> {
    /// The fewest contributors that whatever can be computed rests on.
    least: usize,
    totals: usize,
    /// In which of the totals somebody stands, by their position.
    signatures: BTreeMap<C, Signature>,
    /// What was said before: the same total again tells nothing new, and what gave somebody away
    /// does so still.
    verdicts: BTreeMap<BTreeSet<C>, bool>,
}

type Signature = Vec<usize>;

impl<C> Default for Publication<C> {
    fn default() -> Self {
        Self::resting_on(LEAST)
    }
}

impl<C> Publication<C> {
    /// Nothing published yet. Where a reader may be among the contributors and know about itself,
    /// totals rest on one more than [`LEAST`].
    pub fn resting_on(least: usize) -> Self {
        Self { least, totals: 0, signatures: BTreeMap::new(), verdicts: BTreeMap::new() }
    }
}

impl<C: Ord + Copy> Publication<C> {
    /// Publishes the total over these contributors if that gives nobody away, and says whether.
    pub fn admit(&mut self, over: impl IntoIterator<Item = C>) -> bool {
        let over: BTreeSet<C> = over.into_iter().collect();
        if over.len() < self.least {
            return false;
        }
        if let Some(verdict) = self.verdicts.get(&over) {
            return *verdict;
        }
        let apart = over.iter().all(|contributor| !self.signatures.contains_key(contributor));
        self.enter(&over);
        // Whoever stands in no other total is told apart by none.
        let safe = apart || self.hides_the_few();
        if !safe {
            self.leave(&over);
        }
        self.verdicts.insert(over, safe);
        safe
    }

    fn enter(&mut self, over: &BTreeSet<C>) {
        for contributor in over {
            self.signatures.entry(*contributor).or_default().push(self.totals);
        }
        self.totals += 1;
    }

    fn leave(&mut self, over: &BTreeSet<C>) {
        self.totals -= 1;
        for contributor in over {
            self.signatures.get_mut(contributor).map(Vec::pop);
        }
        self.signatures.retain(|_, signature| !signature.is_empty());
    }

    fn hides_the_few(&self) -> bool {
        let mut groups: BTreeMap<&Signature, usize> = BTreeMap::new();
        for signature in self.signatures.values() {
            *groups.entry(signature).or_default() += 1;
        }
        let (few, many): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(_, size)| *size < self.least);
        if few.is_empty() {
            return true;
        }
        let mut span = Span::new(self.totals);
        for (signature, _) in many {
            span.widen(signature);
        }
        few.into_iter().all(|(signature, _)| span.holds(signature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(totals: &[&[u32]]) -> Vec<bool> {
        let mut publication = Publication::default();
        totals.iter().map(|total| publication.admit(total.iter().copied())).collect()
    }

    fn span(from: u32, to: u32) -> Vec<u32> {
        (from..to).collect()
    }

    #[test]
    fn five_is_enough_and_four_is_not() {
        assert_eq!(admitted(&[&[1, 2, 3, 4, 5]]), [true]);
        assert_eq!(admitted(&[&[1, 2, 3, 4]]), [false]);
        assert_eq!(admitted(&[&[]]), [false]);
    }

    #[test]
    fn somebody_who_is_named_twice_counts_once() {
        assert_eq!(admitted(&[&[1, 2, 3, 4, 4]]), [false]);
    }

    #[test]
    fn the_last_region_is_withheld_if_it_would_give_away_a_small_one() {
        let (sector, first, second, small) = (span(0, 23), span(0, 10), span(10, 20), span(20, 23));
        assert_eq!(admitted(&[&sector, &first, &second, &small]), [true, true, false, false]);
    }

    #[test]
    fn two_small_regions_hide_each_other_when_they_are_five_together() {
        let (sector, first, second) = (span(0, 25), span(0, 10), span(10, 20));
        let small = (span(20, 22), span(22, 25));
        let totals: &[&[u32]] = &[&sector, &first, &second, &small.0, &small.1];
        assert_eq!(admitted(totals), [true, true, true, false, false]);
    }

    #[test]
    fn members_are_withheld_if_those_who_are_no_members_are_few() {
        assert_eq!(admitted(&[&span(0, 20), &span(0, 17)]), [true, false]);
        assert_eq!(admitted(&[&span(0, 20), &span(0, 15)]), [true, true]);
    }

    #[test]
    fn a_period_with_one_more_board_is_withheld_beside_the_one_without() {
        assert_eq!(admitted(&[&span(0, 8), &span(0, 9)]), [true, false]);
    }

    #[test]
    fn the_same_total_may_be_published_again() {
        assert_eq!(admitted(&[&span(0, 8), &span(0, 8)]), [true, true]);
    }

    #[test]
    fn two_divisions_of_the_same_boards_may_cross_in_small_groups() {
        // Two regions by two size classes: 6, 2 and 3, 9 boards.
        let region: (Vec<u32>, Vec<u32>) = (span(0, 8), span(8, 20));
        let small: Vec<u32> = span(0, 6).into_iter().chain(8..11).collect();
        let large: Vec<u32> = span(6, 8).into_iter().chain(11..20).collect();
        let sector = span(0, 20);
        let totals: &[&[u32]] = &[&sector, &region.0, &region.1, &small, &large];
        // The difference of region and class is 2 boards less 3: about five boards, but no five
        // that cannot be told apart.
        assert_eq!(admitted(totals), [true, true, true, false, false]);
        // With five in a third corner it is admitted.
        let small: Vec<u32> = span(0, 6).into_iter().chain(8..13).collect();
        let large: Vec<u32> = span(6, 8).into_iter().chain(13..20).collect();
        let totals: &[&[u32]] = &[&sector, &region.0, &region.1, &small, &large];
        assert_eq!(admitted(totals), [true, true, true, true, true]);
    }
}
