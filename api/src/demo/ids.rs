//! Ids that are the same on every machine, so that examples in the document work in every demo.

use std::sync::Arc;

use chrono::{TimeZone, Utc};
use leerkring_domain::kernel::Instant;
use uuid::Uuid;

use crate::app::{App, CountingIds, Ids, counted};

/// What gets ids of its own, so that more of one thing moves no id of another.
#[derive(Debug, Clone, Copy)]
pub(super) enum Block {
    /// All that the register's files make.
    Register,
    Administrator,
    Organisers,
    Editors,
    /// The programme at this place of the catalogue.
    Programme(u8),
    /// A cohort by the place of its programme and its own among the programme's.
    Cohort(u8, u8),
    Memberships,
    /// The teams in this place of the demo's list of them.
    Registrations(u8),
    IntakeSlots,
    /// What was paid, and what was taken back.
    Payments,
    Imports,
    /// People beside those who stand for a role.
    Colleagues,
    SignIns,
    Invitations,
    Assessments,
    DiscussionGuides,
    Jobs,
    Certificates,
    Clients,
    Calendars,
    RetentionRuns,
    Letters,
}

impl Block {
    fn start(self) -> u64 {
        match self {
            Self::Register => 0,
            Self::Administrator => 0x1_0000,
            Self::Organisers => 0x1_1000,
            Self::Editors => 0x1_2000,
            Self::Programme(place) => 0x2_0000 + u64::from(place) * 0x1000,
            Self::Cohort(place, cohort) => {
                Self::Programme(place).start() + (u64::from(cohort) + 1) * 0x40
            }
            Self::Memberships => 0x4_0000,
            Self::Registrations(place) => 0x5_0000 + u64::from(place) * 0x200,
            Self::IntakeSlots => 0x5_F400,
            Self::Payments => 0x5_F800,
            Self::Imports => 0x6_0000,
            Self::Colleagues => 0x7_0000,
            Self::SignIns => 0x8_0000,
            Self::Invitations => 0x8_8000,
            Self::Assessments => 0x9_0000,
            Self::DiscussionGuides => 0x9_8000,
            Self::Jobs => 0xa_0000,
            Self::Certificates => 0xb_0000,
            Self::Clients => 0xc_0000,
            Self::Calendars => 0xd_0000,
            Self::RetentionRuns => 0xf_0000,
            Self::Letters => 0x80_0000,
        }
    }
}

fn beginning() -> Instant {
    Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single().unwrap_or_default()
}

/// Ids that count from the same start in every run.
pub fn ids() -> Arc<dyn Ids> {
    Arc::new(CountingIds::from(beginning()))
}

/// The id that [`ids`] gives as its `count`th.
fn at(count: u64) -> Uuid {
    counted(beginning(), count)
}

/// The first id of a block.
pub(super) fn first_of(block: Block) -> Uuid {
    at(block.start() + 1)
}

/// The ids of the organiser's client and of the board's: the id after each is its secret's.
pub(super) fn ids_of_clients() -> [Uuid; 2] {
    let first = Block::Clients.start() + 1;
    [at(first), at(first + 2)]
}

/// Passes over ids until the block begins, however many were taken before it.
pub(super) fn skip_to(app: &App, block: Block) {
    skip_past(app, at(block.start()));
}

/// Passes over ids until those after `last` come.
pub(super) fn skip_past(app: &App, last: Uuid) {
    while app.ids.next(app.now()) < last {}
}

/// Whether the id was made for the register by a load of the demo.
pub(super) fn is_of_register(id: &Uuid) -> bool {
    (first_of(Block::Register)..first_of(Block::Administrator)).contains(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_begins_with_the_id_that_counting_reaches() {
        let (ids, now) = (ids(), beginning());
        assert_eq!(ids.next(now), at(1));
        while ids.next(now) < at(Block::Organisers.start()) {}
        assert_eq!(ids.next(now), first_of(Block::Organisers));
        assert!(is_of_register(&at(1)) && !is_of_register(&first_of(Block::Administrator)));
    }

    #[test]
    fn blocks_follow_each_other() {
        let order = [
            Block::Register,
            Block::Administrator,
            Block::Organisers,
            Block::Editors,
            Block::Programme(0),
            Block::Cohort(0, 0),
            Block::Cohort(0, 59),
            Block::Programme(1),
            Block::Cohort(30, 59),
            Block::Memberships,
            Block::Registrations(0),
            Block::Registrations(120),
            Block::IntakeSlots,
            Block::Payments,
            Block::Imports,
            Block::Colleagues,
            Block::SignIns,
            Block::Invitations,
            Block::Assessments,
            Block::DiscussionGuides,
            Block::Jobs,
            Block::Certificates,
            Block::Clients,
            Block::Calendars,
            Block::RetentionRuns,
            Block::Letters,
        ];
        assert!(order.map(Block::start).is_sorted_by(|one, next| one < next));
    }
}
