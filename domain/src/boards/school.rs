//! Schools and partnerships as the register knows them.

use chrono::NaiveDate;

use super::ledger::Entry;
use super::{
    Address, Board, BoardNumber, LegalBodyRecord, LocationNumber, PartnershipCode,
    PartnershipRecord, SchoolKind, SchoolRecord, region_schemes,
};
use crate::kernel::{Id, RegionKey};

/// A location of a school (vestiging).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct School {
    pub id: Id<School>,
    pub location: LocationNumber,
    pub board: Id<Board>,
    pub kind: SchoolKind,
    pub name: String,
    pub address: Address,
    pub municipality: String,
    pub province: String,
    pub denomination: Option<String>,
    pub website: Option<String>,
    /// The first day on which it no longer exists.
    pub closed_on: Option<NaiveDate>,
    pub version: i64,
}

impl School {
    /// The school of `board` as its row has it. It exists, for the file names it.
    pub fn recorded(id: Id<Self>, version: i64, board: Id<Board>, record: &SchoolRecord) -> Self {
        Self {
            id,
            location: record.location.clone(),
            board,
            kind: record.kind,
            name: record.name.clone(),
            address: record.address.clone(),
            municipality: record.municipality.name.clone(),
            province: record.province.clone(),
            denomination: record.denomination.clone(),
            website: record.website.clone(),
            closed_on: None,
            version,
        }
    }
}

impl Entry for School {
    type Key = LocationNumber;

    fn key(&self) -> LocationNumber {
        self.location.clone()
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

/// A partnership for inclusive education (samenwerkingsverband passend onderwijs).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partnership {
    pub id: Id<Partnership>,
    pub code: PartnershipCode,
    pub name: String,
    pub address: Address,
    pub website: Option<String>,
    /// The legal body behind it: numbered as a board, but no school board.
    pub legal_body: Option<BoardNumber>,
    pub legal_body_name: Option<String>,
    /// The first day on which it no longer exists.
    pub closed_on: Option<NaiveDate>,
    pub version: i64,
}

impl Partnership {
    /// A partnership that file 08 names for the first time.
    pub fn recorded(id: Id<Self>, record: &PartnershipRecord) -> Self {
        Self {
            id,
            code: record.code.clone(),
            name: record.name.clone(),
            address: record.address.clone(),
            website: record.website.clone(),
            legal_body: Some(record.legal_body.clone()),
            legal_body_name: None,
            closed_on: None,
            version: 1,
        }
    }

    /// The same partnership as file 08 has it now.
    pub fn with_record(self, record: &PartnershipRecord) -> Self {
        let Self { id, legal_body_name, version, .. } = self;
        Self { legal_body_name, version, ..Self::recorded(id, record) }
    }

    /// A partnership in sector vo, which only its legal body tells of (file 10).
    pub fn of_legal_body(id: Id<Self>, version: i64, record: &LegalBodyRecord) -> Self {
        Self {
            id,
            code: record.partnership.clone(),
            name: record.name.clone(),
            address: record.address.clone(),
            website: record.website.clone(),
            legal_body: Some(record.number.clone()),
            legal_body_name: Some(record.name.clone()),
            closed_on: None,
            version,
        }
    }

    /// The same partnership in sector po with the name of its legal body; the rest is file 08's.
    pub fn with_legal_body(self, record: &LegalBodyRecord) -> Self {
        Self { legal_body_name: Some(record.name.clone()), ..self }
    }

    /// The region that it is.
    pub fn region(code: &PartnershipCode) -> RegionKey {
        let scheme = region_schemes::PARTNERSHIP.to_owned();
        RegionKey { scheme, code: code.as_str().to_lowercase() }
    }
}

impl Entry for Partnership {
    type Key = PartnershipCode;

    fn key(&self) -> PartnershipCode {
        self.code.clone()
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
