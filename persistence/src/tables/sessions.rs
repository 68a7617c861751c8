//! Sessions of cohorts.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ordinal: i32,
    pub held_on: Date,
    pub start_time: Time,
    pub end_time: Time,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub mode: String,
    pub address: Option<String>,
    pub meeting_link: Option<String>,
    pub theme: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub agenda: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub breakouts: Json,
    /// Nothing where the session says nothing of its own.
    #[sea_orm(column_type = "JsonBinary")]
    pub expected_attendance: Option<Json>,
    pub version: i64,
    pub sequence: i32,
    pub changed_at: DateTimeUtc,
    pub cancelled_at: Option<DateTimeUtc>,
    pub cancelled_because: Option<String>,
    /// The start for which people were reminded a week before.
    pub reminded_week_for: Option<DateTimeUtc>,
    /// The same a day before.
    pub reminded_day_for: Option<DateTimeUtc>,
    pub cohort_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
