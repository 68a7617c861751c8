//! What the jobs agreement is made of over HTTP.

pub mod jobs;
pub mod schedule;

use leerkring_domain::boards::Sector;
use leerkring_domain::job_quota::{
    Absent, Accuracy, Base, Extent, Formation, Outcome, Percentage, Question, QuotaSector,
    Schedule, Source, jobs as to_jobs, percentage_rounded, whole_jobs,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use self::schedule::QuotaPercentageView;
use crate::decimals;
use crate::http::wire::Word;

pub type QuotaSectorWord = Word<QuotaSector>;
pub type BaseWord = Word<Base>;
type AccuracyWord = Word<Accuracy>;
type FormationSourceWord = Word<Source>;
pub type BoardSectorWord = Word<Sector>;

/// By which percentages targets are asked.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct QuotaQuery {
    /// Whose percentages.
    #[param(inline, default = "government")]
    pub schedule: Option<QuotaSectorWord>,
    /// What they are a share of; left out: paid hours for `government`, formation for `po`.
    #[param(inline)]
    pub base: Option<BaseWord>,
    /// The organiser whose assumed percentages fill years without a published one; they are marked.
    pub assumed_by: Option<Uuid>,
    /// Whether years between two published ones are drawn on a straight line; they are marked.
    #[param(default = false)]
    pub interpolate: Option<bool>,
    /// The first year; left out: four years before this one.
    #[param(minimum = 2013, maximum = 2100)]
    pub from_year: Option<u16>,
    /// The last year; left out: two years after this one. Totals of many boards end five years after
    /// this one.
    #[param(minimum = 2013, maximum = 2100)]
    pub until_year: Option<u16>,
}

impl QuotaQuery {
    /// The government's percentages, in the years around this one.
    pub fn usual() -> Self {
        Self {
            schedule: None,
            base: None,
            assumed_by: None,
            interpolate: None,
            from_year: None,
            until_year: None,
        }
    }

    pub fn question<'s>(&self, schedule: &'s Schedule) -> Question<'s> {
        let sector = self.schedule.map_or(QuotaSector::Government, |word| word.0);
        let usual = match sector {
            QuotaSector::Po => Base::Formation,
            QuotaSector::Government => Base::PaidHours,
        };
        let interpolates = self.interpolate.unwrap_or(false);
        let absent = if interpolates { Absent::Interpolate } else { Absent::StaysAbsent };
        Question { schedule, sector, base: self.base.map_or(usual, |word| word.0), absent }
    }

    /// The years asked for, at most thirty.
    pub fn years(&self, this_year: u16) -> std::ops::RangeInclusive<u16> {
        let from = self.from_year.unwrap_or(this_year - 4);
        let until = self.until_year.unwrap_or(this_year + 2);
        from..=until.min(from.saturating_add(29))
    }
}

/// The percentage that a target was computed with.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UsedPercentageView {
    /// In percent, two decimals, rounded down.
    #[schema(max_length = 10)]
    pub percentage: String,
    #[schema(max_length = 40)]
    pub percentage_unrounded: String,
    /// Whether it was drawn on a straight line between the two rows.
    pub interpolated: bool,
    /// Whether it rests on a row that an organiser assumes.
    pub assumed: bool,
    /// The row of the schedule that was used, or the two that it lies between.
    #[schema(min_items = 1, max_items = 2)]
    pub rows: Vec<QuotaPercentageView>,
}

impl From<&Percentage> for UsedPercentageView {
    fn from(percentage: &Percentage) -> Self {
        Self {
            percentage: percentage_rounded(percentage.value()).to_string(),
            percentage_unrounded: percentage.value().normalize().to_string(),
            interpolated: matches!(percentage, Percentage::Interpolated { .. }),
            assumed: percentage.is_assumed(),
            rows: percentage.rows().into_iter().map(Into::into).collect(),
        }
    }
}

/// Paid hours a week as jobs of 25.5 hours.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobsView {
    /// Whole jobs, rounded down.
    #[schema(max_length = 20)]
    pub jobs: String,
    #[schema(max_length = 40)]
    pub jobs_unrounded: String,
    /// Paid hours a week, averaged over the year by day; not rounded.
    #[schema(max_length = 40)]
    pub hours_per_week: String,
}

impl JobsView {
    pub fn of(hours: Decimal) -> Self {
        let unrounded = to_jobs(hours);
        Self {
            jobs: whole_jobs(unrounded).to_string(),
            jobs_unrounded: unrounded.normalize().to_string(),
            hours_per_week: hours.normalize().to_string(),
        }
    }
}

/// What there should be.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TargetView {
    #[serde(flatten)]
    pub jobs: JobsView,
    /// FTE of the formation, where the percentage is a share of that; not rounded.
    #[schema(max_length = 40)]
    pub fte: Option<String>,
}

