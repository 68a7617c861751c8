//! Jobs and formations that are made up, of boards that are real, so that reports show something.

use chrono::{Datelike, Months, NaiveDate};
use leerkring_domain::boards::{Board, FunctionMixSector, Sector};
use leerkring_domain::function_mix::{Entry, Scheme};
use leerkring_domain::job_quota::{
    Accuracy, Engagement, Extent, Formation, JobFields, Source, Status,
};
use leerkring_domain::kernel::{Scope, civil};
use rust_decimal::Decimal;

use super::{MEMBER, lacks};
use crate::commands::{function_mix, job_quota};
use crate::error::Error;
use crate::work::Work;

/// Since how many months jobs are there: status, engagement, how many, tenths of hours a week.
const JOBS: [(u32, Status, Engagement, u16, i64); 5] = [
    (44, Status::Filled, Engagement::Employed, 2, 255),
    (31, Status::Filled, Engagement::HiredIn, 1, 160),
    (18, Status::Filled, Engagement::Employed, 1, 240),
    (6, Status::Filled, Engagement::Employed, 1, 200),
    (0, Status::Planned, Engagement::Employed, 2, 255),
];

const EVERYTHING: Scope = Scope { everything: true, organisers: Vec::new(), boards: Vec::new() };

/// The member of the demo reports in full, eleven others the jobs they have.
pub(super) async fn report(work: &mut Work, members: Vec<Board>) -> Result<(), Error> {
    let today = civil::today(work.now);
    let first = members.iter().find(|board| board.number.to_string() == MEMBER);
    let first = first.ok_or_else(|| lacks("the member"))?;
    let all = JOBS.iter().map(|job| fields(*job, today)).collect();
    job_quota::enter(work, &EVERYTHING, first.id, all).await?;
    job_quota::record(work, &EVERYTHING, first.id, formations(today, 148)).await?;
    function_mix::record(work, &EVERYTHING, first.id, mixes(today)).await?;
    let others = members.iter().filter(|board| board.id != first.id).step_by(31);
    for (fte, board) in (60..).step_by(25).zip(others.take(11)) {
        let some = JOBS.iter().skip(1).take(3).map(|job| fields(*job, today)).collect();
        job_quota::enter(work, &EVERYTHING, board.id, some).await?;
        job_quota::record(work, &EVERYTHING, board.id, formations(today, fte)).await?;
    }
    Ok(())
}

fn fields(
    (months, status, engagement, count, tenths): (u32, Status, Engagement, u16, i64),
    today: NaiveDate,
) -> JobFields {
    let begun = today.checked_sub_months(Months::new(months)).and_then(|day| day.with_day(1));
    let planned = today.checked_add_months(Months::new(4)).and_then(|day| day.with_day(1));
    let from_on = if status == Status::Planned { planned } else { begun };
    JobFields {
        status,
        engagement,
        count,
        hours_per_week: Decimal::new(tenths, 1),
        from_on: from_on.unwrap_or(today),
        until_on: None,
        school: None,
    }
}

/// Of this year and the four before it, growing a little.
fn formations(today: NaiveDate, fte: i64) -> Vec<Formation> {
    let this_year = u16::try_from(today.year()).unwrap_or_default();
    (0..5)
        .map(|ago: u16| Formation {
            sector: Sector::Po,
            year: this_year - ago,
            extent: Extent::Fte(Decimal::from(fte - i64::from(ago) * 2)),
            accuracy: if ago == 0 { Accuracy::Estimated } else { Accuracy::Measured },
            source: Source::Board,
        })
        .collect()
}

/// Of the last three reference dates.
fn mixes(today: NaiveDate) -> Vec<Entry> {
    let last = u16::try_from(today.year()).unwrap_or_default() - 1;
    (0..3)
        .map(|ago: u16| {
            let (year, shift) = (last - ago, i64::from(ago) * 150);
            Entry {
                sector: FunctionMixSector::Bo,
                year,
                scheme: Scheme::of(year),
                scales: vec![
                    (
                        Scheme::of(year).at(0).map_or("", |scale| scale.name).to_owned(),
                        6120 + shift,
                    ),
                    (
                        Scheme::of(year).at(1).map_or("", |scale| scale.name).to_owned(),
                        2840 - shift,
                    ),
                ],
                other: 40,
            }
        })
        .collect()
}
