//! Programmes over HTTP.

pub mod attendance;
mod entry;
pub mod fees;
mod table;
pub mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch, post};
use leerkring_domain::programmes::Programme;
use leerkring_persistence::programmes::{self, Filter, ProgrammeOrder};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::wire::{KindWord, NewProgramme, ProgrammeChange, ProgrammeView, StatusWord};
use super::extract::{IfMatch, Json, Path, Query, Reader, Repeatable, SignedIn};
use super::kinds::Wanted;
use super::narrowing::{Named, narrowed};
use super::operations::Operations;
use super::page::{PageView, SortWord, order};
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Listing};
use crate::app::App;
use crate::commands::programmes as commands;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config
        .service(list_programmes)
        .service(get_programme)
        .service(create_programme)
        .service(change_programme)
        .service(publish_programme)
        .service(archive_programme);
}

pub type ProgrammeSort = SortWord<ProgrammeOrder>;

/// What the list of programmes is narrowed to, and how it is sorted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ProgrammesQuery {
    /// In which order: by `title`, without regard to case and accents, or as they were made (`createdAt`);
    /// `-` turns it around.
    #[param(inline)]
    pub sort: Option<ProgrammeSort>,
    /// What it is called.
    #[param(inline)]
    pub kind: Option<KindWord>,
    /// The id of the organiser that leads it or is a partner in it.
    pub organiser_id: Option<Uuid>,
    /// A theme, such as `strategic-hr`.
    #[param(max_length = 60)]
    pub theme: Option<String>,
    /// Where it is in its life.
    #[param(inline)]
    pub status: Option<StatusWord>,
    /// Words of the title, without regard to case and accents.
    #[param(max_length = 200)]
    pub q: Option<String>,
}

/// List programmes
///
/// The offer, by title unless `sort` says otherwise. Drafts are seen by their organisers only.
#[utoipa::path(tag = "programmes", operation_id = "listProgrammes", params(Paged<ProgrammesQuery>),
    responses((status = 200, description = "A page of programmes", content(
        (PageView<ProgrammeView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/programmes")]
pub async fn list_programmes(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    query: Query<Paged<ProgrammesQuery>>,
) -> Listing {
    let With { own: query, shared: paging } = query.0;
    let named = Named { organiser: query.organiser_id, ..Named::default() };
    let organiser = narrowed(app.store.reader(), &reader.scope, named).await?.organiser;
    let filter = Filter {
        kind: query.kind.map(|kind| kind.0),
        organiser,
        theme: query.theme,
        status: query.status.map(|status| status.0),
        search: query.q,
        sort: order(query.sort),
    };
    let asked = Asked::new("programmes", wanted, paging, reader.language).sorted(filter.sort);
    let list = tables::list(&app, asked, async move |app, request| {
        let (db, scope) = (app.store.reader(), &reader.scope);
        let page = programmes::list(db, scope, filter.clone(), &request).await?;
        Ok(page.map(ProgrammeView::from))
    });
    Ok(list.await?.public())
}

/// Get a programme
///
/// One programme with its rules. A draft is seen by its organisers only.
#[utoipa::path(tag = "programmes", operation_id = "getProgramme",
    responses((status = 200, description = "The programme", body = ProgrammeView)))]
#[get("/programmes/{programmeId}")]
pub async fn get_programme(app: Data<Arc<App>>, reader: Reader, programme: Path<Uuid>) -> Answer {
    let found = programmes::find(app.store.reader(), programme.0.into(), &reader.scope).await?;
    Ok(shown(found).public())
}

fn shown(programme: Programme) -> Reply {
    let etag = etag(programme.version);
    Reply::ok(&ProgrammeView::from(programme), Some(etag))
}

/// Create a programme
///
/// For staff of the lead organiser. It starts as a draft; of its rules, its kind says what is left
/// out. Rules that contradict each other are
/// refused, each at its field.
#[utoipa::path(tag = "programmes", operation_id = "createProgramme",
    responses((status = 201, description = "The programme, a draft", body = ProgrammeView)))]
#[post("/programmes")]
pub async fn create_programme(
    app: Data<Arc<App>>,
    who: SignedIn,
    body: Json<NewProgramme>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, new) = (caller.actor.clone(), body.0.into());
    app.once(caller, move |work| {
        Box::pin(async move {
            let programme = commands::create(work, &actor, new).await?;
            let location = format!("/v1/programmes/{}", programme.id);
            Ok(Reply::created(location, &ProgrammeView::from(programme), etag(1)))
        })
    })
    .await
}

/// Change a programme
///
/// For its organisers. Merge patch (RFC 7396): what is left out stays as it is. `team`, `audience`,
/// `fee` and `entryAssessment` are replaced as a whole. Registrations that exist are not judged again.
/// Another title or other themes raise the `sequence` of the sessions of its cohorts, because calendars
/// show them.
#[utoipa::path(tag = "programmes", operation_id = "changeProgramme",
    responses((status = 200, description = "The programme as it is now", body = ProgrammeView)))]
#[patch("/programmes/{programmeId}")]
pub async fn change_programme(
    app: Data<Arc<App>>,
    who: SignedIn,
    programme: Path<Uuid>,
    if_match: IfMatch,
    body: Json<ProgrammeChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let actor = caller.actor.clone();
    let changed = app
        .act(&caller, move |work| {
            Box::pin(async move {
                commands::change(work, &actor, programme.0.into(), |old| {
                    if_match.meets(old.version)?;
                    Ok(change.apply(old))
                })
                .await
            })
        })
        .await?;
    Ok(shown(changed))
}

/// Publish a programme
///
/// For its organisers. A draft becomes public; its cohorts are published one by one.
#[utoipa::path(tag = "programmes", operation_id = "publishProgramme",
    responses((status = 200, description = "The programme, published", body = ProgrammeView)))]
#[post("/programmes/{programmeId}/_publish")]
pub async fn publish_programme(
    app: Data<Arc<App>>,
    who: SignedIn,
    programme: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(
            async move { Ok(shown(commands::publish(work, &actor, programme.0.into()).await?)) },
        )
    })
    .await
}

/// Archive a programme
///
/// For its organisers. A published programme leaves the offer: it stays readable with the status
/// `archived`. Refused with `cohorts-still-open` while a cohort has not ended.
#[utoipa::path(tag = "programmes", operation_id = "archiveProgramme",
    responses((status = 200, description = "The programme, archived", body = ProgrammeView)))]
#[post("/programmes/{programmeId}/_archive")]
pub async fn archive_programme(
    app: Data<Arc<App>>,
    who: SignedIn,
    programme: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(
            async move { Ok(shown(commands::archive(work, &actor, programme.0.into()).await?)) },
        )
    })
    .await
}
