//! Regions by themselves: RPA areas, the municipalities of labour-market regions, the postcodes of
//! partnerships; and the school holidays.

use std::collections::{BTreeSet, HashMap, HashSet};

use leerkring_domain::boards::{
    Fate, MunicipalityRegionRecord, Partnership, PostcodePartnershipRecord, RegionRecord,
    SchoolHolidayRecord, area_key,
};
use leerkring_domain::kernel::RegionKey;
use leerkring_persistence::register::{self, Area};
use leerkring_persistence::{Tx, partnerships, regions};

use super::draft::Draft;
use super::places::{MUNICIPALITY, POSTCODE};
use super::report::Finding;
use super::sentences;
use crate::duo::{FileKind, Line};
use crate::error::Error;
use crate::work::Work;

/// The RPA areas: their names win over those that files 03 and 04 give them.
pub(super) async fn rpa(
    work: &Work,
    rows: &[Line<RegionRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let mut names = names(&work.tx).await?;
    for Line { record, .. } in rows {
        let fate = rename(record, &mut names, draft);
        draft.report.count(fate);
    }
    Ok(())
}

/// The municipalities of the labour-market regions.
pub(super) async fn labour_market(
    work: &Work,
    rows: &[Line<MunicipalityRegionRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let mut names = names(&work.tx).await?;
    let known = Areas::read(&work.tx, MUNICIPALITY).await?;
    for Line { record, .. } in rows {
        let renamed = rename(&record.region, &mut names, draft);
        let wanted = BTreeSet::from([record.region.key.clone()]);
        let moved = known.move_to(&area_key(&record.municipality), &wanted, draft);
        let fate = match (moved, renamed) {
            (Fate::Unchanged, Fate::Added | Fate::Changed) => Fate::Changed,
            (moved, _) => moved,
        };
        draft.report.count(fate);
    }
    Ok(())
}

/// The postcodes of the partnerships, and the municipality of each.
pub(super) async fn postcodes(
    work: &Work,
    rows: &[Line<PostcodePartnershipRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let codes: HashSet<String> =
        partnerships::all(&work.tx).await?.into_iter().map(|it| it.code.into()).collect();
    let known = Areas::read(&work.tx, POSTCODE).await?;
    for Line { line, record } in rows {
        let named = || record.po.iter().chain(&record.vo);
        if let Some(unknown) = named().find(|code| !codes.contains(code.as_str())) {
            let column = if Some(unknown) == record.po.as_ref() { "swv_po" } else { "swv_vo" };
            let said = sentences::unknown_partnership(unknown.as_str(), FileKind::LegalBodies);
            let code = "unknown-partnership";
            draft.report.note(Finding::of_row(*line, Some(column), unknown.as_str(), code, said));
            continue;
        }
        let code = area_key(&record.municipality);
        let mut wanted = BTreeSet::from([RegionKey { scheme: MUNICIPALITY.to_owned(), code }]);
        wanted.extend(named().map(Partnership::region));
        let fate = known.move_to(record.postcode.as_str(), &wanted, draft);
        draft.report.count(fate);
    }
    Ok(())
}

/// The school holidays.
pub(super) async fn holidays(
    work: &Work,
    rows: &[Line<SchoolHolidayRecord>],
    draft: &mut Draft,
) -> Result<(), Error> {
    let key = |record: &SchoolHolidayRecord| {
        let holiday = &record.holiday;
        (record.school_year.clone(), holiday.name.clone(), holiday.region.clone())
    };
    let known = register::holidays(&work.tx).await?;
    let known: HashMap<_, _> = known.into_iter().map(|record| (key(&record), record)).collect();
    for Line { record, .. } in rows {
        let fate = match known.get(&key(record)) {
            None => Fate::Added,
            Some(known) if known == record => Fate::Unchanged,
            Some(_) => Fate::Changed,
        };
        if fate != Fate::Unchanged {
            draft.holidays.push(record.clone());
        }
        draft.report.count(fate);
    }
    Ok(())
}

async fn names(tx: &Tx) -> Result<HashMap<RegionKey, String>, Error> {
    let known = regions::all(tx).await?;
    Ok(known.into_iter().map(|region| (region.key, region.name)).collect())
}

/// Gives a region its name, once.
fn rename(
    region: &RegionRecord,
    names: &mut HashMap<RegionKey, String>,
    draft: &mut Draft,
) -> Fate {
    let old = names.insert(region.key.clone(), region.name.clone());
    if old.as_ref() == Some(&region.name) {
        return Fate::Unchanged;
    }
    draft.regions.retain(|other| other.key != region.key);
    draft.regions.push(region.clone());
    if old.is_some() { Fate::Changed } else { Fate::Added }
}

/// The areas of a kind, each with the regions that it lies in.
struct Areas {
    kind: &'static str,
    known: HashMap<String, BTreeSet<RegionKey>>,
}

impl Areas {
    async fn read(tx: &Tx, kind: &'static str) -> Result<Self, Error> {
        let mut known: HashMap<String, BTreeSet<RegionKey>> = HashMap::new();
        for area in register::areas(tx, kind).await? {
            known.entry(area.area).or_default().insert(area.region);
        }
        Ok(Self { kind, known })
    }

    fn move_to(&self, name: &str, wanted: &BTreeSet<RegionKey>, draft: &mut Draft) -> Fate {
        let nowhere = BTreeSet::new();
        let known = self.known.get(name);
        let old = known.unwrap_or(&nowhere);
        let area = |region: &RegionKey| Area {
            kind: self.kind,
            area: name.to_owned(),
            region: region.clone(),
        };
        draft.areas.removed.extend(old.difference(wanted).map(area));
        draft.areas.added.extend(wanted.difference(old).map(area));
        match known {
            None => Fate::Added,
            Some(old) if old == wanted => Fate::Unchanged,
            Some(_) => Fate::Changed,
        }
    }
}
