//! A school board as the register knows it, and how it ends.

use chrono::NaiveDate;

use super::ledger::Entry;
use super::{
    Address, BoardNumber, BoardProfile, BoardRecord, KvkNumber, SchoolKind, Sector, SizeClass,
};
use crate::kernel::event::Subject;
use crate::kernel::{Id, Kind, Reason, Refusal, text};

/// A school board (schoolbestuur, bevoegd gezag): the legal person that runs one or more schools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    pub id: Id<Board>,
    pub number: BoardNumber,
    pub name: String,
    /// Each once, in order.
    pub sectors: Vec<Sector>,
    /// What its schools are, where file 07 names it.
    pub kinds: Vec<SchoolKind>,
    pub size: Option<SizeClass>,
    /// One school over all sectors (eenpitter), where the function-mix file tells.
    pub one_school: Option<bool>,
    /// Unknown for a board that only the function-mix file names.
    pub address: Option<Address>,
    pub municipality: Option<String>,
    pub denomination: Option<String>,
    pub website: Option<String>,
    pub kvk_number: Option<KvkNumber>,
    /// Whether file 07 named it, now or before: that file then decides whether it exists.
    pub in_boards_file: bool,
    /// The first day on which the board no longer exists; its registrations and reports stay.
    pub closed_on: Option<NaiveDate>,
    /// The board that it merged into.
    pub successor: Option<Id<Board>>,
    pub version: i64,
}

impl Subject for Board {
    const KIND: &'static str = "board";
}

impl Board {
    /// A board that file 07 names for the first time.
    pub fn recorded(id: Id<Self>, record: &BoardRecord) -> Self {
        Self::named(id, record.number.clone(), record.name.clone()).with_record(record)
    }

    /// A board that the function-mix file names for the first time.
    pub fn counted(id: Id<Self>, profile: &BoardProfile) -> Self {
        Self::named(id, profile.board.clone(), profile.name.clone()).with_profile(profile)
    }

    fn named(id: Id<Self>, number: BoardNumber, name: String) -> Self {
        Self {
            id,
            number,
            name,
            sectors: Vec::new(),
            kinds: Vec::new(),
            size: None,
            one_school: None,
            address: None,
            municipality: None,
            denomination: None,
            website: None,
            kvk_number: None,
            in_boards_file: false,
            closed_on: None,
            successor: None,
            version: 1,
        }
    }

    /// The same board as file 07 has it now. It exists, for the file names it, unless it merged: a
    /// file may be older than the merger.
    pub fn with_record(self, record: &BoardRecord) -> Self {
        let mut sectors = self.sectors;
        sectors.extend(record.sectors());
        Self {
            name: record.name.clone(),
            sectors: once_each(sectors),
            kinds: record.kinds.clone(),
            address: Some(record.address.clone()),
            municipality: Some(record.municipality.name.clone()),
            denomination: record.denomination.clone(),
            website: record.website.clone(),
            kvk_number: record.kvk_number.clone(),
            in_boards_file: true,
            closed_on: self.closed_on.filter(|_| self.successor.is_some()),
            ..self
        }
    }

    /// The same board with what the function-mix file counts. On name, sector po and existence
    /// file 07 has the last word, where it ever named the board.
    pub fn with_profile(self, profile: &BoardProfile) -> Self {
        let (size, one_school) = (Some(profile.size), Some(profile.one_school));
        let mut sectors = profile.sectors.clone();
        if self.in_boards_file {
            sectors.extend(self.sectors.iter().filter(|sector| **sector == Sector::Po));
            return Self { sectors: once_each(sectors), size, one_school, ..self };
        }
        Self {
            name: profile.name.clone(),
            sectors: once_each(sectors),
            size,
            one_school,
            closed_on: self.closed_on.filter(|_| self.successor.is_some()),
            ..self
        }
    }

    /// Whether the board merged into another: no file opens it again.
    pub fn is_merged(&self) -> bool {
        self.successor.is_some()
    }

