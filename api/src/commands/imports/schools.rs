//! Schools from files 03 and 04, with the regions that their rows name.

use std::collections::{HashMap, HashSet};

use leerkring_domain::boards::{
    Fate, Ledger, RegionRecord, School, SchoolKind, SchoolRecord, region_schemes,
};
use leerkring_domain::kernel::{Id, RegionKey, civil};
use leerkring_persistence::register::{self, Link};
use leerkring_persistence::{Tx, boards, regions, schools};

use super::draft::Draft;
use super::report::Finding;
use super::sentences;
use crate::duo::{FileKind, Line};
use crate::error::Error;
use crate::work::Work;

/// The schemes whose regions the rows of schools name.
const SCHEMES: [&str; 7] = [
    region_schemes::PROVINCE,
    region_schemes::NODAL,
    region_schemes::RPA,
    region_schemes::WGR,
    region_schemes::COROP,
    region_schemes::EDUCATION_AREA,
    region_schemes::RMC,
];

/// A row with the school that it is about, and what it did to it.
struct Entered<'r> {
    school: Id<School>,
    fate: Fate,
    record: &'r SchoolRecord,
}

/// Files 03 and 04: each decides about its own kinds of schools.
pub(super) async fn recorded(
    work: &Work,
    kind: FileKind,
    rows: &[Line<SchoolRecord>],
    named: &[Line<RegionRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let boards: HashMap<String, _> = boards::ids(&work.tx).await?.into_iter().collect();
    let mut ledger = Ledger::new(schools::all(&work.tx).await?);
    let mut entered = Vec::with_capacity(rows.len());
    for Line { line, record } in rows {
        let Some(board) = boards.get(record.board.as_str()) else {
            draft.report.refuse(unknown_board(*line, record));
            continue;
        };
        let known = ledger.known(&record.location).map(|known| (known.id, known.version));
        let (school, version) = known.unwrap_or_else(|| (work.id(), 1));
        let fate = ledger.enter(School::recorded(school, version, *board, record));
        entered.push(Entered { school, fate, record });
    }
    for scheme in SCHEMES {
        move_links(&work.tx, scheme, &mut entered, draft).await?;
    }
    for row in entered {
        draft.report.count(row.fate);
    }
    let is_primary = kind == FileKind::Schools;
    let concerns = |school: &School| (school.kind == SchoolKind::Bo) == is_primary;
    draft.schools = ledger.settle(civil::today(work.now), concerns);
    add_missing(&work.tx, named, draft).await
}

fn unknown_board(line: usize, record: &SchoolRecord) -> Finding {
    let number = record.board.as_str();
    let said = sentences::unknown_board(number);
    Finding::of_row(line, Some("BEVOEGD GEZAG NUMMER"), number, "unknown-board", said)
}

/// Moves the schools to the regions of one scheme. A file in which no row names a region of the
/// scheme says nothing about it.
async fn move_links(
    tx: &Tx,
    scheme: &str,
    entered: &mut [Entered<'_>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let region =
        |record: &SchoolRecord| record.regions.iter().find(|it| it.scheme == scheme).cloned();
    if entered.iter().all(|row| region(row.record).is_none()) {
        return Ok(());
    }
    let known: HashMap<Id<School>, String> =
        register::links(tx, scheme).await?.into_iter().collect();
    for row in entered {
        let (old, new) = (known.get(&row.school), region(row.record));
        if old == new.as_ref().map(|region| &region.code) {
            continue;
        }
        if row.fate == Fate::Unchanged {
            row.fate = Fate::Changed;
        }
        let link = |region: RegionKey| Link { school: row.school, region };
        let old = old.map(|code| RegionKey { scheme: scheme.to_owned(), code: code.clone() });
        draft.links.removed.extend(old.map(link));
        draft.links.added.extend(new.map(link));
    }
    Ok(())
}

/// Adds the regions that the register lacks. It keeps the names that it has: the files that are
/// about regions know them best.
async fn add_missing(
    tx: &Tx,
    named: &[Line<RegionRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let known: HashSet<RegionKey> =
        regions::all(tx).await?.into_iter().map(|region| region.key).collect();
    let missing = named.iter().map(|row| &row.record).filter(|region| !known.contains(&region.key));
    draft.regions.extend(missing.cloned());
    Ok(())
}
