//! The offer as `data/catalogue.json` has it.

use chrono::{NaiveDate, NaiveTime};
use leerkring_domain::boards::Sector;
use leerkring_domain::kernel::code::{word, words};
use leerkring_domain::organisers::Members;
use leerkring_domain::programmes::{Admission, FeeUnit, ProgrammeKind, RequiredRole};
use rust_decimal::Decimal;
use serde::Deserialize;

/// What the demo reads of the catalogue.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Catalogue {
    pub organisers: Vec<OrganiserFacts>,
    pub programmes: Vec<ProgrammeFacts>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct OrganiserFacts {
    pub slug: String,
    pub name: String,
    #[serde(with = "word")]
    pub members: Members,
}

/// A programme; what the catalogue does not tell is absent.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProgrammeFacts {
    pub slug: String,
    #[serde(with = "word")]
    pub kind: ProgrammeKind,
    pub lead: String,
    #[serde(default)]
    pub partners: Vec<String>,
    pub title: String,
    pub team: Option<TeamFacts>,
    pub fee: Option<FeeFacts>,
    #[serde(default)]
    pub audience: AudienceFacts,
    #[serde(default = "automatic", with = "word")]
    pub admission: Admission,
    pub intake: Option<Needed>,
    #[serde(default)]
    pub entry_assessment: bool,
    /// `online`, perhaps with the tool behind a comma; absent on site.
    pub mode: Option<String>,
    pub capacity: Option<u32>,
    pub sessions: Option<u8>,
    pub session_time: Option<Hours>,
    pub session_length: Option<SessionLength>,
    #[serde(default)]
    pub agenda: Vec<(NaiveTime, String)>,
    #[serde(default)]
    pub cohorts: Vec<CohortFacts>,
    pub cohorts_per_year: Option<u8>,
}

fn automatic() -> Admission {
    Admission::Automatic
}

/// From when until when.
pub(super) type Hours = (NaiveTime, NaiveTime);

#[derive(Debug, Clone, Deserialize)]
pub(super) struct TeamFacts {
    pub least: u16,
    pub most: u16,
    pub recommended: Option<u16>,
    #[serde(default)]
    pub roles: Vec<RequiredRole>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FeeFacts {
    #[serde(with = "word")]
    pub per: FeeUnit,
    pub amount_excl_vat: Decimal,
    pub participants_included: Option<u16>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct AudienceFacts {
    #[serde(with = "words")]
    pub sectors: Vec<Sector>,
    pub roles: Vec<String>,
    pub members_of: Option<String>,
}

/// Something that a programme asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Needed {
    Required,
}

/// A length in words, where the catalogue has no times.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum SessionLength {
    #[serde(rename = "half a day")]
    HalfADay,
    #[serde(rename = "about three hours")]
    AboutThreeHours,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct CohortFacts {
    pub name: String,
    pub dates: Vec<NaiveDate>,
    pub time: Option<Hours>,
    #[serde(default)]
    pub registration: Registration,
}

/// Whether one could register when the catalogue was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Registration {
    Closed,
    #[default]
    Open,
    /// The demo's own: registration opens later.
    Announced,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_reads_as_it_stands() {
        let text = include_str!("../../data/catalogue.json");
        let catalogue: Catalogue = serde_json::from_str(text).unwrap();
        assert_eq!((catalogue.organisers.len(), catalogue.programmes.len()), (9, 7));
        let course = &catalogue.programmes[0];
        assert_eq!(course.fee.as_ref().unwrap().amount_excl_vat, Decimal::from(1000));
        assert_eq!(course.cohorts.len(), 3);
    }
}
