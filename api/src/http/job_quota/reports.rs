//! The jobs agreement of many boards.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use leerkring_domain::boards::{Board, Sector};
use leerkring_domain::job_quota::{
    Asked, By, Formation, Group, JobFields, Outcome, Reporter, Shown, known, report,
};
use leerkring_domain::kernel::{Code, Id, Scope, civil};
use leerkring_domain::withholding::LEAST;
use leerkring_persistence::{
    ConnectionTrait, board_regions, boards, function_mix, job_quota, organisers, quota_sharings,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::schedule::with_assumed;
use super::wire::{JobsView, QuotaQuery, QuotaYearView, TargetView};
use super::{export, picture, this_year};
use crate::app::App;
use crate::error::Error;
use crate::http::extract::{Query, Reader};
use crate::http::function_mix::labour_market;
use crate::http::kinds::{Binary, SvgPicture, Wanted};
use crate::http::params::With;
use crate::http::pictures;
use crate::http::respond::Answer;
use crate::http::tables::CsvTable;
use crate::http::wire::Word;

pub type DivisionWord = Word<By>;

/// Which report is asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct QuotaReportQuery {
    /// Whether to divide the boards: by sector, by labour-market region of their seat, or by organiser
    /// whose members they are (your own organisers).
    #[param(inline, default = "all")]
    pub by: Option<DivisionWord>,
}

/// A group of boards, year by year.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuotaGroupView {
    /// The sector, the code of the region or the id of the organiser; null for all boards.
    #[schema(max_length = 40)]
    pub key: Option<String>,
    #[schema(max_length = 200)]
    pub name: Option<String>,
    #[schema(max_items = 30)]
    pub years: Vec<QuotaYearView>,
}

/// The jobs agreement of the boards that report jobs or formations.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuotaReportView {
    #[schema(inline)]
    pub by: DivisionWord,
    /// Figures over fewer boards than this are withheld, and what could be worked out with them.
    #[schema(minimum = 5, maximum = 5)]
    pub least_boards: usize,
    #[schema(max_items = 200)]
    pub groups: Vec<QuotaGroupView>,
}

/// Get the jobs agreement of many boards
///
/// For everybody with a role: of all boards that report, by sector, by region, or by organiser whose
/// members they are, over years. Each figure is withheld where fewer than five boards have any of it,
/// and so is what could be worked out from all that is published, in whatever division and year;
/// what is withheld looks like what is nothing. An organiser with whom boards share their own figures
/// is told a total only if it says nothing about fewer than five others.
#[utoipa::path(tag = "job-quota", operation_id = "getJobQuota",
    params(With<QuotaReportQuery, QuotaQuery>),
    responses((status = 200, description = "The jobs agreement", content(
        (QuotaReportView = "application/json"),
        (CsvTable = "text/csv"),
        (SvgPicture = "image/svg+xml"),
        (Binary = "image/png")))))]
#[get("/job-quota")]
pub async fn get_job_quota(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    query: Query<With<QuotaReportQuery, QuotaQuery>>,
) -> Answer {
    let With { own, shared: quota } = query.0;
    let by = own.by.map_or(By::default(), |by| by.0);
    let names = names(app.store.reader()).await?;
    let groups = groups(&app, &quota, &names, &reader.scope).await?;
    let asked = quota.years(this_year(&app));
    let shown = groups.iter().filter(|group| group.by == by && sees(&reader.scope, group));
    let views: Vec<QuotaGroupView> = shown
        .map(|group| QuotaGroupView {
            key: Some(group.key.clone()).filter(|key| !key.is_empty()),
            name: names.get(&(by, group.key.clone())).cloned(),
            years: group
                .years
                .range(asked.clone())
                .map(|(year, shown)| view(*year, shown))
                .collect(),
        })
        .collect();
    let view = QuotaReportView { by: Word(by), least_boards: LEAST, groups: views };
    let picture = || figure(&view, &reader, this_year(&app));
    let table = (export::COLUMNS, export::report(&view));
    pictures::figures(wanted, ("job-quota", reader.language), &view, picture, table)
}

/// Organisers read of their own members only.
fn sees(scope: &Scope, group: &Group) -> bool {
    let own = || scope.organisers.iter().any(|organiser| organiser.to_string() == group.key);
    group.by != By::Organiser || scope.everything || own()
}

