//! Versions of questionnaires over HTTP.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::questionnaires::{Answers, QuestionnaireVersion, VersionStatus};
use leerkring_domain::responses::{patched, scores};
use leerkring_persistence::questionnaires;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::definition::DefinitionView;
use crate::app::App;
use crate::commands::questionnaires as commands;
use crate::http::extract::{IfMatch, Json, Path, Query, Reader, Repeatable, SignedIn};
use crate::http::operations::Operations;
use crate::http::page::{self, PageView, Paging};
use crate::http::respond::Answer;
use crate::http::responses::results::{ScoreView, scored};
use crate::http::responses::wire::{AnswerView, patch};
use crate::http::wire::Word;
use crate::reply::{Reply, etag};

type VersionStatusWord = Word<VersionStatus>;

pub fn routes(config: &mut Operations) {
    config
        .service(list_questionnaire_versions)
        .service(create_questionnaire_version)
        .service(get_questionnaire_version)
        .service(change_questionnaire_version)
        .service(discard_questionnaire_version)
        .service(publish_questionnaire_version)
        .service(preview_questionnaire_version);
}

/// What a questionnaire asks, at some time.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionnaireVersionView {
    pub id: Uuid,
    pub questionnaire_id: Uuid,
    #[schema(minimum = 1)]
    pub number: u32,
    #[schema(inline)]
    pub status: VersionStatusWord,
    pub published_at: Option<DateTime<Utc>>,
    pub definition: DefinitionView,
}

impl From<QuestionnaireVersion> for QuestionnaireVersionView {
    fn from(version: QuestionnaireVersion) -> Self {
        Self {
            id: version.id.uuid(),
            questionnaire_id: version.questionnaire.uuid(),
            number: version.number,
            status: Word(version.status),
            published_at: version.published_at,
            definition: version.definition.into(),
        }
    }
}

fn shown(version: QuestionnaireVersion) -> Reply {
    let etag = etag(version.version);
    Reply::ok(&QuestionnaireVersionView::from(version), Some(etag))
}

/// List a questionnaire's versions
///
/// The last first. Drafts are seen by the organiser only.
#[utoipa::path(tag = "questionnaires", operation_id = "listQuestionnaireVersions", params(Paging),
    responses((status = 200, description = "A page of versions",
        body = PageView<QuestionnaireVersionView>)))]
#[get("/questionnaires/{questionnaireId}/versions")]
pub async fn list_questionnaire_versions(
    app: Data<Arc<App>>,
    reader: Reader,
    questionnaire: Path<Uuid>,
    query: Query<Paging>,
) -> Answer {
    let db = app.store.reader();
    let of = questionnaires::find(db, questionnaire.0.into(), &reader.scope).await?.id;
    let list = format!("versions of {of}");
    let request = query.0.request(&app.keys, &list)?;
    let page = questionnaires::list_versions(db, of, &reader.scope, &request).await?;
    Ok(page::reply(&app, &list, page.map(QuestionnaireVersionView::from)).public())
}

/// Make a new version
///
/// For the organiser: a draft that begins as the last version. A questionnaire has one draft at a
/// time: `draft-exists` otherwise.
#[utoipa::path(tag = "questionnaires", operation_id = "createQuestionnaireVersion",
    responses((status = 201, description = "The version, a draft",
        body = QuestionnaireVersionView)))]
#[post("/questionnaires/{questionnaireId}/versions")]
pub async fn create_questionnaire_version(
    app: Data<Arc<App>>,
    who: SignedIn,
    questionnaire: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move {
            let version = commands::draft(work, &actor, questionnaire.0.into()).await?;
            let location = format!("/v1/questionnaire-versions/{}", version.id);
            Ok(Reply::created(location, &QuestionnaireVersionView::from(version), etag(1)))
        })
    })
    .await
}

/// Get a version of a questionnaire
///
/// All that it asks, in every language it has. Its `definition` is the document to export.
#[utoipa::path(tag = "questionnaires", operation_id = "getQuestionnaireVersion",
    responses((status = 200, description = "The version", body = QuestionnaireVersionView)))]
#[get("/questionnaire-versions/{questionnaireVersionId}")]
pub async fn get_questionnaire_version(
    app: Data<Arc<App>>,
    reader: Reader,
    version: Path<Uuid>,
) -> Answer {
    let db = app.store.reader();
    Ok(shown(questionnaires::find_version(db, version.0.into(), &reader.scope).await?).public())
}

/// What to change about a draft version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuestionnaireVersionChange {
    #[schema(nullable = false)]
    pub definition: Option<DefinitionView>,
}

/// Change a draft version
///
/// For the organiser. Merge patch (RFC 7396); `definition` is replaced as a whole and checked as a
/// whole. A published version never changes: `version-published` says how to make a new one.
#[utoipa::path(tag = "questionnaires", operation_id = "changeQuestionnaireVersion",
    responses((status = 200, description = "The version as it is now",
        body = QuestionnaireVersionView)))]
