//! The quota schedule over HTTP: what is published, and what organisers assume.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::job_quota::Schedule;
use leerkring_domain::kernel::Id;
use leerkring_domain::organisers::Organiser;
use leerkring_persistence::{ConnectionTrait, quota_schedule};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::wire::schedule::{AssumptionKey, NewAssumption, QuotaPercentageView, QuotaScheduleView};
use crate::app::App;
use crate::commands::quota_schedule as commands;
use crate::error::Error;
use crate::http::extract::{Json, Path, Query, Repeatable, SignedIn};
use crate::http::respond::Answer;
use crate::reply::Reply;

/// The schedule with what this organiser assumes, if anybody is named.
pub async fn with_assumed(db: &impl ConnectionTrait, by: Option<Uuid>) -> Result<Schedule, Error> {
    Ok(match by {
        Some(organiser) => Schedule::with(quota_schedule::assumed(db, organiser.into()).await?),
        None => Schedule::published(),
    })
}

/// Whose assumptions stand in the schedule.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ScheduleQuery {
    /// The organiser whose assumed percentages are listed too.
    pub assumed_by: Option<Uuid>,
}

/// List the quota schedule
///
/// The quota percentages that are published, with what they are a share of, how firm they are and
/// where they stand. With `assumedBy` also those of kind `assumed` that an organiser reckons with for
/// years without a published one. A year without a row has no target.
#[utoipa::path(tag = "job-quota", operation_id = "listQuotaPercentages", params(ScheduleQuery),
    responses((status = 200, description = "The schedule", body = QuotaScheduleView)))]
#[get("/quota-percentages")]
pub async fn list_quota_percentages(app: Data<Arc<App>>, query: Query<ScheduleQuery>) -> Answer {
    let schedule = with_assumed(app.store.reader(), query.0.assumed_by).await?;
    Ok(Reply::ok(&QuotaScheduleView::from(&schedule), None).public())
}

/// Assume a percentage
///
/// For the organiser's staff, for a year without a published percentage (`percentage-published`
/// otherwise), with where it comes from. It takes the place of what the organiser assumed before.
/// It counts only where somebody asks with `assumedBy`, and is marked wherever it was used.
#[utoipa::path(tag = "job-quota", operation_id = "assumeQuotaPercentage",
    responses((status = 200, description = "The row, assumed", body = QuotaPercentageView)))]
#[post("/organisers/{organiserId}/quota-percentages/_assume")]
pub async fn assume_quota_percentage(
    app: Data<Arc<App>>,
    who: SignedIn,
    organiser: Path<Uuid>,
    body: Json<NewAssumption>,
    key: Repeatable,
) -> Answer {
    let (scope, organiser): (_, Id<Organiser>) = (who.scope(), organiser.0.into());
    let assumption = body.0.into();
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            let row = commands::assume(work, &scope, organiser, assumption).await?;
            Ok(Reply::ok(&QuotaPercentageView::from(&row), None))
        })
    })
    .await
}

/// Forget an assumed percentage
///
/// For the organiser's staff: what it assumed for that year no longer counts.
#[utoipa::path(tag = "job-quota", operation_id = "forgetQuotaPercentage",
    responses((status = 200, description = "The schedule with what it still assumes",
        body = QuotaScheduleView)))]
#[post("/organisers/{organiserId}/quota-percentages/_forget")]
pub async fn forget_quota_percentage(
    app: Data<Arc<App>>,
    who: SignedIn,
    organiser: Path<Uuid>,
    body: Json<AssumptionKey>,
    key: Repeatable,
) -> Answer {
    let (scope, organiser): (_, Id<Organiser>) = (who.scope(), organiser.0.into());
    let of = body.0.into();
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            commands::forget(work, &scope, organiser, of).await?;
            let schedule = with_assumed(&work.tx, Some(organiser.uuid())).await?;
            Ok(Reply::ok(&QuotaScheduleView::from(&schedule), None))
        })
    })
    .await
}
