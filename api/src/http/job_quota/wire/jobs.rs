//! What jobs are made of over HTTP.

use chrono::NaiveDate;
use leerkring_domain::boards::School;
use leerkring_domain::job_quota::{Engagement, Job, JobFields, Status};
use leerkring_domain::kernel::Id;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::decimals;
use crate::http::wire::{DayPatch, Patch, Word};

type StatusWord = Word<Status>;
type EngagementWord = Word<Engagement>;

/// Jobs of a board that are alike. Counts and hours only: never a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    pub id: Uuid,
    pub board_id: Uuid,
    /// Planned ones count in the forecast only.
    #[schema(inline)]
    pub status: StatusWord,
    #[schema(inline)]
    pub engagement: EngagementWord,
    /// How many jobs alike.
    #[schema(minimum = 1, maximum = 999)]
    pub count: u16,
    /// Paid hours a week of each.
    #[schema(max_length = 10)]
    pub hours_per_week: String,
    pub from_on: NaiveDate,
    /// The last day; null while they run on.
    pub until_on: Option<NaiveDate>,
    pub school_id: Option<Uuid>,
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        let fields = job.fields;
        Self {
            id: job.id.uuid(),
            board_id: job.board.uuid(),
            status: Word(fields.status),
            engagement: Word(fields.engagement),
            count: fields.count,
            hours_per_week: fields.hours_per_week.normalize().to_string(),
            from_on: fields.from_on,
            until_on: fields.until_on,
            school_id: fields.school.map(Id::uuid),
        }
    }
}

/// Jobs to enter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewJob {
    #[schema(inline)]
    pub status: StatusWord,
    #[schema(inline)]
    pub engagement: EngagementWord,
    #[schema(minimum = 1, maximum = 999, default = 1)]
    pub count: Option<u16>,
    #[schema(pattern = r"^[0-9]{1,2}(\.[0-9]{1,2})?$", max_length = 5)]
    pub hours_per_week: String,
    pub from_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
    /// A school of the board.
    pub school_id: Option<Uuid>,
}

impl From<NewJob> for JobFields {
    fn from(new: NewJob) -> Self {
        Self {
            status: new.status.0,
            engagement: new.engagement.0,
            count: new.count.unwrap_or(1),
            hours_per_week: hours(&new.hours_per_week),
            from_on: new.from_on,
            until_on: new.until_on,
            school: new.school_id.map(Id::from),
        }
    }
}

/// Hours as the document has them; what it lets through is a number.
fn hours(text: &str) -> Decimal {
    decimals::read(text).unwrap_or_default()
}

/// A school's id.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(transparent)]
pub struct SchoolId(pub Uuid);

impl PartialSchema for SchoolId {
    fn schema() -> RefOr<Schema> {
        let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
        ObjectBuilder::new().schema_type(Type::String).format(Some(uuid)).into()
    }
}

impl From<SchoolId> for Id<School> {
    fn from(school: SchoolId) -> Self {
        school.0.into()
    }
}

type SchoolPatch = Patch<SchoolId>;

/// What to change about jobs.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JobChange {
    #[schema(inline, nullable = false)]
    pub status: Option<StatusWord>,
    #[schema(inline, nullable = false)]
    pub engagement: Option<EngagementWord>,
    #[schema(minimum = 1, maximum = 999, nullable = false)]
    pub count: Option<u16>,
    #[schema(pattern = r"^[0-9]{1,2}(\.[0-9]{1,2})?$", max_length = 5, nullable = false)]
    pub hours_per_week: Option<String>,
    #[schema(nullable = false)]
    pub from_on: Option<NaiveDate>,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub until_on: DayPatch,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub school_id: SchoolPatch,
}

impl JobChange {
    pub fn apply(self, old: &JobFields) -> JobFields {
        JobFields {
            status: self.status.map_or(old.status, |word| word.0),
            engagement: self.engagement.map_or(old.engagement, |word| word.0),
            count: self.count.unwrap_or(old.count),
            hours_per_week: self.hours_per_week.as_deref().map_or(old.hours_per_week, hours),
            from_on: self.from_on.unwrap_or(old.from_on),
            until_on: self.until_on.apply(old.until_on),
            school: self.school_id.apply(old.school),
        }
    }
}
