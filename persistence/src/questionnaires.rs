//! Questionnaires and their versions.

use std::collections::HashMap;

use leerkring_domain::kernel::{Code, Id, Scope, Wording};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::questionnaires::{
    Published, Questionnaire, QuestionnaireVersion, VersionStatus,
};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use uuid::Uuid;

use crate::codes::{self, from_db, to_db};
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{questionnaire_versions, questionnaires};
use crate::versioned::hit;

impl TryFrom<questionnaires::Model> for Questionnaire {
    type Error = StoreError;

    fn try_from(row: questionnaires::Model) -> Stored<Self> {
        let published = row.published_id.zip(row.published_number);
        Ok(Self {
            id: row.id.into(),
            organiser: row.organiser_id.into(),
            title: codes::from_json(row.title, "questionnaire")?,
            last: from_db(row.last_number),
            published: published
                .map(|(id, number)| Published { id: id.into(), number: from_db(number) }),
            version: row.version,
        })
    }
}

fn row(questionnaire: &Questionnaire) -> Stored<questionnaires::ActiveModel> {
    let published = questionnaire.published;
    Ok(questionnaires::ActiveModel {
        id: Set(questionnaire.id.uuid()),
        title: Set(codes::to_json(&questionnaire.title, "questionnaire")?),
        last_number: Set(to_db(questionnaire.last)),
        published_id: Set(published.map(|it| it.id.uuid())),
        published_number: Set(published.map(|it| to_db(it.number))),
        version: Set(questionnaire.version),
        organiser_id: Set(questionnaire.organiser.uuid()),
    })
}

impl TryFrom<questionnaire_versions::Model> for QuestionnaireVersion {
    type Error = StoreError;

    fn try_from(row: questionnaire_versions::Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            questionnaire: row.questionnaire_id.into(),
            number: from_db(row.number),
            definition: codes::from_json(row.definition, "questionnaire version")?,
            status: codes::read(&row.status, "questionnaire version")?,
            published_at: row.published_at,
            version: row.version,
        })
    }
}

fn version_row(version: &QuestionnaireVersion) -> Stored<questionnaire_versions::ActiveModel> {
    Ok(questionnaire_versions::ActiveModel {
        id: Set(version.id.uuid()),
        number: Set(to_db(version.number)),
        definition: Set(codes::to_json(&version.definition, "questionnaire version")?),
        status: Set(version.status.code().to_owned()),
        published_at: Set(version.published_at),
        version: Set(version.version),
        questionnaire_id: Set(version.questionnaire.uuid()),
    })
}

/// What `scope` sees: what was published, and what is its own.
fn visible(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    Condition::any()
        .add(questionnaires::Column::PublishedId.is_not_null())
        .add(is_of(&scope.organisers))
}

fn is_of(organisers: &[Id<Organiser>]) -> sea_orm::sea_query::SimpleExpr {
    questionnaires::Column::OrganiserId.is_in(organisers.iter().map(|id| id.uuid()))
}

fn visible_versions(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let own = Query::select()
        .column(questionnaires::Column::Id)
        .from(questionnaires::Entity)
        .and_where(is_of(&scope.organisers))
        .to_owned();
    Condition::any()
        .add(questionnaire_versions::Column::Status.eq(VersionStatus::Published.code()))
        .add(questionnaire_versions::Column::QuestionnaireId.in_subquery(own))
}

/// A page of the questionnaires that `scope` sees, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    organiser: Option<Id<Organiser>>,
    request: &PageRequest,
) -> Stored<Page<Questionnaire>> {
    let key = Key::descending(questionnaires::Column::Id);
    let of = Condition::all().add_option(organiser.map(|organiser| is_of(&[organiser])));
    let select = questionnaires::Entity::find().filter(visible(scope)).filter(of);
    fetch(db, select, key, request).await?.try_map(Questionnaire::try_from)
}

/// The questionnaire with this id, if `scope` sees it.
pub async fn find(
    db: &impl ConnectionTrait,
    id: Id<Questionnaire>,
    scope: &Scope,
) -> Stored<Questionnaire> {
    let row = questionnaires::Entity::find_by_id(id.uuid()).filter(visible(scope)).one(db).await?;
    row.ok_or(StoreError::Missing("questionnaire"))?.try_into()
}

