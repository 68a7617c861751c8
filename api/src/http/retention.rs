//! What was removed after its term, over HTTP.

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, NaiveDate, Utc};
use leerkring_persistence::retention_runs::{self, Removed, Run};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::extract::Query;
use super::operations::Operations;
use super::page::{self, PageView, Paging};
use super::respond::Answer;
use crate::app::App;

pub fn routes(config: &mut Operations) {
    config.service(list_retention_runs);
}

/// What was removed on a day, after its term.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RetentionRunView {
    pub id: Uuid,
    /// The day, in the Netherlands.
    pub held_on: NaiveDate,
    pub begun_at: DateTime<Utc>,
    /// Null while it goes on.
    pub finished_at: Option<DateTime<Utc>>,
    /// Each term under which something was removed.
    #[schema(max_items = 50)]
    pub removed: Vec<RemovedView>,
}

/// How much was removed under a term.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RemovedView {
    /// The term, as `leerkring retention` calls it.
    #[schema(max_length = 60)]
    pub term: String,
    #[schema(minimum = 1)]
    pub count: u64,
}

impl From<Run> for RetentionRunView {
    fn from(run: Run) -> Self {
        let removed = |Removed { term, count }| RemovedView { term, count };
        Self {
            id: run.id.uuid(),
            held_on: run.held_on,
            begun_at: run.begun_at,
            finished_at: run.finished_at,
            removed: run.removed.into_iter().map(removed).collect(),
        }
    }
}

/// List retention runs
///
/// For administrators: what was removed each day because it was past its term, the newest first.
/// The terms are settings of the installation; `leerkring retention --dry-run` tells what the next
/// run would remove.
#[utoipa::path(tag = "privacy", operation_id = "listRetentionRuns", params(Paging),
    responses((status = 200, description = "A page of runs", body = PageView<RetentionRunView>)))]
#[get("/retention-runs")]
pub async fn list_retention_runs(app: Data<Arc<App>>, query: Query<Paging>) -> Answer {
    let request = query.0.request(&app.keys, "retention-runs")?;
    let page = retention_runs::list(app.store.reader(), &request).await?;
    Ok(page::reply(&app, "retention-runs", page.map(RetentionRunView::from)))
}
