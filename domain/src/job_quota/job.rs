//! Jobs that a board has, and those that it means to create.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::boards::{Board, School};
use crate::kernel::event::{Subject, differing};
use crate::kernel::{Code, Id, Kind, Reason, Refusal, text};

/// With whom the contract is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engagement {
    Employed,
    /// Under the board's supervision, employed elsewhere (inleenverband, detachering).
    HiredIn,
}

impl Code for Engagement {
    const ALL: &'static [Self] = &[Self::Employed, Self::HiredIn];

    fn code(self) -> &'static str {
        match self {
            Self::Employed => "employed",
            Self::HiredIn => "hired-in",
        }
    }
}

/// Whether jobs are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The board means to create them; they count in the forecast only.
    Planned,
    Filled,
}

impl Code for Status {
    const ALL: &'static [Self] = &[Self::Planned, Self::Filled];

    fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Filled => "filled",
        }
    }
}

/// What a board says about jobs that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFields {
    pub status: Status,
    pub engagement: Engagement,
    /// How many jobs alike.
    pub count: u16,
    /// Paid hours a week of each.
    pub hours_per_week: Decimal,
    pub from_on: NaiveDate,
    /// The last day; none while they run on.
    pub until_on: Option<NaiveDate>,
    pub school: Option<Id<School>>,
}

/// Jobs of a board that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: Id<Job>,
    pub board: Id<Board>,
    pub fields: JobFields,
    pub version: i64,
}

impl Subject for Job {
    const KIND: &'static str = "job";
}

impl JobFields {
    /// The fields, if they can be meant on `today`.
    ///
    /// # Errors
    /// Every reason why not, with its field.
    pub fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        let mut reasons = Vec::new();
        if self.hours_per_week <= Decimal::ZERO || Decimal::from(40) < self.hours_per_week {
            let sentence = text(
                "meer dan 0 en hoogstens 40 uur per week",
                "more than 0 and at most 40 hours a week",
            );
            reasons.push(Reason::new("wrong-hours", sentence).at("/hoursPerWeek"));
        }
        if 2 < self.hours_per_week.normalize().scale() {
            let sentence = text("hoogstens twee decimalen", "at most two decimals");
            reasons.push(Reason::new("wrong-hours", sentence).at("/hoursPerWeek"));
        }
        if !(1..=999).contains(&self.count) {
            let sentence = text("1 tot en met 999 banen", "from 1 to 999 jobs");
            reasons.push(Reason::new("wrong-count", sentence).at("/count"));
        }
        if !(2013..=2100).contains(&self.from_on.year()) {
            let sentence = text(
                "vanaf 2013, het jaar van de nulmeting",
                "from 2013, the year of the baseline measurement",
            );
            reasons.push(Reason::new("wrong-day", sentence).at("/fromOn"));
        }
        if self.until_on.is_some_and(|until| until < self.from_on) {
            let sentence =
                text("de laatste dag ligt voor de eerste", "the last day is before the first");
            reasons.push(Reason::new("ends-before-it-starts", sentence).at("/untilOn"));
        }
        if self.status == Status::Filled && today < self.from_on {
            let sentence = text(
                "een baan die nog moet beginnen is een plan: status planned",
                "a job that is yet to begin is a plan: status planned",
            );
            reasons.push(Reason::new("not-begun", sentence).at("/status"));
        }
        Refusal::unless_empty(Kind::Invalid, reasons)?;
        Ok(self)
    }

    /// Paid hours a week of all of them.
    pub fn hours(&self) -> Decimal {
        self.hours_per_week * Decimal::from(self.count)
    }

    /// Paid hours a week, averaged over a year by day, not rounded.
    pub fn hours_in(&self, year: u16) -> Decimal {
        let year = i32::from(year);
        let Some((first, next)) =
            NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year + 1, 1, 1))
        else {
            return Decimal::ZERO;
        };
        let end =
            self.until_on.and_then(|until| until.succ_opt()).map_or(next, |end| end.min(next));
        let days = (end - self.from_on.max(first)).num_days().max(0);
        self.hours() * Decimal::from(days) / Decimal::from((next - first).num_days())
    }
}

impl Job {
    /// The fields in which `other` differs.
    pub fn changes(&self, other: &Self) -> Vec<&'static str> {
        let (old, new) = (&self.fields, &other.fields);
        differing([
            ("status", old.status != new.status),
            ("engagement", old.engagement != new.engagement),
            ("count", old.count != new.count),
            ("hoursPerWeek", old.hours_per_week != new.hours_per_week),
            ("fromOn", old.from_on != new.from_on),
            ("untilOn", old.until_on != new.until_on),
            ("schoolId", old.school != new.school),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::super::jobs;
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn half_year() -> JobFields {
        JobFields {
            status: Status::Filled,
            engagement: Engagement::Employed,
            count: 1,
            hours_per_week: Decimal::new(255, 1),
            from_on: day("2026-07-01"),
            until_on: Some(day("2026-12-31")),
            school: None,
        }
    }

    fn refused(change: impl FnOnce(&mut JobFields)) -> Vec<&'static str> {
        let mut fields = half_year();
        change(&mut fields);
        let refusal = fields.checked(day("2026-07-01")).unwrap_err();
        refusal.reasons.into_iter().map(|reason| reason.code).collect()
    }

    #[test]
    fn q4_a_job_from_july_is_184_days_of_365() {
        let realised = jobs(half_year().hours_in(2026));
        assert_eq!(realised, Decimal::from(184) / Decimal::from(365));
        assert_eq!(half_year().hours_in(2025), Decimal::ZERO);
        assert_eq!(half_year().hours_in(2027), Decimal::ZERO);
    }

    #[test]
    fn a_job_that_runs_on_counts_whole_in_later_years_also_in_leap_years() {
        let running = JobFields { until_on: None, ..half_year() };
        assert_eq!(running.hours_in(2027), Decimal::new(255, 1));
        assert_eq!(running.hours_in(2028), Decimal::new(255, 1));
    }

    #[test]
    fn jobs_alike_count_together() {
        let three = JobFields { count: 3, until_on: None, ..half_year() };
        assert_eq!(jobs(three.hours_in(2027)), Decimal::from(3));
    }

    #[test]
    fn hours_are_more_than_none_and_at_most_forty_with_two_decimals() {
        assert_eq!(refused(|it| it.hours_per_week = Decimal::ZERO), ["wrong-hours"]);
        assert_eq!(refused(|it| it.hours_per_week = Decimal::new(4001, 2)), ["wrong-hours"]);
        assert_eq!(refused(|it| it.hours_per_week = Decimal::new(1, 3)), ["wrong-hours"]);
    }

    #[test]
    fn there_is_at_least_one_job() {
        assert_eq!(refused(|it| it.count = 0), ["wrong-count"]);
    }

    #[test]
    fn the_last_day_is_not_before_the_first() {
        let reasons = refused(|it| it.until_on = Some(day("2026-06-30")));
        assert_eq!(reasons, ["ends-before-it-starts"]);
    }

    #[test]
    fn what_is_yet_to_begin_is_a_plan() {
        assert_eq!(refused(|it| it.from_on = day("2026-07-02")), ["not-begun"]);
        let plan = JobFields { status: Status::Planned, from_on: day("2026-11-01"), ..half_year() };
        assert!(plan.checked(day("2026-07-01")).is_ok());
    }

    #[test]
    fn days_before_the_baseline_measurement_are_refused() {
        assert_eq!(refused(|it| it.from_on = day("2012-12-31")), ["wrong-day"]);
    }
}
