//! Intake slots over HTTP: publishing, reading, taking away.

pub mod wire;

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::intake::IntakeSlot;
use leerkring_domain::kernel::Id;
use leerkring_domain::registrations::Registration;
use leerkring_persistence::intake::{self, Listed, Seen, SeenBy};
use leerkring_persistence::{StoreError, cohorts};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::wire::{IntakeSlotView, NewIntakeSlots, PublishedSlotsView, ReadBy};
use super::cohorts::WithReason;
use super::extract::{Json, Path, Query, Repeatable, SignedIn};
use super::page::{self, PageView, Paging};
use super::respond::Answer;
use crate::app::App;
use crate::commands::intake as commands;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(publish_intake_slots)
        .service(list_intake_slots)
        .service(get_intake_slot)
        .service(cancel_intake_slot);
}

/// Publish intake slots
///
/// For the cohort's organisers, before the first session starts, where the programme asks for an
/// intake. One slot, or a series: on given days or on weekdays between two days, one after the other
/// with a pause; 500 at once and 1,000 in a cohort at most. Times are civil times in
/// Europe/Amsterdam. Public holidays are left out unless `onPublicHolidays`. Either all are made or
/// none: a refusal names each slot that is in the past (`slot-in-the-past`), not over before the
/// first session (`slot-after-start`), or at a time at which its interviewer has another in this
/// programme (`interviewer-busy`).
#[utoipa::path(tag = "intake", operation_id = "publishIntakeSlots",
    responses((status = 200, description = "The slots that were made", body = PublishedSlotsView)))]
#[post("/cohorts/{cohortId}/intake-slots/_publish")]
pub async fn publish_intake_slots(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    body: Json<NewIntakeSlots>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let series = body.0.series()?;
    app.once(caller, move |work| {
        Box::pin(async move {
            let (planned, openings) =
                commands::publish(work, &actor, cohort.0.into(), series).await?;
            let view = PublishedSlotsView::new(planned, openings, language);
            Ok(Reply::ok(&view, None).in_language(language))
        })
    })
    .await
}

/// What the list of slots is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct IntakeSlotsQuery {
    /// Whether only slots are listed that a confirmed team can book now.
    #[param(default = false)]
    pub free: Option<bool>,
    /// How many items at most.
    #[param(minimum = 1, maximum = 100, default = 25)]
    pub limit: Option<u64>,
    /// The `next` of the page before this one.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
    /// Whether the answer says how many items there are in all.
    #[param(default = false)]
    pub count: Option<bool>,
}

/// List intake slots
///
/// In time order. The cohort's organisers see all, with who booked them; boards with a confirmed
/// registration see those that are free and their own.
#[utoipa::path(tag = "intake", operation_id = "listIntakeSlots", params(IntakeSlotsQuery),
    responses((status = 200, description = "A page of slots", body = PageView<IntakeSlotView>)))]
#[get("/cohorts/{cohortId}/intake-slots")]
pub async fn list_intake_slots(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    query: Query<IntakeSlotsQuery>,
) -> Answer {
    let (db, query, now) = (app.store.reader(), query.0, app.now());
    let cohort = cohorts::find(db, cohort.0.into(), &who.scope()).await?;
    let seen = commands::seen(db, &who.0.actor, &cohort, now).await?;
    let list = format!("intake slots of {}", cohort.id);
    let paging = Paging { limit: query.limit, cursor: query.cursor, count: query.count };
    let request = paging.request(&app.keys, &list)?;
    let listed = if query.free.unwrap_or(false) { Listed::Free } else { Listed::All };
    let page = intake::list(db, cohort.id, (&seen, listed), &request).await?;
    let names = intake::board_names(db, &page.items).await?;
    let page = page.map(|slot| view(slot, &names, &seen));
    Ok(page::reply(&app, &list, page))
}

type Names = HashMap<Id<Registration>, String>;

fn view(slot: IntakeSlot, names: &Names, seen: &Seen) -> IntakeSlotView {
    let reader = match seen.by {
        SeenBy::Organiser => ReadBy::Organiser,
        SeenBy::Boards(_) => ReadBy::Board,
    };
    let board = slot.booking.and_then(|booking| names.get(&booking.registration).cloned());
    IntakeSlotView::new(slot, board, reader, seen.openings)
}

/// Get an intake slot
///
/// Seen by whoever sees it in its cohort's list.
#[utoipa::path(tag = "intake", operation_id = "getIntakeSlot",
    responses((status = 200, description = "The slot", body = IntakeSlotView)))]
#[get("/intake-slots/{intakeSlotId}")]
pub async fn get_intake_slot(app: Data<Arc<App>>, who: SignedIn, slot: Path<Uuid>) -> Answer {
    let (db, now) = (app.store.reader(), app.now());
    let id = slot.0.into();
    let cohort = intake::cohort_of(db, id).await?;
    let cohort = cohorts::find(db, cohort, &who.scope()).await;
    let cohort = cohort.map_err(|error| match error {
        StoreError::Missing(_) => StoreError::Missing("intake slot"),
        other => other,
    })?;
    let seen = commands::seen(db, &who.0.actor, &cohort, now).await?;
    let slot = intake::find(db, id, &seen).await?;
    let names = intake::board_names(db, std::slice::from_ref(&slot)).await?;
    let etag = etag(slot.version);
    // Whether it is free changes with the clock and the first session, without a new version.
    Ok(Reply::ok(&view(slot, &names, &seen), Some(etag)).with_body_in_etag())
}

/// Cancel an intake slot
///
/// For the cohort's organisers, until it starts. It is gone; the team that booked it is told, with
/// the reason, and books another.
#[utoipa::path(tag = "intake", operation_id = "cancelIntakeSlot",
    responses((status = 204, description = "The slot is gone")))]
#[post("/intake-slots/{intakeSlotId}/_cancel")]
pub async fn cancel_intake_slot(
    app: Data<Arc<App>>,
    who: SignedIn,
    slot: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let actor = caller.actor.clone();
    let reason = body.0.reason.map(String::from);
    app.once(caller, move |work| {
        Box::pin(async move {
            commands::cancel_slot(work, &actor, slot.0.into(), reason).await?;
            Ok(Reply::nothing())
        })
    })
    .await
}
