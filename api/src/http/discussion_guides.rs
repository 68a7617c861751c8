//! Discussion guides over HTTP.

mod printed;
pub mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch, post};
use leerkring_domain::discussion_guides::{DiscussionGuide, GuideContent};
use leerkring_persistence::{Page, StoreError, discussion_guides, organisers};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use self::wire::{DiscussionGuideVersionView, DiscussionGuideView, GuideContentView};
use super::extract::{IfMatch, Json, Path, Query, Reader, Repeatable, SignedIn};
use super::kinds::{AnswerKind, Binary, MarkdownText, Wanted};
use super::narrowing::{Named, narrowed};
use super::operations::Operations;
use super::page::{self, PageView, Paging};
use super::params::{Paged, With};
use super::respond::Answer;
use crate::app::App;
use crate::commands::discussion_guides as commands;
use crate::error::Error;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config
        .service(list_discussion_guides)
        .service(get_discussion_guide)
        .service(list_discussion_guide_versions)
        .service(create_discussion_guide)
        .service(change_discussion_guide)
        .service(publish_discussion_guide);
}

/// What the list of discussion guides is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct DiscussionGuidesQuery {
    /// The organiser whose they are.
    pub organiser_id: Option<Uuid>,
}

/// What everybody reads, and before there is that what will be.
fn readable(guide: &DiscussionGuide) -> Result<GuideContent, Error> {
    let content = guide.published.as_ref().or(guide.draft.as_ref());
    Ok(content.cloned().ok_or(StoreError::Corrupt("discussion guide"))?)
}

/// List discussion guides
///
/// The newest first. Those that were never published are seen by their organiser only.
#[utoipa::path(tag = "discussion-guides", operation_id = "listDiscussionGuides",
    params(Paged<DiscussionGuidesQuery>),
    responses((status = 200, description = "A page of discussion guides",
        body = PageView<DiscussionGuideView>)))]
#[get("/discussion-guides")]
pub async fn list_discussion_guides(
    app: Data<Arc<App>>,
    reader: Reader,
    query: Query<Paged<DiscussionGuidesQuery>>,
) -> Answer {
    let With { own, shared: paging } = query.0;
    let request = paging.request(&app.keys, "discussion guides")?;
    let named = Named { organiser: own.organiser_id, ..Named::default() };
    let db = app.store.reader();
    let organiser = narrowed(db, &reader.scope, named).await?.organiser;
    let page = discussion_guides::list(db, &reader.scope, organiser, &request).await?;
    let view = |guide: DiscussionGuide| -> Result<_, Error> {
        Ok(DiscussionGuideView::new(&guide, readable(&guide)?))
    };
    let page: Page<DiscussionGuideView> = page.try_map(view)?;
    Ok(page::reply(&app, "discussion guides", page).public())
}

/// What of a guide to read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct GuideQuery {
    /// Only the sections for this role, such as `hr-professional`, and those for everybody.
    #[param(max_length = 60)]
    pub role: Option<String>,
    /// Whether to read the draft, where there is one and you edit it.
    #[param(default = false)]
    pub draft: Option<bool>,
    /// The number of a version that was published; left out: the last.
    #[param(minimum = 1)]
    pub version: Option<u32>,
}

/// Get a discussion guide
///
/// What it says in the last version that was published, or in the one that `version` names, in every
/// language it has; as Markdown or as a PDF to print in the language of the
/// request.
#[utoipa::path(tag = "discussion-guides", operation_id = "getDiscussionGuide", params(GuideQuery),
    responses((status = 200, description = "The discussion guide", content(
        (DiscussionGuideView = "application/json"),
        (MarkdownText = "text/markdown"),
        (Binary = "application/pdf")))))]
#[get("/discussion-guides/{discussionGuideId}")]
pub async fn get_discussion_guide(
    app: Data<Arc<App>>,
    reader: Reader,
    guide: Path<Uuid>,
    query: Query<GuideQuery>,
    wanted: Wanted,
) -> Answer {
    let (db, language) = (app.store.reader(), reader.language);
    let guide = discussion_guides::find(db, guide.0.into(), &reader.scope).await?;
    let edits = reader.actor.as_ref().is_some_and(|it| it.edits_organiser(guide.organiser));
    let draft = guide.latest().filter(|_| edits && query.0.draft.unwrap_or(false));
    let (content, published_at) = match query.0.version {
        Some(number) => {
            let version = discussion_guides::find_version(db, guide.id, number).await?;
            (version.content, Some(version.published_at))
        }
        None => (draft.cloned().map_or_else(|| readable(&guide), Ok)?, guide.published_at),
    };
    let content = match &query.0.role {
        Some(role) => content.for_role(role),
        None => content,
    };
    Ok(match wanted.0 {
        AnswerKind::Markdown => {
            let text = printed::markdown(&content, language);
            Reply::file(AnswerKind::Markdown, text).in_language(language)
        }
        AnswerKind::Pdf => {
            let author = organisers::find(db, guide.organiser).await?.name;
            let made = (author, published_at.unwrap_or_else(|| app.now()));
            let pdf = printed::pdf(&content, made, language);
            let pdf = pdf.map_err(|error| Error::Bug(error.to_string()))?;
            Reply::file(AnswerKind::Pdf, pdf).named("discussion-guide.pdf").in_language(language)
        }
        _ => Reply::ok(&DiscussionGuideView::new(&guide, content), Some(etag(guide.version))),
    }
    .public())
}

