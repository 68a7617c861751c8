//! Cohorts over HTTP.

mod decision;
mod everywhere;
mod table;
pub mod wire;

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch, post};
use leerkring_domain::cohorts::{Cohort, Session};
use leerkring_domain::kernel::{Id, Language, Scope};
use leerkring_domain::registrations::Condition;
use leerkring_persistence::cohorts::{CohortOrder, Filter};
use leerkring_persistence::{
    ConnectionTrait, Page, PageRequest, cohorts, programmes, registrations, sessions,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use self::wire::{CohortChange, CohortView, ConditionView, EligibilityView, NewCohort, Shown};
use super::extract::{IfMatch, Json, Path, Query, Reader, Repeatable, SignedIn};
use super::kinds::Wanted;
use super::operations::Operations;
use super::page::{PageView, SortWord, order};
use super::params::{Paged, With};
use super::registrations::wire::Because;
use super::respond::Answer;
use super::sessions::notes::warnings;
use super::tables::{self, Asked, CsvTable, Listing};
use super::wire::{BoardRef, Text};
use crate::app::App;
use crate::commands::boards::board_id;
use crate::commands::cohorts as commands;
use crate::commands::registrations::not_your_board;
use crate::error::Error;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config
        .service(list_cohorts)
        .service(create_cohort)
        .service(get_cohort)
        .service(get_eligibility)
        .service(change_cohort)
        .service(publish_cohort)
        .service(cancel_cohort)
        .configure(decision::routes)
        .configure(everywhere::routes);
}

pub type CohortSort = SortWord<CohortOrder>;

/// How the list of cohorts is sorted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct CohortsQuery {
    /// In which order: as they were made (`createdAt`), by when their first session starts (`startsAt`; those
    /// without a session come last), or by `name`; `-` turns it around.
    #[param(inline)]
    pub sort: Option<CohortSort>,
}

/// List a programme's cohorts
///
/// In the order they were made unless `sort` says otherwise, each with its phase now, the seats that
/// are left, and why one cannot register now. Drafts are seen by their organisers only.
#[utoipa::path(tag = "cohorts", operation_id = "listCohorts", params(Paged<CohortsQuery>),
    responses((status = 200, description = "A page of cohorts", content(
        (PageView<CohortView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/programmes/{programmeId}/cohorts")]
pub async fn list_cohorts(
    app: Data<Arc<App>>,
    reader: Reader,
    programme: Path<Uuid>,
    wanted: Wanted,
    query: Query<Paged<CohortsQuery>>,
) -> Listing {
    let db = app.store.reader();
    let programme = programmes::find(db, programme.0.into(), &reader.scope).await?.id;
    let (language, now) = (reader.language, app.now());
    let With { own: CohortsQuery { sort }, shared: paging } = query.0;
    let filter = Filter { programme: Some(programme), sort: order(sort), ..Filter::at(now) };
    let asked = Asked::new("cohorts", wanted, paging, language).of(programme).sorted(filter.sort);
    let list = tables::list(&app, asked, async move |app, request| {
        page_of(app, (&reader.scope, filter.clone()), &request, language).await
    });
    Ok(list.await?.in_language(language).public())
}

async fn page_of(
    app: &App,
    (scope, filter): (&Scope, Filter),
    request: &PageRequest,
    language: Language,
) -> Result<Page<CohortView>, Error> {
    let (db, now) = (app.store.reader(), filter.now);
    let page = cohorts::list(db, scope, filter, request).await?;
    let items = cohorts::all_as_of(db, page.items, now).await?;
    let items = shown_all(db, items).await?.into_iter();
    let items = items.map(|shown| CohortView::new(shown, now, language)).collect();
    Ok(Page { items, next: page.next, total: page.total })
}

/// These cohorts with what is shown beside them.
async fn shown_all(db: &impl ConnectionTrait, cohorts: Vec<Cohort>) -> Result<Vec<Shown>, Error> {
    let ids: Vec<_> = cohorts.iter().map(|cohort| cohort.id).collect();
    let settings = cohorts::settings(db, ids.iter().copied()).await?;
    let mut planned: HashMap<Id<Cohort>, Vec<Session>> = HashMap::new();
    for session in sessions::of(db, &ids).await? {
        planned.entry(session.cohort).or_default().push(session);
    }
    let shown = cohorts.into_iter().map(|cohort| {
        let programme = settings.of(cohort.id)?.named.title.clone();
        let sessions = planned.remove(&cohort.id).unwrap_or_default();
        Ok(Shown { cohort, programme, sessions, warnings: Vec::new() })
    });
    shown.collect()
}

/// Get a cohort
///
/// One cohort with its sessions, its phase now (derived from the clock, the window, the sessions
/// and the seats), the seats that are left, and why one cannot register now.
#[utoipa::path(tag = "cohorts", operation_id = "getCohort",
    responses((status = 200, description = "The cohort", body = CohortView)))]
#[get("/cohorts/{cohortId}")]
pub async fn get_cohort(app: Data<Arc<App>>, reader: Reader, cohort: Path<Uuid>) -> Answer {
    let db = app.store.reader();
    let now = app.now();
    let cohort = cohorts::find(db, cohort.0.into(), &reader.scope).await?;
    let cohort = cohorts::as_of(db, cohort, now).await?;
    let etag = etag(cohort.version);
    let mut shown = shown_all(db, vec![cohort]).await?;
    let shown = shown.pop().ok_or_else(|| Error::Bug("no cohort to show".into()))?;
    let view = CohortView::new(shown, now, reader.language);
    Ok(Reply::ok(&view, Some(etag)).in_language(reader.language).public())
}

/// For which board the conditions are asked.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct EligibilityQuery {
    /// A board's id or its five-digit number.
    #[param(inline)]
    pub board_id: BoardRef,
}

/// Get a board's eligibility
///
/// Every condition for registering a team of this board now, met or unmet. Registering evaluates
/// the very same list, and those about the team itself. Boards ask for themselves, the cohort's
/// organisers for any board.
#[utoipa::path(tag = "cohorts", operation_id = "getEligibility", params(EligibilityQuery),
    responses((status = 200, description = "Every condition", body = EligibilityView)))]
