//! Appointments before the start of a cohort.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "intake_slots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub held_on: Date,
    pub start_time: Time,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub closes_at: DateTimeUtc,
    pub mode: String,
    pub meeting_link: Option<String>,
    pub interviewer: String,
    pub booked_at: Option<DateTimeUtc>,
    pub version: i64,
    pub cohort_id: Uuid,
    pub registration_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
