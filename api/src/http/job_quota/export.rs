//! The jobs agreement as a table: a row for each year.

use super::reports::QuotaReportView;
use super::wire::{BoardQuotaView, JobsView, QuotaYearView};
use crate::tables::{Cell, Column, Row, column};

pub const COLUMNS: &[Column] = &[
    column("group", "groep", 38),
    column("name", "naam", 36),
    column("year", "jaar", 8),
    column("percentage", "percentage", 12),
    column("interpolated", "geïnterpoleerd", 14),
    column("assumed", "aangenomen", 12),
    column("targetJobs", "doel in banen", 14),
    column("realisedJobs", "gerealiseerd", 14),
    column("employedJobs", "in dienst", 12),
    column("hiredInJobs", "ingeleend", 12),
    column("plannedJobs", "gepland", 12),
    column("forecastJobs", "verwacht", 12),
    column("gap", "verschil", 12),
    column("shortage", "tekort", 10),
    column("forecastShortage", "verwacht tekort", 16),
];

pub fn board(view: &BoardQuotaView) -> impl Iterator<Item = Row> {
    let head = || [view.board_id.into(), view.board_name.as_str().into()];
    view.years.iter().map(move |year| row(head(), year))
}

pub fn report(view: &QuotaReportView) -> impl Iterator<Item = Row> {
    view.groups.iter().flat_map(|group| {
        let head = || [group.key.as_deref().into(), group.name.as_deref().into()];
        group.years.iter().map(move |year| row(head(), year))
    })
}

fn row(head: [Cell; 2], year: &QuotaYearView) -> Row {
    let number = |text: Option<&String>| text.map_or(Cell::Nothing, |it| Cell::number(it));
    let jobs = |view: Option<&JobsView>| number(view.map(|it| &it.jobs_unrounded));
    let percentage = year.percentage.as_ref();
    let figures = [
        u32::from(year.year).into(),
        number(percentage.map(|it| &it.percentage)),
        percentage.map(|it| it.interpolated).into(),
        percentage.map(|it| it.assumed).into(),
        jobs(year.target.as_ref().map(|it| &it.jobs)),
        jobs(year.realised.as_ref()),
        jobs(year.employed.as_ref()),
        jobs(year.hired_in.as_ref()),
        jobs(year.planned.as_ref()),
        jobs(year.forecast.as_ref()),
        number(year.gap_unrounded.as_ref()),
        number(year.shortage.as_ref()),
        number(year.forecast_shortage.as_ref()),
    ];
    head.into_iter().chain(figures).collect()
}