/// Locks the questionnaire until the transaction ends.
pub async fn lock(tx: &Tx, id: Id<Questionnaire>, scope: &Scope) -> Stored<Questionnaire> {
    let row = questionnaires::Entity::find_by_id(id.uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?;
    row.ok_or(StoreError::Missing("questionnaire"))?.try_into()
}

/// A page of the versions of a questionnaire that `scope` sees, the last first.
pub async fn list_versions(
    db: &impl ConnectionTrait,
    of: Id<Questionnaire>,
    scope: &Scope,
    request: &PageRequest,
) -> Stored<Page<QuestionnaireVersion>> {
    let key = Key::descending(questionnaire_versions::Column::Id);
    let select = questionnaire_versions::Entity::find()
        .filter(questionnaire_versions::Column::QuestionnaireId.eq(of.uuid()))
        .filter(visible_versions(scope));
    fetch(db, select, key, request).await?.try_map(QuestionnaireVersion::try_from)
}

/// The version with this id, if `scope` sees it.
pub async fn find_version(
    db: &impl ConnectionTrait,
    id: Id<QuestionnaireVersion>,
    scope: &Scope,
) -> Stored<QuestionnaireVersion> {
    let row = questionnaire_versions::Entity::find_by_id(id.uuid())
        .filter(visible_versions(scope))
        .one(db)
        .await?;
    row.ok_or(StoreError::Missing("questionnaire version"))?.try_into()
}

/// The last version of a questionnaire, whatever its status.
pub async fn last_version(
    db: &impl ConnectionTrait,
    of: Id<Questionnaire>,
) -> Stored<QuestionnaireVersion> {
    let row = questionnaire_versions::Entity::find()
        .filter(questionnaire_versions::Column::QuestionnaireId.eq(of.uuid()))
        .order_by_desc(questionnaire_versions::Column::Number)
        .one(db)
        .await?;
    row.ok_or(StoreError::Missing("questionnaire"))?.try_into()
}

/// The titles of these questionnaires, whoever may see them.
pub async fn titles(
    db: &impl ConnectionTrait,
    ids: &[Id<Questionnaire>],
) -> Stored<HashMap<Id<Questionnaire>, Wording>> {
    let rows: Vec<(Uuid, serde_json::Value)> = questionnaires::Entity::find()
        .select_only()
        .columns([questionnaires::Column::Id, questionnaires::Column::Title])
        .filter(questionnaires::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .into_tuple()
        .all(db)
        .await?;
    let title = |(id, title): (Uuid, _)| Ok((id.into(), codes::from_json(title, "questionnaire")?));
    rows.into_iter().map(title).collect()
}

/// These versions, whoever may see them.
pub async fn versions(
    db: &impl ConnectionTrait,
    ids: &[Id<QuestionnaireVersion>],
) -> Stored<Vec<QuestionnaireVersion>> {
    let rows = questionnaire_versions::Entity::find()
        .filter(questionnaire_versions::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .all(db)
        .await?;
    rows.into_iter().map(QuestionnaireVersion::try_from).collect()
}

pub async fn insert(tx: &Tx, questionnaire: &Questionnaire) -> Stored<()> {
    questionnaires::Entity::insert(row(questionnaire)?).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed questionnaire over the version before it.
pub async fn update(tx: &Tx, questionnaire: &Questionnaire) -> Stored<()> {
    let result = questionnaires::Entity::update_many()
        .set(row(questionnaire)?)
        .filter(questionnaires::Column::Id.eq(questionnaire.id.uuid()))
        .filter(questionnaires::Column::Version.eq(questionnaire.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

pub async fn insert_version(tx: &Tx, version: &QuestionnaireVersion) -> Stored<()> {
    questionnaire_versions::Entity::insert(version_row(version)?)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Removes a draft, in the version that was seen.
pub async fn delete_version(tx: &Tx, draft: &QuestionnaireVersion) -> Stored<()> {
    let result = questionnaire_versions::Entity::delete_many()
        .filter(questionnaire_versions::Column::Id.eq(draft.id.uuid()))
        .filter(questionnaire_versions::Column::Version.eq(draft.version))
        .filter(questionnaire_versions::Column::Status.eq(VersionStatus::Draft.code()))
        .exec(tx)
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Removes a questionnaire that has no version.
pub async fn delete(tx: &Tx, id: Id<Questionnaire>) -> Stored<()> {
    questionnaires::Entity::delete_by_id(id.uuid()).exec(tx).await?;
    Ok(())
}

/// Stores a changed draft over what it was before.
pub async fn update_version(tx: &Tx, version: &QuestionnaireVersion) -> Stored<()> {
    let result = questionnaire_versions::Entity::update_many()
        .set(version_row(version)?)
        .filter(questionnaire_versions::Column::Id.eq(version.id.uuid()))
        .filter(questionnaire_versions::Column::Version.eq(version.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}
