//! The jobs agreement as a table: a row for each year.

use super::reports::QuotaReportView;
use super::wire::{BoardQuotaView, JobsView, QuotaYearView};
use crate::error::Error;
use crate::http::tables::{csv, field};

const NAMES: [&str; 15] = [
    "group",
    "name",
    "year",
    "percentage",
    "interpolated",
    "assumed",
    "targetJobs",
    "realisedJobs",
    "employedJobs",
    "hiredInJobs",
    "plannedJobs",
    "forecastJobs",
    "gap",
    "shortage",
    "forecastShortage",
];

pub fn board(view: &BoardQuotaView) -> Result<Vec<u8>, Error> {
    let rows =
        view.years.iter().map(|year| row(view.board_id.to_string(), view.board_name.clone(), year));
    csv(NAMES, rows)
}

pub fn report(view: &QuotaReportView) -> Result<Vec<u8>, Error> {
    let rows = view.groups.iter().flat_map(|group| {
        let (key, name) = (field(group.key.as_ref()), field(group.name.as_ref()));
        group.years.iter().map(move |year| row(key.clone(), name.clone(), year))
    });
    csv(NAMES, rows)
}

fn row(group: String, name: String, year: &QuotaYearView) -> [String; 15] {
    let jobs = |view: Option<&JobsView>| field(view.map(|it| &it.jobs_unrounded));
    [
        group,
        name,
        year.year.to_string(),
        field(year.percentage.as_ref().map(|it| &it.percentage)),
        field(year.percentage.as_ref().map(|it| it.interpolated)),
        field(year.percentage.as_ref().map(|it| it.assumed)),
        jobs(year.target.as_ref().map(|it| &it.jobs)),
        jobs(year.realised.as_ref()),
        jobs(year.employed.as_ref()),
        jobs(year.hired_in.as_ref()),
        jobs(year.planned.as_ref()),
        jobs(year.forecast.as_ref()),
        field(year.gap_unrounded.as_ref()),
        field(year.shortage.as_ref()),
        field(year.forecast_shortage.as_ref()),
    ]
}
