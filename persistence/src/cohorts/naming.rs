//! What cohorts are called where something else is shown.

use std::collections::HashMap;

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Id, Instant};
use leerkring_domain::programmes::Programme;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::store::Stored;
use crate::tables::{cohorts, programmes};

/// What a cohort is called, of which programme it is a run, and when it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub programme: Id<Programme>,
    pub title: String,
    pub name: String,
    /// When its first session starts, where one is planned.
    pub starts_at: Option<Instant>,
}

/// These cohorts by name, in one question.
pub async fn named(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Id<Cohort>>,
) -> Stored<HashMap<Id<Cohort>, Named>> {
    let ids: Vec<Uuid> = ids.into_iter().map(Id::uuid).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, Uuid, String, String, Option<Instant>)> = cohorts::Entity::find()
        .select_only()
        .columns([cohorts::Column::Id, cohorts::Column::ProgrammeId])
        .column(programmes::Column::Title)
        .columns([cohorts::Column::Name, cohorts::Column::StartsAt])
        .join(
            JoinType::InnerJoin,
            cohorts::Entity::belongs_to(programmes::Entity)
                .from(cohorts::Column::ProgrammeId)
                .to(programmes::Column::Id)
                .into(),
        )
        .filter(cohorts::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let named = rows.into_iter().map(|(id, programme, title, name, starts_at)| {
        (id.into(), Named { programme: programme.into(), title, name, starts_at })
    });
    Ok(named.collect())
}