/// List a discussion guide's versions
///
/// What was published of it, the last first. A version that was published never changes: the guide is
/// changed as a draft, which becomes the next version.
#[utoipa::path(tag = "discussion-guides", operation_id = "listDiscussionGuideVersions",
    params(Paging),
    responses((status = 200, description = "A page of versions",
        body = PageView<DiscussionGuideVersionView>)))]
#[get("/discussion-guides/{discussionGuideId}/versions")]
pub async fn list_discussion_guide_versions(
    app: Data<Arc<App>>,
    reader: Reader,
    guide: Path<Uuid>,
    query: Query<Paging>,
) -> Answer {
    let db = app.store.reader();
    let of = discussion_guides::find(db, guide.0.into(), &reader.scope).await?.id;
    let list = format!("versions of guide {of}");
    let request = query.0.request(&app.keys, &list)?;
    let page = discussion_guides::list_versions(db, of, &request).await?;
    Ok(page::reply(&app, &list, page.map(DiscussionGuideVersionView::from)).public())
}

/// A discussion guide to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewDiscussionGuide {
    pub organiser_id: Uuid,
    pub content: GuideContentView,
}

fn shown(guide: &DiscussionGuide) -> Answer {
    let content = guide.latest().cloned().ok_or(StoreError::Corrupt("discussion guide"))?;
    Ok(Reply::ok(&DiscussionGuideView::new(guide, content), Some(etag(guide.version))))
}

/// Create a discussion guide
///
/// For staff of the organiser. It starts as a draft.
#[utoipa::path(tag = "discussion-guides", operation_id = "createDiscussionGuide",
    responses((status = 201, description = "The discussion guide, a draft",
        body = DiscussionGuideView)))]
#[post("/discussion-guides")]
pub async fn create_discussion_guide(
    app: Data<Arc<App>>,
    who: SignedIn,
    body: Json<NewDiscussionGuide>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, NewDiscussionGuide { organiser_id, content }) = (caller.actor.clone(), body.0);
    app.once(caller, move |work| {
        Box::pin(async move {
            let guide = commands::create(work, &actor, organiser_id.into(), content.into()).await?;
            let location = format!("/v1/discussion-guides/{}", guide.id);
            Ok(Reply { status: 201, location: Some(location), ..shown(&guide)? })
        })
    })
    .await
}

/// What to change about a discussion guide.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DiscussionGuideChange {
    #[schema(nullable = false)]
    pub content: Option<GuideContentView>,
}

/// Change a discussion guide
///
/// For its organiser. Merge patch (RFC 7396); `content` is replaced as a whole, as a draft: what is
/// published stays until this is published.
#[utoipa::path(tag = "discussion-guides", operation_id = "changeDiscussionGuide",
    responses((status = 200, description = "The discussion guide with its draft",
        body = DiscussionGuideView)))]
#[patch("/discussion-guides/{discussionGuideId}")]
pub async fn change_discussion_guide(
    app: Data<Arc<App>>,
    who: SignedIn,
    guide: Path<Uuid>,
    if_match: IfMatch,
    body: Json<DiscussionGuideChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let actor = caller.actor.clone();
    app.act(&caller, move |work| {
        Box::pin(async move {
            let changed = commands::change(work, &actor, guide.0.into(), |old| {
                if_match.meets(old.version)?;
                Ok(change.content.map(Into::into))
            });
            shown(&changed.await?)
        })
    })
    .await
}

/// Publish a discussion guide
///
/// For its organiser: the draft becomes the next version, which everybody reads from now on. Versions
/// of before stay as they are.
#[utoipa::path(tag = "discussion-guides", operation_id = "publishDiscussionGuide",
    responses((status = 200, description = "The discussion guide, published",
        body = DiscussionGuideView)))]
#[post("/discussion-guides/{discussionGuideId}/_publish")]
pub async fn publish_discussion_guide(
    app: Data<Arc<App>>,
    who: SignedIn,
    guide: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move { shown(&commands::publish(work, &actor, guide.0.into()).await?) })
    })
    .await
}
