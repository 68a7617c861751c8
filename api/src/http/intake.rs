//! Intake slots over HTTP: publishing, reading, taking away.

mod table;
pub mod wire;

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::intake::IntakeSlot;
use leerkring_domain::kernel::Id;
use leerkring_domain::registrations::Registration;
use leerkring_persistence::cohorts;
use leerkring_persistence::intake::{self, Listed, Seen, SeenBy};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::wire::{IntakeSlotView, NewIntakeSlots, PublishedSlotsView, ReadBy};
use super::cohorts::WithReason;
use super::extract::{Json, Path, Query, Repeatable, SignedIn};
use super::kinds::Wanted;
use super::operations::Operations;
use super::page::PageView;
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Export, Listing};
use crate::app::App;
use crate::commands::intake as commands;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
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
}

/// List intake slots
///
/// In time order. The cohort's organisers see all, with who booked them; boards with a confirmed
/// registration see those that are free and their own. A table of them is told to the audit log, with
/// the number of rows.
#[utoipa::path(tag = "intake", operation_id = "listIntakeSlots", params(Paged<IntakeSlotsQuery>),
    responses((status = 200, description = "A page of slots", content(
        (PageView<IntakeSlotView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/cohorts/{cohortId}/intake-slots")]
pub async fn list_intake_slots(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    query: Query<Paged<IntakeSlotsQuery>>,
    wanted: Wanted,
) -> Listing {
    let (db, now, language) = (app.store.reader(), app.now(), who.0.language);
    let With { own, shared: paging } = query.0;
    let cohort = cohorts::find(db, cohort.0.into(), &who.scope()).await?;
    let seen = commands::seen(db, &who.0.actor, &cohort, now).await?;
    let listed = if own.free.unwrap_or(false) { Listed::Free } else { Listed::All };
    let export = Export::new("intake-slots-exported", who.0);
    let export = export.in_cohort(db, cohort.id, cohort.id).await?;
    let asked = Asked::new("intake-slots", wanted, paging, language).of(cohort.id).told(export);
    tables::list(&app, asked, async move |app, request| {
        let db = app.store.reader();
        let page = intake::list(db, cohort.id, (&seen, listed), &request).await?;
        let names = intake::board_names(db, &page.items).await?;
        Ok(page.map(|slot| view(slot, &names, &seen)))
    })
    .await
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
    let cohort = cohort.map_err(|error| error.missing_as("intake slot"))?;
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
