//! Reads DUO's files as published: from bytes to typed rows, without storing anything.
//!
//! What a file is, is told by looking at it: its encoding, its separator, and its kind by the names
//! of its columns; never by its name. Every row is accounted for: read, historic or refused.

mod boards;
mod columns;
mod content;
mod holidays;
mod partnerships;
#[cfg(test)]
mod real_files;
mod regions;
mod rows;
mod schools;
mod sizes;
mod sniff;
mod unreadable;

pub use columns::FileKind;
pub use content::{Content, Line, Reading, Reason, RefusedRow};
pub use sniff::{Encoding, LARGEST_BYTES, Separator};
pub(crate) use sniff::{decode, separator};
pub use unreadable::{MOST_ROWS, Unreadable};

use rows::Table;

/// Tells what a file is about by its header.
pub fn kind(bytes: &[u8]) -> Result<FileKind, Unreadable> {
    let (text, _) = decode(bytes)?;
    Ok(Table::open(&text, separator(&text))?.kind())
}

/// Reads a whole file, or says why it is none that can be read.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let (text, encoding) = decode(bytes)?;
    let separator = separator(&text);
    let mut table = Table::open(&text, separator)?;
    let kind = table.kind();
    let mut named_regions = Vec::new();
    let content = match kind {
        FileKind::Boards => Content::Boards(boards::read(&mut table)?),
        FileKind::Schools => Content::Schools(schools::read(&mut table, &mut named_regions)?),
        FileKind::SpecialSchools => {
            Content::Schools(schools::read_special(&mut table, &mut named_regions)?)
        }
        FileKind::Partnerships => Content::Partnerships(partnerships::read(&mut table)?),
        FileKind::PartnershipLocations => {
            Content::PartnershipLocations(partnerships::read_locations(&mut table)?)
        }
        FileKind::LegalBodies => Content::LegalBodies(partnerships::read_legal_bodies(&mut table)?),
        FileKind::FunctionMix => sizes::read(&mut table)?,
        FileKind::RpaAreas => Content::Regions(regions::read_rpa(&mut table)?),
        FileKind::LabourMarketRegions => {
            Content::MunicipalityRegions(regions::read_labour_market(&mut table)?)
        }
        FileKind::PostcodePartnerships => {
            Content::PostcodePartnerships(regions::read_postcodes(&mut table)?)
        }
        FileKind::SchoolHolidays => Content::SchoolHolidays(holidays::read(&mut table)?),
    };
    let (rows, refused) = table.close();
    if rows == 0 {
        return Err(Unreadable::NoRows { kind });
    }
    Ok(Reading { kind, encoding, separator, rows, content, named_regions, refused })
}
