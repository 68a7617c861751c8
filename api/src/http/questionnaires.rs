//! Questionnaires over HTTP.

pub mod definition;
pub mod versions;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::questionnaires::{Questionnaire, QuestionnaireVersion};
use leerkring_persistence::questionnaires;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use self::definition::{DefinitionView, LabelView};
use super::extract::{Json, Path, Query, Reader, Repeatable, SignedIn};
use super::narrowing::{Named, narrowed};
use super::operations::Operations;
use super::page::{self, PageView};
use super::params::{Paged, With};
use super::respond::Answer;
use crate::app::App;
use crate::commands::questionnaires as commands;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config
        .service(list_questionnaires)
        .service(get_questionnaire)
        .service(create_questionnaire)
        .service(copy_questionnaire)
        .configure(versions::routes);
}

/// A questionnaire; what it asks stands in its versions.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionnaireView {
    pub id: Uuid,
    pub organiser_id: Uuid,
    pub title: LabelView,
    /// The number of its last version, a draft perhaps.
    #[schema(minimum = 1)]
    pub last_number: u32,
    /// The version that boards fill in; null while none was published.
    pub published_version_id: Option<Uuid>,
    #[schema(minimum = 1)]
    pub published_number: Option<u32>,
}

impl From<Questionnaire> for QuestionnaireView {
    fn from(questionnaire: Questionnaire) -> Self {
        Self {
            id: questionnaire.id.uuid(),
            organiser_id: questionnaire.organiser.uuid(),
            title: questionnaire.title.into(),
            last_number: questionnaire.last,
            published_version_id: questionnaire.published.map(|it| it.id.uuid()),
            published_number: questionnaire.published.map(|it| it.number),
        }
    }
}

/// What the list of questionnaires is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct QuestionnairesQuery {
    /// The organiser whose they are.
    pub organiser_id: Option<Uuid>,
}

/// List questionnaires
///
/// The newest first. Those that were never published are seen by their organiser only.
#[utoipa::path(tag = "questionnaires", operation_id = "listQuestionnaires",
    params(Paged<QuestionnairesQuery>),
    responses((status = 200, description = "A page of questionnaires",
        body = PageView<QuestionnaireView>)))]
#[get("/questionnaires")]
pub async fn list_questionnaires(
    app: Data<Arc<App>>,
    reader: Reader,
    query: Query<Paged<QuestionnairesQuery>>,
) -> Answer {
    let With { own, shared: paging } = query.0;
    let request = paging.request(&app.keys, "questionnaires")?;
    let named = Named { organiser: own.organiser_id, ..Named::default() };
    let db = app.store.reader();
    let organiser = narrowed(db, &reader.scope, named).await?.organiser;
    let page = questionnaires::list(db, &reader.scope, organiser, &request).await?;
    Ok(page::reply(&app, "questionnaires", page.map(QuestionnaireView::from)).public())
}

/// Get a questionnaire
///
/// Whose it is, and which version boards fill in.
#[utoipa::path(tag = "questionnaires", operation_id = "getQuestionnaire",
    responses((status = 200, description = "The questionnaire", body = QuestionnaireView)))]
#[get("/questionnaires/{questionnaireId}")]
pub async fn get_questionnaire(
    app: Data<Arc<App>>,
    reader: Reader,
    questionnaire: Path<Uuid>,
) -> Answer {
    let id = questionnaire.0.into();
    let found = questionnaires::find(app.store.reader(), id, &reader.scope).await?;
    let etag = etag(found.version);
    Ok(Reply::ok(&QuestionnaireView::from(found), Some(etag)).public())
}

/// A questionnaire to create or to import.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewQuestionnaire {
    pub organiser_id: Uuid,
    pub definition: DefinitionView,
}

fn created((questionnaire, _): (Questionnaire, QuestionnaireVersion)) -> Reply {
    let location = format!("/v1/questionnaires/{}", questionnaire.id);
    Reply::created(location, &QuestionnaireView::from(questionnaire), etag(1))
}

/// Create a questionnaire
///
/// For staff of the organiser. Version 1 is a draft with this definition, which is checked as a
/// whole: every contradiction is named at its place. `definition` is the document that a version
/// shows, so that what one installation exported another imports.
#[utoipa::path(tag = "questionnaires", operation_id = "createQuestionnaire",
    responses((status = 201, description = "The questionnaire, with a draft version",
        body = QuestionnaireView)))]
#[post("/questionnaires")]
pub async fn create_questionnaire(
    app: Data<Arc<App>>,
    who: SignedIn,
    body: Json<NewQuestionnaire>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, organiser) = (caller.actor.clone(), body.0.organiser_id.into());
    let definition = body.0.definition.try_into()?;
    app.once(caller, move |work| {
        Box::pin(async move {
            Ok(created(commands::create(work, &actor, organiser, definition).await?))
        })
    })
    .await
}

/// Whose the copy is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CopyFor {
    pub organiser_id: Uuid,
}

/// Copy a questionnaire
///
/// For staff of the organiser whose the copy will be: another's published questionnaire can be
/// copied too. The copy is a draft that begins as the version in use.
#[utoipa::path(tag = "questionnaires", operation_id = "copyQuestionnaire",
    responses((status = 201, description = "The copy, with a draft version",
        body = QuestionnaireView)))]
#[post("/questionnaires/{questionnaireId}/_copy")]
pub async fn copy_questionnaire(
    app: Data<Arc<App>>,
    who: SignedIn,
    questionnaire: Path<Uuid>,
    body: Json<CopyFor>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, organiser) = (caller.actor.clone(), body.0.organiser_id.into());
    app.once(caller, move |work| {
        Box::pin(async move {
            let id = questionnaire.0.into();
            Ok(created(commands::copy(work, &actor, id, organiser).await?))
        })
    })
    .await
}
