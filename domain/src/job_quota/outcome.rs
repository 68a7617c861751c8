//! What a board should have, what it has, what it will have.

use rust_decimal::Decimal;

use super::{
    Absent, Base, Engagement, Formation, FullTimeWeek, JobFields, Percentage, QuotaSector,
    Schedule, Status, jobs, shortage_rounded, whole_jobs,
};

/// Which percentages a target is asked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'s> {
    pub schedule: &'s Schedule,
    pub sector: QuotaSector,
    pub base: Base,
    pub absent: Absent,
}

impl Question<'_> {
    /// The percentage of a year, if there is one.
    pub fn percentage(&self, year: u16) -> Option<Percentage> {
        self.schedule.percentage(self.sector, self.base, year, self.absent).ok()
    }
}

/// How many jobs there should be. Nothing is rounded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Target {
    /// FTE of the formation, where that is what the percentage is a share of.
    pub fte: Option<Decimal>,
    pub hours_per_week: Decimal,
}

/// Paid hours a week in a year, averaged by day. Nothing is rounded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Actual {
    pub employed: Decimal,
    pub hired_in: Decimal,
    pub planned: Decimal,
}

impl Actual {
    pub fn realised(&self) -> Decimal {
        self.employed + self.hired_in
    }

    pub fn add(&mut self, more: &Self) {
        self.employed += more.employed;
        self.hired_in += more.hired_in;
        self.planned += more.planned;
    }
}

/// A year of the jobs agreement, of a board or of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub year: u16,
    /// Absent where no percentage is published and none was to be drawn.
    pub percentage: Option<Percentage>,
    /// Absent without a percentage or a formation.
    pub target: Option<Target>,
    pub actual: Actual,
}

impl Outcome {
    /// Jobs, not rounded.
    pub fn target_jobs(&self) -> Option<Decimal> {
        self.target.map(|target| jobs(target.hours_per_week))
    }

    pub fn target_whole(&self) -> Option<Decimal> {
        self.target_jobs().map(whole_jobs)
    }

    pub fn realised_jobs(&self) -> Decimal {
        jobs(self.actual.realised())
    }

    /// Realised and planned together, in jobs, not rounded.
    pub fn forecast_jobs(&self) -> Decimal {
        jobs(self.actual.realised() + self.actual.planned)
    }

    /// Target less realised, in jobs, not rounded; less than nothing is more than asked.
    pub fn gap(&self) -> Option<Decimal> {
        Some(self.target_jobs()? - self.realised_jobs())
    }

    /// The jobs that are missing, as the decree rounds them.
    pub fn shortage(&self) -> Option<Decimal> {
        self.gap().map(|gap| shortage_rounded(gap.max(Decimal::ZERO)))
    }

    /// The jobs that will be missing when the plans come true.
    pub fn forecast_shortage(&self) -> Option<Decimal> {
        let gap = self.target_jobs()? - self.forecast_jobs();
        Some(shortage_rounded(gap.max(Decimal::ZERO)))
    }
}

/// The target for a formation.
pub fn target(formation: &[Formation], percentage: &Percentage, week: &FullTimeWeek) -> Target {
    let part = |whole: Decimal| whole * percentage.value() / Decimal::ONE_HUNDRED;
    let hours: Decimal = formation.iter().map(|it| it.hours_per_week(week)).sum();
    let fte: Decimal = formation.iter().map(|it| it.fte(week)).sum();
    Target {
        fte: (percentage.base() == Base::Formation).then(|| part(fte)),
        hours_per_week: part(hours),
    }
}

/// The hours of jobs in a year.
pub fn actual<'j>(jobs: impl IntoIterator<Item = &'j JobFields>, year: u16) -> Actual {
    let mut actual = Actual::default();
    for job in jobs {
        let hours = job.hours_in(year);
        match (job.status, job.engagement) {
            (Status::Planned, _) => actual.planned += hours,
            (Status::Filled, Engagement::Employed) => actual.employed += hours,
            (Status::Filled, Engagement::HiredIn) => actual.hired_in += hours,
        }
    }
    actual
}

