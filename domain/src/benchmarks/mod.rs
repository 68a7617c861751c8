//! Benchmarks: where others stand, without anybody being able to read another board's answers.
//!
//! The figures come in editions. An edition freezes who counts (the latest submitted response of
//! every board about itself as a whole) and which figures are published at all; what is published
//! is decided by [`Publication`](crate::withholding::Publication) over everything that was ever
//! published of the questionnaire, so that neither filters nor periods can be subtracted from each
//! other. See ADR 23.

mod editions;
mod figures;

pub use editions::{Edition, Editions};
pub use figures::{Figure, Known};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::boards::{Board, Sector, SizeClass};
use crate::kernel::{Id, RegionKey};
use crate::responses::{Response, Scores};

/// The latest submitted response of a board, as it counts for the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    pub board: Id<Board>,
    pub response: Id<Response>,
    pub standing: Standing,
    pub scores: Scores,
}

/// Where a board belongs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    #[serde(with = "crate::kernel::code::words")]
    pub sectors: Vec<Sector>,
    #[serde(with = "crate::kernel::code::words")]
    pub sizes: Vec<SizeClass>,
    /// The regions (RPA areas) in which it has a school.
    pub regions: BTreeSet<RegionKey>,
}

/// Whom a figure is about. The order is that of importance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    Overall,
    Sector(#[serde(with = "crate::kernel::code::word")] Sector),
    SizeClass(#[serde(with = "crate::kernel::code::word")] SizeClass),
    Region(RegionKey),
}

/// A figure that may be published: a group's scores of one dimension, or of the whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    pub group: Group,
    pub dimension: Option<String>,
}

impl Standing {
    /// The groups that a board with this standing belongs to.
    pub fn groups(&self) -> BTreeSet<Group> {
        let sectors = self.sectors.iter().copied().map(Group::Sector);
        let sizes = self.sizes.iter().copied().map(Group::SizeClass);
        let regions = self.regions.iter().cloned().map(Group::Region);
        std::iter::once(Group::Overall).chain(sectors).chain(sizes).chain(regions).collect()
    }
}

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod tests;
