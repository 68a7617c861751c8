//! Partnerships from file 08, their legal bodies from file 10, their locations from file 09.

use std::collections::{HashMap, HashSet};

use leerkring_domain::boards::{
    Fate, Ledger, LegalBodyRecord, Partnership, PartnershipLocationRecord, PartnershipRecord,
    RegionRecord, School, Sector, region_schemes,
};
use leerkring_domain::kernel::{Id, RegionKey, civil};
use leerkring_persistence::register::{self, Link};
use leerkring_persistence::{Tx, partnerships, regions, schools};

use super::draft::Draft;
use super::report::Finding;
use super::sentences;
use crate::duo::{FileKind, Line};
use crate::error::Error;
use crate::work::Work;

/// File 08: it decides about the partnerships in sector po.
pub(super) async fn recorded(
    work: &Work,
    rows: &[Line<PartnershipRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let mut ledger = Ledger::new(partnerships::all(&work.tx).await?);
    let mut names = Names::read(&work.tx).await?;
    for Line { record, .. } in rows {
        let partnership = match ledger.known(&record.code) {
            Some(known) => known.clone().with_record(record),
            None => Partnership::recorded(work.id(), record),
        };
        names.tell(&partnership, draft);
        draft.report.count(ledger.enter(partnership));
    }
    let concerns = |it: &Partnership| it.code.sector() == Sector::Po;
    draft.partnerships = ledger.settle(civil::today(work.now), concerns);
    Ok(())
}

/// File 10: it decides about the partnerships in sector vo, and names the legal bodies of both.
pub(super) async fn legal_bodies(
    work: &Work,
    rows: &[Line<LegalBodyRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let mut ledger = Ledger::new(partnerships::all(&work.tx).await?);
    let mut names = Names::read(&work.tx).await?;
    for Line { line, record } in rows {
        let partnership = match (ledger.known(&record.partnership), record.partnership.sector()) {
            (Some(known), Sector::Po) => known.clone().with_legal_body(record),
            (None, Sector::Po) => {
                draft.report.note(unknown(*line, record.partnership.as_str(), "SWV"));
                continue;
            }
            (known, _) => {
                let known = known.map(|known| (known.id, known.version));
                let (id, version) = known.unwrap_or_else(|| (work.id(), 1));
                Partnership::of_legal_body(id, version, record)
            }
        };
        names.tell(&partnership, draft);
        draft.report.count(ledger.enter(partnership));
    }
    let concerns = |it: &Partnership| it.code.sector() == Sector::Vo;
    draft.partnerships = ledger.settle(civil::today(work.now), concerns);
    Ok(())
}

/// File 09: it moves schools to their partnerships.
pub(super) async fn locations(
    work: &Work,
    rows: &[Line<PartnershipLocationRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let tx = &work.tx;
    let codes: HashSet<String> =
        partnerships::all(tx).await?.into_iter().map(|it| it.code.into()).collect();
    let schools: HashMap<String, Id<School>> = schools::ids(tx).await?.into_iter().collect();
    let links: HashMap<Id<School>, String> =
        register::links(tx, region_schemes::PARTNERSHIP).await?.into_iter().collect();
    for Line { line, record } in rows {
        if !codes.contains(record.partnership.as_str()) {
            let unknown = unknown(*line, record.partnership.as_str(), "ADMINISTRATIENUMMER");
            draft.report.refuse(unknown);
            continue;
        }
        let location = record.location.as_str();
        let Some(school) = schools.get(location).copied() else {
            let said = sentences::unknown_school(location, &record.location_name);
            let column = Some("VESTIGINGSNUMMER");
            draft.report.note(Finding::of_row(*line, column, location, "unknown-school", said));
            continue;
        };
        let region = Partnership::region(&record.partnership);
        let fate = match links.get(&school) {
            None => Fate::Added,
            Some(code) if *code == region.code => Fate::Unchanged,
            Some(code) => {
                let old = RegionKey { scheme: region.scheme.clone(), code: code.clone() };
                draft.links.removed.push(Link { school, region: old });
                Fate::Changed
            }
        };
        if fate != Fate::Unchanged {
            draft.links.added.push(Link { school, region });
        }
        draft.report.count(fate);
    }
    Ok(())
}

fn unknown(line: usize, code: &str, column: &str) -> Finding {
    let said = sentences::unknown_partnership(code, FileKind::Partnerships);
    Finding::of_row(line, Some(column), code, "unknown-partnership", said)
}

/// A partnership is a region too, by the same name.
struct Names(HashMap<RegionKey, String>);

impl Names {
    async fn read(tx: &Tx) -> Result<Self, Error> {
        let known = regions::all(tx).await?;
        Ok(Self(known.into_iter().map(|region| (region.key, region.name)).collect()))
    }

    fn tell(&mut self, partnership: &Partnership, draft: &mut Draft) {
        let key = Partnership::region(&partnership.code);
        if self.0.get(&key) != Some(&partnership.name) {
            draft.regions.push(RegionRecord { key, name: partnership.name.clone() });
        }
    }
}