fn figure(view: &QuotaReportView, reader: &Reader, this_year: u16) -> crate::charts::Figure {
    if let [group] = view.groups.as_slice() {
        return picture::years(group.name.as_deref().unwrap_or("–"), &group.years, reader.language);
    }
    let of_year =
        |group: &'_ QuotaGroupView| group.years.iter().position(|it| it.year == this_year);
    let groups: Vec<(String, &QuotaYearView)> = view
        .groups
        .iter()
        .filter_map(|group| {
            let year = group.years.get(of_year(group)?)?;
            Some((group.name.clone().unwrap_or_default(), year))
        })
        .collect();
    picture::groups(this_year, &groups, reader.language)
}

fn view(year: u16, shown: &Shown) -> QuotaYearView {
    let outcome = shown.outcome(year);
    let text = |value: rust_decimal::Decimal| value.normalize().to_string();
    QuotaYearView {
        year,
        percentage: shown.percentage.as_ref().map(Into::into),
        target: shown.target.map(|target| TargetView {
            jobs: JobsView::of(target.hours_per_week),
            fte: target.fte.map(text),
        }),
        realised: shown.realised.map(JobsView::of),
        employed: shown.apart.map(|(employed, _)| JobsView::of(employed)),
        hired_in: shown.apart.map(|(_, hired_in)| JobsView::of(hired_in)),
        planned: shown.planned.map(JobsView::of),
        forecast: shown.realised.zip(shown.planned).map(|(now, plans)| JobsView::of(now + plans)),
        gap_unrounded: outcome.as_ref().and_then(Outcome::gap).map(text),
        shortage: outcome.as_ref().and_then(Outcome::shortage).map(|it| it.to_string()),
        forecast_shortage: outcome
            .filter(|_| shown.planned.is_some())
            .and_then(|it| it.forecast_shortage())
            .map(|it| it.to_string()),
    }
}

type Names = BTreeMap<(By, String), String>;

/// Every division with what its groups are called.
async fn names(db: &impl ConnectionTrait) -> Result<Names, Error> {
    let mut names = Names::from([((By::All, String::new()), "Nederland".to_owned())]);
    for sector in Sector::ALL {
        names.insert((By::Sector, sector.code().to_owned()), sector.code().to_owned());
    }
    for organiser in organisers::all(db).await? {
        names.insert((By::Organiser, organiser.id.to_string()), organiser.name);
    }
    for (code, name) in labour_market(db).await? {
        names.insert((By::Region, code), name);
    }
    Ok(names)
}

/// The first year that anybody reports of.
const FIRST_YEAR: u16 = 2013;
/// How far plans reach.
const YEARS_AHEAD: u16 = 5;

async fn groups(
    app: &App,
    query: &QuotaQuery,
    names: &Names,
    scope: &Scope,
) -> Result<Vec<Group>, Error> {
    let schedule = with_assumed(app.store.reader(), query.assumed_by).await?;
    let known = quota_sharings::ever_shared(app.store.reader(), &scope.organisers).await?;
    let reporters = reporters(app).await?;
    let keys: Vec<(By, String)> = names.keys().cloned().collect();
    let asked = Asked {
        question: query.question(&schedule),
        week: app.full_time_week,
        keys: &keys,
        years: FIRST_YEAR..=this_year(app) + YEARS_AHEAD,
        known: &known,
    };
    Ok(report(&reporters, &asked))
}

/// The boards that gave anything, with where they belong.
async fn reporters(app: &App) -> Result<Vec<Reporter>, Error> {
    let db = app.store.reader();
    let mut own: BTreeMap<Id<Board>, (Vec<Formation>, Vec<JobFields>)> = BTreeMap::new();
    for (board, formation) in job_quota::formations(db, None).await? {
        own.entry(board).or_default().0.push(formation);
    }
    for job in job_quota::all(db).await? {
        own.entry(job.board).or_default().1.push(job.fields);
    }
    let ids: Vec<Id<Board>> = own.keys().copied().collect();
    let mut counted: HashMap<String, Vec<(Sector, u16, i64)>> = HashMap::new();
    for (board, sector, year, fte) in function_mix::staff(db, None).await? {
        counted.entry(board).or_default().push((sector.sector(), year, fte));
    }
    let regions = board_regions::labour_market(db).await?;
    let members = organisers::boards_on(db, civil::today(app.now())).await?;
    let mut reporters = Vec::new();
    for board in boards::known(db, &ids).await? {
        let (formations, jobs) = own.remove(&board.id).unwrap_or_default();
        let number = board.number.to_string();
        let of = members.get(&board.id).into_iter().flatten();
        reporters.push(Reporter {
            board: board.id,
            sectors: board.sectors,
            region: regions.get(&number).cloned(),
            organisers: of.map(ToString::to_string).collect(),
            formations: known(formations, counted.get(&number).map_or(&[][..], Vec::as_slice)),
            jobs,
        });
    }
    Ok(reporters)
}
