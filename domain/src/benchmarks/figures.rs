//! What somebody reads of what is published.

use std::collections::BTreeSet;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Cell, Contribution, Edition, Editions};
use crate::boards::Board;
use crate::kernel::{Id, Instant};
use crate::withholding::{LEAST, Publication};

/// Whose figures are known to the reader besides.
#[derive(Debug, Clone)]
pub enum Known {
    /// A board reads about the others: its own figures are left out.
    Own(Id<Board>),
    /// The organiser reads about all, and has seen what these boards shared at some time.
    Shared(BTreeSet<Id<Board>>),
}

/// Where a group stands, in whole points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// How many boards there are at least: a multiple of five.
    pub boards: u32,
    pub mean: Decimal,
    /// The quartiles, over twenty boards or more: each the mean of the five around its place.
    pub quartiles: Option<[Decimal; 3]>,
    pub as_of: Instant,
}

/// From so many boards on, the fives around the quartiles are apart from each other.
const QUARTILES: usize = 20;

impl Editions {
    /// The figure of `cell`, from the last edition that has it. A figure that is withheld, and one
    /// over nobody, are both nothing.
    pub fn figure(&self, cell: &Cell, known: &Known) -> Option<Figure> {
        let edition = self.0.iter().rev().find(|edition| edition.published.contains(cell))?;
        match known {
            Known::Own(board) => {
                edition.over(edition.members(cell).filter(|it| it.board != *board), cell)
            }
            Known::Shared(boards) => {
                let shows = edition.published_beside(boards).contains(cell);
                if shows { edition.over(edition.members(cell), cell) } else { None }
            }
        }
    }

    /// Every figure that any edition has, in order.
    pub fn cells(&self) -> BTreeSet<Cell> {
        self.0.iter().flat_map(|edition| edition.published.iter().cloned()).collect()
    }
}

impl Edition {
    fn over<'a>(
        &self,
        members: impl Iterator<Item = &'a Contribution>,
        cell: &Cell,
    ) -> Option<Figure> {
        let scores = members.filter_map(|it| it.scores.of(cell.dimension.as_deref()));
        let mut scores: Vec<Decimal> = scores.collect();
        scores.sort_unstable();
        if scores.len() < LEAST {
            return None;
        }
        let boards = scores.len() / LEAST * LEAST;
        Some(Figure {
            boards: u32::try_from(boards).unwrap_or(u32::MAX),
            mean: mean(&scores)?,
            quartiles: quartiles(&scores),
            as_of: self.made_at,
        })
    }

    /// What of the edition still rests on enough boards that the reader does not know.
    fn published_beside(&self, known: &BTreeSet<Id<Board>>) -> BTreeSet<Cell> {
        let mut publication = Publication::default();
        let shows = self.published.iter().filter(|cell| {
            let unknown = self.members(cell).filter(|it| !known.contains(&it.board));
            let unknown: BTreeSet<_> = unknown.map(|it| it.response).collect();
            unknown.is_empty() || publication.admit(unknown)
        });
        shows.cloned().collect()
    }
}

fn mean(scores: &[Decimal]) -> Option<Decimal> {
    let count = Decimal::from(scores.len().to_u64()?);
    let mean = scores.iter().sum::<Decimal>().checked_div(count)?;
    Some(mean.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
}

fn quartiles(sorted: &[Decimal]) -> Option<[Decimal; 3]> {
    if sorted.len() < QUARTILES {
        return None;
    }
    let around = |quarter: usize| {
        let first = (quarter * sorted.len() / 4).checked_sub(LEAST / 2 + 1)?;
        mean(sorted.get(first..first + LEAST)?)
    };
    Some([around(1)?, around(2)?, around(3)?])
}
