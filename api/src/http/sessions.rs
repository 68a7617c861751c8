//! Sessions over HTTP.

pub mod notes;
mod table;
pub mod wire;

use super::kinds::Wanted;
use super::operations::Operations;
use super::tables::{self, CsvTable, Shown};
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Id, Language};
use leerkring_persistence::{ConnectionTrait, cohorts, programmes, registrations, sessions};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use self::notes::warnings;
use self::wire::{NewSession, SessionChange, SessionView};
use super::extract::{IfMatch, Json, Path, Reader, Repeatable, SignedIn};
use super::registrations::wire::Because;
use super::respond::Answer;
use super::wire::WarningView;
use crate::app::App;
use crate::commands::sessions::{self as commands, Settled};
use crate::error::Error;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config
        .service(list_sessions)
        .service(create_session)
        .service(get_session)
        .service(change_session)
        .service(cancel_session)
        .service(delete_session);
}

/// All sessions of a cohort.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionsView {
    #[schema(max_items = 1000)]
    pub items: Vec<SessionView>,
    /// Always null: a cohort's sessions are one page.
    #[schema(max_length = 1000)]
    pub next: Option<String>,
}

/// List a cohort's sessions
///
/// In time order. The meeting link is shown to the organisers and to boards with a confirmed
/// registration.
#[utoipa::path(tag = "sessions", operation_id = "listSessions",
    responses((status = 200, description = "The sessions", content(
        (SessionsView = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/cohorts/{cohortId}/sessions")]
pub async fn list_sessions(
    app: Data<Arc<App>>,
    reader: Reader,
    cohort: Path<Uuid>,
    wanted: Wanted,
) -> Answer {
    let db = app.store.reader();
    let cohort = cohorts::find(db, cohort.0.into(), &reader.scope).await?;
    let with_link = sees_link(db, &cohort, &reader.scope).await?;
    let all = sessions::of(db, &[cohort.id]).await?;
    let items = all.into_iter().map(|session| SessionView::new(session, with_link)).collect();
    let table = |items| tables::all(wanted, ("sessions", reader.language), items);
    match table(items)? {
        Shown::Table(reply) => Ok(reply.public()),
        Shown::Items(items) => Ok(Reply::ok(&SessionsView { items, next: None }, None).public()),
    }
}

/// Whether `scope` is told where the meeting is: its organisers and the confirmed boards are.
async fn sees_link(
    db: &impl ConnectionTrait,
    cohort: &Cohort,
    scope: &Scope,
) -> Result<bool, Error> {
    if scope.everything {
        return Ok(true);
    }
    if registrations::takes_part(db, cohort.id, &scope.boards).await? {
        return Ok(true);
    }
    if scope.organisers.is_empty() {
        return Ok(false);
    }
    let programme = programmes::find(db, cohort.programme, scope).await?;
    let mut organises = std::iter::once(&programme.lead).chain(&programme.partners);
    Ok(organises.any(|organiser| scope.organisers.contains(organiser)))
}

/// Get a session
///
/// One session; the meeting link is shown to the organisers and to boards with a confirmed
/// registration.
#[utoipa::path(tag = "sessions", operation_id = "getSession",
    responses((status = 200, description = "The session", body = SessionView)))]
#[get("/sessions/{sessionId}")]
pub async fn get_session(app: Data<Arc<App>>, reader: Reader, session: Path<Uuid>) -> Answer {
    let db = app.store.reader();
    let session = sessions::find(db, session.0.into()).await?;
    let cohort = cohorts::find(db, session.cohort, &reader.scope).await;
    let cohort = cohort.map_err(|error| error.missing_as("session"))?;
    let with_link = sees_link(db, &cohort, &reader.scope).await?;
    let etag = etag(session.version);
    Ok(Reply::ok(&SessionView::new(session, with_link), Some(etag)).public())
}

/// Add a session
///
/// For the cohort's organisers. Times are civil times in Europe/Amsterdam; one that the spring
/// changeover skips is refused (`no-such-time`), one that happens twice means the first. Sessions
/// do not overlap and are numbered anew. Where the cohort is published, everybody is told, as when
/// a session is changed.
#[utoipa::path(tag = "sessions", operation_id = "createSession",
    responses((status = 201, description = "The session", body = SessionView)))]