#[patch("/questionnaire-versions/{questionnaireVersionId}")]
pub async fn change_questionnaire_version(
    app: Data<Arc<App>>,
    who: SignedIn,
    version: Path<Uuid>,
    if_match: IfMatch,
    body: Json<QuestionnaireVersionChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let actor = caller.actor.clone();
    let definition = change.definition.map(TryInto::try_into).transpose()?;
    let changed = app
        .act(&caller, move |work| {
            Box::pin(async move {
                commands::change(work, &actor, version.0.into(), |old| {
                    if_match.meets(old.version)?;
                    Ok(definition.unwrap_or_else(|| old.definition.clone()))
                })
                .await
            })
        })
        .await?;
    Ok(shown(changed))
}

/// Discard a draft version
///
/// For the organiser: the draft is gone, and the next one gets its number. A questionnaire that was
/// never published goes with its only draft. What is published stays: `version-published`.
#[utoipa::path(tag = "questionnaires", operation_id = "discardQuestionnaireVersion",
    responses((status = 204, description = "The draft is gone")))]
#[delete("/questionnaire-versions/{questionnaireVersionId}")]
pub async fn discard_questionnaire_version(
    app: Data<Arc<App>>,
    who: SignedIn,
    version: Path<Uuid>,
    if_match: IfMatch,
) -> Answer {
    let (actor, id) = (who.0.actor.clone(), version.0.into());
    app.act(&who.0, move |work| {
        Box::pin(async move {
            commands::discard(work, &actor, id, |seen| if_match.meets(seen.version)).await
        })
    })
    .await?;
    Ok(Reply::nothing())
}

/// Publish a version
///
/// For the organiser. From now on boards fill in this version; drafts of responses stay with the
/// version that they were started with. It never changes again.
#[utoipa::path(tag = "questionnaires", operation_id = "publishQuestionnaireVersion",
    responses((status = 200, description = "The version, published",
        body = QuestionnaireVersionView)))]
#[post("/questionnaire-versions/{questionnaireVersionId}/_publish")]
pub async fn publish_questionnaire_version(
    app: Data<Arc<App>>,
    who: SignedIn,
    version: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move { Ok(shown(commands::publish(work, &actor, version.0.into()).await?)) })
    })
    .await
}

/// Answers to try.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Trial {
    #[schema(max_items = 60)]
    pub answers: Vec<AnswerView>,
}

/// What somebody who answered this would see.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewView {
    /// The keys of the questions that are shown.
    #[schema(max_items = 60, max_length = 60)]
    pub shown: Vec<QuestionKey>,
    /// The keys of those that submitting would ask for.
    #[schema(max_items = 60, max_length = 60)]
    pub missing: Vec<QuestionKey>,
    pub overall: ScoreView,
    #[schema(max_items = 12)]
    pub dimensions: Vec<ScoreView>,
}

/// The key of a question.
#[derive(Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(max_length = 60)]
pub struct QuestionKey(String);

/// Try a version
///
/// For the organiser: which questions these answers show, which are missing, and what they score.
/// Nothing is kept. The texts are in the language of the request.
#[utoipa::path(tag = "questionnaires", operation_id = "previewQuestionnaireVersion",
    responses((status = 200, description = "What comes of these answers", body = PreviewView)))]
#[post("/questionnaire-versions/{questionnaireVersionId}/_preview")]
pub async fn preview_questionnaire_version(
    app: Data<Arc<App>>,
    who: SignedIn,
    version: Path<Uuid>,
    body: Json<Trial>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language, inner) = (caller.actor.clone(), caller.language, app.clone());
    let answers = patch(body.0.answers)?;
    app.once(caller, move |work| {
        Box::pin(async move {
            let scope = Scope::of(Some(&actor));
            let version = questionnaires::find_version(&work.tx, version.0.into(), &scope).await?;
            let of = questionnaires::find(&work.tx, version.questionnaire, &scope).await?;
            commands::refuse_others(&actor, of.organiser)?;
            let definition = version.definition;
            let answers = patched(&definition, Answers::new(), answers)?;
            let scores = scores(&definition, &answers);
            let said = scored(&work.tx, &inner, (&definition, &scores), language).await?;
            let key = |key: &str| QuestionKey(key.to_owned());
            let shown = definition.shown(&answers);
            let questions = definition.questions.iter().map(|question| question.key.as_str());
            let view = PreviewView {
                shown: questions.filter(|it| shown.contains(it)).map(key).collect(),
                missing: definition.missing(&answers).iter().map(|it| key(&it.key)).collect(),
                overall: said.overall,
                dimensions: said.dimensions,
            };
            Ok(Reply::ok(&view, None).in_language(language))
        })
    })
    .await
}