    /// Closes the board as of `on`, to go on in `successor`. A board that a file closed gets its
    /// successor in the same way.
    ///
    /// # Errors
    /// `same-board`, `already-closed` where it has a successor, `successor-closed`.
    pub fn merge(self, successor: &Self, on: NaiveDate) -> Result<Self, Refusal> {
        let mut reasons = Vec::new();
        if self.id == successor.id {
            let same =
                text("een bestuur gaat niet op in zichzelf", "a board cannot merge into itself");
            reasons.push(Reason::new("same-board", same).at("/successorId"));
        }
        if let (Some(closed_on), true) = (self.closed_on, self.is_merged()) {
            let closed = text(
                format!("dit bestuur ging al over op {closed_on}"),
                format!("this board merged already, on {closed_on}"),
            );
            reasons.push(Reason::new("already-closed", closed));
        } else if let (Some(closed_on), false) = (successor.closed_on, self.id == successor.id) {
            let closed = text(
                format!("{} is zelf opgeheven op {closed_on}", successor.name),
                format!("{} is closed itself, as of {closed_on}", successor.name),
            );
            reasons.push(Reason::new("successor-closed", closed).at("/successorId"));
        }
        Refusal::unless_empty(Kind::Conflict, reasons)?;
        let version = self.version + 1;
        Ok(Self { closed_on: Some(on), successor: Some(successor.id), version, ..self })
    }
}

fn once_each(mut sectors: Vec<Sector>) -> Vec<Sector> {
    sectors.sort_unstable();
    sectors.dedup();
    sectors
}

impl Entry for Board {
    type Key = BoardNumber;

    fn key(&self) -> BoardNumber {
        self.number.clone()
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn profile(sectors: &[Sector]) -> BoardProfile {
        BoardProfile {
            board: BoardNumber::parse("10249").unwrap(),
            name: "GEMEENTE EMMEN".into(),
            postcode: super::super::PostcodeArea::parse("7811").unwrap(),
            sectors: sectors.to_vec(),
            size: SizeClass::Large,
            one_school: false,
        }
    }

    fn board(id: u128) -> Board {
        Board::counted(Uuid::from_u128(id).into(), &profile(&[Sector::Vo]))
    }

    fn recorded(id: u128) -> Board {
        Board {
            name: "Gemeente Emmen".into(),
            sectors: vec![Sector::Po],
            in_boards_file: true,
            ..board(id)
        }
    }

    #[test]
    fn the_boards_file_has_the_last_word_on_name_and_existence() {
        let closed = Board { closed_on: Some(day("2026-08-01")), ..recorded(1) };
        let counted = closed.clone().with_profile(&profile(&[Sector::Mbo]));
        assert_eq!(counted.name, "Gemeente Emmen");
        assert_eq!(counted.sectors, [Sector::Po, Sector::Mbo]);
        assert_eq!(counted.closed_on, closed.closed_on);
    }

    #[test]
    fn a_board_that_only_the_function_mix_names_follows_it() {
        let closed = Board { closed_on: Some(day("2026-08-01")), ..board(1) };
        let counted = closed.with_profile(&profile(&[Sector::Mbo]));
        assert_eq!((counted.closed_on, counted.sectors), (None, vec![Sector::Mbo]));
        assert_eq!(counted.name, "GEMEENTE EMMEN");
    }

    #[test]
    fn no_file_opens_a_merged_board_again() {
        let merged = board(1).merge(&recorded(2), day("2026-08-01")).unwrap();
        let counted = merged.clone().with_profile(&profile(&[Sector::Vo]));
        assert_eq!(counted.closed_on, merged.closed_on);
    }

    #[test]
    fn a_merged_board_is_closed_and_names_its_successor() {
        let merged = recorded(1).merge(&recorded(2), day("2026-08-01")).unwrap();
        assert_eq!(merged.closed_on, Some(day("2026-08-01")));
        assert_eq!((merged.successor, merged.version), (Some(recorded(2).id), 2));
    }

    #[test]
    fn a_board_that_a_file_closed_can_still_be_given_its_successor() {
        let closed = Board { closed_on: Some(day("2026-11-21")), ..recorded(1) };
        let merged = closed.merge(&recorded(2), day("2026-08-01")).unwrap();
        assert_eq!(merged.closed_on, Some(day("2026-08-01")));
    }

    #[test]
    fn a_board_merges_once() {
        let merged = recorded(1).merge(&recorded(2), day("2026-08-01")).unwrap();
        let refusal = merged.merge(&recorded(3), day("2026-09-01")).unwrap_err();
        assert_eq!(refusal.code(), "already-closed");
    }

    #[test]
    fn a_board_does_not_merge_into_itself() {
        let refusal = recorded(1).merge(&recorded(1), day("2026-08-01")).unwrap_err();
        assert_eq!(refusal.code(), "same-board");
        assert_eq!(refusal.reasons.len(), 1);
    }

    #[test]
    fn a_board_does_not_merge_into_one_that_is_or_will_be_closed() {
        let successor = Board { closed_on: Some(day("2030-08-01")), ..recorded(2) };
        let refusal = recorded(1).merge(&successor, day("2026-08-01")).unwrap_err();
        assert_eq!(refusal.code(), "successor-closed");
    }
}