/// A year of the jobs agreement. What is null is not there, or not to be told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuotaYearView {
    pub year: u16,
    /// Null where none is published for this year.
    pub percentage: Option<UsedPercentageView>,
    /// Null without a percentage or without a formation.
    pub target: Option<TargetView>,
    pub realised: Option<JobsView>,
    pub employed: Option<JobsView>,
    pub hired_in: Option<JobsView>,
    /// What the plans add.
    pub planned: Option<JobsView>,
    /// Realised and planned together.
    pub forecast: Option<JobsView>,
    /// Target less realised, in jobs; negative where there are more than asked. Not rounded.
    #[schema(max_length = 40)]
    pub gap_unrounded: Option<String>,
    /// The jobs that are missing: one decimal, rounded down.
    #[schema(max_length = 20)]
    pub shortage: Option<String>,
    /// The jobs that are missing when the plans come true.
    #[schema(max_length = 20)]
    pub forecast_shortage: Option<String>,
}

impl From<&Outcome> for QuotaYearView {
    fn from(outcome: &Outcome) -> Self {
        let actual = &outcome.actual;
        let text = |value: Decimal| value.normalize().to_string();
        Self {
            year: outcome.year,
            percentage: outcome.percentage.as_ref().map(Into::into),
            target: outcome.target.map(|target| TargetView {
                jobs: JobsView::of(target.hours_per_week),
                fte: target.fte.map(text),
            }),
            realised: Some(JobsView::of(actual.realised())),
            employed: Some(JobsView::of(actual.employed)),
            hired_in: Some(JobsView::of(actual.hired_in)),
            planned: Some(JobsView::of(actual.planned)),
            forecast: Some(JobsView::of(actual.realised() + actual.planned)),
            gap_unrounded: outcome.gap().map(text),
            shortage: outcome.shortage().map(|it| it.to_string()),
            forecast_shortage: outcome.forecast_shortage().map(|it| it.to_string()),
        }
    }
}

/// The jobs agreement of a board.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardQuotaView {
    pub board_id: Uuid,
    #[schema(max_length = 200)]
    pub board_name: String,
    #[schema(max_items = 30)]
    pub years: Vec<QuotaYearView>,
}

/// The staff of a board in a sector in a year.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormationView {
    #[schema(inline)]
    pub sector: BoardSectorWord,
    pub year: u16,
    /// Null where it was given in paid hours.
    #[schema(max_length = 20)]
    pub fte: Option<String>,
    /// Paid hours in the year; null where it was given in FTE.
    #[schema(max_length = 20)]
    pub paid_hours: Option<String>,
    #[schema(inline)]
    pub accuracy: AccuracyWord,
    #[schema(inline)]
    pub source: FormationSourceWord,
}

impl From<&Formation> for FormationView {
    fn from(formation: &Formation) -> Self {
        let (fte, paid_hours) = match formation.extent {
            Extent::Fte(fte) => (Some(fte.to_string()), None),
            Extent::PaidHours(hours) => (None, Some(hours.to_string())),
        };
        Self {
            sector: Word(formation.sector),
            year: formation.year,
            fte,
            paid_hours,
            accuracy: Word(formation.accuracy),
            source: Word(formation.source),
        }
    }
}

/// The formations of a board.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormationsView {
    #[schema(max_items = 1000)]
    pub items: Vec<FormationView>,
    #[schema(max_length = 1000)]
    pub next: Option<String>,
}

/// A formation to record: give `fte` or `paidHours`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewFormation {
    #[schema(inline)]
    pub sector: BoardSectorWord,
    #[schema(minimum = 2013, maximum = 2100)]
    pub year: u16,
    #[schema(pattern = r"^[0-9]{1,6}(\.[0-9]{1,2})?$", max_length = 9)]
    pub fte: Option<String>,
    /// Paid hours in the year.
    #[schema(pattern = r"^[0-9]{1,9}(\.[0-9]{1,2})?$", max_length = 12)]
    pub paid_hours: Option<String>,
    #[schema(inline)]
    pub accuracy: AccuracyWord,
}

impl NewFormation {
    /// The formation; nothing where both or neither of its figures are given.
    pub fn formation(self) -> Option<Formation> {
        let extent = match (self.fte.as_deref(), self.paid_hours.as_deref()) {
            (Some(fte), None) => Extent::Fte(decimals::read(fte)?),
            (None, Some(paid)) => Extent::PaidHours(decimals::read(paid)?),
            _ => return None,
        };
        Some(Formation {
            sector: self.sector.0,
            year: self.year,
            extent,
            accuracy: self.accuracy.0,
            source: Source::Board,
        })
    }
}
