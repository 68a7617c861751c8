//! Attendance over HTTP: read and marked session by session.

mod completion;
mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::attendances::Mark;
use leerkring_domain::kernel::access::Scope;
use leerkring_persistence::{StoreError, attendances, cohorts, registrations, sessions};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::wire::{AttendanceView, MarkedView, Markings, MarkingsView};
use super::extract::{Json, Path, Query, Repeatable, SignedIn};
use super::page::{self, PageView, Paging};
use super::respond::Answer;
use crate::app::App;
use crate::commands::attendances as commands;
use crate::reply::Reply;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_attendances).service(mark_attendances).configure(completion::routes);
}

/// List a session's attendances
///
/// Everybody who takes part in the cohort, with what is expected of them here and what is marked,
/// and whoever was marked before somebody took their place. Organisers read everybody; a board
/// that takes part reads its own people.
#[utoipa::path(tag = "attendances", operation_id = "listAttendances", params(Paging),
    responses((status = 200, description = "A page of the session's people",
        body = PageView<AttendanceView>)))]
#[get("/sessions/{sessionId}/attendances")]
pub async fn list_attendances(
    app: Data<Arc<App>>,
    who: SignedIn,
    session: Path<Uuid>,
    query: Query<Paging>,
) -> Answer {
    let db = app.store.reader();
    let list = format!("attendances of {}", session.0);
    let request = query.0.request(&app.keys, &list)?;
    let actor = &who.0.actor;
    let scope = Scope::of(Some(actor));
    let session = sessions::find(db, session.0.into()).await?;
    let cohort = cohorts::find(db, session.cohort, &scope).await.map_err(commands::as_session)?;
    let organises = commands::organises(db, actor, cohort.id).await?;
    if !organises && !registrations::takes_part(db, cohort.id, &scope.boards).await? {
        return Err(StoreError::Missing("attendance").into());
    }
    let own = (!organises).then_some(scope.boards.as_slice());
    let page = attendances::list(db, &session, own, &request).await?;
    let boards: Vec<_> = page.items.iter().map(|person| person.board).collect();
    let names = registrations::board_names(db, &boards).await?;
    let course = attendances::course(db, cohort.programme, cohort.id).await?;
    let page = page.map(|person| {
        let board_name = names.get(&person.board).cloned().unwrap_or_default();
        let part = course.rules.attendance.of(&person.role, &session.expected);
        AttendanceView::new(person, board_name, part)
    });
    Ok(page::reply(&app, &list, page))
}

/// Mark a session's attendances
///
/// For the cohort's organisers, from the day of the session on, without an end: a mark may be
/// corrected later. Somebody can be excused before that day. Each row is judged by itself; all that
/// are good are stored together. A row gives the `version` of the mark that you read, and none
/// where there was none: who marked meanwhile is not overwritten (`marked-meanwhile`). The same
/// mark again changes nothing. `others` then marks everybody who takes part and has no mark yet.
#[utoipa::path(tag = "attendances", operation_id = "markAttendances",
    responses((status = 200, description = "What came of each row", body = MarkingsView)))]
#[post("/sessions/{sessionId}/attendances/_mark")]
pub async fn mark_attendances(
    app: Data<Arc<App>>,
    who: SignedIn,
    session: Path<Uuid>,
    body: Json<Markings>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let (rows, others) = body.0.read()?;
    app.once(caller, move |work| {
        Box::pin(async move {
            let marks = (rows, others.map(Mark::from));
            let outcome = commands::mark(work, &actor, session.0.into(), marks).await?;
            let rows = outcome.rows.into_iter().map(|row| MarkedView::new(row, language));
            let view = MarkingsView { rows: rows.collect(), others_marked: outcome.others };
            Ok(Reply::ok(&view, None).in_language(language))
        })
    })
    .await
}
