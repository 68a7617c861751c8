//! Cohorts where something else is shown: what they are called, and what their programme asks.

use std::collections::{HashMap, HashSet};

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Id, Instant};
use leerkring_domain::programmes::{EntryAssessment, Programme, Rules};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, JsonValue as Json,
    QueryFilter, QuerySelect,
};
use uuid::Uuid;

use crate::codes;
use crate::programmes::entry_assessment;
use crate::store::{StoreError, Stored};
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

/// A cohort by name, with what its programme asks of teams before the start.
#[derive(Debug, Clone)]
pub struct Setting {
    pub named: Named,
    pub intake: bool,
    pub entry: Option<EntryAssessment>,
}

/// What is read of a cohort and its programme.
#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    starts_at: Option<Instant>,
    programme_id: Uuid,
    title: String,
    rules: Json,
    entry_questionnaire_id: Option<Uuid>,
    entry_since: Option<Instant>,
}

impl TryFrom<Row> for Setting {
    type Error = StoreError;

    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            named: Named {
                programme: row.programme_id.into(),
                title: row.title,
                name: row.name,
                starts_at: row.starts_at,
            },
            intake: codes::from_json::<Rules>(row.rules, "programme")?.intake,
            entry: entry_assessment(row.entry_questionnaire_id, row.entry_since),
        })
    }
}

/// The settings of several cohorts.
#[derive(Debug, Clone, Default)]
pub struct Settings(HashMap<Id<Cohort>, Setting>);

impl Settings {
    /// That of a cohort that was asked for.
    ///
    /// # Errors
    /// There is no such cohort.
    pub fn of(&self, cohort: Id<Cohort>) -> Stored<&Setting> {
        self.0.get(&cohort).ok_or(StoreError::Corrupt("cohort"))
    }
}

/// The settings of these cohorts, in one question.
pub async fn settings(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Id<Cohort>>,
) -> Stored<Settings> {
    let ids: HashSet<Uuid> = ids.into_iter().map(Id::uuid).collect();
    if ids.is_empty() {
        return Ok(Settings::default());
    }
    let rows: Vec<Row> = cohorts::Entity::find()
        .select_only()
        .columns([cohorts::Column::Id, cohorts::Column::Name])
        .columns([cohorts::Column::StartsAt, cohorts::Column::ProgrammeId])
        .columns([programmes::Column::Title, programmes::Column::Rules])
        .columns([programmes::Column::EntryQuestionnaireId, programmes::Column::EntrySince])
        .join(
            JoinType::InnerJoin,
            cohorts::Entity::belongs_to(programmes::Entity)
                .from(cohorts::Column::ProgrammeId)
                .to(programmes::Column::Id)
                .into(),
        )
        .filter(cohorts::Column::Id.is_in(ids))
        .into_model()
        .all(db)
        .await?;
    let settings = rows.into_iter().map(|row| Ok((row.id.into(), row.try_into()?)));
    settings.collect::<Stored<_>>().map(Settings)
}
