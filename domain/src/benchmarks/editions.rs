//! When an edition is made, and what of it is published.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;

use super::{Cell, Contribution, Group};
use crate::boards::Board;
use crate::kernel::{Id, Instant};
use crate::questionnaires::Questionnaire;
use crate::responses::Response;
use crate::withholding::{LEAST, Publication};

/// Who reads a figure may be one of those it is over, and knows their own: what is published rests
/// on so many boards that enough are left besides one.
const LEAST_AND_ONE: usize = LEAST + 1;

/// So many boards have another response than in the last edition before there is a next one.
const CHANGED: usize = LEAST_AND_ONE;

/// An edition stands at least so long.
const EVERY_HOURS: i64 = 24;

/// The figures of a questionnaire as they stand for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    pub id: Id<Edition>,
    pub questionnaire: Id<Questionnaire>,
    /// 1 for the first.
    pub number: u32,
    pub made_at: Instant,
    pub contributions: Vec<Contribution>,
    /// In the order in which they were admitted.
    pub published: Vec<Cell>,
}

/// Every edition of a questionnaire, the first first.
#[derive(Debug, Clone, Default)]
pub struct Editions(pub Vec<Edition>);

impl Editions {
    /// Whether it is time for an edition and enough has changed.
    pub fn is_due(&self, contributions: &[Contribution], now: Instant) -> bool {
        let before = self.0.last().map(|last| last.contributions.as_slice()).unwrap_or_default();
        self.may_end(now) && CHANGED <= changed(before, contributions)
    }

    /// Whether the last edition has stood long enough.
    pub fn may_end(&self, now: Instant) -> bool {
        self.0.last().is_none_or(|last| last.made_at + Duration::hours(EVERY_HOURS) <= now)
    }

    /// The next edition, if one is due.
    pub fn next(
        &self,
        (id, questionnaire): (Id<Edition>, Id<Questionnaire>),
        contributions: Vec<Contribution>,
        now: Instant,
    ) -> Option<Edition> {
        if !self.is_due(&contributions, now) {
            return None;
        }
        let mut edition = Edition {
            id,
            questionnaire,
            number: self.0.last().map_or(1, |last| last.number + 1),
            made_at: now,
            contributions,
            published: Vec::new(),
        };
        let mut tables = self.tables();
        let admitted = edition.candidates().into_iter().filter(|cell| {
            tables.admits(edition.members(cell).map(|member| member.response).collect())
        });
        edition.published = admitted.collect();
        Some(edition)
    }

    /// Everything that was ever published.
    fn tables(&self) -> Tables {
        let mut tables = Tables::new();
        for edition in &self.0 {
            for cell in &edition.published {
                tables.admits(edition.members(cell).map(|member| member.response).collect());
            }
        }
        tables
    }
}

/// Which sets of responses figures were published over.
struct Tables {
    publication: Publication<Id<Response>>,
    /// A figure over the same responses tells nothing new.
    verdicts: BTreeMap<BTreeSet<Id<Response>>, bool>,
}

impl Tables {
    fn new() -> Self {
        Self { publication: Publication::resting_on(LEAST_AND_ONE), verdicts: BTreeMap::new() }
    }

    fn admits(&mut self, over: BTreeSet<Id<Response>>) -> bool {
        if let Some(verdict) = self.verdicts.get(&over) {
            return *verdict;
        }
        let verdict = self.publication.admit(over.iter().copied());
        self.verdicts.insert(over, verdict);
        verdict
    }
}

/// How many boards count with another response than before, count for the first time, or no more.
fn changed(before: &[Contribution], after: &[Contribution]) -> usize {
    let facts = |list: &[Contribution]| -> BTreeSet<(Id<Board>, Id<Response>)> {
        list.iter().map(|it| (it.board, it.response)).collect()
    };
    let (before, after) = (facts(before), facts(after));
    let boards: BTreeSet<_> = before.symmetric_difference(&after).map(|(board, _)| board).collect();
    boards.len()
}

impl Edition {
    /// Who a figure is over.
    pub(super) fn members<'a>(&'a self, cell: &'a Cell) -> impl Iterator<Item = &'a Contribution> {
        self.contributions.iter().filter(|it| {
            it.scores.of(cell.dimension.as_deref()).is_some()
                && it.standing.groups().contains(&cell.group)
        })
    }

    /// Every figure there could be, the most important first: of two regions the larger one.
    fn candidates(&self) -> Vec<Cell> {
        let mut groups: BTreeMap<Group, usize> = BTreeMap::new();
        for group in self.contributions.iter().flat_map(|it| it.standing.groups()) {
            *groups.entry(group).or_default() += 1;
        }
        let mut groups: Vec<(Group, usize)> = groups.into_iter().collect();
        groups.sort_by_key(|(group, size)| (rank(group), usize::MAX - size, group.clone()));
        let scored = self.contributions.iter().flat_map(|it| it.scores.dimensions.keys());
        let dimensions: BTreeSet<&String> = scored.collect();
        let whole_and_dimensions = || {
            let dimensions = dimensions.iter().map(|key| Some((*key).clone()));
            std::iter::once(None).chain(dimensions)
        };
        let cells = groups.into_iter().flat_map(|(group, _)| {
            let cell = move |dimension| Cell { group: group.clone(), dimension };
            whole_and_dimensions().map(cell)
        });
        cells.collect()
    }
}

fn rank(group: &Group) -> u8 {
    match group {
        Group::Overall => 0,
        Group::Sector(_) => 1,
        Group::SizeClass(_) => 2,
        Group::Region(_) => 3,
    }
}
