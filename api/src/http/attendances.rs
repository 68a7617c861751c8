//! Attendance over HTTP: read and marked session by session.

mod completion;
mod table;
mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::attendances::Mark;
use leerkring_persistence::{StoreError, attendances, boards, cohorts, registrations, sessions};
use uuid::Uuid;

use self::wire::{AttendanceView, MarkedView, Markings, MarkingsView};
use super::extract::{Json, Path, Query, Repeatable, SignedIn};
use super::kinds::Wanted;
use super::operations::Operations;
use super::page::{PageView, Paging};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Export, Listing};
use crate::app::App;
use crate::commands::attendances as commands;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config.service(list_attendances).service(mark_attendances).configure(completion::routes);
}

/// List a session's attendances
///
/// Everybody who takes part in the cohort, with what is expected of them here and what is marked,
/// and whoever was marked before somebody took their place. Organisers read everybody; a board
/// that takes part reads its own people. A table of them is told to the audit log, with the number of
/// rows.
#[utoipa::path(tag = "attendances", operation_id = "listAttendances", params(Paging),
    responses((status = 200, description = "A page of the session's people", content(
        (PageView<AttendanceView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/sessions/{sessionId}/attendances")]
pub async fn list_attendances(
    app: Data<Arc<App>>,
    who: SignedIn,
    session: Path<Uuid>,
    query: Query<Paging>,
    wanted: Wanted,
) -> Listing {
    let (db, scope, language) = (app.store.reader(), who.scope(), who.0.language);
    let session = sessions::find(db, session.0.into()).await?;
    let cohort = cohorts::find(db, session.cohort, &scope).await;
    let cohort = cohort.map_err(|error| error.missing_as("session"))?;
    let organises = commands::organises(db, &who.0.actor, cohort.id).await?;
    if !organises && !registrations::takes_part(db, cohort.id, &scope.boards).await? {
        return Err(StoreError::Missing("attendance").into());
    }
    let own = (!organises).then_some(scope.boards);
    let course = attendances::course(db, cohort.programme, cohort.id).await?;
    let export = Export::new("attendances-exported", who.0);
    let export = export.in_cohort(db, session.id, cohort.id).await?;
    let asked = Asked::new("attendances", wanted, query.0, language).of(session.id).told(export);
    tables::list(&app, asked, async move |app, request| {
        let db = app.store.reader();
        let page = attendances::list(db, &session, own.as_deref(), &request).await?;
        let boards = boards::labels(db, page.items.iter().map(|person| person.board)).await?;
        Ok(page.map(|person| {
            let board = boards.get(&person.board).cloned().unwrap_or_default();
            let part = course.rules.attendance.of(&person.role, &session.expected);
            AttendanceView::new(person, board.name, part)
        }))
    })
    .await
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
