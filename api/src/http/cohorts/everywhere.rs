//! The cohorts of all programmes: what runs, what is open, what is to come.

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::NaiveDate;
use leerkring_domain::kernel::Scope;
use leerkring_domain::kernel::civil::start_of_day;
use leerkring_persistence::cohorts::Filter;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::wire::{CohortView, PhaseWord};
use super::{CohortSort, page_of};
use crate::app::App;
use crate::error::Error;
use crate::http::boards::wire::RegionPath;
use crate::http::extract::{Query, Reader};
use crate::http::kinds::Wanted;
use crate::http::narrowing::{Named, Narrowed, narrowed};
use crate::http::operations::Operations;
use crate::http::page::{PageView, order};
use crate::http::params::{Paged, With};
use crate::http::tables::{self, Asked, CsvTable, Listing};

pub fn routes(config: &mut Operations) {
    config.service(list_all_cohorts);
}

/// What the list of all cohorts is narrowed to, and how it is sorted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct AllCohortsQuery {
    /// In which order: as they were made (`createdAt`), by when their first session starts (`startsAt`; those
    /// without a session come last), or by `name`; `-` turns it around.
    #[param(inline)]
    pub sort: Option<CohortSort>,
    /// What they are now.
    #[param(inline)]
    pub phase: Option<PhaseWord>,
    /// Whether a team can register now, for a seat or for a place in the waiting list.
    pub open: Option<bool>,
    /// The programme that they are runs of.
    pub programme_id: Option<Uuid>,
    /// The organiser that offers them, as lead or partner.
    pub organiser_id: Option<Uuid>,
    /// The region that they are for, as `scheme/code`.
    #[param(inline)]
    pub region: Option<RegionPath>,
    /// The first session starts on this day or later.
    pub from: Option<NaiveDate>,
    /// The first session starts on this day or before it.
    pub until: Option<NaiveDate>,
}

impl AllCohortsQuery {
    async fn narrowed(self, app: &App, scope: &Scope) -> Result<Filter, Error> {
        let named = Named {
            programme: self.programme_id,
            organiser: self.organiser_id,
            ..Named::default()
        };
        let found = narrowed(app.store.reader(), scope, named).await?;
        let Narrowed { programme, organiser, .. } = found;
        let after = self.until.and_then(|day| day.succ_opt());
        Ok(Filter {
            programme,
            organiser,
            region: self.region.map(Into::into),
            phase: self.phase.map(|word| word.0),
            open: self.open,
            from: self.from.map(start_of_day),
            until: after.map(start_of_day),
            sort: order(self.sort),
            now: app.now(),
        })
    }
}

/// List cohorts
///
/// Those of all programmes, in the order they were made unless `sort` says otherwise, each with its
/// phase now, the seats that are left, and why one cannot register now. `open=true` gives those for
/// which a team can register. Drafts are seen by their organisers only.
#[utoipa::path(tag = "cohorts", operation_id = "listAllCohorts",
    params(Paged<AllCohortsQuery>),
    responses((status = 200, description = "A page of cohorts", content(
        (PageView<CohortView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/cohorts")]
pub async fn list_all_cohorts(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    query: Query<Paged<AllCohortsQuery>>,
) -> Listing {
    let With { own, shared: paging } = query.0;
    let Reader { scope, language, .. } = reader;
    let filter = own.narrowed(&app, &scope).await?;
    let asked = Asked::new("cohorts", wanted, paging, language).sorted(filter.sort);
    let list = tables::list(&app, asked, async move |app, request| {
        page_of(app, (&scope, filter.clone()), &request, language).await
    });
    Ok(list.await?.in_language(language).public())
}