#[get("/cohorts/{cohortId}/eligibility")]
pub async fn get_eligibility(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    query: Query<EligibilityQuery>,
) -> Answer {
    let (db, now) = (app.store.reader(), app.now());
    let scope = who.scope();
    let board = board_id(db, &query.0.board_id.0, "boardId").await?;
    let facts = registrations::admission(db, cohort.0.into(), &scope, board, now).await?;
    let acts = who.0.actor.edits_board(board);
    if !acts && !cohorts::organised_by(db, facts.cohort.id, &scope.organisers).await? {
        return Err(not_your_board().into());
    }
    let conditions = facts.conditions(board, None, now);
    let language = who.0.language;
    let view = EligibilityView {
        eligible: conditions.iter().all(Condition::is_met),
        conditions: conditions.iter().map(|one| ConditionView::new(one, language)).collect(),
    };
    Ok(Reply::ok(&view, None).in_language(language))
}

/// Create a cohort
///
/// For the programme's organisers. It starts as a draft; its sessions may come along or be added
/// later. Civil times are those of Europe/Amsterdam.
#[utoipa::path(tag = "cohorts", operation_id = "createCohort",
    responses((status = 201, description = "The cohort, a draft", body = CohortView)))]
#[post("/programmes/{programmeId}/cohorts")]
pub async fn create_cohort(
    app: Data<Arc<App>>,
    who: SignedIn,
    programme: Path<Uuid>,
    body: Json<NewCohort>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language, inner) = (caller.actor.clone(), caller.language, app.clone());
    let (plan, planned) = body.0.into_parts(&app)?;
    app.once(caller, move |work| {
        Box::pin(async move {
            let made = commands::create(work, &actor, programme.0.into(), plan, planned).await?;
            let location = format!("/v1/cohorts/{}", made.0.id);
            let shown = shown(&inner, &work.tx, made, language).await?;
            Ok(Reply { status: 201, location: Some(location), ..shown })
        })
    })
    .await
}

async fn shown(
    app: &App,
    db: &impl ConnectionTrait,
    (cohort, sessions): (Cohort, Vec<Session>),
    language: Language,
) -> Result<Reply, Error> {
    let etag = etag(cohort.version);
    let warnings = warnings(db, cohort.plan.region.as_ref(), &sessions, language).await?;
    let programme = programmes::title(db, cohort.programme).await?;
    let shown = Shown { cohort, programme, sessions, warnings };
    let view = CohortView::new(shown, app.now(), language);
    Ok(Reply::ok(&view, Some(etag)).in_language(language))
}

/// Change a cohort
///
/// For its organisers. Merge patch (RFC 7396). Capacity may grow at any time and shrink to what is
/// taken: `capacity-below-taken` otherwise. Once it is published, another name or place raises the
/// `sequence` of its sessions, because calendars show them; another place is told like that of a session,
/// of those to come without an address of their own.
#[utoipa::path(tag = "cohorts", operation_id = "changeCohort",
    responses((status = 200, description = "The cohort as it is now", body = CohortView)))]
#[patch("/cohorts/{cohortId}")]
pub async fn change_cohort(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    if_match: IfMatch,
    body: Json<CohortChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let inner = app.clone();
    app.act(&caller, move |work| {
        Box::pin(async move {
            let changed = commands::change(work, &actor, cohort.0.into(), |old| {
                if_match.meets(old.version)?;
                change.apply(old.plan.clone())
            })
            .await?;
            shown(&inner, &work.tx, changed, language).await
        })
    })
    .await
}

/// Publish a cohort
///
/// For its organisers. It becomes public and, in its window, open. Refused without a session
/// (`no-session`), with one in the past, or while the programme is a draft.
#[utoipa::path(tag = "cohorts", operation_id = "publishCohort",
    responses((status = 200, description = "The cohort, published", body = CohortView)))]
#[post("/cohorts/{cohortId}/_publish")]
pub async fn publish_cohort(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language, inner) = (caller.actor.clone(), caller.language, app.clone());
    app.once(caller, move |work| {
        Box::pin(async move {
            let published = commands::publish(work, &actor, Id::from(cohort.0)).await?;
            shown(&inner, &work.tx, published, language).await
        })
    })
    .await
}

/// Why something is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithReason {
    /// Why, for the history.
    #[schema(inline)]
    pub reason: Option<Text<1, 500>>,
}

/// Cancel a cohort
///
/// For its organisers. The cohort and all its live registrations are cancelled; this cannot be undone.
/// Everybody reads the reason with its sessions, also without a token.
#[utoipa::path(tag = "cohorts", operation_id = "cancelCohort",
    responses((status = 200, description = "The cohort, cancelled", body = CohortView)))]
#[post("/cohorts/{cohortId}/_cancel")]
pub async fn cancel_cohort(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    body: Json<Because>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language, inner) = (caller.actor.clone(), caller.language, app.clone());
    let reason = body.0.reason.into();
    app.once(caller, move |work| {
        Box::pin(async move {
            let cancelled = commands::cancel(work, &actor, cohort.0.into(), reason).await?;
            shown(&inner, &work.tx, cancelled, language).await
        })
    })
    .await
}
