//! The figures of an organiser over HTTP.

mod picture;
mod read;
mod table;
mod wire;

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::{Days, NaiveDate};
use leerkring_domain::kernel::civil::start_of_day;
use leerkring_domain::kernel::{Id, Language};
use leerkring_persistence::figures::{Asked, Of};
use leerkring_persistence::{organisers, programmes};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::read::{Part, Report};
use self::wire::FiguresView;
use super::extract::{Path, Query, Reader};
use super::kinds::{Binary, SvgPicture, Wanted};
use super::operations::Operations;
use super::respond::Answer;
use super::tables::CsvTable;
use super::{participants, pictures};
use crate::app::App;
use crate::charts::Figure;
use crate::commands::organisers::{not_your_organiser, own};

pub fn routes(config: &mut Operations) {
    config
        .service(get_cohort_figures)
        .service(get_programme_figures)
        .service(get_organiser_figures);
}

/// Get the figures of a cohort
///
/// For those who organise it, as lead or partner: registrations by where they stand now, the seats
/// that are taken, who attended, completed or did not show up, the boards that it reached by sector and
/// region, and how many registrations were made in which week. `members` are those of the lead
/// organiser. As SVG or PNG a chart, as a table one row.
#[utoipa::path(tag = "figures", operation_id = "getCohortFigures",
    responses((status = 200, description = "The figures", content(
        (FiguresView = "application/json"),
        (CsvTable = "text/csv"),
        (SvgPicture = "image/svg+xml"),
        (Binary = "image/png")))))]
#[get("/cohorts/{cohortId}/figures")]
pub async fn get_cohort_figures(
    app: Data<Arc<App>>,
    reader: Reader,
    cohort: Path<Uuid>,
    wanted: Wanted,
) -> Answer {
    let db = app.store.reader();
    let cohort = participants::organised(db, cohort.0.into(), &reader.scope).await?;
    let lead = programmes::lead(db, cohort.id).await?;
    let report = Report::read(&app, Asked::all(Of::Cohort(cohort.id)), lead).await?;
    let parts = report.by_cohort();
    let picture = || picture::cohort(&cohort.plan.name, &report.total(), reader.language);
    answer((wanted, reader.language), &FiguresView::new(&report, &[]), &parts, picture)
}

/// Get the figures of a programme
///
/// For those who organise it, as lead or partner: those of all its cohorts together, and of each. Drafts
/// do not count; seats of cancelled cohorts do not either.
#[utoipa::path(tag = "figures", operation_id = "getProgrammeFigures",
    responses((status = 200, description = "The figures", content(
        (FiguresView = "application/json"),
        (CsvTable = "text/csv"),
        (SvgPicture = "image/svg+xml"),
        (Binary = "image/png")))))]
#[get("/programmes/{programmeId}/figures")]
pub async fn get_programme_figures(
    app: Data<Arc<App>>,
    reader: Reader,
    programme: Path<Uuid>,
    wanted: Wanted,
) -> Answer {
    let (db, scope) = (app.store.reader(), &reader.scope);
    let programme = programmes::find(db, programme.0.into(), scope).await?;
    let mut organise = std::iter::once(&programme.lead).chain(&programme.partners);
    if !scope.everything && !organise.any(|it| scope.organisers.contains(it)) {
        return Err(not_your_organiser().into());
    }
    let asked = Asked::all(Of::Programme(programme.id));
    let report = Report::read(&app, asked, programme.lead).await?;
    let parts = report.by_cohort();
    let title = &programme.description.title;
    let picture = || picture::parts(title, &parts, reader.language);
    answer((wanted, reader.language), &FiguresView::new(&report, &parts), &parts, picture)
}

/// Which cohorts count.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct OrganiserFiguresQuery {
    /// Cohorts whose first session is on this day or later.
    pub from: Option<NaiveDate>,
    /// Cohorts whose first session is on this day or earlier.
    pub until: Option<NaiveDate>,
}

/// Get the figures of an organiser
///
/// For its staff: those of all that it offers, as lead or partner, together and by programme. `from` and
/// `until` narrow it to cohorts that start between two days in the Netherlands, both included.
#[utoipa::path(tag = "figures", operation_id = "getOrganiserFigures",
    params(OrganiserFiguresQuery),
    responses((status = 200, description = "The figures", content(
        (FiguresView = "application/json"),
        (CsvTable = "text/csv"),
        (SvgPicture = "image/svg+xml"),
        (Binary = "image/png")))))]
#[get("/organisers/{organiserId}/figures")]
pub async fn get_organiser_figures(
    app: Data<Arc<App>>,
    reader: Reader,
    organiser: Path<Uuid>,
    query: Query<OrganiserFiguresQuery>,
    wanted: Wanted,
) -> Answer {
    let id = own(&reader.scope, Id::from(organiser.0))?;
    let organiser = organisers::find(app.store.reader(), id).await?;
    let after = query.0.until.and_then(|day| day.checked_add_days(Days::new(1)));
    let span = (query.0.from.map(start_of_day), after.map(start_of_day));
    let report = Report::read(&app, Asked { of: Of::Organiser(id), span }, id).await?;
    let parts = report.by_programme();
    let picture = || picture::parts(&organiser.name, &parts, reader.language);
    answer((wanted, reader.language), &FiguresView::new(&report, &parts), &parts, picture)
}

fn answer(
    (wanted, language): (Wanted, Language),
    view: &FiguresView,
    parts: &[Part],
    picture: impl FnOnce() -> Figure,
) -> Answer {
    let table = (table::COLUMNS, table::rows(parts));
    pictures::figures(wanted, ("figures", language), view, picture, table)
}
