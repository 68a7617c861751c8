//! The jobs agreement (banenafspraak): how many jobs for people with a work disability a board
//! should have, how many it has, and what it means to create.
//!
//! Jobs are counts and hours. Nothing here says who works: not a name, not a number, not who is in
//! the target-group register.

mod assumed;
mod formation;
mod job;
mod outcome;
mod report;
mod schedule;

use rust_decimal::Decimal;

pub use assumed::Assumption;
pub use formation::{Accuracy, Extent, Formation, FullTimeWeek, Source, known};
pub use job::{Engagement, Job, JobFields, Status};
pub use outcome::{Actual, Outcome, Question, Target, actual, outcome, target};
pub use report::{Asked, By, Group, Reporter, Shown, report};
pub use schedule::{Absent, Base, Kind, Percentage, QuotaSector, Row, Schedule};

/// Paid hours a week that are one job.
pub fn hours_of_a_job() -> Decimal {
    Decimal::new(255, 1)
}

/// Paid hours a year that are one job.
pub fn yearly_hours_of_a_job() -> Decimal {
    Decimal::from(1331)
}

/// Jobs of paid hours a week, not rounded.
pub fn jobs(hours_per_week: Decimal) -> Decimal {
    hours_per_week / hours_of_a_job()
}

/// Whole jobs, rounded down as the decree has it.
pub fn whole_jobs(jobs: Decimal) -> Decimal {
    jobs.floor()
}

/// A percentage as the decree rounds it: two decimals, downwards.
pub fn percentage_rounded(percentage: Decimal) -> Decimal {
    downwards(percentage, 2)
}

/// A shortage of jobs as the decree rounds it: one decimal, downwards.
pub fn shortage_rounded(shortage: Decimal) -> Decimal {
    downwards(shortage, 1)
}

fn downwards(value: Decimal, decimals: u32) -> Decimal {
    let mut rounded = value.trunc_with_scale(decimals);
    rounded.rescale(decimals);
    rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_downwards() {
        assert_eq!(percentage_rounded(Decimal::new(19_799, 4)).to_string(), "1.97");
        assert_eq!(shortage_rounded(Decimal::new(399, 2)).to_string(), "3.9");
        assert_eq!(whole_jobs(Decimal::new(68_999, 3)).to_string(), "68");
        assert_eq!(shortage_rounded(Decimal::from(4)).to_string(), "4.0");
    }

    #[test]
    fn a_job_a_week_is_a_job_a_year() {
        assert_eq!(jobs(hours_of_a_job()), Decimal::ONE);
        let weekly = yearly_hours_of_a_job() * hours_of_a_job() / yearly_hours_of_a_job();
        assert_eq!(jobs(weekly), Decimal::ONE);
    }
}