/// A year by these percentages; a year without a percentage has no target.
pub fn outcome(
    question: Question<'_>,
    year: u16,
    (formation, jobs): (&[Formation], &[JobFields]),
    week: &FullTimeWeek,
) -> Outcome {
    let percentage = question.percentage(year);
    let formation: Vec<Formation> =
        formation.iter().filter(|it| it.year == year).cloned().collect();
    let target = percentage
        .as_ref()
        .filter(|_| !formation.is_empty())
        .map(|percentage| target(&formation, percentage, week));
    Outcome { year, percentage, target, actual: actual(jobs, year) }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use chrono::NaiveDate;

    use super::super::{Accuracy, Extent, Source};
    use super::*;
    use crate::boards::Sector;

    fn formation(year: u16, fte: i64) -> Vec<Formation> {
        vec![Formation {
            sector: Sector::Po,
            year,
            extent: Extent::Fte(Decimal::from(fte)),
            accuracy: Accuracy::Measured,
            source: Source::Board,
        }]
    }

    static PUBLISHED: LazyLock<Schedule> = LazyLock::new(Schedule::published);

    fn asked(sector: QuotaSector, base: Base) -> Question<'static> {
        Question { schedule: &PUBLISHED, sector, base, absent: Absent::StaysAbsent }
    }

    fn of(question: Question<'_>, year: u16, fte: i64, jobs: &[JobFields]) -> Outcome {
        outcome(question, year, (&formation(year, fte), jobs), &FullTimeWeek::default())
    }

    #[test]
    fn q1_200_fte_in_primary_education_in_2016_ask_for_1_80_fte() {
        let outcome = of(asked(QuotaSector::Po, Base::Formation), 2016, 200, &[]);
        assert_eq!(outcome.target.unwrap().fte, Some(Decimal::new(180, 2)));
    }

    #[test]
    fn q2_200_fte_in_primary_education_in_2023_ask_for_6_80_fte() {
        let outcome = of(asked(QuotaSector::Po, Base::Formation), 2023, 200, &[]);
        assert_eq!(outcome.target.unwrap().fte, Some(Decimal::new(680, 2)));
    }

    #[test]
    fn q3_2500_fte_of_36_hours_in_2018_ask_for_68_jobs() {
        let outcome = of(asked(QuotaSector::Government, Base::PaidHours), 2018, 2500, &[]);
        assert_eq!(outcome.target.unwrap().hours_per_week, Decimal::from(1737));
        assert!(outcome.target_jobs().unwrap().to_string().starts_with("68.117"));
        assert_eq!(outcome.target_whole(), Some(Decimal::from(68)));
    }

    fn jobs_from(on: &str, status: Status, engagement: Engagement, count: u16) -> JobFields {
        JobFields {
            status,
            engagement,
            count,
            hours_per_week: Decimal::new(255, 1),
            from_on: on.parse::<NaiveDate>().unwrap(),
            until_on: None,
            school: None,
        }
    }

    #[test]
    fn plans_count_in_the_forecast_and_not_in_what_is_realised() {
        let jobs = [
            jobs_from("2017-05-01", Status::Filled, Engagement::Employed, 40),
            jobs_from("2017-05-01", Status::Filled, Engagement::HiredIn, 20),
            jobs_from("2018-01-01", Status::Planned, Engagement::Employed, 5),
        ];
        let outcome = of(asked(QuotaSector::Government, Base::PaidHours), 2018, 2500, &jobs);
        assert_eq!(outcome.realised_jobs(), Decimal::from(60));
        assert_eq!(jobs_of(outcome.actual.hired_in), Decimal::from(20));
        assert_eq!(outcome.forecast_jobs(), Decimal::from(65));
        assert_eq!(outcome.shortage().unwrap().to_string(), "8.1");
        assert_eq!(outcome.forecast_shortage().unwrap().to_string(), "3.1");
    }

    fn jobs_of(hours: Decimal) -> Decimal {
        super::jobs(hours)
    }

    #[test]
    fn who_has_more_than_asked_misses_none() {
        let jobs = [jobs_from("2017-05-01", Status::Filled, Engagement::Employed, 70)];
        let outcome = of(asked(QuotaSector::Government, Base::PaidHours), 2018, 2500, &jobs);
        assert!(outcome.gap().unwrap() < Decimal::ZERO);
        assert_eq!(outcome.shortage().unwrap().to_string(), "0.0");
    }

    #[test]
    fn without_a_percentage_or_a_formation_there_is_no_target() {
        let question = asked(QuotaSector::Government, Base::PaidHours);
        assert_eq!(of(question, 2016, 2500, &[]).target, None);
        let bare = outcome(question, 2018, (&[], &[]), &FullTimeWeek::default());
        assert!(bare.percentage.is_some() && bare.target.is_none() && bare.shortage().is_none());
    }
}
