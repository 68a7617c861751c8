//! Discussion guides.

use leerkring_domain::discussion_guides::{DiscussionGuide, GuideContent, GuideVersion};
use leerkring_domain::kernel::{Id, Scope};
use leerkring_domain::organisers::Organiser;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select, Set,
};
use serde_json::Value;

use crate::codes::{self, from_db, to_db};
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{discussion_guide_versions, discussion_guides};
use crate::versioned::hit;

const WHAT: &str = "discussion guide";

impl TryFrom<discussion_guides::Model> for DiscussionGuide {
    type Error = StoreError;

    fn try_from(row: discussion_guides::Model) -> Stored<Self> {
        let content = |value: Option<Value>| -> Stored<Option<GuideContent>> {
            value.map(|value| codes::from_json(value, WHAT)).transpose()
        };
        Ok(Self {
            id: row.id.into(),
            organiser: row.organiser_id.into(),
            draft: content(row.draft)?,
            published: content(row.published)?,
            published_at: row.published_at,
            published_number: row.published_number.map(from_db),
            version: row.version,
        })
    }
}

fn row(guide: &DiscussionGuide) -> Stored<discussion_guides::ActiveModel> {
    let json = |content: &Option<GuideContent>| {
        content.as_ref().map(|content| codes::to_json(content, WHAT)).transpose()
    };
    Ok(discussion_guides::ActiveModel {
        id: Set(guide.id.uuid()),
        draft: Set(json(&guide.draft)?),
        published: Set(json(&guide.published)?),
        published_at: Set(guide.published_at),
        published_number: Set(guide.published_number.map(to_db)),
        version: Set(guide.version),
        organiser_id: Set(guide.organiser.uuid()),
    })
}

/// What `scope` sees: what was published, and what is its own.
fn visible(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    Condition::any().add(discussion_guides::Column::PublishedAt.is_not_null()).add(
        discussion_guides::Column::OrganiserId.is_in(scope.organisers.iter().map(|id| id.uuid())),
    )
}

/// A page of the guides that `scope` sees, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    organiser: Option<Id<Organiser>>,
    request: &PageRequest,
) -> Stored<Page<DiscussionGuide>> {
    let key = Key::descending(discussion_guides::Column::Id);
    let of = Condition::all()
        .add_option(organiser.map(|id| discussion_guides::Column::OrganiserId.eq(id.uuid())));
    let select = discussion_guides::Entity::find().filter(visible(scope)).filter(of);
    fetch(db, select, key, request).await?.try_map(DiscussionGuide::try_from)
}

/// The guide with this id, if `scope` sees it.
pub async fn find(
    db: &impl ConnectionTrait,
    id: Id<DiscussionGuide>,
    scope: &Scope,
) -> Stored<DiscussionGuide> {
    let row =
        discussion_guides::Entity::find_by_id(id.uuid()).filter(visible(scope)).one(db).await?;
    row.ok_or(StoreError::Missing(WHAT))?.try_into()
}

/// Locks the guide until the transaction ends.
pub async fn lock(tx: &Tx, id: Id<DiscussionGuide>, scope: &Scope) -> Stored<DiscussionGuide> {
    let row = discussion_guides::Entity::find_by_id(id.uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?;
    row.ok_or(StoreError::Missing(WHAT))?.try_into()
}

impl TryFrom<discussion_guide_versions::Model> for GuideVersion {
    type Error = StoreError;

    fn try_from(row: discussion_guide_versions::Model) -> Stored<Self> {
        Ok(Self {
            number: from_db(row.number),
            content: codes::from_json(row.content, WHAT)?,
            published_at: row.published_at,
        })
    }
}

fn versions(of: Id<DiscussionGuide>) -> Select<discussion_guide_versions::Entity> {
    let guide = discussion_guide_versions::Column::GuideId;
    discussion_guide_versions::Entity::find().filter(guide.eq(of.uuid()))
}

/// A page of what was published of a guide, the last first.
pub async fn list_versions(
    db: &impl ConnectionTrait,
    of: Id<DiscussionGuide>,
    request: &PageRequest,
) -> Stored<Page<GuideVersion>> {
    let key = Key::descending(discussion_guide_versions::Column::Id);
    fetch(db, versions(of), key, request).await?.try_map(GuideVersion::try_from)
}

/// The version of a guide with this number.
pub async fn find_version(
    db: &impl ConnectionTrait,
    of: Id<DiscussionGuide>,
    number: u32,
) -> Stored<GuideVersion> {
    let number = discussion_guide_versions::Column::Number.eq(to_db(number));
    let row = versions(of).filter(number).one(db).await?;
    row.ok_or(StoreError::Missing("version of a discussion guide"))?.try_into()
}

/// Keeps what is published of a guide.
pub async fn insert_version(
    tx: &Tx,
    (of, id): (Id<DiscussionGuide>, Id<GuideVersion>),
    version: GuideVersion,
) -> Stored<()> {
    let row = discussion_guide_versions::ActiveModel {
        id: Set(id.uuid()),
        number: Set(to_db(version.number)),
        content: Set(codes::to_json(&version.content, WHAT)?),
        published_at: Set(version.published_at),
        guide_id: Set(of.uuid()),
    };
    discussion_guide_versions::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

pub async fn insert(tx: &Tx, guide: &DiscussionGuide) -> Stored<()> {
    discussion_guides::Entity::insert(row(guide)?).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed guide over the version before it.
pub async fn update(tx: &Tx, guide: &DiscussionGuide) -> Stored<()> {
    let result = discussion_guides::Entity::update_many()
        .set(row(guide)?)
        .filter(discussion_guides::Column::Id.eq(guide.id.uuid()))
        .filter(discussion_guides::Column::Version.eq(guide.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}
