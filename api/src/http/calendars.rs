//! Calendars over HTTP, for the people who make them.

mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_persistence::calendars;
use uuid::Uuid;

use self::wire::{CalendarGiven, CalendarView, NewCalendar};
use super::extract::{Json, Path, Query, Repeatable, SignedIn};
use super::operations::Operations;
use super::page::{self, PageView, Paging};
use super::respond::Answer;
use crate::app::App;
use crate::commands::calendars as commands;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config
        .service(list_calendars)
        .service(create_calendar)
        .service(get_calendar)
        .service(renew_calendar)
        .service(revoke_calendar);
}

/// List calendars
///
/// Those that you made, the newest first, without their addresses: an address is shown once.
#[utoipa::path(tag = "calendars", operation_id = "listCalendars", params(Paging),
    responses((status = 200, description = "A page of calendars",
        body = PageView<CalendarView>)))]
#[get("/calendars")]
pub async fn list_calendars(app: Data<Arc<App>>, who: SignedIn, query: Query<Paging>) -> Answer {
    let request = query.0.request(&app.keys, "calendars")?;
    let owner = commands::person(&who.0.actor)?;
    let page = calendars::list(app.store.reader(), owner, &request).await?;
    Ok(page::reply(&app, "calendars", page.map(CalendarView::from)))
}

/// Create a calendar
///
/// Of one board, organiser or cohort for which you act. The answer shows its address this once:
/// give it to your calendar program, and to nobody else, because whoever has it reads it. It shows
/// meeting links to organisers, and to boards for what they are confirmed for. It works for as long as
/// you hold the role. Refused with `too-many-calendars`.
#[utoipa::path(tag = "calendars", operation_id = "createCalendar",
    extensions(("x-shown-once" = json!(true))),
    responses((status = 201, description = "The calendar with its address",
        body = CalendarGiven)))]
#[post("/calendars")]
pub async fn create_calendar(
    app: Data<Arc<App>>,
    who: SignedIn,
    body: Json<NewCalendar>,
    key: Repeatable,
) -> Answer {
    let (caller, inner) = (who.repeating(key), app.clone());
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move {
            let of = body.0.of(&work.tx).await?;
            let calendar = commands::create(work, &actor, of).await?;
            let id = calendar.id;
            let location = Some(format!("/v1/calendars/{id}"));
            let given = CalendarGiven::new(calendar, &inner);
            Ok(Reply { location, ..Reply::secret(201, &given).once_for(id) })
        })
    })
    .await
}

/// Get a calendar
///
/// One that you made. It shows when it was last read, so that you know which you still use.
#[utoipa::path(tag = "calendars", operation_id = "getCalendar",
    responses((status = 200, description = "The calendar", body = CalendarView)))]
#[get("/calendars/{calendarId}")]
pub async fn get_calendar(app: Data<Arc<App>>, who: SignedIn, calendar: Path<Uuid>) -> Answer {
    let owner = commands::person(&who.0.actor)?;
    let calendar = calendars::find(app.store.reader(), calendar.0.into(), owner).await?;
    let etag = etag(calendar.edition.into());
    Ok(Reply::ok(&CalendarView::from(calendar), Some(etag)).with_body_in_etag())
}

/// Renew a calendar
///
/// It gets another address, which the answer shows this once; the one before opens nothing any
/// more. Do so when others may have come to know it.
#[utoipa::path(tag = "calendars", operation_id = "renewCalendar",
    extensions(("x-shown-once" = json!(true))),
    responses((status = 200, description = "The calendar with its new address",
        body = CalendarGiven)))]
#[post("/calendars/{calendarId}/_renew")]
pub async fn renew_calendar(
    app: Data<Arc<App>>,
    who: SignedIn,
    calendar: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let (caller, inner) = (who.repeating(key), app.clone());
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move {
            let renewed = commands::renew(work, &actor, calendar.0.into()).await?;
            let id = renewed.id;
            let given = CalendarGiven::new(renewed, &inner);
            Ok(Reply::secret(200, &given).once_for(id))
        })
    })
    .await
}

/// Revoke a calendar
///
/// At once: its address opens nothing any more, and nothing of it is kept.
#[utoipa::path(tag = "calendars", operation_id = "revokeCalendar",
    responses((status = 204, description = "The calendar is gone")))]
#[post("/calendars/{calendarId}/_revoke")]
pub async fn revoke_calendar(
    app: Data<Arc<App>>,
    who: SignedIn,
    calendar: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move {
            commands::revoke(work, &actor, calendar.0.into()).await?;
            Ok(Reply::nothing())
        })
    })
    .await
}
