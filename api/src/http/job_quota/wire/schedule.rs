//! What the quota schedule is made of over HTTP.

use leerkring_domain::job_quota::{Assumption, Base, Kind, QuotaSector, Row, Schedule};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BaseWord, QuotaSectorWord};
use crate::decimals;
use crate::http::wire::{Line, Word};

type QuotaKindWord = Word<Kind>;

/// A row of the quota schedule.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuotaPercentageView {
    #[schema(inline)]
    pub sector: QuotaSectorWord,
    pub year: u16,
    /// In percent.
    #[schema(max_length = 10)]
    pub percentage: String,
    /// What it is a share of.
    #[schema(inline)]
    pub base: BaseWord,
    /// How firm it is; an organiser reckons with what is `assumed`.
    #[schema(inline)]
    pub kind: QuotaKindWord,
    #[schema(max_length = 200)]
    pub source: String,
}

impl From<&Row> for QuotaPercentageView {
    fn from(row: &Row) -> Self {
        Self {
            sector: Word(row.sector),
            year: row.year,
            percentage: row.percentage.to_string(),
            base: Word(row.base),
            kind: Word(row.kind),
            source: row.source.clone().into_owned(),
        }
    }
}

/// The quota schedule.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuotaScheduleView {
    #[schema(max_items = 500)]
    pub items: Vec<QuotaPercentageView>,
    #[schema(max_length = 1000)]
    pub next: Option<String>,
}

impl From<&Schedule> for QuotaScheduleView {
    fn from(schedule: &Schedule) -> Self {
        Self { items: schedule.rows().iter().map(Into::into).collect(), next: None }
    }
}

/// A percentage to assume.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAssumption {
    #[schema(inline)]
    pub sector: QuotaSectorWord,
    #[schema(inline)]
    pub base: BaseWord,
    #[schema(minimum = 2013, maximum = 2100)]
    pub year: u16,
    /// In percent.
    #[schema(pattern = r"^[0-9]{1,3}(\.[0-9]{1,2})?$", max_length = 6)]
    pub percentage: String,
    /// Where it comes from, or why it is reasonable.
    #[schema(inline)]
    pub source: Line,
}

impl From<NewAssumption> for Assumption {
    fn from(new: NewAssumption) -> Self {
        Self {
            sector: new.sector.0,
            base: new.base.0,
            year: new.year,
            // The document lets through nothing but numbers.
            percentage: decimals::read(&new.percentage).unwrap_or_default(),
            source: new.source.into(),
        }
    }
}

/// Which percentage is meant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssumptionKey {
    #[schema(inline)]
    pub sector: QuotaSectorWord,
    #[schema(inline)]
    pub base: BaseWord,
    #[schema(minimum = 2013, maximum = 2100)]
    pub year: u16,
}

impl From<AssumptionKey> for (QuotaSector, Base, u16) {
    fn from(key: AssumptionKey) -> Self {
        (key.sector.0, key.base.0, key.year)
    }
}