#[post("/cohorts/{cohortId}/sessions")]
pub async fn create_session(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    body: Json<NewSession>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let planned = body.0.planned(&app);
    app.once(caller, move |work| {
        Box::pin(async move {
            let added = commands::add(work, &actor, cohort.0.into(), planned).await?;
            let location = format!("/v1/sessions/{}", added.session.id);
            let shown = shown(&work.tx, added, language).await?;
            Ok(Reply { status: 201, location: Some(location), ..shown })
        })
    })
    .await
}

async fn shown(
    db: &impl ConnectionTrait,
    Settled { session, warning }: Settled,
    language: Language,
) -> Result<Reply, Error> {
    let everything = Scope { everything: true, ..Scope::default() };
    let cohort = cohorts::find(db, session.cohort, &everything).await?;
    let region = cohort.plan.region.as_ref();
    let mut warnings = warnings(db, region, std::slice::from_ref(&session), language).await?;
    warnings.extend(warning.map(|reason| WarningView::of(&reason, language)));
    let etag = etag(session.version);
    let view = SessionView { warnings, ..SessionView::new(session, true) };
    Ok(Reply::ok(&view, Some(etag)).in_language(language))
}

/// Change a session
///
/// For the cohort's organisers, of a published cohort until it starts. Merge patch (RFC 7396);
/// `agenda`, `breakouts` and `expectedAttendance` are replaced as a whole. Where the cohort is published,
/// whatever an entry in a calendar shows raises `sequence`, and another time, place or link is told: to
/// the participants and contacts of confirmed teams, and, but for a link, to the contacts of teams
/// without seats. Intakes that would not end before the first session are cancelled; `warnings` says
/// how many.
#[utoipa::path(tag = "sessions", operation_id = "changeSession",
    responses((status = 200, description = "The session as it is now", body = SessionView)))]
#[patch("/sessions/{sessionId}")]
pub async fn change_session(
    app: Data<Arc<App>>,
    who: SignedIn,
    session: Path<Uuid>,
    if_match: IfMatch,
    body: Json<SessionChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let inner = app.clone();
    app.act(&caller, move |work| {
        Box::pin(async move {
            let changed = commands::change(work, &actor, session.0.into(), |old| {
                if_match.meets(old.version)?;
                Ok(change.apply(old, &inner))
            })
            .await?;
            shown(&work.tx, changed, language).await
        })
    })
    .await
}

/// Cancel a session
///
/// For the organisers of a published cohort, until the session starts. It stays readable, with the
/// reason; everybody is told. A published cohort keeps at least one session
/// (`last-session-of-cohort`); what nobody was told of is deleted (`session-not-announced`).
#[utoipa::path(tag = "sessions", operation_id = "cancelSession",
    responses((status = 200, description = "The session, cancelled", body = SessionView)))]
#[post("/sessions/{sessionId}/_cancel")]
pub async fn cancel_session(
    app: Data<Arc<App>>,
    who: SignedIn,
    session: Path<Uuid>,
    body: Json<Because>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let reason = body.0.reason.into();
    app.once(caller, move |work| {
        Box::pin(async move {
            let cancelled = commands::cancel(work, &actor, session.0.into(), reason).await?;
            shown(&work.tx, cancelled, language).await
        })
    })
    .await
}

/// Delete a session
///
/// For the organisers of a cohort that is not published, also where its day has passed; what was
/// announced is cancelled instead (`session-announced`).
#[utoipa::path(tag = "sessions", operation_id = "deleteSession",
    responses((status = 204, description = "The session is gone")))]
#[delete("/sessions/{sessionId}")]
pub async fn delete_session(
    app: Data<Arc<App>>,
    who: SignedIn,
    session: Path<Uuid>,
    if_match: IfMatch,
) -> Answer {
    let (caller, actor) = (&who.0, who.0.actor.clone());
    let id = Id::from(session.0);
    app.act(caller, move |work| {
        Box::pin(async move {
            commands::delete(work, &actor, id, |seen| if_match.meets(seen.version)).await
        })
    })
    .await?;
    Ok(Reply::nothing())
}
